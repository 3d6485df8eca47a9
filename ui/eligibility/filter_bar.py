"""The filters of the matrix as a row of chips, each with the number of its rows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.eligibility.filters import ALL, FILTERS


class FilterBar(QWidget):
    """One chip is chosen at a time; the arrow keys go from chip to chip."""

    filter_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.chips: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for each in FILTERS:
            chip = QPushButton(each.label)
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            chip.setToolTip(each.meaning)
            chip.toggled.connect(self._tell)
            self._group.addButton(chip)
            self.chips[each.id] = chip
            row.addWidget(chip)
        self.chips[ALL].setChecked(True)
        self.setAccessibleName("Rows shown")

    @property
    def chosen(self) -> str:
        """The id of the chosen filter."""
        return next(name for name, chip in self.chips.items() if chip.isChecked())

    @property
    def none(self) -> str:
        """What is to be said where the chosen filter lets no row through."""
        return next(each.none for each in FILTERS if each.id == self.chosen)

    def _tell(self, on: bool) -> None:
        if on:
            self.filter_chosen.emit(self.chosen)

    def choose(self, name: str) -> None:
        """Choose a filter."""
        self.chips[name].setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many rows each filter lets through."""
        for each in FILTERS:
            number = counts.get(each.id, 0)
            self.chips[each.id].setText(f"{each.label}\u2002{number}")
            self.chips[each.id].setAccessibleName(f"{each.label}: {number} rows")

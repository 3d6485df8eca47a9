"""The top of the page: which chart, of which trials."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label


class ChartChooser(QWidget):
    """One chart is chosen at a time; the arrow keys go from one to the next."""

    chosen = Signal(str)

    def __init__(self, charts: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName("Charts")
        self.chips: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        flow = FlowLayout(self, gap=4)
        for name, title in charts:
            chip = chip_button(title, f"Chart: {title}")
            chip.toggled.connect(lambda on, name=name: self._turned(name, on))
            self._group.addButton(chip)
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.chips[name] = chip
            flow.addWidget(chip)

    def choose(self, name: str) -> None:
        """Choose a chart."""
        self.chips[name].setChecked(True)

    def _turned(self, name: str, on: bool) -> None:
        # Tab stops once, at the chosen one; Qt itself would begin with the last.
        policy = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
        self.chips[name].setFocusPolicy(policy)
        if on:
            self.chosen.emit(name)


class TrialChooser(QWidget):
    """Any number of trials; the last one stays chosen. What is silent for a chart says so.

    The `tail` stands behind the trials.
    """

    changed = Signal()

    def __init__(self, tail: QWidget) -> None:
        super().__init__()
        self.setAccessibleName("Trials")
        self._tail = tail
        self.chips: dict[str, QPushButton] = {}
        self._flow = FlowLayout(self, gap=4)
        self._flow.addWidget(heading("Trials"))
        self._flow.addWidget(tail)

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of the chosen trials."""
        return frozenset(name for name, chip in self.chips.items() if chip.isChecked())

    def show_trials(self, trials: Iterable[tuple[str, str, str]]) -> None:
        """Show a chip for each trial (id, short name, title), all of them chosen."""
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        self._flow.removeWidget(self._tail)
        for trial_id, name, title in trials:
            chip = chip_button(name, f"Trial {trial_id}: {name}")
            chip.setToolTip(f"{trial_id}: {title}")
            chip.setChecked(True)
            chip.setProperty("silent", False)
            chip.toggled.connect(lambda on, chip=chip: self._turned(chip, on))
            self._flow.addWidget(chip)
            self.setTabOrder(next(reversed(self.chips.values()), self), chip)
            self.chips[trial_id] = chip
        self._flow.addWidget(self._tail)

    def show_silent(self, silent: frozenset[str]) -> None:
        """Mark the trials that have nothing for the chart."""
        from hccreview.review.charts.model import NO_RESULTS

        for trial_id, chip in self.chips.items():
            if chip.property("silent") != (trial_id in silent):
                chip.setProperty("silent", trial_id in silent)
                chip.setAccessibleDescription(NO_RESULTS if trial_id in silent else "")
                chip.style().unpolish(chip)
                chip.style().polish(chip)

    def _turned(self, chip: QPushButton, on: bool) -> None:
        if not on and not self.chosen:
            with QSignalBlocker(chip):
                chip.setChecked(True)
            return
        self.changed.emit()


def heading(text: str) -> QLabel:
    """Return what stands before a row of choices, as high as they are."""
    made = label("muted", text)
    made.setWordWrap(False)
    made.setMinimumHeight(26)
    return made


class WayOut(QWidget):
    """Whether the numbers are shown, and the buttons by which chart and numbers leave the page."""

    def __init__(self) -> None:
        super().__init__()
        self.save = _button("Save…", "Save the chart as PNG, SVG or PDF")
        self.copy_picture = _button("Copy chart", "Copy the chart as a picture")
        self.copy_numbers = _button("Copy table", "Copy the numbers for a spreadsheet")
        self.numbers = chip_button("Table", "Show the numbers of the chart")
        self.numbers.setToolTip("Show the numbers of the chart as a table")
        self.numbers.setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.numbers, self.save, self.copy_picture, self.copy_numbers):
            row.addWidget(button)


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "small")
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button


def chip_button(text: str, name: str) -> QPushButton:
    """Return a button that stays pressed, with its name for a screen reader."""
    chip = QPushButton(text)
    chip.setCheckable(True)
    chip.setProperty("role", "chip")
    chip.setAccessibleName(name)
    return chip

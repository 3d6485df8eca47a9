"""The tests that the ask-list of the case offers, ticked where they are requested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

if TYPE_CHECKING:
    from ui.meeting.decision.facts import Facts

_MOST_ROWS = 7
_FIELD = Qt.ItemDataRole.UserRole


class TestsList(QListWidget):
    """Arrows go from test to test, Space ticks one; letters find one."""

    __test__ = False  # its name is no name of a test
    changed = Signal()

    def __init__(self, chosen: tuple[str, ...]) -> None:
        super().__init__()
        self.setAccessibleName("Tests of the ask-list; Space ticks one")
        self.setProperty("role", "tests")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chosen = chosen
        self.itemChanged.connect(self._ticked)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The fields that are requested, those that are no longer asked too."""
        return self._chosen

    def show_questions(self, facts: Facts) -> None:
        """Show the ask-list, and what was requested before it was answered."""
        asked = {each.field: each.text for each in facts.tests}
        for name in self._chosen:
            label = facts.comparison.dictionary.label(name)
            asked.setdefault(name, f"{label} (no longer on the ask-list)")
        shown = [self.item(row).data(_FIELD) for row in range(self.count())]
        if shown == list(asked):
            return
        row = max(self.currentRow(), 0)
        self.blockSignals(True)
        self.clear()
        for name, words in asked.items():
            self.addItem(self._item(name, words))
        self.setCurrentRow(min(row, self.count() - 1))
        self.blockSignals(False)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Return."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height of some rows, now that the style is known."""
        super().showEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel where every row is seen."""
        if self.count() > _MOST_ROWS:
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin on the first row."""
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def _item(self, name: str, words: str) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setData(_FIELD, name)
        item.setToolTip(words)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        on = name in self._chosen
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        return item

    def _ticked(self, _: QListWidgetItem) -> None:
        rows = [self.item(row) for row in range(self.count())]
        ticked = [str(r.data(_FIELD)) for r in rows if r.checkState() is Qt.CheckState.Checked]
        self._chosen = tuple(ticked)
        self.changed.emit()

    def _fit(self) -> None:
        rows = min(max(self.count(), 1), _MOST_ROWS)
        self.setFixedHeight(rows * max(self.sizeHintForRow(0), 12) + 2 * self.frameWidth() + 2)

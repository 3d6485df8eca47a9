"""Typing the day above a column of the laboratory table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from hccreview.errors import ReviewError
from ui.case_page.live_line import Line
from ui.widgets.escape import keeps


class DayEditor(Line):
    """Return takes the day, Esc and leaving without a change give up; a bad day stays."""

    refused = Signal(str)
    block_pasted = Signal(str)
    ended = Signal()

    def __init__(self, table: QWidget, text: str, name: str, given: Callable[[str], None]) -> None:
        super().__init__(table)
        self._given = given
        self._over = False
        self.setObjectName("cellEditor")
        self.setAccessibleName(name)
        self.setText(text)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Keep Esc, also before anything is typed."""
        return keeps(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the day with Return, give up with Esc; a pasted block is the table's."""
        if event.key() == Qt.Key.Key_Escape:
            self._end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.matches(QKeySequence.StandardKey.Paste) and (block := _copied_block()):
            self._end()
            self.block_pasted.emit(block)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed when another place is clicked."""
        super().focusOutEvent(event)
        if not self._over and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            if self.isModified():
                self._take()
            else:
                self._end(back=False)

    def _take(self) -> None:
        if self._over:
            return
        self._over = True
        try:
            self._given(self.text())
        except ReviewError as error:
            self._over = False
            self.setProperty("refused", True)
            self.style().unpolish(self)
            self.style().polish(self)
            self.refused.emit(str(error))
        else:
            self._over = False
            self._end()

    def _end(self, *, back: bool = True) -> None:
        self._over = True
        self.hide()
        if back:
            self.ended.emit()
        self.deleteLater()


def _copied_block() -> str:
    """Return what was copied where it is more than one cell, else an empty text."""
    text = QGuiApplication.clipboard().text().strip("\r\n")
    return text if "\t" in text or "\n" in text else ""

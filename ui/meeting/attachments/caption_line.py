"""The caption below an image: saved with Return or when the keyboard goes on, Esc takes it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from hccreview.meeting.limits import LINE
from ui.case_page.live_line import Line


class CaptionLine(Line):
    """`given` carries the caption; `ended`: the keyboard may go back."""

    given = Signal(str)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Caption")
        self.setPlaceholderText("what the picture shows, such as: CT 12 Nov, arterial phase")
        self.setMaxLength(LINE)
        self._before = ""

    def show_caption(self, text: str) -> None:
        """Show a caption."""
        self._before = text
        self.setText(text)
        self.setCursorPosition(0)

    def take(self) -> None:
        """Tell what was typed, if it was."""
        text = self.text().strip()
        if self.isModified() and text != self._before:
            self._before = text
            self.setModified(False)
            self.given.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the caption with Return, give up with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
            self.ended.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.show_caption(self._before)
            self.ended.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed when the keyboard goes on."""
        super().focusOutEvent(event)
        self.take()

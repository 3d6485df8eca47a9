"""A line that tells what is typed as soon as the keyboard pauses for a moment."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget


class LiveLine(QLineEdit):
    """Several keys of one turn of the event loop are told once."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(lambda: self.typed.emit(self.text()))
        self.textEdited.connect(lambda _: self._timer.start())

    def flush(self) -> None:
        """Forget what was not told yet; the end of the editing tells it."""
        self._timer.stop()

"""Lines of the Case page: undo reaches the case, and what is typed is told as it is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class Line(QLineEdit):
    """Leaves undo and redo to the window where nothing of its own can be undone.

    While something is typed in it, Esc is its own.
    """

    def event(self, event: QEvent) -> bool:
        """Say which keys are meant for the line and not for the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and (self.isModified() or self.property("refused")):
                event.accept()
                return True
            undo = event.matches(_UNDO) and not self.isUndoAvailable()
            if undo or (event.matches(_REDO) and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)


class LiveLine(Line):
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

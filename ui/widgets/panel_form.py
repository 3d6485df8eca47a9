"""A form inside a side panel: a frame with a column, a line for what is missing, and Escape."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.widgets.escape import keeps
from ui.widgets.labels import label


class PanelForm(QFrame):
    """`left` says that the form is given up; `problem` is put in place by the form itself."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = form_frame(self)
        self.problem = label("problem")
        self.problem.hide()

    def event(self, event: QEvent) -> bool:
        """Keep Escape for the form, so that it does not close something around it."""
        return keeps(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def form_frame(frame: QFrame) -> QVBoxLayout:
    """Return the column of a form inside the panel."""
    frame.setProperty("role", "form")
    column = QVBoxLayout(frame)
    column.setContentsMargins(10, 8, 10, 10)
    column.setSpacing(6)
    return column

"""A text of some lines under its title; what is typed is told, what is refused is said below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from hccreview.errors import ReviewError
from ui.widgets.escape import keeps
from ui.widgets.labels import label, plain_label


class TextBox(QWidget):
    """`typed` carries the case and the text; `left`: the keyboard has gone on."""

    typed = Signal(str, str)
    left = Signal()

    def __init__(self, title: str, hint: str, height: int) -> None:
        super().__init__()
        self.case = ""
        self.edit = _Edit()
        self.edit.setAccessibleName(title)
        self.edit.setPlaceholderText(hint)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(height)
        self.problem = label("problem")
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(plain_label("section", title))
        column.addWidget(self.edit, 1)
        column.addWidget(self.problem)
        self.edit.textChanged.connect(lambda: self.typed.emit(self.case, self.text))
        self.edit.left.connect(self.left)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.edit.toPlainText()

    def show_text(self, case: str, text: str) -> None:
        """Show the text of a case; the cursor stays where the text is the same."""
        if case == self.case and text == self.text:
            return
        if case == self.case and not self.problem.isHidden():
            return  # what was refused is still being corrected
        self.case = case
        self.problem.hide()
        with QSignalBlocker(self.edit):
            self.edit.show_other(text)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Say below the text what is refused inside the block."""
        try:
            yield
            self.problem.hide()
        except ReviewError as error:
            self.problem.setText(f"Not saved: {error}")
            self.problem.show()


class _Edit(QPlainTextEdit):
    """Esc takes back what was typed since the keyboard came."""

    left = Signal()
    _before = ""

    def show_other(self, text: str) -> None:
        """Show another text, to which Esc goes back."""
        self.setPlainText(text)
        self._before = text

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember what stands here."""
        super().focusInEvent(event)
        self._before = self.toPlainText()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard has gone on."""
        super().focusOutEvent(event)
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Escape where there is something to take back."""
        return (self._typed and keeps(event)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back on Escape."""
        if event.key() == Qt.Key.Key_Escape and self._typed:
            self.setPlainText(self._before)
        else:
            super().keyPressEvent(event)

    @property
    def _typed(self) -> bool:
        return self.toPlainText() != self._before

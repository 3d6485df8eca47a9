"""A small dialogue: a heading, what is to be known, lines to fill in, one button, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.labels import label, plain_label

_WIDTH = 560


class QuestionForm(QDialog):
    """Always as high as its text needs. Return takes the button `take` only where `harmless`.

    Whoever makes one fills `column` and calls `end`.
    """

    def __init__(
        self, parent: QWidget, title: str, action: str, *, heading: str = "", harmless: bool = False
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.take = QPushButton(action)
        if harmless:
            self.take.setProperty("role", "primary")
        self.take.setAutoDefault(harmless)
        self.take.setDefault(harmless)
        self.buttons = QDialogButtonBox()
        self.cancel = self.buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel.setAutoDefault(False)
        self.buttons.addButton(self.take, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        self.problem = label("problem")
        self.problem.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 14)
        self.column.setSpacing(10)
        self.column.addWidget(plain_label("heading", heading or title))

    def say(self, *paragraphs: str, role: str = "") -> None:
        """Add paragraphs of text."""
        for paragraph in paragraphs:
            self.column.addWidget(label(role, paragraph))

    def end(self, focus: QWidget) -> None:
        """Put the line for a problem and the buttons below; the keyboard begins on `focus`."""
        self.column.addWidget(self.problem)
        self.column.addWidget(self.buttons)
        focus.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why nothing is done yet."""
        self.problem.setText(sentence)
        self.problem.show()
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size now that the fonts are known."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Labels that wrap tell a layout their height only where it knows the width."""
        width = max(_WIDTH, self.buttons.sizeHint().width() + 40)
        inner = width - 40
        for each in self.findChildren(QLabel):
            if each.wordWrap() and each.text():
                each.setFixedHeight(each.heightForWidth(inner))
        self.setFixedSize(width, self.column.totalHeightForWidth(width))

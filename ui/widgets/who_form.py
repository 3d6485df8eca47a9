"""Who is using the program: a name, beside which the system's login is noted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.settings import LONGEST_NAME
from ui.widgets.labels import label, plain_label

_WIDTH = 460
_WHY = (
    "Every change is noted with this name and with the login of the system beside it, which is"
    " “{login}”. The name is proposed wherever a form asks who answers, decides or ticks off, and"
    " can be changed there. Whoever takes over at this computer enters their own."
)


class WhoForm(QDialog):
    """`chosen` carries the name, empty where only the login is to be noted."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, name: str, login: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Who is using it")
        self.setFixedWidth(_WIDTH)
        self.name = QLineEdit(name)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText("Name, such as Dr Lin")
        self.name.setAccessibleName("Your name")
        self.name.selectAll()
        take = QPushButton("Use this name")
        take.setProperty("role", "primary")
        take.setDefault(True)
        take.clicked.connect(self._take)
        buttons = QDialogButtonBox()
        cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        buttons.addButton(take, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(plain_label("heading", "Who is using it"))
        column.addWidget(label("", _WHY.format(login=login or "not known")))
        column.addStretch(1)
        column.addWidget(self.name)
        column.addWidget(buttons)

    def _take(self) -> None:
        self.chosen.emit(self.name.text())
        self.accept()

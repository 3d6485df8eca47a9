"""Who is using the program: a name, beside which the system's login is noted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.settings import LONGEST_NAME
from ui.widgets.question_form import QuestionForm

_WHY = (
    "Every change is noted with this name and with the login of the system beside it, which is"
    " “{login}”. The name is proposed wherever a form asks who answers, decides or ticks off, and"
    " can be changed there. Whoever takes over at this computer enters their own."
)


class WhoForm(QuestionForm):
    """`chosen` carries the name, empty where only the login is to be noted."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, name: str, login: str) -> None:
        super().__init__(parent, "Who is using it", "Use this name", harmless=True)
        self.name = QLineEdit(name)
        self.name.setProperty("role", "line")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText("Name, such as Dr Lin")
        self.name.setAccessibleName("Your name")
        self.name.selectAll()
        self.take.clicked.connect(self._take)
        self.say(_WHY.format(login=login or "not known"))
        self.column.addWidget(self.name)
        self.end(self.name)

    def _take(self) -> None:
        self.chosen.emit(self.name.text())
        self.accept()

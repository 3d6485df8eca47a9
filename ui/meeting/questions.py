"""The questions that a case puts to the board, one a line, and those that criteria leave to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.meeting.text_box import TextBox
from ui.regimens.parts import button
from ui.widgets.labels import label

_TITLE = "Questions to the board, one a line"
_HINT = "such as: resection after downstaging?"


class BoardQuestions(QWidget):
    """`put` is called with the case and its questions; it may raise ReviewError."""

    def __init__(self, put: Callable[[str, tuple[str, ...]], None]) -> None:
        super().__init__()
        self._put = put
        self.box = TextBox(_TITLE, _HINT, 88)
        self.box.typed.connect(self._typed)
        self._asked: tuple[str, ...] = ()
        self._case = ""
        self._offers = QVBoxLayout()
        self._offers.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.box)
        column.addLayout(self._offers)

    def show_case(self, case: str, questions: tuple[str, ...], asked: tuple[str, ...]) -> None:
        """Show the questions of a case; `asked` are those that the criteria leave to the board."""
        if case != self._case or lines_of(self.box.text) != questions:
            self.box.show_text(case, "\n".join(questions))
        left = tuple(each for each in asked if each not in questions)
        if (case, left) != (self._case, self._asked):
            self._case, self._asked = case, left
            self._offer()

    def _typed(self, case: str, text: str) -> None:
        with self.box.refusing():
            self._put(case, lines_of(text))

    def _offer(self) -> None:
        while (item := self._offers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self._asked:
            self._offers.addWidget(label("muted", "The criteria leave to the board:"))
        before: QWidget = self.box.edit
        for question in self._asked:
            offer = button(
                "Add", partial(self._add, question), name=f"Put to the board: {question}"
            )
            self._offers.addWidget(_offered(question, offer))
            self.setTabOrder(before, offer)
            before = offer

    def _add(self, question: str) -> None:
        text = self.box.text.rstrip("\n")
        self.box.edit.setPlainText(f"{text}\n{question}" if text.strip() else question)
        self.box.edit.setFocus()


def _offered(question: str, offer: QPushButton) -> QWidget:
    """Return a question with the button that puts it."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(offer)
    row.addWidget(label("muted", question), 1)
    return holder


def lines_of(text: str) -> tuple[str, ...]:
    """Return the questions of a text: its lines without the empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())

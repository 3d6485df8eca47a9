"""A question to the board: the answer with its author, day and reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.chart import Chart
from hccreview.clinical.fields import FieldDefinition
from ui.case_page import answers
from ui.case_page.answers import State
from ui.case_page.edit_box import Answer
from ui.case_page.field_box import Day, FieldBox
from ui.grounding import grounded
from ui.wording import VERDICTS
from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison

_INPUT_WIDTH, _AUTHOR_WIDTH = 190, 120


class BoardBox(FieldBox):
    """Takes the whole width; the author of the last answer is proposed for the next one."""

    last_author = ""
    again = ""  # why the answer is open again

    def __init__(self, field: FieldDefinition, workspace: Workspace, new_day: Day) -> None:
        super().__init__(field, workspace, new_day)
        self.label.setText(field.question or field.label)
        self.input.setFixedWidth(_INPUT_WIDTH)
        self.body.setStretch(0, 0)
        self.parts: dict[str, QLineEdit] = {}
        for part, hint in (("author", "who answered"), ("reason", "why")):
            line = self.line(part)
            line.setPlaceholderText(hint)
            self.connect_line(line, partial(self._words_given, part))
            self.parts[part] = line
        self.parts["author"].setFixedWidth(_AUTHOR_WIDTH)
        self.body.addWidget(self.parts["author"])
        self.body.addWidget(self.parts["reason"], 1)

    @property
    def stops(self) -> list[QWidget]:
        """The widgets on which Tab stops, in their order."""
        return [*super().stops, *getattr(self, "parts", {}).values()]

    def put(self, shown: Observation | None) -> None:
        """Fill the inputs, author and reason too."""
        super().put(shown)
        for part, line in getattr(self, "parts", {}).items():
            line.setText(getattr(shown, part) if shown is not None else "")
            line.setCursorPosition(0)
            line.setToolTip(line.text())
            line.setEnabled(shown is not None)

    def begin_case(self) -> None:
        """Forget what was said of another case's answer."""
        self.again = ""
        super().begin_case()

    def show_again(self, comparison: Comparison) -> None:
        """Say that the answer is open again, or no longer."""
        again = comparison.reopened.get(self.field.id, "")
        if again != self.again:
            self.again = again
            self.show_case(comparison.case, comparison.chart())

    def state_of(self, chart: Chart, shown: Observation | None) -> State:
        """Return what is said beside an answer; one that is open again says why."""
        if shown is not None and self.again:
            again = f"{self.again} Ins enters a new answer"
            return State(f"{VERDICTS['needs_judgement'][0]} open again", "judgement", again)
        return super().state_of(chart, shown)

    def answered(self, case: Case, answer: Answer) -> Case:
        """Return the case with an answer and the facts that it rests on."""
        return grounded(super().answered(case, answer), case, self.field.id, self.workspace)

    def answer(self, answer: Answer) -> None:
        """Take an answer, with the author of the last one, else who uses the program."""
        self.author = BoardBox.last_author or self.workspace.user
        super().answer(answer)

    def _words_given(self, part: str, text: str) -> None:
        old = self.shown
        if old is None:
            return
        if part == "author":
            BoardBox.last_author = text.strip()
        self.change(lambda case: answers.with_words(case, old, part, text), self.parts[part])

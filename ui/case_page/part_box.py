"""One field of an entry of a list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hccreview.clinical.case import Case
from hccreview.clinical.fields import FieldDefinition
from ui.case_page.answers import State
from ui.case_page.edit_box import Answer, EditBox
from ui.case_page.inputs import put_value
from ui.case_page.list_model import ListModel
from ui.case_page.lists import part_text, with_part
from ui.case_page.live_line import LiveLine


class PartBox(EditBox):
    """Shows a field of the entry in row `row` and changes it; behind the last row it is new."""

    new_asked = Signal()

    def __init__(self, model: ListModel, field: FieldDefinition) -> None:
        super().__init__(field, model.workspace, model.definition.label)
        self.model, self.row = model, 0
        self._shown: tuple[int, object] | None = None

    def show_row(self, row: int) -> None:
        """Show the field of an entry; an input that is being typed in is left alone."""
        shown = (row, self.model.values(row).get(self.field.id))
        if shown != self._shown and not (self.is_typing and row == self.row):
            self.row = row
            self.refill()

    def refill(self) -> None:
        """Show what is recorded, or what was typed and is no value."""
        value = self.model.values(self.row).get(self.field.id)
        self._shown = (self.row, value)
        refused = self.model.refused.get((self.row, self.field.id))
        text = ""
        if self.row < len(self.model.entries):
            text = part_text(self.model.entries[self.row], self.field).replace("\u00a0", "")
        put_value(self.input, value, refused[0] if refused else text)  # type: ignore[arg-type]
        if refused:
            self._mark(self.input, refused[1])
        else:
            self.mark(None)
            self.tell(State())

    def answered(self, case: Case, answer: Answer) -> Case:
        """Return the case with the field written; an empty answer takes it out."""
        return with_part(case, self.model.definition, self.row, self.field.id, answer)

    def told(self, changed: Case, answer: Answer) -> str:
        """Name the change: list, field, and what was given."""
        words = answer if isinstance(answer, str) else ", ".join(answer)
        label = f"{self.model.definition.label}, {self.field.label.lower()}"
        return f"{label} {self.field.word(words) or 'cleared'}"

    def refuse(self, widget: QWidget, answer: Answer, sentence: str) -> None:
        """Keep on screen what is no value, and say why."""
        if not isinstance(widget, LiveLine):
            self.refill()
            self._mark(widget, sentence)
            return
        typed = answer if isinstance(answer, str) else ""
        self.model.refused[self.row, self.field.id] = (typed, sentence)
        self._mark(widget, sentence)
        self.model.told(self.row)

    def accept(self) -> None:
        """Take the sentence of an earlier refusal away."""
        super().accept()
        if self.model.refused.pop((self.row, self.field.id), None):
            self.model.told(self.row)
        self.tell(State())

    def insert(self) -> None:
        """Begin a new entry."""
        self.new_asked.emit()

    def _mark(self, widget: QWidget, sentence: str) -> None:
        self.mark(widget, sentence)
        self.tell(State("× not taken", "fail", sentence))

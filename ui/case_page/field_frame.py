"""The look of one field: label with its state, the input, its unit and its date."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from hccreview.clinical.fields import NUMERIC, FieldDefinition
from hccreview.criteria.phrases import unit_label
from ui.case_page.answers import State
from ui.case_page.controls import YesNo
from ui.case_page.inputs import input_for, unit_input_for
from ui.case_page.live_line import Line
from ui.widgets.labels import text_label

DATE_WIDTH, INPUT_HEIGHT = 92, 28


class FieldFrame(QWidget):
    """Lays out the parts and marks them; it knows nothing of a case.

    The `sentence` that says why a text is no value is placed by the form, below the field.

    `whole` is the name of the list whose part the field is; such a part is read in one unit.
    """

    def __init__(self, field: FieldDefinition, whole: str = "") -> None:
        super().__init__()
        self.field = field
        self.name = f"{whole}, {field.label}" if whole else field.label
        self.label, self.state = text_label(field.label), text_label()
        self.label.setProperty("role", "fieldLabel")
        self.label.setWordWrap(True)
        self.state.setProperty("role", "state")
        self.sentence = text_label()
        self.sentence.setProperty("role", "refusal")
        self.sentence.setWordWrap(True)
        self.sentence.hide()
        self.input = input_for(field, self.name)
        self.unit = None if whole else unit_input_for(field)
        self.date = self.line("date") if self.dated else None
        if self.date is not None:
            self.date.setFixedWidth(DATE_WIDTH)
            self.date.setPlaceholderText("date")
        self.label.setBuddy(self.input)
        self._lay_out()

    @property
    def dated(self) -> bool:
        """True where the value needs a date."""
        return self.field.dated or self.field.board_question

    @property
    def stops(self) -> list[QWidget]:
        """The widgets on which Tab stops, in their order."""
        first = list(self.input.buttons.values()) if isinstance(self.input, YesNo) else [self.input]
        return [*first, *(part for part in (self.unit, self.date) if part is not None)]

    def line(self, part: str) -> QLineEdit:
        """Return a line for another part of the answer."""
        line = Line()
        line.setAccessibleName(f"{self.name}, {part}")
        line.setFixedHeight(INPUT_HEIGHT)
        return line

    @property
    def is_refused(self) -> bool:
        """True while a text stands in an input that is no value."""
        parts = (self.input, self.date)
        return any(part is not None and bool(part.property("refused")) for part in parts)

    def mark(self, widget: QWidget | None, sentence: str = "") -> None:
        """Mark the input whose text is no value and say why; without one, take that away."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        for part in (self.input, self.date):
            if part is not None and bool(part.property("refused")) != (part is widget):
                part.setProperty("refused", part is widget)
                part.style().unpolish(part)
                part.style().polish(part)

    def tell(self, state: State) -> None:
        """Show what is to be said beside the label."""
        self.state.setText(state.text)
        self.state.setToolTip(state.tip)
        self.state.setVisible(bool(state.text))
        self.state.setProperty("tone", state.tone)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        said = f" ({state.text.lstrip('?×– ')}: {state.tip})" if state.text else ""
        self.input.setAccessibleDescription(f"{self.field.question}{said}")

    def _lay_out(self) -> None:
        head, row = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.label, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignBottom)
        self.state.hide()
        row.setSpacing(4)
        row.addWidget(self.input, 1)
        if self.unit is not None:
            row.addWidget(self.unit)
        elif self.field.type in NUMERIC and unit_label(self.field.unit):
            unit = text_label(unit_label(self.field.unit))
            unit.setProperty("role", "muted")
            row.addWidget(unit)
        if self.date is not None:
            row.addWidget(self.date)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setRowStretch(0, 1)
        grid.addLayout(head, 0, 0, Qt.AlignmentFlag.AlignBottom)
        grid.addLayout(row, 1, 0)
        self.body = row
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for part in (*self.stops, self.input):
            part.setFixedHeight(INPUT_HEIGHT)

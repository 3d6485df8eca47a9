"""One field of the form: shows the newest value and changes the case."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.fields import FieldDefinition
from ui.case_page import answers
from ui.case_page.edit_box import Answer, EditBox
from ui.case_page.inputs import line_text, put_value
from ui.case_page.live_line import LiveLine
from ui.workspace import Workspace

Day = Callable[[], PartialDate]


class FieldBox(EditBox):
    """Shows the newest value of a field and turns what is given into a change of the case."""

    def __init__(self, field: FieldDefinition, workspace: Workspace, new_day: Day) -> None:
        super().__init__(field, workspace)
        self.new_day = new_day
        self.shown: Observation | None = None
        self.adding = False  # a new value is being entered beside the earlier ones
        self.author = ""
        self._state = answers.State()
        if self.unit is not None:
            self.unit.given.connect(lambda _: self._unit_given())
        if self.date is not None:
            self.connect_line(self.date, self._date_given)

    # ----------------------------------------------------------------- showing

    def show_case(self, case: Case, chart: Chart) -> None:
        """Show what is recorded; an input that is being typed in is left alone."""
        shown = answers.shown_observation(case, self.field, chart.as_of)
        state = self.state_of(chart, shown)
        if shown is not self.shown:
            self.shown = shown
            if not self.is_typing:
                self.adding = False
                self.put(shown)
        if state != self._state and not self.is_refused:
            self._state = state
            self.tell(state)

    def state_of(self, chart: Chart, shown: Observation | None) -> answers.State:
        """Return what is said beside a value."""
        return answers.state_of(chart, self.field, shown)

    def begin_case(self) -> None:
        """Forget what was typed for another case."""
        self.visit, self.shown, self.adding = None, None, False
        self.put(None)

    def put(self, shown: Observation | None) -> None:
        """Fill the inputs."""
        value = shown.value if shown is not None else None
        put_value(self.input, value, line_text(self.field, shown))
        if self.unit is not None:
            unit = shown.unit if shown is not None and shown.unit else self.field.unit
            self.unit.setCurrentIndex(max(self.unit.findData(unit), 0))
        self._put_day(shown)
        self.accept()

    def refill(self) -> None:
        """Show again what is recorded."""
        self.adding = False
        self.put(self.shown)

    def _put_day(self, shown: Observation | None) -> None:
        if self.date is None:
            return
        on = shown.collected_on if shown is not None else None
        self.date.setText(spoken(on) if on is not None else "")
        self.date.setEnabled(shown is not None)
        earlier = len(self.workspace.case.of(self.field.id)) - 1 if self.workspace.case else 0
        more = f"\n{earlier} earlier" if earlier > 0 and shown is not None else ""
        self.date.setToolTip(f"Date of the value; Ins enters a new one beside it{more}")

    def refuse(self, widget: QWidget, answer: Answer, sentence: str) -> None:
        """Keep on screen what is no value, and say why; buttons and choices show what is kept."""
        if widget is self.input and not isinstance(self.input, LiveLine):
            self.put(self.shown)
        self.mark(widget, sentence)
        self._state = answers.State("× not taken", "fail", sentence)
        self.tell(self._state)

    def accept(self) -> None:
        """Take the sentence of an earlier refusal away."""
        super().accept()
        case, as_of = self.workspace.case, self.workspace.as_of
        if case is not None and as_of is not None:
            self._state = self.state_of(Chart(case, as_of), self.shown)
        self.tell(self._state)

    # ------------------------------------------------------------------ giving

    def told(self, changed: Case, answer: Answer) -> str:
        """Name the change by the value that is new."""
        found = [o for o in changed.of(self.field.id) if o is not self.shown]
        value = found[-1].value_text if found else ""
        word = self.field.word(value) or "cleared"
        return f"{self.field.label}: {word}"

    def answered(self, case: Case, answer: Answer) -> Case:
        """Return the case with an answer in the place of the one shown, or beside it."""
        old = None if self.adding or (not answer and self.shown is None) else self._old(case)
        unit = str(self.unit.currentData()) if self.unit is not None else ""
        on = self.new_day() if self.dated else None
        author = self.author if self.field.board_question else ""
        return answers.with_answer(case, self.field, old, answer, unit=unit, on=on, author=author)

    def _old(self, case: Case) -> Observation | None:
        as_of = self.workspace.as_of
        assert as_of is not None
        return answers.shown_observation(case, self.field, as_of)

    def _date_given(self, text: str) -> None:
        old = self.shown
        if old is None or self.date is None:
            return
        if self.change(lambda case: answers.with_day(case, old, text), self.date):
            self._put_day(self.shown)

    def _unit_given(self) -> None:
        old = self.shown
        if old is not None and self.unit is not None and not self.adding:
            unit = str(self.unit.currentData())
            self.change(
                lambda case: answers.with_other_unit(case, self.field, old, unit), self.input
            )

    def insert(self) -> None:
        """Begin a new value beside the earlier ones."""
        if self.dated and self.shown is not None:
            self.put(None)
            self.adding = True
            self.input.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(self.input, LiveLine):
                self.input.setModified(True)  # Esc goes back to the earlier value

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Show the earlier value again where no new one was given."""
        if event.type() is QEvent.Type.FocusOut and self.adding:
            QTimer.singleShot(0, self, self._give_up_adding)
        return super().eventFilter(watched, event)

    def _give_up_adding(self) -> None:
        inside = QApplication.focusWidget()
        while inside is not None and inside is not self.input:
            inside = inside.parentWidget()  # the sheet of a set belongs to its input
        if self.adding and inside is None:
            self.refill()

"""One field of the form: shows the newest value and changes the case."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.fields import FieldDefinition
from hccreview.errors import ReviewError
from ui.case_page import answers
from ui.case_page.controls import YesNo
from ui.case_page.field_frame import FieldFrame
from ui.case_page.inputs import put_value
from ui.case_page.live_line import LiveLine
from ui.case_page.visit import Visit
from ui.workspace import Workspace

Day = Callable[[], PartialDate]


class FieldBox(FieldFrame):
    """Shows the newest value of a field and turns what is given into a change of the case."""

    focused = Signal()

    def __init__(self, field: FieldDefinition, workspace: Workspace, new_day: Day) -> None:
        super().__init__(field)
        self.workspace, self.new_day = workspace, new_day
        self.shown: Observation | None = None
        self.adding = False  # a new value is being entered beside the earlier ones
        self._state = answers.State()
        self._visit: Visit | None = None
        self.author = ""
        self._connect()

    # ----------------------------------------------------------------- showing

    def show_case(self, case: Case, chart: Chart) -> None:
        """Show what is recorded; an input that is being typed in is left alone."""
        shown = answers.shown_observation(case, self.field, chart.as_of)
        state = answers.state_of(chart, self.field, shown)
        if shown is not self.shown:
            self.shown = shown
            if not self._is_typing():
                self.adding = False
                self.put(shown)
        if state != self._state and not self.is_refused:
            self._state = state
            self.tell(state)

    def begin_case(self) -> None:
        """Forget what was typed for another case."""
        self._visit, self.shown, self.adding = None, None, False
        self.put(None)

    def put(self, shown: Observation | None) -> None:
        """Fill the inputs."""
        put_value(self.input, self.field, shown)
        if self.unit is not None:
            unit = shown.unit if shown is not None and shown.unit else self.field.unit
            self.unit.setCurrentIndex(max(self.unit.findData(unit), 0))
        self._put_day(shown)
        self._refuse(None, "")

    def _put_day(self, shown: Observation | None) -> None:
        if self.date is not None:
            on = shown.collected_on if shown is not None else None
            self.date.setText(spoken(on) if on is not None else "")
            self.date.setEnabled(shown is not None)
            earlier = len(self.workspace.case.of(self.field.id)) - 1 if self.workspace.case else 0
            more = f"\n{earlier} earlier" if earlier > 0 and shown is not None else ""
            self.date.setToolTip(f"Date of the value; Ins enters a new one beside it{more}")

    def _is_typing(self) -> bool:
        return isinstance(self.input, LiveLine) and self.input.hasFocus() and bool(self._visit)

    def _refuse(self, widget: QWidget | None, sentence: str) -> None:
        """Mark an input whose text is no value; without one, take the marks away."""
        self.mark(widget)
        if widget is not None:
            self._state = answers.State("× not taken", "fail", sentence)
            self.workspace.messages.problem(sentence)
        elif self.workspace.case is not None and self.workspace.as_of is not None:
            chart = Chart(self.workspace.case, self.workspace.as_of)
            self._state = answers.state_of(chart, self.field, self.shown)
        self.tell(self._state)

    # ------------------------------------------------------------------ giving

    def _change(self, make: Callable[[Case], Case], widget: QWidget) -> bool:
        """Apply a change; where it is refused, nothing changes and the input keeps its text."""
        visit = self._visit or (Visit(self.workspace) if self.workspace.case else None)
        if visit is None:
            return False
        try:
            changed = make(visit.case)
        except ReviewError as error:
            visit.cancel()
            self._refuse(widget, str(error))
            return False
        self._refuse(None, "")
        visit.put(changed, self._told(changed))
        return True

    def _told(self, changed: Case) -> str:
        found = [o for o in changed.of(self.field.id) if o is not self.shown]
        value = found[-1].value_text if found else ""
        word = self.field.word(value) or "cleared"
        return f"{self.field.label}: {word}"

    def _answer(self, answer: str | list[str]) -> None:
        self._change(lambda case: self._answered(case, answer), self.input)

    def _answered(self, case: Case, answer: str | list[str]) -> Case:
        old = None if self.adding or not answer and self.shown is None else self._old(case)
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
        if self._change(lambda case: answers.with_day(case, old, text), self.date):
            self._put_day(self.shown)

    def _unit_given(self) -> None:
        old = self.shown
        if old is not None and self.unit is not None and not self.adding:
            unit = str(self.unit.currentData())
            self._change(
                lambda case: answers.with_other_unit(case, self.field, old, unit), self.input
            )

    def add_value(self) -> None:
        """Begin a new value beside the earlier ones."""
        if self.dated and self.shown is not None:
            self.put(None)
            self.adding = True
            self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ typing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Begin and end the visit of a line; Ins begins a new value; Escape takes typing back."""
        if event.type() is QEvent.Type.FocusIn:
            self.focused.emit()
        if watched is self.input and isinstance(self.input, LiveLine):
            if event.type() is QEvent.Type.FocusIn and self.workspace.case is not None:
                self._visit = Visit(self.workspace)
            elif event.type() is QEvent.Type.FocusOut:
                self._finish()
                self._visit, self.adding = None, False
                if not self.is_refused:
                    self.put(self.shown)
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Insert:
                self.add_value()
                return True
            if event.key() == Qt.Key.Key_Escape and isinstance(watched, QLineEdit):
                if self._visit is not None:
                    self._visit.cancel()
                self.adding = False
                self.put(self.shown)
        return False

    def _typed(self, text: str) -> None:
        """Change the case while a value is typed; what is not yet a value waits."""
        if self._visit is None or not text.strip():
            return
        try:
            changed = self._answered(self._visit.case, text)
        except ReviewError:
            return
        self._visit.put(changed, self._told(changed))

    def _finish(self) -> None:
        if not isinstance(self.input, LiveLine) or not self.input.isModified():
            return
        self.input.flush()
        self.input.setModified(False)
        text = self.input.text()
        self._change(lambda case: self._answered(case, text), self.input)

    def _connect(self) -> None:
        if isinstance(self.input, LiveLine):
            self.input.typed.connect(self._typed)
            self.input.returnPressed.connect(self._finish)
        else:
            self.input.given.connect(self._answer)
        buttons = self.input.buttons.values() if isinstance(self.input, YesNo) else (self.input,)
        for part in buttons:
            part.installEventFilter(self)
        if self.unit is not None:
            self.unit.given.connect(lambda _: self._unit_given())
        if self.date is not None:
            self._connect_line(self.date, self._date_given)

    def _connect_line(self, line: QLineEdit, given: Callable[[str], None]) -> None:
        def finished() -> None:
            if line.isModified():
                line.setModified(False)
                given(line.text())

        line.installEventFilter(self)
        line.editingFinished.connect(finished)

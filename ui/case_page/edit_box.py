"""One input of the form: what is given changes the case; what is no value stays and says why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from hccreview.clinical.case import Case
from hccreview.clinical.fields import FieldDefinition
from hccreview.errors import ReviewError
from ui.case_page.controls import Choice, WordSet, YesNo
from ui.case_page.field_frame import FieldFrame
from ui.case_page.live_line import LiveLine
from ui.case_page.visit import Visit
from ui.workspace import Workspace

Answer = str | list[str]


class EditBox(FieldFrame):
    """Says how an input behaves; what an answer means, each kind of box says itself."""

    focused = Signal()

    def __init__(self, field: FieldDefinition, workspace: Workspace, whole: str = "") -> None:
        super().__init__(field, whole)
        self.workspace = workspace
        self.visit: Visit | None = None
        self._connect_input()

    def answered(self, case: Case, answer: Answer) -> Case:
        """Return the case with an answer; raises ReviewError."""
        raise NotImplementedError

    def told(self, changed: Case, answer: Answer) -> str:
        """Name the change for undo."""
        raise NotImplementedError

    def refill(self) -> None:
        """Show again what is recorded."""
        raise NotImplementedError

    def insert(self) -> None:
        """Begin a new value or entry (Ins)."""
        raise NotImplementedError

    def refuse(self, widget: QWidget, answer: Answer, sentence: str) -> None:
        """Keep on screen what is no value, and say why."""
        raise NotImplementedError

    def accept(self) -> None:
        """Take the sentence of an earlier refusal away."""
        self.mark(None)

    @property
    def is_typing(self) -> bool:
        """True while the keyboard is in the line."""
        return isinstance(self.input, LiveLine) and self.input.hasFocus() and bool(self.visit)

    # ------------------------------------------------------------------ giving

    def answer(self, answer: Answer) -> None:
        """Take an answer for good."""
        self.change(lambda case: self.answered(case, answer), self.input, answer)

    def change(self, make: Callable[[Case], Case], widget: QWidget, answer: Answer = "") -> bool:
        """Apply a change; where it is refused, nothing changes and the input keeps its text."""
        visit = self.visit or (Visit(self.workspace) if self.workspace.case else None)
        if visit is None:
            return False
        try:
            changed = make(visit.case)
        except ReviewError as error:
            visit.cancel()
            visit.end()
            self.refuse(widget, answer, str(error))
            return False
        self.accept()
        visit.put(changed, self.told(changed, answer))
        if visit is not self.visit or not isinstance(self.input, Choice | WordSet):
            visit.end()  # else the next key may choose another word
        return True

    def _typed(self, text: str) -> None:
        """Change the case while a value is typed; what is not yet a value leaves it as it was."""
        if self.visit is None:
            return
        try:
            changed = self.answered(self.visit.case, text) if text.strip() else self.visit.case
        except ReviewError:
            changed = self.visit.case
        self.visit.put(changed, self.told(changed, text))

    def _finish(self) -> None:
        if not isinstance(self.input, LiveLine) or not self.input.isModified():
            return
        self.input.flush()
        self.input.setModified(False)
        self.answer(self.input.text())

    def _take(self) -> None:
        """Take the value with Return; what is typed next is another change."""
        self._finish()
        if not self.is_refused and self.workspace.case is not None:
            self.refill()
            self.visit = Visit(self.workspace)

    # ------------------------------------------------------------------ keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Begin and end the visit of a line; Ins begins something new; Escape takes typing back."""
        if event.type() is QEvent.Type.FocusIn:
            self.focused.emit()
        if watched is self.input and isinstance(self.input, LiveLine | Choice):
            if event.type() is QEvent.Type.FocusIn:
                self._arrive()
            elif event.type() is QEvent.Type.FocusOut:
                self._leave()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Insert:
                self.insert()
                return True
            if event.key() == Qt.Key.Key_Escape and isinstance(watched, QLineEdit):
                return self._take_back(watched)
        return False

    def _arrive(self) -> None:
        if self.workspace.case is not None:
            self.visit = Visit(self.workspace)

    def _leave(self) -> None:
        self._finish()
        if self.visit is not None:
            self.visit.end()
        self.visit = None
        if not self.is_refused:
            self.refill()

    def _take_back(self, line: QLineEdit) -> bool:
        if not line.isModified() and not self.is_refused:
            return False
        if self.visit is not None:
            self.visit.cancel()
        self.accept()
        self.refill()
        return True

    def _connect_input(self) -> None:
        if isinstance(self.input, LiveLine):
            self.input.typed.connect(self._typed)
            self.input.returnPressed.connect(self._take)
        else:
            self.input.given.connect(self.answer)
        if isinstance(self.input, WordSet):
            self.input.begun.connect(self._arrive)
            self.input.ended.connect(self._leave)
        buttons = self.input.buttons.values() if isinstance(self.input, YesNo) else (self.input,)
        for part in buttons:
            part.installEventFilter(self)

    def connect_line(self, line: QLineEdit, given: Callable[[str], None]) -> None:
        """Let a line beside the input tell what was typed when it is left."""

        def finished() -> None:
            if line.isModified():
                line.setModified(False)
                given(line.text())

        line.installEventFilter(self)
        line.editingFinished.connect(finished)

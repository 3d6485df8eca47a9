"""The code of a case and a remark: the first things that are written of a new one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from ui.case_page.field_frame import INPUT_HEIGHT
from ui.case_page.live_line import Line
from ui.widgets.labels import text_label
from ui.workspace import Workspace

_NO_CODE = "A case needs a code; write one that does not name the patient."


class CaseNames(QWidget):
    """`code_asked` tells the old and the new code."""

    code_asked = Signal(str, str)
    focused = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._asked = ""
        self.code, self.remark, self.problem = Line(), Line(), text_label()
        self.problem.setProperty("role", "refusal")
        self.problem.hide()
        self.code.setPlaceholderText("a pseudonym")
        self.remark.setPlaceholderText("what tells this case from others, without a name")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        parts = ((self.code, "Case code", 1), (self.remark, "Remark", 2))
        for column, (line, name, span) in enumerate(parts):
            label = text_label(name)
            label.setProperty("role", "fieldLabel")
            label.setBuddy(line)
            line.setAccessibleName(name)
            line.setFixedHeight(INPUT_HEIGHT)
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            line.installEventFilter(self)
            grid.addWidget(label, 0, column, 1, span)
            grid.addWidget(line, 1, column, 1, span)
        for column in range(3):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 100)
        grid.addWidget(self.problem, 2, 0, 1, 3)
        self.code.editingFinished.connect(self._code_given)
        self.remark.editingFinished.connect(self._remark_given)
        workspace.messages.problem_told.connect(self._refused)

    def show_case(self, case: Case) -> None:
        """Show code and remark; a line that is being typed in is left alone."""
        if self._asked == case.code:
            self._asked = ""
            self.code.setModified(False)
            self._tell("")
        for line, text in ((self.code, case.code), (self.remark, case.label)):
            if line.text() != text and not line.isModified():
                line.setText(text)

    def begin_case(self) -> None:
        """Forget what was typed for another case."""
        self._asked = ""
        self.code.setModified(False)
        self.remark.setModified(False)
        self._tell("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Tell that the keyboard is here; Esc takes typing back."""
        if event.type() is QEvent.Type.FocusIn:
            self.focused.emit()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            case = self.workspace.case
            if event.key() == Qt.Key.Key_Escape and case is not None:
                self.begin_case()
                self.show_case(case)
        return False

    def _code_given(self) -> None:
        case, text = self.workspace.case, self.code.text().strip()
        if case is None or not self.code.isModified() or text == self._asked:
            return
        self._asked = text
        if not text:
            self._tell(_NO_CODE)
        elif text == case.code:
            self.code.setModified(False)
            self._tell("")
        elif problem := _problem_of(text):
            self._tell(problem)
        else:
            self.code_asked.emit(case.code, text)

    def _remark_given(self) -> None:
        case, text = self.workspace.case, self.remark.text().strip()
        self.remark.setModified(False)
        if case is not None and text != case.label:
            self.workspace.edit(replace(case, label=text), "remark")

    def _refused(self, sentence: str) -> None:
        """A code that another case has stays on screen, with the sentence why."""
        if self._asked and self.code.isModified():
            self._tell(sentence)

    def _tell(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.code.setProperty("refused", bool(sentence))
        self.code.style().unpolish(self.code)
        self.code.style().polish(self.code)


def _problem_of(code: str) -> str:
    """Return why a text is no code; a case file of such a name could not be read in again."""
    from hccreview.exchange.case_reader import check_code

    try:
        check_code(code)
    except ReviewError as error:
        return str(error)
    return ""

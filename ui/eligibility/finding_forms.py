"""What a clinician may say to a finding: answers of the board, and an override with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from ui.eligibility.forms import AnswerForm, OverrideForm, OverrideNote

if TYPE_CHECKING:
    from hccreview.clinical.case import Override
    from hccreview.review.compare import Comparison
    from hccreview.review.eligibility import Finding
    from ui.eligibility.answers import BoardQuestion

_Shown = tuple[str, str, tuple["BoardQuestion", ...], "Override | None", str]


class FindingForms(QWidget):
    """Rebuilt only where something else is asked; what is being typed is kept."""

    answered = Signal(str, str, str, str)
    withdrawn = Signal(str)
    override_recorded = Signal(object, str, str, str)
    override_removed = Signal(object)
    opened = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self.author = ""  # who spoke last in this window
        self.user: Callable[[], str] = str  # who uses the program
        self.answers: list[AnswerForm] = []
        self.override: OverrideForm | None = None
        self.open_override = QPushButton("Override…")
        self.open_override.setToolTip("Record that you disagree with this finding, and why")
        self.open_override.clicked.connect(self.edit_override)
        self._finding: Finding | None = None
        self._known: Override | None = None
        self._again = ""  # why it is open again
        self._note: OverrideNote | None = None
        self._shown: _Shown | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.open_override.hide()  # the panel gives it a place at its foot
        self.hide()

    def clear(self) -> None:
        """Show nothing."""
        self._finding, self._shown = None, None
        self._empty()
        self.open_override.hide()
        self.hide()

    def show_finding(self, finding: Finding, comparison: Comparison) -> None:
        """Show the questions and the override of a finding."""
        from hccreview.review.explain import overrides_of
        from ui.eligibility.answers import board_questions

        questions = board_questions(finding, comparison)
        known = next(iter(overrides_of(finding, comparison)), None)
        again = comparison.overrides_reopened.get((finding.trial_id, finding.criterion.id), "")
        shown = (finding.trial_id, finding.criterion.id, questions, known, again)
        self._finding = finding
        had_keyboard = self._has_keyboard()
        if shown != self._shown:
            self._shown, self._known, self._again = shown, known, again
            self._empty()
            for question in questions:
                self._add_answer(question)
            if known is not None:
                self._add_note(known, again)
        self.open_override.setVisible(known is None and self.override is None)
        self.show()
        if had_keyboard and not self._has_keyboard():
            self._take_keyboard()  # else it would go to the first line of the window

    def controls(self) -> Iterator[QWidget]:
        """Yield what the keyboard starts at: the answers to the board's questions."""
        for form in self.answers:
            yield form.choices.checkedButton() or form.choices.buttons()[0]

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _take_keyboard(self) -> None:
        widget = self._note or next(self.controls(), self.open_override)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_answer(self, field: str) -> None:
        """Put the keyboard on the question of a field."""
        for form in self.answers:
            if form.question.field == field:
                form.start()
                self.opened.emit(form)

    def edit_override(self) -> None:
        """Open the form for an override."""
        if self.override is None:
            self.override = OverrideForm(self.author or self.user(), self._known, bool(self._again))
            self.override.recorded.connect(self._record)
            self.override.left.connect(self.close_override)
            self._column.addWidget(self.override)
        self.open_override.hide()
        self.override.author.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.override.author.text():
            self.override.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit(self.override)

    def close_override(self) -> None:
        """Close the form for an override."""
        if self.override is not None:
            self._drop(self.override)
            self.override = None
        self.open_override.setVisible(self._known is None)
        self.open_override.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_answer(self, question: BoardQuestion) -> None:
        form = AnswerForm(question, self.author or self.user())
        form.answered.connect(self._answer)
        form.withdrawn.connect(self.withdrawn)
        form.left.connect(self._leave_answer)
        self.answers.append(form)
        self._column.insertWidget(len(self.answers) - 1, form)
        form.show()  # at once, so that the keyboard can go there

    def _leave_answer(self) -> None:
        self.open_override.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_note(self, known: Override, again: str) -> None:
        from ui.eligibility.explained import override_words

        note = OverrideNote(override_words(known), again)
        note.change_wanted.connect(self.edit_override)
        note.removed.connect(lambda: self.override_removed.emit(known))
        self._column.addWidget(note)
        note.show()  # at once, so that the keyboard can go there
        self._note = note

    def _answer(self, field: str, value: str, author: str, reason: str) -> None:
        self.author = author
        self.answered.emit(field, value, author, reason)

    def _record(self, kind: str, author: str, reason: str) -> None:
        self.author = author
        self.override_recorded.emit(self._finding, kind, author, reason)

    def _empty(self) -> None:
        self.answers, self.override, self._note = [], None, None
        for place in reversed(range(self._column.count())):
            item = self._column.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                self._drop(widget)

    def _drop(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()  # without a parent, Qt would still show it as a window
        widget.deleteLater()

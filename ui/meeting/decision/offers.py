"""What can be recommended, at a key press: the standard of care beside the trials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from hccreview.clinical.dates import spoken
from hccreview.meeting.decision import Kind, Recommendation
from hccreview.review.explain import eligibility_sentence, eligibility_word
from hccreview.review.recruitment import can_be_entered, recruitment_sentence
from ui.meeting.decision.inputs import WrappedButton
from ui.regimens.parts import flowing
from ui.widgets.labels import label, plain_label
from ui.wording import RECRUITMENTS, eligibility_mark

if TYPE_CHECKING:
    from hccreview.review.eligibility import TrialAssessment
    from ui.meeting.decision.facts import Facts

OTHER = (
    ("Other treatment", Recommendation(Kind.STANDARD)),
    ("Further diagnostics", Recommendation(Kind.DIAGNOSTICS)),
    ("Supportive care", Recommendation(Kind.SUPPORTIVE)),
    ("No recommendation", Recommendation(Kind.NONE)),
)
_NO_TESTS = "Further diagnostics: no missing value could change a trial"
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Offers(QWidget):
    """Two columns and a line of buttons; `chosen` carries the recommendation that was begun.

    `renewed`: the buttons are others now. Up and Down go from button to button, Return or Space
    chooses.
    """

    chosen = Signal(object)
    renewed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        self._of_trials: list[QPushButton] = []
        self._shown: Facts | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    @property
    def first_trial(self) -> QWidget:
        """Where the keyboard begins: the first trial, else the first button."""
        return next(iter(self._of_trials or self.buttons), self)

    def show_facts(self, facts: Facts) -> None:
        """Show what bears on the case; the keyboard stays on what it was on."""
        if facts is self._shown:
            return
        held = next((n for n, each in enumerate(self.buttons) if each.hasFocus()), -1)
        self._shown = facts
        self._clear()
        care, trials = self._care(facts), self._trials(facts)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(care, 0, 0, top)
        self._grid.addWidget(trials, 0, 1, top)
        self._grid.addWidget(self._others(facts), 1, 0, 1, 2)
        self.renewed.emit()
        if 0 <= held < len(self.buttons):
            self.buttons[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Go to the next or the last button with the arrows."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _STEPS and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                place = self.buttons.index(watched) + _STEPS[key]  # type: ignore[arg-type]
                if 0 <= place < len(self.buttons):
                    self.buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                watched.click()  # type: ignore[attr-defined]
                return True
        return False

    def _clear(self) -> None:
        self.buttons, self._of_trials = [], []
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _care(self, facts: Facts) -> QWidget:
        care = facts.care
        holder, column = _column(f"Standard of care (orientation){_then(facts)}")
        column.addWidget(label("body", care.sentence))
        recorded = "; ".join(f"{words}: {value}" for words, value in care.recorded)
        column.addWidget(label("muted", f"{recorded}."))
        for stage in care.stages:
            if len(care.stages) > 1:
                column.addWidget(label("muted", f"If stage {stage.stage} ({stage.name}):"))
            for offer in stage.offers:
                made = Recommendation(Kind.STANDARD, text=offer.option.treatment)
                column.addWidget(self._button(WrappedButton(offer.sentence, "offer"), made))
            for offer in stage.ruled_out:
                column.addWidget(label("muted", offer.sentence))
        column.addWidget(label("muted", f"{care.statement} {care.source}. {care.checked}"))
        return holder

    def _trials(self, facts: Facts) -> QWidget:
        holder, column = _column(f"Trials{_then(facts)}")
        for assessment in facts.comparison.assessments:
            column.addWidget(self._trial(assessment, facts))
        return holder

    def _trial(self, assessment: TrialAssessment, facts: Facts) -> QPushButton:
        trial = assessment.trial
        recruitment = facts.comparison.recruitment(assessment)
        enters = can_be_entered(recruitment)
        mark = eligibility_mark(assessment.eligibility.value, enters)
        word = eligibility_word(assessment)
        state = RECRUITMENTS[recruitment.value]
        as_what = state if enters else f"precedent only, {state}"
        words = f"{mark.symbol} {trial.id} · {trial.short_name}\n{word} · {as_what}"
        button = WrappedButton(words, "offer")
        button.setProperty("tone", mark.tone)
        whole = eligibility_sentence(assessment, facts.comparison)
        button.setToolTip(f"{whole}. {recruitment_sentence(trial, facts.day)}.")
        kind = Kind.TRIAL if enters else Kind.PRECEDENT
        self._of_trials.append(button)
        return self._button(button, Recommendation(kind, trial.id, assessment.arm))

    def _others(self, facts: Facts) -> QWidget:
        without = () if facts.tests else (Kind.DIAGNOSTICS,)
        shown: list[QWidget] = [
            self._button(QPushButton(words), made)
            for words, made in OTHER
            if made.kind not in without
        ]
        if without:
            shown.append(plain_label("muted", _NO_TESTS))
        return flowing(shown)

    def _button(self, button: QPushButton, made: Recommendation) -> QPushButton:
        button.setAutoDefault(False)
        if not button.accessibleName():
            button.setAccessibleName(f"Recommend: {button.text()}")
        else:
            button.setAccessibleName(f"Recommend: {button.accessibleName()}")
        button.clicked.connect(lambda: self.chosen.emit(made))
        button.installEventFilter(self)
        self.buttons.append(button)
        return button


def _then(facts: Facts) -> str:
    """Say it where the facts are not those of today: a verdict may have moved since."""
    return f", as sealed (as of {spoken(facts.day)})" if facts.as_sealed else ""


def _column(title: str) -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label("section", title))
    return holder, column

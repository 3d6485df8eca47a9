"""One recommendation as it is written: what, why, and its rank."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hccreview.errors import ReviewError
from hccreview.meeting.decision import KIND_WORDS, Kind, Recommendation
from hccreview.review.recruitment import can_be_entered
from ui.meeting.decision.inputs import GrowingText
from ui.meeting.decision.proposals import reasons_for
from ui.meeting.decision.proposed import ProposedText
from ui.meeting.decision.tests_list import TestsList
from ui.regimens.parts import choice, titled
from ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox

    from ui.meeting.decision.facts import Facts

ROOM = 76  # px of the names before the fields
_TEXTS = {
    Kind.STANDARD: "Treatment",
    Kind.SUPPORTIVE: "What",
    Kind.DIAGNOSTICS: "Also",
}
_HINTS = {
    Kind.STANDARD: "which treatment",
    Kind.SUPPORTIVE: "what is to be done (may stay empty)",
    Kind.DIAGNOSTICS: "other tests, or how (may stay empty)",
}
_NEEDS_REASON = (Kind.PRECEDENT, Kind.NONE)


class RecommendationCard(QFrame):
    """`changed`: something was written; `moved` carries -1 or 1; `removed`: it is given up."""

    changed = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(self, made: Recommendation, facts: Facts) -> None:
        super().__init__()
        self.made, self.facts = made, facts
        self.setProperty("role", "form")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 6, 8, 8)
        self.column.setSpacing(5)
        self.title = label("value")
        self._head()
        self.arm: QComboBox | None = None
        self.as_precedent: QCheckBox | None = None
        self.tests: TestsList | None = None
        self.text: GrowingText | None = None
        self._parts()
        self.reason = ProposedText("Reason", _reason_hint(made.kind), ROOM)
        self.reason.text.put(made.reason)
        self.reason.written.connect(self.changed)
        self.column.addWidget(self.reason)
        self._keys()
        self.show_facts(facts)

    @property
    def value(self) -> Recommendation:
        """The recommendation as it stands; raises ReviewError for a text that is too long."""
        made = replace(self.chosen, reason=self.reason.text.words)
        if self.tests is not None:
            made = replace(made, asked=self.tests.chosen)
        if self.text is not None:
            made = replace(made, text=self.text.words)
        return made

    @property
    def chosen(self) -> Recommendation:
        """Its kind, trial and arm as chosen, without what is typed: that may be too long."""
        made = self.made
        if self.arm is not None:
            made = replace(made, arm=str(self.arm.currentData()))
        if self.as_precedent is not None:
            kind = Kind.PRECEDENT if self.as_precedent.isChecked() else Kind.TRIAL
            made = replace(made, kind=kind)
        return made

    def says(self, made: Recommendation) -> bool:
        """True where it is that recommendation."""
        if made.trial:
            return self.made.trial == made.trial
        try:
            return self.value == made
        except ReviewError:  # a text is too long; the foot says so
            return False

    @property
    def gap(self) -> QWidget | None:
        """The first field that still has to be filled in."""
        if self.tests is not None and not self.tests.chosen:
            return self.tests
        if self.made.kind is Kind.STANDARD and self.text is not None and not self.text.words:
            return self.text
        needed = self.chosen.kind in _NEEDS_REASON
        return self.reason.text if needed and not self.reason.text.words else None

    @property
    def stops(self) -> list[QWidget]:
        """The fields in the order of the Tab key; for the buttons there are keys of their own."""
        parts = (self.arm, self.as_precedent, self.tests, self.text, self.reason.text)
        return [each for each in parts if each is not None]

    def start(self) -> None:
        """Put the keyboard where something is missing, else on the first field."""
        wanted = self.gap or self.stops[0]
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rank(self, rank: int, number: int) -> None:
        """Show the rank, and what can be done about it."""
        self._rank = rank if number > 1 else 0
        self._tell()
        self.up.setVisible(number > 1)
        self.down.setVisible(number > 1)
        self.up.setEnabled(rank > 1)
        self.down.setEnabled(rank < number)

    def show_facts(self, facts: Facts) -> None:
        """Propose from other facts; what was written stays."""
        self.facts = facts
        self.reason.propose(reasons_for(self.chosen, facts))
        if self.tests is not None:
            self.tests.show_questions(facts)
        self._tell()

    def _tell(self) -> None:
        made, names = self.chosen, self.facts.names()
        rank = f"{self._rank}. " if self._rank else ""
        what = KIND_WORDS[made.kind]
        if made.kind is Kind.PRECEDENT:
            what = "Precedent: as in"
        named = f" {names.get(made.trial, made.trial)}" if made.trial else ""
        if made.arm and self.arm is None:
            named += f", {names.get(f'{made.trial}/{made.arm}', made.arm)}"
        self.title.setText(f"{rank}{what}{named}")
        self.setAccessibleName(self.title.text())

    # ------------------------------------------------------------------ making

    _rank = 0

    def _head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.title, 1)
        self.up = self._small("↑", "Rank higher (Alt+Up)", lambda: self.moved.emit(-1))
        self.down = self._small("↓", "Rank lower (Alt+Down)", lambda: self.moved.emit(1))
        self.remove = self._small(
            "Remove (Alt+Del)", "Remove the recommendation", self.removed.emit
        )
        for button in (self.up, self.down, self.remove):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def _small(self, words: str, name: str, act) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("role", "small")
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: act())
        return button

    def _parts(self) -> None:
        kind = self.made.kind
        if self.made.trial:
            self._trial_parts()
        if kind is Kind.DIAGNOSTICS:
            self.tests = TestsList(self.made.asked)
            self.tests.changed.connect(self.changed)
            self.column.addWidget(self.tests)
        if kind in _TEXTS:
            self.text = GrowingText(_TEXTS[kind], _HINTS[kind])
            self.text.put(self.made.text)
            self.text.written.connect(self.changed)
            self.column.addWidget(titled(_TEXTS[kind], self.text, ROOM))

    def _trial_parts(self) -> None:
        found = [a for a in self.facts.comparison.assessments if a.trial.id == self.made.trial]
        if not found:
            return
        arms = [(arm.id, arm.name) for arm in found[0].trial.arms]
        if len(arms) > 1 or self.made.arm not in dict(arms):
            self.arm = choice("Arm", arms, narrow=True)
            self.arm.setCurrentIndex(max(self.arm.findData(self.made.arm), 0))
            self.arm.currentIndexChanged.connect(lambda _: self.changed.emit())
            self.column.addWidget(titled("Arm", self.arm, ROOM))
        enters = can_be_entered(self.facts.comparison.recruitment(found[0]))
        if enters or self.made.kind is Kind.TRIAL:
            self.as_precedent = QCheckBox("Only as a precedent: treat as in the trial, outside it")
            self.as_precedent.setChecked(self.made.kind is Kind.PRECEDENT)
            self.as_precedent.toggled.connect(lambda _: self._toggled())
            self.column.addWidget(self.as_precedent)

    def _toggled(self) -> None:
        self._tell()
        self.changed.emit()

    def _keys(self) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("Alt+Up", lambda: self.moved.emit(-1)),
            ("Alt+Down", lambda: self.moved.emit(1)),
            ("Alt+Del", self.removed.emit),
        ):
            QShortcut(QKeySequence(keys), self, context=inside).activated.connect(act)


def _reason_hint(kind: Kind) -> str:
    if kind in _NEEDS_REASON:
        return "why, in your own words"
    return "why (may stay empty)"

"""The decision as it is written: recommendations, what they rest on, who answers for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hccreview.errors import ReviewError
from hccreview.meeting.decision import (
    MOST_RECOMMENDATIONS,
    Decision,
    Kind,
    Recommendation,
)
from hccreview.meeting.decision_rules import problems
from ui.meeting.decision.card import ROOM, RecommendationCard
from ui.meeting.decision.duty import Duty
from ui.meeting.decision.proposals import basis_for
from ui.meeting.decision.proposed import ProposedText
from ui.widgets.labels import label

if TYPE_CHECKING:
    from ui.meeting.decision.facts import Facts

_NONE_YET = "Nothing is recommended yet: choose above (arrows, then Return)."


class DecisionForm(QWidget):
    """`changed`: the author wrote something; `arranged`: cards came, went or changed places."""

    changed = Signal()
    arranged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.facts: Facts | None = None
        self.cards: list[RecommendationCard] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.none_yet = label("muted", _NONE_YET)
        self.basis = ProposedText("Basis", "what the decision rests on, in your own words", ROOM)
        self.duty = Duty(ROOM)
        for part in (label("section", "Recommendations, the first choice first"), self.none_yet):
            self.column.addWidget(part)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(6)
        self.column.addLayout(self._cards)
        self.column.addWidget(self.basis)
        self.column.addWidget(self.duty)
        self.basis.written.connect(self._written)
        self.duty.changed.connect(self._written)
        self._filling = False

    # ------------------------------------------------------------------ what it says

    @property
    def decision(self) -> Decision | None:
        """The decision as it stands, None without facts; raises ReviewError for a long text."""
        if self.facts is None:
            return None
        duty = self.duty
        return Decision(
            case=self.facts.comparison.case.code,
            decided_on=self.facts.day,
            recommendations=tuple(card.value for card in self.cards),
            basis=self.basis.text.words,
            author=duty.author.words,
            responsible=duty.responsible.words,
            due=duty.due.day,
            dissent=duty.dissent.words,
            votes=duty.given,
        )

    def problems(self) -> tuple[str, ...]:
        """Return why it may not stand, in words; raises ReviewError for what is too long."""
        unread, decision = self.duty.problems, None
        if self.facts is None:
            return ()
        if not unread:
            decision = self.decision
        if decision is None:
            return tuple(unread)
        return problems(decision, self.facts.comparison, self.facts.sitting)

    @property
    def gap(self) -> QWidget | None:
        """The first field that still has to be filled in; None where all are."""
        cards = next((card.gap for card in self.cards if card.gap is not None), None)
        if cards is not None or not self.cards:
            return cards
        duty = self.duty
        none = any(card.made.kind is Kind.NONE for card in self.cards)
        wanted: list[tuple[QWidget, bool]] = [(self.basis.text, bool(self.basis.text.words))]
        if not none:
            wanted += [
                (duty.responsible, bool(duty.responsible.words)),
                (duty.due, duty.due.day is not None),
            ]
        wanted.append((duty.author, bool(duty.author.words)))
        return next((field for field, filled in wanted if not filled), None)

    @property
    def stops(self) -> list[QWidget]:
        """The fields in the order of the Tab key."""
        cards = [stop for card in self.cards for stop in card.stops]
        return [*cards, self.basis.text, *self.duty.stops]

    # ------------------------------------------------------------------ filling

    def put(
        self, decision: Decision | None, facts: Facts, names: Iterable[str], author: str
    ) -> None:
        """Show a decision (None: an empty form) and what it is made from; propose the author."""
        self._filling = True
        self.facts = facts
        for card in self.cards:
            self._drop(card)
        self.cards = []
        for each in decision.recommendations if decision is not None else ():
            self._insert(each)
        self.basis.text.put(decision.basis if decision is not None else "")
        self.duty.put(decision)
        if decision is None:
            self.duty.author.put(author)
        self.duty.show_sitting(facts.sitting, names)
        self._filling = False
        self._arranged()

    def show_facts(self, facts: Facts) -> None:
        """Go on with other facts; what was written stays."""
        self.facts = facts
        self.duty.show_sitting(facts.sitting, ())
        for card in self.cards:
            card.show_facts(facts)
        self._propose()

    def add(self, made: Recommendation) -> RecommendationCard | None:
        """Begin a recommendation after the others; one that is there already is gone to."""
        for card in self.cards:
            if card.says(made):
                card.start()
                return card
        if len(self.cards) >= MOST_RECOMMENDATIONS:
            return None
        card = self._insert(made)
        self._arranged()
        self._written()
        card.start()
        return card

    def _insert(self, made: Recommendation) -> RecommendationCard:
        assert self.facts is not None
        card = RecommendationCard(made, self.facts)
        card.changed.connect(self._written)
        card.moved.connect(lambda by, c=card: self._move(c, by))
        card.removed.connect(lambda c=card: self._remove(c))
        self.cards.append(card)
        self._cards.addWidget(card)
        return card

    def _drop(self, card: RecommendationCard) -> None:
        self._cards.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _move(self, card: RecommendationCard, by: int) -> None:
        place = self.cards.index(card)
        to = place + by
        if not 0 <= to < len(self.cards):
            return
        held = card.focusWidget()
        self.cards.insert(to, self.cards.pop(place))
        self._cards.removeWidget(card)
        self._cards.insertWidget(to, card)
        self._arranged()
        self._written()
        if held is not None:
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, card: RecommendationCard) -> None:
        place = self.cards.index(card)
        self.cards.remove(card)
        self._drop(card)
        self._arranged()
        self._written()
        near = self.cards[min(place, len(self.cards) - 1)] if self.cards else None
        (near.stops[0] if near is not None else self.basis.text).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _arranged(self) -> None:
        self.none_yet.setVisible(not self.cards)
        for rank, card in enumerate(self.cards, start=1):
            card.show_rank(rank, len(self.cards))
        self._propose()
        self.arranged.emit()

    def _propose(self) -> None:
        if self.facts is None or self.duty.problems:
            return
        try:
            decision = self.decision
        except ReviewError:  # a text is too long; the foot says so
            return
        self.basis.propose(basis_for(decision, self.facts) if decision is not None else ())

    def _written(self) -> None:
        if not self._filling:
            self.changed.emit()

"""Below the matrix: what to ask next, and what stands nearest to a change, as rows of cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ui.wording import plural

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison
    from hccreview.review.insight import EligibleWhen, Question, TrialChange

_MOST, _WIDEST, _HEIGHT = 12, 300, 42
_NOTHING = "nothing: no missing fact could still change a headline"
_NO_FAIL = "no trial fails"


@dataclass(frozen=True, slots=True)
class Card:
    """Two lines, a tip, and what is meant when it is chosen."""

    first: str
    second: str
    tip: str
    target: Question | str


class CardRow(QScrollArea):
    """Cards beside each other; they are made again only where they differ."""

    def __init__(self, name: str, choose: Callable[[Card], None]) -> None:
        super().__init__()
        self._choose, self._cards = choose, ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_HEIGHT + 12)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    _cards: tuple[Card, ...]

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show cards."""
        if cards == self._cards and self.widget() is not None:
            return
        self._cards = cards
        inner = QWidget()
        inner.setObjectName("askCards")
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for card in cards:
            row.addWidget(self._button(card), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.setWidget(inner)

    def _button(self, card: Card) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "card")
        button.setFixedHeight(_HEIGHT)
        metrics = QFontMetrics(self.font())
        lines = [
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, _WIDEST)
            for line in (card.first, card.second)
        ]
        button.setText("\n".join(lines))
        button.setToolTip(card.tip)
        button.setAccessibleName(f"{card.first}: {card.second}")
        button.clicked.connect(lambda: self._choose(card))
        return button


class AskBar(QFrame):
    """Tells which question, or which trial, was chosen."""

    question_chosen = Signal(object)
    trial_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("askBar")
        self.questions = CardRow("What to ask next", lambda c: self.question_chosen.emit(c.target))
        self.changes = CardRow("Nearest changes", lambda c: self.trial_chosen.emit(str(c.target)))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.questions)
        self.stack.addWidget(self.changes)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("What next")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        for name in ("Ask next", "Nearest change"):
            self.tabs.addTab(name)
        self.tabs.currentChanged.connect(self._turn)
        self.hint = QLabel()
        self.hint.setProperty("role", "muted")
        self._hints = ["", ""]
        top = QHBoxLayout()
        top.addWidget(self.tabs)
        top.addWidget(self.hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 5, 8, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.stack)
        self.stack.setFixedHeight(_HEIGHT + 12)

    def show_questions(self, questions: tuple[Question, ...]) -> None:
        """Show the first questions as cards."""
        self.questions.show_cards(tuple(_question_card(each) for each in questions[:_MOST]))
        rest = len(questions) - _MOST
        more = f"; {rest} more in the workbook" if rest > 0 else ""
        self._tell(0, "Ask next", len(questions), f"facts that would settle the most{more}")
        if not questions:
            self._hints[0] = _NOTHING
        self._turn(self.tabs.currentIndex())

    def show_changes(
        self,
        changes: tuple[TrialChange, ...],
        when: tuple[EligibleWhen, ...],
        comparison: Comparison,
    ) -> None:
        """Show the failing trials, those that need the least to change first."""
        days = {each.trial_id: each for each in when}
        names = {a.trial.id: a.trial.short_name for a in comparison.assessments}
        cards = tuple(
            _change_card(each, names[each.trial_id], days.get(each.trial_id))
            for each in changes[:_MOST]
        )
        self.changes.show_cards(cards)
        self._tell(1, "Nearest change", len(changes), "what would have to change, least first")
        if not changes:
            self._hints[1] = _NO_FAIL
        self._turn(self.tabs.currentIndex())

    def clear(self) -> None:
        """Show nothing."""
        self.show_questions(())
        self.changes.show_cards(())
        self.hint.setText("")

    def _tell(self, place: int, name: str, number: int, hint: str) -> None:
        self._hints[place] = hint
        self.tabs.setTabText(place, f"{name}\u2002{number}")

    def _turn(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self.hint.setText(self._hints[place])


def _question_card(question: Question) -> Card:
    board = "for the board · " if question.board else ""
    trials = ", ".join(question.trials) if len(question.trials) == 1 else ""
    trials = trials or plural(len(question.trials), "trial", "trials")
    criteria = plural(len(question.settles), "criterion", "criteria")
    settled = "\n".join(f"{trial} {criterion}" for trial, criterion in question.settles)
    where = "a click opens the answer" if question.board else "a click opens the field"
    tip = f"{question.text}\nsettles:\n{settled}\n{where}"
    return Card(question.label, f"{board}{criteria}, {trials}", tip, question)


def _change_card(change: TrialChange, name: str, when: EligibleWhen | None) -> Card:
    number = plural(len(change.changes), "criterion", "criteria")
    parts = [number + (f", {change.fixed} fixed" if change.fixed else "")]
    if when is not None and when.day is not None:
        parts.append(f"time alone from {when.day.day} {when.day:%b %Y}")
    tip = "\n".join(part for part in (change.sentence, when.sentence if when else "") if part)
    return Card(f"{name} · {', '.join(parts)}", change.sentence, tip, change.trial_id)

"""Below the matrix: what to ask next, what stands nearest to a change, and from when all holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ui.eligibility.when_strip import WhenBoard
from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.wording import plural

if TYPE_CHECKING:
    from datetime import date

    from hccreview.review.compare import Comparison
    from hccreview.review.insight import EligibleWhen, Question, TrialChange
    from ui.eligibility.when import WhenRow

_MOST, _WIDEST, _HEIGHT = 12, 300, 42
_LOW = 430  # px of the page: with less, the matrix needs what stands below it
_NOTHING = "nothing: no missing fact could still change a headline"
_NO_FAIL = "no trial fails"
_NAMES = ("Ask next", "Nearest change", "Eligible when")
WHEN = 2  # the place of the strips along time
_PUT_OFF = "by day of the first dose; review and inclusion put off with it"
_WAITING = f"{_PUT_OFF}: being worked out …"


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
    """Tells which question, or which trial, was chosen; folds away to its tabs."""

    question_chosen = Signal(object)
    trial_chosen = Signal(str)
    when_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("askBar")
        self.questions = CardRow(_NAMES[0], lambda c: self.question_chosen.emit(c.target))
        self.changes = CardRow(_NAMES[1], lambda c: self.trial_chosen.emit(str(c.target)))
        self.when = WhenBoard(theme, self.trial_chosen.emit)
        self.stack = QStackedWidget()
        for part in (self.questions, self.changes, self.when):
            self.stack.addWidget(part)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("What next")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        for name in _NAMES:
            self.tabs.addTab(name)
        self.tabs.currentChanged.connect(self._turn)
        self.hint = ElidedLabel()
        self.hint.setProperty("role", "muted")
        self.fold = QPushButton("Hide")
        self.fold.setProperty("role", "link")
        self.fold.setCheckable(True)
        self.fold.setAccessibleName("Hide what stands below the matrix")
        self.fold.toggled.connect(self._fold)
        self._hints = ["", "", _PUT_OFF]
        self._low = False
        self._lay_out()
        self._turn(0)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.tabs)
        top.addWidget(self.hint, 1)
        top.addWidget(self.fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 5, 8, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.stack)

    @property
    def shows_when(self) -> bool:
        """True where the strips along time are to be seen."""
        return self.tabs.currentIndex() == WHEN and not self.fold.isChecked()

    def show_questions(self, questions: tuple[Question, ...]) -> None:
        """Show the first questions as cards."""
        self.questions.show_cards(tuple(_question_card(each) for each in questions[:_MOST]))
        rest = len(questions) - _MOST
        more = f"; {rest} more in the workbook" if rest > 0 else ""
        self._tell(0, len(questions), f"facts that would settle the most{more}")
        if not questions:
            self._hints[0] = _NOTHING
        self._say()

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
        self._tell(1, len(changes), "what would have to change, least first")
        if not changes:
            self._hints[1] = _NO_FAIL
        self._say()

    def show_when(
        self, rows: tuple[WhenRow, ...], marks: tuple[tuple[float, str], ...], first: date | None
    ) -> None:
        """Show a strip along time for each trial."""
        self.when.show_rows(rows, marks, first)
        self._hints[WHEN] = _PUT_OFF
        self._resize()
        self._say()

    def wait_for_when(self) -> None:
        """Say that the strips are being worked out."""
        self._hints[WHEN] = _WAITING
        self._say()

    def make_room(self, height: int) -> None:
        """Fold away where a page is low, and open again where it is not; the user may differ."""
        low = height < _LOW
        if low is not self._low:
            self._low = low
            self.fold.setChecked(low)

    def clear(self) -> None:
        """Show nothing."""
        self.show_questions(())
        self.changes.show_cards(())
        self.when.show_rows((), (), None)
        self.hint.setText("")

    def _tell(self, place: int, number: int, hint: str) -> None:
        self._hints[place] = hint
        self.tabs.setTabText(place, f"{_NAMES[place]}\u2002{number}")

    def _turn(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        if self.fold.isChecked():
            self.fold.setChecked(False)
        self._resize()
        self._say()
        if place == WHEN:
            self.when_wanted.emit()

    def _say(self) -> None:
        self.hint.setText(self._hints[self.tabs.currentIndex()])

    def _resize(self) -> None:
        strips = self.tabs.currentIndex() == WHEN
        self.stack.setFixedHeight(self.when.wanted_height if strips else _HEIGHT + 12)

    def _fold(self, folded: bool) -> None:
        self.stack.setVisible(not folded)
        self.fold.setText("Show" if folded else "Hide")
        verb = "Show" if folded else "Hide"
        self.fold.setAccessibleName(f"{verb} what stands below the matrix")
        if not folded and self.shows_when:
            self.when_wanted.emit()


def _question_card(question: Question) -> Card:
    board = "for the board · " if question.board else ""
    board = "open again · " if question.reopened else board
    trials = ", ".join(question.trials) if len(question.trials) == 1 else ""
    trials = trials or plural(len(question.trials), "trial", "trials")
    criteria = plural(len(question.settles), "criterion", "criteria")
    settled = "\n".join(f"{trial} {criterion}" for trial, criterion in question.settles)
    again = f"{question.reopened}\n" if question.reopened else ""
    where = "a click opens the answer" if question.board else "a click opens the field"
    tip = f"{question.text}\n{again}settles:\n{settled}\n{where}"
    return Card(question.label, f"{board}{criteria}, {trials}", tip, question)


def _change_card(change: TrialChange, name: str, when: EligibleWhen | None) -> Card:
    number = plural(len(change.changes), "criterion", "criteria")
    parts = [number + (f", {change.fixed} fixed" if change.fixed else "")]
    if when is not None and when.day is not None:
        parts.append(f"time alone from {when.day.day} {when.day:%b %Y}")
    tip = "\n".join(part for part in (change.sentence, when.sentence if when else "") if part)
    return Card(f"{name} · {', '.join(parts)}", change.sentence, tip, change.trial_id)

"""What to ask next: the facts that would settle the most, as cards in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.wording import plural

if TYPE_CHECKING:
    from hccreview.review.insight import Question

_MOST, _WIDEST, _HEIGHT = 12, 260, 46


class AskBar(QFrame):
    """A card names a fact and how much it settles; choosing it goes to what it settles."""

    question_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("askBar")
        title = QLabel("Ask next")
        title.setProperty("role", "heading")
        self.hint = QLabel()
        self.hint.setProperty("role", "muted")
        top = QHBoxLayout()
        top.addWidget(title)
        top.addWidget(self.hint, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFixedHeight(_HEIGHT + 12)
        self._area.setAccessibleName("What to ask next")
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 7, 8, 2)
        column.setSpacing(5)
        column.addLayout(top)
        column.addWidget(self._area)

    def show_questions(self, questions: tuple[Question, ...]) -> None:
        """Show the first questions as cards."""
        inner = QWidget()
        inner.setObjectName("askCards")
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for question in questions[:_MOST]:
            row.addWidget(self._card(question), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._area.setWidget(inner)
        self._area.setVisible(bool(questions))
        rest = len(questions) - _MOST
        more = f"; {rest} more in the workbook" if rest > 0 else ""
        self.hint.setText(
            f"facts that would settle the most{more}"
            if questions
            else "nothing: no missing fact could still change a headline"
        )

    def _card(self, question: Question) -> QPushButton:
        board = "for the board · " if question.board else ""
        trials = ", ".join(question.trials) if len(question.trials) == 1 else ""
        trials = trials or plural(len(question.trials), "trial", "trials")
        criteria = plural(len(question.settles), "criterion", "criteria")
        card = QPushButton()
        card.setProperty("role", "card")
        card.setFixedHeight(_HEIGHT)
        metrics = QFontMetrics(self.font())
        label = metrics.elidedText(question.label, Qt.TextElideMode.ElideRight, _WIDEST)
        card.setText(f"{label}\n{board}{criteria}, {trials}")
        settled = "\n".join(f"{trial} {criterion}" for trial, criterion in question.settles)
        card.setToolTip(f"{question.text}\nsettles:\n{settled}")
        card.setAccessibleName(f"{question.label}: {question.text}")
        trial, criterion = question.settles[0]
        card.clicked.connect(lambda: self.question_chosen.emit(trial, criterion))
        return card

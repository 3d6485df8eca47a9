"""Who answers for a decision: author, who is responsible, by when, votes, dissent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from hccreview.errors import ReviewError
from hccreview.meeting.decision import Decision, Votes
from ui.meeting.decision.inputs import DayLine, GrowingText, NameLine
from ui.meeting.decision.proposals import days_for
from ui.meeting.decision.proposed import Proposals
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from hccreview.meeting.meeting import Sitting

_COUNT = QRegularExpression("[0-9]{0,2}")  # empty too, so that Return goes on
_VOTES = (("for", "Votes for"), ("against", "Votes against"), ("abstained", "Abstentions"))


class Duty(QWidget):
    """The lower part of the form; `changed`: something was written."""

    changed = Signal()

    def __init__(self, room: int) -> None:
        super().__init__()
        self.dissent = GrowingText("Dissent", "who disagreed, and why (may stay empty)")
        self.responsible = NameLine("Responsible", "who sees to it")
        self.due = DayLine("By when", "28 Nov 2026 or +14")
        self.author = NameLine("Written by", "who writes the decision down")
        self.votes = tuple(_count(name) for _, name in _VOTES)
        self._days = QHBoxLayout()
        self._days.setSpacing(4)
        self.proposals = Proposals(self.due, self._days)
        self.proposals.taken.connect(self._take_day)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(5)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnMinimumWidth(0, room)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(3, 2)
        self._place()
        self.dissent.written.connect(self.changed)
        for line in (self.responsible, self.due, self.author, *self.votes):
            line.textChanged.connect(lambda _: self.changed.emit())

    def put(self, decision: Decision | None) -> None:
        """Show what stands in a decision; nothing where there is none."""
        self.dissent.put(decision.dissent if decision else "")
        self.responsible.put(decision.responsible if decision else "")
        self.author.put(decision.author if decision else "")
        self.due.put(decision.due if decision else None)
        votes = decision.votes if decision else None
        counts = (votes.in_favour, votes.against, votes.abstained) if votes else ("", "", "")
        for line, count in zip(self.votes, counts, strict=True):
            line.setText(str(count))

    def show_sitting(self, sitting: Sitting, names: Iterable[str]) -> None:
        """Complete the names of the board, and count days from the meeting."""
        known = [*(member.name for member in sitting.members), *names]
        self.responsible.offer(known)
        self.author.offer(known)
        if self.due.start != sitting.on:
            self.due.start = sitting.on
            self.proposals.show(words for words, _ in days_for(sitting.on))

    def _take_day(self, place: int) -> None:
        assert self.due.start is not None
        self.due.put(days_for(self.due.start)[place][1])
        self.due.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def given(self) -> Votes | None:
        """The votes; None where they were left out. Raises ReviewError for votes without one."""
        if not any(line.text() for line in self.votes):
            return None
        return Votes(*(int(line.text() or 0) for line in self.votes))

    @property
    def problems(self) -> list[str]:
        """What is typed here and cannot be read."""
        found = [self.due.problem] if self.due.problem else []
        try:
            _ = self.given
        except ReviewError as error:
            found.append(str(error))
        return found

    @property
    def stops(self) -> list[QWidget]:
        """The fields in the order of the Tab key."""
        return [self.responsible, self.due, self.author, *self.votes, self.dissent]

    def _place(self) -> None:
        self._add(0, 0, "Responsible", self.responsible)
        self._add(0, 2, "By when", self.due)
        self._add(1, 0, "Written by", self.author)
        self._grid.addLayout(self._days, 1, 2, 1, 2)
        votes = QHBoxLayout()
        votes.setSpacing(5)
        for (word, _), line in zip(_VOTES, self.votes, strict=True):
            votes.addWidget(plain_label("muted", word))
            votes.addWidget(line)
        votes.addWidget(plain_label("muted", "(may stay empty)"))
        votes.addStretch(1)
        self._grid.addWidget(plain_label("muted", "Votes"), 2, 0)
        self._grid.addLayout(votes, 2, 1, 1, 3)
        self._grid.addWidget(plain_label("muted", "Dissent"), 3, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.dissent, 3, 1, 1, 3)

    def _add(self, row: int, column: int, name: str, field: QWidget) -> None:
        title = plain_label("muted", name)
        title.setBuddy(field)
        self._grid.addWidget(title, row, column)
        self._grid.addWidget(field, row, column + 1)


def _count(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setToolTip(name)
    line.setValidator(QRegularExpressionValidator(_COUNT, line))
    line.setFixedWidth(38)
    line.returnPressed.connect(lambda: line.focusNextPrevChild(True))
    return line

"""A meeting of the tumour board: day, place, members, and the agenda of cases in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hccreview.clinical.dates import EARLIEST
from hccreview.errors import ReviewError
from hccreview.meeting.limits import LINE, PAGE, check_each_once, check_number, check_text

MOST_MEMBERS = 60
MOST_CASES = 60
MOST_QUESTIONS = 20


class Readiness(Enum):
    """How far a case of the agenda is."""

    TO_PREPARE = "to_prepare"
    READY = "ready"
    DISCUSSED = "discussed"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who sits at the board, in what role, and whether with a vote."""

    name: str
    role: str = ""
    votes: bool = True

    def __post_init__(self) -> None:
        check_text(self.name, "The name of a member", needed=True)
        check_text(self.role, f"The role of {self.name}")


@dataclass(frozen=True, slots=True)
class Sitting:
    """When and where the board sits, and who sits there: what every case of a meeting shares."""

    on: date
    place: str = ""
    members: tuple[Member, ...] = ()

    def __post_init__(self) -> None:
        if self.on < EARLIEST:
            raise ReviewError("A meeting lies after 1900; correct its date.")
        check_text(self.place, "The place of the meeting")
        check_number(self.members, "members", MOST_MEMBERS)
        check_each_once([member.name.strip() for member in self.members], "member")

    @property
    def voters(self) -> int:
        """How many members have a vote."""
        return sum(member.votes for member in self.members)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A case of the agenda by its code; `reason` says why it is deferred.

    `questions` are put to the board, `notes` are for the presenter only.
    """

    case: str
    readiness: Readiness = Readiness.TO_PREPARE
    reason: str = ""
    questions: tuple[str, ...] = ()
    notes: str = ""

    def __post_init__(self) -> None:
        check_text(self.case, "The code of a case", needed=True)
        deferred = self.readiness is Readiness.DEFERRED
        check_text(self.reason, f"The reason why {self.case} is deferred", LINE, needed=deferred)
        if self.reason and not deferred:
            raise ReviewError(f"{self.case} is not deferred; remove the reason, or defer it.")
        check_number(self.questions, "questions to the board", MOST_QUESTIONS)
        for question in self.questions:
            check_text(question, f"A question on {self.case}", PAGE, needed=True)
        check_text(self.notes, f"The notes on {self.case}", PAGE)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A sitting of the board with its agenda; a case is on it once."""

    sitting: Sitting
    items: tuple[AgendaItem, ...] = ()

    def __post_init__(self) -> None:
        check_number(self.items, "cases on the agenda", MOST_CASES)
        check_each_once(self.codes, "case")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the cases, in the order of the agenda."""
        return tuple(item.case for item in self.items)

    def item(self, case: str) -> AgendaItem:
        """Return the item of a case; raises ReviewError for one that is not on the agenda."""
        for item in self.items:
            if item.case == case:
                return item
        raise ReviewError(f"{case} is not on the agenda; add it first.")

    def count(self, readiness: Readiness) -> int:
        """Return how many cases are so far."""
        return sum(item.readiness is readiness for item in self.items)

"""What the board decides on a case: ranked recommendations, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from hccreview.criteria.phrases import words_joined
from hccreview.errors import ReviewError
from hccreview.meeting.limits import PAGE, check_each_once, check_number, check_text

MOST_RECOMMENDATIONS = 10
MOST_ASKED = 40


class Kind(Enum):
    """What is recommended."""

    TRIAL = "trial"
    PRECEDENT = "precedent"
    STANDARD = "standard_treatment"
    DIAGNOSTICS = "further_diagnostics"
    SUPPORTIVE = "supportive_care"
    NONE = "none"


KIND_WORDS: Mapping[Kind, str] = {
    Kind.TRIAL: "Trial",
    Kind.PRECEDENT: "As in a trial that cannot be entered (precedent)",
    Kind.STANDARD: "Standard treatment",
    Kind.DIAGNOSTICS: "Further diagnostics",
    Kind.SUPPORTIVE: "Supportive care",
    Kind.NONE: "No recommendation",
}


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation.

    `trial` and `arm` are ids; `asked` are fields of the ask-list; `text` says which treatment or
    test, `reason` why (needed for a precedent, for none, and for a trial that is not settled).
    """

    kind: Kind
    trial: str = ""
    arm: str = ""
    text: str = ""
    reason: str = ""
    asked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_text(self.text, "The text of a recommendation", PAGE)
        check_text(self.reason, "The reason of a recommendation", PAGE)
        check_number(self.asked, "requested tests", MOST_ASKED)
        check_each_once(self.asked, "requested test")

    def sentence(self, names: Mapping[str, str], labels: Mapping[str, str]) -> str:
        """Return it in words; a name or label that is not given is told by its id.

        `names` gives the names of trials by id, and of arms by ``trial/arm``; `labels` of fields.
        """
        parts = [KIND_WORDS[self.kind]]
        if self.trial:
            parts.append(names.get(self.trial, self.trial))
        if self.arm:
            parts.append(f"arm {names.get(f'{self.trial}/{self.arm}', self.arm)}")
        if self.asked:
            parts.append(words_joined([labels.get(name, name) for name in self.asked], "and"))
        if self.text:
            parts.append(self.text.rstrip("."))
        told = f"{parts[0]}: {', '.join(parts[1:])}" if parts[1:] else parts[0]
        return f"{told}. Reason: {self.reason.rstrip('.')}." if self.reason else f"{told}."


@dataclass(frozen=True, slots=True)
class Votes:
    """How many voted for the recommendations, against them, and not at all."""

    in_favour: int
    against: int = 0
    abstained: int = 0

    def __post_init__(self) -> None:
        if min(self.in_favour, self.against, self.abstained) < 0 or not self.cast:
            raise ReviewError("Votes are counted from 0, and one is needed; or leave them out.")

    @property
    def cast(self) -> int:
        """All votes."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a case, the first recommendation first.

    `basis` says what it rests on, `dissent` who disagreed and why, `responsible` who sees to it
    until `due`; `author` wrote it down. Whether it may stand is asked of `decision_rules.check`.
    """

    case: str
    decided_on: date
    recommendations: tuple[Recommendation, ...]
    basis: str
    author: str
    responsible: str = ""
    due: date | None = None
    dissent: str = ""
    votes: Votes | None = None

    def __post_init__(self) -> None:
        check_text(self.case, "The code of the case", needed=True)
        check_text(self.author, "The name of who writes the decision down")
        check_text(self.responsible, "The name of who is responsible")
        check_text(self.basis, "The basis of the decision", PAGE)
        check_text(self.dissent, "The dissent", PAGE)
        check_number(self.recommendations, "recommendations", MOST_RECOMMENDATIONS)

"""A trial as published: frozen values of one trial document (format hccreview-trial/1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hccreview.trials.figures import (
    NOT_STATED,
    Figure,
    Flag,
    Interval,
    Mention,
    Place,
    StatedFact,
    Statement,
)
from hccreview.trials.outcomes import (
    AdverseEventCell,
    AdverseEventRow,
    AdverseEvents,
    BackgroundFigure,
    Baseline,
    BaselineCategory,
    BaselineRow,
    Comparator,
    ComparatorResult,
    Outcome,
    PlannedOutcome,
)
from hccreview.trials.regimen import Administration, Regimen, Variant

__all__ = [
    "NOT_STATED",
    "Administration",
    "AdverseEventCell",
    "AdverseEventRow",
    "AdverseEvents",
    "Arm",
    "BackgroundFigure",
    "Baseline",
    "BaselineCategory",
    "BaselineRow",
    "Comparator",
    "ComparatorResult",
    "Criterion",
    "Design",
    "Encoding",
    "Figure",
    "Flag",
    "Identifier",
    "Interval",
    "Mention",
    "Outcome",
    "Place",
    "PlannedOutcome",
    "Recruitment",
    "Regimen",
    "Registry",
    "SourceText",
    "StatedFact",
    "Statement",
    "Trial",
    "Variant",
]


@dataclass(frozen=True, slots=True)
class Registry:
    """The registration number; None where the text prints none (the note says so)."""

    number: str | None
    place: Place | None = None
    also: tuple[Mention, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """A printed identifier: a doi, an ethics approval, a grant."""

    name: str
    value: str
    place: Place
    also: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text that was encoded; `version` is its printed date (may be partial) or None."""

    kind: Literal["journal abstract", "journal article", "registry text"]
    version: str | None
    identifiers: tuple[Identifier, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """Design as stated."""

    type: Literal["interventional", "observational", "not stated in source"]
    place: Place
    phase: Figure | None = None
    allocation: Figure | None = None
    masking: Figure | None = None
    comparison: Figure | None = None
    flags: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Recruitment:
    """Recruitment facts as printed; the status on a day is worked out elsewhere.

    Dates are text and may be partial (2021-03).
    """

    observational: bool
    status_printed: Literal["recruiting", "stopped early"] | None = None
    status_place: Place | None = None
    enrolment_start: Figure | None = None
    enrolment_end: Figure | None = None
    printed_end: Figure | None = None
    target: Figure | None = None
    text_date: Figure | None = None
    flags: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm; exactly one arm of a trial is the default."""

    id: str
    name: str
    components: tuple[str, ...]
    place: Place
    default: bool = False
    flags: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Encoding:
    """Who turned the text into this document, and which clinician checked it (None: nobody yet)."""

    encoded_by: str
    encoded_on: str
    checked_by: str | None = None
    checked_on: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A published statement with its computable form.

    `expression` and `applies` are the parsed `expression_text` and `applies_text` (None: always
    applies). `anchor` names the date that windows count from, `due` the moment from which an answer
    may be expected; a criterion of role "validity" says whether others may be relied upon.
    """

    id: str
    kind: Literal["inclusion", "exclusion"]
    label: str
    concept: str
    expression_text: str
    expression: object | None
    applies_text: str | None
    applies: object | None
    anchor: Literal["as_of", "inclusion", "first_dose"]
    due: Literal["before_board", "at_enrolment", "after_start"]
    role: Literal["normal", "validity"]
    place: Place
    also: tuple[Place, ...]
    notes: tuple[str, ...]
    flags: tuple[str, ...]
    linked_to: tuple[str, ...]
    evaluation: Literal["computable", "judgement", "mixed"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial document. `digest` is the SHA-256 of its canonical JSON."""

    id: str
    short_name: str
    title: str
    registry: Registry
    source: SourceText
    criteria_listed: Literal["all", "some", "none"]
    design: Design
    recruitment: Recruitment
    arms: tuple[Arm, ...]
    encoding: Encoding
    regimen: Regimen
    criteria: tuple[Criterion, ...]
    digest: str
    facts: tuple[StatedFact, ...] = ()
    flags: tuple[Flag, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    planned_outcomes: tuple[PlannedOutcome, ...] = ()
    baseline: Baseline | None = None
    adverse_events: AdverseEvents | None = None
    comparators: tuple[Comparator, ...] = ()
    background: tuple[BackgroundFigure, ...] = ()

    @property
    def checked(self) -> bool:
        """Whether a clinician has signed the document."""
        return self.encoding.checked_by is not None and self.encoding.checked_on is not None

    @property
    def default_arm(self) -> Arm:
        """The arm that is assessed unless another is asked for."""
        return next(arm for arm in self.arms if arm.default)

    def flag(self, flag_id: str) -> Flag:
        """Return the audit flag called `flag_id`; raises KeyError when there is none."""
        for flag in self.flags:
            if flag.id == flag_id:
                return flag
        raise KeyError(flag_id)

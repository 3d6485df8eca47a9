"""Results as a source prints them: outcomes, baseline table, adverse events, cited comparators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hccreview.trials.figures import Figure, Interval, Mention, Number, Place, Scalar, Statement

Measure = Literal[
    "objective_response",
    "disease_control",
    "complete_response",
    "partial_response",
    "stable_disease",
    "progressive_disease",
    "time_to_response",
    "duration_of_response",
    "time_to_event_median",
    "survival_rate",
    "survival_gain",
    "conversion",
    "r0_resection",
    "curative_resection",
    "refused_surgery",
    "major_pathological_response",
    "pathological_complete_response",
    "tumour_necrosis",
    "any_grade3_trae",
    "treatment_related_deaths",
    "immune_related_serious_ae",
    "infusion_reactions",
    "dose_reduction_for_ae",
    "discontinuation_for_ae",
    "adverse_events",
]
Event = Literal[
    "overall_survival", "progression_free_survival", "liver_specific_progression_free_survival"
]
ResponseCriteria = Literal["RECIST 1.1", "mRECIST", "RECIST 1.1 or mRECIST"]
Endpoint = Literal["primary", "secondary", "post hoc"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A trial's own result, as printed.

    proportion and count: `count` of `denominator` patients, `percent` as printed. median: `value`
    in `unit`. rate: `percent` still free of `event` at `at_months`. `derived` marks a count that
    is not printed but follows from the printed percentage and the denominator.
    """

    id: str
    measure: Measure
    label: str
    kind: Literal["proportion", "median", "rate", "count"]
    place: Place
    event: Event | None = None
    criteria: ResponseCriteria | None = None
    population: str | None = None
    count: int | None = None
    denominator: int | None = None
    percent: Number | None = None
    value: Number | None = None
    unit: str | None = None
    at_months: Number | None = None
    interval: Interval | None = None
    derived: bool = False
    as_printed: str | None = None
    also: tuple[Mention, ...] = ()
    flags: tuple[str, ...] = ()
    endpoint: Endpoint | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """How a registry text defines an outcome, in our words, with the standard that it names."""

    text: str
    place: Place
    standard: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedOutcome:
    """An outcome that a registry text announces."""

    label: str
    measure: Measure
    endpoint: Endpoint
    place: Place
    event: Event | None = None
    criteria: tuple[str, ...] = ()
    criteria_as_printed: str | None = None
    time_frame: Figure | None = None
    at_months: tuple[Number, ...] = ()
    definition: Definition | None = None
    also: tuple[Mention, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BaselineCategory:
    """One line of a baseline table; `low` and `high` bound a numeric band, an open end excluded."""

    id: str
    label: str
    place: Place
    count: int | None = None
    percent: Number | None = None
    as_printed: str | None = None
    low: Number | None = None
    high: Number | None = None
    low_open: bool = False
    high_open: bool = False
    derived: bool = False
    also: tuple[Mention, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """One variable of a baseline table: a median with its range, or categories."""

    variable: str
    label: str
    kind: Literal["median", "categories"]
    place: Place
    unit: str | None = None
    value: Number | None = None
    range: tuple[Number, Number] | None = None
    categories: tuple[BaselineCategory, ...] = ()
    also: tuple[Mention, ...] = ()
    flags: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline table and how many patients it counts."""

    denominator: int
    place: Place
    rows: tuple[BaselineRow, ...]
    also: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class AdverseEventCell:
    """One cell: `count` patients, `percent` as printed; `implied_count` only where no count is."""

    place: Place
    count: int | None = None
    percent: Number | None = None
    as_printed: str | None = None
    implied_count: int | None = None
    also: tuple[Mention, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdverseEventRow:
    """One term; `single` rows are patients named one by one (`count` of them, of that `grade`).

    `reliable` is false where the printed block cannot be trusted: left out of default charts.
    """

    term: str
    organ: str
    kind: Literal["table", "single"] = "table"
    reliable: bool = True
    any: AdverseEventCell | None = None
    grade_1_2: AdverseEventCell | None = None
    grade_3_plus: AdverseEventCell | None = None
    grade: int | None = None
    count: int | None = None
    place: Place | None = None
    direction_as_printed: str | None = None
    flags: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class AdverseEvents:
    """The adverse-event table of a source."""

    denominator: int
    attribution: str
    place: Place
    rows: tuple[AdverseEventRow, ...]
    grading: Figure | None = None
    also: tuple[Mention, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparatorResult:
    """One figure of another study as this source cites it; `plot` says whether it may be drawn."""

    measure: Measure
    label: str
    place: Place
    event: Event | None = None
    arm: str | None = None
    criteria: ResponseCriteria | None = None
    value: Scalar | None = None
    unit: str | None = None
    percent: Number | tuple[Number, Number] | None = None
    comparison: Literal["<", "<=", ">", ">="] | None = None
    at_months: Number | None = None
    denominator: int | None = None
    interval: Interval | None = None
    as_printed: str | None = None
    plot: bool = False
    flags: tuple[str, ...] = ()
    also: tuple[Mention, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Comparator:
    """Another study that the source cites, with the figures it gives (none: cited by name only)."""

    study: str
    label: str
    place: Place
    as_cited: bool = True
    results: tuple[ComparatorResult, ...] = ()
    statements: tuple[Statement, ...] = ()
    flags: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class BackgroundFigure:
    """A clinical number of the text that is nobody's result; shown with its place, not charted."""

    item: str
    place: Place
    value: Scalar | tuple[Scalar, ...] | None = None
    unit: str | None = None
    comparison: Literal["<", "<=", ">", ">="] | None = None
    interval: Interval | None = None
    as_printed: str | None = None
    flags: tuple[str, ...] = ()
    note: str | None = None

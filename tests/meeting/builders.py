"""Meetings, decisions and seals in one line, on the sample cases and the bundled trials."""

import functools
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hccreview.clinical.case import Case, Observation, anchors_of
from hccreview.clinical.dates import parse_date
from hccreview.clinical.editing import with_observation
from hccreview.clinical.entry import read_observation
from hccreview.clinical.fields import bundled_dictionary
from hccreview.exchange.case_file import read_case
from hccreview.meeting.decision import Decision, Kind, Recommendation
from hccreview.meeting.documents import documents_of
from hccreview.meeting.ground import AnswerGrounds, ground_text
from hccreview.meeting.meeting import Member, Sitting
from hccreview.meeting.snapshot import Snapshot, snapshot_of
from hccreview.review.compare import Comparison, compare
from hccreview.trials.model import Trial
from resources import resource_path
from tests.builders import TODAY, comparison, trials

LONG, CHINESE, COHORT, SHORT = "NCT06187961", "ChiCTR2100041874", "NCT06881433", "NCT05099848"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SITTING = Sitting(
    TODAY,
    "Room 4",
    (Member("Prof. Chen", "chair"), Member("Dr Lin", "surgery"), Member("M. Wu", "nurse", False)),
)


@functools.cache
def a_sample(number: int = 1) -> Case:
    """Return a sample case."""
    return read_case(resource_path("cases", f"sample-{number:02}.yaml"))


def compared(number: int = 1, *names: str, **more: Any) -> Comparison:
    """Return the comparison of a sample case."""
    case = a_sample(number)
    return comparison(case, *names, as_of=more.pop("as_of", case.as_of or TODAY), **more)


def recruiting(**changes: Any) -> Trial:
    """Return a bundled trial as if it recruited without end."""
    trial = trials()[LONG]
    return replace(trial, recruitment=replace(trial.recruitment, printed_end=None), **changes)


def compared_open(case: Case | None = None, as_of: date = TODAY) -> Comparison:
    """Return the comparison of a case with a trial that recruits."""
    case = case or a_sample()
    return compare(case, [recruiting()], anchors_of(case, as_of))


def a_recommendation(kind: Kind = Kind.STANDARD, **parts: Any) -> Recommendation:
    """Return a recommendation; a standard treatment where nothing else is said."""
    if kind is Kind.STANDARD:
        parts.setdefault("text", "Atezolizumab and bevacizumab")
    return Recommendation(kind, **parts)


def a_decision(*recommended: Recommendation, **parts: Any) -> Decision:
    """Return a decision on the first sample case that may stand."""
    made: dict[str, Any] = {
        "case": a_sample().code,
        "decided_on": TODAY,
        "basis": "CT of 12 Nov 2026",
        "author": "Dr Lin",
        "responsible": "Dr Lin",
        "due": date(2026, 12, 5),
    }
    return Decision(recommendations=recommended or (a_recommendation(),), **{**made, **parts})


def a_snapshot(found: Comparison | None = None, **parts: Any) -> Snapshot:
    """Return the snapshot of a decision on a sample case."""
    found = found or compared()
    code, day = found.case.code, found.anchors.as_of
    decision = parts.pop("decision", None) or a_decision(case=code, decided_on=day)
    return snapshot_of(found, decision, SITTING, **parts)


@functools.cache
def documents() -> dict[str, bytes]:
    """Return what is kept of the bundled trial documents."""
    texts = {
        name: resource_path("trials", f"{name}.yaml").read_text(encoding="utf-8")
        for name in trials()
    }
    return documents_of(compared(), texts)


def a_value(field: str, value: Any, on: str, **parts: Any) -> Observation:
    """Return an observation of a field."""
    definition = bundled_dictionary().field(field)
    return read_observation(definition, value, collected_on=parse_date(on), **parts)


def with_value(case: Case, field: str, value: Any, on: str, **parts: Any) -> Case:
    """Return the case with one more observation."""
    return with_observation(case, a_value(field, value, on, **parts))


def grounded(case: Case, as_of: date = TODAY) -> Case:
    """Return the case with what each of its answers rests on, as the program writes it down."""
    grounds = AnswerGrounds(case, tuple(trials().values()), as_of)
    asked = {n for n, field in bundled_dictionary().fields.items() if field.board_question}
    return replace(
        case,
        observations=tuple(
            replace(o, ground=ground_text(grounds.of(o.field))) if o.field in asked else o
            for o in case.observations
        ),
    )

"""Cases, trials and findings in one line: what a test does not mention is not recorded.

`a_case(platelets=75, alt=(200, {"uln": 40}), drugs=[])` records what is named, dated TODAY. A value
is written as in a case file, in the canonical unit, or with more parts: `(75, "10*3/uL")`,
`(200, {"uln": 40, "on": "2026-11-01"})`, a mapping with value, or a list of these for several
observations. A list that is given is complete; `open_list(…)` is one that nobody called complete.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from hccreview.clinical.case import Case, CaseList, Entry, Observation, anchors_of
from hccreview.clinical.chart import Chart, Fact
from hccreview.clinical.dates import PartialDate, day, parse_date
from hccreview.clinical.entry import read_entry, read_observation
from hccreview.clinical.fields import FieldDefinition, ListDefinition, bundled_dictionary
from hccreview.clinical.quantity import Span, exactly
from hccreview.criteria.context import Context
from hccreview.criteria.evaluate import evaluate
from hccreview.criteria.outcome import Outcome
from hccreview.criteria.parse import parse
from hccreview.review.compare import Comparison, compare
from hccreview.review.eligibility import Finding
from hccreview.trials.library import read_library
from hccreview.trials.model import Criterion, Trial

TODAY = date(2026, 11, 21)
LISTS = tuple(bundled_dictionary().lists)


def ago(days: int, before: date = TODAY) -> str:
    """Return the day so many days before TODAY, as it is written."""
    return (before - timedelta(days=days)).isoformat()


@dataclass(frozen=True, slots=True)
class OpenList:
    """Entries of a list that may not be all."""

    entries: tuple[Mapping[str, Any], ...]
    complete_on: date | None = None


def open_list(*entries: Mapping[str, Any], complete_on: date | None = None) -> OpenList:
    """Return entries of a list that nobody called complete, or did so on another day."""
    return OpenList(entries, complete_on)


def a_case(*, complete: bool | Iterable[str] = (), on: date = TODAY, **facts: Any) -> Case:
    """Return a case; `complete` names lists that are empty for sure (True: every other list)."""
    dictionary = bundled_dictionary()
    lists = dict.fromkeys(LISTS if complete is True else complete or (), ())
    lists.update({name: facts.pop(name) for name in LISTS if facts.get(name) is not None})
    observations: list[Observation] = []
    for name, written in facts.items():
        definition = dictionary.field(name)
        observations += [_observation(definition, one, on) for one in _several(definition, written)]
    filled = tuple(_list(dictionary.lists[name], given, on) for name, given in lists.items())
    return Case("CASE-1", tuple(observations), filled)


def _several(definition: FieldDefinition, written: Any) -> list[Any]:
    if written is None:
        return []
    is_set = definition.type == "set" and isinstance(written, list | set | frozenset)
    if isinstance(written, list) and not (is_set and all(isinstance(w, str) for w in written)):
        return written
    return [sorted(written) if is_set else written]


def _observation(definition: FieldDefinition, written: Any, on: date) -> Observation:
    parts: dict[str, Any] = {}
    if isinstance(written, tuple):
        written, *rest = written
        for part in rest:
            parts |= part if isinstance(part, Mapping) else {"unit": part}
    elif isinstance(written, Mapping):
        parts = dict(written)
        written = parts.pop("value")
    when = _date(parts.pop("on", on if definition.dated else None))
    at = parts.pop("at", "")
    return read_observation(definition, written, collected_on=when, collected_at=at, **parts)


def _date(written: Any) -> PartialDate | None:
    if written is None or isinstance(written, PartialDate):
        return written
    return day(written) if isinstance(written, date) else parse_date(str(written))


def _list(definition: ListDefinition, given: Any, on: date) -> CaseList:
    if isinstance(given, OpenList):
        said, entries = given.complete_on, given.entries
    else:
        said, entries = on, tuple(given)
    return CaseList(definition.id, tuple(_entry(definition, e, on) for e in entries), said)


def _entry(definition: ListDefinition, written: Mapping[str, Any], on: date) -> Entry:
    imaging = {"on": on.isoformat()} if definition.age == "imaging" else {}
    values = {**imaging, **written}
    known = {
        name: _date(value) if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None
    }
    return read_entry(definition, known)


# ------------------------------------------------------------------ expressions


def context(
    case: Case,
    as_of: date = TODAY,
    *,
    inclusion: date | None = None,
    first_dose: date | None = None,
    anchor: str = "as_of",
    **more: Any,
) -> Context:
    """Return what an evaluation of a case receives."""
    anchors = anchors_of(case, as_of, inclusion, first_dose)
    days = {name: anchors.day(name) for name in ("as_of", "inclusion", "first_dose")}
    chart = Chart(case, as_of)
    return Context(case, as_of, days, chart.dictionary, chart.settings, anchor, **more)


def outcome(expression: str, case: Case, as_of: date = TODAY, **more: Any) -> Outcome:
    """Return the outcome of an expression for a case."""
    return evaluate(parse(expression), context(case, as_of, **more))


def truth(expression: str, case: Case, as_of: date = TODAY, **more: Any) -> str:
    """Return the truth of an expression for a case as a word."""
    return outcome(expression, case, as_of, **more).truth.value


def reasons(expression: str, case: Case, as_of: date = TODAY, **more: Any) -> set[tuple[str, str]]:
    """Return what is missing: pairs of field and reason."""
    return {(gap.field, gap.reason) for gap in outcome(expression, case, as_of, **more).gaps}


# ----------------------------------------------------------------------- trials


@functools.cache
def trials() -> dict[str, Trial]:
    """Return the bundled trials by id."""
    return {trial.id: trial for trial in read_library()}


def a_fact(name: str, value: float | str | Iterable[str] | Span, **more: Any) -> Fact:
    """Return a derived fact that is given instead of computed: a number, bounds, or words."""
    if isinstance(value, str):
        return Fact(name, words=frozenset({value}), **more)
    if isinstance(value, int | float):
        return Fact(name, span=exactly(float(value)), **more)
    if isinstance(value, Span):
        return Fact(name, span=value, **more)
    return Fact(name, words=frozenset(value), **more)


def comparison(
    case: Case,
    *trial_ids: str,
    as_of: date = TODAY,
    inclusion: date | None = None,
    first_dose: date | None = None,
    **more: Any,
) -> Comparison:
    """Return the comparison of a case with some bundled trials (all where none is named)."""
    chosen = [trials()[name] for name in trial_ids or trials()]
    return compare(case, chosen, anchors_of(case, as_of, inclusion, first_dose), **more)


def compare_one(
    case: Case,
    trial_id: str,
    criterion_id: str,
    *,
    as_of: date = TODAY,
    inclusion: date | None = None,
    first_dose: date | None = None,
    arm: str | None = None,
    given: Mapping[str, Fact] | None = None,
) -> Finding:
    """Return the finding of one criterion, with the criteria that it names."""
    trial = trials()[trial_id]
    wanted = {criterion_id}
    for criterion in trial.criteria:
        if criterion.id == criterion_id:
            wanted |= set(criterion.linked_to)
    small = replace(trial, criteria=tuple(c for c in trial.criteria if c.id in wanted))
    anchors = anchors_of(case, as_of, inclusion, first_dose)
    arms = {} if arm is None else {trial_id: arm}
    found = compare(case, [small], anchors, arms=arms, given=given)
    return found.assessments[0].finding(criterion_id)


def a_trial(*criteria: Criterion, listed: Literal["all", "some", "none"] = "all") -> Trial:
    """Return a bundled trial with other criteria."""
    return replace(trials()["NCT06187961"], criteria=criteria, criteria_listed=listed)


def a_criterion(id: str, expression: str, **changes: Any) -> Criterion:
    """Return a criterion of a trial; an id that begins with E is an exclusion."""
    model = trials()["NCT06187961"].criteria[0]
    applies = changes.pop("applies", None)
    return replace(
        model,
        id=id,
        kind="exclusion" if id.startswith("E") else "inclusion",
        expression_text=expression,
        expression=parse(expression),
        applies_text=applies,
        applies=None if applies is None else parse(applies),
        **changes,
    )

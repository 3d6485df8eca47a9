"""Objective response and disease control across trials, with reported and exact intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hccreview.review.charts.model import CAUTION, Mark, OutcomeChart, Span, Table, TableRow
from hccreview.review.charts.telling import (
    exact_text,
    flag_notes,
    flags_text,
    interval_text,
    place_text,
    share,
    silence,
)
from hccreview.review.statistics import clopper_pearson
from hccreview.trials.figures import Interval, Number
from hccreview.trials.model import Outcome, Trial

_MEASURES = {"objective_response": "Objective response", "disease_control": "Disease control"}
_HALF_A_DIGIT = 0.05 + 1e-9


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One proportion as printed; `exact` is our Clopper-Pearson interval in percent.

    `miscalled` is true where the source calls its interval exact and it is not.
    """

    mark: Mark
    name: str
    population: str
    criteria: str
    count: int
    denominator: int
    percent: Number
    derived: bool
    reported: Interval | None
    exact: Span
    miscalled: bool


@dataclass(frozen=True, slots=True)
class ResponseGroup:
    """The rows of one measure under one standard, which never share a line unlabelled."""

    measure: str
    criteria: str
    rows: tuple[ResponseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseChart(OutcomeChart):
    """Response with reported and exact intervals, a group for each measure and standard."""

    groups: tuple[ResponseGroup, ...] = ()


def response_chart(trials: tuple[Trial, ...]) -> ResponseChart:
    """Return objective response and disease control of all trials that print them."""
    rows = [(o.measure, _row(t, o)) for t in trials for o in t.outcomes if _is_response(o)]
    groups = tuple(
        ResponseGroup(label, criteria, found)
        for measure, label in _MEASURES.items()
        for criteria in _standards(row for _, row in rows)
        if (found := tuple(r for m, r in rows if m == measure and r.criteria == criteria))
    )
    shown = tuple(row for group in groups for row in group.rows)
    told = {row.mark.trial for row in shown}
    return ResponseChart(
        id="response",
        title="Objective response and disease control",
        table=Table(
            (
                "Trial",
                "Result",
                "n/N (%)",
                "95 % interval as reported",
                "Exact, computed here",
                "Place",
                "Flags",
            ),
            tuple(_cells(group, row) for group in groups for row in group.rows),
        ),
        marks=tuple(row.mark for row in shown),
        caution=CAUTION,
        remarks=(
            *(("Exact: Clopper-Pearson, 95 %, computed here from n/N.",) if shown else ()),
            *(_miscalled(row) for row in shown if row.miscalled),
        ),
        silent=tuple(silence(trial) for trial in trials if trial.id not in told),
        groups=groups,
    )


def _is_response(outcome: Outcome) -> bool:
    counted = outcome.count is not None and outcome.denominator and outcome.percent is not None
    return outcome.measure in _MEASURES and bool(counted)


def _standards(rows: Iterable[ResponseRow]) -> tuple[str, ...]:
    return tuple(sorted({row.criteria for row in rows}, key=lambda name: (name == "mRECIST", name)))


def _row(trial: Trial, outcome: Outcome) -> ResponseRow:
    count, denominator, percent = outcome.count, outcome.denominator, outcome.percent
    assert count is not None and denominator is not None and percent is not None
    low, high = clopper_pearson(count, denominator)
    exact = (100 * low, 100 * high)
    interval = outcome.interval
    miscalled = interval is not None and _called_exact(interval) and not _agrees(interval, exact)
    lines = [share(count, denominator, percent)]
    if outcome.derived:
        lines.append("The count is derived from the printed percentage")
    if interval is not None:
        lines.append(f"Interval as reported: {interval_text(interval)}")
    lines.append(f"Exact interval, computed here: {exact_text(exact)}")
    if miscalled:
        lines.append("The reported interval is called exact and is not")
    lines += [outcome.population or "", outcome.note or "", place_text(outcome.place, outcome.also)]
    label = f"{trial.short_name}: {outcome.label}"
    mark = Mark(
        f"{trial.id}:{outcome.id}",
        trial.id,
        label,
        tuple(line for line in lines if line),
        flag_notes(trial, outcome.flags),
    )
    return ResponseRow(
        mark,
        trial.short_name,
        outcome.population or "",
        outcome.criteria or "standard not stated",
        count,
        denominator,
        percent,
        outcome.derived,
        interval,
        exact,
        miscalled,
    )


def _called_exact(interval: Interval) -> bool:
    named = (interval.method_as_printed or "").casefold()
    return "clopper" in named or "exact" in named


def _agrees(interval: Interval, exact: Span) -> bool:
    """True where both printed limits are the exact ones, rounded to one decimal."""
    pairs = ((interval.low, exact[0]), (interval.high, exact[1]))
    return all(abs(printed - ours) <= _HALF_A_DIGIT for printed, ours in pairs)


def _miscalled(row: ResponseRow) -> str:
    notes = ", ".join(note.flag.id for note in row.mark.flags if note.flag.severity == "high")
    return (
        f"{row.mark.trial}: the interval {interval_text(row.reported)} is not exact; the exact one"
        f" is {exact_text(row.exact)} (flag {notes})."
    )


def _cells(group: ResponseGroup, row: ResponseRow) -> TableRow:
    counted = share(row.count, row.denominator, row.percent)
    cells = (
        row.mark.trial,
        f"{group.measure}, {group.criteria}; {row.population}",
        f"{counted}, count derived" if row.derived else counted,
        interval_text(row.reported) or "not stated in source",
        exact_text(row.exact),
        row.mark.lines[-1],
        flags_text(row.mark.flags),
    )
    return TableRow(row.mark.key, cells)

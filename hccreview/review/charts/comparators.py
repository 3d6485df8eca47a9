"""Figures of other studies, each as cited in a source of the library, beside its own results."""

from __future__ import annotations

from dataclasses import dataclass

from hccreview.review.charts.model import CAUTION, Mark, OutcomeChart, Silent, Table, TableRow
from hccreview.review.charts.telling import (
    flag_notes,
    flags_text,
    interval_text,
    median_text,
    number,
    share,
    silence,
    span_text,
)
from hccreview.trials.figures import Interval, Number
from hccreview.trials.model import Comparator, ComparatorResult, Outcome, Trial

_SIGNS = {"<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ "}
_MEASURES = {
    ("time_to_event_median", "overall_survival"): "Median overall survival, months",
    ("time_to_event_median", "progression_free_survival"): "Median PFS, months",
    ("objective_response", None): "Objective response, %",
    ("disease_control", None): "Disease control, %",
}


@dataclass(frozen=True, slots=True)
class CitedPoint:
    """One figure of a study as cited (`own` false) or of the citing trial itself (`own` true)."""

    mark: Mark
    study: str
    detail: str
    value: Number
    criteria: str
    own: bool = False
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class CitedGroup:
    """The points of one measure in the order of the sources: nothing is ranked."""

    title: str
    unit: str
    points: tuple[CitedPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparatorsChart(OutcomeChart):
    """Cited figures by measure; own results stand apart, below, and are called so."""

    groups: tuple[CitedGroup, ...] = ()


def comparators_chart(trials: tuple[Trial, ...]) -> ComparatorsChart:
    """Return the cited figures that may be drawn; the table holds all that are printed."""
    groups = tuple(
        CitedGroup(title, "%" if title.endswith("%") else "months", points)
        for (measure, event), title in _MEASURES.items()
        if (points := _points(trials, measure, event))
    )
    rows = tuple(
        row for trial in trials for study in trial.comparators for row in _rows(trial, study)
    )
    own = tuple(_own_row(p) for group in groups for p in group.points if p.own)
    drawn = sum(not point.own for group in groups for point in group.points)
    printed = sum(len(study.results) for trial in trials for study in trial.comparators)
    return ComparatorsChart(
        id="comparators",
        title="Other studies as cited in the sources",
        table=Table(
            ("Cited in", "Study", "Result", "Value as cited", "Drawn", "Place", "Flags"),
            (*rows, *own),
        ),
        marks=tuple(point.mark for group in groups for point in group.points),
        caution=f"{CAUTION} Cited figures were not checked against their own publications.",
        remarks=(
            f"{drawn} of {printed} cited figures are drawn, in the order of the sources, unranked;"
            " the table lists all and says why one is not drawn.",
        )
        if printed
        else (),
        silent=tuple(_silent(trial) for trial in trials if not trial.comparators),
        groups=groups,
    )


def _silent(trial: Trial) -> Silent:
    return silence(trial, "it cites no other study")


def _points(trials: tuple[Trial, ...], measure: str, event: str | None) -> tuple[CitedPoint, ...]:
    """Return the cited points, then the own results of the trials that cite them."""
    cited, citing = [], []
    for trial in trials:
        for study in trial.comparators:
            for index, result in enumerate(study.results):
                if (result.measure, result.event) == (measure, event) and _is_drawn(result):
                    cited.append(_cited(trial, study, index, result))
                    citing.append(trial)
    own = [
        _own(trial, outcome)
        for trial in dict.fromkeys(citing)
        for outcome in trial.outcomes
        if (outcome.measure, outcome.event) == (measure, event) and _is_whole(outcome)
    ]
    return (*cited, *own)


def _is_drawn(result: ComparatorResult) -> bool:
    return result.plot and _number(result) is not None and result.comparison is None


def _is_whole(outcome: Outcome) -> bool:
    return outcome.population in (None, "all enrolled")


def _number(result: ComparatorResult) -> Number | None:
    for found in (result.value, result.percent):
        if isinstance(found, int | float) and not isinstance(found, bool):
            return found
    return None


def _cited(trial: Trial, study: Comparator, index: int, result: ComparatorResult) -> CitedPoint:
    value = _number(result)
    assert value is not None
    criteria = _criteria(result)
    lines = (
        _value(result),
        result.label,
        f"{study.label}{f', arm: {result.arm}' if result.arm else ''}",
        f"As cited in {trial.id}, {result.place.text}",
    )
    mark = Mark(
        f"{trial.id}:cited:{study.study}:{index}",
        trial.id,
        f"{study.study}, as cited",
        lines,
        flag_notes(trial, (*study.flags, *result.flags)),
    )
    return CitedPoint(mark, study.study, result.arm or study.label, value, criteria)


def _criteria(result: ComparatorResult) -> str:
    if result.criteria:
        return result.criteria
    return "" if result.event == "overall_survival" else "standard not stated"


def _own(trial: Trial, outcome: Outcome) -> CitedPoint:
    value = outcome.value if outcome.kind == "median" else outcome.percent
    assert value is not None
    told = _share(outcome)
    if outcome.unit:
        told = median_text(value, outcome.interval, outcome.unit)
    lines = (
        told,
        f"Interval as reported: {interval_text(outcome.interval)}" if outcome.interval else "",
        "Own result of the citing trial: other patients, other follow-up",
        outcome.place.text,
    )
    mark = Mark(
        f"{trial.id}:own:{outcome.id}",
        trial.id,
        f"{trial.short_name}: {outcome.label}",
        tuple(line for line in lines if line),
        flag_notes(trial, outcome.flags),
    )
    return CitedPoint(
        mark,
        trial.short_name,
        f"own result of {trial.id}",
        value,
        outcome.criteria or "",
        own=True,
        interval=outcome.interval,
    )


def _share(outcome: Outcome) -> str:
    return share(outcome.count, outcome.denominator, outcome.percent)


# --- the table ------------------------------------------------------------------------------------


def _rows(trial: Trial, study: Comparator) -> list[TableRow]:
    rows = [_result_row(trial, study, index, r) for index, r in enumerate(study.results)]
    for statement in study.statements:
        cells = (trial.id, study.study, statement.text, "no figure printed", "no")
        rows.append(TableRow("", (*cells, statement.place.text, "")))
    if not rows:
        cells = (trial.id, study.study, study.label, "no figure printed", "no")
        rows.append(TableRow("", (*cells, study.place.text, "")))
    return rows


def _result_row(trial: Trial, study: Comparator, index: int, result: ComparatorResult) -> TableRow:
    notes = flag_notes(trial, (*study.flags, *result.flags))
    arm = f"{result.label} ({result.arm})" if result.arm else result.label
    drawn = "yes" if _is_drawn(result) else f"no: {_why(result, study)}"
    cells = (trial.id, study.study, arm, _value(result), drawn, result.place.text)
    return TableRow(f"{trial.id}:cited:{study.study}:{index}", (*cells, flags_text(notes)))


def _why(result: ComparatorResult, study: Comparator) -> str:
    if result.flags:
        return "doubtful, see flag"
    if study.flags:
        return "damaged text, see flag"
    return "a bound, no value" if result.comparison else "standard not stated"


def _value(result: ComparatorResult) -> str:
    sign, unit = _SIGNS.get(result.comparison or "", ""), f" {result.unit}" if result.unit else ""
    found = result.value if result.value is not None else result.percent
    if isinstance(found, tuple):
        text = span_text(*found)
    else:
        text = number(found) if isinstance(found, int | float) else str(found)
    interval = f" ({interval_text(result.interval)})" if result.interval else ""
    of = f" of {result.denominator}" if result.denominator else ""
    return f"{sign}{text}{unit}{interval}{of}"


def _own_row(point: CitedPoint) -> TableRow:
    mark = point.mark
    result = mark.label.partition(": ")[2]
    cells = (mark.trial, f"{point.study}: own result", result, mark.lines[0], "yes, apart")
    return TableRow(mark.key, (*cells, mark.lines[-1], flags_text(mark.flags)))

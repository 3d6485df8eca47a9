"""Medians with reported intervals, and rates at landmarks: points only, never a curve."""

from __future__ import annotations

from dataclasses import dataclass

from hccreview.review.charts.model import CAUTION, Mark, OutcomeChart, Silent, Table, TableRow
from hccreview.review.charts.telling import (
    differing,
    flag_notes,
    flags_text,
    interval_text,
    median_text,
    number,
    percent_text,
    place_text,
    silence,
)
from hccreview.trials.figures import Interval, Number
from hccreview.trials.model import Outcome, Trial

_EVENTS = {
    "overall_survival": "Overall survival",
    "progression_free_survival": "Progression-free survival",
    "liver_specific_progression_free_survival": "Liver-specific PFS",
}
_AMONG_RESPONDERS = {
    "time_to_response": "Time to response",
    "duration_of_response": "Duration of response",
}


@dataclass(frozen=True, slots=True)
class MedianRow:
    """A median in months with the interval as reported.

    `doubtful` where the limits lie symmetric about the median although the method cannot give
    such: then the whisker is drawn broken.
    """

    mark: Mark
    name: str
    what: str
    criteria: str
    population: str
    value: Number
    unit: str
    interval: Interval | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class RatePoint:
    """The percentage still free of the event at a landmark."""

    mark: Mark
    name: str
    what: str
    criteria: str
    at_months: Number
    percent: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToEventChart(OutcomeChart):
    """Medians, and landmark rates without a line between them."""

    medians: tuple[MedianRow, ...] = ()
    rates: tuple[RatePoint, ...] = ()


def time_to_event_chart(trials: tuple[Trial, ...]) -> TimeToEventChart:
    """Return all medians and landmark rates that trials print of themselves."""
    found = (_median(t, o) for t in trials for o in t.outcomes if _is_median(o))
    medians = tuple(sorted(found, key=_place_in_order))
    points = (
        _rate(trial, outcome)
        for trial in trials
        for outcome in trial.outcomes
        if outcome.kind == "rate" and outcome.at_months is not None
    )
    rates = tuple(sorted(points, key=_place_in_order))
    marks = (*(row.mark for row in medians), *(point.mark for point in rates))
    told = {mark.trial for mark in marks}
    remarks = []
    if rates:
        remarks.append("Landmark rates are points: no source publishes a curve as data.")
    if any(row.doubtful for row in medians):
        remarks.append(
            "Broken whiskers: the reported interval is symmetric about the median, which the named"
            " method (Brookmeyer-Crowley) does not give; drawn as reported."
        )
    headings = ("Trial", "Result", "Value", "95 % interval as reported", "Place", "Flags")
    return TimeToEventChart(
        id="time_to_event",
        title="Time to event",
        table=Table(headings, (*map(_median_cells, medians), *map(_rate_cells, rates))),
        marks=marks,
        caution=CAUTION,
        remarks=tuple(remarks),
        silent=tuple(_silent(trial) for trial in trials if trial.id not in told),
        medians=medians,
        rates=rates,
    )


def _place_in_order(row: MedianRow | RatePoint) -> tuple[int, bool]:
    """Survival before response, RECIST 1.1 before mRECIST; trials as they were chosen."""
    order = (*_EVENTS.values(), *reversed(_AMONG_RESPONDERS.values()))
    return order.index(row.what) if row.what in order else len(order), row.criteria == "mRECIST"


def _is_median(outcome: Outcome) -> bool:
    return outcome.kind == "median" and outcome.value is not None


def _what(outcome: Outcome) -> str:
    found = _EVENTS.get(outcome.event or "") or _AMONG_RESPONDERS.get(outcome.measure)
    return found or outcome.label


def _mark(trial: Trial, outcome: Outcome, lines: tuple[str, ...]) -> Mark:
    also = tuple(name for mention in outcome.also for name in mention.flags)
    return Mark(
        f"{trial.id}:{outcome.id}",
        trial.id,
        f"{trial.short_name}: {outcome.label}",
        tuple(line for line in lines if line),
        flag_notes(trial, (*outcome.flags, *also)),
    )


def _median(trial: Trial, outcome: Outcome) -> MedianRow:
    value, interval, unit = outcome.value, outcome.interval, outcome.unit or "months"
    assert value is not None
    doubtful = interval is not None and _symmetric(value, interval)
    lines = (
        f"Median {median_text(value, interval, unit)}",
        f"Interval as reported: {interval_text(interval)}" if interval else "",
        "Symmetric about the median: method doubtful" if doubtful else "",
        *differing(outcome.also, unit),
        f"Of {outcome.population}" if outcome.population else "",
        place_text(outcome.place, outcome.also),
    )
    return MedianRow(
        _mark(trial, outcome, lines),
        trial.short_name,
        _what(outcome),
        outcome.criteria or "",
        outcome.population or "",
        value,
        unit,
        interval,
        doubtful,
    )


def _symmetric(value: Number, interval: Interval) -> bool:
    """True where a rank-based interval lies symmetric about its median, to the printed digits."""
    named = (interval.method_as_printed or "").casefold()
    gap = abs((interval.high - value) - (value - interval.low))
    return "brookmeyer" in named and gap < 0.0151


def _rate(trial: Trial, outcome: Outcome) -> RatePoint:
    percent, months = outcome.percent, outcome.at_months
    assert percent is not None and months is not None
    lines = (
        f"{percent_text(percent)} at {number(months)} months",
        "No interval stated in source",
        *differing(outcome.also, "%"),
        f"Of {outcome.population}" if outcome.population else "",
        place_text(outcome.place, outcome.also),
    )
    return RatePoint(
        _mark(trial, outcome, lines),
        trial.short_name,
        _what(outcome),
        outcome.criteria or "",
        months,
        percent,
    )


def _median_cells(row: MedianRow) -> TableRow:
    criteria = f", {row.criteria}" if row.criteria else ""
    interval = interval_text(row.interval) or "not stated in source"
    cells = (
        row.mark.trial,
        f"{row.what}{criteria}: median ({row.population})",
        median_text(row.value, row.interval, row.unit),
        f"{interval}; method doubtful" if row.doubtful else interval,
        _place(row.mark),
        flags_text(row.mark.flags),
    )
    return TableRow(row.mark.key, cells)


def _rate_cells(point: RatePoint) -> TableRow:
    criteria = f", {point.criteria}" if point.criteria else ""
    cells = (
        point.mark.trial,
        f"{point.what}{criteria}: at {number(point.at_months)} months",
        percent_text(point.percent),
        "not stated in source",
        _place(point.mark),
        flags_text(point.mark.flags),
    )
    return TableRow(point.mark.key, cells)


def _place(mark: Mark) -> str:
    """Return the place, and before it what the source prints otherwise elsewhere."""
    other = [line for line in mark.lines if line.startswith("Printed otherwise")]
    return "; ".join((mark.lines[-1], *other))


def _silent(trial: Trial) -> Silent:
    stated = next((f for f in trial.facts if f.item == "survival data" and f.value), None)
    if stated is not None:
        return silence(trial, f"survival data called {stated.value} ({stated.place.text})")
    return silence(trial, "no times to an event" if trial.outcomes else "")

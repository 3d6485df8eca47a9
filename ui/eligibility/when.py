"""What the strips along time show: shares of a line, looks and words, made from horizons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from hccreview.clinical.dates import MONTHS, add_months, spoken
from hccreview.review.compare import Comparison
from hccreview.review.horizon import Horizon, State, Stretch, passages
from hccreview.review.recruitment import can_be_entered, recruitment_on
from hccreview.trials.model import Trial

_WORDS = {
    State.HOLDS: "everything holds",
    State.REPEAT: "holds if repeated",
    State.OPEN: "open",
    State.FAILS: "fails",
    State.NOT_ASSESSABLE: "not assessable",
}
_TONES = {State.OPEN: "unknown", State.FAILS: "fail", State.NOT_ASSESSABLE: "neutral"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the line from `start` to `end` (0 to 1), how it is filled, and its tone."""

    start: float
    end: float
    look: str
    tone: str


@dataclass(frozen=True, slots=True)
class WhenRow:
    """One trial: its parts, where values grow too old, and what is said of it."""

    trial_id: str
    name: str
    parts: tuple[Part, ...]
    expiries: tuple[float, ...]
    short: str
    sentence: str
    passages: str


def when_rows(found: tuple[Horizon, ...], comparison: Comparison) -> tuple[WhenRow, ...]:
    """Return a row for each horizon."""
    return tuple(_row(each, comparison) for each in found)


def _row(found: Horizon, comparison: Comparison) -> WhenRow:
    assessment = comparison.assessment(found.trial_id)
    enterable = can_be_entered(comparison.recruitment(assessment))
    first, last = found.stretches[0].first, found.stretches[-1].last
    delay = comparison.anchors.first_dose - comparison.anchors.as_of
    precedent = "" if enterable else "; a precedent only"
    told = list(passages(found, _WORDS))
    told += [
        f"{spoken(day)}: too old ({', '.join(names[:6])}{', …' if len(names) > 6 else ''})"
        for day, names in found.expiries
    ]
    return WhenRow(
        trial_id=found.trial_id,
        name=assessment.trial.short_name,
        parts=tuple(_joined(_parts(found, assessment.trial, delay))),
        expiries=tuple(_share(day, first, last) for day, _ in found.expiries if day > first),
        short=found.brief,
        sentence=found.sentence.rstrip(".") + precedent,
        passages="\n".join(told),
    )


def _parts(found: Horizon, trial: Trial, delay: timedelta) -> Iterator[Part]:
    first, last = found.stretches[0].first, found.stretches[-1].last
    for each in found.stretches:
        for tone, days in groupby(_days(each), key=lambda day: _tone(each, trial, day - delay)):
            inside = list(days)
            end = _share(inside[-1] + timedelta(days=1), first, last)
            yield Part(_share(inside[0], first, last), end, each.state.value, tone)


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    """Yield parts; neighbours that must be repeated are one: ticks show what grows old when."""
    kept: Part | None = None
    for part in parts:
        same = kept is not None and part.look == "repeat" == kept.look and part.tone == kept.tone
        if kept is not None and same:
            kept = replace(kept, end=part.end)
            continue
        if kept is not None:
            yield kept
        kept = part
    if kept is not None:
        yield kept


def _days(stretch: Stretch) -> Iterator[date]:
    for number in range((stretch.last - stretch.first).days + 1):
        yield stretch.first + timedelta(days=number)


def _tone(stretch: Stretch, trial: Trial, day: date) -> str:
    """Return the tone of a day of review; where the trial cannot be entered it is never green."""
    if stretch.state in _TONES:
        return _TONES[stretch.state]
    return "pass" if can_be_entered(recruitment_on(trial, day)) else "neutral"


def _share(day: date, first: date, last: date) -> float:
    return (day - first).days / ((last - first).days + 1)


def axis_marks(first: date, last: date) -> tuple[tuple[float, str], ...]:
    """Return the first day and the first of each month after it, with their words."""
    marks = [(0.0, f"{first.day} {MONTHS[first.month - 1]}")]
    month = add_months(first.replace(day=1), 1)
    while month <= last:
        year = f" {month.year}" if month.month == 1 else ""
        marks.append((_share(month, first, last), f"{MONTHS[month.month - 1]}{year}"))
        month = add_months(month, 1)
    return tuple(marks)

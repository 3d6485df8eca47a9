"""Changes made in the form of one field: each returns the changed case or raises a ReviewError."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.editing import with_observation, without_observation
from hccreview.clinical.entry import read_observation
from hccreview.clinical.fields import NUMERIC, FieldDefinition
from ui.case_page.days import read_day
from ui.case_page.laboratory_entry import with_unit
from ui.case_page.typed import split_typed, unit_named


@dataclass(frozen=True, slots=True)
class State:
    """What a form says beside a field: a sign with short words, a tone, and the whole story."""

    text: str = ""
    tone: str = ""
    tip: str = ""


def shown_observation(case: Case, field: FieldDefinition, as_of: date) -> Observation | None:
    """Return the value that a form shows: the newest, one before the review where there is any."""
    found = case.of(field.id)

    def order(observation: Observation) -> tuple[date, str]:
        day = observation.collected_on
        return (day.last if day is not None else date.min, observation.collected_at)

    seen = [o for o in found if o.collected_on is None or o.collected_on.first <= as_of]
    return max(reversed(seen or found), key=order, default=None)


def with_answer(
    case: Case,
    field: FieldDefinition,
    old: Observation | None,
    answer: str | Sequence[str],
    *,
    unit: str = "",
    on: PartialDate | None = None,
    author: str = "",
) -> Case:
    """Return the case with an answer in the place of `old`, or as a new one.

    `on` and `author` are those of a new answer; an old one keeps its own. An empty answer takes
    the old one out.
    """
    if not answer:
        return case if old is None else without_observation(case, old)
    value, unit = _read(field, answer, unit)
    new = read_observation(field, value, unit, collected_on=on, author=author)
    if old is not None:
        new = replace(
            old,
            value=new.value,
            unit=new.unit,
            value_text=new.value_text,
            suspect=new.suspect,
        )
    return with_observation(case, new, old)


def _read(field: FieldDefinition, answer: str | Sequence[str], unit: str) -> tuple[object, str]:
    if not isinstance(answer, str):
        return list(answer), ""
    if field.type in NUMERIC:
        value, named = split_typed(field, answer)
        chosen = named or (unit_named(field, unit) if unit else "")
        return value, "" if value in field.words else chosen
    if field.type == "date":
        words = {label.casefold(): word for word, label in field.words.items()}
        text = answer.strip()
        return words.get(text.casefold(), text if text in field.words else read_day(text)), ""
    return answer, ""


def with_day(case: Case, old: Observation, text: str) -> Case:
    """Return the case with a value's date corrected."""
    on = read_day(text) if text.strip() else None
    return with_observation(case, replace(old, collected_on=on), old)


def with_words(case: Case, old: Observation, part: str, text: str) -> Case:
    """Return the case with the author or reason of an answer."""
    text = text.strip()
    new = replace(old, author=text) if part == "author" else replace(old, reason=text)
    return with_observation(case, new, old)


def with_other_unit(case: Case, field: FieldDefinition, old: Observation, unit: str) -> Case:
    """Return the case with a value read in another unit."""
    return with_unit(case, field, old, unit)


_GAPS = {
    "stale": "? too old",
    "undated": "? no date",
    "suspect_unit": "? check the unit",
    "conflict": "? values contradict",
}


def state_of(chart: Chart, field: FieldDefinition, shown: Observation | None) -> State:
    """Return what stands beside a field: why its value is of no use, or nothing."""
    if shown is None:
        return State()
    if shown.collected_on is not None and shown.collected_on.first > chart.as_of:
        return State("– after the review", "neutral", "Dated after the day of the review: not seen")
    for gap in chart.fact(field.id).gaps:
        if gap.reason in _GAPS:
            return State(_GAPS[gap.reason], "unknown", _story(chart, field, gap.reason, shown))
    if field.board_question:
        missing = [p for p in ("author", "reason") if not getattr(shown, p)]
        if missing:
            return State(f"? {missing[0]} missing", "unknown", "Say who answered, and why")
    return State()


def _story(chart: Chart, field: FieldDefinition, reason: str, shown: Observation) -> str:
    if reason == "stale" and shown.collected_on is not None:
        days = chart.settings.ages[field.age]
        return f"Recorded for {spoken(shown.collected_on)}; older than {days} days (our setting)"
    if reason == "suspect_unit":
        return shown.suspect
    if reason == "conflict":
        return "Several values of the same day contradict each other"
    return "Give the date; without it the value cannot be used"

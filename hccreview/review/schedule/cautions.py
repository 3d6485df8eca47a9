"""What a reader of a schedule must be told: old or moved weights, contradictions, idle changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from hccreview.clinical.dates import spoken
from hccreview.clinical.plan import Change, Delay
from hccreview.clinical.quantity import plain
from hccreview.review.schedule.model import Caution, Given, Measurement, Schedule


def cautions_of(schedule: Schedule, changes: Sequence[Change]) -> tuple[Caution, ...]:
    """Return the cautions of a schedule, those on the patient first."""
    found = [*_body(schedule), *_beyond_days(schedule), *_readings(schedule)]
    found += [*_idle(schedule, changes), *_local(schedule)]
    return tuple(dict.fromkeys(found))


def _body(schedule: Schedule) -> Iterator[Caution]:
    if not any(line.dose is not None and line.dose.per_m2 for line in schedule.lines):
        return
    for sentence in schedule.patient.missing:
        yield Caution("missing", f"{sentence} Doses in mg are not known.")
    rules, patient = schedule.settings, schedule.patient
    for name, value, days in (
        ("weight", patient.weight, rules.weight_days),
        ("height", patient.height, rules.height_days),
    ):
        yield from _age(name, value, days, schedule)
    yield from _weight_moved(schedule)
    surface = schedule.surface
    if surface is not None and surface.value < surface.uncapped:
        yield Caution(
            "cap",
            f"The body surface of {surface.uncapped:.4f} m² is capped at"
            f" {surface.value:g} m² (our setting).",
        )


def _age(name: str, value: Measurement | None, days: int, schedule: Schedule) -> Iterator[Caution]:
    if value is None:
        return
    if value.on is None:
        yield Caution(f"{name}_age", f"The {name} of {_amount(value)} has no date.")
        return
    age = (schedule.start - value.on.last).days
    if age > days:
        yield Caution(
            f"{name}_age",
            f"The {name} of {_amount(value)} is of {spoken(value.on)}: {age} days before the start"
            f" (more than {days}, our setting).",
        )


def _weight_moved(schedule: Schedule) -> Iterator[Caution]:
    """Tell a change between the newest weight and the one before, or the last before the start."""
    weights = schedule.patient.weights
    if len(weights) < 2:
        return
    newest, limit = weights[-1], schedule.settings.weight_percent
    before = [
        weight
        for weight in weights[:-1]
        if weight.on is not None and weight.on.last <= schedule.start
    ]
    for earlier in dict.fromkeys((weights[-2], *before[-1:])):
        percent = 100 * (newest.value - earlier.value) / earlier.value
        if abs(percent) + 1e-9 >= limit:
            when = f" ({spoken(earlier.on)})" if earlier.on else ""
            yield Caution(
                "weight_change",
                f"The weight went from {_amount(earlier)}{when} to {_amount(newest)}:"
                f" {'+' if percent > 0 else '−'}{plain(abs(percent), 1)} %.",
            )


def _amount(value: Measurement) -> str:
    return f"{plain(value.value)} {value.unit}"


def _beyond_days(schedule: Schedule) -> Iterator[Caution]:
    """Tell infusions that go on after the last day that the source names for them."""
    for given in schedule.given:
        if given.cycle != 1 or given.end is None or given.held is not None:
            continue
        line = next(each for each in schedule.lines if each.administration.id == given.id)
        days = line.administration.days
        if days is None or given.start is None:
            continue
        last = (
            given.first
            - timedelta(given.day - 1 + _later_start(given))
            + timedelta(days.value[-1] - 1)
        )
        if given.last > last:
            over = given.day + (given.last - given.first).days + _later_start(given)
            yield Caution(
                "beyond_days",
                f"{given.drug}: the source names {_days(days.value)}, but the infusion ends"
                f" {plain((given.hour or 0) + (given.hours or 0))} h after the start, on day"
                f" {over} at {given.end:%H:%M}.",
            )


def _later_start(given: Given) -> int:
    """Return how many days after the day of hour 0 it begins."""
    if given.start is None or given.hour is None:
        return 0
    return (given.first - (given.start - timedelta(hours=given.hour)).date()).days


def _days(days: tuple[int, ...]) -> str:
    if len(days) == 1:
        return f"day {days[0]}"
    return f"days {days[0]}–{days[-1]}"


def _readings(schedule: Schedule) -> Iterator[Caution]:
    for choice in schedule.choices:
        chosen = next((o for o in choice.options if o.id == choice.chosen), None)
        if chosen is not None and len(choice.options) > 1:
            yield Caution("reading", f"{choice.label}: {chosen.label}.")


def _idle(schedule: Schedule, changes: Sequence[Change]) -> Iterator[Caution]:
    """Tell changes that change nothing: of a cycle not planned, of what has no date."""
    placed = {given.id for given in schedule.given}
    known = {line.administration.id: line.administration.drug for line in schedule.lines}
    for change in changes:
        name = change.administration
        if change.cycle > len(schedule.cycles):
            yield Caution("idle", f"A change names cycle {change.cycle}, which is not planned.")
        elif name and name not in known:
            yield Caution("idle", f"A change names “{name}”, which this regimen does not give.")
        elif name and name not in placed:
            what = "delay" if isinstance(change, Delay) else "change"
            yield Caution("idle", f"{known[name]} has no date in the source: the {what} is idle.")


def _local(schedule: Schedule) -> Iterator[Caution]:
    for place in schedule.local:
        yield Caution("local", f"Parts are not from the source but from a {place.text}.")

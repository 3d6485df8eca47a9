"""What a regimen asks of a patient, only from what its source states, like with like.

The infusion hours of two regimens compare only for the same drugs: one states how long its antibody
runs and the other does not. So the hours of the chemotherapy (FOLFOX) stand beside those of
everything that has a duration.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hccreview.clinical.quantity import plain
from hccreview.review.schedule.clock import midnights
from hccreview.review.schedule.model import Amount, Given, Line, Schedule
from hccreview.review.schedule.words import amount_text
from hccreview.trials.figures import NOT_STATED

CHEMOTHERAPY = frozenset({"oxaliplatin", "leucovorin", "fluorouracil"})
_DAYS = {"d": 1, "wk": 7}
_TIMES = ("h", "nights")  # without any duration, a list of what is missing says no more


@dataclass(frozen=True, slots=True)
class BurdenLine:
    """One line of the comparison: `text` is ready to be shown, `amount` None where it is words.

    `id` is the same for every trial, so that lines can stand side by side; `note` says what is
    counted and what is not.
    """

    id: str
    label: str
    text: str
    amount: Amount | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Burden:
    """All lines of one trial, always the same ones in the same order, drugs after them."""

    trial: str
    lines: tuple[BurdenLine, ...]


def burden(schedule: Schedule) -> Burden:
    """Return the burden of one regimen: a cycle as published, the course as planned."""
    return Burden(
        schedule.trial,
        (
            _hours(schedule, "infusion_hours", "Infusion hours a cycle", None),
            _hours(schedule, "chemotherapy_hours", "of these, FOLFOX alone", CHEMOTHERAPY),
            _nights(schedule),
            _catheters(schedule),
            _visits(schedule),
            _daily(schedule),
            *_cumulative(schedule),
        ),
    )


def _line(id_: str, label: str, amount: Amount, note: str = "") -> BurdenLine:
    text = NOT_STATED if amount.value is None and amount.unit in _TIMES else amount_text(amount)
    return BurdenLine(id_, label, text, amount, note)


def _infused(schedule: Schedule, drugs: frozenset[str] | None) -> list[Line]:
    """Return what is, or may be, infused: neither taken by mouth nor day after day."""
    found = []
    for line in schedule.lines:
        given = line.administration
        daily = given.frequency is not None and given.frequency.per_day is not None
        oral = given.route is not None and given.route.value == "oral"
        wanted = drugs is None or given.drug in drugs
        if line.stage == "cycle" and wanted and not daily and not oral:
            found.append(line)
    return found


def _hours(schedule: Schedule, id_: str, label: str, drugs: frozenset[str] | None) -> BurdenLine:
    """Return the hours in which something runs, in the first published cycle."""
    lines = _infused(schedule, drugs)
    stated = [line for line in lines if line.administration.duration is not None]
    missing = [
        f"duration of {line.administration.drug} {NOT_STATED}"
        for line in lines
        if line not in stated
    ]
    if not stated:
        return _line(id_, label, Amount(None, "h", tuple(dict.fromkeys(missing))))
    ids = {line.administration.id for line in stated}
    running = [g for g in schedule.published if g.cycle == 1 and g.id in ids]
    spans = [(g.hour, g.hour + g.hours) for g in running if g.hour is not None and g.hours]
    loose = [g.hours for g in running if g.hour is None and g.hours]
    unplaced = ids - {g.id for g in running}
    loose += [
        float(line.administration.duration.value)
        for line in stated
        if line.administration.id in unplaced and line.administration.duration
    ]
    total = _covered(spans) + sum(loose)
    drugs_told = ", ".join(dict.fromkeys(line.administration.drug for line in stated))
    return _line(id_, label, Amount(total, "h", tuple(dict.fromkeys(missing))), drugs_told)


def _covered(spans: Iterable[tuple[float, float]]) -> float:
    """Return how many hours at least one of the spans covers."""
    total, reached = 0.0, float("-inf")
    for begin, end in sorted(spans):
        total += max(0.0, end - max(begin, reached))
        reached = max(reached, end)
    return total


def _nights(schedule: Schedule) -> BurdenLine:
    """Return the midnights at which an infusion runs, in one published cycle."""
    label = "Nights with a running infusion, a cycle"
    timed = [g for g in schedule.published if g.cycle == 1 and g.start and g.end]
    missing = tuple(dict.fromkeys(_without_span(schedule, {given.id for given in timed})))
    if not timed:
        return _line("nights", label, Amount(None, "nights", missing))
    spans = [(given.start, given.end) for given in timed if given.start and given.end]
    nights = sum(midnights(begin, end) for begin, end in _joined(spans))
    note = f"with a start at {schedule.time:%H:%M}"
    return _line("nights", label, Amount(float(nights), "nights", missing), note)


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the stretches of time in which something runs without a break."""
    found: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _without_span(schedule: Schedule, timed: set[str]) -> Iterable[str]:
    for line in _infused(schedule, None):
        given = line.administration
        if given.id not in timed:
            lacks = "duration" if given.duration is None else "hour"
            yield f"{lacks} of {given.drug} {NOT_STATED}"


def _catheters(schedule: Schedule) -> BurdenLine:
    label, stated = "Catheter placements, planned course", schedule.regimen.catheters
    if stated is None or not isinstance(stated.value, int):
        return BurdenLine("catheters", label, NOT_STATED)
    cycles = _infusing_cycles(schedule.given)
    amount = Amount(float(stated.value * cycles), "placements")
    return _line(
        "catheters", label, amount, f"{stated.value} for each infusion, {cycles} infusions"
    )


def _infusing_cycles(given: Sequence[Given]) -> int:
    return len({g.cycle for g in given if g.route == "hepatic_artery" and g.held is None})


def _visits(schedule: Schedule) -> BurdenLine:
    stated = schedule.regimen.visits
    if stated is None or stated.unit not in _DAYS or not isinstance(stated.value, int):
        return BurdenLine("visits", "Visits", NOT_STATED)
    every = stated.value * _DAYS[stated.unit]
    number = schedule.days // every
    note = f"every {every} days; planned course {schedule.days} days"
    return _line("visits", "Visits, planned course", Amount(float(number), "visits"), note)


def _daily(schedule: Schedule) -> BurdenLine:
    """Return the drugs that are taken day after day, each with its mg a day."""
    label = "Taken day after day"
    lines = [
        line
        for line in schedule.lines
        if line.stage == "cycle"
        and line.administration.frequency is not None
        and line.administration.frequency.per_day is not None
    ]
    if not lines:
        return BurdenLine("daily", label, NOT_STATED)
    texts, total, missing = [], 0.0, []
    for line in lines:
        given = line.administration
        times = given.frequency.per_day if given.frequency and given.frequency.per_day else 1
        if line.dose is None or line.dose.mg is None:
            missing.append(f"dose of {given.drug} {NOT_STATED}")
            texts.append(f"{given.drug}, dose {NOT_STATED}")
            continue
        total += line.dose.mg * times
        mouth = "" if given.route else f" (route {NOT_STATED})"
        texts.append(f"{given.drug} {plain(line.dose.mg * times)} mg a day{mouth}")
    return BurdenLine("daily", label, "; ".join(texts), Amount(total, "mg a day", tuple(missing)))


def _cumulative(schedule: Schedule) -> list[BurdenLine]:
    """Return the mg/m2 (flat drugs: mg) of each drug over the planned course."""
    found = []
    for total in schedule.totals:
        amount = total.per_m2 or total.mg
        kind = "a m²" if total.per_m2 else "flat"
        note = "goes on after the planned cycles" if total.goes_on else ""
        label = f"Cumulative {total.drug}, {kind}"
        found.append(_line(f"cumulative:{total.drug}", label, amount, note))
    return found

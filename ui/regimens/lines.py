"""The words of one administration: short for its bar, whole for hover, panel, table and reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from hccreview.clinical.rounding import round_half_up
from hccreview.review.schedule.words import WEEKDAYS, change_text, when_text
from hccreview.trials.figures import NOT_STATED

if TYPE_CHECKING:
    from hccreview.review.schedule.model import Dosage, Given, Line, Schedule
    from hccreview.trials.model import Trial
    from ui.regimens.work import Planned

ROUTES = {
    "hepatic_artery": "Hepatic artery",
    "intravenous": "Vein",
    "oral": "Mouth",
    "subcutaneous": "Under the skin",
    "transcatheter_arterial": "Artery by catheter",
    None: f"Route {NOT_STATED}",
}
LANES = ("hepatic_artery", "transcatheter_arterial", "intravenous", "subcutaneous", "oral", None)
_PARTS = {
    "dose": "dose",
    "route": "route",
    "days": "day",
    "start_hour": "hour",
    "duration": "duration",
    "frequency": "how often",
    "drug": "drug",
    "cycle_length": "length of a cycle",
    "maximum_cycles": "number of cycles",
    "variant": "reading",
}
LOCAL = " (local)"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_day(day: date) -> str:
    """Return ``Tue 1 Dec``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def amount_words(value: float) -> str:
    """Return milligrams with a gap between thousands and at most one decimal: ``4 363.5``."""
    text = f"{round_half_up(value, 1):,.1f}".removesuffix(".0")
    return text.replace(",", "\u00a0")


def dose_words(dose: Dosage | None) -> str:
    """Return the dose for this patient, or per m² where the body surface is not known."""
    if dose is None:
        return f"dose {NOT_STATED}"
    if dose.mg is not None:
        return f"{amount_words(dose.mg)} mg"
    unit = "mg/m²" if dose.per_m2 else "mg"
    return f"{amount_words(dose.stated * dose.percent / 100)} {unit}, dose unknown"


def short_words(given: Given) -> str:
    """Return what stands in a bar: ``fluorouracil 4 363 mg, 46 h``."""
    often = often_words(given.per_day) if given.kind == "daily" else ""
    length = f"{given.hours:g} h" if given.hours is not None else ""
    told = f"{given.drug} {dose_words(given.dose)}"
    for part in (often, length):
        told = f"{told}, {part}" if part else told
    if given.reduced is not None:
        told = f"{told} ({given.reduced.to_percent:g} %)"
    return f"held: {told}" if given.held is not None else told


def often_words(per_day: int | None) -> str:
    """Return ``twice daily``."""
    names = {1: "once daily", 2: "twice daily", 3: "three times daily"}
    return (
        f"how often {NOT_STATED}" if per_day is None else names.get(per_day, f"{per_day} × a day")
    )


def open_words(line: Line | None) -> str:
    """Return ``hour, duration not stated in source``, empty where all is stated."""
    parts = open_parts(line)
    return f"{', '.join(parts)} {NOT_STATED}" if parts else ""


def open_parts(line: Line | None) -> list[str]:
    """Return the names of what a source leaves open about one administration."""
    return [_PARTS.get(each.part, each.part) for each in line.open] if line is not None else []


def told(planned: Planned, given: Given) -> str:
    """Return the whole line of an administration, a fact a line."""
    return "\n".join(told_lines(planned, given))


def told_together(planned: Planned, together: tuple[Given, ...]) -> str:
    """Return the lines of administrations that stand in one place."""
    return "\n\n".join(told(planned, given) for given in together)


def told_lines(planned: Planned, given: Given) -> Iterator[str]:
    """Yield what is given, its arithmetic, when, what is published, open, implied; place, flags."""
    line = planned.line(given.id)
    yield f"{short_words(given)} · {planned.trial.short_name}, cycle {given.cycle}, day {given.day}"
    if given.dose is not None:
        yield given.dose.arithmetic
    yield f"{ROUTES[given.route]} · {when_text(given)}"
    if words := change_text(given):
        yield words[0].upper() + words[1:]
    if line is not None and (words := open_words(line)):
        yield words[0].upper() + words[1:]
    for words in given.implied:
        yield f"Implied: {words}"
    yield from provenance(planned, line)
    for part, place in given.local:
        yield f"Local, {_PARTS.get(part, part)}: {place.text}"


def unplaced_words(line: Line) -> str:
    """Return drug, dose and frequency of what is given without a stated start."""
    given = line.administration
    often = f", {given.frequency.value}" if given.frequency is not None else ""
    return f"{given.drug} {dose_words(line.dose)}{often}"


def unplaced_told(planned: Planned, line: Line) -> str:
    """Return everything about what is given without a stated start."""
    name = planned.trial.short_name
    head = f"{unplaced_words(line)} · {name}, drawn over the whole axis: its start is open"
    arithmetic = [line.dose.arithmetic] if line.dose is not None else []
    parts = [head, *arithmetic, open_words(line).capitalize(), *provenance(planned, line)]
    return "\n".join(part for part in parts if part)


def implied_days(schedule: Schedule) -> tuple[str, ...]:
    """Return the drugs that stand on a day no source prints, with the remark that says so."""
    drugs: dict[str, list[str]] = {}
    for line in schedule.lines:
        given = line.administration
        for remark in given.inferred if given.days is None else ():
            if remark.day is not None:
                drugs.setdefault(remark.text, []).append(given.drug)
    return tuple(f"{', '.join(dict.fromkeys(names))}: {text}." for text, names in drugs.items())


def provenance(planned: Planned, line: Line | None) -> Iterator[str]:
    """Yield the place in the source and the flags of an administration."""
    if line is None:
        return
    yield f"Source: {line.administration.place.text}"
    for flag in flags_of(line):
        yield f"Flag {flag}: {flag_text(planned.trial, flag)}"


def flags_of(line: Line) -> tuple[str, ...]:
    """Return the ids of all flags of an administration, each once."""
    given = line.administration
    parts = (given.dose, given.route, given.days, given.start_hour, given.duration, given.until)
    inner = [name for part in (*parts, *given.variants) if part is not None for name in part.flags]
    return tuple(dict.fromkeys((*given.flags, *inner)))


def flag_text(trial: Trial, name: str) -> str:
    """Return the sentence of a flag."""
    return trial.flag(name).finding

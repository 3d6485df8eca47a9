"""A schedule in words: routes, doses, dates and sums as every page, sheet and command says them."""

from __future__ import annotations

from datetime import date, datetime

from hccreview.clinical.dates import spoken
from hccreview.clinical.quantity import plain
from hccreview.review.schedule.model import Amount, Cycle, Given, Schedule
from hccreview.trials.figures import NOT_STATED

ROUTE_NAMES = {
    "hepatic_artery": "hepatic artery",
    "intravenous": "vein",
    "oral": "mouth",
    "subcutaneous": "under the skin",
    "transcatheter_arterial": "artery, by catheter",
}
FORMULAS = {"mosteller": "Mosteller", "du_bois": "Du Bois"}
_UNITS = {"mg/m2": "mg/m²"}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def route_text(route: str | None) -> str:
    """Return a route as a lane is called."""
    return "route not stated in source" if route is None else ROUTE_NAMES[route]


def unit_text(unit: str) -> str:
    """Return a unit as it is read."""
    return _UNITS.get(unit, unit)


def day_text(day: date) -> str:
    """Return a day with its weekday, such as ``Tue 1 Dec 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {spoken(day)}"


def time_text(moment: datetime) -> str:
    """Return day and clock time, such as ``Tue 1 Dec 2026 09:00``."""
    return f"{day_text(moment.date())} {moment:%H:%M}"


def when_text(given: Given) -> str:
    """Return when something is given: clock times, one day, or from day to day."""
    if given.start is not None:
        if given.end is None:
            return f"{time_text(given.start)}, duration {NOT_STATED}"
        return f"{time_text(given.start)} to {time_text(given.end)} ({plain(given.hours or 0)} h)"
    if given.kind == "daily":
        onwards = ", and on after that" if given.goes_on else ""
        return f"{day_text(given.first)} to {day_text(given.last)}{onwards}"
    return f"{day_text(given.first)}, hour {NOT_STATED}"


def dose_text(given: Given) -> str:
    """Return the dose with its arithmetic, and how often a day."""
    if given.dose is None:
        return f"dose {NOT_STATED}"
    often = {None: "", 1: " once daily", 2: " twice daily"}.get(
        given.per_day, f" {given.per_day} times daily"
    )
    return f"{given.dose.arithmetic}{often}"


def change_text(given: Given) -> str:
    """Return what changes did: held, reduced, moved; empty where it is as published."""
    parts = []
    if given.held is not None:
        parts.append(f"held: {given.held.reason} ({given.held.author})")
    if given.reduced is not None:
        share = plain(given.reduced.to_percent)
        parts.append(f"reduced to {share} %: {given.reduced.reason} ({given.reduced.author})")
    if given.moved:
        parts.append(f"{given.moved:+d} d, published {day_text(given.published_first)}")
    return "; ".join(parts)


def cycle_text(cycle: Cycle) -> str:
    """Return the days of a cycle, and why it begins later than published."""
    line = f"{day_text(cycle.start)} to {day_text(cycle.last)}"
    if cycle.start != cycle.published:
        line += f", published {day_text(cycle.published)}"
    moves = [f"{move.days:+d} d: {move.why}" for move in cycle.moves]
    return f"{line} ({'; '.join(moves)})" if moves else line


def amount_text(amount: Amount) -> str:
    """Return a sum; ``at least`` where a part is missing, ``not known`` where nothing is known."""
    lacking = f" ({'; '.join(amount.missing)})" if amount.missing else ""
    if amount.value is None:
        return f"not known{lacking}"
    least = "at least " if amount.missing else ""
    return f"{least}{plain(amount.value)} {unit_text(amount.unit)}{lacking}"


def surface_text(schedule: Schedule) -> str:
    """Return the body surface with formula, height and weight, and that of the other formula."""
    surface = schedule.surface
    if surface is None:
        return f"Body surface not known. {' '.join(schedule.patient.missing)}".strip()
    other = next(name for key, name in FORMULAS.items() if key != surface.formula)
    parts = []
    for name, value in (("height", surface.height), ("weight", surface.weight)):
        when = f" ({spoken(value.on)})" if value.on else " (no date)"
        parts.append(f"{name} {plain(value.value)} {value.unit}{when}")
    cap = f", capped from {surface.uncapped:.4f} m²" if surface.value < surface.uncapped else ""
    return (
        f"Body surface {surface.value:.4f} m² ({FORMULAS[surface.formula]}{cap}) from"
        f" {' and '.join(parts)}; {other} {surface.other:.4f} m²."
    )


def rounding_text(schedule: Schedule) -> str:
    """Return the rounding rule in words."""
    rule = schedule.settings.rounding
    if rule == "none":
        return "Doses are not rounded."
    if rule == "vial":
        return "Doses are rounded to whole vials where the site names their size."
    return f"Doses are rounded to the nearest {rule} mg."


def start_text(schedule: Schedule) -> str:
    """Return the start with the clock time of hour 0, and whose choice that is."""
    whose = "as chosen" if schedule.time_chosen else "our setting; the source names no clock time"
    return (
        f"Day 1 is {day_text(schedule.start)}; infusions begin at {schedule.time:%H:%M} ({whose})."
    )

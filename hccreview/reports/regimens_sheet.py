"""The sheet Regimens: every administration as stated, and what a source leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.reports.cells import Cell, Column, Row, Sheet, number, scalar, stated, text
from hccreview.reports.printed import (
    flags_text,
    joined,
    mention_text,
    places_text,
    unit_text,
    words,
)
from hccreview.trials.figures import Figure, Statement
from hccreview.trials.model import Administration, Arm, Trial

_COLUMNS = (
    Column("Trial", 19),
    Column("Part", 15),
    Column("Drug or rule", 22),
    Column("Arms", 9),
    Column("Dose or value", 9),
    Column("Unit", 8),
    Column("Basis", 9),
    Column("Route", 12),
    Column("Days of the cycle", 10),
    Column("Start hour", 10),
    Column("Duration (h)", 10),
    Column("How often", 12),
    Column("Until", 16),
    Column("Given in", 9),
    Column("Variants and implied", 22),
    Column("Note", 18),
    Column("Place in the source", 18),
    Column("Flags", 9),
)
_BASES = {"flat": "flat dose", "per_m2": "per m² of body surface"}


def regimens_sheet(trials: tuple[Trial, ...]) -> Sheet:
    """Return the sheet of all regimens, a row an administration or a rule."""
    rows = tuple(row for trial in trials for row in _rows(trial))
    return Sheet("Regimens", "Regimens as stated in the sources", _COLUMNS, rows, frozen=3)


def _rows(trial: Trial) -> Iterator[Row]:
    regimen = trial.regimen
    for arm in trial.arms:
        yield _arm(trial, arm)
    for label, figure in (
        ("Length of a cycle", regimen.cycle_length),
        ("Most cycles", regimen.maximum_cycles),
        ("Visits", regimen.visits),
        ("Imaging", regimen.imaging),
        ("Catheters", regimen.catheters),
    ):
        yield _figure(trial, label, figure)
    for given in regimen.administrations:
        yield _administration(trial, "Administration", given)
    for given in regimen.maintenance:
        yield _administration(trial, "Maintenance", given)
    for part, statements in (
        ("Continuation", regimen.continuation),
        ("Procedure", regimen.procedures),
    ):
        for statement in statements:
            yield _statement(trial, part, statement)
    if regimen.note or regimen.flags:
        yield (
            *_start(trial, "Remark", "Whole regimen"),
            *[None] * 11,
            text(regimen.note),
            text(regimen.place.text),
            text(flags_text(trial, regimen.flags)),
        )


def _start(trial: Trial, part: str, name: str) -> tuple[Cell | None, ...]:
    return Cell(trial.id, "quiet"), Cell(part, "quiet"), Cell(name, "bold"), None


def _arm(trial: Trial, arm: Arm) -> Row:
    given = ", ".join(arm.components) or "components not stated in source"
    return (
        *_start(trial, "Arm", arm.name)[:3],
        Cell(arm.id),
        *[None] * 10,
        Cell(f"{given}{' (assessed unless another is chosen)' if arm.default else ''}"),
        text(arm.note),
        text(arm.place.text),
        text(flags_text(trial, arm.flags)),
    )


def _figure(trial: Trial, label: str, figure: Figure | None) -> Row:
    if figure is None:
        return (*_start(trial, "Rule", label), stated(None))
    return (
        *_start(trial, "Rule", label),
        scalar(figure.value),
        text(unit_text(figure.unit)),
        *[None] * 5,
        text(f"printed: {figure.as_printed}" if figure.as_printed else None),
        *[None] * 3,
        text(figure.note),
        text(places_text((figure.place,), figure.also)),
        text(flags_text(trial, figure.flags)),
    )


def _statement(trial: Trial, part: str, statement: Statement) -> Row:
    name = Cell(statement.text)
    return (
        *_start(trial, part, "")[:2],
        name,
        text(", ".join(statement.arms)),
        *[None] * 12,
        text(places_text((statement.place,), statement.also)),
        text(flags_text(trial, statement.flags)),
    )


def _administration(trial: Trial, part: str, given: Administration) -> Row:
    dose, hour = given.dose, given.start_hour
    return (
        *_start(trial, part, given.drug)[:3],
        Cell(", ".join(given.arms) or "all"),
        number(dose.value) if dose else stated(None),
        text(unit_text(dose.unit)) if dose else stated(None),
        Cell(_BASES[dose.basis]) if dose else stated(None),
        stated(words(given.route.value) if given.route else None),
        _days(given),
        number(hour.value) if hour else stated(_after(trial, given)),
        number(given.duration.value) if given.duration else stated(None),
        stated(given.frequency.value if given.frequency else None),
        stated(_until(given)),
        text(_diluent(given)),
        text(_variants(given)),
        text(joined(*_printed_otherwise(given), given.note)),
        text(_places(given)),
        text(flags_text(trial, _flags(given))),
    )


def _days(given: Administration) -> Cell | None:
    """Return one day as a number, several as a list; printed variants stand in their column."""
    if given.days is None:
        variants = dict.fromkeys(str(variant.day) for variant in given.variants)
        return stated(f"{', '.join(variants)}, see variants" if variants else None)
    days = given.days.value
    return number(days[0]) if len(days) == 1 else Cell(", ".join(str(day) for day in days))


def _after(trial: Trial, given: Administration) -> str | None:
    if given.after is None:
        return None
    everything = (*trial.regimen.administrations, *trial.regimen.maintenance)
    named = next((other for other in everything if other.id == given.after), None)
    if named is None:
        return f"after {words(given.after)}"
    dose = f" {_dose(named)}" if named.dose else ""
    return f"after {named.drug}{dose}"


def _dose(given: Administration) -> str:
    """Return a printed dose in words, empty where the source prints none."""
    if given.dose is None:
        return ""
    return f"{given.dose.value} {unit_text(given.dose.unit)}"


def _until(given: Administration) -> str | None:
    if given.until is None:
        return None
    elsewhere = "; ".join(f"also {mention_text(mention)}" for mention in given.until.also)
    return f"{given.until.text}; {elsewhere}" if elsewhere else given.until.text


def _diluent(given: Administration) -> str | None:
    fluid = given.diluent
    return f"{fluid.volume} {fluid.unit} {fluid.text}" if fluid else None


def _variants(given: Administration) -> str:
    variants = [
        f"{variant.label}{', by default' if variant.default else ''}" for variant in given.variants
    ]
    implied = [f"Implied, {words(remark.of)}: {remark.text}" for remark in given.inferred]
    return joined(*variants, *implied)


def _printed_otherwise(given: Administration) -> tuple[str, ...]:
    parts = (("days", given.days), ("start", given.start_hour), ("duration", given.duration))
    return tuple(
        f"Printed ({name}): {part.as_printed}" for name, part in parts if part and part.as_printed
    )


def _places(given: Administration) -> str:
    parts = (given.dose, given.route, given.days, given.start_hour, given.duration)
    more = (given.frequency, given.until, given.diluent, *given.variants)
    also = (
        *(given.dose.also if given.dose else ()),
        *(given.frequency.also if given.frequency else ()),
    )
    places = [given.place, *(part.place for part in (*parts, *more) if part is not None)]
    return places_text(places, also)


def _flags(given: Administration) -> tuple[str, ...]:
    parts = (given.dose, given.route, given.days, given.start_hour, given.duration, given.until)
    inner = [name for part in (*parts, *given.variants) if part is not None for name in part.flags]
    return (*given.flags, *inner)

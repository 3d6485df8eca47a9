"""Changes of the laboratory sheet: each returns the changed case or raises a ReviewError."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.editing import with_observation, without_observation
from hccreview.clinical.entry import read_observation
from hccreview.clinical.fields import FieldDefinition
from hccreview.errors import ReviewError
from ui.case_page.laboratory import Column, Sheet, column_of
from ui.case_page.typed import split_typed, written

LIMITS = ("lln", "uln")
FIXED = ("unit", *LIMITS)  # what stands before the days
HEADS = {"unit": "Unit", "lln": "LLN", "uln": "ULN"}


def with_value(case: Case, field: FieldDefinition, column: Column, text: str, unit: str) -> Case:
    """Return the case with a value typed into a cell; an empty text takes the value out.

    `unit` is meant where the text names none. What else is recorded of the value is kept.
    """
    old = next((o for o in reversed(case.of(field.id)) if column_of(o) == column), None)
    if not text.strip():
        return case if old is None else without_observation(case, old)
    value, named = split_typed(field, text)
    new = read_observation(
        field,
        value,
        "" if value in field.words else named or (old.unit if old and old.unit else unit),
        collected_on=column.on,
        collected_at=column.at,
    )
    if old is not None:
        new = replace(_like(new, old), uln=old.uln, lln=old.lln)
    return with_observation(case, new, old)


def _like(new: Observation, old: Observation) -> Observation:
    return replace(
        new, laboratory=old.laboratory, note=old.note, author=old.author, reason=old.reason
    )


def with_unit(case: Case, field: FieldDefinition, value: Observation, unit: str) -> Case:
    """Return the case with a value read in another unit; its limits are of the same report."""
    new = read_observation(
        field,
        written(value, field),
        unit,
        collected_on=value.collected_on,
        collected_at=value.collected_at,
    )
    scale = _factor(field, unit) / _factor(field, value.unit)
    uln = None if value.uln is None else value.uln * scale
    lln = None if value.lln is None else value.lln * scale
    return with_observation(case, replace(_like(new, value), uln=uln, lln=lln), value)


def _factor(field: FieldDefinition, unit: str) -> float:
    return 1.0 if not unit or unit in field.separate else field.factor(unit)


def with_limit(
    case: Case, field: FieldDefinition, value: Observation | None, which: str, text: str
) -> Case:
    """Return the case with the ULN or LLN of a value's report, written in the value's unit."""
    name = which.upper()
    if which not in field.limits:
        raise ReviewError(f"{field.label} carries no {name}; leave it out.")
    if value is None:
        raise ReviewError(
            f"Write the value of {field.label} first; its {name} belongs to the same report."
        )
    typed = text.replace("\u00a0", "").strip()
    limits = {"uln": value.uln, "lln": value.lln, which: None}
    if typed:
        probe = read_observation(field, written(value, field), value.unit, **{which: typed})
        limits[which] = getattr(probe, which)
    uln, lln = limits["uln"], limits["lln"]
    if uln is not None and lln is not None and lln > uln:
        raise ReviewError(f"{field.label}: the LLN lies above the ULN; correct one of them.")
    return with_observation(case, replace(value, uln=uln, lln=lln), value)


def with_column_moved(
    case: Case, fields: tuple[FieldDefinition, ...], old: Column, new: Column
) -> Case:
    """Return the case with the samples of one column taken at another time.

    Raises ReviewError where a value of that time is there already: nothing is overwritten.
    """
    moving = {field.id: field for field in fields}
    taken = {o.field for o in case.observations if o.field in moving and column_of(o) == new}
    moved = {o.field for o in case.observations if o.field in moving and column_of(o) == old}
    if twice := taken & moved:
        label = moving[min(twice)].label
        raise ReviewError(
            f"{new.label} has a value of {label} already; clear one of the two, then change the"
            " date."
        )
    return replace(
        case,
        observations=tuple(
            replace(o, collected_on=new.on, collected_at=new.at)
            if o.field in moving and column_of(o) == old
            else o
            for o in case.observations
        ),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of the sheet: a field, and a column or one of ``unit``, ``lln`` and ``uln``."""

    field: FieldDefinition
    place: Column | str

    @property
    def key(self) -> tuple[str, Column | str]:
        """What tells one cell from another."""
        return self.field.id, self.place

    @property
    def heading(self) -> str:
        """What stands above the cell: the day, or the name of a limit."""
        return self.place.label if isinstance(self.place, Column) else HEADS[self.place]

    def told(self, text: str) -> str:
        """Name the change that a typed text makes: ``80``, ``ULN 40`` or ``cleared``."""
        what = text.strip() or "cleared"
        return what if isinstance(self.place, Column) else f"{self.heading} {what}"


def with_cell(case: Case, sheet: Sheet, cell: Cell, text: str, unit: str) -> Case:
    """Return the case with a text typed into any cell of the sheet."""
    if isinstance(cell.place, Column):
        return with_value(case, cell.field, cell.place, text, unit)
    newest = next(
        (o for o in case.of(cell.field.id) if _same_time(o, sheet.newest(cell.field))), None
    )
    if cell.place == "unit":
        return case if newest is None else with_unit(case, cell.field, newest, text)
    return with_limit(case, cell.field, newest, cell.place, text)


def _same_time(observation: Observation, newest: Observation | None) -> bool:
    return newest is not None and column_of(observation) == column_of(newest)

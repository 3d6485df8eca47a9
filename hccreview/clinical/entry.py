"""From what is written in a file or a form to a recorded value: the edge where units are converted.

Numbers outside the plausible range are kept and marked as a suspect unit where another accepted
unit would explain them, and refused where nothing does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from hccreview.clinical.case import Entry, Observation, Value
from hccreview.clinical.dates import PartialDate, parse_date
from hccreview.clinical.fields import NUMERIC, FieldDefinition, ListDefinition, suggestion
from hccreview.clinical.quantity import Span, exactly, parse_number, plain, span_of
from hccreview.errors import ReviewError

_YES = {"yes": True, "true": True, "no": False, "false": False}


def read_value(definition: FieldDefinition, value: object, unit: str = "") -> tuple[Value, str]:
    """Return the canonical value and the sentence that makes its unit suspect (mostly empty).

    Raises ReviewError when the value cannot be one of this field.
    """
    if definition.type in NUMERIC:
        return _number(definition, value, unit)
    if unit:
        raise ReviewError(f"{definition.label} has no unit; leave “{unit}” out.")
    if definition.type in ("yes_no", "judgement"):
        return _yes_no(definition, value), ""
    if definition.type == "set":
        return _set(definition, value), ""
    if definition.type in ("enum", "reading"):
        return _word(definition, value), ""
    if definition.type == "date":
        return _date(definition, value), ""
    if not isinstance(value, str):
        raise ReviewError(f"{definition.label}: write a text, not “{value}”.")
    return value, ""


def read_observation(
    definition: FieldDefinition, value: object, unit: str = "", **rest: object
) -> Observation:
    """Return an observation of `definition`; `rest` holds its other parts, already typed.

    `uln` and `lln` come in `unit` and are converted with it.
    """
    canonical, suspect = read_value(definition, value, unit)
    factor = 1.0 if unit in definition.separate or not unit else definition.factor(unit)
    limits: dict[str, float | None] = {}
    for name in ("uln", "lln"):
        limit = rest.pop(name, None)
        limits[name] = _limit(definition, name, limit, factor)
    return Observation(
        field=definition.id,
        value=canonical,
        unit=unit or definition.unit,
        value_text=value if isinstance(value, str) else _spelled(value),
        suspect=suspect,
        uln=limits["uln"],
        lln=limits["lln"],
        **rest,  # type: ignore[arg-type]
    )


def read_part(definition: ListDefinition, name: str, value: object) -> Value:
    """Return the canonical value of the field `name` of an entry.

    `value` is what was written: a scalar in the canonical unit, or a mapping with value and unit.
    An entry cannot carry a doubt about its unit, so a value that another unit would explain is
    refused. Raises ReviewError.
    """
    if name not in definition.by_id:
        near = suggestion(name, definition.by_id) or f"; it holds {', '.join(definition.by_id)}"
        raise ReviewError(f"{definition.label} has no field “{name}”{near}.")
    field, unit = definition.by_id[name], ""
    if isinstance(value, Mapping):
        value, unit = _amount(field, value)
    if value is None:
        raise ReviewError(f"{field.label} is empty; write the value, or leave the field out.")
    canonical, suspect = read_value(field, value, unit)
    if suspect:
        raise ReviewError(suspect)
    return canonical


def _amount(field: FieldDefinition, written: Mapping[str, object]) -> tuple[object, str]:
    if field.type not in NUMERIC or set(written) - {"value", "unit"} or "value" not in written:
        hint = " or {value: 12, unit: mm}" if field.type in NUMERIC else ""
        raise ReviewError(f"{field.label}: write the value itself{hint}.")
    return written["value"], str(written.get("unit") or "")


def read_entry(definition: ListDefinition, values: Mapping[str, object]) -> Entry:
    """Return an entry of the list `definition`; `values` holds what was written for each field.

    Raises ReviewError for a field the list does not have, a value that cannot be, or dates in the
    wrong order.
    """
    return checked_entry({name: read_part(definition, name, raw) for name, raw in values.items()})


def checked_entry(values: Mapping[str, Value]) -> Entry:
    """Return an entry of canonical values; raises ReviewError where its dates contradict."""
    if not values:
        raise ReviewError("The entry is empty; write at least one value, or take the entry out.")
    if "on" in values and "start" in values:
        raise ReviewError("Give either “on” (one day) or “start” and “end”, not both.")
    start, end = values.get("on", values.get("start")), values.get("end")
    if isinstance(start, PartialDate) and isinstance(end, PartialDate) and end.last < start.first:
        raise ReviewError(f"The end {end} lies before the start {start}; correct one of them.")
    return Entry(MappingProxyType(dict(values)))


def _spelled(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


def _limit(definition: FieldDefinition, name: str, limit: object, factor: float) -> float | None:
    if limit is None:
        return None
    if name not in definition.limits:
        raise ReviewError(f"{definition.label} carries no {name.upper()}; leave it out.")
    comparator, number = parse_number(limit, f"{name.upper()} of {definition.label}")
    if comparator or number <= 0:
        raise ReviewError(f"{name.upper()} of {definition.label} must be a number above 0.")
    return number * factor


def _number(definition: FieldDefinition, value: object, unit: str) -> tuple[Value, str]:
    if isinstance(value, str) and value in definition.words:
        return value, ""
    comparator, number = parse_number(value, definition.label)
    if definition.type == "integer" and not number.is_integer():
        raise ReviewError(f"{definition.label} is a whole number; “{value}” is not.")
    if unit in definition.separate:
        return span_of(number, comparator, floor=0.0), ""
    canonical = number * definition.factor(unit or definition.unit)
    suspect = _suspect(definition, canonical, number, unit or definition.unit)
    floor = 0.0 if definition.plausible and definition.plausible[0] >= 0 else -math.inf
    return (span_of(canonical, comparator, floor) if comparator else exactly(canonical)), suspect


def _suspect(definition: FieldDefinition, canonical: float, number: float, unit: str) -> str:
    if definition.plausible is None:
        return ""
    low, high = definition.plausible
    if low <= canonical <= high:
        return ""
    written = f"{definition.label} {plain(number, 4)} {unit}".rstrip()
    for other, factor in {definition.unit: 1.0, **definition.units}.items():
        if other != unit and low <= number * factor <= high:
            return f"{written} is not plausible; in {other} it would be: check the unit."
    unexplained = " and no accepted unit explains it" if definition.units else ""
    raise ReviewError(
        f"{written} lies outside {plain(low, 4)} to {plain(high, 4)} {definition.unit}".rstrip()
        + f"{unexplained}; correct the value."
    )


def _yes_no(definition: FieldDefinition, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _YES:
        return _YES[value.lower()]
    raise ReviewError(f"{definition.label}: answer yes or no, not “{value}”.")


def _word(definition: FieldDefinition, value: object) -> str:
    text = str(value)
    if isinstance(value, bool) or text not in definition.values:
        known = ", ".join(definition.values)
        near = suggestion(text, definition.values)
        raise ReviewError(f"{definition.label}: “{value}” is not one of {known}{near}.")
    return text


def _set(definition: FieldDefinition, value: object) -> frozenset[str]:
    parts = value if isinstance(value, list | tuple) else [value]
    words = frozenset(_word(definition, part) for part in parts)
    if not words:
        raise ReviewError(f"{definition.label}: name at least one value, or leave the field out.")
    for lonely in definition.exclusive:
        if lonely in words and len(words) > 1:
            raise ReviewError(f"{definition.label}: “{lonely}” cannot stand beside other values.")
    return words


def _date(definition: FieldDefinition, value: object) -> Value:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, str) and value in definition.words:
        return value
    try:
        return parse_date(str(value))
    except ReviewError as error:
        raise ReviewError(f"{definition.label}: {error}") from error


def number_or_none(value: Value | None) -> float | None:
    """Return the number of a span that is exact, else None."""
    return value.low if isinstance(value, Span) and value.exact else None

"""``fields``: the data dictionary as a table or as JSON."""

from __future__ import annotations

import json as json_format
from typing import Any

from hccreview.clinical.fields import Dictionary, FieldDefinition, bundled_dictionary
from hccreview.clinical.quantity import plain
from ui.commands.layout import table

_HEADS = ("Field", "Type", "Unit", "Label; values; range")


def show_fields(json: bool = False) -> None:
    """Print every field, then every list with the fields of its entries."""
    dictionary = bundled_dictionary()
    if json:
        print(json_format.dumps(_as_json(dictionary), ensure_ascii=False, indent=2))
        return
    print("\n\n".join(_parts(dictionary)))


def _parts(dictionary: Dictionary) -> list[str]:
    parts = []
    for group, label in dictionary.groups.items():
        fields = [field for field in dictionary.fields.values() if field.group == group]
        if fields:
            parts.append(f"{label.upper()}\n{table([_row(field) for field in fields], _HEADS)}")
    for each in dictionary.lists.values():
        rows = table([_row(field) for field in each.entry], _HEADS)
        parts.append(f"LIST {each.id}: {each.label}\n{rows}")
    views = [(v.id, f"{v.label}: {v.of} where {v.field} in {_set(v.values)}") for v in
             dictionary.views.values()]  # fmt: skip
    parts.append(f"NAMED PARTS OF LISTS\n{table(views)}")
    return parts


def _row(field: FieldDefinition) -> tuple[str, str, str, str]:
    return field.id, field.type, field.unit, "; ".join(_details(field))


def _details(field: FieldDefinition) -> list[str]:
    details = [field.label]
    words = [*field.values, *field.words]
    if words:
        details.append(", ".join(words))
    units = [*field.units, *(f"{unit} (never converted)" for unit in field.separate)]
    if units:
        details.append(f"also in {', '.join(units)}")
    if field.plausible:
        low, high = field.plausible
        details.append(f"{plain(low, 4)} to {plain(high, 4)}")
    if field.limits:
        details.append(f"with {' and '.join(limit.upper() for limit in field.limits)}")
    if field.dated:
        details.append("dated")
    return details


def _set(words: frozenset[str]) -> str:
    return "{" + ", ".join(sorted(words)) + "}"


def _as_json(dictionary: Dictionary) -> dict[str, Any]:
    return {
        "groups": dict(dictionary.groups),
        "fields": [_field_json(field) for field in dictionary.fields.values()],
        "lists": [
            {
                "id": each.id,
                "label": each.label,
                "group": each.group,
                "age": each.age,
                "changes": each.changes,
                "entry": [_field_json(field) for field in each.entry],
            }
            for each in dictionary.lists.values()
        ],
        "views": [
            {"id": v.id, "label": v.label, "of": v.of, "field": v.field, "values": sorted(v.values)}
            for v in dictionary.views.values()
        ],
    }


def _field_json(field: FieldDefinition) -> dict[str, Any]:
    names = ("units", "values", "words")
    return {**{n: dict(getattr(field, n)) for n in names}, **{
        name: getattr(field, name)
        for name in field.__dataclass_fields__
        if name not in names
    }}  # fmt: skip

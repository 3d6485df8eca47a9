"""The JSON Schema of a case file, generated from the data dictionary.

It lets an editor help while a case is written; the reader decides. What a schema cannot say (order
of dates, plausible values, units that explain a value) is checked by the reader alone.

``python -m hccreview.exchange.case_schema > resources/case.schema.json`` writes it anew.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from hccreview.clinical.fields import (
    NUMERIC,
    Dictionary,
    FieldDefinition,
    ListDefinition,
    bundled_dictionary,
)
from hccreview.clinical.plan import FORMULAS, MOST_CYCLES, MOST_DELAY, ROUNDINGS
from hccreview.exchange.case_reader import (
    CLOCK,
    CRITERION,
    FORMAT,
    OBSERVATION_TEXTS,
    OVERRIDE,
    OVERRIDE_KINDS,
    TRIAL,
)
from hccreview.exchange.plan_reader import CHANGES

Schema = dict[str, Any]
_NUMBER = r"^\s*(<=|>=|<|>|≤|≥)?\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$"
_YES_NO = "^([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
_TEXT: Schema = {"type": ["string", "integer"]}
_DEFINITIONS: Schema = {
    "text": _TEXT,
    "day": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "2026-11-14"},
    "date": {
        "description": "2026-11-14; 2026-11, 2026 or 2026-11-02/2026-11-14 where no more is known",
        "anyOf": [
            {"type": "string", "pattern": r"^\s*\d{4}(-\d{2}(-\d{2})?)?\s*$"},
            {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}$"},
            {"type": "integer", "minimum": 1900, "maximum": 9999},
        ],
    },
    "clock": {"type": "string", "pattern": f"^({CLOCK})?$"},
    "number": {
        "description": "68, 68.5 or, below or above what can be measured, <1000",
        "anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER}],
    },
    "yes_no": {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": _YES_NO}]},
}


def case_schema(dictionary: Dictionary) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a case file for `dictionary`."""
    fields = {name: _field(field) for name, field in dictionary.fields.items()}
    lists = {name: _list(entries) for name, entries in dictionary.lists.items()}
    properties: Schema = {
        "format": {"const": FORMAT},
        "code": {**_TEXT, "description": "a pseudonym, never a name"},
        "label": _TEXT,
        "shows": _TEXT,
        "synthetic": {"enum": [True, False, "yes", "no"]},
        "as_of": _reference("day"),
        "inclusion": _reference("day"),
        "first_dose": _reference("day"),
        "arms": {
            "type": "object",
            "propertyNames": {"pattern": f"^{TRIAL}$"},
            "additionalProperties": _reference("text"),
        },
        "observations": _object(fields),
        "lists": _object(lists),
        "overrides": {"type": "array", "items": _override()},
        "plans": {"type": "array", "items": _plan()},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Case file of HCC Review",
        **_object(properties, ("format", "code")),
        "$defs": {**_DEFINITIONS, **_observations(dictionary)},
    }


def schema_text(dictionary: Dictionary) -> str:
    """Return the schema as the text of ``resources/case.schema.json``."""
    return json.dumps(case_schema(dictionary), indent=1) + "\n"


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    shape: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**shape, "required": list(required)} if required else shape


def _override() -> Schema:
    words = {name: _reference("text") for name in OVERRIDE}
    words |= {"trial": {"pattern": f"^{TRIAL}$"}, "criterion": {"pattern": f"^{CRITERION}$"}}
    words |= {"on": _reference("day"), "kind": {"enum": list(OVERRIDE_KINDS)}}
    words |= {"at": {"type": "string", "pattern": f"^({CLOCK})$"}, "ground": _reference("text")}
    return _object(words, OVERRIDE)


def _plan() -> Schema:
    parts: Schema = {
        "trial": _reference("text"),
        "start": _reference("day"),
        "arm": _reference("text"),
        "time": {"type": "string", "pattern": f"^({CLOCK})$"},
        "cycles": {"type": "integer", "minimum": 1, "maximum": MOST_CYCLES},
        "choices": {"type": "object", "additionalProperties": _reference("text")},
        "formula": {"enum": list(FORMULAS)},
        "rounding": {"enum": [*ROUNDINGS, *(int(r) for r in ROUNDINGS if r.isdigit())]},
        "changes": {"type": "array", "items": _change()},
    }
    return _object(parts, ("trial", "start"))


def _change() -> Schema:
    parts: Schema = {
        "change": {"enum": list(CHANGES)},
        "cycle": {"type": "integer", "minimum": 1, "maximum": MOST_CYCLES},
        "days": {"type": "integer", "minimum": 1, "maximum": MOST_DELAY},
        "to_percent": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 100},
        "administration": _reference("text"),
        "onwards": {"enum": [True, False, "yes", "no"]},
        "reason": _reference("text"),
        "author": _reference("text"),
        "on": _reference("day"),
    }
    return _object(parts, ("change", "cycle", "reason", "author", "on"))


def _field(field: FieldDefinition) -> Schema:
    """Return what may stand under a field: a value, an observation, or several of them."""
    title = {"title": field.label}
    if field.question:
        title["description"] = field.question
    elif field.plausible:
        low, high = field.plausible
        title["description"] = f"plausible: {low:g} to {high:g} {field.unit}".rstrip()
    one = _reference(_kind(field))
    return {**title, "anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}


def _kind(field: FieldDefinition) -> str:
    """Return the definition of one observation; every question of yes or no has the same."""
    return "answer" if field.type in ("yes_no", "judgement") else f"one_{field.id}"


def _observations(dictionary: Dictionary) -> Schema:
    return {
        _kind(field): {"anyOf": [_value(field), _observation(field)]}
        for field in dictionary.fields.values()
    }


def _observation(field: FieldDefinition) -> Schema:
    parts: Schema = {"value": _value(field)}
    if units := _units(field):
        parts["unit"] = units
    parts |= {"on": _reference("date"), "at": _reference("clock")}
    parts |= {limit: _reference("number") for limit in field.limits}
    parts |= {name: _reference("text") for name in OBSERVATION_TEXTS}
    return _object(parts, ("value",))


def _units(field: FieldDefinition) -> Schema | None:
    if field.type not in NUMERIC or not field.unit:
        return None
    known: list[object] = [field.unit, *field.units, *field.separate]
    return {"enum": [*known, 1] if field.unit == "1" else known}


def _value(field: FieldDefinition) -> Schema:
    words = {"enum": [*field.words]}
    if field.type in NUMERIC:
        return {"anyOf": [_reference("number"), words]} if field.words else _reference("number")
    if field.type in ("yes_no", "judgement"):
        return _reference("yes_no")
    if field.type == "set":
        word = {"enum": [*field.values]}
        return {"anyOf": [word, {"type": "array", "minItems": 1, "items": word}]}
    if field.type in ("enum", "reading"):
        return {"enum": [*field.values]}
    if field.type == "date":
        return {"anyOf": [_reference("date"), words]} if field.words else _reference("date")
    return {"type": "string"}


def _list(entries: ListDefinition) -> Schema:
    """Return what may stand under a list: its entries, or its entries and the day it is whole."""
    parts = {field.id: _part(field) for field in entries.entry}
    entry = {**_object(parts), "minProperties": 1}
    listed = {"type": "array", "items": entry}
    said = _object({"complete_on": _reference("day"), "entries": listed}, ("entries",))
    return {"title": entries.label, "anyOf": [listed, said]}


def _part(field: FieldDefinition) -> Schema:
    value = _value(field)
    if (units := _units(field)) is not None:
        amount = _object({"value": value, "unit": units}, ("value",))
        value = {"anyOf": [value, amount]}
    return {"title": field.label, **value}


if __name__ == "__main__":
    sys.stdout.write(schema_text(bundled_dictionary()))

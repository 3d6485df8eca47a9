"""The data dictionary: every field a case can hold, read from ``resources/fields.yaml``."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from hccreview.clinical.bundled import bundled, bundled_text, well_formed
from hccreview.clinical.strict_yaml import load_strict
from hccreview.errors import ReviewError

NUMERIC = ("quantity", "integer")
WORDED = ("enum", "set", "reading")
TYPES = (*NUMERIC, *WORDED, "yes_no", "judgement", "date", "text")
_MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One entry of the data dictionary.

    `units` maps every accepted unit to its factor to `unit`; `separate` units are never converted.
    `absent` is what an entry means where it leaves the field out (mostly nothing).
    `plausible` holds the lowest and highest value a patient can have, in `unit`.
    """

    id: str
    label: str
    type: str
    group: str = ""
    unit: str = ""
    units: Mapping[str, float] = field(default_factory=dict)
    separate: tuple[str, ...] = ()
    plausible: tuple[float, float] | None = None
    limits: tuple[str, ...] = ()
    dated: bool = False
    age: str = ""
    changes: str = "repeat_test"
    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    exclusive: tuple[str, ...] = ()
    ordered: bool = False
    question: str = ""
    absent: str = ""

    @property
    def board_question(self) -> bool:
        """True for a question that only the board can answer."""
        return self.type in ("judgement", "reading")

    def factor(self, unit: str) -> float:
        """Return the factor from `unit` to the canonical unit; raises ReviewError when unknown."""
        if unit == self.unit:
            return 1.0
        if unit not in self.units:
            known = ", ".join((self.unit, *self.units, *self.separate))
            raise ReviewError(f"{self.label}: the unit “{unit}” is not known; use one of {known}.")
        return self.units[unit]

    def word(self, value: str) -> str:
        """Return the label of a value such as ``slight``."""
        return self.values.get(value) or self.words.get(value) or value


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A list a case can hold; `same` names the field that tells one thing seen on several dates."""

    id: str
    label: str
    group: str
    entry: tuple[FieldDefinition, ...]
    age: str = ""
    changes: str = "fixed"
    same: str = ""
    one_day: tuple[str, tuple[str, ...]] | None = None
    open_ended: tuple[str, tuple[str, ...]] | None = None
    by_id: Mapping[str, FieldDefinition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """A named part of a list: the entries whose `field` holds one of `values`."""

    id: str
    label: str
    of: str
    field: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All fields, lists and views by id; `digest` is the SHA-256 of the text they came from."""

    groups: Mapping[str, str]
    fields: Mapping[str, FieldDefinition]
    lists: Mapping[str, ListDefinition]
    views: Mapping[str, View]
    digest: str = ""

    def field(self, name: str) -> FieldDefinition:
        """Return the field called `name`; raises ReviewError that suggests the nearest name."""
        if name not in self.fields:
            raise ReviewError(f"There is no field “{name}”{suggestion(name, self.fields)}.")
        return self.fields[name]

    def label(self, name: str) -> str:
        """Return the label of a field, list or view; of ``list.field`` the label of both."""
        head, _, tail = name.partition(".")
        if tail and head in self.lists:
            definition = self.lists[head]
            inner = definition.by_id[tail].label if tail in definition.by_id else tail
            return f"{definition.label}: {inner}"
        for table in (self.fields, self.lists, self.views):
            if name in table:
                return str(table[name].label)
        return name


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What a site decides where sources are silent: ages in days, span of samples for one score."""

    ages: Mapping[str, int]
    one_score_within_days: int


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return ``; did you mean “x”?`` for the nearest known name, or an empty text."""
    near = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return f"; did you mean “{near[0]}”?" if near else ""


@lru_cache(maxsize=1)
def bundled_dictionary() -> Dictionary:
    """Return the dictionary that ships with the program."""
    return read_dictionary(bundled_text("fields.yaml"), "fields.yaml")


@lru_cache(maxsize=1)
def bundled_settings() -> SiteSettings:
    """Return the settings that ship with the program."""
    return bundled("site.yaml", _settings)


def _settings(data: Any) -> SiteSettings:
    ages = {name: _days(days) for name, days in data["ages_in_days"].items()}
    dictionary = bundled_dictionary()
    asked = {each.age: each.id for each in dictionary.fields.values() if each.age}
    asked |= {each.age: each.id for each in dictionary.lists.values() if each.age}
    for age in sorted(asked):
        if age not in ages:
            raise ReviewError(f"ages_in_days lacks “{age}”, which {asked[age]} asks for; add it.")
    return SiteSettings(MappingProxyType(ages), _days(data["one_score_within_days"]))


def _days(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _MOST_DAYS:
        raise ReviewError(f"“{value}” is no number of days; write a whole one up to {_MOST_DAYS}.")
    return value


def read_dictionary(text: str, where: str) -> Dictionary:
    """Return the dictionary written in `text`; raises ReviewError when it is malformed."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return well_formed(load_strict(text, where), where, lambda data: _dictionary(data, digest))


def _dictionary(data: Any, digest: str) -> Dictionary:
    fields = {row["id"]: _field(row) for row in data["fields"]}
    lists = {row["id"]: _list(row) for row in data["lists"]}
    views = {row["id"]: _view(row) for row in data["views"]}
    return Dictionary(MappingProxyType(data["groups"]), fields, lists, views, digest)


def _field(row: dict[str, Any]) -> FieldDefinition:
    if row["type"] not in TYPES:
        raise ReviewError(f"Data dictionary: the type “{row['type']}” of {row['id']} is not known.")
    plausible = row.get("plausible")
    return FieldDefinition(
        id=row["id"],
        label=row["label"],
        type=row["type"],
        group=row.get("group", ""),
        unit=str(row.get("unit", "")),
        units={str(name): float(factor) for name, factor in row.get("units", {}).items()},
        separate=tuple(row.get("separate", ())),
        plausible=(float(plausible[0]), float(plausible[1])) if plausible else None,
        limits=tuple(row.get("limits", ())),
        dated=bool(row.get("dated", False)),
        age=row.get("age", ""),
        changes=row.get("changes", "repeat_test"),
        values=MappingProxyType({str(k): str(v) for k, v in row.get("values", {}).items()}),
        words=MappingProxyType({str(k): str(v) for k, v in row.get("words", {}).items()}),
        exclusive=tuple(row.get("exclusive", ())),
        ordered=bool(row.get("ordered", False)),
        question=row.get("question", ""),
        absent=row.get("absent", ""),
    )


def _kinds(row: dict[str, Any] | None) -> tuple[str, tuple[str, ...]] | None:
    return (row["field"], tuple(row["values"])) if row else None


def _list(row: dict[str, Any]) -> ListDefinition:
    entry = tuple(_field(inner) for inner in row["entry"])
    return ListDefinition(
        id=row["id"],
        label=row["label"],
        group=row["group"],
        entry=entry,
        age=row.get("age", ""),
        changes=row.get("changes", "fixed"),
        same=row.get("same", ""),
        one_day=_kinds(row.get("one_day")),
        open_ended=_kinds(row.get("open_ended")),
        by_id={inner.id: inner for inner in entry},
    )


def _view(row: dict[str, Any]) -> View:
    return View(row["id"], row["label"], row["of"], row["field"], frozenset(row["values"]))

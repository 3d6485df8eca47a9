"""The records below a word: each with the text it is told by, and a digest that knows it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from hccreview.clinical.case import Case, Entry, Observation
from hccreview.clinical.dates import spoken
from hccreview.clinical.fields import Dictionary, bundled_settings
from hccreview.meeting.canonical import canonical_bytes, digest_of
from hccreview.meeting.footprint import Footprint
from hccreview.meeting.shapes import plain
from hccreview.review.wording import entry_text, observation_text

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class GroundFact:
    """One record: its field (or list), the label and text it is told by, and its digest."""

    field: str
    label: str
    shown: str
    digest: str


class Same(Generic[_T]):
    """A value as a key of what was worked out of it: this very one, its parts are not looked at.

    A case is compared at every key press, and most of its records are those of the press before.
    """

    __slots__ = ("value",)

    def __init__(self, value: _T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value


def known_names(names: Iterable[str], dictionary: Dictionary) -> Iterator[str]:
    """Return those of some names that the dictionary knows as a field or a list."""
    return (name for name in names if name in dictionary.fields or name in dictionary.lists)


def facts_below(chart: Footprint, names: Iterable[str], *, dated: bool) -> tuple[GroundFact, ...]:
    """Return the newest record of each field, and each entry of the lists, that names read.

    What would be read instead where a record were missing, or of no use, counts with it.
    """
    asked, dictionary = tuple(names), Same(chart.dictionary)
    found: dict[GroundFact, None] = {}
    for name in sorted(chart.below(asked) | _instead(asked, dictionary)):
        if name in chart.dictionary.lists:
            entries = chart.list(name).entries
            found |= dict.fromkeys(_entry(name, Same(each), dictionary) for each in entries)
        else:
            inputs = chart.fact(name).inputs
            found |= dict.fromkeys(_value(Same(each), dated, dictionary) for each in inputs)
    return tuple(found)


@lru_cache(maxsize=256)
def _instead(names: tuple[str, ...], dictionary: Same[Dictionary]) -> frozenset[str]:
    """Return what names read where nothing is recorded."""
    day = date(2000, 1, 1)  # of an empty case, all days are the same
    return Footprint(Case(""), day, day, dictionary.value, bundled_settings()).below(names)


@lru_cache(maxsize=2048)
def _value(of: Same[Observation], dated: bool, dictionary: Same[Dictionary]) -> GroundFact:
    observation = of.value
    definition = dictionary.value.fields[observation.field]
    shown = observation_text(observation, definition)
    when = observation.collected_on
    if dated and when is not None:
        shown = f"{shown} of {spoken(when)}"
    bare = replace(
        observation,
        unit=observation.unit_of(definition),
        value_text="",
        laboratory="",
        note="",
        author="",
        reason="",
        ground="",
    )
    if not dated:
        bare = replace(bare, collected_on=None, collected_at="")
    return GroundFact(observation.field, definition.label, shown, _digest_of_record(bare))


@lru_cache(maxsize=2048)
def _entry(name: str, of: Same[Entry], dictionary: Same[Dictionary]) -> GroundFact:
    definition = dictionary.value.lists[name]
    shown = entry_text(of.value, definition)
    return GroundFact(name, definition.label, shown, _digest_of_record(of.value))


def forget_records() -> None:
    """Keep nothing of the cases that were told; asked for where their store is locked."""
    _value.cache_clear()
    _entry.cache_clear()


def _digest_of_record(record: Observation | Entry) -> str:
    return short_digest(canonical_bytes(plain(record)))


def short_digest(content: bytes) -> str:
    """Return sixteen hexadecimal digits that name some bytes."""
    return digest_of(content)[:16]

"""Changes of the lists of a case: each returns the changed case or raises a ReviewError."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

from hccreview.clinical.case import Case, Entry, Value
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.editing import with_list
from hccreview.clinical.entry import checked_entry, read_part
from hccreview.clinical.fields import NUMERIC, FieldDefinition, ListDefinition
from hccreview.clinical.quantity import Span, plain
from ui.case_page.answers import State
from ui.case_page.days import read_day
from ui.case_page.typed import split_typed


def with_part(
    case: Case, definition: ListDefinition, row: int, name: str, typed: str | Iterable[str]
) -> Case:
    """Return the case with one field of an entry written; a row behind the last is a new entry.

    An empty text takes the field out; an entry of which nothing is left goes too. The first entry
    takes back that there is none.
    """
    recorded = case.list(definition.id)
    entries = list(recorded.entries)
    values: dict[str, Value] = dict(entries[row].values) if row < len(entries) else {}
    if not typed:
        values.pop(name, None)
    else:
        values[name] = read_part(definition, name, _raw(definition.by_id[name], typed))
    if not values:
        return without_entries(case, definition, {row}) if row < len(entries) else case
    ordered = {part.id: values[part.id] for part in definition.entry if part.id in values}
    entries[row : row + 1] = [checked_entry(MappingProxyType(ordered))]
    said = recorded.complete_on if recorded.entries else None
    return with_list(case, definition.id, entries, said)


def _raw(field: FieldDefinition, typed: str | Iterable[str]) -> object:
    if not isinstance(typed, str):
        return list(typed)
    if field.type in NUMERIC:
        value, unit = split_typed(field, typed)
        return {"value": value, "unit": unit} if unit else value
    if field.type == "date":
        return read_day(typed)
    return typed


def without_entries(case: Case, definition: ListDefinition, rows: set[int]) -> Case:
    """Return the case without some entries.

    When the last one goes, so does the word that the list is complete: it was not said of none.
    """
    recorded = case.list(definition.id)
    kept = [entry for row, entry in enumerate(recorded.entries) if row not in rows]
    return with_list(case, definition.id, kept, recorded.complete_on if kept else None)


def with_completeness(case: Case, definition: ListDefinition, on: date | None) -> Case:
    """Return the case with the day on which somebody said that a list is complete."""
    return with_list(case, definition.id, case.list(definition.id).entries, on)


def completeness(chart: Chart, definition: ListDefinition) -> State:
    """Return what is known of a list as a whole."""
    recorded, state = chart.case.list(definition.id), chart.list(definition.id)
    said = recorded.complete_on
    if said is None:
        return State("? not said to be complete", "unknown")
    if said > chart.as_of:
        return State(f"? said on {spoken(said)}: after the review", "unknown")
    if not state.complete:
        days = chart.settings.ages[definition.age]
        return State(
            f"? said on {spoken(said)}: too old", "unknown", f"Older than {days} days (our setting)"
        )
    if not recorded.entries:
        return State(f"✓ none, as of {spoken(said)}", "pass")
    if state.stale:
        return State(f"? said on {spoken(said)}; imaging too old", "unknown")
    return State(f"✓ complete as of {spoken(said)}", "pass")


def part_text(entry: Entry, field: FieldDefinition) -> str:
    """Return a field of an entry for its cell; the unit stands in the heading."""
    value = entry.get(field.id)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Span):
        if value.exact:
            return plain(value.low, 2)
        high = value.high_open or value.low_open
        edge = value.high if value.low <= 0 else value.low
        return f"{'<' if value.low <= 0 else '>'}{'' if high else '='}{plain(edge, 2)}"
    if isinstance(value, PartialDate):
        return spoken(value)
    if isinstance(value, frozenset):
        return ", ".join(field.values[word] for word in field.values if word in value)
    return field.word(value)

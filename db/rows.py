"""Rows ↔ values. Private to this folder: what leaves it is a Case."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from types import MappingProxyType
from typing import Any

from db.summary import Summary
from db.tables import (
    CaseListRow,
    CaseWordRow,
    EntryRow,
    EntryValueRow,
    ObservationRow,
    OverrideRow,
    PlanRow,
)
from hccreview.clinical.case import Case, CaseList, Entry, Observation, Override, Value
from hccreview.clinical.dates import PartialDate
from hccreview.clinical.plan import Change, Delay, DoseReduction, Hold, Plan
from hccreview.clinical.quantity import Span
from hccreview.errors import ReviewError

Row = dict[str, Any]
"""The columns of one row by name."""
Parts = dict[str, list[Row]]
"""The rows of the parts of one case by table name."""

_NO_VALUE: Row = dict.fromkeys(
    ("low", "high", "low_open", "high_open", "word", "flag", "words", "first_day", "last_day")
)
_OBSERVATION = (
    *("field", "unit", "value_text", "collected_at"),
    *("laboratory", "note", "author", "reason", "suspect", "ground"),
)
_OVERRIDE = ("trial", "criterion", "author", "on", "kind", "reason", "ground")
_PLAN = ("trial", "start", "arm", "cycles", "formula", "rounding")
HEAD = ("code", "label", "shows", "synthetic", "as_of", "inclusion", "first_dose", "arms")
"""The columns of a case's own row that hold its head, called as in Case."""


# ------------------------------------------------------------------ values → rows


def head_columns(case: Case) -> Row:
    """Return the columns of the case's own row that hold its head."""
    head = {name: getattr(case, name) for name in HEAD}
    return _storable({**head, "arms": [list(arm) for arm in case.arms]})


def list_columns(summary: Summary) -> Row:
    """Return the columns of the case's own row that the list shows, sorts and filters by."""
    born, diagnosed = summary.born, summary.diagnosed_on
    return {
        "code_order": summary.code_order,
        "born_first": born.first if born else None,
        "born_last": born.last if born else None,
        "stage": summary.stage,
        "staged_on": summary.staged_on,
        "diagnosed_first": diagnosed.first if diagnosed else None,
        "diagnosed_last": diagnosed.last if diagnosed else None,
    }


def part_rows(case: Case, case_id: uuid.UUID, words: Iterable[str] = ()) -> Parts:
    """Return the rows of everything that belongs to `case`; it is found by its `words`.

    Raises ReviewError for a text that a database cannot hold.
    """
    parts: dict[str, Iterable[Row]] = {
        ObservationRow.__tablename__: map(_observation_columns, case.observations),
        CaseListRow.__tablename__: (
            {"list": each.id, "complete_on": each.complete_on} for each in case.lists
        ),
        OverrideRow.__tablename__: map(_override_columns, case.overrides),
        PlanRow.__tablename__: map(_plan_columns, case.plans),
    }
    rows: Parts = {
        table: [
            _storable({"case_id": case_id, "position": position, **row})
            for position, row in enumerate(each_row)
        ]
        for table, each_row in parts.items()
    }
    rows[EntryRow.__tablename__] = list(_entry_rows(case, case_id))
    rows[EntryValueRow.__tablename__] = [_storable(row) for row in _entry_values(case, case_id)]
    found = [{"case_id": case_id, "word": word} for word in sorted(words)]
    rows[CaseWordRow.__tablename__] = found
    return rows


def _observation_columns(observation: Observation) -> Row:
    collected = observation.collected_on
    return {
        **{name: getattr(observation, name) for name in _OBSERVATION},
        **_value_columns(observation.value),
        **{name: _double(getattr(observation, name)) for name in ("uln", "lln")},
        "collected_first": collected.first if collected else None,
        "collected_last": collected.last if collected else None,
    }


def _override_columns(override: Override) -> Row:
    columns = {name: getattr(override, name) for name in _OVERRIDE}
    return {**columns, "at": _clock_text(override.at)}


def _clock_text(clock: time | None) -> str:
    return clock.isoformat() if clock is not None else ""


def _plan_columns(plan: Plan) -> Row:
    return {
        **{name: getattr(plan, name) for name in _PLAN},
        "time": _clock_text(plan.time),
        "choices": [list(choice) for choice in plan.choices],
        "changes": [_change_parts(change) for change in plan.changes],
    }


def _change_parts(change: Change) -> list[Any]:
    common = [change.reason, change.author, change.on.isoformat()]
    if isinstance(change, Delay):
        return ["delay", change.cycle, change.days, change.administration, False, *common]
    percent = change.to_percent if isinstance(change, DoseReduction) else None
    kind = "hold" if percent is None else "reduce"
    return [kind, change.cycle, percent, change.administration, change.onwards, *common]


def _entry_rows(case: Case, case_id: uuid.UUID) -> Iterator[Row]:
    for place, entries in enumerate(case.lists):
        for position in range(len(entries.entries)):
            yield {"case_id": case_id, "list_position": place, "position": position}


def _entry_values(case: Case, case_id: uuid.UUID) -> Iterator[Row]:
    for place, entries in enumerate(case.lists):
        for number, entry in enumerate(entries.entries):
            for position, (name, value) in enumerate(entry.values.items()):
                yield {
                    "case_id": case_id,
                    "list_position": place,
                    "entry_position": number,
                    "position": position,
                    "field": name,
                    **_value_columns(value),
                }


def _value_columns(value: Value) -> Row:
    if isinstance(value, bool):
        return {**_NO_VALUE, "kind": "flag", "flag": value}
    if isinstance(value, str):
        return {**_NO_VALUE, "kind": "word", "word": value}
    if isinstance(value, frozenset):
        return {**_NO_VALUE, "kind": "set", "words": sorted(value)}
    if isinstance(value, PartialDate):
        return {**_NO_VALUE, "kind": "date", "first_day": value.first, "last_day": value.last}
    bounds = {"low": _double(value.low), "high": _double(value.high)}
    opens = {"low_open": value.low_open, "high_open": value.high_open}
    return {**_NO_VALUE, "kind": "number", **bounds, **opens}


def _double(number: float | None) -> float | None:
    """Return a number as it will be read, so that a digest of it fits: 68 as 68.0, no minus 0."""
    return float(number) + 0.0 if number is not None else None


def _storable(row: Row) -> Row:
    for name, value in row.items():
        if isinstance(value, float) and math.isnan(value):
            raise ReviewError(f"“{name}” is not a number and cannot be saved; correct the value.")
        if not _is_text(value):
            where = row.get("field", name)
            raise ReviewError(
                f"A text of “{where}” holds a character that cannot be saved; type it again."
            )
    return row


def _is_text(value: object) -> bool:
    """Tell whether every database can hold the texts in `value`."""
    if isinstance(value, list):
        return all(map(_is_text, value))
    if not isinstance(value, str):
        return True
    return "\0" not in value and not any("\ud800" <= each <= "\udfff" for each in value)


# ------------------------------------------------------------------ rows → values


def case_of(head: Mapping[str, Any], parts: Mapping[str, list[Row]]) -> Case:
    """Return the case whose own row has the columns `head`; `parts` come in their order."""
    return Case(
        **{name: head[name] for name in HEAD if name != "arms"},
        arms=tuple((trial, arm) for trial, arm in head["arms"]),
        observations=tuple(map(_observation, parts[ObservationRow.__tablename__])),
        lists=tuple(_lists(parts)),
        overrides=tuple(map(_override, parts[OverrideRow.__tablename__])),
        plans=tuple(map(_plan, parts[PlanRow.__tablename__])),
    )


def partial_date(first: Any, last: Any) -> PartialDate | None:
    """Return the date between two days, None where there is none."""
    return PartialDate(first, last) if first is not None and last is not None else None


def _override(row: Row) -> Override:
    return Override(**{name: row[name] for name in _OVERRIDE}, at=_clock(row["at"]))


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _plan(row: Row) -> Plan:
    return Plan(
        **{name: row[name] for name in _PLAN},
        time=_clock(row["time"]),
        choices=tuple((name, option) for name, option in row["choices"]),
        changes=tuple(_change(*parts) for parts in row["changes"]),
    )


def _change(
    kind: str,
    cycle: int,
    amount: Any,
    administration: str,
    onwards: bool,
    reason: str,
    author: str,
    on: str,
) -> Change:
    day = date.fromisoformat(on)
    if kind == "delay":
        return Delay(cycle, amount, reason, author, day, administration)
    if kind == "reduce":
        return DoseReduction(cycle, amount, reason, author, day, administration, onwards)
    return Hold(cycle, reason, author, day, administration, onwards)


def _observation(row: Row) -> Observation:
    return Observation(
        **{name: row[name] for name in (*_OBSERVATION, "uln", "lln")},
        value=_value(row),
        collected_on=partial_date(row["collected_first"], row["collected_last"]),
    )


def _value(row: Row) -> Value:
    value: Value
    match row["kind"]:
        case "flag":
            value = row["flag"]
        case "word":
            value = row["word"]
        case "set":
            value = frozenset(row["words"])
        case "date":
            value = PartialDate(row["first_day"], row["last_day"])
        case _:
            value = Span(row["low"], row["high"], row["low_open"], row["high_open"])
    return value


def _lists(parts: Mapping[str, list[Row]]) -> Iterator[CaseList]:
    values: dict[tuple[int, int], dict[str, Value]] = {}
    for row in parts[EntryValueRow.__tablename__]:
        place = (row["list_position"], row["entry_position"])
        values.setdefault(place, {})[row["field"]] = _value(row)
    entries: dict[int, list[Entry]] = {}
    for row in parts[EntryRow.__tablename__]:
        found = values.get((row["list_position"], row["position"]), {})
        entries.setdefault(row["list_position"], []).append(Entry(MappingProxyType(found)))
    for row in parts[CaseListRow.__tablename__]:
        yield CaseList(row["list"], tuple(entries.get(row["position"], ())), row["complete_on"])

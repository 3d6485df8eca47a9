"""The parts of one case in their tables: read whole, written where they differ."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from db.rows import Parts, Row
from db.tables import PARTS


def read_parts(session: Session, case_id: uuid.UUID) -> Parts:
    """Return the rows of a case by table name, each in the order of its key."""
    return {table.name: _read(session, table, case_id) for table in PARTS}


def write_parts(session: Session, case_id: uuid.UUID, wanted: Parts) -> None:
    """Make the rows of a case equal to `wanted`; rows that are so already are not touched."""
    before = read_parts(session, case_id)
    for table in reversed(PARTS):  # children before parents
        kept = {_key(table, row) for row in wanted[table.name]}
        gone = [row for row in before[table.name] if _key(table, row) not in kept]
        _run(session, delete(table).where(*_same_key(table)), _keys(table, gone))
    for table in PARTS:
        known = {_key(table, row): row for row in before[table.name]}
        new = [row for row in wanted[table.name] if _key(table, row) not in known]
        _run(session, insert(table), new)
        other = [row for row in wanted[table.name] if known.get(_key(table, row), row) != row]
        _change(session, table, other)


# Made once: to make a statement anew takes longer than to carry it out. What all rows have alike
# is not read with each of them.
_OF_A_CASE = {
    table.name: select(*(column for column in table.columns if column.name != "case_id"))
    .where(table.c.case_id == bindparam("case"))
    .order_by(*table.primary_key)
    for table in PARTS
}


def _read(session: Session, table: Table, case_id: uuid.UUID) -> list[Row]:
    found = session.connection().execute(_OF_A_CASE[table.name], {"case": case_id})
    names = tuple(found.keys())
    return [{"case_id": case_id, **dict(zip(names, row, strict=True))} for row in found.fetchall()]


def _change(session: Session, table: Table, rows: list[Row]) -> None:
    if not rows:
        return
    names = [column.name for column in table.columns if not column.primary_key]
    changed = update(table).where(*_same_key(table))
    changed = changed.values(
        {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    )
    values = [{f"new_{name}": row[name] for name in names} for row in rows]
    keys = _keys(table, rows)
    _run(session, changed, [{**key, **new} for key, new in zip(keys, values, strict=True)])


def _run(session: Session, statement: Any, rows: list[Row]) -> None:
    if rows:
        session.connection().execute(statement, rows)


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _keys(table: Table, rows: Iterable[Row]) -> list[Row]:
    names = [column.name for column in table.primary_key]
    return [{f"key_{name}": row[name] for name in names} for row in rows]


def _same_key(table: Table) -> list[Any]:
    return [column == bindparam(f"key_{column.name}") for column in table.primary_key]

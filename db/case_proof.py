"""Whether a case is what was saved (db.proof): its own row and the rows of all its parts.

A damaged case is read as it stands and told to be damaged, since its values are also compared and
looked through; but nothing is written over it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, select, type_coerce
from sqlalchemy.orm import Session

from db.audit import keyed_digest
from db.engine import ILLEGIBLE, is_undecodable
from db.proof import DamagedError, noted, put, same
from db.rows import Parts
from db.tables import PARTS, CaseRow, ProofRow

SUBJECT = "case"
_CASES = CaseRow.metadata.tables[CaseRow.__tablename__]
_COLUMNS = tuple(column.name for column in _CASES.columns if column.name != "secret")


def _columns(table: Table) -> list[Column[Any]]:
    return [each for each in table.columns if each.name != "case_id"]


_ROWS = tuple((table.name, itemgetter(*(each.name for each in _columns(table)))) for table in PARTS)


class DamagedCaseError(DamagedError):
    """What stands in the file is not what was saved of the case `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.args = (
            f"The record of {code} is damaged on the disk: what stands there is not what was"
            " saved. Nothing is overwritten; restore the newest backup in which it is whole.",
        )


def digest_of(row: Mapping[Any, Any], parts: Parts) -> str:
    """Return the digest of a case: the columns of its own row, and the rows of its parts."""
    return _digest(row, {name: list(map(columns, parts[name])) for name, columns in _ROWS})


def columns_of(row: CaseRow) -> dict[str, Any]:
    """Return the columns of a case's own row by name."""
    return {column.name: getattr(row, column.name) for column in _CASES.columns}


def check(session: Session, row: CaseRow, parts: Parts) -> None:
    """Raise DamagedCaseError unless a case is, as it was read, what was saved last."""
    wanted = noted(session, SUBJECT, [str(row.id)]).get(str(row.id), "")
    if not same(wanted, digest_of(columns_of(row), parts)):
        raise DamagedCaseError(row.code)


def note(session: Session, row: CaseRow, parts: Parts) -> str:
    """Keep the digest of a case as it was just saved, and return it."""
    digest = digest_of(columns_of(row), parts)
    put(session, SUBJECT, str(row.id), digest)
    return digest


def note_all(session: Session) -> None:
    """Keep the digest of every case as it stands; one that cannot be read has none."""
    for code in session.scalars(select(_CASES.c.code).order_by(_CASES.c.code)).all():
        try:
            for reference, digest in _standing(session, [code]).items():
                put(session, SUBJECT, reference, digest)
        except ILLEGIBLE as error:
            if not is_undecodable(error):
                raise


def damaged(session: Session, after: str, limit: int) -> tuple[tuple[str, ...], str]:
    """Prove the `limit` cases whose codes follow `after`; return the codes of the damaged ones.

    The second answer is the last code that was looked at, empty where no case follows.
    """
    follow = select(_CASES.c.code).where(_CASES.c.code > after).order_by(_CASES.c.code)
    codes = session.scalars(follow.limit(limit)).all()
    found = damaged_among(session, codes)
    return tuple(found), codes[-1] if len(codes) == limit else ""


def damaged_among(session: Session, codes: Sequence[str]) -> list[str]:
    """Return which of the cases are not what was saved."""
    try:
        return _unlike(session, codes)
    except ILLEGIBLE as error:
        if not is_undecodable(error):
            raise
        if len(codes) == 1:
            return list(codes)
        return [each for code in codes for each in damaged_among(session, [code])]


def missing(session: Session) -> int:
    """Return how many cases were saved and are no longer there, without having been deleted."""
    told = select(ProofRow.reference).where(ProofRow.subject == SUBJECT)
    return len(
        {*session.scalars(told)} - {str(id_) for id_ in session.scalars(select(_CASES.c.id))}
    )


def _unlike(session: Session, codes: Collection[str]) -> list[str]:
    chosen = select(_CASES.c.id, _CASES.c.code).where(*_called(codes))
    named = {str(row.id): row.code for row in session.execute(chosen)}
    wanted, there = noted(session, SUBJECT, named.keys()), _standing(session, codes)
    return sorted(named[each] for each in there if not same(wanted.get(each, ""), there[each]))


def _standing(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Return the digests of cases as they stand, by reference."""
    rows = session.execute(select(_CASES).where(*_called(codes))).mappings().all()
    contents: dict[str, dict[str, list[Any]]] = {
        row["id"].hex: {table.name: [] for table in PARTS} for row in rows
    }
    for table in PARTS:
        ids = table.c.case_id.in_([row["id"] for row in rows])
        chosen = select(type_coerce(table.c.case_id, String), *_columns(table)).where(ids)
        alone = len(table.columns) == 2
        for owner, *columns in session.execute(chosen.order_by(*table.primary_key)):
            if owner in contents:  # else it is damaged, and missed where it belongs
                contents[owner][table.name].append(columns[0] if alone else columns)
    return {str(row["id"]): _digest(row, contents[row["id"].hex]) for row in rows}


def _called(codes: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for cases by their codes; one that has lost its id is missing."""
    return _CASES.c.code.in_(codes), _CASES.c.id.is_not(None)


def _digest(row: Mapping[Any, Any], content: dict[str, list[Any]]) -> str:
    own = [_plain(row[name]) for name in _COLUMNS]
    return keyed_digest(row["secret"], {**content, SUBJECT: own})


def _plain(value: Any) -> Any:
    """Return a column of a case's row as it is when it was read; moments are in UTC then."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value

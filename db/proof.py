"""Whether a case is what was saved: each saving leaves a digest of it in its audit lines.

A plain file carries no checksums: a bit that flips on the disk can show another value. The digest
is worked out again from what stands there and compared with that of the newest line. It covers
every column of the case and of its parts, and is keyed with the secret of the case.
"""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from db.audit import add_line, chain_faults, keyed_digest
from db.engine import ILLEGIBLE
from db.parts import read_parts, read_parts_of
from db.rows import Parts
from db.tables import PARTS, AuditRow, CaseRow
from hccreview.errors import ReviewError

_CHANGED = ("create", "import", "change", "rename", "archive", "restore", "upgrade")
_GONE = ("delete", "erase")
_CASES = CaseRow.metadata.tables[CaseRow.__tablename__]
_COLUMNS = tuple(column.name for column in _CASES.columns if column.name != "secret")
_ROWS = tuple(
    (table.name, itemgetter(*(each.name for each in table.columns if each.name != "case_id")))
    for table in PARTS
)
_CHUNK, _NAMED = 25, 5  # cases that are read together, and named in a sentence


class DamagedCaseError(ReviewError):
    """What stands in the file is not what was saved of a case."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"The record of {code} is damaged on the disk: what stands there is not what was"
            " saved. Nothing is overwritten; restore the newest backup in which it is whole."
        )


def digest_of(row: Mapping[Any, Any], parts: Parts) -> str:
    """Return the digest of a case: the columns of its own row, and the rows of its parts."""
    content = {name: list(map(columns, parts[name])) for name, columns in _ROWS}
    own = [_plain(row[name]) for name in _COLUMNS]
    return keyed_digest(row["secret"], {**content, "case": own})


def columns_of(row: CaseRow) -> dict[str, Any]:
    """Return the columns of a case's own row by name."""
    return {column.name: getattr(row, column.name) for column in _CASES.columns}


def check(session: Session, row: CaseRow, parts: Parts) -> None:
    """Raise DamagedCaseError unless a case is, as it was read, what was saved last."""
    wanted = _newest(session, [str(row.id)]).get(str(row.id), "")
    if not hmac.compare_digest(wanted, digest_of(columns_of(row), parts)):
        raise DamagedCaseError(row.code)


def damaged(session: Session, after: str, limit: int) -> tuple[tuple[str, ...], str]:
    """Prove the `limit` cases whose codes follow `after`; return the codes of the damaged ones.

    The second answer is the last code that was looked at, empty where no case follows.
    """
    follow = select(_CASES.c.code).where(_CASES.c.code > after).order_by(_CASES.c.code)
    codes = session.scalars(follow.limit(limit)).all()
    try:
        found = _unlike(session, codes)
    except ILLEGIBLE:  # one of them cannot be read
        found = [code for code in codes if _is_damaged(session, code)]
    return tuple(found), codes[-1] if len(codes) == limit else ""


def _unlike(session: Session, codes: Sequence[str]) -> list[str]:
    """Return the cases whose digest is not that of their newest line."""
    rows = session.execute(select(_CASES).where(_CASES.c.code.in_(codes))).mappings().all()
    ids = [row["id"] for row in rows]
    wanted, parts = _newest(session, map(str, ids)), read_parts_of(session, ids)
    right = (digest_of(row, parts[row["id"]]) == wanted.get(str(row["id"])) for row in rows)
    return sorted(row["code"] for row, is_right in zip(rows, right, strict=True) if not is_right)


def _is_damaged(session: Session, code: str) -> bool:
    try:
        return bool(_unlike(session, [code]))
    except ILLEGIBLE:
        return True


def missing(session: Session) -> int:
    """Return how many cases were saved and are no longer there, without having been deleted."""
    told = select(AuditRow.reference).where(AuditRow.subject == "case").distinct()
    saved = set(session.scalars(told.where(AuditRow.action.in_(_CHANGED))))
    gone = set(session.scalars(told.where(AuditRow.action.in_(_GONE))))
    there = {str(id_) for id_ in session.scalars(select(_CASES.c.id))}
    return len(saved - gone - there)


def faults(session: Session, stopped: Callable[[], bool]) -> Iterator[str]:
    """Yield a sentence for what in the whole store is not what was saved: cases, audit lines.

    Once it is `stopped`, no further case is looked at.
    """
    codes, after = damaged(session, "", _CHUNK)
    while after and not stopped():
        found, after = damaged(session, after, _CHUNK)
        codes += found
    if codes:
        named = ", ".join(codes[:_NAMED])
        more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
        yield f"What stands there of {named}{more} is not what was saved."
    if gone := missing(session):
        yield f"{gone} of the saved cases {'is' if gone == 1 else 'are'} not there any more."
    if any(chain_faults(session)):
        yield "The audit lines are not as they were written."


def note_all(connection: Connection, now: datetime) -> None:
    """Add a line with its digest for every case: what stands there holds from now on.

    After the tables were brought into another shape, which the older digests do not fit. A case
    that cannot be read has none, and stays damaged.
    """
    session = Session(connection)
    for code in session.scalars(select(_CASES.c.code).order_by(_CASES.c.code)).all():
        with contextlib.suppress(*ILLEGIBLE):
            row = session.execute(select(_CASES).where(_CASES.c.code == code)).mappings().one()
            digest = digest_of(row, read_parts(session, row["id"]))
            add_line(connection, now, "upgrade", "case", str(row["id"]), digest)


def _newest(session: Session, references: Iterable[str]) -> dict[str, str]:
    """Return the newest digest of the whole case by reference."""
    lines = select(AuditRow.reference, AuditRow.digest).where(
        AuditRow.reference.in_(references),
        AuditRow.subject == "case",
        AuditRow.action.in_(_CHANGED),
        AuditRow.digest != "",
    )
    return {
        line.reference: line.digest for line in session.execute(lines.order_by(AuditRow.number))
    }


def _plain(value: Any) -> Any:
    """Return a column of a case's row as it is when it was read; moments are in UTC then."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value

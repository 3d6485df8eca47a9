"""Cases in one open transaction: found, checked against what the user saw, added, changed."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from db import case_proof
from db.audit import add_line
from db.engine import ILLEGIBLE
from db.listing import StoredCase
from db.parts import read_parts, write_parts
from db.rows import HEAD, Parts, case_of, head_columns, list_columns, part_rows
from db.summary import Summary
from db.tables import CaseRow
from hccreview.clinical.case import Case
from hccreview.clinical.fields import bundled_dictionary
from hccreview.errors import ReviewError
from hccreview.review.changes import changes


def changed_meanwhile(what: str) -> str:
    """Return the sentence for a save that came too late."""
    return (
        f"{what} was changed meanwhile in another window or program; nothing was overwritten."
        " Open it again and repeat your change."
    )


def find(session: Session, code: str) -> CaseRow | None:
    """Return the row of the case called `code`."""
    return session.scalar(select(CaseRow).where(CaseRow.code == code))


def known(session: Session, code: str) -> CaseRow:
    """Return the row of the case called `code`; raises ReviewError where there is none."""
    row = find(session, code)
    if row is None:
        raise ReviewError(f"There is no case {code}; it was deleted or renamed meanwhile.")
    return row


def seen(row: CaseRow | None, code: str, seen_version: int) -> CaseRow:
    """Return `row` where it still has the version that the user saw."""
    if row is None:
        raise ReviewError(f"{code} was deleted meanwhile; save it as a new case to keep it.")
    if row.version != seen_version:
        raise ReviewError(changed_meanwhile(code))
    return row


def value_of(session: Session, row: CaseRow) -> StoredCase:
    """Return the case of `row` as it stands; raises DamagedCaseError where that is no case."""
    parts = read_parts(session, row.id)
    try:
        return _value(row, parts)
    except ILLEGIBLE:
        case_proof.check(session, row, parts)
        raise  # it is what was saved: the fault is ours


def proved(session: Session, row: CaseRow) -> StoredCase:
    """Return the case of `row`; raises DamagedCaseError where it is not what was saved."""
    parts = read_parts(session, row.id)
    case_proof.check(session, row, parts)
    return _value(row, parts)


def _value(row: CaseRow, parts: Parts) -> StoredCase:
    head = {name: getattr(row, name) for name in HEAD}
    return StoredCase(case_of(head, parts), row.version, archived=row.archived, sample=row.sample)


def add(
    session: Session,
    case: Case,
    summary: Summary,
    now: datetime,
    action: str,
    sample: bool = False,
) -> int:
    """Add a case with its audit line and return its version."""
    row = CaseRow(id=uuid.uuid4(), secret=secrets.token_bytes(32), created_at=now)
    row.archived, row.archived_at, row.sample = False, None, sample
    session.add(row)
    return change(session, row, case, summary, now, action)


def change(
    session: Session,
    row: CaseRow,
    case: Case,
    summary: Summary,
    now: datetime,
    action: str,
) -> int:
    """Make `row` and its parts hold `case`, add the audit line and return the new version.

    Raises DamagedCaseError where what is there is not what was saved: it would become right by it.
    """
    before = proved(session, row).case if row.version is not None else None
    head, parts = head_columns(case), part_rows(case, row.id, summary.words)
    for name, value in {**head, **list_columns(summary), "changed_at": now}.items():
        setattr(row, name, value)
    flag_modified(row, "changed_at")  # a new version even where only the parts differ
    session.flush()
    write_parts(session, row.id, parts)
    digest = case_proof.note(session, row, parts)
    told = [each.sentence for each in changes(before, case, bundled_dictionary())]
    add_line(session, now, action, "case", str(row.id), digest, told=told, secret=row.secret)
    return row.version


def put_away(session: Session, row: CaseRow, now: datetime, *, archived: bool) -> int:
    """Take a case out of the list, or bring it back; return its new version."""
    parts = read_parts(session, row.id)
    case_proof.check(session, row, parts)
    row.archived, row.archived_at = archived, now if archived else None
    session.flush()
    digest = case_proof.note(session, row, parts)
    add_line(session, now, "archive" if archived else "restore", "case", str(row.id), digest)
    return row.version

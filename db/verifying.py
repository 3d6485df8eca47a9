"""Whether the audit lines are whole: by their chain, by what is in the store, and by its backups.

The chain alone does not tell where lines were taken off its end and its newest link was put back,
or where all were taken out. But each case knows its newest saving, and each backup the link that
was the newest when it was made. Who changes all of these, too, is found only by a link that was
noted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import case_proof
from db.audit import SAVED, chain_faults, link_of, newest_link
from db.backup import Backup, backup_folder, backups
from db.files import on_the_wall, row_of
from db.passphrase import Key, salt_of
from db.tables import AuditRow, CaseRow, ProofRow
from hccreview.clinical.dates import spoken

_BACK = timedelta(days=1)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Compared:
    """How many backups could be compared, and what they tell against the lines."""

    backups: int
    faults: tuple[str, ...]


class _Saving(NamedTuple):
    number: int
    at: Any
    digest: str


def faults(session: Session) -> Iterator[str]:
    """Yield a sentence for each place where the lines are not as they were written."""
    if newest_link(session)[0] == 0 and session.scalar(select(func.count(AuditRow.number))) == 0:
        yield "All lines were taken out: every database begins with one."
        return
    first = session.scalar(select(AuditRow.action).where(AuditRow.number == 1))
    if first not in (None, "create", "upgrade"):
        yield "Line 1 does not tell that the database was made."
    yield from chain_faults(session)
    yield from _named(list(_without_line(session)))


def missing(session: Session) -> Iterator[str]:
    """Yield a sentence where cases are gone without a line that tells of their deletion."""
    if gone := case_proof.missing(session):
        yield f"{gone} of the saved cases {'is' if gone == 1 else 'are'} not there any more."


def remarks(session: Session) -> Iterator[str]:
    """Yield a sentence for each line that is dated more than a day before the one above it."""
    before = None
    for number, at in session.execute(
        select(AuditRow.number, AuditRow.at).order_by(AuditRow.number)
    ):
        if before is not None and at < before - _BACK:
            yield (
                f"Line {number} is dated {spoken(at.date())}, before line {number - 1} of"
                f" {spoken(before.date())}: the clock was set back, or the line dated back."
            )
        before = at


def against_backups(session: Session, path: Path, key: Key | None) -> Compared:
    """Compare the lines of the store `path` with the newest link in each of its backups.

    Backups with another passphrase, of an older shape, or damaged cannot be compared.
    """
    heads = [
        (backup, head)
        for backup in backups(path, backup_folder(path))
        if (head := _head_of(backup.path, key)) is not None
    ]
    told = (_fault(session, backup, *head) for backup, head in heads)
    return Compared(len(heads), tuple(each for each in told if each))


def _without_line(session: Session) -> Iterator[str]:
    """Yield the codes of cases whose newest saving has no line.

    The digests in lines from before an upgrade are those of another shape.
    """
    lines = _newest_savings(session)
    upgraded = select(func.max(AuditRow.number)).where(
        AuditRow.subject == "store", AuditRow.action == "upgrade"
    )
    shape = session.scalar(upgraded) or 0
    told = select(ProofRow.reference, ProofRow.digest).where(ProofRow.subject == "case")
    digests = {row.reference: row.digest for row in session.execute(told)}
    chosen = select(CaseRow.id, CaseRow.code, CaseRow.changed_at).order_by(CaseRow.code)
    for id_, code, changed_at in session.execute(chosen):
        line = lines.get(str(id_))
        if line is None or line.at < changed_at:
            yield code
            continue
        now = digests.get(str(id_), line.digest)  # a case without one is told to be damaged
        if line.number > shape and line.digest != now:
            yield code


def _newest_savings(session: Session) -> dict[str, _Saving]:
    newest = (
        select(func.max(AuditRow.number))
        .where(AuditRow.subject == "case", AuditRow.action.in_(SAVED))
        .group_by(AuditRow.reference)
    )
    chosen = select(AuditRow.reference, AuditRow.number, AuditRow.at, AuditRow.digest)
    found = session.execute(chosen.where(AuditRow.number.in_(newest)))
    return {row.reference: _Saving(row.number, row.at, row.digest) for row in found}


def _named(codes: list[str]) -> Iterator[str]:
    if codes:
        more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
        yield (
            f"The newest saving of {', '.join(codes[:_NAMED])}{more} has no line: lines were taken"
            " out, or the case was changed past the program."
        )


def _head_of(backup: Path, key: Key | None) -> tuple[int, str] | None:
    """Return number and link of the newest line in a backup; None where it cannot be read."""
    salt = salt_of(backup)
    if salt is not None and (key is None or key.salt != salt):
        return None
    used = key if salt is not None else None
    match row_of(backup, used, "SELECT number, chain FROM audit_head"):
        case (int(number), link):
            return number, str(link)
    return None


def _fault(session: Session, backup: Backup, number: int, link: str) -> str:
    """Say that the line a backup ends with is not in the store; empty where it is, or why not."""
    if link_of(session, number) == link:
        return ""
    restored = select(AuditRow.at).where(
        AuditRow.subject == "store",
        AuditRow.action == "restore from backup",
        AuditRow.number <= number,
    )
    if any(on_the_wall(at) >= backup.made for at in session.scalars(restored)):
        return ""  # what came after the older backup that was restored is not in the store
    return (
        f"Line {number} was another when the backup of {backup.made:%Y-%m-%d, %H:%M} was made, or"
        " is gone since: lines were taken out, or written anew."
    )

"""Whether the audit lines are whole: by their chain, by what is in the store, and by its backups.

The chain alone does not tell where lines were taken off its end and its newest link was put back,
or where all were taken out. But each case knows its newest saving, and each backup the link that
was the newest when it was made. Who changes all of these, too, is found only by a link that was
noted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import case_proof
from db.audit import SAVED, chain_faults, link_of, newest_link
from db.backup import Backup, backup_folder, backups
from db.files import row_of
from db.passphrase import Key, salt_of
from db.tables import AuditRow, CaseRow, ProofRow
from hccreview.clinical.dates import spoken

_BACK = timedelta(days=1)
_NAMED = 5
_HEAD_OF = (
    "SELECT head.number, head.chain, line.chain FROM audit_head AS head"
    " LEFT JOIN audit_lines AS line ON line.number = 1"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """How many backups could be compared, and what they tell against the lines.

    `remarks`: what may be as it should be. `restored`: when a backup was restored last and the
    line that tells so, empty where none was.
    """

    backups: int
    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    restored: str


class _Head(NamedTuple):
    """The newest line of a backup, and the link of its first one, empty where that is gone."""

    number: int
    link: str
    first: str


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

    Backups with another passphrase, of an older shape, or damaged cannot be compared. Neither can
    those of another database that had this name before: another line begins it. What came after
    a backup that was restored is not in the store, so that a newer backup tells no fault then.
    """
    found = backups(path, backup_folder(path))
    heads = [(each, head) for each in found if (head := _head_of(each.path, key)) is not None]
    first = link_of(session, 1)
    foreign = [each for each, head in heads if first and head.first not in ("", first)]
    ours = [(each, head) for each, head in heads if each not in foreign]
    unlike = [(each, head) for each, head in ours if link_of(session, head.number) != head.link]
    restored = _restored(session)
    remarks = list(_of_another(foreign))
    if restored:
        remarks += _before_restoring([each for each, _ in unlike], restored)
        unlike = []
    told = tuple(_fault(each, head.number) for each, head in unlike)
    return Compared(len(ours), told, tuple(remarks), restored)


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
        yield (
            f"The newest saving of {listed(codes)} has no line: lines were taken out, or the case"
            " was changed past the program."
        )


def listed(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _head_of(backup: Path, key: Key | None) -> _Head | None:
    """Return the newest line in a backup; None where it cannot be read."""
    salt = salt_of(backup)
    if salt is not None and (key is None or key.salt != salt):
        return None
    used = key if salt is not None else None
    match row_of(backup, used, _HEAD_OF):
        case (int(number), link, first):
            return _Head(number, str(link), str(first or ""))
    return None


def _restored(session: Session) -> str:
    """Return when a backup was restored last, and in which line; empty where none was."""
    found = session.execute(
        select(AuditRow.number, AuditRow.at)
        .where(AuditRow.subject == "store", AuditRow.action == "restore from backup")
        .order_by(AuditRow.number.desc())
        .limit(1)
    ).first()
    return f"on {spoken(found.at.date())} (line {found.number})" if found is not None else ""


def _of_another(found: list[Backup]) -> Iterator[str]:
    if found:
        yield (
            f"Not compared: the {_made(found)}, of another database that had this name. If nobody"
            " of you began this one anew, ask for help."
        )


def _before_restoring(found: list[Backup], restored: str) -> Iterator[str]:
    if found:
        yield (
            f"Not in the database: the newest line of the {_made(found)}. A backup was restored"
            f" {restored}, without what was written after it; if nobody of you did that, ask for"
            " help."
        )


def _made(found: list[Backup]) -> str:
    times = [f"{each.made:%Y-%m-%d %H:%M}" for each in found]
    return f"backup{'s' if len(found) > 1 else ''} of {listed(times)}"


def _fault(backup: Backup, number: int) -> str:
    return (
        f"Line {number} was another when the backup of {backup.made:%Y-%m-%d, %H:%M} was made, or"
        " is gone since: lines were taken out, or written anew."
    )

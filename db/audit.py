"""Audit lines: one for every write, in the transaction of that write, each chained to the last.

They hold no values, except what was changed from what to what, which only the secret of the case
opens: when that is destroyed with the case, the chain still holds and the values are gone.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Session

from db.chain import FIRST, Link, faults
from db.listing import AuditLine
from db.sealing import closed, opened
from db.tables import AuditHeadRow, AuditRow

SAVED = ("create", "import", "change", "rename", "archive", "restore", "upgrade")
"""What is done to a case whose line holds the digest of what is saved then."""
_HEAD = 1


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: the name chosen in the program, and the login of the system beside it."""

    name: str = ""
    login: str = ""


def system_login() -> str:
    """Return the login as the system itself knows it, empty where it does not.

    The environment is not asked: there anybody can call himself as he likes.
    """
    if sys.platform == "win32":
        return _login_on_windows()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a user without a name
        return str(os.getuid())


def _login_on_windows() -> str:
    import ctypes

    name, size = ctypes.create_unicode_buffer(257), ctypes.c_uint32(257)
    asked = getattr(ctypes, "windll").advapi32.GetUserNameW(name, ctypes.byref(size))  # noqa: B009
    return name.value if asked else ""


def writing_as(connection: Connection | Session, author: Author) -> None:
    """Let the lines that are added through `connection` name an author."""
    connection.info["author"] = author


def add_line(
    connection: Connection | Session,
    at: datetime,
    action: str,
    subject: str,
    reference: str,
    digest: str = "",
    *,
    told: Iterable[str] = (),
    secret: bytes = b"",
) -> None:
    """Add the line that `action` was done to the `subject` (case, ...) called `reference`.

    `told` says what was changed, a sentence each; it is closed with the `secret` of the case.
    """
    author = connection.info.get("author") or Author(login=system_login())
    number, before = _head(connection)
    sentences = list(told)
    about = f"audit {number + 1} {reference}"
    changes = closed(secret, json.dumps(sentences).encode(), about) if sentences else None
    moment = at.astimezone(UTC)
    names = (author.name, author.login, action, subject, reference, digest)
    link = Link(number + 1, moment, *names, changes, "")
    chain = link.after(before)
    connection.execute(
        insert(AuditRow).values(
            number=link.number,
            at=moment,
            author=author.name,
            login=author.login,
            action=action,
            subject=subject,
            reference=reference,
            digest=digest,
            changes=changes,
            chain=chain,
        )
    )
    _move_head(connection, link.number, chain)


def keyed_digest(secret: bytes, content: Mapping[str, Any]) -> str:
    """Return the HMAC-SHA256 of `content`; without `secret` it tells nothing of the content."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hmac.new(secret or b"", text.encode(), hashlib.sha256).hexdigest()


def newest_lines(
    session: Session, limit: int, references: Collection[str] | None = None
) -> tuple[AuditLine, ...]:
    """Return the newest lines, the newest first; those about `references` where they are given."""
    chosen = select(AuditRow).order_by(AuditRow.number.desc()).limit(limit)
    if references is not None:
        chosen = chosen.where(AuditRow.reference.in_(references))
    return tuple(
        AuditLine(
            row.number,
            row.at,
            row.action,
            row.subject,
            row.reference,
            row.digest,
            row.author,
            row.login,
            row.changes,
        )
        for row in session.scalars(chosen)
    )


def was_done(session: Session, *actions: str) -> bool:
    """True where one of the actions was ever done to the store itself."""
    done = AuditRow.subject == "store", AuditRow.action.in_(actions)
    return session.scalar(select(AuditRow.number).where(*done).limit(1)) is not None


def told_of(line: AuditLine, secret: bytes) -> tuple[str, ...]:
    """Return what a line says was changed; raises ReviewError where it cannot be opened."""
    if line.changes is None:
        return ()
    content = opened(secret, line.changes, f"audit {line.number} {line.reference}")
    return tuple(json.loads(content))


def newest_link(session: Session) -> tuple[int, str]:
    """Return the number of the newest line and its digest, as they are kept apart."""
    return _head(session)


def link_of(session: Session, number: int) -> str:
    """Return the digest of a line, empty where there is none of this number."""
    return session.scalar(select(AuditRow.chain).where(AuditRow.number == number)) or ""


def chain_faults(session: Session) -> Iterator[str]:
    """Yield a sentence for each place where the chain of the lines is broken."""
    newest = _head(session)
    rows = session.execute(select(*_PARTS).order_by(AuditRow.number)).yield_per(1_000)
    return faults((Link(*row) for row in rows), newest)


def chain_all(connection: Connection) -> None:
    """Chain the lines of a store that had no chain yet."""
    before, number = FIRST, 0
    for row in connection.execute(select(*_PARTS).order_by(AuditRow.number)).all():
        link = Link(*row)
        before, number = link.after(before), link.number
        connection.execute(update(AuditRow).where(AuditRow.number == number).values(chain=before))
    if number:
        connection.execute(insert(AuditHeadRow).values(id=_HEAD, number=number, chain=before))


_PARTS = tuple(getattr(AuditRow, name) for name in Link.__dataclass_fields__)


def _head(connection: Connection | Session) -> tuple[int, str]:
    found = connection.execute(
        select(AuditHeadRow.number, AuditHeadRow.chain).where(AuditHeadRow.id == _HEAD)
    ).first()
    if found is None or not isinstance(found.number, int):  # the second is damage
        return (0, FIRST)
    return found.number, found.chain


def _move_head(connection: Connection | Session, number: int, chain: str) -> None:
    values = {"number": number, "chain": chain}
    if number == 1:
        connection.execute(insert(AuditHeadRow).values(id=_HEAD, **values))
    else:
        connection.execute(update(AuditHeadRow).where(AuditHeadRow.id == _HEAD).values(**values))

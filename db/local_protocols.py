"""Local protocols in one open transaction: texts are added as versions, and taken out of force.

One that is damaged is never in force unseen, nor left out unseen: it is refused (DamagedError).
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import proof
from db.audit import add_line
from db.listing import StoredProtocol
from db.subjects import PROTOCOLS
from db.tables import LocalProtocolRow
from hccreview.errors import ReviewError
from hccreview.exchange.local_file import local_text, parse_local
from hccreview.trials.local import LocalProtocol


def in_force(session: Session) -> tuple[StoredProtocol, ...]:
    """Return the newest protocol of every trial, except where it was removed."""
    proof.check_all(session, PROTOCOLS)
    order = (LocalProtocolRow.trial, LocalProtocolRow.version)
    rows = session.scalars(select(LocalProtocolRow).order_by(*order))
    newest = {row.trial: row for row in rows}
    return tuple(_stored(row) for row in newest.values() if row.removed_at is None)


def history(session: Session, trial: str) -> tuple[StoredProtocol, ...]:
    """Return every protocol of a trial, the newest first."""
    rows = _of_trial(session, trial)
    return tuple(_stored(row) for row in reversed(rows))


def save(session: Session, protocol: LocalProtocol, now: datetime) -> StoredProtocol:
    """Add `protocol` as the next version, unless it is the one in force; return it."""
    text = local_text(protocol)
    digest = hashlib.sha256(text.encode()).hexdigest()
    rows = _of_trial(session, protocol.trial)
    last = rows[-1] if rows else None
    if last is not None and last.digest == digest and last.removed_at is None:
        return _stored(last)
    row = LocalProtocolRow(id=uuid.uuid4(), trial=protocol.trial, digest=digest, text=text)
    row.version, row.saved_at = (last.version if last is not None else 0) + 1, now
    row.removed_at, row.removed_because = None, ""
    session.add(row)
    proof.note(session, (PROTOCOLS, row.trial))
    add_line(session, now, "save", "local protocol", str(row.id), digest)
    return _stored(row)


def remove(session: Session, trial: str, because: str, now: datetime) -> StoredProtocol:
    """Take the newest protocol of a trial out of force; raises ReviewError where there is none."""
    rows = _of_trial(session, trial)
    if not rows or rows[-1].removed_at is not None:
        raise ReviewError(f"There is no local protocol of {trial} to remove.")
    if not because.strip():
        raise ReviewError("Say why the local protocol is removed; its history keeps the reason.")
    row = rows[-1]
    row.removed_at, row.removed_because = now, because
    proof.note(session, (PROTOCOLS, trial))
    add_line(session, now, "remove", "local protocol", str(row.id), row.digest)
    return _stored(row)


def _of_trial(session: Session, trial: str) -> list[LocalProtocolRow]:
    proof.check(session, (PROTOCOLS, trial))
    chosen = select(LocalProtocolRow).where(LocalProtocolRow.trial == trial)
    return list(session.scalars(chosen.order_by(LocalProtocolRow.version)))


def _stored(row: LocalProtocolRow) -> StoredProtocol:
    return StoredProtocol(
        protocol=parse_local(row.text, f"the local protocol of {row.trial}"),
        version=row.version,
        digest=row.digest,
        saved_at=row.saved_at,
        removed_at=row.removed_at,
        removed_because=row.removed_because,
    )

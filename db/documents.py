"""Trial documents in one open transaction: texts are added as versions, never changed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import proof
from db.audit import add_line
from db.listing import Origin, TrialDocument
from db.subjects import DOCUMENTS
from db.tables import TrialDocumentRow


def newest(session: Session) -> tuple[TrialDocument, ...]:
    """Return the newest version of every document, by trial and origin; raises DamagedError."""
    proof.check_all(session, DOCUMENTS)
    row = TrialDocumentRow
    last = (
        select(row.trial, row.origin, func.max(row.version).label("version"))
        .group_by(row.trial, row.origin)
        .subquery()
    )
    same = (
        (row.trial == last.c.trial)
        & (row.origin == last.c.origin)
        & (row.version == last.c.version)
    )
    found = session.scalars(select(row).join(last, same).order_by(row.trial, row.origin))
    return tuple(map(_document, found))


def by_digest(session: Session, digest: str) -> TrialDocument | None:
    """Return the newest saved version with this digest; raises DamagedError."""
    proof.check_all(session, DOCUMENTS)
    row = TrialDocumentRow
    order = (row.saved_at.desc(), row.version.desc())
    found = session.scalar(select(row).where(row.digest == digest).order_by(*order).limit(1))
    return _document(found) if found is not None else None


def save(
    session: Session, trial: str, digest: str, origin: Origin, text: str, now: datetime
) -> TrialDocument:
    """Add `text` as the next version, unless the newest one has the same digest; return it."""
    proof.check(session, (DOCUMENTS, trial))
    row = TrialDocumentRow
    of_trial = select(row).where(row.trial == trial, row.origin == origin)
    last = session.scalar(of_trial.order_by(row.version.desc()).limit(1))
    if last is not None and last.digest == digest:
        return _document(last)
    new = TrialDocumentRow(id=uuid.uuid4(), trial=trial, origin=origin, digest=digest, text=text)
    new.version, new.saved_at = (last.version if last is not None else 0) + 1, now
    session.add(new)
    proof.note(session, (DOCUMENTS, trial))
    add_line(session, now, "save", "trial document", str(new.id), digest)
    return _document(new)


def _document(row: TrialDocumentRow) -> TrialDocument:
    origin = cast(Origin, row.origin)
    return TrialDocument(row.trial, row.version, row.digest, origin, row.text, row.saved_at)

"""Key images and excerpts of reports of a case in one open transaction.

Their audit lines are about the case, whose secret opens what they tell.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import proof
from db.audit import add_line, keyed_digest
from db.cases import changed_meanwhile, find, known
from db.meeting_listing import StoredAttachment
from db.meeting_tables import AttachmentRow
from db.subjects import ATTACHMENTS
from db.tables import CaseRow
from hccreview.errors import ReviewError
from hccreview.meeting.attachment import (
    MOST_ATTACHMENTS,
    Attachment,
    Excerpt,
    KeyImage,
    Media,
    Report,
)
from hccreview.review.changes import Changed, record_changes


def of_case(session: Session, code: str) -> tuple[StoredAttachment, ...]:
    """Return the attachments of a case in their order; raises DamagedError."""
    case = find(session, code)
    if case is None:
        return ()
    proof.check(session, (ATTACHMENTS, case.id))
    return tuple(StoredAttachment(row.id, _value(row)) for row in _rows(session, code))


def add(session: Session, code: str, attachment: Attachment, now: datetime) -> StoredAttachment:
    """Add an attachment after the others of the case; raises ReviewError for one too many."""
    case = known(session, code)
    of_it = select(func.count(), func.max(AttachmentRow.position))
    number, last = session.execute(of_it.where(AttachmentRow.case_id == case.id)).one()
    if number >= MOST_ATTACHMENTS:
        raise ReviewError(f"{code} has {number} attachments; remove one before you add another.")
    columns = _columns(attachment)
    row = AttachmentRow(id=uuid.uuid4(), case_id=case.id, **columns)
    row.position = 0 if last is None else last + 1
    with proof.changing(session, (ATTACHMENTS, case.id)):
        session.add(row)
    _note(session, case, (None, attachment), now, "add", _digest(case, columns))
    return StoredAttachment(row.id, attachment)


def change(
    session: Session, id_: uuid.UUID, attachment: Attachment, now: datetime
) -> StoredAttachment:
    """Put an attachment in the place of another: its caption or text was corrected."""
    row = _known(session, id_)
    before, columns = _value(row), _columns(attachment)
    for name, value in columns.items():
        setattr(row, name, value)
    case = session.get_one(CaseRow, row.case_id)
    proof.note(session, (ATTACHMENTS, case.id))
    _note(session, case, (before, attachment), now, "change", _digest(case, columns))
    return StoredAttachment(id_, attachment)


def remove(session: Session, id_: uuid.UUID, now: datetime) -> Attachment:
    """Remove an attachment and return it."""
    row = _known(session, id_)
    attachment, case = _value(row), session.get_one(CaseRow, row.case_id)
    session.delete(row)
    proof.note(session, (ATTACHMENTS, case.id))
    _note(session, case, (attachment, None), now, "remove")
    return attachment


def put_in_order(session: Session, code: str, ids: Sequence[uuid.UUID], now: datetime) -> None:
    """Put all attachments of a case in the order of `ids`."""
    case = known(session, code)
    rows = {row.id: row for row in _rows(session, code)}
    if sorted(ids) != sorted(rows):
        raise ReviewError(changed_meanwhile(f"What the board looks at for {code}"))
    with proof.changing(session, (ATTACHMENTS, case.id)):
        for position, id_ in enumerate(ids):
            rows[id_].position = position
    digest = keyed_digest(case.secret, {"order": [str(id_) for id_ in ids]})
    add_line(session, now, "order", "attachments", str(case.id), digest)


def _note(
    session: Session,
    case: CaseRow,
    change: tuple[Attachment | None, Attachment | None],
    now: datetime,
    action: str,
    digest: str = "",
) -> None:
    told = [each.sentence for each in _changes(*change)]
    reference, secret = str(case.id), case.secret
    add_line(session, now, action, "attachment", reference, digest, told=told, secret=secret)


def _changes(before: Attachment | None, after: Attachment | None) -> tuple[Changed, ...]:
    if before is not None and after is not None and type(before) is not type(after):
        return (*_changes(before, None), *_changes(None, after))
    title = "Key image" if isinstance(before or after, KeyImage) else "Excerpt"
    found = record_changes(title, before, after, skip=("content",))
    images = [each.content for each in (before, after) if isinstance(each, KeyImage)]
    if len(set(images)) > 1:
        found += (Changed(title, "one image", "another image"),)
    return found


def _known(session: Session, id_: uuid.UUID) -> AttachmentRow:
    row = session.get(AttachmentRow, id_)
    if row is None:
        raise ReviewError("The image or excerpt was removed meanwhile.")
    proof.check(session, (ATTACHMENTS, row.case_id))
    return row


def _digest(case: CaseRow, columns: dict[str, Any]) -> str:
    content = hashlib.sha256(columns["content"] or b"").hexdigest()
    return keyed_digest(case.secret, {**columns, "content": content})


def _rows(session: Session, code: str) -> list[AttachmentRow]:
    of_it = select(AttachmentRow).join(CaseRow, CaseRow.id == AttachmentRow.case_id)
    order = (AttachmentRow.position, AttachmentRow.id)
    return list(session.scalars(of_it.where(CaseRow.code == code).order_by(*order)))


def _columns(attachment: Attachment) -> dict[str, Any]:
    columns = dict.fromkeys(("media", "content", "report", "reported_on"))
    if isinstance(attachment, KeyImage):
        media, content = attachment.media.value, attachment.content
        return {**columns, "text": attachment.caption, "media": media, "content": content}
    report, on = attachment.report.value, attachment.on
    return {**columns, "text": attachment.text, "report": report, "reported_on": on}


def _value(row: AttachmentRow) -> Attachment:
    if row.content is not None:
        return KeyImage(row.content, Media(row.media), row.text)
    return Excerpt(Report(row.report), row.text, row.reported_on)

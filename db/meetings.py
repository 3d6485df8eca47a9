"""Meetings with members and agenda in one open transaction; a damaged one is not shown."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from db import proof
from db.audit import add_line, keyed_digest
from db.cases import changed_meanwhile, known
from db.listing import Page
from db.meeting_listing import MeetingLine, StoredMeeting
from db.meeting_tables import AgendaItemRow, DecisionRow, MeetingRow, MemberRow, SealRow, TaskRow
from db.subjects import MEETING, OF_MEETING, TASKS
from db.tables import CaseRow
from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.meeting.meeting import AgendaItem, Meeting, Member, Readiness, Sitting
from hccreview.review.changes import record_changes

Row = dict[str, Any]


def page(
    session: Session, first: date | None, last: date | None, offset: int, limit: int
) -> Page[MeetingLine]:
    """Return meetings from the day `first` to `last`, the latest first."""
    discussed = AgendaItemRow.readiness == Readiness.DISCUSSED.value
    cases, done = func.count(AgendaItemRow.case_id), func.count().filter(discussed)
    chosen = (
        select(MeetingRow.id, MeetingRow.on, MeetingRow.place, cases, done)
        .outerjoin(AgendaItemRow, AgendaItemRow.meeting_id == MeetingRow.id)
        .group_by(MeetingRow.id)
        .order_by(MeetingRow.on.desc(), MeetingRow.created_at.desc(), MeetingRow.id)
    )
    if first is not None:
        chosen = chosen.where(MeetingRow.on >= first)
    if last is not None:
        chosen = chosen.where(MeetingRow.on <= last)
    found = session.execute(chosen.offset(offset).limit(limit + 1)).all()
    references = [str(row.id) for row in found[:limit]]
    damaged = set(proof.unlike(session, MEETING, references))
    lines = tuple(
        MeetingLine(row[0], row[1] or date.min, *row[2:], damaged=str(row.id) in damaged)
        for row in found[:limit]  # a damaged one may have lost its day
    )
    return Page(lines, offset, more=len(found) > limit)


def meeting_row(session: Session, meeting: uuid.UUID) -> MeetingRow:
    """Return the row of a meeting; raises ReviewError where it is gone, DamagedError."""
    row = session.get(MeetingRow, meeting)
    if row is None:
        raise ReviewError("The meeting was deleted meanwhile; choose it from the list again.")
    proof.check(session, (MEETING, meeting))
    return row


def value_of(session: Session, row: MeetingRow) -> StoredMeeting:
    """Return the meeting of `row` as a value; cases are called as they are called now."""
    members = session.scalars(
        select(MemberRow).where(MemberRow.meeting_id == row.id).order_by(MemberRow.position)
    )
    items = session.execute(
        select(AgendaItemRow, CaseRow.code)
        .join(CaseRow, CaseRow.id == AgendaItemRow.case_id)
        .where(AgendaItemRow.meeting_id == row.id)
        .order_by(AgendaItemRow.position)
    )
    sitting = Sitting(row.on, row.place, tuple(Member(m.name, m.role, m.votes) for m in members))
    meeting = Meeting(sitting, tuple(_item(item, code) for item, code in items))
    return StoredMeeting(row.id, row.version, meeting)


def add(session: Session, meeting: Meeting, id_: uuid.UUID, now: datetime) -> StoredMeeting:
    """Add a meeting and return it as it is read."""
    row = MeetingRow(id=id_, secret=secrets.token_bytes(32), created_at=now)
    session.add(row)
    version = _write(session, row, None, meeting, now, "create")
    return StoredMeeting(row.id, version, meeting)


def save(
    session: Session, id_: uuid.UUID, meeting: Meeting, seen_version: int, now: datetime
) -> int:
    """Make a meeting what the user made of it; return its new version."""
    row = _seen(session, id_, seen_version)
    _check_sealed(session, row, meeting)
    before = value_of(session, row).meeting
    return _write(session, row, before, meeting, now, "change")


def remove(session: Session, id_: uuid.UUID, seen_version: int, now: datetime) -> Meeting:
    """Delete a meeting and return it; one with a sealed decision stays (ReviewError)."""
    row = _seen(session, id_, seen_version)
    if _is_sealed(session, row.id):
        raise ReviewError("A decision of this meeting is sealed, so the meeting is kept.")
    meeting = value_of(session, row).meeting
    _note_agenda(session, meeting, None, now)
    with proof.keeping(session, *_tasks_of(session, row.id)):
        session.delete(row)
    proof.forget(session, OF_MEETING, id_)
    add_line(session, now, "delete", "meeting", str(row.id))
    return meeting


def _seen(session: Session, id_: uuid.UUID, seen_version: int) -> MeetingRow:
    row = meeting_row(session, id_)
    if row.version != seen_version:
        raise ReviewError(changed_meanwhile("The meeting"))
    return row


def _tasks_of(session: Session, meeting: uuid.UUID) -> list[proof.What]:
    """Return the tasks that a meeting asked for, by case: they stay, and forget the meeting."""
    asked = select(TaskRow.case_id).where(TaskRow.meeting_id == meeting).distinct()
    return [(subject, case) for case in session.scalars(asked) for subject in TASKS]


def _is_sealed(session: Session, meeting: uuid.UUID) -> bool:
    """True where a decision of the meeting is sealed, also on a case that was erased."""
    joined = select(SealRow.digest).join(DecisionRow, DecisionRow.id == SealRow.decision_id)
    return session.scalar(joined.where(DecisionRow.meeting_id == meeting).limit(1)) is not None


def _sealed_codes(session: Session, meeting: uuid.UUID) -> list[str]:
    """Return the codes of the cases whose decision of this meeting is sealed."""
    chosen = (
        select(CaseRow.code)
        .join(DecisionRow, DecisionRow.case_id == CaseRow.id)
        .join(SealRow, SealRow.decision_id == DecisionRow.id)
        .where(DecisionRow.meeting_id == meeting, SealRow.version == 1)
    )
    return list(session.scalars(chosen.order_by(CaseRow.code_order)))


def _check_sealed(session: Session, row: MeetingRow, meeting: Meeting) -> None:
    """Raise ReviewError where a change would contradict what is sealed."""
    if meeting.sitting.on != row.on and _is_sealed(session, row.id):
        raise ReviewError(
            f"Decisions are sealed with {spoken(row.on)} as the day of this meeting, so it stays."
        )
    for code in _sealed_codes(session, row.id):
        if code not in meeting.codes:
            raise ReviewError(f"The decision on {code} is sealed, so it stays on the agenda.")


def _write(
    session: Session,
    row: MeetingRow,
    before: Meeting | None,
    meeting: Meeting,
    now: datetime,
    action: str,
) -> int:
    sitting = meeting.sitting
    row.on, row.place, row.changed_at = sitting.on, sitting.place, now
    flag_modified(row, "changed_at")  # a new version even where only the agenda differs
    session.flush()
    members = [{"name": m.name, "role": m.role, "votes": m.votes} for m in sitting.members]
    items = [_columns(item, known(session, item.case).id) for item in meeting.items]
    for table, rows in ((MemberRow, members), (AgendaItemRow, items)):
        session.execute(delete(table).where(table.meeting_id == row.id))
        placed = [{"meeting_id": row.id, "position": n, **each} for n, each in enumerate(rows)]
        if placed:
            session.execute(insert(table), placed)
    head = {"on": sitting.on, "place": sitting.place, "members": members, "items": items}
    digest = keyed_digest(row.secret, head)
    proof.note(session, (MEETING, row.id))
    found = record_changes("Meeting", before.sitting if before else None, sitting)
    told, secret = [each.sentence for each in found], row.secret
    add_line(session, now, action, "meeting", str(row.id), digest, told=told, secret=secret)
    _note_agenda(session, before, meeting, now)
    return row.version


def _note_agenda(
    session: Session, before: Meeting | None, after: Meeting | None, now: datetime
) -> None:
    """Add a line for each case whose place on the agenda says something else than before.

    It goes with the case, not with the meeting: so it is gone when the case is erased.
    """
    then, later = ({each.case: each for each in m.items} if m else {} for m in (before, after))
    held = after or before
    title = f"Agenda of {spoken(held.sitting.on)}" if held is not None else ""
    for code in dict.fromkeys((*then, *later)):
        found = record_changes(title, then.get(code), later.get(code), skip=("case",))
        if found:
            case, told = known(session, code), [each.sentence for each in found]
            reference, secret = str(case.id), case.secret
            add_line(session, now, "agenda", "case", reference, told=told, secret=secret)


def _columns(item: AgendaItem, case_id: uuid.UUID) -> Row:
    return {
        "case_id": case_id,
        "readiness": item.readiness.value,
        "reason": item.reason,
        "questions": list(item.questions),
        "notes": item.notes,
    }


def _item(row: AgendaItemRow, code: str) -> AgendaItem:
    return AgendaItem(code, Readiness(row.readiness), row.reason, tuple(row.questions), row.notes)

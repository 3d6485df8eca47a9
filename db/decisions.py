"""Drafts of decisions in one open transaction: one for a meeting and a case, until it is sealed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import proof
from db.audit import add_line, keyed_digest
from db.cases import changed_meanwhile, known
from db.meeting_listing import StoredDraft
from db.meeting_tables import AgendaItemRow, DecisionRow
from db.meetings import meeting_row
from db.subjects import DRAFTS
from db.tables import CaseRow
from hccreview.errors import ReviewError
from hccreview.meeting.decision import Decision
from hccreview.meeting.shapes import plain, shaped


def draft(session: Session, meeting: uuid.UUID, code: str) -> StoredDraft | None:
    """Return what is being written; its case is called as it is called now.

    Raises DamagedError where one of the drafts of the meeting is not what was saved.
    """
    proof.check(session, (DRAFTS, meeting))
    chosen = select(DecisionRow).join(CaseRow, CaseRow.id == DecisionRow.case_id)
    of_it = chosen.where(DecisionRow.meeting_id == meeting, CaseRow.code == code)
    row = session.scalar(of_it)
    decision = drafted(row, code) if row is not None else None
    return StoredDraft(row.version, decision) if row is not None and decision is not None else None


def drafted(row: DecisionRow, code: str) -> Decision | None:
    """Return the draft of `row`, None where there is none."""
    if row.draft is None:
        return None
    return replace(shaped(Decision, row.draft, f"The draft on {code}"), case=code)


def save(
    session: Session,
    meeting: uuid.UUID,
    decision: Decision,
    seen_version: int | None,
    now: datetime,
) -> int:
    """Keep what is being written and return its version; `seen_version` None: no draft was seen."""
    case = known(session, decision.case)
    row = decision_row(session, meeting, case)
    if seen_version != (row.version if row.draft is not None else None):
        raise ReviewError(changed_meanwhile(f"The draft of the decision on {case.code}"))
    row.draft = plain(decision)
    proof.note(session, (DRAFTS, meeting))
    digest = keyed_digest(case.secret, row.draft)
    add_line(session, now, "save", "draft decision", str(row.id), digest)
    return row.version


def discard(
    session: Session, meeting: uuid.UUID, code: str, seen_version: int, now: datetime
) -> None:
    """Throw a draft away; what is sealed stays."""
    row = decision_row(session, meeting, known(session, code))
    if row.draft is None or row.version != seen_version:
        raise ReviewError(changed_meanwhile(f"The draft of the decision on {code}"))
    row.draft = None
    proof.note(session, (DRAFTS, meeting))
    add_line(session, now, "discard", "draft decision", str(row.id))


def decision_row(session: Session, meeting: uuid.UUID, case: CaseRow) -> DecisionRow:
    """Return the row of a meeting's decision on a case, made where there is none.

    Raises ReviewError for a case that is not on the agenda, and DamagedError. Whoever changes the
    row notes the drafts of the meeting afterwards.
    """
    key = {"meeting_id": meeting_row(session, meeting).id, "case_id": case.id}
    if session.scalar(select(AgendaItemRow.position).filter_by(**key)) is None:
        raise ReviewError(f"{case.code} is not on the agenda of the meeting; add it first.")
    proof.check(session, (DRAFTS, meeting))
    row = session.scalar(select(DecisionRow).filter_by(**key))
    if row is None:
        row = DecisionRow(id=uuid.uuid4(), draft=None, **key)
        session.add(row)
        session.flush()
    return row

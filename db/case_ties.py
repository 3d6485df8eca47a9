"""What ties a case to the meetings: asked before it is renamed or deleted."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from db import proof
from db.case_proof import SUBJECT
from db.listing import CaseTies
from db.meeting_tables import (
    AgendaItemRow,
    AttachmentRow,
    DecisionRow,
    MeetingRow,
    SealRow,
    TaskRow,
    TickRow,
)
from db.subjects import OF_CASE, OF_MEETING, SEALS
from db.tables import CaseRow
from hccreview.errors import ReviewError


def ties_of(session: Session, row: CaseRow) -> CaseTies:
    """Return what goes with a case when it is deleted, and whether it can be."""

    def number(*conditions: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).where(*conditions)) or 0

    drafts = (DecisionRow.case_id == row.id, DecisionRow.draft.is_not(None))
    return CaseTies(
        sealed=bool(sealed_cases(session, [row.id])),
        agendas=number(AgendaItemRow.case_id == row.id),
        drafts=number(*drafts),
        tasks=number(TaskRow.case_id == row.id),
        attachments=number(AttachmentRow.case_id == row.id),
    )


def references_of(session: Session, row: CaseRow) -> tuple[str, ...]:
    """Return what audit lines call the case, its decisions and its tasks; the rest is the case."""
    found = (
        session.scalars(select(table.id).where(table.case_id == row.id))
        for table in (DecisionRow, TaskRow, AttachmentRow)
    )
    return (str(row.id), *(str(each) for ids in found for each in ids))


def check_unsealed(session: Session, row: CaseRow, what: str) -> None:
    """Raise ReviewError where the case has a sealed decision; `what` says what it stays."""
    if sealed_cases(session, [row.id]):
        raise ReviewError(f"{row.code} has a sealed decision, so {what}")


def sealed_cases(session: Session, case_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of the cases have a sealed decision; raises DamagedError."""
    proof.check(session, *((SEALS, each) for each in case_ids))
    chosen = select(DecisionRow.case_id).join(SealRow, SealRow.decision_id == DecisionRow.id)
    return set(session.scalars(chosen.where(DecisionRow.case_id.in_(case_ids))))


@contextlib.contextmanager
def letting_go(session: Session, case_ids: Collection[uuid.UUID]) -> Iterator[None]:
    """Let meetings lose cases that are deleted, or called otherwise, meanwhile.

    Every meeting that has one of them on its agenda gets a new version: so one that was read before
    is not saved with a code that means another patient by now.
    """
    tables = (AgendaItemRow, TickRow, DecisionRow)
    found = (select(each.meeting_id).where(each.case_id.in_(case_ids)) for each in tables)
    with_them = {meeting for each in found for meeting in session.scalars(each)}
    whats = [(subject, meeting) for meeting in with_them for subject in OF_MEETING]
    agendas = select(AgendaItemRow.meeting_id).where(AgendaItemRow.case_id.in_(case_ids))
    with proof.keeping(session, *whats):
        for meeting in session.scalars(select(MeetingRow).where(MeetingRow.id.in_(agendas))):
            flag_modified(meeting, "changed_at")
        session.flush()
        yield


def forget(session: Session, case_id: uuid.UUID) -> None:
    """Keep no digest of a case that is gone, and of what belonged to it."""
    proof.put(session, SUBJECT, str(case_id), "")
    proof.forget(session, OF_CASE, case_id)

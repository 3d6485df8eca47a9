"""What was obtained for a meeting, ticked off, in one open transaction.

Their audit lines are about the case, whose secret opens what they tell.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db import proof
from db.audit import add_line, keyed_digest
from db.cases import known
from db.meeting_tables import TickRow
from db.meetings import meeting_row
from db.subjects import TICKS
from db.tables import CaseRow
from hccreview.clinical.dates import spoken
from hccreview.clinical.fields import bundled_dictionary
from hccreview.meeting.preparing import Tick
from hccreview.review.wording import label_of


def of_meeting(session: Session, meeting: uuid.UUID) -> tuple[Tick, ...]:
    """Return the ticks of a meeting, by case and field; raises DamagedError."""
    proof.check(session, (TICKS, meeting))
    chosen = select(CaseRow.code, TickRow.field, TickRow.by, TickRow.on).join(
        CaseRow, CaseRow.id == TickRow.case_id
    )
    chosen = chosen.where(TickRow.meeting_id == meeting)
    found = session.execute(chosen.order_by(CaseRow.code_order, TickRow.field))
    return tuple(Tick(*row) for row in found)


def put(session: Session, meeting: uuid.UUID, tick: Tick, now: datetime) -> None:
    """Tick a fact off; an earlier tick of it is replaced."""
    case = known(session, tick.case)
    key = {"meeting_id": meeting_row(session, meeting).id, "case_id": case.id, "field": tick.field}
    with proof.changing(session, (TICKS, meeting)):
        session.execute(delete(TickRow).filter_by(**key))
        session.execute(insert(TickRow).values(**key, by=tick.by, on=tick.on))
    digest = keyed_digest(case.secret, {**key, "by": tick.by, "on": tick.on})
    told = [f"{_label(tick.field)}: ticked off by {tick.by} on {spoken(tick.on)}"]
    reference, secret = str(case.id), case.secret
    add_line(session, now, "tick", "case", reference, digest, told=told, secret=secret)


def remove(session: Session, meeting: uuid.UUID, code: str, field: str, now: datetime) -> None:
    """Take a tick back; one that is not there is none to take back."""
    case = known(session, code)
    key = {"meeting_id": meeting_row(session, meeting).id, "case_id": case.id, "field": field}
    with proof.changing(session, (TICKS, meeting)):
        session.execute(delete(TickRow).filter_by(**key))
    digest, told = keyed_digest(case.secret, key), [f"{_label(field)}: not ticked off any more"]
    reference, secret = str(case.id), case.secret
    add_line(session, now, "untick", "case", reference, digest, told=told, secret=secret)


def _label(field: str) -> str:
    return label_of(field, bundled_dictionary())

"""A patient is erased on request: all that the store holds of the case, for good.

What was sealed and what the audit lines tell stays as bytes that only the secret of the case could
open; the secret is overwritten. So the chain of the audit lines still verifies, and says nothing.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.audit import add_line
from db.case_ties import forget, letting_go
from db.meeting_tables import DecisionRow, SealRow
from db.tables import CaseRow


def erase(session: Session, row: CaseRow, now: datetime) -> None:
    """Erase a case with all that belongs to it, sealed or not; of its seals the bytes stay."""
    with letting_go(session, [row.id]):
        sealed = select(SealRow.decision_id)
        of_it = DecisionRow.case_id == row.id, DecisionRow.id.in_(sealed)
        session.execute(update(DecisionRow).where(*of_it).values(case_id=None, draft=None))
        row.secret = secrets.token_bytes(len(row.secret))
        session.flush()
        session.delete(row)
        session.flush()
    forget(session, row.id)
    add_line(session, now, "erase", "case", str(row.id))

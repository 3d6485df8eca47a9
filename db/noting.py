"""A store of an older shape is noted once, so that from now on it can be proved (db.proof)."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, literal, select
from sqlalchemy.orm import Session

from db import case_proof, proof
from db.audit import SAVED
from db.subjects import SUBJECTS
from db.tables import AuditRow, ProofRow

_LINES = AuditRow.__table__.c
_GONE = ("delete", "erase")


def note_what_stands(connection: Connection, before: str) -> None:
    """Keep digests of what a store holds that had the shape `before`.

    Up to 0005 nothing was proved, so that what stands there holds from now on. In 0006 each case
    had its digest in its newest audit line: that is taken, and a damaged case stays damaged. Later
    shapes have their digests already; a step that changes a table then sees to those of its rows.
    """
    session = Session(connection)
    if before < "0006":
        case_proof.note_all(session)
    elif before == "0006":
        _take_from_the_lines(connection)
    if before < "0007":
        for subject in SUBJECTS:
            owners = proof.references_of(session, subject)
            proof.note(session, *((subject, owner) for owner in owners))


def _take_from_the_lines(connection: Connection) -> None:
    about_cases = _LINES.subject == case_proof.SUBJECT
    gone = select(_LINES.reference).where(about_cases, _LINES.action.in_(_GONE))
    told = about_cases, _LINES.action.in_(SAVED), _LINES.digest != ""
    newest = select(func.max(_LINES.number)).where(*told).group_by(_LINES.reference)
    taken = select(literal(case_proof.SUBJECT), _LINES.reference, _LINES.digest).where(
        _LINES.number.in_(newest), _LINES.reference.not_in(gone)
    )
    connection.execute(insert(ProofRow).from_select(["subject", "reference", "digest"], taken))

"""Sealed decisions in one open transaction: added, read and proved, never changed.

The bytes are kept closed with the secret of the case: they open bit for bit as long as it is there,
and the digest is that of the bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from db import proof, sealing
from db.audit import add_line
from db.cases import changed_meanwhile, find, known, proved
from db.decisions import decision_row, drafted
from db.meeting_listing import SealedDecision
from db.meeting_tables import DecisionRow, MeetingRow, SealedDocumentRow, SealRow
from db.meetings import meeting_row
from db.subjects import DRAFTS, SEALS
from db.tables import AuditRow, CaseRow
from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.meeting.documents import content_of
from hccreview.meeting.seal import Sealed, check_chain, opened
from hccreview.meeting.snapshot import Snapshot
from hccreview.review.changes import record_changes

_SUBJECT, _ACTIONS = "decision", ("seal", "amend")


def of_case(session: Session, code: str) -> tuple[SealedDecision, ...]:
    """Return the sealed decisions on a case, that of the latest meeting first.

    Raises ReviewError where a version does not fit its digest, the one before it, or the audit
    lines: then it was changed, taken out or put in.
    """
    case = find(session, code)
    if case is None:
        return ()
    chosen = (
        select(DecisionRow)
        .join(MeetingRow, MeetingRow.id == DecisionRow.meeting_id)
        .where(DecisionRow.case_id == case.id)
        .order_by(MeetingRow.on.desc(), MeetingRow.created_at.desc(), MeetingRow.id)
    )
    found = [(row, _versions(session, row, case)) for row in session.scalars(chosen)]
    proof.check(session, (SEALS, case.id))  # none of them is missing
    return tuple(SealedDecision(row.meeting_id, versions) for row, versions in found if versions)


def every(session: Session) -> Select[DecisionRow]:
    """Return the statement for all decisions of which a version is sealed."""
    return select(DecisionRow).where(DecisionRow.id.in_(select(SealRow.decision_id)))


def check(session: Session, row: DecisionRow) -> None:
    """Raise ReviewError where a sealed decision, or a document of it, is not what was sealed.

    Of a case that was erased nobody can open the versions: that none is missing is all that shows.
    """
    case = session.get(CaseRow, row.case_id) if row.case_id is not None else None
    if case is None:
        digests = select(SealRow.digest).where(SealRow.decision_id == row.id)
        _check_lines(session, row, list(session.scalars(digests.order_by(SealRow.version))))
        return
    for version in _versions(session, row, case):
        kept = documents(session, version.snapshot)
        for trial in version.snapshot.trials:
            content_of(trial.digest, kept)


def documents(session: Session, snapshot: Snapshot) -> dict[str, bytes]:
    """Return the trial documents that a snapshot was made from, by digest."""
    digests = [trial.digest for trial in snapshot.trials]
    chosen = select(SealedDocumentRow.digest, SealedDocumentRow.content)
    found = session.execute(chosen.where(SealedDocumentRow.digest.in_(digests)))
    return {row.digest: row.content for row in found}


def seal(
    session: Session,
    meeting: uuid.UUID,
    sealed: Sealed,
    kept: Mapping[str, bytes],
    now: datetime,
) -> None:
    """Add a sealed version; raises ReviewError for one that does not follow what is in the store.

    `kept` holds the trial documents by digest. The draft is removed: what is sealed is what it
    said.
    """
    record = opened(sealed.content, sealed.digest)  # nothing is added that could not be opened
    case = known(session, record.snapshot.case.code)
    row = decision_row(session, meeting, case)
    before = _versions(session, row, case)
    proof.check(session, (SEALS, case.id))
    _check_follows(record, before, case.code)
    _check_facts(session, record, before, case, meeting_row(session, meeting))
    draft = drafted(row, case.code)
    if draft is not None and draft != record.snapshot.decision:
        raise ReviewError(changed_meanwhile(f"The draft of the decision on {case.code}"))
    _keep(session, record.snapshot, kept)
    row.draft = None
    version, at = record.seal.version, record.seal.at
    content = sealing.closed(case.secret, record.content, record.digest)
    columns = {"digest": record.digest, "content": content, "sealed_at": at}
    session.execute(insert(SealRow).values(decision_id=row.id, version=version, **columns))
    proof.note(session, (DRAFTS, meeting), (SEALS, case.id))
    add_line(
        session,
        now,
        _ACTIONS[version > 1],
        _SUBJECT,
        str(row.id),
        record.digest,
        told=_told(record, before),
        secret=case.secret,
    )


def _told(record: Sealed, before: tuple[Sealed, ...]) -> list[str]:
    last = before[-1].snapshot.decision if before else None
    found = record_changes("Decision", last, record.snapshot.decision, skip=("case",))
    return [record.sentence, *(each.sentence for each in found)]


def _versions(session: Session, row: DecisionRow, case: CaseRow) -> tuple[Sealed, ...]:
    of_it = select(SealRow).where(SealRow.decision_id == row.id).order_by(SealRow.version)
    versions = tuple(opened(_bytes(each, case), each.digest) for each in session.scalars(of_it))
    check_chain(versions)
    _check_lines(session, row, [each.digest for each in versions], f" on {case.code}")
    return versions


def _check_lines(session: Session, row: DecisionRow, digests: list[str], on_whom: str = "") -> None:
    """Raise ReviewError unless the audit lines tell of the same versions."""
    lines = select(AuditRow.digest).where(
        AuditRow.reference == str(row.id),
        AuditRow.subject == _SUBJECT,
        AuditRow.action.in_(_ACTIONS),
    )
    told = list(session.scalars(lines.order_by(AuditRow.number)))
    if told != digests:
        raise ReviewError(
            f"The sealed decision{on_whom} is not what the audit lines tell: a version is"
            " missing or was put in. Restore the store from a backup."
        )


def _bytes(row: SealRow, case: CaseRow) -> bytes:
    """Return the bytes that were sealed; raises ReviewError where they cannot be opened."""
    try:
        return sealing.opened(case.secret, row.content, row.digest)
    except ReviewError as error:
        raise ReviewError(
            f"The sealed decision on {case.code} cannot be read: it was changed after it was"
            " sealed. Restore the store from a backup."
        ) from error


def _check_follows(record: Sealed, before: tuple[Sealed, ...], code: str) -> None:
    last = before[-1].digest if before else ""
    if (record.seal.version, record.seal.before) != (len(before) + 1, last):
        raise ReviewError(changed_meanwhile(f"The sealed decision on {code}"))


def _check_facts(
    session: Session,
    record: Sealed,
    before: tuple[Sealed, ...],
    case: CaseRow,
    meeting: MeetingRow,
) -> None:
    """Raise ReviewError unless it was made from the saved case, or the facts sealed before."""
    snapshot = record.snapshot
    sealed_before = bool(before) and snapshot.case == before[-1].snapshot.case
    if not sealed_before and snapshot.case != proved(session, case).case:
        raise ReviewError(
            f"{case.code} is not saved as it was compared, so that its decision is not sealed;"
            " compare it again."
        )
    if snapshot.sitting.on != meeting.on:
        raise ReviewError(
            f"The decision names {spoken(snapshot.sitting.on)} as the day of the meeting, which"
            f" is on {spoken(meeting.on)}; correct one of them."
        )


def _keep(session: Session, snapshot: Snapshot, kept: Mapping[str, bytes]) -> None:
    """Add the documents that are not kept yet; raises ReviewError for a missing or changed one,
    also of those that are kept.
    """
    there = documents(session, snapshot)
    for digest in dict.fromkeys(trial.digest for trial in snapshot.trials):
        if digest in there:
            content_of(digest, there)
        else:
            new = {"digest": digest, "content": content_of(digest, kept)}
            session.execute(insert(SealedDocumentRow).values(**new))

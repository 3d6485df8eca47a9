"""A meeting with the first sample case in a store, and a decision on it."""

import uuid
from datetime import datetime

from db.meeting_listing import StoredMeeting
from db.store import Store
from hccreview.meeting.decision import Decision
from hccreview.meeting.meeting import AgendaItem, Meeting, Readiness
from hccreview.meeting.seal import Sealed, amended, sealed
from hccreview.meeting.snapshot import redecided
from tests.db.conftest import SAMPLES
from tests.meeting.builders import NOON, SITTING, a_decision, a_snapshot, documents

CODE, OTHER = "SAMPLE-01", "SAMPLE-02"
MEETING = Meeting(
    SITTING,
    (
        AgendaItem(OTHER, Readiness.DEFERRED, "CT is missing"),
        AgendaItem(CODE, Readiness.READY, questions=("Resect?", "TACE?"), notes="对照\nMRI"),
    ),
)


def with_meeting(store: Store, *, samples: bool = False) -> StoredMeeting:
    """Save the first two cases, and a meeting about them."""
    if samples:
        store.import_samples(SAMPLES[:2])
    else:
        for case in SAMPLES[:2]:
            store.save_case(case, seen_version=None)
    return store.board.add_meeting(MEETING)


def first_seal(**parts: object) -> Sealed:
    """Return the first sealed version of the decision on the first case."""
    return sealed(a_snapshot(decision=a_decision(**parts)), "Dr Lin", NOON)


def amendment(before: Sealed, decision: Decision, at: datetime = NOON) -> Sealed:
    """Return the version after `before`, with another decision on the same facts."""
    changed = redecided(before.snapshot, decision, documents())
    return amended(before, changed, "Prof. Chen", at, "a word was wrong")


def seal_one(store: Store) -> tuple[uuid.UUID, Sealed]:
    """Seal the decision on the first case; return the meeting and what was sealed."""
    meeting, record = with_meeting(store).id, first_seal()
    store.board.seal_decision(meeting, record, documents())
    return meeting, record

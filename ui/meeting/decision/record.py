"""What the store knows of the decisions on a case; read by the worker."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.meeting_listing import SealedDecision, StoredDraft
    from db.store import Store
    from hccreview.clinical.case import Case
    from hccreview.meeting.seal import Sealed
    from hccreview.meeting.since import Since
    from hccreview.review.compare import Comparison
    from hccreview.trials.model import Trial


@dataclass(frozen=True, slots=True)
class Record:
    """The draft of a meeting, the versions that were sealed there, and the last ones elsewhere.

    `sealed_facts` is the comparison of the newest version here, made again where it is amended.
    """

    draft: StoredDraft | None = None
    sealed: SealedDecision | None = None
    elsewhere: tuple[SealedDecision, ...] = ()
    sealed_facts: Comparison | None = None

    @property
    def newest(self) -> Sealed | None:
        """The version that holds at this meeting, else None."""
        return self.sealed.newest if self.sealed is not None else None


def read_record(store: Store, meeting: uuid.UUID | None, code: str) -> Record:
    """Return what is drafted and sealed on a case; raises ReviewError for a broken record."""
    from hccreview.meeting.snapshot import compared_again

    board = store.board
    found = board.seals(code)
    here = next((each for each in found if each.meeting == meeting), None)
    elsewhere = tuple(each for each in found if each.meeting != meeting)
    draft = (
        board.draft(meeting, code)
        if meeting is not None and _listed(store, meeting, code)
        else None
    )
    facts = None
    if draft is not None and here is not None:
        snapshot = here.newest.snapshot
        facts = compared_again(snapshot, board.sealed_documents(snapshot))
    return Record(draft, here, elsewhere, facts)


def changes_since(
    store: Store, sealed: Sealed, case: Case, trials: tuple[Trial, ...], today: date
) -> Since:
    """Return what has changed since a version was sealed; raises ReviewError."""
    from hccreview.clinical.case import anchors_of
    from hccreview.meeting.since import changed_since
    from hccreview.meeting.standing import compared
    from ui.meeting.decision.facts import arms_since
    from ui.planning_choice import chosen_planning

    snapshot = sealed.snapshot
    arms = arms_since(snapshot, case, trials)
    now = compared(case, trials, anchors_of(case, max(today, snapshot.sitting.on)), arms=arms)
    return changed_since(
        snapshot,
        now,
        store.board.sealed_documents(snapshot),
        chosen_planning(),
        [each.protocol for each in store.local_protocols()],
    )


def _listed(store: Store, meeting: uuid.UUID, code: str) -> bool:
    return code in store.board.meeting(meeting).meeting.codes

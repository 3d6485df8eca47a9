"""The sample meeting in the store: it comes with the sample cases and goes with them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from hccreview.errors import ReviewError

if TYPE_CHECKING:
    from db.store import Store

_ID = uuid.UUID("5a3b1e00-0000-4000-8000-0000261126aa")
"""By its id it is known again."""


def add_sample_meeting(store: Store) -> None:
    """Add the sample meeting with its tasks and attachments; its cases are in the store."""
    from hccreview.exchange.sample_meeting import sample_meeting

    sample = sample_meeting()
    store.board.add_meeting(sample.meeting, _ID)
    store.board.add_tasks(sample.tasks)
    for code, attachment in sample.attachments:
        store.board.add_attachment(code, attachment)


def remove_sample_meeting(store: Store) -> bool:
    """Delete the sample meeting; False where there is none, or where it has become the user's.

    It has where its place is another, a case on its agenda is no sample, or a decision is sealed.
    """
    from hccreview.exchange.sample_meeting import sample_meeting

    try:
        found = store.board.meeting(_ID)
    except ReviewError:  # deleted before
        return False
    place = sample_meeting().meeting.sitting.place
    samples = {each.case.code for each in store.samples()}
    codes = found.meeting.codes
    if found.meeting.sitting.place != place or not samples.issuperset(codes):
        return False
    if any(store.ties(code).sealed for code in codes):
        return False
    store.board.delete_meeting(_ID, seen_version=found.version)
    return True

"""What a user does with meetings, decisions and what belongs to them, each method one transaction.

A class of its own beside the store of the cases: it is loaded when it is first asked for, so that
the start of the program does not wait for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime

from sqlalchemy.orm import Session

from db import attachments, decisions, meetings, seals, tasks, ticks
from db.listing import Page
from db.meeting_listing import (
    MeetingLine,
    SealedDecision,
    StoredAttachment,
    StoredDraft,
    StoredMeeting,
    StoredTask,
)
from hccreview.meeting.attachment import Attachment
from hccreview.meeting.decision import Decision
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import Meeting
from hccreview.meeting.preparing import Tick
from hccreview.meeting.seal import Sealed
from hccreview.meeting.snapshot import Snapshot

Transaction = Callable[[], AbstractContextManager[Session]]


class Board:
    """The meetings of the tumour board, in the file of the store (`Store.board`).

    Every method raises ReviewError as those of the store do; a case that is not there, or a
    meeting that was deleted meanwhile, is a sentence. Cases are named by their codes.
    """

    def __init__(
        self, reading: Transaction, writing: Transaction, today: Callable[[], datetime]
    ) -> None:
        self._reading = reading
        self._writing = writing
        self._today = today

    # --------------------------------------------------------------------- meetings

    def meetings(
        self,
        first: date | None = None,
        last: date | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> Page[MeetingLine]:
        """Return meetings from the day `first` to `last`, the latest first."""
        with self._reading() as session:
            return meetings.page(session, first, last, offset, limit)

    def meeting(self, meeting: uuid.UUID) -> StoredMeeting:
        """Return a meeting with the version that a save has to name."""
        with self._reading() as session:
            return meetings.value_of(session, meetings.meeting_row(session, meeting))

    def add_meeting(self, meeting: Meeting, id_: uuid.UUID | None = None) -> StoredMeeting:
        """Add a meeting, under a new id unless it has one; each of its cases is in the store."""
        with self._writing() as session:
            return meetings.add(session, meeting, id_ or uuid.uuid4(), self._today())

    def save_meeting(self, id_: uuid.UUID, meeting: Meeting, *, seen_version: int) -> int:
        """Save a meeting and return its new version.

        Once a decision is sealed, the day of the meeting and that case on its agenda stay.
        """
        with self._writing() as session:
            return meetings.save(session, id_, meeting, seen_version, self._today())

    def delete_meeting(self, id_: uuid.UUID, *, seen_version: int) -> Meeting:
        """Delete a meeting with its ticks and drafts, and return it; its tasks stay.

        Raises ReviewError where one of its decisions is sealed.
        """
        with self._writing() as session:
            return meetings.remove(session, id_, seen_version, self._today())

    # ------------------------------------------------------- preparing and follow-up

    def ticks(self, meeting: uuid.UUID) -> tuple[Tick, ...]:
        """Return what was ticked off for a meeting, by case and field."""
        with self._reading() as session:
            return ticks.of_meeting(session, meeting)

    def tick(self, meeting: uuid.UUID, tick: Tick) -> None:
        """Tick a wanted fact off; an earlier tick of it is replaced."""
        with self._writing() as session:
            ticks.put(session, meeting, tick, self._today())

    def untick(self, meeting: uuid.UUID, code: str, field: str) -> None:
        """Take a tick back."""
        with self._writing() as session:
            ticks.remove(session, meeting, code, field, self._today())

    def open_tasks(self) -> tuple[StoredTask, ...]:
        """Return every open task, by case and day."""
        with self._reading() as session:
            return tasks.open_ones(session)

    def tasks(self, code: str) -> tuple[StoredTask, ...]:
        """Return every task of a case, by day, those that are closed too."""
        with self._reading() as session:
            return tasks.of_case(session, code)

    def add_tasks(
        self, new: Iterable[Task], meeting: uuid.UUID | None = None
    ) -> tuple[StoredTask, ...]:
        """Add tasks, all or none, each with its audit line; `meeting` asked for them."""
        with self._writing() as session:
            return tasks.add(session, new, meeting, self._today())

    def change_task(self, seen: StoredTask, task: Task) -> StoredTask:
        """Make the task that the user saw another: done, dropped, postponed, corrected."""
        with self._writing() as session:
            return tasks.change(session, seen, task, self._today())

    # --------------------------------------------------------------------- decisions

    def draft(self, meeting: uuid.UUID, code: str) -> StoredDraft | None:
        """Return the decision that is being written, None where there is none."""
        with self._reading() as session:
            return decisions.draft(session, meeting, code)

    def save_draft(
        self, meeting: uuid.UUID, decision: Decision, *, seen_version: int | None
    ) -> int:
        """Keep a decision that is being written; return its version.

        `seen_version` None: the user saw no draft. Whether it may stand is not asked yet.
        """
        with self._writing() as session:
            return decisions.save(session, meeting, decision, seen_version, self._today())

    def discard_draft(self, meeting: uuid.UUID, code: str, *, seen_version: int) -> None:
        """Throw a draft away; what is sealed stays."""
        with self._writing() as session:
            decisions.discard(session, meeting, code, seen_version, self._today())

    def seal_decision(
        self, meeting: uuid.UUID, sealed: Sealed, documents: Mapping[str, bytes]
    ) -> None:
        """Add a sealed version with the trial documents it was made from; the draft is removed.

        Raises ReviewError where it does not follow the version before, was made from another case
        than the saved one (or the one sealed before), names another day than the meeting's, or is
        not what the draft says; and for a document that is missing or changed.
        """
        with self._writing() as session:
            seals.seal(session, meeting, sealed, documents, self._today())

    def seals(self, code: str) -> tuple[SealedDecision, ...]:
        """Return the sealed decisions on a case, bit for bit, that of the latest meeting first.

        Raises ReviewError where a version was changed, taken out or put in.
        """
        with self._reading() as session:
            return seals.of_case(session, code)

    def sealed_documents(self, snapshot: Snapshot) -> dict[str, bytes]:
        """Return the trial documents that a sealed snapshot was made from, by digest."""
        with self._reading() as session:
            return seals.documents(session, snapshot)

    # -------------------------------------------------------- what the board looks at

    def attachments(self, code: str) -> tuple[StoredAttachment, ...]:
        """Return the key images and excerpts of a case in their order."""
        with self._reading() as session:
            return attachments.of_case(session, code)

    def add_attachment(self, code: str, attachment: Attachment) -> StoredAttachment:
        """Add a key image or an excerpt after the others of the case."""
        with self._writing() as session:
            return attachments.add(session, code, attachment, self._today())

    def change_attachment(self, id_: uuid.UUID, attachment: Attachment) -> StoredAttachment:
        """Put an attachment in the place of another: its caption or text was corrected."""
        with self._writing() as session:
            return attachments.change(session, id_, attachment, self._today())

    def remove_attachment(self, id_: uuid.UUID) -> Attachment:
        """Remove a key image or an excerpt and return it."""
        with self._writing() as session:
            return attachments.remove(session, id_, self._today())

    def order_attachments(self, code: str, ids: Sequence[uuid.UUID]) -> None:
        """Put all attachments of a case in the order of `ids`."""
        with self._writing() as session:
            attachments.put_in_order(session, code, ids, self._today())

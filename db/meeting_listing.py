"""What the store answers with on meetings: plain values, which need no database library."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from hccreview.meeting.attachment import Attachment
from hccreview.meeting.decision import Decision
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import Meeting
from hccreview.meeting.seal import Sealed


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One line of the list of meetings: how many cases it has, and how many were discussed.

    What a `damaged` one says is not what was saved; it cannot be opened.
    """

    id: uuid.UUID
    on: date
    place: str
    cases: int
    discussed: int
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class StoredMeeting:
    """A meeting as it was read, with the version that a later save has to name."""

    id: uuid.UUID
    version: int
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A follow-up task as it was read, and the meeting that asked for it (None: deleted, none)."""

    id: uuid.UUID
    meeting: uuid.UUID | None
    task: Task


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A decision that is being written, with the version that a later save has to name."""

    version: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class SealedDecision:
    """All sealed versions of the decision of a meeting on a case, the first one first."""

    meeting: uuid.UUID
    versions: tuple[Sealed, ...]

    @property
    def newest(self) -> Sealed:
        """The version that holds."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """A key image or an excerpt as it was read."""

    id: uuid.UUID
    attachment: Attachment

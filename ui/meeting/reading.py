"""What the worker reads of the meetings and what it works out of their cases; no screen."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hccreview.meeting.meeting import AgendaItem, Meeting
from hccreview.meeting.preparing import Preparation, Tick, preparations

if TYPE_CHECKING:
    from db.board import Board
    from db.meeting_listing import MeetingLine, StoredMeeting
    from db.store import Store
    from hccreview.trials.model import Trial
    from ui.background import Task


@dataclass(frozen=True, slots=True)
class Read:
    """The meetings of the store, and the one that is looked at with its ticks."""

    lines: tuple[MeetingLine, ...]
    meeting: StoredMeeting | None
    ticks: tuple[Tick, ...] = ()


def read_meetings(board: Board, wanted: uuid.UUID | None, today: date) -> Read:
    """Return what the store knows; without the wanted meeting, the next one to come."""
    lines = board.meetings().lines
    chosen = wanted if wanted in {line.id for line in lines} else _next(lines, today)
    if chosen is None:
        return Read(lines, None)
    return Read(lines, board.meeting(chosen), board.ticks(chosen))


def item_of(meeting: Meeting, code: str) -> AgendaItem | None:
    """Return the place of a case on the agenda, None where it is not on it."""
    return meeting.item(code) if code in meeting.codes else None


def _next(lines: tuple[MeetingLine, ...], today: date) -> uuid.UUID | None:
    """The meeting of today or the first one after it, else the latest."""
    whole = [line for line in lines if not line.damaged] or lines
    coming = [line for line in whole if line.on >= today]
    chosen = min(coming, key=lambda line: line.on) if coming else next(iter(whole), None)
    return chosen.id if chosen is not None else None


class Preparing:
    """What each case of a meeting lacks; a case that has not changed is not compared again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, Preparation]] = {}

    def prepared(
        self, store: Store, meeting: Meeting, trials: tuple[Trial, ...], task: Task
    ) -> dict[str, Preparation]:
        """Return what each case of the agenda lacks on the day of the meeting, nothing ticked."""
        return dict(self._each(store, meeting, trials, task))

    def _each(
        self, store: Store, meeting: Meeting, trials: tuple[Trial, ...], task: Task
    ) -> Iterator[tuple[str, Preparation]]:
        from ui.comparing import comparison_of

        for code in meeting.codes:
            stored = None if task.cancelled else store.stored(code)
            if stored is None:
                continue
            seen = (stored.case, meeting.sitting.on, trials)
            if code not in self._known or self._known[code][0] != seen:
                comparison = comparison_of(stored.case, trials, meeting.sitting.on)
                self._known[code] = seen, preparations(meeting.sitting, (comparison,))[0]
            yield code, self._known[code][1]

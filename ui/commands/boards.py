"""Finding the meeting that was named, and the cases as a board sees them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hccreview.clinical.case import anchors_of
from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.meeting.board_case import BoardCase
from hccreview.meeting.standing import compared
from hccreview.trials.library import read_library
from ui.board_cases import board_case, schedules_of
from ui.commands.cases import find_case, stored_case
from ui.commands.clock import today
from ui.commands.stores import the_store
from ui.planning_choice import chosen_planning

if TYPE_CHECKING:
    from db.meeting_listing import StoredMeeting
    from db.store import Store

_MOST_MEETINGS = 200  # so many of the latest are searched for a case


def case_for_the_board(name: str, as_of: date | None, database: Path | None) -> BoardCase:
    """Return the case called `name` as its board sees it.

    A stored case as of its latest meeting; with `as_of` as of that day, at the meeting of that day
    where one has it on its agenda. A file or sample has no meeting. Raises ReviewError.
    """
    trials, planning = read_library(), chosen_planning()
    if not Path(name).is_file() and (stored := stored_case(name, database)) is not None:
        with the_store(database) as store:
            meeting = meeting_of(store, stored.code, as_of)
            day = as_of or stored.as_of or today()
            return board_case(store, stored.code, trials, planning, day, meeting)
    case = find_case(name, database)
    comparison = compared(case, trials, anchors_of(case, as_of or case.as_of or today()))
    return BoardCase(comparison, schedules=schedules_of(comparison, planning, {}))


def meeting_of(store: Store, code: str, day: date | None = None) -> StoredMeeting | None:
    """Return the latest meeting (that of `day`) with a case on its agenda, None without one."""
    for line in store.board.meetings(day, day, limit=_MOST_MEETINGS).lines:
        meeting = store.board.meeting(line.id)
        if code in meeting.meeting.codes:
            return meeting
    return None


def meeting_on(store: Store, day: date, place: str | None = None) -> StoredMeeting:
    """Return the meeting of a day (and place); raises ReviewError without one, or with several."""
    lines = store.board.meetings(day, day).lines
    found = [line for line in lines if place is None or line.place == place]
    if len(found) == 1:
        return store.board.meeting(found[0].id)
    if found:
        places = ", ".join(line.place or "no place" for line in found)
        raise ReviewError(
            f"There are {len(found)} meetings on {spoken(day)} ({places}); name one: --place."
        )
    if lines:
        places = ", ".join(line.place or "no place" for line in lines)
        raise ReviewError(f"No meeting on {spoken(day)} is at “{place}”; known: {places}.")
    latest = [spoken(line.on) for line in store.board.meetings(limit=3).lines]
    known = f"the latest are of {', '.join(latest)}" if latest else "there are no meetings yet"
    raise ReviewError(f"There is no meeting on {spoken(day)}; {known}.")

"""From case to case of the agenda, while decisions are written."""

from __future__ import annotations

from hccreview.meeting.meeting import Meeting, Readiness

_DONE = (Readiness.DISCUSSED, Readiness.DEFERRED)


def neighbour(meeting: Meeting, code: str, by: int) -> str:
    """Return the case so many places further on the agenda; empty beyond its ends."""
    place = meeting.codes.index(code) + by
    return meeting.codes[place] if 0 <= place < len(meeting.codes) else ""


def undecided(meeting: Meeting, code: str) -> str:
    """Return the case to go on with, those before `code` last; empty where none is left."""
    place = meeting.codes.index(code)
    others = (*meeting.items[place + 1 :], *meeting.items[:place])
    return next((each.case for each in others if each.readiness not in _DONE), "")

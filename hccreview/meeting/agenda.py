"""Changes of an agenda: each returns a new meeting and leaves the old one as it was."""

from __future__ import annotations

from dataclasses import replace

from hccreview.errors import ReviewError
from hccreview.meeting.meeting import AgendaItem, Meeting, Readiness


def with_case(meeting: Meeting, case: str, place: int | None = None) -> Meeting:
    """Return the meeting with a case added at a place (from 0), or at the end."""
    if case in meeting.codes:
        raise ReviewError(f"{case} is on the agenda already.")
    items = list(meeting.items)
    items.insert(len(items) if place is None else _clamped(place, len(items)), AgendaItem(case))
    return replace(meeting, items=tuple(items))


def without_case(meeting: Meeting, case: str) -> Meeting:
    """Return the meeting without a case; one that was discussed stays (ReviewError)."""
    item = meeting.item(case)
    if item.readiness is Readiness.DISCUSSED:
        raise ReviewError(f"{case} has been discussed and stays on the agenda.")
    return replace(meeting, items=tuple(each for each in meeting.items if each is not item))


def moved(meeting: Meeting, case: str, by: int) -> Meeting:
    """Return the meeting with a case so many places further down (up where `by` is negative)."""
    return moved_to(meeting, case, meeting.items.index(meeting.item(case)) + by)


def moved_to(meeting: Meeting, case: str, place: int) -> Meeting:
    """Return the meeting with a case at a place from 0; beyond the ends means the end."""
    item = meeting.item(case)
    items = [each for each in meeting.items if each is not item]
    items.insert(_clamped(place, len(items)), item)
    return replace(meeting, items=tuple(items))


def set_readiness(meeting: Meeting, case: str, readiness: Readiness, reason: str = "") -> Meeting:
    """Return the meeting with the readiness of a case; deferring needs its reason (ReviewError)."""
    return _changed(meeting, replace(meeting.item(case), readiness=readiness, reason=reason))


def with_questions(meeting: Meeting, case: str, questions: tuple[str, ...]) -> Meeting:
    """Return the meeting with the questions that a case puts to the board."""
    return _changed(meeting, replace(meeting.item(case), questions=questions))


def with_notes(meeting: Meeting, case: str, notes: str) -> Meeting:
    """Return the meeting with the presenter's notes on a case."""
    return _changed(meeting, replace(meeting.item(case), notes=notes))


def _changed(meeting: Meeting, item: AgendaItem) -> Meeting:
    items = (item if each.case == item.case else each for each in meeting.items)
    return replace(meeting, items=tuple(items))


def _clamped(place: int, last: int) -> int:
    return max(0, min(place, last))

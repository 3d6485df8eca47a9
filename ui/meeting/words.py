"""Words and marks of the meeting: how far a case is, a meeting in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hccreview.clinical.dates import spoken
from hccreview.meeting.meeting import Readiness
from ui.wording import Mark, plural

if TYPE_CHECKING:
    from db.meeting_listing import MeetingLine
    from hccreview.meeting.meeting import AgendaItem, Meeting
    from hccreview.meeting.preparing import Preparation

_PLACE = 28  # signs of a place in the list of meetings

READINESS = {
    Readiness.TO_PREPARE: Mark("□", "To prepare", "unknown"),
    Readiness.READY: Mark("▶", "Ready", "accent"),
    Readiness.DISCUSSED: Mark("■", "Discussed", "neutral"),
    Readiness.DEFERRED: Mark("→", "Deferred", "neutral"),
}


def line_words(line: MeetingLine) -> str:
    """Return a meeting in a line: day and place, as far as there is room for it.

    Of a damaged one neither is sure.
    """
    if line.damaged:
        return f"⚠ {spoken(line.on)} · damaged on the disk"
    place = line.place if len(line.place) <= _PLACE else f"{line.place[:_PLACE].rstrip()}…"
    return " · ".join(part for part in (spoken(line.on), place) if part)


def counts_words(meeting: Meeting) -> str:
    """Return how many cases are how far: ``2 to prepare · 9 ready · 1 deferred``."""
    counts = [(meeting.count(each), mark.word.lower()) for each, mark in READINESS.items()]
    return " · ".join(f"{number} {word}" for number, word in counts if number)


def lack_words(preparation: Preparation | None) -> str:
    """Return how much a case still lacks; empty while that is worked out."""
    if preparation is None:
        return ""
    if not preparation.wants:
        return "nothing to obtain"
    left = len(preparation.outstanding)
    return f"{left} to obtain" if left else "all obtained"


def item_words(item: AgendaItem, preparation: Preparation | None) -> str:
    """Return what stands below the code of a case on the agenda."""
    parts = [item.reason or lack_words(preparation)]
    if item.questions:
        parts.append(plural(len(item.questions), "question", "questions"))
    return " · ".join(part for part in parts if part)

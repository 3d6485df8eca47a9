"""The treatments of a case on an axis of days that ends on the day of the review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import ListState
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.review.wording import entry_days, entry_title, from_to
from ui.presentation.frame import flowing, heading
from ui.presentation.shapes import Block, Box, Piece, Rule, Slide, moved
from ui.presentation.sheet import GAP, Area, Sheet, below, fitting, shifted

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison

_LIST, _TITLE = "treatments", "Treatments"
_LABELS = 0.6  # of the width
_SHORTEST = timedelta(180)


@dataclass(frozen=True, slots=True)
class Course:
    """One treatment: its name, its days in words, and the stretches of time it was given in."""

    name: str
    days: str
    spans: tuple[tuple[date, date | None], ...]

    @property
    def begins(self) -> date:
        """Its first day; one without a date stands first."""
        return min((first for first, _ in self.spans), default=date.min)


def courses(state: ListState) -> list[Course]:
    """Return the treatments, the newest first; what was repeated is told once with its number."""
    grouped: dict[str, list[Entry]] = {}
    for entry in state.entries:
        grouped.setdefault(entry_title(entry, state.definition), []).append(entry)
    found = [_course(name, entries) for name, entries in grouped.items()]
    return sorted(found, key=lambda course: course.begins, reverse=True)


def _course(name: str, entries: list[Entry]) -> Course:
    spans = tuple(span for entry in entries if (span := _span(entry)) is not None)
    if len(entries) == 1:
        return Course(name, entry_days(entries[0]) or "date not recorded", spans)
    dates = [d for e in entries if isinstance(d := e.get("on") or e.get("start"), PartialDate)]
    days = "dates not recorded"
    if dates:
        days = from_to(min(dates, key=lambda d: d.first), max(dates, key=lambda d: d.last))
    return Course(name, f"{len(entries)} times, {days}", spans)


def _span(entry: Entry) -> tuple[date, date | None] | None:
    """Return first and last day; no last day: it goes on. One that has only an end has its day."""
    start, end = entry.get("on") or entry.get("start"), entry.get("end")
    if not isinstance(start, PartialDate):
        return (end.last, end.last) if isinstance(end, PartialDate) else None
    if isinstance(end, PartialDate):
        return start.first, end.last
    return start.first, start.last if entry.get("on") is not None else None


def timeline(comparison: Comparison, sheet: Sheet, room: Area) -> tuple[list[Piece], bool]:
    """Return the newest treatments as far as there is room, and whether these are all."""
    state = comparison.chart().list(_LIST)
    blocks = _blocks(comparison, sheet, room.width)
    number = fitting(blocks, room.height, 2)
    if number == len(blocks):
        return list(shifted(below(*blocks, gap=2), room.x, room.y)), True
    more = sheet.text("", room.width)
    number = fitting(blocks, room.height - more.height - 2, 2)
    left = min(len(blocks) - number, len(courses(state)))
    if not number or not left:
        return [], False
    told = sheet.text(f"and {left} earlier, on the next slide", room.width, tone="muted")
    shown = below(*blocks[:number], told, gap=2)
    return list(shifted(shown, room.x, room.y)), False


def timeline_slides(comparison: Comparison, sheet: Sheet) -> list[Slide]:
    """Return all treatments on slides of their own."""
    return flowing(_TITLE, _blocks(comparison, sheet, sheet.body.width), sheet)


def _blocks(comparison: Comparison, sheet: Sheet, width: float) -> list[Block]:
    state, today = comparison.chart().list(_LIST), comparison.anchors.as_of
    head = heading(sheet, _TITLE, width)
    axis = Area(width * _LABELS, 0, width * (1 - _LABELS), 0)
    found = courses(state)
    if not found:
        return [head, sheet.text(_none_words(comparison, state), width, tone=_tone(state))]
    first = min((course.begins for course in found if course.spans), default=today)
    first = min(first, today - _SHORTEST)
    blocks = [_axis(sheet, head, axis, first, today)]
    if not state.complete:
        blocks.append(sheet.text("Not confirmed as complete.", width, tone="unknown"))
    return [*blocks, *_rows(found, sheet, axis, first, today)]


def _none_words(comparison: Comparison, state: ListState) -> str:
    complete = comparison.case.list(_LIST).complete_on
    if state.complete and complete is not None:
        return f"None; confirmed on {spoken(complete)}."
    return "Not recorded: nobody has confirmed that there was none."


def _tone(state: ListState) -> str:
    return "text" if state.complete else "unknown"


def _axis(sheet: Sheet, head: Block, axis: Area, first: date, today: date) -> Block:
    """Return the heading, and beside it the ends of the axis in words above its line."""
    begin = sheet.line(f"{spoken(first).split(' ', 1)[1]}", tone="muted")
    end = sheet.line(spoken(today), tone="muted")
    line = Rule(axis.x, begin.height, axis.right, begin.height, "muted")
    pieces = (*head.pieces, moved(begin, axis.x, 0), moved(end, axis.right - end.width, 0), line)
    return Block(begin.height + 2, pieces)


def _rows(
    found: Iterable[Course], sheet: Sheet, axis: Area, first: date, today: date
) -> list[Block]:
    rows = []
    for course in found:
        told = sheet.text(f"{course.name}, {course.days}", axis.x - 2 * GAP)
        bars = [_bar(span, axis, first, today) for span in course.spans]
        rows.append(Block(told.height, (*told.pieces, *bars)))
    return rows


def _bar(span: tuple[date, date | None], axis: Area, first: date, today: date) -> Box:
    """Return a bar from the first day to the last; one that goes on reaches the day of review."""
    whole = max((today - first).days, 1)
    begins = axis.x + axis.width * (span[0] - first).days / whole
    last = min(span[1] or today, today)
    ends = axis.x + axis.width * (last - first).days / whole
    return Box(min(begins, axis.right - 12), 8, max(ends - begins, 12), 22, "accent", 4)

"""What stands on every slide: the code of the case, title and place above, the statement below."""

from __future__ import annotations

from datetime import date

from hccreview.clinical.dates import spoken
from hccreview.review.explain import STATEMENT
from ui.presentation.shapes import (
    LARGE,
    SMALL,
    TITLE,
    Block,
    Box,
    Piece,
    Rule,
    Slide,
    moved,
)
from ui.presentation.sheet import FOOT, GAP, MARGIN, TOP, Sheet, below, paged, shifted


def framed(slide: Slide, sheet: Sheet, code: str, day: date, place: str) -> Slide:
    """Return a slide with head and foot; `place` says which of how many it is."""
    pieces = (*_head(slide.title, sheet, code, place), *slide.pieces, *_foot(sheet, day))
    return Slide(slide.title, pieces)


def _head(title: str, sheet: Sheet, code: str, place: str) -> list[Piece]:
    shown = sheet.line(code, TITLE, "on_accent", bold=True)
    badge = Box(MARGIN, 10, shown.width + 32, 50, "accent", 8)
    begin, end = badge.x + badge.width + 18, sheet.width - MARGIN
    where = sheet.line(place, SMALL, "muted")
    if begin + sheet.line(title, SMALL, bold=True).width + 18 > end - where.width:
        where = sheet.line(place.replace("slide ", "").replace("case ", ""), SMALL, "muted")
    left = end - where.width
    room = left - 18 - begin
    size = LARGE if sheet.line(title, LARGE, bold=True).width <= room else SMALL
    name = sheet.line(_cut(title, sheet, room), size, bold=True)
    pieces: list[Piece] = [badge, moved(shown, MARGIN + 16, 11), moved(where, left, 17)]
    return [*pieces, moved(name, begin, 35 - name.height / 2), _rule(sheet, TOP - 8)]


def _cut(title: str, sheet: Sheet, room: float) -> str:
    """Return a title without its last words where it would run into what stands beside it."""
    words, shown = title.split(" "), title
    while len(words) > 1 and sheet.line(shown, SMALL, bold=True).width > room:
        words.pop()
        shown = f"{' '.join(words)} …"
    return shown


def _foot(sheet: Sheet, day: date) -> list[Piece]:
    when = sheet.line(f"as of {spoken(day)}", SMALL, "muted")
    said = sheet.line(STATEMENT, SMALL, "muted")
    top = sheet.height - FOOT
    pieces = [_rule(sheet, top), moved(when, sheet.width - MARGIN - when.width, top + 4)]
    if said.width + when.width + 24 <= sheet.width - 2 * MARGIN:
        return [*pieces, moved(said, MARGIN, top + 4)]
    short = sheet.line("Verify against the protocol.", SMALL, "muted")
    return [*pieces, moved(short, MARGIN, top + 4)]


def _rule(sheet: Sheet, y: float) -> Rule:
    return Rule(MARGIN, y, sheet.width - MARGIN, y)


def heading(sheet: Sheet, text: str, width: float) -> Block:
    """Return the heading of a part of a slide."""
    return sheet.text(text, width, tone="accent", bold=True)


def flowing(title: str, blocks: list[Block], sheet: Sheet) -> list[Slide]:
    """Return blocks on as many slides as they need; the title counts them where there are more."""
    body = sheet.body
    pages = paged(blocks, body.height)
    slides = []
    for number, page in enumerate(pages, start=1):
        counted = f"{title} ({number} of {len(pages)})" if len(pages) > 1 else title
        slides.append(Slide(counted, shifted(below(*page, gap=GAP), body.x, body.y)))
    return slides

"""Key images, one a slide, and excerpts of reports, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hccreview.clinical.dates import spoken
from hccreview.meeting.attachment import Excerpt, KeyImage, Report
from ui.meeting.attachments.pictures import whole
from ui.presentation.frame import flowing
from ui.presentation.shapes import LARGE, Image, Piece, Slide
from ui.presentation.sheet import GAP, Sheet, shifted

if TYPE_CHECKING:
    from hccreview.meeting.board_case import BoardCase

_REPORTS = {
    Report.RADIOLOGY: "Radiology report",
    Report.PATHOLOGY: "Pathology report",
    Report.OTHER: "Report",
}
_SHARPEST = 2160  # px of a screen's height; more is only slow


def attachment_slides(board: BoardCase, sheet: Sheet) -> list[Slide]:
    """Return the attachments in their order."""
    slides: list[Slide] = []
    total, number = sum(isinstance(each, KeyImage) for each in board.attachments), 0
    for each in board.attachments:
        if isinstance(each, KeyImage):
            number += 1  # two may be alike
            slides.append(_image_slide(each, number, total, sheet))
        else:
            slides += _excerpt_slides(each, sheet)
    return slides


def _image_slide(found: KeyImage, number: int, total: int, sheet: Sheet) -> Slide:
    body = sheet.body
    told = sheet.text(found.caption or "No caption is recorded.", body.width, tone="muted")
    if found.caption:
        told = sheet.text(found.caption, body.width)
    height = body.height - told.height - GAP
    image = whole(found)
    pieces: tuple[Piece, ...]
    if image.isNull():
        sorry = sheet.text("This image cannot be shown; add it anew.", body.width, tone="fail")
        pieces = shifted(sorry, body.x, body.y)
    else:
        if image.height() > _SHARPEST:
            image = image.scaledToHeight(_SHARPEST)
        pieces = (Image(body.x, body.y, body.width, height, image),)
    counted = f"Key image {number} of {total}" if total > 1 else "Key image"
    return Slide(counted, (*pieces, *shifted(told, body.x, body.bottom - told.height)))


def _excerpt_slides(found: Excerpt, sheet: Sheet) -> list[Slide]:
    day = spoken(found.on) if found.on is not None else "date not recorded"
    text = sheet.text(found.text, sheet.body.width, LARGE)
    return flowing(f"{_REPORTS[found.report]}, {day}", [text], sheet)

"""The standard of care of a case as an orientation: a column beside the trials, or a strip."""

from __future__ import annotations

from hccreview.meeting.orientation import Orientation, StageOffers
from ui.presentation.frame import heading
from ui.presentation.shapes import Block, Box
from ui.presentation.sheet import Area, Sheet, below, shifted, shortened

_INSIDE, _APART = 12.0, 4.0
_SHORT = ("Transplant candidate", "Portal hypertension")


def care_column(orientation: Orientation, sheet: Sheet, room: Area) -> Block:
    """Return what the edition names first for the stage, with what is recorded.

    Of several possible stages each has its first choice.
    """
    width = room.width - 2 * _INSIDE
    head = heading(sheet, "Standard of care", width)
    foot = _foot(orientation, sheet, width)
    left = room.height - head.height - foot.height - 2 * _APART - 2 * _INSIDE
    room_left = Area(0, 0, width, left)
    shown = shortened(sheet, _offers(orientation, sheet, width), room_left, gap=_APART)
    inner = below(head, shown, gap=_APART)
    frame = Box(0, 0, room.width, room.height, "panel", 8, "line")
    down = room.height - _INSIDE - foot.height
    pieces = (*shifted(inner, _INSIDE, _INSIDE), *shifted(foot, _INSIDE, down))
    return Block(room.height, (frame, *pieces))


def _offers(orientation: Orientation, sheet: Sheet, width: float) -> list[Block]:
    if not orientation.stages:
        return [sheet.text(orientation.sentence, width, tone="unknown")]
    blocks = []
    if len(orientation.stages) > 1:
        blocks.append(sheet.text(orientation.sentence, width, tone="unknown", bold=True))
        blocks += [sheet.text(_first(stage), width) for stage in orientation.stages]
        return blocks
    for stage in orientation.stages:
        blocks.append(sheet.text(f"BCLC {stage.stage}, {stage.name}", width, bold=True))
        for place, offer in enumerate(stage.offers, start=1):
            blocks.append(sheet.text(f"{place}. {offer.sentence}", width))
        blocks += [
            sheet.text(f"– {each.sentence}", width, tone="muted") for each in stage.ruled_out
        ]
    return blocks


def _foot(orientation: Orientation, sheet: Sheet, width: float) -> Block:
    """Return transplant candidacy, portal hypertension, and whether a clinician has checked it."""
    rows = [
        sheet.text(f"{label}: {value}", width, tone=_tone(value))
        for label, (_, value) in zip(_SHORT, orientation.recorded, strict=True)
    ]
    about = f"{orientation.edition}, orientation only"
    told = [sheet.text(text, width, tone="muted") for text in (about, orientation.checked)]
    return below(*rows, *told)


def _tone(value: str) -> str:
    return "unknown" if value == "not recorded" else "text"


def care_strip(orientation: Orientation, sheet: Sheet) -> Block:
    """Return the first choice for each possible stage in a strip below the trials."""
    width = sheet.body.width - 2 * _INSIDE
    told = (
        " ".join(_first(stage) for stage in orientation.stages)
        or f"{orientation.sentence.split(';')[0]}."
    )
    head = f"Standard of care, {orientation.edition} (orientation): "
    text = sheet.text(head + told, width)
    frame = Box(0, 0, sheet.body.width, text.height + _INSIDE, "panel", 8, "line")
    return Block(frame.height, (frame, *shifted(text, _INSIDE, _INSIDE / 2)))


def _first(stage: StageOffers) -> str:
    offer = stage.offers[0].option.treatment if stage.offers else "nothing is left to name"
    more = len(stage.offers) - 1
    return f"{stage.stage}: {offer}{f' (and {more} more)' if more > 0 else ''}."

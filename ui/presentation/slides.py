"""All slides of a case, in the order in which a board talks about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from hccreview.meeting.orientation import orientation
from hccreview.review.insight import ask_list
from ui.presentation.attachments import attachment_slides
from ui.presentation.deciding import deciding_rows
from ui.presentation.decision import decision_slides
from ui.presentation.frame import framed
from ui.presentation.glance import glance_slides
from ui.presentation.outcomes import (
    event_slides,
    population_slides,
    response_slides,
    survival_slides,
)
from ui.presentation.questions import question_slides
from ui.presentation.regimens import open_slides, regimen_slides
from ui.presentation.shapes import Slide, Words
from ui.presentation.sheet import FOOT, Sheet, shifted
from ui.presentation.trials import deciding_slides, trial_slides

if TYPE_CHECKING:
    from datetime import date

    from hccreview.meeting.board_case import BoardCase

Part = Callable[[Sheet], list[Slide]]
_GROWN = (1.5, 1.3, 1.15)
_MORE = re.compile(r"and (\d+) (?:more|earlier)")


def _parts(board: BoardCase) -> tuple[Part, ...]:
    """Return the parts in their order; what takes long is worked out once for all sizes."""
    comparison = board.comparison
    asked, care = ask_list(comparison), orientation(comparison)
    rows = {
        each.trial.id: deciding_rows(each, comparison, asked) for each in comparison.assessments
    }
    return (
        partial(glance_slides, board),
        partial(question_slides, board, asked),
        partial(attachment_slides, board),
        partial(trial_slides, comparison, care),
        partial(deciding_slides, comparison, care, rows),
        partial(regimen_slides, board),
        partial(open_slides, board),
        partial(response_slides, board),
        partial(survival_slides, board),
        partial(event_slides, board),
        partial(population_slides, board),
        partial(decision_slides, board),
    )


def slides_of(board: BoardCase, sheet: Sheet, place: str) -> tuple[Slide, ...]:
    """Return the slides of a case, each with its code; `place` is ``case 3 of 12``."""
    bare = [slide for part in _parts(board) for slide in _largest(part, sheet)]
    day = board.comparison.anchors.as_of
    return tuple(
        framed(slide, sheet, board.code, day, _place(number, len(bare), place))
        for number, slide in enumerate(bare, start=1)
    )


def _largest(part: Part, sheet: Sheet) -> list[Slide]:
    """Return the slides of a part, as large as they can be without more slides or more left out."""
    found = part(sheet)
    left = _left_out(found)
    for grow in _GROWN:
        larger = part(replace(sheet, grow=grow))
        if (
            len(larger) == len(found)
            and _left_out(larger) <= left
            and all(_fits(slide, sheet) for slide in larger)
        ):
            return larger
    return found


def _left_out(slides: list[Slide]) -> int:
    """Return how many things are only told by their number."""
    found = (_MORE.match(text) for slide in slides for text in slide.texts)
    return sum(int(each.group(1)) for each in found if each is not None)


def _fits(slide: Slide, sheet: Sheet) -> bool:
    bottoms = (piece.y + piece.height for piece in slide.pieces if isinstance(piece, Words))
    return max(bottoms, default=0.0) <= sheet.height - FOOT


def only_slide(code: str, day: date, sheet: Sheet, place: str, text: str) -> Slide:
    """Return a slide that says one thing of a case, such as that it is being opened."""
    told = sheet.text(text, sheet.body.width, 32.0, "muted")
    slide = Slide("", shifted(told, sheet.body.x, sheet.body.y))
    return framed(slide, sheet, code, day, place)


def _place(number: int, total: int, place: str) -> str:
    return f"slide {number} of {total} · {place}" if place else f"slide {number} of {total}"

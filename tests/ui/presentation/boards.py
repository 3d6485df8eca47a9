"""The sample cases as a board sees them, and their slides, without a window."""

import functools
from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QApplication

from hccreview.clinical.planning import bundled_planning
from hccreview.meeting.board_case import BoardCase
from hccreview.review.schedule.build import planned_schedules
from tests.meeting.builders import compared
from ui.presentation.lettering import Lettering
from ui.presentation.shapes import Slide, Words
from ui.presentation.sheet import Sheet, size_in_units
from ui.presentation.slides import slides_of
from ui.theme import use_bundled_font

SAMPLES = range(1, 15)
SHAPES = ((1280, 800), (1024, 768), (2560, 1080))
ON_EVERY_SHAPE = (3, 9, 11)


def a_board(number: int = 1, **parts: Any) -> BoardCase:
    """Return a sample case as of the day of the review."""
    comparison = compared(number)
    schedules = {s.trial: s for s in planned_schedules(comparison, bundled_planning(), {})}
    return BoardCase(comparison, schedules=schedules, **parts)


@functools.cache
def lettering() -> Lettering:
    """Return the lettering of the bundled font."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    use_bundled_font(application)
    return Lettering()


def a_sheet(width: int = 1280, height: int = 720) -> Sheet:
    """Return the sheet of a screen."""
    return Sheet(lettering(), *size_in_units(width, height))


def slides(
    board: BoardCase, sheet: Sheet | None = None, place: str = "case 3 of 12"
) -> list[Slide]:
    """Return the slides of a case."""
    return list(slides_of(board, sheet or a_sheet(), place))


@functools.cache
def sample_slides(number: int, width: int = 1280, height: int = 720) -> tuple[Slide, ...]:
    """Return the slides of a sample case on a screen of a size."""
    return tuple(slides(a_board(number), a_sheet(width, height)))


def titled(found: Iterable[Slide], title: str) -> Slide:
    """Return the first slide whose title begins so."""
    return next(slide for slide in found if slide.title.startswith(title))


def told(slide: Slide) -> str:
    """Return all words of a slide in one line."""
    return " ".join(slide.texts)


def words(slide: Slide) -> list[Words]:
    """Return the lines of a slide with their places."""
    return [piece for piece in slide.pieces if isinstance(piece, Words)]

"""The hand-out of a case: two pages, whatever is recorded of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hccreview.clinical.dates import spoken
from ui.printing.fitting import fitted
from ui.printing.handout_board import second_page
from ui.printing.handout_case import first_page
from ui.printing.handout_chart import Picture, response_picture
from ui.printing.paper import Flow, page_count, save_flows

if TYPE_CHECKING:
    from hccreview.meeting.board_case import BoardCase


def save_handout(board_case: BoardCase, path: Path, printed: date) -> None:
    """Write the hand-out of a case as PDF; raises ReviewError where that is not possible.

    `printed` is the day on which it is made.
    """
    flows = case_flows(board_case, picture_of(board_case), printed)
    save_flows(flows, f"Hand-out {board_case.code}", path)


def case_flows(board_case: BoardCase, picture: Picture, printed: date) -> tuple[Flow, ...]:
    """Return the two pages of a case."""
    foot = f"{board_case.code}, {spoken(board_case.comparison.anchors.as_of)}"
    pages = (first_page(board_case), second_page(board_case, picture, printed))
    return tuple(Flow(fitted(parts, lambda html: page_count(html) == 1), foot) for parts in pages)


def picture_of(board_case: BoardCase) -> Picture:
    """Return the chart of the trials that a case is compared with."""
    return response_picture([each.trial for each in board_case.comparison.assessments])

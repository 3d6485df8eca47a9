"""``handout``: the two pages of a case as PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hccreview.clinical.dates import spoken
from hccreview.review.explain import STATEMENT
from ui.commands.boards import case_for_the_board
from ui.commands.clock import today


def write_handout(
    case: str, pdf: Path, as_of: date | None = None, database: Path | None = None
) -> None:
    """Write the hand-out of a case and say where it is."""
    board_case = case_for_the_board(case, as_of, database)
    from ui.printing.handout import save_handout
    from ui.printing.without_window import ready_to_print

    ready_to_print()
    save_handout(board_case, pdf, today())
    day = spoken(board_case.comparison.anchors.as_of)
    print(f"Hand-out of {board_case.code}, as of {day}: {pdf}\n{STATEMENT}")

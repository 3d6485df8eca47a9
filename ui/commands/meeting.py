"""``meeting``: a meeting of the board as PDF, as workbook, or in a few lines of text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hccreview import __version__
from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.review.explain import STATEMENT
from hccreview.trials.library import read_library
from ui.board_cases import board_cases
from ui.commands.boards import meeting_on
from ui.commands.clock import today
from ui.commands.stores import the_store
from ui.planning_choice import chosen_planning


def write_meeting(
    day: date,
    xlsx: Path | None = None,
    pdf: Path | None = None,
    place: str | None = None,
    database: Path | None = None,
) -> None:
    """Write the hand-out and the workbook of a meeting and say where they are."""
    if xlsx is None and pdf is None:
        raise ReviewError("Name what is to be written: --xlsx FILE, --pdf FILE, or both.")
    if xlsx is not None and pdf is not None and xlsx.resolve() == pdf.resolve():
        raise ReviewError(f"Workbook and hand-out cannot both be {pdf}; name two files.")
    with the_store(database) as store:
        stored = meeting_on(store, day, place)
        cases = board_cases(store, stored, read_library(), chosen_planning())
        tasks = tuple(each.task for each in store.board.open_tasks())
    print(f"Tumour board of {spoken(day)}, {len(cases)} on the agenda.")
    if xlsx is not None:
        from hccreview.reports.meeting_workbook import write_meeting_workbook

        write_meeting_workbook(stored.meeting, cases, tasks, xlsx, version=__version__)
        print(f"Workbook: {xlsx}")
    if pdf is not None:
        from ui.printing.handout_meeting import save_meeting
        from ui.printing.without_window import ready_to_print

        ready_to_print()
        save_meeting(stored.meeting, cases, tasks, pdf, today())
        print(f"Hand-out: {pdf}")
    print(STATEMENT)

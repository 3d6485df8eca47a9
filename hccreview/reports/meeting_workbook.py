"""The workbook of a whole meeting, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hccreview.clinical.dates import spoken
from hccreview.meeting.board_case import BoardCase
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import Meeting
from hccreview.reports.cells import Cell, Sheet
from hccreview.reports.meeting_sheets import agenda_sheet, case_sheet, tasks_sheet
from hccreview.reports.painting import Stamp, paint
from hccreview.reports.sources_sheet import sources_sheet
from hccreview.reports.workbook import Told, footer_text, new_book, saved, telling, write_whole
from hccreview.review.digest import data_version
from hccreview.review.explain import NOT_CHECKED, STATEMENT
from hccreview.trials.model import Trial


def write_meeting_workbook(
    meeting: Meeting,
    cases: Sequence[BoardCase],
    tasks: Sequence[Task],
    path: Path,
    *,
    version: str,
    told: Told | None = None,
) -> None:
    """Write the workbook of a meeting to `path` (.xlsx), replacing what stood there.

    `tasks` are the open ones of all cases, `version` is the program's; `told` hears of each sheet,
    and may stop the work by raising. Key images and excerpts are not in it. Raises ReviewError
    where the file cannot be written; what stood at `path` is then unchanged.
    """
    write_whole(path, lambda: meeting_workbook_bytes(meeting, cases, tasks, version, told))


def meeting_workbook_bytes(
    meeting: Meeting,
    cases: Sequence[BoardCase],
    tasks: Sequence[Task],
    version: str,
    told: Told | None = None,
) -> bytes:
    """Return the content of the workbook of a meeting."""
    book = new_book(f"HCC Review, tumour board of {spoken(meeting.sitting.on)}")
    steps = len(cases) + 3
    sheets = telling(_sheets(meeting, cases, tasks), told, 0, steps)
    paint(book, sheets, _stamp(meeting, cases, version))
    return saved(book)


def _sheets(meeting: Meeting, cases: Sequence[BoardCase], tasks: Sequence[Task]) -> Iterator[Sheet]:
    yield agenda_sheet(meeting, cases)
    yield from (case_sheet(each) for each in cases)
    yield tasks_sheet(cases, tasks, meeting.sitting.on)
    yield sources_sheet(_trials(cases))


def _trials(cases: Sequence[BoardCase]) -> tuple[Trial, ...]:
    if not cases:
        return ()
    return tuple(assessment.trial for assessment in cases[0].comparison.assessments)


def _stamp(meeting: Meeting, cases: Sequence[BoardCase], version: str) -> Stamp:
    trials, on = _trials(cases), spoken(meeting.sitting.on)
    unchecked = ", ".join(trial.id for trial in trials if not trial.checked)
    place = f", {meeting.sitting.place}" if meeting.sitting.place else ""
    lines = (
        Cell(f"Tumour board of {on}{place}. Each case as of that day.", "strong"),
        Cell(f"Data version {data_version(trials)}. Program version {version}.", "line"),
        Cell(
            f"{STATEMENT} {NOT_CHECKED[:-1]}: {unchecked}." if unchecked else STATEMENT, "caution"
        ),
    )
    return Stamp(lines, (footer_text(f"Tumour board of {on}"), STATEMENT, "Page &P of &N"))

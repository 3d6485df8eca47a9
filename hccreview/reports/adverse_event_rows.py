"""Adverse-event tables as rows of the sheet Outcomes, one row a grade."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.reports.figure_row import FigureRow
from hccreview.reports.printed import joined
from hccreview.trials.model import AdverseEventCell, AdverseEventRow, AdverseEvents, Trial

_PART = "Adverse event"
_GRADES = (
    ("any grade", "any"),
    ("grade 1 or 2", "grade_1_2"),
    ("grade 3 or more", "grade_3_plus"),
)


def adverse_event_rows(trial: Trial) -> Iterator[FigureRow]:
    """Return every printed cell of an adverse-event table, unreliable blocks marked so."""
    events = trial.adverse_events
    if events is None:
        yield FigureRow(trial, _PART, "Adverse-event table", silent=True)
        return
    grading = events.grading
    yield FigureRow(
        trial,
        _PART,
        "Grading of the table",
        population=events.attribution,
        denominator=events.denominator,
        value=grading.value if grading else None,
        place=grading.place if grading else events.place,
        also=events.also,
        flags=(*events.flags, *(grading.flags if grading else ())),
        silent=grading is None,
    )
    for row in events.rows:
        yield from _rows(trial, events, row)


def _rows(trial: Trial, events: AdverseEvents, row: AdverseEventRow) -> Iterator[FigureRow]:
    found = False
    for label, name in _GRADES:
        cell: AdverseEventCell | None = getattr(row, name)
        if cell is not None:
            found = True
            yield _cell(trial, events, row, label, cell)
    if not found:
        yield FigureRow(
            trial,
            _PART,
            row.term,
            detail=f"grade {row.grade}" if row.grade is not None else "",
            population=events.attribution,
            count=row.count,
            note=_note(row, ""),
            place=row.place or events.place,
            flags=row.flags,
            silent=row.count is None and not row.note,
        )


def _cell(
    trial: Trial, events: AdverseEvents, row: AdverseEventRow, grade: str, cell: AdverseEventCell
) -> FigureRow:
    printed = f"Printed: {cell.as_printed}" if cell.as_printed else ""
    implied = (
        f"No count printed; implied {cell.implied_count}" if cell.implied_count is not None else ""
    )
    return FigureRow(
        trial,
        _PART,
        row.term,
        detail=grade,
        population=events.attribution,
        count=cell.count,
        denominator=events.denominator,
        percent=cell.percent,
        note=_note(row, joined(printed, implied)),
        place=cell.place,
        also=cell.also,
        flags=(*row.flags, *cell.flags),
    )


def _note(row: AdverseEventRow, printed: str) -> str:
    direction = row.direction_as_printed
    return joined(
        "Unreliable block of the table" if not row.reliable else "",
        printed,
        f"Direction as printed: {direction}" if direction else "",
        "Named singly" if row.kind == "single" else "",
        row.note,
    )

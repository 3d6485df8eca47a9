"""Baseline tables as rows of the sheet Outcomes."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.reports.figure_row import FigureRow
from hccreview.reports.printed import joined
from hccreview.trials.model import Baseline, BaselineCategory, BaselineRow, Trial


def baseline_rows(trial: Trial) -> Iterator[FigureRow]:
    """Return every line of a baseline table: medians, and one row a category."""
    baseline = trial.baseline
    if baseline is None:
        yield FigureRow(trial, "Baseline", "Baseline table", silent=True)
        return
    for row in baseline.rows:
        if row.kind == "median":
            yield _median(trial, baseline, row)
        for category in row.categories:
            yield _category(trial, baseline, row, category)


def _median(trial: Trial, baseline: Baseline, row: BaselineRow) -> FigureRow:
    return FigureRow(
        trial,
        "Baseline",
        row.label,
        detail="median",
        denominator=baseline.denominator,
        value=row.value,
        unit=row.unit,
        bounds=row.range,
        bounds_text="range" if row.range else "",
        note=row.note or "",
        place=row.place,
        also=row.also,
        flags=row.flags,
    )


def _category(
    trial: Trial, baseline: Baseline, row: BaselineRow, category: BaselineCategory
) -> FigureRow:
    derived = "Count not printed; see the note of the table" if category.derived else ""
    printed = f"Printed: {category.as_printed}" if category.as_printed else ""
    return FigureRow(
        trial,
        "Baseline",
        row.label,
        detail=category.label,
        count=category.count,
        denominator=baseline.denominator,
        percent=category.percent,
        note=joined(printed, derived, row.note),
        place=category.place,
        also=category.also,
        flags=(*row.flags, *category.flags),
    )

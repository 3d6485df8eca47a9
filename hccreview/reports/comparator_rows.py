"""Figures of other studies as a source cites them, and background numbers, as rows of Outcomes."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.reports.figure_row import FigureRow
from hccreview.reports.printed import interval_text, joined, sign_text
from hccreview.trials.model import BackgroundFigure, Comparator, ComparatorResult, Trial

AS_CITED = "As cited"


def comparator_rows(trial: Trial) -> Iterator[FigureRow]:
    """Return every cited result, statement, or study without one, all marked "as cited"."""
    for study in trial.comparators:
        for result in study.results:
            yield _result(trial, study, result)
        for statement in study.statements:
            yield FigureRow(
                trial,
                AS_CITED,
                _name(study),
                detail=study.label,
                note=statement.text,
                place=statement.place,
                also=statement.also,
                flags=(*study.flags, *statement.flags),
            )
        if not study.results and not study.statements:
            yield FigureRow(
                trial,
                AS_CITED,
                _name(study),
                detail=study.label,
                note=study.note or "No figure printed",
                place=study.place,
                flags=study.flags,
            )


def _name(study: Comparator) -> str:
    return f"{study.study}: as cited"


def _result(trial: Trial, study: Comparator, result: ComparatorResult) -> FigureRow:
    percent, interval = result.percent, result.interval
    span = percent if isinstance(percent, tuple) else None
    bounds = (interval.low, interval.high) if interval else span
    return FigureRow(
        trial,
        AS_CITED,
        f"{_name(study)}, {result.label}",
        detail=", ".join(part for part in (result.arm or study.label, result.criteria) if part),
        denominator=result.denominator,
        percent=None if isinstance(percent, tuple) else percent,
        sign=sign_text(result.comparison),
        value=result.value,
        unit=result.unit if result.value is not None or span else None,
        at_months=result.at_months,
        bounds=bounds,
        bounds_text=interval_text(interval)
        if interval
        else ("span of percentages" if span else ""),
        note=joined(
            f"Printed: {result.as_printed}" if result.as_printed else "",
            "" if result.plot else "Not drawn in charts",
            result.note,
            study.note,
        ),
        place=result.place,
        also=result.also,
        flags=(*study.flags, *result.flags),
    )


def background_rows(trial: Trial) -> Iterator[FigureRow]:
    """Return the numbers of a text that are nobody's result."""
    for figure in trial.background:
        yield _background(trial, figure)


def _background(trial: Trial, figure: BackgroundFigure) -> FigureRow:
    interval = figure.interval
    return FigureRow(
        trial,
        "Background",
        figure.item,
        sign=sign_text(figure.comparison),
        value=figure.value,
        unit=figure.unit,
        bounds=(interval.low, interval.high) if interval else None,
        bounds_text=interval_text(interval),
        note=joined(f"Printed: {figure.as_printed}" if figure.as_printed else "", figure.note),
        place=figure.place,
        flags=figure.flags,
    )

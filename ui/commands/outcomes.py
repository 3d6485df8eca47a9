"""``outcomes``: the published results of the library, as text, JSON or pictures."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.review.charts.catalogue import make_charts
from hccreview.review.charts.model import Mark, OutcomeChart
from hccreview.review.compare import Comparison
from hccreview.review.digest import made_from
from hccreview.review.explain import STATEMENT
from hccreview.trials.library import read_library
from hccreview.trials.model import Trial
from ui.commands.cases import find_case
from ui.commands.clock import today
from ui.commands.compare import Days, chosen_trials, compare_on
from ui.commands.layout import wrapped

FIGURE_WIDTH = 900
_COMMON = {field.name for field in fields(OutcomeChart)}


def show_outcomes(
    trial_id: str | None = None,
    case: str | None = None,
    json: bool = False,
    figures: Path | None = None,
    format: str = "png",
    database: Path | None = None,
) -> None:
    """Print the eight charts as tables or JSON; write their pictures where a folder is given."""
    trials = chosen_trials(read_library(), [trial_id] if trial_id else [])
    comparison: Comparison | None = None
    if case is not None:
        comparison = compare_on(find_case(case, database), trials, Days())
    charts = make_charts(trials, comparison)
    paths = _write(charts, figures, format, _stamp(trials)) if figures is not None else []
    if json:
        shown = {
            "charts": [chart_json(chart) for chart in charts],
            "made_on": str(today()),
            "made_from": made_from(trials),
            "statement": STATEMENT,
        }
        print(json_format.dumps(shown, ensure_ascii=False, indent=2, allow_nan=False))
        return
    print("\n\n".join("\n".join(_told(chart)) for chart in charts))
    for path in paths:
        print(f"\nFigure: {path}" if path is paths[0] else f"Figure: {path}")
    print(f"\n{wrapped(_stamp(trials))}")


# --- text -----------------------------------------------------------------------------------------


def _told(chart: OutcomeChart) -> Iterator[str]:
    yield chart.title
    yield "-" * len(chart.title)
    for text in (chart.caution, chart.summary):
        if text:
            yield wrapped(text)
    headings = chart.table.headings
    for row in chart.table.rows:
        yield wrapped(f"{row.cells[0]}  {row.cells[1]}", "", "    ")
        told = [
            f"{heading}: {cell}"
            for heading, cell in zip(headings[2:], row.cells[2:], strict=True)
            if cell
        ]
        yield wrapped("; ".join(told), "    ")
    for remark in chart.remarks:
        yield wrapped(remark, "* ")
    for silent in chart.silent:
        yield wrapped(f"{silent.trial}: {silent.text}.", "* ")


# --- JSON -----------------------------------------------------------------------------------------


def chart_json(chart: OutcomeChart) -> dict[str, Any]:
    """Return a chart as plain mappings: its table as text, its numbers under ``data``."""
    return {
        "id": chart.id,
        "title": chart.title,
        "caution": chart.caution,
        "summary": chart.summary,
        "remarks": list(chart.remarks),
        "silent": [{"trial": each.trial, "text": each.text} for each in chart.silent],
        "headings": list(chart.table.headings),
        "rows": [{"key": row.key, "cells": list(row.cells)} for row in chart.table.rows],
        "marks": [_mark(mark) for mark in chart.marks],
        "data": {
            field.name: _plain(getattr(chart, field.name))
            for field in fields(chart)
            if field.name not in _COMMON
        },
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "key": mark.key,
        "trial": mark.trial,
        "label": mark.label,
        "lines": list(mark.lines),
        "flags": [note.text for note in mark.flags],
    }


def _plain(value: Any) -> Any:
    """Return a value of a chart as JSON holds it; a mark by its key."""
    if isinstance(value, Mark):
        return value.key
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


# --- pictures -------------------------------------------------------------------------------------


def _stamp(trials: tuple[Trial, ...]) -> str:
    return f"{STATEMENT} {made_from(trials)} Made {spoken(today())}."


def _write(charts: tuple[OutcomeChart, ...], folder: Path, kind: str, stamp: str) -> list[Path]:
    """Write one file a chart and return their paths; raises ReviewError where that fails."""
    from hccreview.reports.figures.draw import draw
    from hccreview.reports.figures.save import figure_bytes
    from hccreview.reports.figures.style import Style
    from hccreview.whole_file import replace_file

    if folder.exists() and not folder.is_dir():
        raise ReviewError(f"{folder} is a file; name a folder for the figures.")
    paths = [folder / f"{chart.id}.{kind}" for chart in charts]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for chart, path in zip(charts, paths, strict=True):
            drawn = draw(chart, Style("print"), FIGURE_WIDTH, stamp=stamp)
            replace_file(path, figure_bytes(drawn.figure, kind))  # type: ignore[arg-type]
    except OSError as error:
        raise ReviewError(
            f"The figures cannot be written to {folder} ({error.strerror}); choose another folder."
        ) from error
    return paths

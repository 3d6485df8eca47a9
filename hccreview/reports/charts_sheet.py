"""The sheet Outcome charts: the numbers of the charts a spreadsheet can draw, and those charts.

The rows are plain values like those of every sheet; `add_charts` puts native charts beside them
that read these cells, so that they can be edited, and pictures of the others below.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hccreview.reports.cells import Cell, Column, Row, Sheet, number, printed_number, text
from hccreview.review.charts.adverse_events import (
    AdverseEventsChart,
    EventPanel,
    adverse_events_chart,
)
from hccreview.review.charts.model import CAUTION, Mark, Span
from hccreview.review.charts.response import ResponseChart, response_chart
from hccreview.review.charts.time_to_event import TimeToEventChart, time_to_event_chart
from hccreview.trials.figures import Number
from hccreview.trials.model import Trial

TITLE = "Outcome charts"
COLUMNS = (
    Column("Trial", 19),
    Column("Chart", 26),
    Column("Item", 34),
    Column("Count", 8),
    Column("Of", 7),
    Column("Value", 9),
    Column("Grade 3 or more, count", 10),
    Column("Grade 3 or more, %", 10),
    Column("At months", 8),
    Column("Unit", 8),
    Column("Low", 8),
    Column("High", 8),
    Column("Below", 8),
    Column("Above", 8),
    Column("What low and high are", 18),
    Column("Place in the source", 24),
    Column("Flags", 12),
)
_EXACT = "exact 95 % interval, computed here"


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that one native chart draws: `first` to `last`, counted from 0 within the table."""

    kind: str
    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ChartsSheet:
    """The sheet and which of its rows belong to which native chart."""

    sheet: Sheet
    blocks: tuple[Block, ...]


def charts_sheet(trials: tuple[Trial, ...]) -> ChartsSheet:
    """Return the numbers of response, time to event and adverse events, a block a chart."""
    found = [
        *_responses(response_chart(trials)),
        *_times(time_to_event_chart(trials)),
        *_events(adverse_events_chart(trials)),
    ]
    rows: list[Row] = []
    blocks = []
    for kind, title, lines in found:
        blocks.append(Block(kind, title, len(rows), len(rows) + len(lines) - 1))
        rows += lines
    lead = ((Cell(CAUTION, "caution"),), (Cell(_ABOUT, "line"),))
    heading = "Outcome charts: numbers and native charts"
    sheet = Sheet(TITLE, heading, COLUMNS, tuple(rows), lead=lead, frozen=3)
    return ChartsSheet(sheet, tuple(blocks))


_ABOUT = (
    "The charts to the right read these cells. Below and Above are the lengths of the whiskers."
    " Organs are our own grouping, not MedDRA; versions of CTCAE are not pooled."
)
_Found = tuple[str, str, list[Row]]


def _responses(chart: ResponseChart) -> Iterable[_Found]:
    for group in chart.groups:
        title = f"{group.measure}, {group.criteria}, %"
        lines = [
            _row(
                row.mark,
                title,
                f"{row.name}, {row.population}{', count derived' if row.derived else ''}",
                count=row.count,
                of=row.denominator,
                value=row.percent,
                unit="%",
                bounds=row.exact,
                about=_EXACT,
            )
            for row in group.rows
        ]
        yield "bars", title, lines


def _times(chart: TimeToEventChart) -> Iterable[_Found]:
    title = "Medians, months"
    lines = [
        _row(
            row.mark,
            title,
            ", ".join(part for part in (row.what, row.criteria, row.name) if part),
            value=row.value,
            unit=row.unit,
            bounds=(row.interval.low, row.interval.high) if row.interval else None,
            about="as reported, method doubtful" if row.doubtful else "as reported",
        )
        for row in chart.medians
    ]
    if lines:
        yield "bars", title, lines
    for what in dict.fromkeys((point.what, point.criteria, point.name) for point in chart.rates):
        title = ", ".join(part for part in (*what, "% at months") if part)
        points = [p for p in chart.rates if (p.what, p.criteria, p.name) == what]
        yield (
            "points",
            title,
            [
                _row(p.mark, title, f"{p.what} at {p.at_months} months", value=p.percent, unit="%",
                     months=p.at_months)
                for p in points
            ],
        )  # fmt: skip


def _events(chart: AdverseEventsChart) -> Iterable[_Found]:
    for panel in chart.panels:
        title = f"Adverse events, {panel.name}, {panel.grading}, %"
        yield "events", title, [_event(panel, index, title) for index in range(len(panel.rows))]


def _event(panel: EventPanel, index: int, title: str) -> Row:
    row = panel.rows[index]
    some, severe = row.any, row.grade3
    return _row(
        row.mark,
        title,
        f"{row.organ}: {row.term}{f' ({row.caveat})' if row.caveat else ''}",
        count=some.count if some else None,
        of=panel.denominator,
        value=some.percent if some else None,
        severe=(severe.count, severe.percent) if severe else (None, None),
        unit="%",
    )


def _row(
    mark: Mark,
    chart: str,
    item: str,
    *,
    count: int | None = None,
    of: int | None = None,
    value: Number | None = None,
    severe: tuple[int | None, Number | None] = (None, None),
    months: Number | None = None,
    unit: str = "",
    bounds: Span | tuple[Number, Number] | None = None,
    about: str = "",
) -> Row:
    low, high = bounds or (None, None)
    below = round(value - low, 6) if value is not None and low is not None else None
    above = round(high - value, 6) if value is not None and high is not None else None
    return (
        Cell(mark.trial, "quiet"),
        Cell(chart, "quiet"),
        Cell(item, "bold"),
        number(count),
        number(of),
        printed_number(value),
        number(severe[0]),
        printed_number(severe[1]),
        number(months),
        text(unit),
        number(low),
        number(high),
        number(below),
        number(above),
        text(about if bounds else ""),
        text(mark.lines[-1]),
        text(", ".join(note.text for note in mark.flags)),
    )

"""What the trials found: response, survival, severe adverse events, and who was treated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hccreview.review.charts.adverse_events import (
    AdverseEventView,
    EventPanel,
    EventRow,
    adverse_events_chart,
)
from hccreview.review.charts.model import CAUTION, Silent
from hccreview.review.charts.population import population_chart
from hccreview.review.charts.response import ResponseGroup, ResponseRow, response_chart
from hccreview.review.charts.telling import exact_text, median_text, number, share, span_text
from hccreview.review.charts.time_to_event import MedianRow, RatePoint, time_to_event_chart
from ui.presentation.frame import flowing, heading
from ui.presentation.plot import Plot
from ui.presentation.shapes import LARGE, Block, Slide
from ui.presentation.sheet import GAP, Area, Sheet, below, shifted, shortened

if TYPE_CHECKING:
    from hccreview.meeting.board_case import BoardCase
    from hccreview.trials.model import Trial

_REST = " on the Outcomes page"
_MOST_EVENTS = 5
_APART = 3.0
_MEASURE = "Objective response"
_PERCENT = (0.0, 25.0, 50.0, 75.0, 100.0)
NOTHING = Block(0, ())
_MONTHS_STEP = 6


def _trials(board: BoardCase) -> tuple[Trial, ...]:
    return tuple(each.trial for each in board.comparison.assessments)


def _slide(
    title: str, rows: list[Block], silent: Iterable[Silent], sheet: Sheet, axis: Block = NOTHING
) -> Slide:
    """Return rows on an axis above the caution and the names of the trials that print nothing."""
    body = sheet.body
    names = ", ".join(each.trial for each in silent)
    notes = [sheet.text(CAUTION, body.width, tone="unknown", bold=True)] if rows else []
    if names:
        notes.append(
            sheet.text(f"No such results in the source: {names}.", body.width, tone="muted")
        )
    foot = below(*notes)
    room = Area(0, 0, body.width, body.height - foot.height - axis.height - 2 * GAP)
    figure = below(shortened(sheet, rows, room, _REST, gap=_APART), axis, gap=_APART)
    shown = shifted(figure, body.x, body.y) if rows else ()
    down = body.bottom - foot.height if rows else body.y
    return Slide(title, (*shown, *shifted(foot, body.x, down)))


# ------------------------------------------------------------------------ response


def response_slides(board: BoardCase, sheet: Sheet) -> list[Slide]:
    """Return objective response, each standard apart, with exact intervals computed here."""
    chart = response_chart(_trials(board))
    plot = Plot(sheet, 0, 100)
    rows: list[Block] = []
    for group in chart.groups:
        if group.measure == _MEASURE:
            rows += _group(group, plot, sheet)
    axis = plot.axis(_PERCENT, " %")
    return [_slide("Objective response, exact 95 % intervals", rows, chart.silent, sheet, axis)]


def _group(group: ResponseGroup, plot: Plot, sheet: Sheet) -> list[Block]:
    return _headed(group.criteria, [_response_row(row, plot) for row in group.rows], sheet)


def _headed(text: str, rows: list[Block], sheet: Sheet) -> list[Block]:
    """Return rows, the first of them with a heading that does not stand alone."""
    return [below(heading(sheet, text, sheet.body.width), rows[0]), *rows[1:]] if rows else []


def _response_row(row: ResponseRow, plot: Plot) -> Block:
    label = row.name
    if row.population and row.population != "all enrolled":
        label = f"{label}, {row.population}"
    text = f"{row.count}/{row.denominator}, {number(row.percent)} % ({exact_text(row.exact)})"
    doubt = "; reported interval doubtful" if row.miscalled else ""
    derived = "; count derived" if row.derived else ""
    return plot.row(label, float(row.percent), row.exact, text + derived + doubt)


# ------------------------------------------------------------------------ survival


def survival_slides(board: BoardCase, sheet: Sheet) -> list[Slide]:
    """Return medians with the intervals as reported, survival first, then rates at landmarks."""
    chart = time_to_event_chart(_trials(board))
    names = ("Overall survival", "Progression-free survival")
    medians = [row for row in chart.medians if row.what in names]
    ends = [row.interval.high if row.interval else row.value for row in medians]
    most = float(max(ends, default=1))
    top = _MONTHS_STEP * (int(most // _MONTHS_STEP) + 1)
    plot = Plot(sheet, 0, top)
    rows: list[Block] = []
    for name in dict.fromkeys(row.name for row in medians):
        told = [_median_row(row, plot) for row in medians if row.name == name]
        rows += _headed(f"{name}: median, 95 % interval as reported", told, sheet)
    axis = plot.axis(tuple(range(0, top + 1, 3)), " months")
    rates = _rates([point for point in chart.rates if point.what in names], sheet)
    return [_slide("Survival", rows, chart.silent, sheet, below(axis, *rates))]


def _median_row(row: MedianRow, plot: Plot) -> Block:
    label = f"{row.what}, {row.criteria}" if row.criteria else row.what
    text = median_text(row.value, row.interval, row.unit)
    span = (row.value, row.value)
    if row.interval is not None:
        span = (row.interval.low, row.interval.high)
        text += f" ({span_text(*span)})"
    if row.doubtful:
        text += "; interval doubtful"
    return plot.row(label, float(row.value), (float(span[0]), float(span[1])), text, row.doubtful)


def _rates(points: list[RatePoint], sheet: Sheet) -> list[Block]:
    """Return the rates at landmarks, one line for each kind; no curve is published as data."""
    grouped: dict[tuple[str, str, str], list[RatePoint]] = {}
    for point in points:
        grouped.setdefault((point.name, point.what, point.criteria), []).append(point)
    rows = []
    for (name, what, criteria), found in grouped.items():
        told = ", ".join(f"{number(p.percent)} % at {number(p.at_months)}" for p in found)
        kind = f"{what}, {criteria}" if criteria else what
        rows.append(sheet.text(f"{kind} ({name}): {told} months", sheet.body.width))
    return rows


# ------------------------------------------------------------------ adverse events


def event_slides(board: BoardCase, sheet: Sheet) -> list[Slide]:
    """Return the severe adverse events of each trial, the most frequent first."""
    view = AdverseEventView(order="grade3", grouped=False)
    chart = adverse_events_chart(_trials(board), view)
    plot = Plot(sheet, 0, 100, labels=0.46, drawn=0.18)
    rows: list[Block] = []
    for panel in chart.panels:
        rows += _panel(panel, plot, sheet)
    axis = plot.axis(_PERCENT, " %")
    return [_slide("Adverse events, grade 3 or more", rows, chart.silent, sheet, axis)]


def _panel(panel: EventPanel, plot: Plot, sheet: Sheet) -> list[Block]:
    severe = [row for row in panel.rows if row.grade3 is not None]
    more = len(severe) - _MOST_EVENTS
    told = f"{panel.name}, n = {panel.denominator}"
    if more > 0:
        told += f" (and {more} more{_REST})"
    shown = severe[:_MOST_EVENTS]
    return _headed(told, [_event_row(row, panel, plot) for row in shown], sheet)


def _event_row(row: EventRow, panel: EventPanel, plot: Plot) -> Block:
    rate = row.grade3
    assert rate is not None
    text = share(rate.count, panel.denominator, rate.percent)
    if row.caveat:
        text = f"{text}; {row.caveat}"
    return plot.bar(row.term, float(rate.percent), text)


# ---------------------------------------------------------------------- population


def population_slides(board: BoardCase, sheet: Sheet) -> list[Slide]:
    """Return where this patient belongs to a group of few or no treated patients."""
    chart = population_chart(_trials(board), board.comparison)
    width = sheet.body.width
    told = re.split(r"(?<=\.) ", chart.summary)
    blocks = [sheet.text(text, width, LARGE) for text in told if text]
    blocks += [sheet.text(remark, width, tone="muted") for remark in chart.remarks]
    names = ", ".join(each.trial for each in chart.silent)
    if names:
        blocks.append(sheet.text(f"No baseline table in the source: {names}.", width, tone="muted"))
    return flowing("This patient among those treated", blocks, sheet)

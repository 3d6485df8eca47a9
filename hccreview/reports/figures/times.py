"""Medians with whiskers as reported, and landmark rates as points without a line."""

from __future__ import annotations

from itertools import groupby

from hccreview.reports.figures.forest import ceiling, marker, months_ticks
from hccreview.reports.figures.paper import Look, Paper, Scale
from hccreview.reports.figures.parts import FLAG, column, flags, flags_width, heading, ruler
from hccreview.review.charts.telling import digits_of, number, span_text
from hccreview.review.charts.time_to_event import MedianRow, RatePoint, TimeToEventChart

_LANDMARKS = (0, 6, 12, 18, 24)
_PANEL_HEIGHT, _PANEL_WIDTH = 130.0, 190.0


def time_to_event_figure(paper: Paper, chart: TimeToEventChart) -> None:
    """Draw the medians, then a small panel of landmark points for each kind of event."""
    if chart.medians:
        _medians(paper, chart.medians)
    if chart.rates:
        heading(paper, "Still free of the event at landmarks", "points as printed, no curve")
        _panels(paper, chart.rates)


def _medians(paper: Paper, rows: tuple[MedianRow, ...]) -> None:
    heading(paper, "Medians, months", "whiskers as reported; broken where the method is doubtful")
    alone = len({row.mark.trial for row in rows}) == 1
    if alone:
        paper.paragraph(f"{rows[0].name}, {rows[0].mark.trial}", colour="text")
    names = [f"   {_standard(row, alone)}" for row in rows]
    left = paper.left + column(paper, [*(row.what for row in rows), *names], 0.36 * paper.width)
    numbers = max(paper.width_of(_numbers(row)) for row in rows) + paper.px(12)
    right = paper.right - numbers - flags_width(paper, (r.mark for r in rows)) - paper.px(6)
    ends = [row.interval.high for row in rows if row.interval]
    high = ceiling([*(row.value for row in rows), *ends])
    scale = paper.scale(0, high, left + paper.px(8), right - paper.px(8))
    top = paper.y
    for what, group in groupby(rows, key=lambda row: row.what):
        found = tuple(group)
        middle = paper.y + paper.line_height() / 2
        paper.text(paper.left, middle, what)
        paper.y += paper.line_height()
        for row in found:
            _median(paper, scale, row, right, numbers, alone)
        paper.y += paper.px(4)
    ruler(paper, scale, months_ticks(high), top, paper.y)
    paper.y += paper.line_height("small") + paper.px(14)


def _standard(row: MedianRow, alone: bool) -> str:
    """Return trial and standard of a row; of a trial alone in the chart the standard only."""
    if alone:
        return row.criteria or row.population
    return f"{row.name}, {row.criteria}" if row.criteria else row.name


def _numbers(row: MedianRow) -> str:
    interval = row.interval
    if interval is None:
        return number(row.value)
    digits = digits_of(row.value, interval.low, interval.high)
    return f"{number(row.value, digits)} ({span_text(interval.low, interval.high)})"


def _median(
    paper: Paper, scale: Scale, row: MedianRow, right: float, numbers: float, alone: bool
) -> None:
    middle = paper.y + paper.line_height() / 2
    indent = paper.left + paper.px(10)
    paper.text(indent, middle, _standard(row, alone), size="small", colour="muted")
    shape = marker(paper, row.criteria)
    if row.interval is not None:
        look: Look = {
            "color": shape["markeredgecolor"],
            "linewidth": paper.px(1.6),
            "linestyle": (0, (4, 2)) if row.doubtful else "-",
        }
        ends = [row.interval.low, row.interval.high]
        paper.line(scale, ends, [middle, middle], row.mark, "reported", **look)
    paper.line(scale, [row.value], [middle], row.mark, "point", **shape)
    paper.text(right + paper.px(4), middle, _numbers(row), mark=row.mark)
    flags(paper, right + numbers, middle, row.mark)
    paper.y += paper.line_height() + paper.px(3)


# --- landmarks ------------------------------------------------------------------------------------


def _panels(paper: Paper, rates: tuple[RatePoint, ...]) -> None:
    groups = [tuple(found) for _, found in groupby(rates, key=lambda p: (p.what, p.criteria))]
    space = paper.right - paper.left
    across = max(1, min(len(groups), int(space // paper.px(_PANEL_WIDTH))))
    wide = space / across
    for first in range(0, len(groups), across):
        top = paper.y
        for index, group in enumerate(groups[first : first + across]):
            paper.y = top
            _panel(paper, group, paper.left + index * wide, wide - paper.px(18))
    paper.y += paper.px(6)


def _panel(paper: Paper, group: tuple[RatePoint, ...], left: float, wide: float) -> None:
    """Draw one panel: months across, percent upwards."""
    title = f"{group[0].what}," if group[0].criteria else group[0].what
    for text in (title, group[0].criteria):
        paper.text(left, paper.y + paper.line_height("small") / 2, text, size="small")
        paper.y += paper.line_height("small")
    top, tall = paper.y + paper.px(8), paper.px(_PANEL_HEIGHT)
    begin = left + paper.width_of("100 %", "small") + paper.px(4)
    scale = paper.scale(0, _LANDMARKS[-1], begin, left + wide)
    high = max(point.at_months for point in group)
    if high > scale.high:
        scale = paper.scale(0, high, begin, left + wide)
    ruler(paper, scale, _LANDMARKS, top, top + tall)
    for percent in (0, 50, 100):
        y = top + tall * (1 - percent / 100)
        colour = paper.style.colour("line")
        paper.line(None, [begin, left + wide], [y, y], color=colour, linewidth=0.8, zorder=0)
        text = f"{percent} %"
        x = begin - paper.px(4)
        paper.text(x, y, text, size="small", colour="muted", align="right")
    for point in group:
        _point(paper, scale, point, top, tall)
    paper.y = top + tall + paper.line_height("small") + paper.px(8)


def _point(paper: Paper, scale: Scale, point: RatePoint, top: float, tall: float) -> None:
    y = top + tall * (1 - point.percent / 100)
    look = marker(paper, point.criteria)
    paper.line(scale, [point.at_months], [y], point.mark, "point", **look)
    x = min(scale.at(point.at_months), scale.right - paper.width_of("00.0") / 2 + paper.px(10))
    above = y - paper.line_height("small")
    paper.text(x, above, number(point.percent), size="small", align="center", mark=point.mark)
    if point.mark.flags:
        text = f"{FLAG} {point.mark.flag_ids}"
        paper.text(
            x,
            above - paper.line_height("small"),
            text,
            size="small",
            colour="flag",
            align="center",
            mark=point.mark,
            part="flag",
        )

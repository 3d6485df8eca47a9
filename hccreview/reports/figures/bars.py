"""Bars: best responses stacked, adverse events back to back."""

from __future__ import annotations

from hccreview.reports.figures.lettering import wrapped
from hccreview.reports.figures.paper import Align, Look, Paper, Scale
from hccreview.reports.figures.parts import flags, flags_width, heading, ruler
from hccreview.review.charts.adverse_events import AdverseEventsChart, EventPanel, EventRow, Rate
from hccreview.review.charts.best_response import BestResponseChart, ResponseBar, Segment

_PERCENT = (0, 25, 50, 75, 100)
_FILLS = {
    "complete_response": ("complete", ""),
    "partial_response": ("partial", ""),
    "stable_disease": ("stable", "..."),
    "progressive_disease": ("progressive", "///"),
}
_SHORT = {
    "complete_response": "CR",
    "partial_response": "PR",
    "stable_disease": "SD",
    "progressive_disease": "PD",
}


# --- best responses -------------------------------------------------------------------------------


def best_response_figure(paper: Paper, chart: BestResponseChart) -> None:
    """Draw one bar for each trial and standard, with the count of each response under it."""
    if not chart.bars:
        return
    _key(paper, chart.bars[0])
    left = paper.left + paper.px(4)
    scale = paper.scale(0, 100, left, paper.right - paper.px(14))
    for bar in chart.bars:
        heading(paper, f"{bar.name}, {bar.criteria}", f"{bar.denominator} patients")
        _stack(paper, scale, bar)
    top = paper.y
    ruler(paper, scale, _PERCENT, top, top + paper.px(4), " %")
    paper.y += paper.line_height("small") + paper.px(8)


def _key(paper: Paper, bar: ResponseBar) -> None:
    x = paper.left
    for segment in bar.segments:
        text = f"{_SHORT[segment.measure]}: {segment.label.lower()}"
        wide = paper.px(28) + paper.width_of(text, "small")
        if x + wide > paper.right:
            x = paper.left
            paper.y += paper.line_height()
        middle = paper.y + paper.line_height() / 2
        box = paper.scale(0, 1, x, x + paper.px(16))
        paper.bar(box, 0, 1, middle, paper.px(10), **_fill(paper, segment.measure))
        paper.text(x + paper.px(21), middle, text, size="small")
        x += wide + paper.px(10)
    paper.y += paper.line_height() + paper.px(8)


def _fill(paper: Paper, measure: str) -> Look:
    name, hatch = _FILLS[measure]
    return {
        "facecolor": paper.style.colour(name),
        "edgecolor": paper.style.colour("text"),
        "hatch": hatch or None,
        "hatch_linewidth": 0.6,
        "linewidth": 0.8,
    }


def _stack(paper: Paper, scale: Scale, bar: ResponseBar) -> None:
    height = paper.px(26)
    middle, start = paper.y + height / 2, 0.0
    below = paper.y + height + paper.line_height("small") / 2 + paper.px(3)
    edge = scale.left
    for segment in bar.segments:
        share = float(segment.percent)
        look = _fill(paper, segment.measure)
        paper.bar(scale, start, share, middle, height, segment.mark, "bar", **look)
        text = _counted(segment, bar)
        wide = paper.width_of(text, "small")
        x = max(edge, scale.at(start + share / 2) - wide / 2)
        paper.text(x, below, text, size="small", mark=segment.mark)
        edge = x + wide + paper.px(10)
        if segment.mark.flags:
            edge = max(edge, x + flags(paper, x, below + paper.line_height("small"), segment.mark))
        start += share
    paper.y += height + 2 * paper.line_height("small") + paper.px(16)


def _counted(segment: Segment, bar: ResponseBar) -> str:
    return f"{_SHORT[segment.measure]} {segment.count} ({segment.percent} %)"


# --- adverse events -------------------------------------------------------------------------------


def adverse_events_figure(paper: Paper, chart: AdverseEventsChart) -> None:
    """Draw a panel for each trial: any grade to the left, grade 3 or more to the right."""
    marks = [row.mark for panel in chart.panels for row in panel.rows]
    end = paper.right - flags_width(paper, marks) - paper.px(8)
    for panel in chart.panels:
        detail = f"{panel.denominator} patients, {panel.grading}, {panel.attribution}"
        heading(paper, panel.name, detail)
        _panel(paper, panel, chart, end)
        paper.y += paper.px(12)


def _panel(paper: Paper, panel: EventPanel, chart: AdverseEventsChart, end: float) -> None:
    names = max(paper.px(150), 0.3 * paper.width)
    begin = paper.left + names
    value = paper.width_of("25 (100.0 %)", "small") + paper.px(6)
    centre = begin + (end - begin) / 2
    some = paper.scale(0, 100, centre - paper.px(3), begin + value)
    severe = paper.scale(0, 100, centre + paper.px(3), end - value)
    middle = paper.y + paper.line_height("small") / 2
    paper.text(some.left, middle, "any grade", size="small", colour="muted", align="right")
    paper.text(severe.left, middle, "grade 3 or more", size="small", colour="muted")
    paper.y += paper.line_height("small") + paper.px(3)
    top, organ = paper.y, ""
    by_organ = chart.view.grouped or chart.view.order == "organ"
    for row in panel.rows:
        if by_organ and row.organ != organ:
            organ = row.organ
            middle = paper.y + paper.line_height("small") / 2
            paper.text(paper.left, middle, organ, size="small", colour="muted")
            paper.y += paper.line_height("small") + paper.px(2)
        _event(paper, row, some, severe, names, end)
    for scale in (some, severe):
        ruler(paper, scale, (50, 100), top, paper.y, " %")
    paper.y += paper.line_height("small")


def _event(
    paper: Paper, row: EventRow, some: Scale, severe: Scale, names: float, end: float
) -> None:
    indent = paper.left + paper.px(8)
    text = f"{row.term} ({row.caveat})" if row.caveat else row.term
    lines = wrapped(text, paper.size("text"), names - paper.px(16))
    tall = len(lines) * paper.line_height()
    middle = paper.y + tall / 2
    for index, line in enumerate(lines):
        paper.text(indent, paper.y + (index + 0.5) * paper.line_height(), line)
    _rate(paper, row, row.any, some, middle, "any")
    _rate(paper, row, row.grade3, severe, middle, "grade3")
    flags(paper, end + paper.px(6), middle, row.mark)
    paper.y += tall + paper.px(4)


def _rate(
    paper: Paper, row: EventRow, rate: Rate | None, scale: Scale, middle: float, part: str
) -> None:
    """Draw a bar for a printed percentage; none for what is not printed."""
    left = part == "any"
    x = scale.at(float(rate.percent) if rate else 0) + paper.px(-4 if left else 4)
    align: Align = "right" if left else "left"
    if rate is None:
        text = "not stated in source"
        paper.text(x, middle, text, size="small", colour="muted", align=align, mark=row.mark)
        return
    height = paper.px(12)
    look: Look = {
        "facecolor": paper.style.colour(part if row.reliable else "panel"),
        "edgecolor": paper.style.colour("text"),
        "hatch": "///" if part == "grade3" or not row.reliable else None,
        "hatch_linewidth": 0.5,
        "linewidth": 0.6,
    }
    paper.bar(scale, 0, float(rate.percent), middle, height, row.mark, part, **look)
    text = f"{rate.count} ({rate.percent} %)" if rate.count is not None else f"({rate.percent} %)"
    paper.text(x, middle, text, size="small", align=align, mark=row.mark)

"""What several figures have: heading, standing note, horizontal axis, flags, remarks."""

from __future__ import annotations

import math
from collections.abc import Iterable

from hccreview.reports.figures.paper import Paper, Scale
from hccreview.review.charts.model import Mark, OutcomeChart

FLAG = "⚑"


def head(paper: Paper, chart: OutcomeChart) -> None:
    """Write the title, the standing note and the sentence about the patient."""
    paper.paragraph(chart.title, size="title", colour="text", gap=2)
    if chart.caution:
        top = paper.y
        paper.paragraph(
            chart.caution, size="text", colour="unknown", left=paper.left + paper.px(10)
        )
        middle = [top + paper.px(1), paper.y - paper.px(5)]
        edge = paper.left + paper.px(2)
        colour = paper.style.colour("unknown")
        paper.line(None, [edge, edge], middle, color=colour, linewidth=paper.px(2.2))
    if chart.summary:
        paper.paragraph(chart.summary, size="text", colour="text")
    paper.y += paper.px(4)


def foot(paper: Paper, chart: OutcomeChart) -> None:
    """Write the remarks and which trials have nothing for this chart."""
    paper.y += paper.px(6)
    for remark in chart.remarks:
        paper.paragraph(remark, gap=2)
    for silent in chart.silent:
        paper.paragraph(f"{silent.trial}: {silent.text}.", gap=2)


def heading(paper: Paper, text: str, detail: str = "", left: float | None = None) -> None:
    """Write the heading of a panel, with a quiet detail behind it where there is room."""
    begin = paper.left if left is None else left
    middle = paper.y + paper.line_height() / 2
    paper.text(begin, middle, text, colour="accent")
    if detail:
        start = begin + paper.width_of(text) + paper.px(8)
        if start + paper.width_of(detail, "small") > paper.right:
            paper.y += paper.line_height("small")
            start, middle = begin, paper.y + paper.line_height() / 2
        paper.text(start, middle, detail, size="small", colour="muted")
    paper.y += paper.line_height() + paper.px(4)


def flags(paper: Paper, x: float, middle: float, mark: Mark) -> float:
    """Write the flags of a mark at `x`; return how wide they are."""
    if not mark.flags:
        return 0.0
    text = f"{FLAG} {mark.flag_ids}"
    paper.text(x, middle, text, size="small", colour="flag", mark=mark, part="flag")
    return paper.width_of(text, "small")


def flags_width(paper: Paper, marks: Iterable[Mark]) -> float:
    """Return the room that the widest flags take."""
    return max(
        (paper.width_of(f"{FLAG} {mark.flag_ids}", "small") for mark in marks if mark.flags),
        default=0.0,
    )


def ruler(
    paper: Paper, scale: Scale, ticks: Iterable[float], top: float, bottom: float, unit: str = ""
) -> None:
    """Draw thin lines at the ticks from `top` to `bottom`, and as many numbers as fit below."""
    colour = paper.style.colour("line")
    middle = bottom + paper.line_height("small") / 2 + paper.px(3)
    values = list(ticks)
    every = _labelled(paper, scale, values, unit)
    for index, tick in enumerate(values):
        paper.line(scale, [tick, tick], [top, bottom], color=colour, linewidth=0.8, zorder=0)
        if index % every == 0:
            text, x = f"{tick:g}{unit}", scale.at(tick)
            paper.text(x, middle, text, size="small", colour="muted", align="center")


def _labelled(paper: Paper, scale: Scale, values: list[float], unit: str) -> int:
    """Return which ticks carry a number: every one, every second …"""
    if len(values) < 2:
        return 1
    wide = max(paper.width_of(f"{value:g}{unit}", "small") for value in values) + paper.px(5)
    apart = abs(scale.at(values[1]) - scale.at(values[0]))
    return max(1, math.ceil(wide / apart))


def column(paper: Paper, texts: Iterable[str], most: float, size: str = "text") -> float:
    """Return the width of a column of texts: as wide as the longest, at most `most` px."""
    widest = max((paper.width_of(text, size) for text in texts), default=0.0)
    return min(widest + paper.px(6), most)

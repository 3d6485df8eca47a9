"""The flow of patients: boxes from above to below, joined by arrows."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.patches import FancyArrowPatch, Rectangle

from hccreview.reports.figures.lettering import wrapped
from hccreview.reports.figures.paper import Paper
from hccreview.reports.figures.parts import FLAG, heading
from hccreview.review.charts.flow import Flow, FlowChart, FlowStep

_GAP, _PAD = 22.0, 8.0


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float


def flow_figure(paper: Paper, chart: FlowChart) -> None:
    """Draw the flow of each trial, one below the other."""
    for flow in chart.flows:
        heading(paper, flow.name, flow.trial)
        _flow(paper, flow)
        paper.y += paper.px(10)


def _flow(paper: Paper, flow: Flow) -> None:
    placed: dict[str, _Box] = {}
    across = max(sum(step.level == other.level for other in flow.steps) for step in flow.steps)
    gap = paper.px(_GAP)
    room = paper.right - paper.left
    wide = min((room - gap * (across - 1)) / across, paper.px(330))
    for level in range(max(step.level for step in flow.steps) + 1):
        steps = [step for step in flow.steps if step.level == level]
        tall = max(_height(paper, step, wide) for step in steps)
        for index, step in enumerate(steps):
            left = paper.left + index * (wide + gap)
            box = _Box(left, paper.y, left + wide, paper.y + tall)
            placed[step.mark.key] = box
            _draw(paper, step, box)
            if step.after in placed:
                _arrow(paper, placed[step.after], box)
        paper.y += tall + gap
    paper.y -= gap


def _lines(paper: Paper, step: FlowStep, wide: float) -> list[tuple[str, str, str]]:
    """Return the lines of a box with size and colour."""
    inside = wide - 2 * paper.px(_PAD)
    lines = [(line, "text", "text") for line in wrapped(step.title, paper.size("text"), inside)]
    lines += [(line, "text", "accent") for line in wrapped(step.text, paper.size("text"), inside)]
    if step.mark.flags:
        lines.append((f"{FLAG} {step.mark.flag_ids}", "small", "flag"))
    return lines


def _height(paper: Paper, step: FlowStep, wide: float) -> float:
    lines = _lines(paper, step, wide)
    return sum(paper.line_height(size) for _, size, _ in lines) + paper.px(_PAD)


def _draw(paper: Paper, step: FlowStep, box: _Box) -> None:
    broken = step.derived or step.planned
    shape = Rectangle(
        (box.left, box.top),
        box.right - box.left,
        box.bottom - box.top,
        facecolor=paper.style.colour("panel" if broken else "field"),
        edgecolor=paper.style.colour("muted" if broken else "text"),
        linestyle="--" if broken else "-",
        linewidth=1.0,
        transform=paper.transform,
    )
    paper.add(shape, step.mark, "box")
    y = box.top + paper.px(_PAD) / 2
    for text, size, colour in _lines(paper, step, box.right - box.left):
        middle = y + paper.line_height(size) / 2
        part = "flag" if colour == "flag" else "label"
        x = box.left + paper.px(_PAD)
        paper.text(x, middle, text, size=size, colour=colour, mark=step.mark, part=part)
        y += paper.line_height(size)


def _arrow(paper: Paper, start: _Box, end: _Box) -> None:
    """Draw an arrow from below one box to above another, down and then across."""
    colour = paper.style.colour("muted")
    x = min(start.left + paper.px(30), start.right)
    target = end.left + paper.px(30)
    bend = end.top - paper.px(_GAP) / 2
    if abs(target - x) > 1:
        paper.line(
            None, [x, x, target], [start.bottom, bend, bend], color=colour, linewidth=1.0, zorder=0
        )
        begin = (target, bend)
    else:
        begin = (x, start.bottom)
    arrow = FancyArrowPatch(
        begin,
        (target, end.top),
        arrowstyle="-|>",
        mutation_scale=paper.px(9),
        color=colour,
        shrinkA=0,
        shrinkB=0,
        linewidth=1.0,
        transform=paper.transform,
    )
    paper.add(arrow)

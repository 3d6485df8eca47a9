"""The two-stage plan: what the first stage decides, and the chance of success at each true rate."""

from __future__ import annotations

from functools import lru_cache

from hccreview.reports.figures.paper import Align, Look, Paper, Scale
from hccreview.reports.figures.parts import flags, flags_width, heading, ruler
from hccreview.review.charts.design import DesignChart, Reading, TwoStage
from hccreview.review.charts.model import Mark
from hccreview.review.statistics import SimonDesign

_STEPS = 60
_LOWEST, _HIGHEST = 20, 80  # true response rates, in percent
_DASHES = ("-", (0, (5, 2)))
_NAMES = ("recist", "mrecist")
_SHAPES = ("o", "D")
_CURVE_HEIGHT = 210.0


def design_figure(paper: Paper, chart: DesignChart) -> None:
    """Draw each plan: the first stage with the observed result, then the chance of success."""
    for design in chart.designs:
        heading(paper, design.name, design.trial)
        paper.paragraph(_plan(design), size="text", colour="text")
        _first_stage(paper, design)
        _chances(paper, design)


def _plan(design: TwoStage) -> str:
    """Return the plan as printed, in one sentence."""
    stated = {mark.label: mark.lines[0] for mark in design.stated}
    return (
        f"Printed: p0 {stated['p0']}, p1 {stated['p1']}, one-sided alpha"
        f" {stated['one-sided alpha']}, power {stated['power']}; go on with"
        f" {stated['r1 as printed']}, success with {stated['r']}."
    )


# --- the first stage ------------------------------------------------------------------------------


def _first_stage(paper: Paper, design: TwoStage) -> None:
    heading(paper, "First stage", "responders, hatched: stop")
    size = design.readings[0].design.n1
    scale = paper.scale(-0.5, size + 0.5, paper.left, paper.right - paper.px(10))
    for reading in design.readings:
        _zones(paper, scale, reading, design)
    bottom = paper.y
    if design.responders is not None and design.observed is not None:
        _observed(paper, scale, design, design.observed, bottom)
    ruler(paper, scale, range(0, size + 1, 5), bottom, bottom + paper.px(4))
    paper.y = bottom + paper.line_height("small") + paper.px(26)


def _zones(paper: Paper, scale: Scale, reading: Reading, design: TwoStage) -> None:
    middle = paper.y + paper.line_height() / 2
    wide = paper.width_of(reading.label)
    paper.text(paper.left, middle, reading.label, mark=reading.mark)
    flags(paper, paper.left + wide + paper.px(10), middle, reading.mark)
    paper.y += paper.line_height() + paper.px(3)
    height, limit, size = paper.px(22), reading.design.r1, reading.design.n1
    y = paper.y + height / 2
    edge = paper.style.colour("text")
    stop: Look = {"facecolor": paper.style.colour("stop"), "hatch": "///", "hatch_linewidth": 0.5}
    go: Look = {"facecolor": paper.style.colour("go")}
    paper.bar(
        scale,
        -0.5,
        limit + 1,
        y,
        height,
        reading.mark,
        "stop",
        edgecolor=edge,
        linewidth=0.8,
        **stop,
    )
    paper.bar(
        scale, limit + 0.5, size - limit, y, height, reading.mark, "go", edgecolor=edge,
        linewidth=0.8, **go,
    )  # fmt: skip
    for x, text in ((0, f"stop: 0 to {limit}"), (limit + 1, f"go on: {limit + 1} to {size}")):
        _boxed(paper, scale.at(x), y, text)
    if design.responders is not None and design.observed is not None:
        at, ends = float(design.responders), [paper.y - paper.px(3), paper.y + height + paper.px(3)]
        look: Look = {"color": paper.style.colour("flag"), "linewidth": paper.px(2.4)}
        paper.line(scale, [at, at], ends, design.observed, "observed", **look)
    paper.y += height + paper.px(8)


def _boxed(paper: Paper, x: float, y: float, text: str) -> None:
    """Write on a plain ground, so that a hatch does not run through the letters."""
    wide = paper.width_of(text, "small") + paper.px(6)
    ground = paper.scale(0, 1, x - paper.px(3), x - paper.px(3) + wide)
    paper.bar(ground, 0, 1, y, paper.px(15), facecolor=paper.style.colour("panel"), linewidth=0)
    paper.text(x, y, text, size="small")


def _observed(paper: Paper, scale: Scale, design: TwoStage, mark: Mark, bottom: float) -> None:
    """Write what was observed, below its place on the scale."""
    assert design.responders is not None
    x = float(design.responders)
    middle = bottom + paper.line_height("small") + paper.px(12)
    text = f"Observed: {mark.lines[0]}: stop under every reading"
    if any(design.responders > reading.design.r1 for reading in design.readings):
        text = f"Observed: {mark.lines[0]}"
    beside = paper.width_of(text) + paper.px(8)
    wide = beside + flags_width(paper, (mark,))
    start = max(paper.left, min(scale.at(x) - wide / 2, paper.right - wide))
    paper.text(start, middle, text, colour="flag", mark=mark)
    flags(paper, start + beside, middle, mark)


# --- operating characteristics --------------------------------------------------------------------


def _chances(paper: Paper, design: TwoStage) -> None:
    heading(paper, "Chance of success in the end", "computed here, by the true response rate")
    tall = paper.px(_CURVE_HEIGHT)
    begin = paper.left + paper.width_of("100 %", "small") + paper.px(8)
    scale = paper.scale(_LOWEST, _HIGHEST, begin, paper.right - paper.px(16))
    top = paper.y + paper.px(6)
    bottom = top + tall
    ruler(paper, scale, range(_LOWEST, _HIGHEST + 1, 10), top, bottom, " %")
    for percent in (0, 50, 100):
        _level(paper, scale, top + tall * (1 - percent / 100), f"{percent} %", "line", "-")
    for share, name in ((design.alpha, "alpha"), (design.power, "power")):
        y = top + tall * (1 - share)
        _level(paper, scale, y, "", "muted", ":")
        text = f"printed {name}: {100 * share:g} %"
        align: Align = "right" if name == "alpha" else "left"
        x = scale.right if name == "alpha" else scale.left + paper.px(4)
        middle = y - paper.line_height("small") / 2 - paper.px(1)
        paper.text(x, middle, text, size="small", colour="muted", align=align)
    for index, reading in enumerate(design.readings):
        _curve(paper, scale, design, reading, index, top, tall)
    paper.y = bottom + paper.line_height("small") + paper.px(8)
    for index, reading in enumerate(design.readings):
        _explained(paper, reading, index)


def _level(paper: Paper, scale: Scale, y: float, text: str, colour: str, dashes: str) -> None:
    look: Look = {
        "color": paper.style.colour(colour),
        "linewidth": 0.8,
        "linestyle": dashes,
        "zorder": 0,
    }
    paper.line(scale, [scale.low, scale.high], [y, y], **look)
    if text:
        x = scale.left - paper.px(5)
        paper.text(x, y, text, size="small", colour="muted", align="right")


def _curve(
    paper: Paper,
    scale: Scale,
    design: TwoStage,
    reading: Reading,
    index: int,
    top: float,
    tall: float,
) -> None:
    rates = [_LOWEST + (_HIGHEST - _LOWEST) * step / _STEPS for step in range(_STEPS + 1)]
    heights = [top + tall * (1 - chance) for chance in _chances_at(reading.design, tuple(rates))]
    look: Look = {
        "color": paper.style.colour(_NAMES[index % 2]),
        "linestyle": _DASHES[index % 2],
        "linewidth": paper.px(1.8),
    }
    paper.line(scale, rates, heights, reading.mark, "curve", **look)
    ends = [100 * design.p0, 100 * design.p1]
    found = [top + tall * (1 - share) for share in (reading.alpha, reading.power)]
    dots: Look = {
        "marker": _SHAPES[index % 2],
        "markersize": paper.px(6),
        "linestyle": "none",
        "zorder": 5,
    }
    colour = paper.style.colour(_NAMES[index % 2])
    paper.line(scale, ends, found, reading.mark, "point", color=colour, **dots)


@lru_cache(maxsize=16)
def _chances_at(design: SimonDesign, rates: tuple[float, ...]) -> tuple[float, ...]:
    """Return the chance of success at each rate in percent; a hundred sums, so kept."""
    return tuple(design.reject(rate / 100) for rate in rates)


def _explained(paper: Paper, reading: Reading, index: int) -> None:
    """Write what a reading does, behind a piece of its line."""
    middle = paper.y + paper.line_height("small") / 2
    look: Look = {
        "color": paper.style.colour(_NAMES[index % 2]),
        "linestyle": _DASHES[index % 2],
        "linewidth": paper.px(1.8),
        "marker": _SHAPES[index % 2],
        "markersize": paper.px(5),
    }
    paper.line(None, [paper.left, paper.left + paper.px(30)], [middle, middle], **look)
    text = ". ".join((reading.label, *reading.mark.lines[1:4]))
    paper.paragraph(f"{text}.", colour="text", left=paper.left + paper.px(38))

"""The one way from a chart to a figure: `draw`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

from hccreview.reports.figures.bars import adverse_events_figure, best_response_figure
from hccreview.reports.figures.boxes import flow_figure
from hccreview.reports.figures.forest import comparators_figure, response_figure
from hccreview.reports.figures.paper import Hit, Paper
from hccreview.reports.figures.parts import foot, head
from hccreview.reports.figures.people import population_figure
from hccreview.reports.figures.stages import design_figure
from hccreview.reports.figures.style import PIXELS_PER_INCH, Style
from hccreview.reports.figures.times import time_to_event_figure
from hccreview.review.charts.model import OutcomeChart

NARROWEST = 420.0
_BODIES: dict[str, Callable[[Paper, Any], None]] = {
    "response": response_figure,
    "best_response": best_response_figure,
    "time_to_event": time_to_event_figure,
    "adverse_events": adverse_events_figure,
    "flow": flow_figure,
    "design": design_figure,
    "population": population_figure,
    "comparators": comparators_figure,
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure of `width` x `height` px (96 an inch) and what can be pointed at in it."""

    figure: Figure
    width: float
    height: float
    hits: tuple[Hit, ...]


def draw(
    chart: OutcomeChart,
    style: Style,
    width: float = 700,
    dpi: float = PIXELS_PER_INCH,
    *,
    words: bool = True,
    stamp: str = "",
) -> Drawn:
    """Return the figure of a chart, as high as it needs; the caller attaches a canvas.

    `width` is in px of a screen at 100 %; less than NARROWEST (at the style's scale) is widened.
    `stamp` stands last: by what a picture that leaves the program was made, and what it is not.
    Without `words`, title, standing note and remarks are left to the page around the figure.
    """
    paper = Paper(style, max(width, NARROWEST * style.scale), dpi)
    if words:
        head(paper, chart)
    if not chart.empty:
        _BODIES[chart.id](paper, chart)
    if words:
        foot(paper, chart)
    if stamp:
        paper.paragraph(stamp, gap=2)
    paper.finish()
    return Drawn(paper.figure, paper.width, paper.height, tuple(paper.hits))

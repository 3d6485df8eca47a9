"""The one room of the screen that knows matplotlib: a chart becomes a picture, with its spots.

It runs in the worker, so that neither the first import nor a long drawing stops the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.outcomes.picture import Picture, Spot

if TYPE_CHECKING:
    from hccreview.reports.figures.draw import Drawn
    from hccreview.reports.figures.style import Style
    from hccreview.review.charts.model import OutcomeChart

INCH = 96  # logical pixels


def picture_of(chart: OutcomeChart, style: Style, width: int, ratio: float) -> Picture:
    """Draw a chart in a width of logical pixels, with `ratio` pixels of the screen to each."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from hccreview.reports.figures.draw import draw

    drawn = draw(chart, style, width=width, dpi=INCH * ratio, words=False)
    canvas = FigureCanvasAgg(drawn.figure)
    canvas.draw()
    columns, lines = canvas.get_width_height(physical=True)
    pixels = bytes(canvas.buffer_rgba())
    return Picture(pixels, columns, lines, ratio, _spots(chart, drawn, lines, ratio))


def _spots(chart: OutcomeChart, drawn: Drawn, lines: int, ratio: float) -> tuple[Spot, ...]:
    """Unite what was drawn of each mark, a point with its whiskers; flags stand for themselves."""
    from matplotlib.transforms import Bbox

    boxes: dict[tuple[str, bool], list[Bbox]] = {}
    for hit in drawn.hits:
        place = hit.mark.key, hit.part == "flag"
        boxes.setdefault(place, []).append(hit.artist.get_window_extent())
    found = []
    for place in ((mark.key, flag) for mark in chart.marks for flag in (False, True)):
        if place in boxes:
            box = Bbox.union(boxes[place])
            left, top = box.x0 / ratio, (lines - box.y1) / ratio
            found.append(Spot(place[0], left, top, box.width / ratio, box.height / ratio, place[1]))
    return tuple(found)

"""Pictures for the workbook: the charts that a spreadsheet cannot draw itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from hccreview.review.charts.catalogue import make_chart
from hccreview.review.charts.model import OutcomeChart
from hccreview.review.compare import Comparison
from hccreview.trials.model import Trial

DRAWN = ("response", "best_response", "flow", "design", "population", "comparators")
_WIDTH, DOTS_PER_PIXEL = 760, 1.5


def pictures(trials: tuple[Trial, ...], comparison: Comparison | None) -> Iterator[bytes]:
    """Yield the charts of the trials as PNG; `comparison` marks its patient in the population."""
    charts = (make_chart(name, trials, comparison=comparison) for name in DRAWN)
    return (_picture(chart) for chart in charts if not chart.empty)


@lru_cache(maxsize=16)
def _picture(chart: OutcomeChart) -> bytes:
    """Return a chart as PNG; most of them are the same in the workbooks of many cases."""
    from hccreview.reports.figures.draw import draw
    from hccreview.reports.figures.save import figure_bytes
    from hccreview.reports.figures.style import Style

    return figure_bytes(draw(chart, Style("print"), _WIDTH).figure, "png", 96 * DOTS_PER_PIXEL)

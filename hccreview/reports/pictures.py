"""Pictures for the workbook: the charts that a spreadsheet cannot draw itself."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.review.charts.catalogue import make_chart
from hccreview.review.compare import Comparison
from hccreview.trials.model import Trial

DRAWN = ("response", "best_response", "flow", "design", "population", "comparators")
_WIDTH, DOTS_PER_PIXEL = 760, 1.5


def pictures(trials: tuple[Trial, ...], comparison: Comparison | None) -> Iterator[bytes]:
    """Yield the charts of the trials as PNG; `comparison` marks its patient in the population."""
    from hccreview.reports.figures.draw import draw
    from hccreview.reports.figures.save import figure_bytes
    from hccreview.reports.figures.style import Style

    charts = (make_chart(name, trials, comparison=comparison) for name in DRAWN)
    for chart in charts:
        if not chart.empty:
            figure = draw(chart, Style("print"), _WIDTH).figure
            yield figure_bytes(figure, "png", 96 * DOTS_PER_PIXEL)

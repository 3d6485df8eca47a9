"""The eight figures as the tests draw them, and their reviewed pictures.

``python -m tests.reports.figures`` draws the pictures anew; look at each before it is handed in.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from hccreview.reports.figures.draw import Drawn, draw
from hccreview.reports.figures.save import figure_bytes
from hccreview.reports.figures.style import PROJECTOR, Style
from hccreview.review.charts.adverse_events import AdverseEventView
from hccreview.review.charts.catalogue import CHARTS, make_chart
from hccreview.review.charts.model import OutcomeChart
from hccreview.trials.library import read_library
from tests.reports.builders import comparison_of, sample

FOLDER = Path(__file__).parents[1] / "data" / "figures"
KINDS = tuple(kind.id for kind in CHARTS)
# The page beside its table, the narrowest page, a projector.
SIZES = {
    "page": (Style("light"), 700.0),
    "narrow": (Style("dark"), 520.0),
    "projector": (Style("print", PROJECTOR), 1225.0),
}
_DOTS_PER_INCH = 72.0
_GREYS = 16


@lru_cache(maxsize=32)
def chart_of(kind: str, number: int = 2, unreliable: bool = False) -> OutcomeChart:
    """Return a chart of all trials with the patient of a sample case."""
    view = AdverseEventView(unreliable=unreliable)
    return make_chart(kind, read_library(), comparison=comparison_of(sample(number)), view=view)


def drawn_at(kind: str, size: str, number: int = 2) -> Drawn:
    """Return a figure at one of the sizes."""
    style, width = SIZES[size]
    return draw(chart_of(kind, number), style, width)


def picture(kind: str) -> Image.Image:
    """Return the figure of a page in a few greys, as the reviewed pictures are."""
    content = figure_bytes(drawn_at(kind, "page").figure, "png", _DOTS_PER_INCH)
    with Image.open(BytesIO(content)) as found:
        return found.convert("L")


def main() -> int:
    """Draw all reviewed pictures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        few = picture(kind).quantize(_GREYS)
        few.save(FOLDER / f"{kind}.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

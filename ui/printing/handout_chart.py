"""The one chart of a hand-out: the objective response that the trials printed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ui.printing.paper import PAGE_WIDTH
from ui.printing.telling import heading, line

if TYPE_CHECKING:
    from hccreview.review.charts.response import ResponseChart
    from hccreview.trials.model import Trial

TITLE = "Objective response, as the trials printed it"
_MEASURE = "Objective response"
_DPI, _SCALE = 216.0, 0.82  # text of 7 points: on paper, not on a screen
_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as HTML: `whole`, and `half` with one standard of response only."""

    whole: str
    half: str

    def told(self, level: int) -> str:
        """Return the chart; level 1: the half, level 2: only the words that it is left out."""
        if level < 2:
            return heading(TITLE) + (self.half if level else self.whole)
        return heading(TITLE) + line("The chart is left out for lack of space; see Outcomes.")


def response_picture(trials: Sequence[Trial]) -> Picture:
    """Return the chart of the trials that print an objective response.

    What the picture shows of caution, remarks and silent trials stands in words below it, so that
    it can be read back.
    """
    from hccreview.review.charts.response import response_chart

    chart = _objective(response_chart(tuple(trials)))
    whole = _image(chart) + line(_words(chart), "quiet")
    if len(chart.groups) < 2:
        return Picture(whole, whole)
    first, *others = chart.groups
    named = ", ".join(group.criteria for group in others)
    told = f"{_words(chart)} For lack of space without the responses by {named}; see Outcomes."
    return Picture(whole, _image(replace(chart, groups=(first,))) + line(told, "quiet"))


def _image(chart: ResponseChart) -> str:
    from hccreview.reports.figures.draw import draw
    from hccreview.reports.figures.save import figure_bytes
    from hccreview.reports.figures.style import Style

    if not chart.groups:
        return ""
    drawn = draw(chart, Style("print", _SCALE), PAGE_WIDTH, words=False)
    data = b64encode(figure_bytes(drawn.figure, "png", _DPI)).decode("ascii")
    size = f"width='{drawn.width:.0f}' height='{drawn.height:.0f}'"
    return f"<p><img src='data:image/png;base64,{data}' {size}></p>"


def _words(chart: ResponseChart) -> str:
    texts: dict[str, list[str]] = {}
    for each in chart.silent:
        texts.setdefault(each.text, []).append(each.trial)
    silent = [f"{', '.join(names)}: {text}." for text, names in texts.items()]
    return " ".join((chart.caution, *chart.remarks, *silent))


def _objective(chart: ResponseChart) -> ResponseChart:
    """Return the chart with the objective response only, and say of what has no place."""
    groups = tuple(group for group in chart.groups if group.measure == _MEASURE)
    kept = tuple(
        replace(group, rows=group.rows[: max(1, _MOST_ROWS // len(groups))]) for group in groups
    )
    shown = {row.mark.key for group in kept for row in group.rows}
    gone = sum(len(group.rows) for group in groups) - len(shown)
    remarks = chart.remarks + ((f"{gone} more results: see Outcomes.",) if gone else ())
    marks = tuple(mark for mark in chart.marks if mark.key in shown)
    return replace(chart, groups=kept, marks=marks, remarks=remarks)

"""Points with whiskers, one a row: responses, medians, cited figures."""

from __future__ import annotations

from hccreview.reports.figures.lettering import wrapped
from hccreview.reports.figures.paper import Look, Paper, Scale
from hccreview.reports.figures.parts import FLAG, column, flags, flags_width, heading, ruler
from hccreview.review.charts.comparators import CitedPoint, ComparatorsChart
from hccreview.review.charts.response import ResponseChart, ResponseRow
from hccreview.review.charts.telling import number, share
from hccreview.trials.figures import Interval, Number

_PERCENT = (0, 20, 40, 60, 80, 100)
_DERIVED = "count derived"
SHAPES = {"RECIST 1.1": "o", "mRECIST": "D"}
COLOURS = {"RECIST 1.1": "recist", "mRECIST": "mrecist"}


def marker(paper: Paper, criteria: str, hollow: bool = False, size: float = 8.0) -> Look:
    """Return the look of a point: shape and colour by standard, hollow where it is derived."""
    colour = paper.style.colour(COLOURS.get(criteria, "text"))
    return {
        "marker": SHAPES.get(criteria, "s"),
        "markersize": paper.px(size) * 0.75,  # matplotlib counts markers in points
        "markerfacecolor": paper.style.colour("panel") if hollow else colour,
        "markeredgecolor": colour,
        "markeredgewidth": paper.px(1.2),
        "linestyle": "none",
        "zorder": 4,
    }


# --- responses ------------------------------------------------------------------------------------


def response_figure(paper: Paper, chart: ResponseChart) -> None:
    """Draw a panel for each measure; rows under one heading share measure and standard."""
    rows = [row for group in chart.groups for row in group.rows]
    names = [text for row in rows for text in (row.name, row.population)]
    left = paper.left + column(paper, names, 0.32 * paper.width)
    right = paper.right - max(_numbers_width(paper, row) for row in rows) - paper.px(4)
    scale = paper.scale(0, 100, left + paper.px(8), right - paper.px(16))
    _response_key(paper)
    for group in chart.groups:
        heading(paper, f"{group.measure}, {group.criteria}")
        top = paper.y
        for row in group.rows:
            _response_row(paper, scale, row, right)
        ruler(paper, scale, _PERCENT, top, paper.y, " %")
        paper.y += paper.line_height("small") + paper.px(12)


def _numbers_width(paper: Paper, row: ResponseRow) -> float:
    """Return how wide the numbers and what stands under them are."""
    under = paper.width_of(_DERIVED, "small") + paper.px(6) if row.derived else 0.0
    under += flags_width(paper, (row.mark,))
    return max(paper.width_of(share(row.count, row.denominator, row.percent)), under)


def _response_key(paper: Paper) -> None:
    """Explain whiskers and shapes in one line (two where it is narrow)."""
    text = (
        "Point: printed percentage. Thick: exact interval, computed here. Thin, below: as reported."
    )
    paper.paragraph(text + " Circle: RECIST 1.1, diamond: mRECIST; hollow: count derived.")


def _response_row(paper: Paper, scale: Scale, row: ResponseRow, right: float) -> None:
    middle = paper.y + paper.line_height() / 2
    under = middle + paper.line_height("small")
    paper.text(paper.left, middle, row.name)
    paper.text(paper.left, under, row.population, size="small", colour="muted")
    colour = paper.style.colour(COLOURS.get(row.criteria, "text"))
    thick: Look = {"color": colour, "linewidth": paper.px(2.4), "solid_capstyle": "butt"}
    paper.line(scale, list(row.exact), [middle, middle], row.mark, "exact", **thick)
    look = marker(paper, row.criteria, row.derived)
    paper.line(scale, [row.percent], [middle], row.mark, "point", **look)
    text, x = share(row.count, row.denominator, row.percent), right + paper.px(4)
    paper.text(x, middle, text, mark=row.mark)
    if row.derived:
        paper.text(x, under, _DERIVED, size="small", colour="muted")
        x += paper.width_of(_DERIVED, "small") + paper.px(6)
    flags(paper, x, under, row.mark)
    if row.reported is not None:
        _reported(paper, scale, row.reported, under - paper.px(3), row)
    paper.y += paper.line_height() + paper.line_height("small") + paper.px(4)


def _reported(
    paper: Paper, scale: Scale, interval: Interval, middle: float, row: ResponseRow
) -> None:
    """Draw an interval as the source prints it; a flag stands where it is wrongly called exact."""
    look: Look = {
        "color": paper.style.colour("text"),
        "linewidth": paper.px(1.1),
        "marker": "|",
        "markersize": paper.px(6),
        "linestyle": "--" if row.miscalled else "-",
    }
    ends = [interval.low, interval.high]
    paper.line(scale, ends, [middle, middle], row.mark, "reported", **look)
    if not row.miscalled:
        return
    ids = ", ".join(note.flag.id for note in row.mark.flags if note.flag.severity == "high")
    text = f"{FLAG} {ids} as reported, not exact"
    wide, x = paper.width_of(text, "small"), scale.at(interval.high) + paper.px(7)
    if x + wide > scale.right + paper.px(12):  # no room beside the whisker: a line of its own
        paper.y += paper.line_height("small")
        middle += paper.line_height("small")
        x = max(scale.left, min(scale.at(interval.low), scale.right - wide))
    paper.text(x, middle, text, size="small", colour="flag", mark=row.mark, part="flag")


# --- cited figures --------------------------------------------------------------------------------


def comparators_figure(paper: Paper, chart: ComparatorsChart) -> None:
    """Draw cited points by measure in the order of the sources, own results below a line."""
    points = [point for group in chart.groups for point in group.points]
    names = [text for point in points for text in (point.study, _detail(point))]
    left = paper.left + column(paper, names, 0.42 * paper.width)
    under = flags_width(paper, (point.mark for point in points))
    right = paper.right - max(paper.width_of("13.37 months"), under) - paper.px(4)
    key = (
        "Hollow square: as cited, with its standard. Filled: own result of the citing trial (circle"
    )
    paper.paragraph(f"{key} RECIST 1.1, diamond mRECIST, square neither): other patients.")
    for group in chart.groups:
        heading(paper, group.title, "as cited, unranked")
        high = 100.0 if group.unit == "%" else _ceiling(group.points)
        scale = paper.scale(0, high, left + paper.px(8), right - paper.px(16))
        top, own = paper.y, False
        for point in group.points:
            if point.own and not own:
                own = True
                _apart(paper)
            _cited_row(paper, scale, point, group.unit, right)
        ticks = _PERCENT if group.unit == "%" else months_ticks(high)
        ruler(paper, scale, ticks, top, paper.y, " %" if group.unit == "%" else "")
        paper.y += paper.line_height("small") + paper.px(12)


def _apart(paper: Paper) -> None:
    colour = paper.style.colour("muted")
    y = paper.y + paper.px(2)
    paper.line(None, [paper.left, paper.right], [y, y], color=colour, linewidth=1, linestyle=":")
    paper.y += paper.px(5)
    text = "Own results of the citing trials: the trials differ, no comparison"
    paper.paragraph(text, gap=2)


def _detail(point: CitedPoint) -> str:
    return f"{point.detail}, {point.criteria}" if point.criteria else point.detail


def _ceiling(points: tuple[CitedPoint, ...]) -> float:
    ends = [point.interval.high for point in points if point.interval]
    return ceiling([*(point.value for point in points), *ends])


def ceiling(values: list[Number]) -> float:
    """Return a round end of a scale of months."""
    most = max(values)
    return next((end for end in (4, 8, 12, 16, 20, 24, 36, 48, 60) if end >= most), most * 1.1)


def months_ticks(high: float) -> list[float]:
    """Return round months from 0 to `high`."""
    step = 1 if high <= 4 else 2 if high <= 12 else 4 if high <= 24 else 12
    return [step * index for index in range(int(high // step) + 1)]


def _cited_row(paper: Paper, scale: Scale, point: CitedPoint, unit: str, right: float) -> None:
    middle = paper.y + paper.line_height() / 2
    paper.text(paper.left, middle, point.study)
    lines = wrapped(_detail(point), paper.size("small"), scale.left - paper.left - paper.px(10))
    below = middle
    for line in lines:
        below += paper.line_height("small")
        paper.text(paper.left, below, line, size="small", colour="muted")
    if point.interval is not None:
        ends = [point.interval.low, point.interval.high]
        look: Look = {
            "color": paper.style.colour("muted"),
            "linewidth": paper.px(1.1),
            "linestyle": "--",
        }
        paper.line(scale, ends, [middle, middle], point.mark, "reported", **look)
    shape = marker(paper, point.criteria if point.own else "", hollow=not point.own)
    paper.line(scale, [point.value], [middle], point.mark, "point", **shape)
    text = f"{number(point.value)} {unit}"
    paper.text(right + paper.px(4), middle, text, mark=point.mark)
    flags(paper, right + paper.px(4), middle + paper.line_height("small"), point.mark)
    paper.y = below + paper.line_height("small") / 2 + paper.px(5)

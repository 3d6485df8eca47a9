"""The baseline table as stacked bars with this patient marked in each row."""

from __future__ import annotations

from hccreview.reports.figures.lettering import wrapped
from hccreview.reports.figures.paper import Look, Paper, Scale
from hccreview.reports.figures.parts import FLAG, flags, heading
from hccreview.review.charts.population import Group, Population, PopulationChart, PopulationRow
from hccreview.review.charts.telling import span_text

_FEW = "few or none enrolled"
_HATCHES = (None, "..")


def population_figure(paper: Paper, chart: PopulationChart) -> None:
    """Draw a bar of groups for each row of each table."""
    if chart.populations:
        text = "Bars: all enrolled patients by group, as printed."
        patient = " Full colour and ▼: the group of this patient; ?\u00a0: the case does not say."
        paper.paragraph(text + (patient if chart.case else ""))
    for population in chart.populations:
        heading(paper, population.name, f"{population.denominator} patients, {population.trial}")
        _table(paper, population, bool(chart.case))


def _table(paper: Paper, population: Population, with_patient: bool) -> None:
    names = min(paper.px(200), 0.27 * paper.width)
    room = min(paper.px(150), 0.22 * paper.width) if with_patient else 0.0
    begin, end = paper.left + names, paper.right - room
    scale = paper.scale(0, 100, begin, end - paper.px(12))
    for row in population.rows:
        _row(paper, row, scale, names, with_patient)


def _row(paper: Paper, row: PopulationRow, scale: Scale, names: float, with_patient: bool) -> None:
    top = paper.y + paper.px(9)
    lines = wrapped(row.label, paper.size("text"), names - paper.px(12))
    for index, line in enumerate(lines):
        paper.text(paper.left, top + (index + 0.5) * paper.line_height(), line)
    height = paper.px(15)
    middle = top + height / 2
    if row.median is not None:
        _range(paper, row, scale, middle, height)
        texts = [_median_text(row)]
    else:
        _groups(paper, row, scale, middle, height)
        texts = [f"{group.label}: {_count(group)}" for group in row.groups]
    below = middle + height / 2 + paper.px(3)
    below = _legend(paper, row, texts, scale, below)
    if with_patient:
        _patient(paper, row, scale.right + paper.px(14), top)
        below = max(below, top + 2.6 * paper.line_height())
    paper.y = max(below, top + len(lines) * paper.line_height()) + paper.px(5)
    look: Look = {"color": paper.style.colour("line"), "linewidth": 0.8, "zorder": 0}
    paper.line(None, [paper.left, paper.right], [paper.y, paper.y], **look)


def _count(group: Group) -> str:
    derived = " (derived)" if group.derived else ""
    return f"{group.count if group.count is not None else 'not stated'}{derived}"


def _groups(paper: Paper, row: PopulationRow, scale: Scale, middle: float, height: float) -> None:
    start = 0.0
    for index, group in enumerate(row.groups):
        if group.percent is None:
            continue
        share = float(group.percent)
        look: Look = {
            "facecolor": paper.style.colour("patient" if group.here else "group"),
            "edgecolor": paper.style.colour("text"),
            "hatch": None if group.here else _HATCHES[index % 2],
            "hatch_linewidth": 0.4,
            "linewidth": 0.7,
        }
        paper.bar(scale, start, share, middle, height, group.mark, "bar", **look)
        if group.here is not False and row.patient:
            _sign(paper, scale.at(start + share / 2), middle - height / 2, group, row)
        start += share


def _sign(paper: Paper, x: float, top: float, group: Group, row: PopulationRow) -> None:
    """Put the mark of the patient over a group; a question mark where it is only possible."""
    if group.here is None:
        if row.few is None and row.patient != "unknown":
            paper.text(x, top - paper.px(5), "?", size="small", colour="unknown", align="center")
        return
    look: Look = {
        "marker": "v",
        "markersize": paper.px(6.5),
        "color": paper.style.colour("patient"),
        "linestyle": "none",
    }
    paper.line(None, [x], [top - paper.px(5)], group.mark, "patient", **look)


def _range(paper: Paper, row: PopulationRow, scale: Scale, middle: float, height: float) -> None:
    """Draw the range with the median; a patient outside it stands at its end."""
    assert row.median is not None
    if row.range is None:
        return
    low, high = row.range
    own = paper.scale(low, high, scale.left + paper.px(20), scale.right - paper.px(20))
    colour = paper.style.colour("text")
    look: Look = {
        "color": colour,
        "linewidth": paper.px(1.2),
        "marker": "|",
        "markersize": paper.px(8),
    }
    paper.line(own, [low, high], [middle, middle], row.mark, "range", **look)
    dot: Look = {"marker": "o", "markersize": paper.px(6), "color": colour, "linestyle": "none"}
    paper.line(own, [row.median], [middle], row.mark, "median", **dot)
    if row.patient_number is not None:
        step = (high - low) * paper.px(12) / (own.right - own.left)
        x = min(max(row.patient_number, low - step), high + step)
        tip: Look = {
            "marker": "v",
            "markersize": paper.px(6.5),
            "color": paper.style.colour("patient"),
            "linestyle": "none",
        }
        paper.line(own, [x], [middle - paper.px(10)], row.mark, "patient", **tip)


def _median_text(row: PopulationRow) -> str:
    span = f", range {span_text(*row.range)}" if row.range else ""
    return f"median {row.median} {row.unit}{span}"


def _legend(paper: Paper, row: PopulationRow, texts: list[str], scale: Scale, top: float) -> float:
    """Write the groups with their counts under the bar; return where the next row may begin."""
    here = next((index for index, group in enumerate(row.groups) if group.here), None)
    x, y = scale.left, top + paper.line_height("small") / 2
    for index, text in enumerate(texts):
        shown = f"▼ {text}" if index == here and row.patient else text
        wide = paper.width_of(shown, "small")
        if x > scale.left and x + wide > scale.right:
            x, y = scale.left, y + paper.line_height("small")
        mark = row.groups[index].mark if row.groups else row.mark
        colour = "accent" if index == here and row.patient else "text"
        paper.text(x, y, shown, size="small", colour=colour, mark=mark)
        x += wide + paper.px(12)
    marks = [group.mark for group in row.groups if group.mark.flags] or [row.mark]
    ids = ", ".join(dict.fromkeys(note.flag.id for mark in marks for note in mark.flags))
    if ids:
        wide = paper.width_of(f"{FLAG} {ids}", "small")
        if x + wide > scale.right:
            x, y = scale.left, y + paper.line_height("small")
        flags(paper, x, y, marks[0])
    return y + paper.line_height("small") / 2


def _patient(paper: Paper, row: PopulationRow, x: float, top: float) -> None:
    """Write the patient's value, and whether few like this were enrolled."""
    unknown = row.patient == "unknown"
    room = paper.right - x
    lines = wrapped(f"? {row.patient}" if unknown else row.patient, paper.size("text"), room)
    y = top + paper.line_height() / 2
    for line in lines[:2]:
        paper.text(x, y, line, colour="unknown" if unknown else "text")
        y += paper.line_height()
    if row.few:
        text = "outside the range" if row.median is not None else _FEW
        for line in wrapped(text, paper.size("small"), room):
            paper.text(x, y, line, size="small", colour="flag")
            y += paper.line_height("small")
    elif row.outside and not row.whole:
        for line in wrapped("no count printed", paper.size("small"), room):
            paper.text(x, y, line, size="small", colour="muted")
            y += paper.line_height("small")

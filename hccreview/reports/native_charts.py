"""Charts of the spreadsheet itself, on the cells of the sheet Outcome charts, and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from math import ceil

from openpyxl.chart import BarChart, Reference, ScatterChart, Series
from openpyxl.chart.data_source import NumDataSource, NumRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.title import Title, title_maker
from openpyxl.drawing.image import Image
from openpyxl.drawing.text import CharacterProperties
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from hccreview.reports.charts_sheet import COLUMNS, Block
from hccreview.reports.painting import safe
from hccreview.reports.pictures import DOTS_PER_PIXEL

_AT = {column.heading: index for index, column in enumerate(COLUMNS, start=1)}
_FIRST_COLUMN = len(COLUMNS) + 2
_ABOUT = "What low and high are"
_WIDTH, _ROW_HEIGHT, _MARGIN = 22, 0.75, 3.9  # centimetres
_LINES_PER_CENTIMETRE = 1.9
_COLOURS = ("1F5FA8", "9C3A00")
_PIXELS_PER_LINE = 20.0


def add_charts(sheet: Worksheet, blocks: Iterable[Block]) -> int:
    """Put a native chart for each block to the right of its numbers; return the next free line."""
    first = int(re.findall(r"\d+", str(sheet.auto_filter.ref))[0]) + 1
    line = first
    for block in blocks:
        top, bottom = first + block.first, first + block.last
        maker = _points if block.kind == "points" else _bars
        chart = maker(sheet, block, top, bottom)
        chart.title = _title(block.title, size=1200)
        sheet.add_chart(chart, f"{get_column_letter(_FIRST_COLUMN)}{line}")
        line += int(chart.height * _LINES_PER_CENTIMETRE) + 2
    return line


def add_pictures(sheet: Worksheet, pictures: Iterable[bytes], line: int) -> None:
    """Put pictures (PNG) below one another from `line` on, at their size on a screen at 100 %."""
    for content in pictures:
        picture = Image(BytesIO(content))
        picture.width = round(picture.width / DOTS_PER_PIXEL)
        picture.height = round(picture.height / DOTS_PER_PIXEL)
        sheet.add_image(picture, f"{get_column_letter(_FIRST_COLUMN)}{line}")
        line += int(picture.height / _PIXELS_PER_LINE) + 3


def _title(text: str, size: int) -> Title:
    """Return a title; `size` is in hundredths of a point."""
    title = title_maker(safe(text))
    title.overlay = False  # else the first bar lies under the letters
    title.tx.rich.p[0].pPr.defRPr = CharacterProperties(sz=size, b=False)  # type: ignore[union-attr]
    return title


def _values(sheet: Worksheet, name: str, top: int, bottom: int) -> list[object]:
    return [sheet.cell(line, _AT[name]).value for line in range(top, bottom + 1)]


def _end(sheet: Worksheet, top: int, bottom: int) -> int:
    """Return where an axis ends: a spreadsheet left alone cuts whiskers at the longest bar."""
    ends = [*_values(sheet, "Value", top, bottom), *_values(sheet, "High", top, bottom)]
    longest = max((float(value) for value in ends if isinstance(value, int | float)), default=1.0)
    return 4 * ceil(longest / 4)


def _column(sheet: Worksheet, name: str, top: int, bottom: int) -> Reference:
    return Reference(sheet, min_col=_AT[name], min_row=top, max_row=bottom)


def _bars(sheet: Worksheet, block: Block, top: int, bottom: int) -> BarChart:
    """Return lying bars; whiskers where the table has limits, a second series for grade 3."""
    chart = BarChart()
    chart.type, chart.style = "bar", 10
    names = ("Value", "Grade 3 or more, %") if block.kind == "events" else ("Value",)
    titles = ("any grade", "grade 3 or more") if block.kind == "events" else ("as printed",)
    for name, title, colour in zip(names, titles, _COLOURS, strict=False):
        series = Series(_column(sheet, name, top, bottom), title=title)
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        if block.kind == "bars":
            series.errBars = _whiskers(sheet, top, bottom)
        chart.series.append(series)
    chart.set_categories(_column(sheet, "Item", top, bottom))
    chart.gapWidth = 60
    chart.y_axis.scaling.min = 0
    chart.y_axis.scaling.max = 100 if block.title.endswith("%") else _end(sheet, top, bottom)
    chart.y_axis.number_format = "0"
    chart.x_axis.scaling.orientation = "maxMin"  # the first row of the table on top
    chart.x_axis.delete = chart.y_axis.delete = False
    if block.kind == "bars":
        chart.legend = None
        about = dict.fromkeys(str(v) for v in _values(sheet, _ABOUT, top, bottom) if v)
        chart.y_axis.title = _title(f"Whiskers: {'; '.join(about)}", size=900) if about else None
    chart.width, chart.height = _WIDTH, round(_MARGIN + _ROW_HEIGHT * (bottom - top + 1))
    return chart


def _whiskers(sheet: Worksheet, top: int, bottom: int) -> ErrorBars:
    def cells(name: str) -> NumDataSource:
        letter = get_column_letter(_AT[name])
        where = f"{quote_sheetname(sheet.title)}!${letter}${top}:${letter}${bottom}"
        return NumDataSource(numRef=NumRef(f=where))

    # Without a direction: bars have one only, and a spreadsheet calls a file broken that names it.
    return ErrorBars(
        errDir=None, errBarType="both", errValType="cust", plus=cells("Above"), minus=cells("Below")
    )


def _points(sheet: Worksheet, block: Block, top: int, bottom: int) -> ScatterChart:
    """Return landmark rates as points without a line."""
    chart = ScatterChart()
    chart.style, chart.scatterStyle, chart.legend = 13, "lineMarker", None
    months = _column(sheet, "At months", top, bottom)
    series = Series(_column(sheet, "Value", top, bottom), months, title="as printed")
    series.marker = Marker(symbol="circle", size=8)
    series.marker.graphicalProperties = GraphicalProperties(solidFill=_COLOURS[0])
    series.graphicalProperties.line.noFill = True
    chart.series.append(series)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
    chart.y_axis.number_format = "0"
    chart.x_axis.scaling.min, chart.x_axis.scaling.max = 0, 24
    chart.x_axis.majorUnit = 6  # type: ignore[union-attr]
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.width, chart.height = _WIDTH // 2, 7
    return chart

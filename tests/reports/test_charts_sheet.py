"""The sheet Outcome charts: native charts on the numbers of the charts, pictures where asked."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, ScatterChart
from openpyxl.worksheet.worksheet import Worksheet

from hccreview.reports.charts_sheet import TITLE, charts_sheet
from hccreview.reports.workbook import workbook_bytes
from hccreview.review.charts.adverse_events import adverse_events_chart
from hccreview.review.charts.response import response_chart
from hccreview.review.charts.time_to_event import time_to_event_chart
from hccreview.trials.library import read_library
from tests.reports.builders import comparison_of, sample

TRIALS = read_library()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return workbook_bytes(comparison_of(sample(2)), version="1.0")


@pytest.fixture(scope="module")
def book(plain: bytes) -> Workbook:
    return load_workbook(BytesIO(plain))


def table(sheet: Worksheet) -> list[dict[str, object]]:
    rows = list(sheet[str(sheet.auto_filter.ref)])
    headings = [cell.value for cell in rows[0]]
    return [dict(zip(headings, [c.value for c in row], strict=True)) for row in rows[1:]]


def read(book: Workbook, reference: str) -> list[object]:
    name, _, cells = reference.rpartition("!")
    return [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]


def test_the_numbers_are_those_of_the_charts(book: Workbook) -> None:
    rows = table(book[TITLE])
    response = [row for group in response_chart(TRIALS).groups for row in group.rows]
    times = time_to_event_chart(TRIALS)
    events = [row for panel in adverse_events_chart(TRIALS).panels for row in panel.rows]
    values: list[float | None] = [row.percent for row in response]
    values += [row.value for row in times.medians]
    values += [point.percent for point in times.rates]
    values += [row.any.percent if row.any else None for row in events]
    assert len(rows) == len(values)
    points = {(p.mark.trial, p.what, p.criteria, p.at_months): p.percent for p in times.rates}
    found = [row["Value"] for row in rows]
    assert [None if v is None else float(str(v)) for v in found] == values
    assert len(points) == sum(row["At months"] is not None for row in rows)
    exact = {tuple(row.exact) for row in response}
    limits = {(row["Low"], row["High"]) for row in rows[: len(response)]}
    assert sorted(limits) == [pytest.approx(pair, abs=1e-6) for pair in sorted(exact)]


def test_native_charts_read_the_cells_of_the_sheet(book: Workbook) -> None:
    sheet = book[TITLE]
    found = {type(chart) for chart in sheet._charts}  # type: ignore[attr-defined]
    assert found == {BarChart, ScatterChart}
    blocks = charts_sheet(TRIALS).blocks
    assert len(sheet._charts) == len(blocks)  # type: ignore[attr-defined]
    rows = table(sheet)
    for chart, block in zip(sheet._charts, blocks, strict=True):  # type: ignore[attr-defined]
        lines = rows[block.first : block.last + 1]
        assert {line["Chart"] for line in lines} == {block.title}
        series = chart.series[0]
        values = series.yVal if block.kind == "points" else series.val
        assert read(book, values.numRef.f) == [line["Value"] for line in lines]
        if block.kind == "events":
            severe = read(book, chart.series[1].val.numRef.f)
            assert severe == [line["Grade 3 or more, %"] for line in lines]
        if block.kind == "bars":
            assert read(book, series.errBars.plus.numRef.f) == [line["Above"] for line in lines]
            assert read(book, series.errBars.minus.numRef.f) == [line["Below"] for line in lines]


def test_whiskers_reach_from_the_value_to_the_limits(book: Workbook) -> None:
    for row in table(book[TITLE]):
        value, low, high = row["Value"], row["Low"], row["High"]
        if isinstance(low, float) and isinstance(high, float) and isinstance(value, int | float):
            assert value - float(str(row["Below"])) == pytest.approx(low, abs=1e-5)
            assert value + float(str(row["Above"])) == pytest.approx(high, abs=1e-5)


def test_no_whisker_is_cut_by_the_axis_and_each_chart_says_what_its_whiskers_are(
    book: Workbook,
) -> None:
    rows = table(book[TITLE])
    told = []
    charts = book[TITLE]._charts  # type: ignore[attr-defined]
    for chart, block in zip(charts, charts_sheet(TRIALS).blocks, strict=True):
        if block.kind == "bars":
            lines = rows[block.first : block.last + 1]
            longest = max(float(str(line["High"])) for line in lines)
            assert chart.y_axis.scaling.max >= longest
            told.append(chart.y_axis.title.tx.rich.p[0].r[0].t)
    assert told == [
        *["Whiskers: exact 95 % interval, computed here"] * 4,
        "Whiskers: as reported, method doubtful",
    ]


def test_a_count_that_is_not_printed_leaves_its_cell_empty(book: Workbook) -> None:
    (row,) = [row for row in table(book[TITLE]) if "White blood cell" in str(row["Item"])]
    assert row["Grade 3 or more, count"] is None
    assert row["Grade 3 or more, %"] == 16.0
    assert "A14" in str(row["Flags"])


def test_standards_never_share_a_chart_unnamed() -> None:
    blocks = charts_sheet(TRIALS).blocks
    responses = [b.title for b in blocks if "response" in b.title or "control" in b.title]
    assert all("RECIST 1.1" in title or "mRECIST" in title for title in responses)
    assert len(responses) == 4


def test_pictures_come_where_they_are_asked_for(plain: bytes) -> None:
    with_pictures = workbook_bytes(comparison_of(sample(2)), version="1.0", figures=True)
    names = [ZipFile(BytesIO(each)).namelist() for each in (plain, with_pictures)]
    counts = [sum(name.startswith("xl/media/") for name in each) for each in names]
    assert counts == [0, 6]

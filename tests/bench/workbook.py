"""The workbook of one case against bare openpyxl: the same cells, the same shared styles."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from copy import copy
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles.cell_style import StyleArray

from hccreview.clinical.case import anchors_of
from hccreview.exchange.case_file import read_case
from hccreview.reports.cells import Cell, Formula
from hccreview.reports.charts_sheet import TITLE, Block, charts_sheet
from hccreview.reports.native_charts import add_charts
from hccreview.reports.styles import LOOKS, named
from hccreview.reports.workbook import sheets_of, write_workbook
from hccreview.review.compare import Comparison, compare
from hccreview.trials.library import read_library
from resources import resource_path
from tests.bench.rows import BenchRow

LIMIT = 1.5
_ROUNDS = 7
_AS_OF = date(2026, 11, 21)

Placed = tuple[int, int, str | int | float | date | None, str]


def rows() -> list[BenchRow]:
    """Return the time of the whole workbook, sentences included, against writing its cells."""
    comparison = _comparison()
    cells = _cells(comparison)
    blocks = charts_sheet(read_library()).blocks
    with tempfile.TemporaryDirectory() as folder:
        ours, floor = Path(folder, "ours.xlsx"), Path(folder, "floor.xlsx")
        write_workbook(comparison, ours, version="0")
        _check_same_values(cells, ours)
        ours_ms, floor_ms = _best(
            lambda: write_workbook(comparison, ours, version="0"),
            lambda: _bare(cells, blocks, floor),
        )
    count = sum(len(placed) for placed in cells.values())
    return [BenchRow(f"workbook of one case, {count} cells", ours_ms, floor_ms, LIMIT)]


def _comparison() -> Comparison:
    case = read_case(resource_path("cases", "sample-02.yaml"))
    return compare(case, read_library(), anchors_of(case, case.as_of or _AS_OF))


def _cells(comparison: Comparison) -> dict[str, list[Placed]]:
    """Return place, value and look of every cell of the tables, sheet by sheet."""
    found: dict[str, list[Placed]] = {}
    for sheet in sheets_of(comparison):
        width = len(sheet.columns)
        lines = [(*row, *[None] * (width - len(row))) for row in sheet.rows]
        lines += [*sheet.lead, *sheet.below]
        found[sheet.title] = [
            (line, column, _value(content), content.look if content else "text")
            for line, row in enumerate(lines, start=1)
            for column, content in enumerate(row, start=1)
        ]
    return found


def _value(content: Cell | None) -> str | int | float | date | None:
    value = content.value if content is not None else None
    return value.text if isinstance(value, Formula) else value


def _check_same_values(cells: dict[str, list[Placed]], written: Path) -> None:
    """Stop when the floor writes more values than the workbook holds: it would be no floor."""
    book = load_workbook(written)
    ours = sum(
        cell.value is not None
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    )
    floor = sum(value is not None for placed in cells.values() for _, _, value, _ in placed)
    if floor > ours:
        raise RuntimeError(f"the floor has {floor} values, the workbook only {ours}")


def _bare(cells: dict[str, list[Placed]], blocks: tuple[Block, ...], path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    styles: dict[str, StyleArray] = {}
    for look in LOOKS:
        book.add_named_style(named(look))
        scratch = sheet.cell(1, 1)
        scratch.style = f"hcc {look}"
        styles[look] = copy(scratch._style)  # type: ignore[union-attr]
    for title, placed in cells.items():
        sheet = book.create_sheet(title)
        for line, column, value, look in placed:
            cell = sheet.cell(line, column)
            cell._style = styles[look]
            cell.value = value
        if title == TITLE:
            sheet.auto_filter.ref = "A1:A2"
            add_charts(sheet, blocks)
    book.save(path)


def _best(*works: Callable[[], None]) -> tuple[float, ...]:
    """Return the shortest time of each work in milliseconds, taken in turn."""
    best = [float("inf")] * len(works)
    for _ in range(_ROUNDS):
        for index, work in enumerate(works):
            start = time.perf_counter()
            work()
            best[index] = min(best[index], 1000 * (time.perf_counter() - start))
    return tuple(best)

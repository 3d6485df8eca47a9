"""Sheets into an openpyxl workbook: cells, widths, filters, panes and the set-up for printing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from hccreview.reports.cells import Cell, Formula, Row, Sheet
from hccreview.reports.heights import row_height
from hccreview.reports.plain_text import may_run
from hccreview.reports.styles import FONT, SIZE, Styles

LONGEST_TEXT = 32_000  # Excel's own limit is 32,767 characters a cell
LONGEST_TITLE = 31
_EMPTY = Cell(None)
# Control characters, lone surrogates, non-characters and marks that turn the reading direction.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff\t\r]"
)
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What stands on every sheet: lines with their look, and the three parts of the footer."""

    lines: tuple[Cell, ...]
    footer: tuple[str, str, str]


def paint(book: Workbook, sheets: Iterable[Sheet], stamp: Stamp) -> None:
    """Add `sheets` to `book`, with unique titles, in their order."""
    # Widths of columns are counted in digits of this style, which has no public name.
    normal = book._named_styles["Normal"]  # type: ignore[attr-defined]
    normal.font = Font(name=FONT, size=SIZE + 1)
    styles = Styles(book)
    for sheet in sheets:
        _paint_sheet(
            book.create_sheet(unique_title(sheet.title, book.sheetnames)), sheet, stamp, styles
        )
    styles.close()


def unique_title(wanted: str, taken: Iterable[str]) -> str:
    """Return a valid title of a sheet that differs from those `taken`, whatever the case."""
    clean = _NOT_IN_TITLES.sub(" ", safe(wanted)).strip(" '") or "Sheet"
    clean = f"{clean} 1" if clean.casefold() == "history" else clean
    lower = {title.casefold() for title in taken}
    title, turn = clean[:LONGEST_TITLE].strip(" '"), 1
    while title.casefold() in lower:
        turn += 1
        ending = f" ({turn})"
        title = clean[: LONGEST_TITLE - len(ending)].strip(" '") + ending
    return title


def safe(value: str) -> str:
    """Return `value` without anything that XML or a spreadsheet cannot hold."""
    if not value.isprintable() and _UNSAFE.search(value):  # the first is quick
        value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        value = _UNSAFE.sub("", value)
    return value if len(value) <= LONGEST_TEXT else f"{value[:LONGEST_TEXT]} … (cut)"


def _paint_sheet(target: Worksheet, sheet: Sheet, stamp: Stamp, styles: Styles) -> None:
    head: list[Row] = [(Cell(sheet.heading, "title"),), *((line,) for line in stamp.lines)]
    sheet = _placed(sheet, len(head)) if sheet.live else sheet
    widths = [column.width for column in sheet.columns]
    line = _paint_rows(target, 1, (*head, *sheet.lead), styles, widths)
    headings = tuple(Cell(column.heading, "heading") for column in sheet.columns)
    rows = (_filled(row, len(widths)) for row in sheet.rows)
    last = _paint_rows(target, line, (headings, *rows), styles, widths) - 1
    _paint_rows(target, last + 2, sheet.below, styles, widths)
    for index, column in enumerate(sheet.columns, start=1):
        target.column_dimensions[get_column_letter(index)].width = column.width
    right = get_column_letter(len(sheet.columns))
    target.auto_filter.ref = f"A{line}:{right}{last}"
    if sheet.held:
        target.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}{line + 1}"
    target.print_title_rows = f"{line}:{line}" if sheet.repeat_headings else f"1:{len(head)}"
    _set_up_print(target, stamp.footer)


def _placed(sheet: Sheet, lines: int) -> Sheet:
    """Return a sheet whose formulas know how many lines stand above."""

    def placed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(tuple(_below(content, lines) for content in row) for row in rows)

    return replace(
        sheet, lead=placed(sheet.lead), rows=placed(sheet.rows), below=placed(sheet.below)
    )


def _below(content: Cell | None, lines: int) -> Cell | None:
    if content is None or not isinstance(content.value, Formula):
        return content
    return replace(content, value=content.value.below(lines))


def _filled(row: Row, columns: int) -> Row:
    """Return a row of the table without gaps in its lines."""
    return (*(content or _EMPTY for content in row), *[_EMPTY] * (columns - len(row)))


def _paint_rows(
    target: Worksheet, first: int, rows: Iterable[Row], styles: Styles, widths: list[float]
) -> int:
    """Write `rows` from line `first` on; return the line after the last."""
    line = first
    for line, row in enumerate(rows, start=first):
        for column, content in enumerate(row, start=1):
            if content is not None:
                _paint_cell(target.cell(line, column), content, styles)
                if content.span > 1:
                    _span(target, line, column, content.span)
        target.row_dimensions[line].height = row_height(row, widths)
    return line + 1


def _paint_cell(cell: Any, content: Cell, styles: Styles) -> None:
    """Give a cell its value and its look.

    One shared array of styles: setting font, fill and border on each takes three times as long.
    A text is put in as it is: what openpyxl would check once more, `safe` has seen to.
    """
    value = content.value
    if isinstance(value, str):
        value = safe(value)
        cell._style = styles.of(content.look, may_run(value))
        cell._value, cell.data_type = value, "s"  # a text that begins with = stays a text
        return
    cell._style = styles.of(content.look)
    if isinstance(value, Formula):
        cell.value = f"={value.text}"
    elif value is not None:
        cell.value = value


def _span(target: Worksheet, line: int, column: int, span: int) -> None:
    """Join the cells over which one spans; `merge_cells` would take a millisecond for each."""
    last = column + span - 1
    joined = CellRange(min_col=column, min_row=line, max_col=last, max_row=line)
    target.merged_cells.ranges.add(joined)


def _set_up_print(target: Worksheet, footer: tuple[str, str, str]) -> None:
    target.sheet_view.showGridLines = False
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = 9  # A4
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_margins.left = target.page_margins.right = 0.4
    target.page_margins.top, target.page_margins.bottom = 0.4, 0.6
    target.page_margins.header = target.page_margins.footer = 0.3
    left, centre, right = (_HeaderFooterPart(text=safe(part), size=8) for part in footer)
    target.oddFooter = HeaderFooterItem(left=left, center=centre, right=right)

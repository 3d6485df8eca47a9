"""A block from a spreadsheet becomes laboratory values; what is refused is told, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field

from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from ui.case_page.block import Line, read_block
from ui.case_page.laboratory import Column, Sheet, unit_of_row
from ui.case_page.laboratory_entry import Cell, with_cell, with_limit, with_value
from ui.case_page.typed import split_typed

_UNKNOWN = "The block names no laboratory value that is known here."


@dataclass(frozen=True, slots=True)
class Pasted:
    """The changed case, how many values it took, what was refused, and what nobody knows."""

    case: Case
    taken: int
    refused: tuple[tuple[Cell, str, str], ...]
    unknown: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(slots=True)
class _Pasting:
    case: Case
    sheet: Sheet
    taken: int = 0
    refused: list[tuple[Cell, str, str]] = field(default_factory=list)


def paste(case: Case, sheet: Sheet, text: str, row: int, column: int) -> Pasted:
    """Return what becomes of a block whose corner is at `row` and `column`, from the unit on.

    Limits belong to the values of the same line; without values, to the newest one. Raises
    ReviewError where nothing of the block can be meant for the table.
    """
    block = read_block(sheet, text, row, column)
    state = _Pasting(case, sheet)
    for line in block.lines:
        _put_values(state, line)
        _put_limits(state, line)
    if not state.taken:
        why = state.refused[0][2] if state.refused else _UNKNOWN
        raise ReviewError(f"Nothing was pasted, the case is as it was. {why}")
    columns = tuple(dict.fromkeys(place for line in block.lines for place, _ in line.values))
    return Pasted(state.case, state.taken, tuple(state.refused), block.unknown, columns)


def _put_values(state: _Pasting, line: Line) -> None:
    row_unit = unit_of_row(state.sheet, line.field)
    for column, text in line.values:
        full = _in_unit(line, text)
        try:
            state.case = with_value(state.case, line.field, column, full, row_unit)
            state.taken += 1
        except ReviewError as error:
            state.refused.append((Cell(line.field, column), text, str(error)))
    if line.unit and not line.values:
        _put_cell(state, Cell(line.field, "unit"), line.unit)


def _put_limits(state: _Pasting, line: Line) -> None:
    for which, text in line.limits:
        if not line.values:
            _put_cell(state, Cell(line.field, which), text)
        for column, _ in line.values:
            value = next(iter(Sheet(state.case, state.sheet.as_of).at(line.field, column)), None)
            try:
                if value is not None:
                    state.case = with_limit(state.case, line.field, value, which, text)
            except ReviewError as error:
                state.refused.append((Cell(line.field, which), text, str(error)))


def _put_cell(state: _Pasting, cell: Cell, text: str) -> None:
    try:
        sheet = Sheet(state.case, state.sheet.as_of)
        state.case = with_cell(state.case, sheet, cell, text, "")
        state.taken += 1
    except ReviewError as error:
        state.refused.append((cell, text, str(error)))


def _in_unit(line: Line, text: str) -> str:
    value, named = split_typed(line.field, text)
    return text if named or not line.unit or value in line.field.words else f"{text} {line.unit}"

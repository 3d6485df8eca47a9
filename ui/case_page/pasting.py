"""A block from a spreadsheet becomes laboratory values: dates above, names at the left."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hccreview.clinical.case import Case
from hccreview.clinical.fields import FieldDefinition
from hccreview.errors import ReviewError
from ui.case_page.days import day_or_none
from ui.case_page.laboratory import Column, Sheet
from ui.case_page.laboratory_entry import Cell, with_cell
from ui.case_page.typed import split_typed, unit_named, units_of

_HEADS = {
    "unit": "unit",
    "units": "unit",
    "uln": "uln",
    "upper limit": "uln",
    "lln": "lln",
    "lower limit": "lln",
}
_BRACKETS = re.compile(r"\s*[\(\[]([^)\]]*)[\)\]]\s*\Z")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The changed case, how many values it took, what was refused, and rows nobody knows."""

    case: Case
    taken: int
    refused: tuple[tuple[Cell, str, str], ...]
    unknown_rows: tuple[str, ...]
    columns: tuple[Column, ...]


def paste(case: Case, sheet: Sheet, text: str, row: int, column: int) -> Pasted:
    """Return what becomes of a pasted block whose corner is at `row` and `column`.

    Days in the first row name the columns; else they go on from `column`. Names of fields in the
    first place name the rows; else they go on from `row`.
    """
    grid = [line.split("\t") for line in text.replace("\r\n", "\n").strip("\n").split("\n")]
    by_name = _names(sheet.fields)
    headed = any(day_or_none(part) for part in grid[0])
    head = grid.pop(0) if headed else []
    named = any(_key(line[0]) in by_name for line in grid if len(line) > 1 or headed)
    places = _headed(head) if headed else _following(sheet, column, named, grid)
    unknown: list[str] = []
    entries: list[tuple[Cell, str, str]] = []
    for number, line in enumerate(grid):
        if named:
            field = by_name.get(_key(line[0]))
        else:
            field = sheet.fields[row + number] if row + number < len(sheet.fields) else None
        if field is None:
            unknown += [line[0].strip() or "without a name"] if any(map(str.strip, line)) else []
            continue
        entries += _entries(field, line, places, named)
    return _applied(case, sheet, entries, unknown)


def _names(fields: tuple[FieldDefinition, ...]) -> dict[str, FieldDefinition]:
    return {_key(name): field for field in fields for name in (field.id, field.label)}


def _key(text: str) -> str:
    plain = _BRACKETS.sub("", text.replace("\u00a0", " ")).strip()
    return plain.casefold().replace("_", " ").replace("hemoglobin", "haemoglobin")


def _headed(head: list[str]) -> dict[int, Column | str]:
    places: dict[int, Column | str] = {}
    for number, part in enumerate(head):
        day = day_or_none(part)
        if day is not None:
            places[number] = Column(day)
        elif _HEADS.get(part.strip().casefold()):
            places[number] = _HEADS[part.strip().casefold()]
    return places


def _following(
    sheet: Sheet, column: int, named: bool, grid: list[list[str]]
) -> dict[int, Column | str]:
    wide = max(len(line) for line in grid)
    first = 1 if named else 0
    targets = sheet.columns[column:]
    return {first + number: target for number, target in enumerate(targets[: wide - first])}


def _entries(
    field: FieldDefinition, line: list[str], places: dict[int, Column | str], named: bool
) -> list[tuple[Cell, str, str]]:
    """Return cell, text and unit of each value of a line; limits come after the values."""
    cells = {place: line[n].strip() for n, place in places.items() if n < len(line)}
    unit = unit_named(field, str(cells.pop("unit", "")))
    bracket = _BRACKETS.search(line[0]) if named else None
    if not unit and bracket and unit_named(field, bracket[1]) in units_of(field):
        unit = unit_named(field, bracket[1])
    ordered = sorted(cells.items(), key=lambda item: isinstance(item[0], str))
    return [(Cell(field, place), text, unit) for place, text in ordered if text]


def _applied(
    case: Case, sheet: Sheet, entries: list[tuple[Cell, str, str]], unknown: list[str]
) -> Pasted:
    refused, taken, columns = [], 0, []
    units = {field.id: unit_of_row(sheet, field) for field in sheet.fields}
    for cell, text, unit in entries:
        try:
            full = _in_unit(cell, text, unit)
            case = with_cell(case, Sheet(case, sheet.as_of), cell, full, units[cell.field.id])
        except ReviewError as error:
            refused.append((cell, text, str(error)))
        else:
            taken += 1
        if isinstance(cell.place, Column):
            columns.append(cell.place)
    return Pasted(case, taken, tuple(refused), tuple(unknown), tuple(dict.fromkeys(columns)))


def _in_unit(cell: Cell, text: str, unit: str) -> str:
    value, named = split_typed(cell.field, text)
    plain = isinstance(cell.place, str) or named or value in cell.field.words
    return text if plain or not unit else f"{text} {unit}"


def unit_of_row(sheet: Sheet, field: FieldDefinition) -> str:
    """Return the unit of the newest value, or the canonical one."""
    newest = sheet.newest(field)
    return newest.unit if newest is not None and newest.unit else field.unit

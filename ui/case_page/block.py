"""Reading a block of a spreadsheet: days above, names at the left, units and limits beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from hccreview.clinical.fields import FieldDefinition
from hccreview.errors import ReviewError
from ui.case_page.days import day_or_none, read_day
from ui.case_page.laboratory import Column, Sheet
from ui.case_page.laboratory_entry import FIXED
from ui.case_page.typed import unit_named, units_of

_HEADS = {
    "unit": "unit",
    "units": "unit",
    "uln": "uln",
    "upper limit": "uln",
    "lln": "lln",
    "lower limit": "lln",
}
_SHORT = {
    "afp": "afp",
    "tbil": "bilirubin",
    "t-bil": "bilirubin",
    "bilirubin": "bilirubin",
    "alb": "albumin",
    "alat": "alt",
    "gpt": "alt",
    "sgpt": "alt",
    "asat": "ast",
    "got": "ast",
    "sgot": "ast",
    "alp": "alp",
    "ggt": "ggt",
    "wbc": "white_cells",
    "leukocytes": "white_cells",
    "plt": "platelets",
    "hb": "haemoglobin",
    "hgb": "haemoglobin",
    "crea": "creatinine",
    "na": "sodium",
}
"""What laboratories print → the id of the field."""
_MOST_CHARACTERS, _MOST_CELLS, _LONGEST_CELL = 400_000, 20_000, 300
_BRACKETS = re.compile(r"\s*[\(\[]([^)\]]*)[\)\]]\s*\Z")
_LIKE_A_DAY = re.compile(r"\s*\d{1,4}\s*([./-])\s*\d{1,2}\s*\1\s*\d{1,4}")
_VALUE = re.compile(r"\s*[<>≤≥=]*\s*[-+]?[.,]?\d")
_NO_DAY = (
    "The block names no day, and the table has none yet; add a date first (Ins), then paste again."
)


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the block says of one field; an empty unit: none is named."""

    field: FieldDefinition
    unit: str
    values: tuple[tuple[Column, str], ...]
    limits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a block, and the names of rows and columns that nobody knows."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]


def read_block(sheet: Sheet, text: str, row: int, column: int) -> Block:
    """Return what a block says whose corner is at `row` and `column`, counted from the unit.

    Days in the first row name the columns; else they go on from `column`. Names in the first place
    name the rows; else they go on from `row`. A block with the names above and the days at the
    left is turned round. Nothing is guessed: a row or column with an unknown name is left out, and
    a ReviewError is raised where a day cannot be read or there are more values than days.
    """
    names = _names(sheet.fields)
    grid = _turned(_grid(text), names)
    headed = _is_head(grid[0], names)
    head = grid.pop(0) if headed else []
    named = len(grid) + len(grid[0] if grid else head) > 2 and any(map(_is_name, grid))
    if headed:
        places, unknown = _headed(head, named)
    else:
        places, unknown = _following(sheet, column, named, grid), []
    lines = []
    for number, line in enumerate(grid):
        field = names.get(_key(line[0])) if named else _field_at(sheet, row + number)
        if field is not None:
            lines.append(_line(field, line, places, named))
        elif any(map(str.strip, line)):
            unknown.append(line[0].strip() or "a row without a name")
    return Block(tuple(lines), tuple(unknown))


def _grid(text: str) -> list[list[str]]:
    """Return the cells of a block; raises ReviewError for what can be no table of values."""
    if len(text) > _MOST_CHARACTERS:
        raise ReviewError("The block is too large for a table of values; copy only its part.")
    grid = [line.split("\t") for line in text.replace("\r\n", "\n").strip("\n").split("\n")]
    if len(grid) * max(map(len, grid)) > _MOST_CELLS:
        raise ReviewError(f"The block has more than {_MOST_CELLS} cells; copy less of it at once.")
    if any(len(cell) > _LONGEST_CELL for line in grid for cell in line):
        raise ReviewError("The block holds a long text where a value is expected; copy the table.")
    return grid


def _turned(grid: list[list[str]], names: dict[str, FieldDefinition]) -> list[list[str]]:
    """Return the grid with the days above and the names at the left."""
    names_above = any(_key(part) in names for part in grid[0][1:])
    days_left = any(day_or_none(line[0]) for line in grid[1:])
    if not (names_above and days_left):
        return grid
    return [list(column) for column in zip_longest(*grid, fillvalue="")]


def _is_head(first: list[str], names: dict[str, FieldDefinition]) -> bool:
    """True for a first row with days; raises ReviewError where one looks like a day but is none."""
    for part in first:
        if _LIKE_A_DAY.match(part):
            read_day(part)
    heads = any(part.strip().casefold() in _HEADS for part in first)
    return heads or (_key(first[0]) not in names and any(map(day_or_none, first)))


def _is_name(line: list[str]) -> bool:
    return bool(line[0].strip()) and not _VALUE.match(line[0]) and any(map(str.strip, line[1:]))


def _names(fields: tuple[FieldDefinition, ...]) -> dict[str, FieldDefinition]:
    by_id = {field.id: field for field in fields}
    short = {name: by_id[id_] for name, id_ in _SHORT.items() if id_ in by_id}
    return short | {_key(name): field for field in fields for name in (field.id, field.label)}


def _key(text: str) -> str:
    plain = _BRACKETS.sub("", text.replace("\u00a0", " ")).strip()
    return plain.casefold().replace("_", " ").replace("hemoglobin", "haemoglobin")


def _headed(head: list[str], named: bool) -> tuple[dict[int, Column | str], list[str]]:
    places: dict[int, Column | str] = {}
    unknown = []
    for number, part in enumerate(head):
        day = day_or_none(part)
        if day is not None:
            places[number] = Column(day)
        elif part.strip().casefold() in _HEADS:
            places[number] = _HEADS[part.strip().casefold()]
        elif part.strip() and not (named and number == 0):
            unknown.append(f"column “{part.strip()}”")
    return places, unknown


def _following(
    sheet: Sheet, column: int, named: bool, grid: list[list[str]]
) -> dict[int, Column | str]:
    if not sheet.columns:
        raise ReviewError(_NO_DAY)
    first = 1 if named else 0
    wide = max(len(line) for line in grid) - first
    all_places: tuple[Column | str, ...] = (*FIXED, *sheet.columns)
    targets = all_places[max(column, len(FIXED)) if named else column :]
    if wide > len(targets):
        raise ReviewError(
            "The block is wider than the table from this cell on; write the days into its first"
            " row, or add dates first (Ins)."
        )
    return {first + number: target for number, target in enumerate(targets[:wide])}


def _field_at(sheet: Sheet, row: int) -> FieldDefinition | None:
    return sheet.fields[row] if row < len(sheet.fields) else None


def _line(
    field: FieldDefinition, line: list[str], places: dict[int, Column | str], named: bool
) -> Line:
    cells = [(place, line[n].strip()) for n, place in places.items() if n < len(line)]
    unit = next((text for place, text in cells if place == "unit"), "")
    bracket = _BRACKETS.search(line[0]) if named else None
    if not unit and bracket and unit_named(field, bracket[1]) in units_of(field):
        unit = bracket[1]
    return Line(
        field,
        unit_named(field, unit) if unit else "",
        tuple((place, text) for place, text in cells if isinstance(place, Column) and text),
        tuple((place, text) for place, text in cells if place in FIXED[1:] and text),
    )

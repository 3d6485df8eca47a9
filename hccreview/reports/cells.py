"""Plain values of a sheet before any spreadsheet library sees them: cells, rows, sheets."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

from hccreview.clinical.dates import PartialDate, spoken
from hccreview.trials.figures import NOT_STATED, Scalar

_FORMULA = re.compile(
    r"(?:(?:SQRT|POWER|IF|AND|ISNUMBER|ROUND|MIN|SUM|COUNT)(?=\()|\$?[A-Z]\$?#?[0-9]+"
    r'|[0-9]+(?:\.[0-9]+)?|"not known"|[-+*/(),<>=])+'
)
_LINE = re.compile(r"#([0-9]+)")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that a spreadsheet works out anew, without its leading sign of equality.

    It holds references, numbers, a few functions and the words "not known": never a text that
    somebody typed. ``B#2`` is column B in the second line below the lines that stand on every
    sheet. Raises ValueError for anything else: that would be a mistake of the program.
    """

    text: str

    def __post_init__(self) -> None:
        if not _FORMULA.fullmatch(self.text):
            raise ValueError(f"not a formula of ours: {self.text}")

    def below(self, lines: int) -> Formula:
        """Return the formula for a sheet on which so many lines stand above."""
        return Formula(_LINE.sub(lambda found: str(int(found[1]) + lines), self.text))


CellValue = str | int | float | date | Formula | None
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_WIDE = 1e15
_YEARS = range(1900, 2101)  # a year takes no thousands separator


@dataclass(frozen=True, slots=True)
class Cell:
    """One value, the name of its look (a key of `styles.LOOKS`), and over how many columns."""

    value: CellValue
    look: str = "text"
    span: int = 1


Row = tuple[Cell | None, ...]
BLANK: Row = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of the main table and the width of its column in characters."""

    heading: str
    width: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines above, one table with headings and a filter, rows below.

    `lead` rows stand between the heading and the table; `below` rows after it. The first `frozen`
    columns and everything down to the headings stay in view. `repeat_headings` prints the headings
    on every page; a sheet of several tables repeats its heading lines instead. `live`: it holds
    formulas. Not `held`: nothing stays in view, because too much stands above the table.
    """

    title: str
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lead: tuple[Row, ...] = ()
    below: tuple[Row, ...] = ()
    frozen: int = 1
    repeat_headings: bool = True
    live: bool = False
    held: bool = True


def text(value: str | None, look: str = "text") -> Cell | None:
    """Return a cell of text, none where there is nothing to say."""
    return Cell(value, look) if value else None


def stated(value: str | None) -> Cell:
    """Return a cell of text, or the quiet words for what a source is silent about."""
    return Cell(value) if value else Cell(NOT_STATED, "quiet")


def number(value: float | None, look: str = "number") -> Cell | None:
    """Return a cell with a real number, as many decimals shown as it has (three at most).

    A bound that is open (infinite) is no number of the patient and gives no cell.
    """
    if value is None or not math.isfinite(value):
        return None
    if abs(value) >= _WIDE:
        return Cell(str(value), "right")
    return Cell(_tidy(value), f"{look}{decimals(value)}")


def printed_number(value: float | None) -> Cell | None:
    """Return a number of a source: 44.0 keeps the decimal that was printed, 44 has none."""
    cell = number(value)
    if cell is not None and isinstance(value, float) and cell.look == "number0":
        return Cell(value, "number1")
    return cell


def decimals(value: float) -> int:
    """Return how many decimals show a number: at most three that it has, else two."""
    for digits in range(4):
        if math.isclose(value, round(value, digits), rel_tol=1e-9, abs_tol=1e-9):
            return digits
    return 2


def _tidy(value: float) -> float:
    """Take the noise of a unit conversion off a number (112.50000000000001)."""
    return value if isinstance(value, int) else float(f"{value:.12g}")


def day(value: PartialDate | date | None, look: str = "date") -> Cell | None:
    """Return a real date, or the month or year in words where the day is not known."""
    if value is None:
        return None
    if isinstance(value, PartialDate):
        return Cell(value.first, look) if value.exact else Cell(spoken(value), "right")
    return Cell(value, look)


def scalar(value: Scalar | tuple[Scalar, ...] | None) -> Cell | None:
    """Return a printed value as number, date or text, whichever it is."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return Cell(", ".join(str(part) for part in value))
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int) and value in _YEARS:
        return Cell(value, "year")
    if isinstance(value, int | float):
        return printed_number(value)
    if _DAY.match(value):
        return Cell(date.fromisoformat(value), "date")
    return Cell(value)

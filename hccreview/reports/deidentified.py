"""The sheets of a comparison without what could point to a person: days for dates.

Which dates are the patient's? The comparison is made twice, once on a case in which every date lies
4000 years later. The calendar repeats itself after 400 years, so nothing else changes; a date that
moved along is the patient's and becomes a number of days (`review.identity.day_zero` says from
which day), one that stayed is the publication's and is left as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hccreview.clinical.case import Anchors, Case
from hccreview.clinical.dates import MONTHS, PartialDate, parse_date
from hccreview.clinical.moving import moved_anchors, moved_case
from hccreview.reports.cells import Cell, CellValue, Row, Sheet
from hccreview.review.compare import Comparison, compare
from hccreview.review.identity import LEFT_OUT, Bare, DayZero

_YEARS = 4000
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    rf"(?:\b(\d{{1,2}})(?: ({_MONTH}))? to )?"  # the first of two days with one year
    rf"(?:\b(\d{{1,2}}) )?(?:\b({_MONTH}) )?\b(\d{{4}})(?:-(\d\d)(?:-(\d\d))?)?\b"
)
_AGAIN = "Open again: something below it has changed."
_PLAIN = {"date": "text", "line_date": "line", "left_date": "text"}


# ------------------------------------------------------------------ the case


def without_identity(comparison: Comparison, *, free_text: bool = False) -> Comparison:
    """Return the comparison of the same case without its identity; see `review.identity`."""
    return _again(Bare(comparison, free_text).case(), comparison, comparison.anchors)


def _again(case: Case, comparison: Comparison, anchors: Anchors) -> Comparison:
    """Return the comparison made again; why an answer is open again would tell values and days."""
    found = compare(
        case,
        tuple(each.trial for each in comparison.assessments),
        anchors,
        arms={each.trial.id: each.arm for each in comparison.assessments},
        dictionary=comparison.dictionary,
        settings=comparison.settings,
        reopened=dict.fromkeys(comparison.reopened, _AGAIN),
    )
    overrides = dict.fromkeys(comparison.overrides_reopened, _AGAIN)
    return replace(found, overrides_reopened=overrides)


# ------------------------------------------------------------------ the same, 4000 years later


def much_later(comparison: Comparison) -> Comparison:
    """Return the comparison of the same case with all its dates 4000 years later."""
    moved = moved_case(comparison.case, _later)
    return _again(moved, comparison, moved_anchors(comparison.anchors, _later))


def _later(day: date) -> date:
    return day.replace(year=day.year + _YEARS)


# ------------------------------------------------------------------ days for dates


@dataclass(frozen=True, slots=True)
class Days:
    """Turns dates that moved along with the case into days."""

    zero: DayZero

    def sheets(self, here: Iterable[Sheet], later: Iterable[Sheet]) -> tuple[Sheet, ...]:
        """Return the sheets `here`; `later` are the same sheets of the case 4000 years later."""
        return tuple(self._sheet(a, b) for a, b in zip(here, later, strict=True))

    def cell(self, here: Cell, later: Cell) -> Cell:
        """Return a cell; a date of the case becomes words, as a number of days needs its name."""
        value = self._value(here.value, later.value)
        look = here.look if value == here.value else _PLAIN.get(here.look, here.look)
        return replace(here, value=value, look=look)

    def text(self, here: str, later: str) -> str:
        """Return a text; only the dates that moved along are turned into days."""
        years = [int(match[5]) for match in _DATE.finditer(later)]
        if len(years) != len(_DATE.findall(here)):
            return here  # another sentence: the publication's about its own recruitment
        others = iter(years)

        def turned(match: re.Match[str]) -> str:
            moved = next(others) == int(match[5]) + _YEARS
            return self._words(match) if moved else match.group()

        return _DATE.sub(turned, here)

    def _sheet(self, here: Sheet, later: Sheet) -> Sheet:
        def rows(some: tuple[Row, ...], others: tuple[Row, ...]) -> tuple[Row, ...]:
            return tuple(self._row(a, b) for a, b in zip(some, others, strict=True))

        return replace(
            here,
            rows=rows(here.rows, later.rows),
            lead=rows(here.lead, later.lead),
            below=rows(here.below, later.below),
        )

    def _row(self, here: Row, later: Row) -> Row:
        pairs = zip(here, later, strict=True)
        return tuple(a if a is None or b is None else self.cell(a, b) for a, b in pairs)

    def _value(self, here: CellValue, later: CellValue) -> CellValue:
        if isinstance(here, date) and isinstance(later, date) and here != later:
            return self.zero.of(here)
        if isinstance(here, str) and isinstance(later, str) and here != later:
            return self.text(here, later)
        return here if here == later else LEFT_OUT  # whatever else moved along is the patient's

    def _words(self, match: re.Match[str]) -> str:
        first_day, first_month, on, month, year, iso_month, iso_day = match.groups("")
        if iso_month:
            return self.zero.of(parse_date("-".join(p for p in (year, iso_month, iso_day) if p)))
        if not month:
            return self.zero.of(parse_date(year))
        end = self._date(on, month, year)
        if not first_day:
            return self.zero.of(end)
        begin = self._date(first_day, first_month or month, year)
        return f"{self.zero.of(begin.first)} to {self.zero.of(end.last)}"

    def _date(self, on: str, month: str, year: str) -> PartialDate:
        iso = f"{year}-{MONTHS.index(month) + 1:02}"
        return parse_date(f"{iso}-{int(on):02}" if on else iso)

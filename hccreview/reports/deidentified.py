"""The sheets of a comparison without what could point to a person: days for dates.

Before anything is compared or written, all dates of the case are moved so that day 0 (see
`review.identity.day_zero`) is the same day of no calendar in every workbook. Two cases that differ
only in when they happened are then one and the same, so nothing made of them can tell when it was:
no cell, picture or text, however it is worded or shortened. What is left is for reading: a date of
such a year is the patient's and becomes a number of days; every other date is the publication's and
stays as it is printed.

Months differ in length, so a limit in months can fall a few days earlier or later than it did:
`review.leaving.changed_verdicts` says where a verdict is another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hccreview.clinical.dates import MONTHS, NO_CALENDAR, PartialDate, read_back
from hccreview.clinical.moving import moved_anchors, moved_case
from hccreview.reports.cells import Cell, CellValue, Row, Sheet
from hccreview.review.compare import Comparison, compare
from hccreview.review.identity import Bare, DayZero, day_zero

_DAY_ZERO = date(6000, 1, 1)
_YEAR = "((?:5[89]|6[01])[0-9]{2})"  # of a case: at most 130 years back, at most 200 on
_MONTH = f"({'|'.join(MONTHS)})"
_DATE = re.compile(
    rf"(?:\b(\d{{1,2}})(?: {_MONTH})? to )?"  # the first of two days with one year
    rf"(?:\b(\d{{1,2}}) )?\b{_MONTH} {_YEAR}\b"
    rf"|\b{_YEAR}-(0[1-9]|1[0-2])(?:-([0-3]\d))?\b"
)
_AGAIN = "Open again: something below it has changed."
_PLAIN = {"date": "text", "line_date": "line", "left_date": "text"}


def without_identity(comparison: Comparison, *, free_text: bool = False) -> Comparison:
    """Return the comparison of the same case without its identity, its day 0 in no calendar.

    See `review.identity`. Why an answer is open again would tell values and days: it is left out.
    """
    by = _DAY_ZERO - day_zero(comparison.case, comparison.anchors).day
    bare = Bare(comparison, free_text).case()
    found = compare(
        moved_case(bare, lambda day: day + by),
        tuple(each.trial for each in comparison.assessments),
        moved_anchors(comparison.anchors, lambda day: day + by),
        arms={each.trial.id: each.arm for each in comparison.assessments},
        dictionary=comparison.dictionary,
        settings=comparison.settings,
        reopened=dict.fromkeys(comparison.reopened, _AGAIN),
    )
    kept = {(each.trial, each.criterion) for each in bare.overrides}
    again = {key: _AGAIN for key in comparison.overrides_reopened if key in kept}
    return replace(found, overrides_reopened=again)


@dataclass(frozen=True, slots=True)
class Days:
    """Turns the dates of a case whose day 0 lies in no calendar into days."""

    zero: DayZero = DayZero(_DAY_ZERO, "")

    def sheets(self, sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
        """Return sheets with days for dates."""
        return tuple(
            replace(
                sheet,
                rows=self._rows(sheet.rows),
                lead=self._rows(sheet.lead),
                below=self._rows(sheet.below),
            )
            for sheet in sheets
        )

    def cell(self, cell: Cell) -> Cell:
        """Return a cell; a date of the case becomes words, as a number of days needs its name."""
        value = self._value(cell.value)
        look = cell.look if value == cell.value else _PLAIN.get(cell.look, cell.look)
        return replace(cell, value=value, look=look)

    def text(self, text: str) -> str:
        """Return a text; the dates of a publication stay."""
        return _DATE.sub(self._words, text)

    def _rows(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(tuple(each and self.cell(each) for each in row) for row in rows)

    def _value(self, value: CellValue) -> CellValue:
        if isinstance(value, date):
            return self.zero.of(value) if value >= NO_CALENDAR else value
        return self.text(value) if isinstance(value, str) else value

    def _words(self, match: re.Match[str]) -> str:
        first_day, first_month, on, month, year, *iso = match.groups("")
        if iso[0]:
            return self.zero.of(read_back("-".join(part for part in iso if part)))
        end = _date(on, month, year)
        if not first_day:
            return self.zero.of(end)
        begin = _date(first_day, first_month or month, year)
        return f"{self.zero.of(begin.first)} to {self.zero.of(end.last)}"


def _date(on: str, month: str, year: str) -> PartialDate:
    iso = f"{year}-{MONTHS.index(month) + 1:02}"
    return read_back(f"{iso}-{int(on):02}" if on else iso)

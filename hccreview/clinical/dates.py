"""Civil dates as clinicians write them: a day, a month or a year; and windows counted back."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from hccreview.errors import ReviewError

_SHAPES = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
NO_CALENDAR = date(4000, 1, 1)
"""From here on a day is one of no calendar: all it tells is how far it lies from another."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month, the year or a stretch: from `first` to `last`."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """True when the day is known."""
        return self.first == self.last

    def __str__(self) -> str:
        if self.exact:
            return self.first.isoformat()
        if self == _month_of(self.first):
            return self.first.isoformat()[:7]
        if self == _year_of(self.first):
            return self.first.isoformat()[:4]
        return f"{self.first}/{self.last}"


def day(value: date) -> PartialDate:
    """Return a date known to the day."""
    return PartialDate(value, value)


def parse_date(text: str) -> PartialDate:
    """Read ``2026-11-14``, ``2026-11``, ``2026``, or a stretch ``2026-11-02/2026-11-14``.

    Raises ReviewError for anything else.
    """
    found = read_back(text)
    if found.first < EARLIEST:
        raise ReviewError(f"“{text}” lies before 1900; correct the year.")
    if found.last > LATEST:  # dates are counted on from it, and the calendar has an end
        raise ReviewError(f"“{text}” lies after {LATEST.year}; correct the year.")
    return found


def read_back(text: str) -> PartialDate:
    """Read a date that this program wrote (``str`` of one), of any year; raises as `parse_date`."""
    first, slash, last = text.partition("/")
    if not slash:
        return _read_one(text)
    begin, end = _read_one(first), _read_one(last)
    if not begin.exact or not end.exact or end.first <= begin.first:
        raise ReviewError(
            f"“{text}” is no stretch of time; write its first and last day: 2026-11-02/2026-11-14."
        )
    return PartialDate(begin.first, end.last)


def _read_one(text: str) -> PartialDate:
    match = _SHAPES.match(text.strip())
    if not match:
        raise ReviewError(f"“{text}” is not a date; write it as 2026-11-14, 2026-11 or 2026.")
    year, month, day_of_month = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day_of_month or 1)
    except ValueError as error:
        raise ReviewError(f"“{text}” is no day of the calendar; correct the date.") from error
    if day_of_month:
        return PartialDate(first, first)
    return _month_of(first) if month else _year_of(first)


def _month_of(first: date) -> PartialDate:
    last = calendar.monthrange(first.year, first.month)[1]
    return PartialDate(first.replace(day=1), first.replace(day=last))


def _year_of(first: date) -> PartialDate:
    return PartialDate(date(first.year, 1, 1), date(first.year, 12, 31))


def add_months(start: date, months: int) -> date:
    """Return the same day `months` later (or earlier), clamped at the end of a shorter month."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as a source states it: days are counted, months follow the calendar."""

    number: int
    unit: str  # "day", "week", "month", "year"

    def before(self, anchor: date) -> date:
        """Return the earliest day that still lies within this period before `anchor`."""
        if self.unit == "day":
            return anchor - timedelta(days=self.number)
        if self.unit == "week":
            return anchor - timedelta(days=7 * self.number)
        return add_months(anchor, -self.number * (12 if self.unit == "year" else 1))

    def first_free_day(self, event: date) -> date:
        """Return the first anchor for which `event` no longer lies within the period.

        "Within N days" is inclusive, so the first free day after an event is N + 1.
        """
        guess = event + (event - self.before(event)) - timedelta(days=3)
        while self.before(guess) <= event:
            guess += timedelta(days=1)
        return guess

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"


def age_in_years(birth: date, on: date) -> int:
    """Return completed years of life; 29 February counts from 1 March in other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def spoken(value: PartialDate | date) -> str:
    """Return a date as it is spoken at a board: ``14 Nov 2026``, ``Nov 2026`` or ``2026``.

    A stretch of time is ``2 Nov 2026 to 14 Nov 2026``.
    """
    if isinstance(value, date):
        value = PartialDate(value, value)
    month, year = MONTHS[value.first.month - 1], value.first.year
    if value.exact:
        return f"{value.first.day} {month} {year}"
    if value == _month_of(value.first):
        return f"{month} {year}"
    if value == _year_of(value.first):
        return str(year)
    return f"{spoken(value.first)} to {spoken(value.last)}"

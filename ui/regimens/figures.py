"""What the views of the Regimens page paint: plain values, without Qt and without the medicine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Tell = Callable[[], str]
"""Gives everything about a part in words; only one part at a time is ever asked."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the axis: number of the cycle's day, its date in words, why it is not a working day.

    `number` 0: the cycles begin on different days, so that a day has no number for all of them.
    """

    number: int
    date: str
    weekday: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that is given, from `start` to `end` hours after the first midnight of the axis.

    `end` None: a moment whose length is open. `open`: drawn hatched, because part of it is not
    stated. `was`: where the published schedule has it, when it was moved. `held`: shown, not
    given. `reading`: another reading of the source that was not chosen. `tell` gives the whole
    line when it is asked for.
    """

    key: str
    start: float
    end: float | None
    text: str
    tell: Tell
    series: int
    open: bool = False
    local: bool = False
    mark: str = ""
    was: tuple[float, float | None] | None = None
    goes_on: bool = False
    held: bool = False
    reading: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of a trial: the route, and what is given by it."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A trial in the figure; `silent` is said where it has nothing to draw."""

    trial: str
    title: str
    about: str
    lanes: tuple[Lane, ...] = ()
    silent: str = ""
    notes: tuple[str, ...] = ()
    local: str = ""


@dataclass(frozen=True, slots=True)
class HourFigure:
    """One cycle by the hour: all trials on one axis of days."""

    days: tuple[Day, ...]
    bands: tuple[Band, ...]
    first_hour: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of days in the course, from `first` to `last` (both counted from 0)."""

    key: str
    first: int
    last: int
    text: str
    tell: Tell
    kind: str
    open: bool = False
    was: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A line of the course: cycles, infusions or a drug taken every day."""

    label: str
    blocks: tuple[Block, ...]
    series: int = 0


@dataclass(frozen=True, slots=True)
class CourseBand:
    """A trial in the course."""

    trial: str
    title: str
    about: str
    rows: tuple[CourseRow, ...] = ()
    silent: str = ""
    local: str = ""


@dataclass(frozen=True, slots=True)
class CourseFigure:
    """The course by day; `marks` are days (from 0) with their words, such as month starts."""

    length: int
    marks: tuple[tuple[int, str], ...]
    bands: tuple[CourseBand, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """A line in a day of the month calendar."""

    key: str
    text: str
    tell: Tell
    series: int
    open: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the calendar with what happens on it; `inside`: it belongs to the month shown."""

    number: int
    inside: bool
    tell: Tell
    rest: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Undated:
    """What of a trial has no date in its source, and so no place in a calendar."""

    key: str
    text: str
    tell: Tell


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """A month in weeks from Monday to Sunday, and what cannot stand in any month."""

    title: str
    weeks: tuple[tuple[MonthDay, ...], ...]
    undated: tuple[Undated, ...] = ()

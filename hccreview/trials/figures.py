"""What a source prints: a figure, an interval, a statement, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scalar = int | float | str | bool
Number = int | float

NOT_STATED = "not stated in source"
"""Shown for whatever a source is silent about; a missing figure is None, never a guess."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source says something: 1-based lines of its text, first and last, and the section."""

    first: int
    last: int
    section: str

    def holds(self, line: int) -> bool:
        """Return whether `line` lies within the place."""
        return self.first <= line <= self.last

    @property
    def text(self) -> str:
        """Such as ``abstract results, line 36``."""
        lines = (
            f"line {self.first}" if self.first == self.last else f"lines {self.first}-{self.last}"
        )
        return f"{self.section}, {lines}"


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval as printed; never one of ours. Unit as in `unit`, else that of its figure."""

    low: Number
    high: Number
    level: Number | None = None
    unit: str | None = None
    method_as_printed: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """The same figure printed at another place, with its own value where that differs."""

    place: Place
    value: Scalar | tuple[Scalar, ...] | None = None
    count: int | None = None
    percent: Number | None = None
    interval: Interval | None = None
    range: tuple[Number, Number] | None = None
    as_printed: str | None = None
    text: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed value; `comparison` is the printed sign (<, >, >=), None where there is none."""

    value: Scalar | tuple[Scalar, ...]
    place: Place
    unit: str | None = None
    comparison: Literal["<", "<=", ">", ">="] | None = None
    as_printed: str | None = None
    flags: tuple[str, ...] = ()
    also: tuple[Mention, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule of the source in our words."""

    text: str
    place: Place
    flags: tuple[str, ...] = ()
    also: tuple[Mention, ...] = ()
    arms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedFact:
    """Any other stated fact of design or conduct; `item` is its name, once in a document."""

    item: str
    place: Place
    value: Scalar | tuple[Scalar, ...] | None = None
    unit: str | None = None
    comparison: Literal["<", "<=", ">", ">="] | None = None
    count: int | None = None
    denominator: int | None = None
    percent: Number | None = None
    iqr: tuple[Number, Number] | None = None
    range: tuple[Number, Number] | None = None
    interval: Interval | None = None
    as_printed: str | None = None
    flags: tuple[str, ...] = ()
    also: tuple[Mention, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding of our audit of the source, and what the program does about it.

    It hangs on the figures that name it; `attached_to` says where else: the whole document, or a
    criterion (then one of the criteria must name it).
    """

    id: str
    severity: Literal["high", "medium", "low"]
    place: Place
    finding: str
    treatment: str
    also: tuple[Place, ...] = ()
    attached_to: Literal["document", "criterion"] | None = None

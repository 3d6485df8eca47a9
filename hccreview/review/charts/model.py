"""What every chart of published results has: marks with their places and flags, and its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hccreview.trials.figures import Flag

ChartId = Literal[
    "response",
    "best_response",
    "time_to_event",
    "adverse_events",
    "flow",
    "design",
    "population",
    "comparators",
]
CAUTION = "Different populations, criteria and follow-up: not a comparison of treatments."
NO_RESULTS = "no results published in this source"
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class FlagNote:
    """An audit flag of a trial, as it hangs on a mark."""

    trial: str
    flag: Flag

    @property
    def text(self) -> str:
        """Such as ``A1 high``."""
        return f"{self.flag.id} {self.flag.severity}"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing of a chart that can be pointed at; `key` is also that of its row in the table.

    `lines` is what is told of it: count and denominator, interval as reported, place.
    """

    key: str
    trial: str
    label: str
    lines: tuple[str, ...]
    flags: tuple[FlagNote, ...] = ()

    @property
    def flag_ids(self) -> str:
        """Such as ``A1, A24``; empty where the audit has nothing to say."""
        return ", ".join(note.flag.id for note in self.flags)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of the table; one with the key of a mark says the same as the mark."""

    key: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart as text, for reading aloud and for copying."""

    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """A trial that prints nothing a chart could show, and the sentence that says so."""

    trial: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChart:
    """The part that all charts share.

    `caution` is the standing note of charts across trials, `summary` a plain sentence about the
    patient, `remarks` whatever else has to be known to read the chart.
    """

    id: ChartId
    title: str
    table: Table
    marks: tuple[Mark, ...] = ()
    caution: str = ""
    summary: str = ""
    remarks: tuple[str, ...] = ()
    silent: tuple[Silent, ...] = ()

    @property
    def empty(self) -> bool:
        """True where no trial has anything to show."""
        return not self.marks

    def mark(self, key: str) -> Mark:
        """Return the mark called `key`; raises KeyError where there is none."""
        for mark in self.marks:
            if mark.key == key:
                return mark
        raise KeyError(key)

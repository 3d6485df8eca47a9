"""What is planned for a patient in one trial: inputs only; every date is worked out from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from hccreview.errors import ReviewError

FORMULAS = ("mosteller", "du_bois")
ROUNDINGS = ("none", "1", "5", "10", "vial")
"""No rounding, the nearest 1, 5 or 10 mg, or whole vials of the size that the site names."""
MOST_CYCLES = 99
MOST_DELAY = 366


@dataclass(frozen=True, slots=True)
class Hold:
    """An administration (empty: all of the cycle) is left out in a cycle, or from it `onwards`."""

    cycle: int
    reason: str
    author: str
    on: date
    administration: str = ""
    onwards: bool = False

    def __post_init__(self) -> None:
        _check_change(self.cycle, self.reason, self.author)


@dataclass(frozen=True, slots=True)
class Delay:
    """A cycle, or one administration of it, begins so many days later; what follows moves too."""

    cycle: int
    days: int
    reason: str
    author: str
    on: date
    administration: str = ""

    def __post_init__(self) -> None:
        _check_change(self.cycle, self.reason, self.author)
        if not 1 <= self.days <= MOST_DELAY:
            raise ReviewError(f"A delay lasts 1 to {MOST_DELAY} days; {self.days} is not possible.")


@dataclass(frozen=True, slots=True)
class DoseReduction:
    """Only `to_percent` of the stated dose is given in a cycle, or from it `onwards`.

    The percentage is always one of the stated dose, never of an earlier reduction; of several that
    apply to an administration the last one holds.
    """

    cycle: int
    to_percent: float
    reason: str
    author: str
    on: date
    administration: str = ""
    onwards: bool = False

    def __post_init__(self) -> None:
        _check_change(self.cycle, self.reason, self.author)
        if not 0 < self.to_percent < 100:
            raise ReviewError(
                f"A reduced dose is more than 0 and less than 100 % of the stated one;"
                f" {self.to_percent:g} is not."
            )


Change = Hold | Delay | DoseReduction


@dataclass(frozen=True, slots=True)
class Plan:
    """The inputs of one schedule: a trial (and arm), a start, how many cycles, what was chosen.

    `time` is the clock time of the first infusion (None: the site's). `cycles` None: as many as the
    source states at most. `choices` names an option where the source can be read in several ways,
    such as ("sorafenib", "methods"). `formula` and `rounding` are empty where the site's hold.
    Raises ReviewError for a value that cannot be.
    """

    trial: str
    start: date
    arm: str = ""
    time: time | None = None
    cycles: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    formula: str = ""
    rounding: str = ""
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if self.cycles is not None and not 1 <= self.cycles <= MOST_CYCLES:
            raise ReviewError(f"A plan has 1 to {MOST_CYCLES} cycles; {self.cycles} is no number.")
        if self.formula and self.formula not in FORMULAS:
            raise ReviewError(
                f"Body surface by “{self.formula}” is not known; use {' or '.join(FORMULAS)}."
            )
        if self.rounding and self.rounding not in ROUNDINGS:
            raise ReviewError(
                f"Rounding “{self.rounding}” is not known; use one of {', '.join(ROUNDINGS)}."
            )


def _check_change(cycle: int, reason: str, author: str) -> None:
    if not 1 <= cycle <= MOST_CYCLES:
        raise ReviewError(f"A change names a cycle from 1 to {MOST_CYCLES}; {cycle} is none.")
    if not reason.strip() or not author.strip():
        raise ReviewError("A change needs its reason and its author; add them.")

"""The shapes of a schedule: plain values, worked out once and then only shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from hccreview.clinical.dates import PartialDate
from hccreview.clinical.plan import Change, DoseReduction, Hold
from hccreview.clinical.planning import PlanningSettings
from hccreview.trials.figures import Place
from hccreview.trials.local import LocalPlace
from hccreview.trials.regimen import Administration, Regimen


@dataclass(frozen=True, slots=True)
class Measurement:
    """A recorded weight (kg) or height (cm) with its date."""

    value: float
    unit: str
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """What of a patient a dose rests on: height, and the weights from oldest to newest.

    `missing` says in sentences why height or weight cannot be used.
    """

    height: Measurement | None = None
    weights: tuple[Measurement, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def weight(self) -> Measurement | None:
        """The newest weight."""
        return self.weights[-1] if self.weights else None


@dataclass(frozen=True, slots=True)
class Surface:
    """The body surface (m2) that doses were worked out with; `other` is that of the other formula.

    `uncapped` is the surface before the site's cap; equal to `value` where no cap applied.
    """

    value: float
    uncapped: float
    formula: str
    height: Measurement
    weight: Measurement
    other: float


@dataclass(frozen=True, slots=True)
class Dosage:
    """One dose as data: `stated` (mg, or mg/m2 where `per_m2`) × surface × percent, then rounded.

    `exact` and `mg` are None where the body surface is not known; `step` is what was rounded to
    (None: not rounded). `arithmetic` says all of it in one line.
    """

    stated: float
    per_m2: bool
    percent: float
    surface: float | None
    exact: float | None
    mg: float | None
    step: float | None
    arithmetic: str
    local: LocalPlace | None = None

    @property
    def unit(self) -> str:
        """The unit of the stated dose: mg or mg/m2."""
        return "mg/m2" if self.per_m2 else "mg"

    @property
    def given_per_m2(self) -> float | None:
        """The mg/m2 that are given after a reduction; None for a flat dose."""
        return self.stated * self.percent / 100 if self.per_m2 else None


@dataclass(frozen=True, slots=True)
class Given:
    """One administration in one cycle, as planned.

    `kind`: timed (an hour is known: `start`, and `end` where the duration is stated), day (a day is
    known, no hour), daily (from `first` to `last`, `per_day` times a day; `goes_on` after the last
    planned cycle). `hour` counts from the start of the infusion (hour 0), `hours` is the duration.
    `cycle_hour` counts from midnight of day 1 of the cycle. `day` is the published day of the
    cycle. `published_first` and `published_last` are the dates without changes and moves. `held`:
    not given, but shown. `implied` says what of its place the source does not print in so many
    words. `local` holds the filled-in parts (dose, route, days …) it rests on.
    """

    id: str
    drug: str
    cycle: int
    kind: Literal["timed", "day", "daily"]
    day: int
    first: date
    last: date
    published_first: date
    published_last: date
    route: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    hour: float | None = None
    hours: float | None = None
    cycle_hour: float | None = None
    dose: Dosage | None = None
    per_day: int | None = None
    held: Hold | None = None
    reduced: DoseReduction | None = None
    goes_on: bool = False
    implied: tuple[str, ...] = ()
    local: tuple[tuple[str, LocalPlace], ...] = ()

    @property
    def doses(self) -> int | None:
        """How many doses it is; None where the source does not say how often a day."""
        days = (self.last - self.first).days + 1
        if self.kind != "daily":
            return 1
        return None if self.per_day is None else days * self.per_day

    @property
    def moved(self) -> int:
        """By how many days it begins later than published."""
        return (self.first - self.published_first).days


@dataclass(frozen=True, slots=True)
class Move:
    """Why a cycle begins later: a recorded delay, or a day on which the site begins none."""

    days: int
    why: str
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle: `published` start, planned `start` and `last` day, and why they differ.

    `moves` are those of this cycle alone; earlier ones carry on.
    """

    number: int
    published: date
    start: date
    last: date
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPart:
    """Something the source does not state; `remark` is what it implies, never used as stated.

    `administration` is empty for the regimen as a whole; `part` is one of dose, route, days,
    start_hour, duration, frequency, drug, cycle_length, maximum_cycles, variant. `stage`: cycle or
    maintenance.
    """

    administration: str
    drug: str
    part: str
    text: str
    remark: str = ""
    stage: Literal["cycle", "maintenance"] = "cycle"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read the source; `first` is the day it leads to, `place` where it is printed."""

    id: str
    label: str
    first: date | None = None
    place: Place | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Where the source can be read in several ways: all options, and the id of the one `chosen`."""

    id: str
    label: str
    options: tuple[Option, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Line:
    """One administration of the arm, placed or not: what a table shows of it."""

    administration: Administration
    placed: bool
    dose: Dosage | None
    open: tuple[OpenPart, ...]
    local: tuple[tuple[str, LocalPlace], ...]
    stage: Literal["cycle", "maintenance"] = "cycle"


@dataclass(frozen=True, slots=True)
class Caution:
    """Something the reader must know; `kind` is a word for tests and signs, `text` a sentence."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of which parts may be unknown; then `missing` says which, and it is "at least".

    `value` None: nothing of it is known.
    """

    value: float | None
    unit: str
    missing: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """True where no part is missing."""
        return self.value is not None and not self.missing


@dataclass(frozen=True, slots=True)
class Total:
    """The cumulative dose of one drug over the planned cycles: mg, and mg/m2 (None: flat doses)."""

    drug: str
    mg: Amount
    per_m2: Amount | None
    doses: int
    goes_on: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """A regimen worked out for a patient.

    `regimen` is the one used, local parts included. `given` is in the order of time, held ones
    included; `published` is the same without changes and without moves of the site's calendar.
    `cycles` is empty where nothing can be dated. `time` is the clock time of hour 0;
    `time_chosen` False: it is the site's setting.
    """

    trial: str
    regimen: Regimen
    arm: str
    start: date
    time: time
    time_chosen: bool
    settings: PlanningSettings
    patient: Patient
    surface: Surface | None
    cycle_length: int | None
    maximum_cycles: int | None
    cycles: tuple[Cycle, ...]
    lines: tuple[Line, ...]
    given: tuple[Given, ...]
    published: tuple[Given, ...]
    open: tuple[OpenPart, ...]
    choices: tuple[Choice, ...]
    cautions: tuple[Caution, ...]
    totals: tuple[Total, ...]

    @property
    def drawable(self) -> bool:
        """True where at least one administration has a date."""
        return bool(self.given)

    @property
    def days(self) -> int:
        """How many days the planned cycles take, delays included."""
        return (self.cycles[-1].last - self.cycles[0].start).days + 1 if self.cycles else 0

    @property
    def local(self) -> tuple[LocalPlace, ...]:
        """Who filled in parts of it, each protocol once."""
        return tuple(dict.fromkeys(place for line in self.lines for _, place in line.local))

    def of_cycle(self, number: int) -> tuple[Given, ...]:
        """Return what is planned in a cycle, held ones included."""
        return tuple(given for given in self.given if given.cycle == number)

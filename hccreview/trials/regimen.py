"""A regimen exactly as the source states it: what is not printed is None."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hccreview.trials.figures import Figure, Mention, Number, Place, Statement


@dataclass(frozen=True, slots=True)
class Dose:
    """A printed dose, flat (mg) or for each square metre of body surface (mg/m2)."""

    value: Number
    unit: str
    basis: Literal["flat", "per_m2"]
    place: Place
    flags: tuple[str, ...] = ()
    also: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A printed route of administration."""

    value: Literal[
        "hepatic_artery", "oral", "intravenous", "subcutaneous", "transcatheter_arterial"
    ]
    place: Place
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CycleDays:
    """The printed days of the cycle, counted from 1."""

    value: tuple[int, ...]
    place: Place
    flags: tuple[str, ...] = ()
    as_printed: str | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours as printed: a start counted from the start of HAIC, or a duration (unit h)."""

    value: Number
    place: Place
    unit: Literal["h"] = "h"
    as_printed: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: times a day, or every so many days or weeks (unit d or wk)."""

    value: str
    place: Place
    per_day: int | None = None
    every: int | None = None
    unit: Literal["d", "wk"] | None = None
    also: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Diluent:
    """What the drug is given in: a printed volume and its fluid."""

    volume: Number
    unit: Literal["mL"]
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Inferred:
    """A remark on something the source implies or leaves out; never used as a stated value.

    `day` is the implied day of the cycle: a schedule may stand on it, marked as implied.
    """

    of: Literal["dose", "route", "days", "start_hour", "duration", "frequency", "drug"]
    text: str
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several printed starts: `day` counted from the event named in `counted_from`."""

    id: str
    label: str
    day: int
    counted_from: Literal["start_of_infusion", "completion_of_first_cycle"]
    place: Place
    default: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Administration:
    """One drug of the regimen as given; every part is None unless the source prints it.

    `after` is the id of the administration it follows; `arms` is empty when all arms get it.
    """

    id: str
    drug: str
    place: Place
    dose: Dose | None = None
    route: Route | None = None
    days: CycleDays | None = None
    start_hour: Hours | None = None
    after: str | None = None
    duration: Hours | None = None
    frequency: Frequency | None = None
    until: Statement | None = None
    diluent: Diluent | None = None
    arms: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    inferred: tuple[Inferred, ...] = ()
    note: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def default_variant(self) -> Variant | None:
        """The variant that holds unless the user chooses another; None without variants."""
        return next((variant for variant in self.variants if variant.default), None)


@dataclass(frozen=True, slots=True)
class Regimen:
    """The regimen of a trial; `maintenance` is what follows the cycles.

    `catheters`: how often a catheter is placed for each infusion, as its removal states it.
    """

    place: Place
    administrations: tuple[Administration, ...]
    cycle_length: Figure | None = None
    maximum_cycles: Figure | None = None
    visits: Figure | None = None
    imaging: Figure | None = None
    catheters: Figure | None = None
    continuation: tuple[Statement, ...] = ()
    maintenance: tuple[Administration, ...] = ()
    procedures: tuple[Statement, ...] = ()
    flags: tuple[str, ...] = ()
    note: str | None = None

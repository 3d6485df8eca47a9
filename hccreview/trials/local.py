"""A local protocol: what a site fills in where a source is silent, apart from what is printed.

Everything that a protocol adds to a regimen has a `LocalPlace` where a printed part has its place
in the source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar

from hccreview.clinical.dates import spoken
from hccreview.clinical.fields import suggestion
from hccreview.errors import ReviewError
from hccreview.trials.figures import Figure, Number, Place
from hccreview.trials.regimen import (
    Administration,
    CycleDays,
    Dose,
    Frequency,
    Hours,
    Regimen,
    Route,
)

RouteName = Literal["hepatic_artery", "oral", "intravenous", "subcutaneous"]
ROUTES: tuple[RouteName, ...] = ("hepatic_artery", "oral", "intravenous", "subcutaneous")
UNITS = ("mg", "mg/m2")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class LocalPlace(Place):
    """In the place of a line of the source: who filled a part in, when and why."""

    author: str = ""
    on: date = date.min
    reason: str = ""

    @property
    def text(self) -> str:
        """Such as ``local protocol of A. Chair, 21 Nov 2026: product information``."""
        return f"local protocol of {self.author}, {spoken(self.on)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class LocalFill:
    """What is filled in for one administration (by its id); None leaves a part open.

    `dose` in `unit`; `days` of the cycle from 1; `start_hour` after the start of the infusion and
    `duration` in hours; `per_day` times a day. With `per_day`, one day means "from that day of the
    first cycle on", several mean those days of every cycle.
    """

    administration: str
    dose: Number | None = None
    unit: Literal["mg", "mg/m2"] = "mg"
    route: RouteName | None = None
    days: tuple[int, ...] = ()
    start_hour: Number | None = None
    duration: Number | None = None
    per_day: int | None = None


@dataclass(frozen=True, slots=True)
class LocalProtocol:
    """What a site fills in for one trial; `author`, `on` and `reason` go with every part of it."""

    trial: str
    author: str
    on: date
    reason: str
    fills: tuple[LocalFill, ...] = ()
    cycle_length: int | None = None
    maximum_cycles: int | None = None

    def __post_init__(self) -> None:
        _check(self)

    @property
    def place(self) -> LocalPlace:
        """What stands in the place of a line of the source."""
        return LocalPlace(0, 0, "local protocol", self.author, self.on, self.reason)


def local_place(part: object) -> LocalPlace | None:
    """Return who filled in a part of a regimen, None for what the source prints (or leaves out)."""
    place = getattr(part, "place", None)
    return place if isinstance(place, LocalPlace) else None


def with_local(regimen: Regimen, protocol: LocalProtocol) -> Regimen:
    """Return the regimen with the open parts that the protocol fills.

    Raises ReviewError where the source states a part itself, or has no such administration.
    """
    place = protocol.place
    known = {given.id: given for given in (*regimen.administrations, *regimen.maintenance)}
    for fill in protocol.fills:
        if fill.administration not in known:
            near = suggestion(fill.administration, known) or f"; known: {', '.join(known)}."
            raise ReviewError(f"{protocol.trial} gives no “{fill.administration}”{near}")
    fills = {fill.administration: fill for fill in protocol.fills}

    def filled(given: tuple[Administration, ...]) -> tuple[Administration, ...]:
        return tuple(_filled(g, fills[g.id], place) if g.id in fills else g for g in given)

    length, most = protocol.cycle_length, protocol.maximum_cycles
    return replace(
        regimen,
        administrations=filled(regimen.administrations),
        maintenance=filled(regimen.maintenance),
        cycle_length=_only_open(
            regimen.cycle_length, Figure(length, place, "d") if length else None, "cycle length"
        ),
        maximum_cycles=_only_open(
            regimen.maximum_cycles, Figure(most, place, "cycles") if most else None, "most cycles"
        ),
    )


def _filled(given: Administration, fill: LocalFill, place: LocalPlace) -> Administration:
    def hours(value: Number | None) -> Hours | None:
        return None if value is None else Hours(value, place)

    name = given.drug
    dose = None
    if fill.dose is not None:
        dose = Dose(fill.dose, fill.unit, "per_m2" if fill.unit == "mg/m2" else "flat", place)
    if fill.start_hour is not None and given.after is not None:
        raise ReviewError(f"The source states when {name} begins; a local protocol cannot.")
    if fill.days and given.variants:
        raise ReviewError(f"The source states the days of {name}; a local protocol cannot.")
    often = None
    if fill.per_day:
        words = {1: "once daily", 2: "twice daily"}.get(fill.per_day, f"{fill.per_day} times daily")
        often = Frequency(words, place, per_day=fill.per_day)
    return replace(
        given,
        dose=_only_open(given.dose, dose, f"dose of {name}"),
        route=_only_open(
            given.route, Route(fill.route, place) if fill.route else None, f"route of {name}"
        ),
        days=_only_open(
            given.days, CycleDays(fill.days, place) if fill.days else None, f"days of {name}"
        ),
        start_hour=_only_open(given.start_hour, hours(fill.start_hour), f"start of {name}"),
        duration=_only_open(given.duration, hours(fill.duration), f"duration of {name}"),
        frequency=_only_open(given.frequency, often, f"frequency of {name}"),
    )


def _only_open(stated: _T | None, filled: _T | None, what: str) -> _T | None:
    """Return the part that is there; raises ReviewError where the source states it already."""
    if stated is not None and filled is not None:
        raise ReviewError(
            f"The source states the {what}; a local protocol fills only what is not stated."
        )
    return stated if filled is None else filled


def _check(protocol: LocalProtocol) -> None:
    if not protocol.author.strip() or not protocol.reason.strip():
        raise ReviewError("A local protocol needs its author and its reason; add them.")
    ids = [fill.administration for fill in protocol.fills]
    if len(set(ids)) < len(ids):
        raise ReviewError("A local protocol names an administration twice; keep one of them.")
    for what, number, high in (
        ("cycle length", protocol.cycle_length, 366),
        ("number of cycles", protocol.maximum_cycles, 99),
    ):
        if number is not None and not 1 <= number <= high:
            raise ReviewError(f"The {what} is a number from 1 to {high}; {number} is not.")
    for fill in protocol.fills:
        _check_fill(fill)
    if protocol.cycle_length is None and protocol.maximum_cycles is None and not protocol.fills:
        raise ReviewError("The local protocol fills in nothing; add a part or remove it.")


def _check_fill(fill: LocalFill) -> None:
    name = fill.administration
    amounts = (("dose", fill.dose, 1e-6, 1e5), ("start", fill.start_hour, 0, 8784))
    for what, number, low, high in (*amounts, ("duration", fill.duration, 1e-3, 8784)):
        if number is not None and not low <= number <= high:
            raise ReviewError(f"{name}: the {what} of {number:g} is not possible; correct it.")
    if fill.unit not in UNITS:
        raise ReviewError(f"{name}: the unit “{fill.unit}” is not known; use mg or mg/m2.")
    if fill.route is not None and fill.route not in ROUTES:
        raise ReviewError(f"{name}: the route is one of {', '.join(ROUTES)}.")
    if fill.per_day is not None and not 1 <= fill.per_day <= 24:
        raise ReviewError(f"{name}: a drug is given 1 to 24 times a day.")
    days = fill.days
    if any(not 1 <= day <= 366 for day in days) or list(days) != sorted(set(days)):
        raise ReviewError(f"{name}: days are counted from 1, in order, each once.")
    parts = (fill.dose, fill.route, fill.days or None, fill.start_hour, fill.duration, fill.per_day)
    if all(part is None for part in parts):
        raise ReviewError(f"{name}: the local protocol fills in nothing; remove the entry.")

"""What a site decides about schedules where sources are silent: read from `resources/site.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hccreview.clinical.bundled import bundled, well_formed
from hccreview.clinical.dates import parse_date
from hccreview.clinical.plan import FORMULAS, ROUNDINGS, Plan
from hccreview.errors import ReviewError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST_DAYS = 366
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,30}(/[A-Za-z][A-Za-z0-9_+-]{0,30}){0,2}")


@dataclass(frozen=True, slots=True)
class PlanningSettings:
    """How a site works out schedules.

    `cap` limits the body surface in m2 (None: no cap). `vials` gives the size of a vial in mg by
    drug, for the rounding "vial". A cycle that would begin on a closed weekday (0 is Monday) or a
    holiday begins up to `move_within_days` later, never earlier. `weight_days` and `height_days`
    say after how many days a value is old at the start, `weight_percent` which change of weight is
    told. `zone` names the time zone (empty: the clock is never changed).
    """

    formula: str = "mosteller"
    cap: float | None = None
    rounding: str = "none"
    vials: tuple[tuple[str, float], ...] = ()
    closed_weekdays: tuple[int, ...] = (5, 6)
    holidays: tuple[date, ...] = ()
    move_within_days: int = 0
    weight_days: int = 28
    weight_percent: float = 10
    height_days: int = 28
    start_time: time = time(9)
    zone: str = ""

    def closed(self, day: date) -> bool:
        """True on a weekday or holiday on which no cycle begins."""
        return day.weekday() in self.closed_weekdays or day in self.holidays

    def of_plan(self, plan: Plan) -> PlanningSettings:
        """Return the settings with what the plan chose instead of the site."""
        return replace(
            self, formula=plan.formula or self.formula, rounding=plan.rounding or self.rounding
        )


@lru_cache(maxsize=1)
def bundled_planning() -> PlanningSettings:
    """Return the settings that ship with the program."""
    return bundled("site.yaml", lambda data: planning_of(data["schedule"], "site.yaml"))


def planning_of(data: object, where: str) -> PlanningSettings:
    """Return the settings in a mapping of a file; what is left out is as in PlanningSettings().

    Raises ReviewError, naming the file `where`, for a key or value that is not known.
    """
    return well_formed(data, where, lambda found: _Reader(found, where).settings())


def planning_mapping(settings: PlanningSettings) -> dict[str, Any]:
    """Return the settings as a mapping of plain values, which `planning_of` reads back."""
    return {
        "formula": settings.formula,
        "cap": settings.cap,
        "rounding": settings.rounding,
        "vials": dict(settings.vials),
        "closed_weekdays": [WEEKDAYS[number] for number in settings.closed_weekdays],
        "holidays": [day.isoformat() for day in settings.holidays],
        "move_within_days": settings.move_within_days,
        "weight_days": settings.weight_days,
        "weight_percent": settings.weight_percent,
        "height_days": settings.height_days,
        "start_time": settings.start_time.strftime("%H:%M"),
        "zone": settings.zone,
    }


class _Reader:
    """Reads one mapping of settings and refuses what cannot be meant."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            raise ReviewError(f"{where}: the settings of schedules are a mapping of keys.")
        self.data, self.where, self.default = data, where, PlanningSettings()
        for key in data:
            if key not in PlanningSettings.__slots__:
                raise ReviewError(f"{where}: there is no setting “{key}” of schedules; remove it.")

    def settings(self) -> PlanningSettings:
        cap = self.data.get("cap")
        return PlanningSettings(
            formula=self.word("formula", FORMULAS),
            cap=None if cap is None else self.number("cap", 0.1, 10),
            rounding=self.word("rounding", ROUNDINGS),
            vials=tuple((str(k), _positive(v)) for k, v in self.data.get("vials", {}).items()),
            closed_weekdays=self.weekdays(),
            holidays=tuple(sorted(self.holiday(each) for each in self.data.get("holidays", ()))),
            move_within_days=int(self.number("move_within_days", 0, 30)),
            weight_days=int(self.number("weight_days", 1, _MOST_DAYS)),
            weight_percent=self.number("weight_percent", 0.1, 100),
            height_days=int(self.number("height_days", 1, 36600)),
            start_time=self.clock(),
            zone=self.zone(),
        )

    def word(self, name: str, known: tuple[str, ...]) -> str:
        value = str(self.data.get(name, getattr(self.default, name)))
        if value not in known:
            raise ReviewError(
                f"{self.where}: {name} “{value}” is not known; use one of {', '.join(known)}."
            )
        return value

    def number(self, name: str, low: float, high: float) -> float:
        value = self.data.get(name, getattr(self.default, name))
        if isinstance(value, bool) or not low <= float(value) <= high:
            raise ReviewError(
                f"{self.where}: {name} is a number from {low:g} to {high:g}; “{value}” is not."
            )
        return float(value)

    def weekdays(self) -> tuple[int, ...]:
        names = self.data.get("closed_weekdays")
        if names is None:
            return self.default.closed_weekdays
        wrong = [name for name in names if name not in WEEKDAYS]
        if wrong or len(set(names)) == len(WEEKDAYS):
            raise ReviewError(
                f"{self.where}: closed_weekdays lists some of {', '.join(WEEKDAYS)}, not all."
            )
        return tuple(sorted({WEEKDAYS.index(name) for name in names}))

    def holiday(self, text: object) -> date:
        when = parse_date(str(text))
        if not when.exact:
            raise ReviewError(f"{self.where}: the holiday “{text}” names no day.")
        return when.first

    def clock(self) -> time:
        text = str(self.data.get("start_time", "")) or self.default.start_time.strftime("%H:%M")
        return clock_time(text)

    def zone(self) -> str:
        name = str(self.data.get("zone", "") or "")
        if name:
            try:
                if not _ZONE.fullmatch(name):  # what else is asked for is looked for as a module
                    raise ValueError(name)
                ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise ReviewError(
                    f"{self.where}: the time zone “{name}” is not known; write it as Europe/Berlin."
                ) from error
        return name


def clock_time(text: str) -> time:
    """Return the time of day of ``08:30``; raises ReviewError for anything else."""
    try:
        if len(text) != len("08:30"):
            raise ValueError(text)
        return time.fromisoformat(text)
    except ValueError as error:
        raise ReviewError(f"“{text}” is no time of day; write it as 08:30.") from error


def _positive(value: object) -> float:
    number = float(str(value))
    if not 0 < number < 1e6:
        raise ReviewError(f"The size of a vial is a positive number of mg; “{value}” is not.")
    return number

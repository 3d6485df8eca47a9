"""The administrations of every cycle: dates, clock times, doses, and what changes did to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, TypeVar

from hccreview.clinical.plan import Change, Delay, DoseReduction, Hold
from hccreview.clinical.planning import PlanningSettings
from hccreview.review.schedule.clock import later, moment
from hccreview.review.schedule.cycles import delays_within
from hccreview.review.schedule.dosing import dosage
from hccreview.review.schedule.model import Cycle, Dosage, Given, Surface
from hccreview.review.schedule.placement import Placement
from hccreview.trials.local import LocalPlace
from hccreview.trials.regimen import Administration

_C = TypeVar("_C", Hold, DoseReduction)


@dataclass(frozen=True, slots=True)
class Course:
    """A drug taken day after day: `begins` on a date (once), or on `days` of every cycle."""

    administration: Administration
    begins: date | None
    days: tuple[int, ...] = ()
    implied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Giver:
    """Gives the administrations of a regimen in its cycles; `doses` are those worked out before."""

    administrations: tuple[Administration, ...]
    places: dict[str, Placement]
    cycles: tuple[Cycle, ...]
    length: int
    changes: Sequence[Change]
    clock: time
    settings: PlanningSettings
    surface: Surface | None
    doses: dict[tuple[str, DoseReduction | None], Dosage] = field(default_factory=dict)

    def all(self, courses: Sequence[Course]) -> tuple[Given, ...]:
        """Return everything that is given, in the order of time."""
        found: list[Given] = []
        for cycle in self.cycles:
            for given in self.administrations:
                if given.id in self.places:
                    found += self._placed(given, self.places[given.id], cycle)
        for course in courses:
            found += self._course(course)
        rank = {given.id: index for index, given in enumerate(self.administrations)}
        return tuple(sorted(found, key=lambda g: (g.first, g.start or datetime.min, rank[g.id])))

    # ------------------------------------------------------------ on days of the cycle

    def _placed(self, given: Administration, place: Placement, cycle: Cycle) -> Iterator[Given]:
        shift = sum(
            days
            for other, days in delays_within(cycle.number, self.changes, self.places)
            if place.follows(other)
        )
        if place.hour is None:
            for day in place.days or (place.day,):
                first = cycle.start + timedelta(day - 1 + shift)
                parts = {"day": day, "hours": place.hours, "implied": place.implied}
                yield self._given(given, cycle.number, "day", (first, first), **parts)
        else:
            yield self._timed(given, place, cycle, shift)

    def _timed(self, given: Administration, place: Placement, cycle: Cycle, shift: int) -> Given:
        assert place.hour is not None
        begin, end = self.span(place, cycle.start + timedelta(shift))
        last = _last_day(begin, end or begin)
        return self._given(
            given,
            cycle.number,
            "timed",
            (begin.date(), last),
            day=place.day,
            start=begin,
            end=end,
            hour=place.hour,
            hours=place.hours,
            cycle_hour=(begin - datetime.combine(cycle.start, time.min)) / timedelta(hours=1),
            implied=place.implied,
        )

    def span(self, place: Placement, cycle_start: date) -> tuple[datetime, datetime | None]:
        """Return start and end of an infusion in a cycle; without a stated duration no end."""
        zone = self.settings.zone
        base = moment(cycle_start + timedelta(place.day - 1), self.clock, zone)
        begin = later(base, place.hour or 0.0, zone)
        if place.hours is None:
            return begin, None
        return begin, later(base, (place.hour or 0.0) + place.hours, zone)

    # ----------------------------------------------------------------- day after day

    def _course(self, course: Course) -> Iterator[Given]:
        given, begins = course.administration, course.begins
        for index, cycle in enumerate(self.cycles):
            late = self._late(given.id, cycle.number)
            running = begins is not None and begins < cycle.start
            begins = begins + timedelta(0 if running else late) if begins is not None else None
            since = cycle.start + timedelta(late) if running else begins
            for first, last, day in _runs(course.days, since, cycle, late):
                endless = begins is not None and index == len(self.cycles) - 1
                yield self._given(
                    given,
                    cycle.number,
                    "daily",
                    (first, last),
                    day=day,
                    per_day=given.frequency.per_day if given.frequency else None,
                    goes_on=endless and self._held(given.id, cycle.number) is None,
                    implied=course.implied,
                )

    def _late(self, administration: str, cycle: int) -> int:
        named = (
            change.days
            for change in self.changes
            if isinstance(change, Delay)
            and (change.cycle, change.administration) == (cycle, administration)
        )
        return sum(named)

    # ------------------------------------------------------------------------ common

    def _given(
        self,
        given: Administration,
        cycle: int,
        kind: Literal["timed", "day", "daily"],
        dates: tuple[date, date],
        **parts: Any,
    ) -> Given:
        reduced = _holding(self.changes, DoseReduction, given.id, cycle)
        return Given(
            id=given.id,
            drug=given.drug,
            cycle=cycle,
            kind=kind,
            first=dates[0],
            last=dates[1],
            published_first=dates[0],
            published_last=dates[1],
            route=given.route.value if given.route else None,
            dose=self.dose(given, reduced),
            held=self._held(given.id, cycle),
            reduced=reduced,
            local=local_parts(given),
            **parts,
        )

    def _held(self, administration: str, cycle: int) -> Hold | None:
        return _holding(self.changes, Hold, administration, cycle)

    def dose(self, given: Administration, reduced: DoseReduction | None = None) -> Dosage | None:
        """Return one dose of an administration, None where the source states none."""
        if given.dose is None:
            return None
        key = (given.id, reduced)
        known = self.doses.get(key)
        if known is None:
            known = dosage(given.dose, given.drug, self.surface, self.settings, reduced)
            self.doses[key] = known
        return known


def local_parts(given: Administration) -> tuple[tuple[str, LocalPlace], ...]:
    """Return the filled-in parts of an administration with who filled them in."""
    places = [
        (name, part.place)
        for name, part in (
            ("dose", given.dose),
            ("route", given.route),
            ("days", given.days),
            ("start_hour", given.start_hour),
            ("duration", given.duration),
            ("frequency", given.frequency),
        )
        if part is not None
    ]
    return tuple((name, place) for name, place in places if isinstance(place, LocalPlace))


def _holding(
    changes: Sequence[Change], kind: type[_C], administration: str, cycle: int
) -> _C | None:
    """Return the last change of a kind that applies to an administration in a cycle."""
    found = None
    for change in changes:
        if not isinstance(change, kind) or change.administration not in ("", administration):
            continue
        if change.cycle == cycle or (change.onwards and change.cycle < cycle):
            found = change
    return found


def _last_day(begin: datetime, end: datetime) -> date:
    """Return the last day on which something runs; what ends at midnight does not run that day."""
    if end > begin and end.time() == time.min:
        return end.date() - timedelta(1)
    return end.date()


def _runs(
    days: tuple[int, ...], since: date | None, cycle: Cycle, late: int
) -> Iterator[tuple[date, date, int]]:
    """Return first and last date of each stretch of days within a cycle, and its first day."""
    if since is not None:
        first = max(cycle.start, since)
        if first <= cycle.last:
            yield first, cycle.last, (first - cycle.start).days + 1
        return
    for low, high in _stretches(days):
        first = cycle.start + timedelta(low - 1 + late)
        last = min(cycle.last, cycle.start + timedelta(high - 1 + late))
        if first <= last:
            yield first, last, low


def _stretches(days: tuple[int, ...]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for day in days:
        if found and day == found[-1][1] + 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found

"""When each cycle begins: every length of a cycle after the one before, and later where it must.

A cycle is moved by a recorded delay, and by the site's calendar where it would begin on a day on
which the site begins none. It never begins earlier, and what moves one cycle moves all later ones:
no interval of the source is shortened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hccreview.clinical.dates import spoken
from hccreview.clinical.plan import Change, Delay
from hccreview.clinical.planning import PlanningSettings
from hccreview.review.schedule.model import Caution, Cycle, Move
from hccreview.review.schedule.placement import Placement

_WEEKEND = 5


def cycles_of(
    start: date,
    length: int,
    number: int,
    changes: Sequence[Change],
    places: dict[str, Placement],
    settings: PlanningSettings,
) -> tuple[tuple[Cycle, ...], tuple[Caution, ...]]:
    """Return the cycles from `start` on, and what is to be said of days that could not be moved."""
    found: list[Cycle] = []
    cautions: list[Caution] = []
    carried = 0
    for index in range(number):
        published = start + timedelta(index * length)
        moves = list(_delays(index + 1, changes))
        planned = published + timedelta(carried + sum(move.days for move in moves))
        shift, caution = _by_calendar(index + 1, planned, settings)
        moves += [shift] if shift else []
        cautions += [caution] if caution else []
        carried += sum(move.days for move in moves)
        begin = published + timedelta(carried)
        found.append(Cycle(index + 1, published, begin, begin, tuple(moves)))
        carried += sum(days for _, days in delays_within(index + 1, changes, places))
    return _ended(found, length, carried), tuple(cautions)


def delays_within(
    cycle: int, changes: Sequence[Change], places: dict[str, Placement]
) -> Iterator[tuple[Placement, int]]:
    """Return the delays of single administrations in a cycle; drugs taken daily hold nothing up."""
    for change in changes:
        if isinstance(change, Delay) and change.cycle == cycle and change.administration in places:
            yield places[change.administration], change.days


def _ended(cycles: list[Cycle], length: int, carried: int) -> tuple[Cycle, ...]:
    """Return the cycles with their last days: the day before the next, at least the full length."""
    if not cycles:
        return ()
    last = cycles[-1]
    extra = carried - (last.start - last.published).days
    ends = [following.start - timedelta(1) for following in cycles[1:]]
    ends.append(last.start + timedelta(length - 1 + extra))
    return tuple(replace(c, last=end) for c, end in zip(cycles, ends, strict=True))


def _delays(cycle: int, changes: Sequence[Change]) -> Iterator[Move]:
    for change in changes:
        if isinstance(change, Delay) and change.cycle == cycle and not change.administration:
            yield Move(change.days, change.reason, change)


def _by_calendar(
    number: int, planned: date, settings: PlanningSettings
) -> tuple[Move | None, Caution | None]:
    if not settings.closed(planned):
        return None, None
    why = "holiday"
    if planned.weekday() in settings.closed_weekdays:
        why = "weekend" if planned.weekday() >= _WEEKEND else "closed weekday"
    for days in range(1, settings.move_within_days + 1):
        if not settings.closed(planned + timedelta(days)):
            told = f"{spoken(planned)} is a {why} (our setting)"
            return Move(days, told), None
    within = f" within {settings.move_within_days} days" if settings.move_within_days else ""
    text = f"Cycle {number} begins on {spoken(planned)}, a {why}; it is not moved{within}."
    return None, Caution("calendar", text)

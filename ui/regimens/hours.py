"""The figure of one cycle by the hour, made from the schedules of all trials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from hccreview.trials.figures import NOT_STATED
from ui.regimens.figures import Band, Bar, Day, HourFigure, Lane
from ui.regimens.lines import (
    LANES,
    ROUTES,
    dose_words,
    short_day,
    short_words,
    told,
    unplaced_told,
    unplaced_words,
)
from ui.regimens.names import about, local_words, rest_words, series_of, silence
from ui.regimens.work import key_of

if TYPE_CHECKING:
    from hccreview.review.schedule.model import Choice, Cycle, Given, Line, Option
    from ui.regimens.work import Planned, Worked

SHORTEST, LONGEST, _DRIFT = 7, 42, 10


def hour_figure(worked: Worked, number: int, *, whole: bool = False) -> HourFigure:
    """Return a cycle of all trials on one axis of days.

    The axis begins with the earliest day 1 and ends after the last infusion, with `whole` after
    the last day of the cycle.
    """
    cycles = {each.trial.id: _cycle(each, number) for each in worked.planned}
    first, days = _axis(worked, cycles, whole)
    series = series_of(worked)
    bands = tuple(
        _band(each, cycles[each.trial.id], first, days, number, series) for each in worked.planned
    )
    alike = all(cycle is None or cycle.start == first for cycle in cycles.values())
    return HourFigure(tuple(_day(worked, first, place, alike) for place in range(days)), bands)


def _cycle(planned: Planned, number: int) -> Cycle | None:
    cycles = planned.schedule.cycles
    return cycles[number - 1] if number <= len(cycles) else None


def _axis(worked: Worked, cycles: Mapping[str, Cycle | None], whole: bool) -> tuple[date, int]:
    """Return the first day and the number of days."""
    there = [cycle for cycle in cycles.values() if cycle is not None]
    if not there:
        return worked.start, SHORTEST
    first = min(cycle.start for cycle in there)
    published = min(cycle.published for cycle in there)
    if (first - published).days <= _DRIFT:
        first = min(first, published)
    if whole:
        last = max(cycle.last for cycle in there)
    else:
        last = max(
            [cycle.start + timedelta(SHORTEST - 1) for cycle in there] + list(_ends(worked, cycles))
        )
    return first, min(max((last - first).days + 1, SHORTEST), LONGEST)


def _ends(worked: Worked, cycles: Mapping[str, Cycle | None]) -> Iterator[date]:
    for each in worked.planned:
        cycle = cycles[each.trial.id]
        if cycle is not None:
            for given in each.schedule.of_cycle(cycle.number):
                if given.kind != "daily":
                    yield given.end.date() if given.end is not None else given.first


def _day(worked: Worked, first: date, place: int, alike: bool) -> Day:
    day = first + timedelta(place)
    weekday, _, when = short_day(day).partition(" ")
    return Day(place + 1 if alike else 0, when, weekday, rest_words(worked, day))


def _band(
    planned: Planned,
    cycle: Cycle | None,
    first: date,
    days: int,
    number: int,
    series: Mapping[str, int],
) -> Band:
    schedule, trial = planned.schedule, planned.trial
    facts = about(planned)
    notes: tuple[str, ...] = ()
    lanes: tuple[Lane, ...] = ()
    if cycle is not None:
        if cycle.start != first:
            facts = f"{facts} · day 1 is {short_day(cycle.start)}"
        bars = list(_bars(planned, cycle, first, days, series))
        lanes = _lanes(bars)
        notes = tuple(_notes(planned, cycle))
    elif schedule.drawable:
        notes = (f"No cycle {number}: {len(schedule.cycles)} cycles are planned.",)
    else:
        notes = tuple(_components(planned))
    return Band(
        trial.id, trial.short_name, facts, lanes, silence(planned), notes, local_words(planned)
    )


def _lanes(bars: Iterable[tuple[str | None, Bar]]) -> tuple[Lane, ...]:
    grouped: dict[str | None, list[Bar]] = {}
    for route, bar in bars:
        grouped.setdefault(route, []).append(bar)
    return tuple(Lane(ROUTES[route], tuple(grouped[route])) for route in LANES if route in grouped)


def _bars(
    planned: Planned, cycle: Cycle, first: date, days: int, series: Mapping[str, int]
) -> Iterator[tuple[str | None, Bar]]:
    published = {
        (given.id, given.day): given
        for given in planned.schedule.published
        if given.cycle == cycle.number
    }
    midnight = datetime.combine(first, time())
    for given in planned.schedule.of_cycle(cycle.number):
        before = published.get((given.id, given.day))
        yield given.route, _bar(planned, given, before, midnight, days, series[given.drug])
    for line in planned.schedule.lines:
        if line.placed or line.stage != "cycle":
            continue
        route = line.administration.route.value if line.administration.route else None
        yield route, _unplaced(planned, line, days, series[line.administration.drug])
    for choice in planned.schedule.choices:
        for option in choice.options:
            if option.id != choice.chosen and option.first is not None:
                yield _route(planned, choice), _reading(planned, choice, option, first, days)


def _bar(
    planned: Planned,
    given: Given,
    published: Given | None,
    midnight: datetime,
    days: int,
    series: int,
) -> Bar:
    start, end = _hours(given, midnight)
    moved = published is not None and (
        published.first != given.first or published.start != given.start
    )
    beyond = given.kind == "daily" and end is not None and end >= 24 * days
    return Bar(
        key=f"{planned.trial.id}|{key_of(given)}",
        start=start,
        end=min(end, 24.0 * days) if beyond and end is not None else end,
        text=short_words(given),
        tell=partial(told, planned, given),
        series=series,
        open=given.kind == "day" or given.dose is None or (given.kind == "timed" and end is None),
        local=bool(given.local),
        mark=_mark(given),
        was=_hours(published, midnight) if moved and published is not None else None,
        goes_on=beyond,
        held=given.held is not None,
    )


def _mark(given: Given) -> str:
    """Return what stands behind the words of a bar: what is open, implied or local."""
    parts = []
    if given.kind == "day":
        parts.append(f"hour {NOT_STATED}")
    elif given.kind == "timed" and given.end is None:
        parts.append(f"duration {NOT_STATED}")
    if given.implied:
        parts.append("?")
    if given.local:
        parts.append("local")
    return f"· {' · '.join(parts)}" if parts else ""


def _hours(given: Given, midnight: datetime) -> tuple[float, float | None]:
    """Return hours on the axis; a day without an hour takes the whole day."""
    if given.kind == "timed" and given.start is not None:
        end = (given.end - midnight).total_seconds() / 3600 if given.end is not None else None
        return (given.start - midnight).total_seconds() / 3600, end
    begin = 24.0 * (given.first - midnight.date()).days
    return begin, 24.0 * ((given.last - midnight.date()).days + 1)


def _unplaced(planned: Planned, line: Line, days: int, series: int) -> Bar:
    """Return a hatched bar over the whole axis: it is given, the source does not say when."""
    given = line.administration
    return Bar(
        key=f"{planned.trial.id}|open|{given.id}",
        start=0.0,
        end=24.0 * days,
        text=unplaced_words(line),
        tell=partial(unplaced_told, planned, line),
        series=series,
        open=True,
        local=bool(line.local),
        mark=f"· start {NOT_STATED}",
        goes_on=True,
    )


def _route(planned: Planned, choice: Choice) -> str | None:
    line = planned.line(choice.id)
    if line is None or line.administration.route is None:
        return None
    return line.administration.route.value


def _reading(planned: Planned, choice: Choice, option: Option, first: date, days: int) -> Bar:
    """Return another reading of the source, from the day it leads to."""
    assert option.first is not None
    begin = 24.0 * (option.first - first).days
    beyond = begin >= 24.0 * days
    when = f"from {short_day(option.first)}"
    return Bar(
        key=f"{planned.trial.id}|reading|{choice.id}|{option.id}",
        start=min(begin, 24.0 * days - 0.01),
        end=24.0 * days,
        text=f"other reading: {when}",
        tell=partial(_reading_words, option, when),
        series=0,
        open=True,
        goes_on=not beyond,
        reading=True,
    )


def _reading_words(option: Option, when: str) -> str:
    place = f"\nSource: {option.place.text}" if option.place is not None else ""
    return (
        f"Other reading of the source, {when} on: {option.label}{place}\n"
        "It can be chosen at the right."
    )


def _notes(planned: Planned, cycle: Cycle) -> Iterator[str]:
    for move in cycle.moves:
        days = "1 day" if move.days == 1 else f"{move.days} days"
        yield f"Cycle {cycle.number} begins {days} later: {move.why}"
    implied = dict.fromkeys(
        words for given in planned.schedule.of_cycle(cycle.number) for words in given.implied
    )
    for words in implied:
        yield f"? {words}"
    for caution in planned.schedule.cautions:
        if caution.kind == "beyond_days":
            yield f"? {caution.text}"


def _components(planned: Planned) -> Iterator[str]:
    """Yield what a trial without a schedule is made of, and any dose that is stated or local."""
    names = [
        f"{line.administration.drug} {dose_words(line.dose)}"
        if line.dose is not None
        else line.administration.drug
        for line in planned.schedule.lines
    ]
    if names:
        yield "Components: " + ", ".join(dict.fromkeys(names))

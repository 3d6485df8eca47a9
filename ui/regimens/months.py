"""A month of the calendar with what happens on each day in all trials."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from hccreview.review.schedule.words import day_text
from ui.regimens.figures import Happening, MonthDay, MonthFigure, Undated
from ui.regimens.lines import (
    LOCAL,
    dose_words,
    often_words,
    told_together,
    unplaced_told,
    unplaced_words,
)
from ui.regimens.names import rest_words, series_of, silence
from ui.regimens.work import key_of

if TYPE_CHECKING:
    from hccreview.review.schedule.model import Given
    from ui.regimens.work import Planned, Worked

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def month_figure(worked: Worked, month: date) -> MonthFigure:
    """Return the month that `month` lies in, in weeks from Monday to Sunday."""
    days = _happenings(worked)
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return MonthFigure(
        f"{_MONTHS[month.month - 1]} {month.year}",
        tuple(
            tuple(_day(worked, day, day.month == month.month, days.get(day, [])) for day in week)
            for week in weeks
        ),
        tuple(each for planned in worked.planned for each in _undated(planned)),
    )


def months_of(worked: Worked) -> tuple[date, date]:
    """Return the first and the last day of anything planned."""
    ends = [cycle.last for each in worked.planned for cycle in each.schedule.cycles]
    return worked.start, max([worked.start, *ends])


def _undated(planned: Planned) -> Iterator[Undated]:
    """Yield a trial that says nothing, else each of its drugs whose start is open."""
    name, schedule = planned.trial.short_name, planned.schedule
    if not schedule.drawable:
        components = ", ".join(dict.fromkeys(each.administration.drug for each in schedule.lines))
        words = f"{name}: {silence(planned)} ({components})"
        yield Undated(f"{planned.trial.id}|silent", f"all of {name}", partial(str, words))
        return
    for line in schedule.lines:
        if not line.placed and line.stage == "cycle":
            words = f"{name}: {unplaced_words(line)}{LOCAL if line.local else ''}"
            key = f"{planned.trial.id}|open|{line.administration.id}"
            yield Undated(key, words, partial(unplaced_told, planned, line))


def _day(worked: Worked, day: date, inside: bool, happenings: list[Happening]) -> MonthDay:
    rest = rest_words(worked, day)
    lines = [day_text(day) + (f" ({rest})" if rest else "")]
    lines += [each.text for each in happenings] or ["nothing planned"]
    return MonthDay(day.day, inside, partial(str, "\n".join(lines)), rest, tuple(happenings))


def _happenings(worked: Worked) -> Mapping[date, list[Happening]]:
    series = series_of(worked)
    found: dict[date, list[Happening]] = {}
    for planned in worked.planned:
        for number in range(1, len(planned.schedule.cycles) + 1):
            for day, happening in _of_cycle(planned, number, series):
                found.setdefault(day, []).append(happening)
    return found


def _of_cycle(
    planned: Planned, number: int, series: Mapping[str, int]
) -> Iterator[tuple[date, Happening]]:
    """Yield one line a day for everything that begins, and one for a pump that still runs."""
    by_day: dict[date, list[Given]] = {}
    for given in planned.schedule.of_cycle(number):
        if given.kind == "daily":
            yield from _daily(planned, given, series)
        else:
            by_day.setdefault(given.first, []).append(given)
    for day, together in by_day.items():
        yield day, _begins(planned, number, together, series)
    yield from _running(planned, number, by_day, series)
    cycle = planned.schedule.cycles[number - 1]
    if cycle.published != cycle.start:
        key = f"{planned.trial.id}|cycle|{number}"
        words = f"{planned.trial.short_name}: cycle {number} by the published schedule"
        yield cycle.published, Happening(key, words, partial(str, words), -1, gone=True)


def _daily(
    planned: Planned, given: Given, series: Mapping[str, int]
) -> Iterator[tuple[date, Happening]]:
    """Yield where days of a drug begin and end; what only goes on is not told in every cycle."""
    runs = [each for each in planned.schedule.given if each.id == given.id]
    place = runs.index(given)
    before = runs[place - 1] if place else None
    after = runs[place + 1] if place + 1 < len(runs) else None
    if before is None or not _goes_on(before, given):
        yield given.first, _daily_words(planned, given, "from today", series)
    if given.held is None and not given.goes_on and (after is None or not _goes_on(given, after)):
        yield given.last, _daily_words(planned, given, "last day", series)


def _goes_on(before: Given, given: Given) -> bool:
    alike = (before.held, before.reduced) == (given.held, given.reduced)
    return alike and before.last + timedelta(1) == given.first


def _daily_words(planned: Planned, given: Given, when: str, series: Mapping[str, int]) -> Happening:
    held = "held: " if given.held else ""
    dose = f"{dose_words(given.dose)}, {often_words(given.per_day)}"
    local = LOCAL if given.local else ""
    name = f"{planned.trial.short_name} C{given.cycle}"
    return Happening(
        f"{planned.trial.id}|{key_of(given)}",
        f"{name}: {held}{given.drug} {dose}{local}, {when}",
        partial(told_together, planned, (given,)),
        series[given.drug],
        gone=given.held is not None,
    )


def _begins(
    planned: Planned, number: int, together: list[Given], series: Mapping[str, int]
) -> Happening:
    drugs = ", ".join(
        dict.fromkeys(f"{'held: ' if each.held else ''}{each.drug}" for each in together)
    )
    first = together[0]
    if len(together) == 1 and first.dose is not None:
        drugs = f"{drugs} {dose_words(first.dose)}"
    drugs += LOCAL if any(each.local for each in together) else ""
    clock = f"{first.start:%H:%M} " if first.start is not None else ""
    return Happening(
        f"{planned.trial.id}|{key_of(first)}",
        f"{clock}{planned.trial.short_name} C{number}: {drugs}",
        partial(told_together, planned, tuple(together)),
        series[first.drug],
        open=first.kind == "day",
        gone=all(each.held is not None for each in together),
    )


def _running(
    planned: Planned, number: int, by_day: Mapping[date, list[Given]], series: Mapping[str, int]
) -> Iterator[tuple[date, Happening]]:
    for together in by_day.values():
        pump = max(
            (each for each in together if each.end is not None and each.held is None),
            key=lambda each: each.end,  # type: ignore[arg-type, return-value]
            default=None,
        )
        if pump is None or pump.end is None:
            continue
        day = pump.first + timedelta(1)
        while day <= pump.end.date():
            last = day == pump.end.date()
            words = f"until {pump.end:%H:%M}" if last else "runs"
            yield (
                day,
                Happening(
                    f"{planned.trial.id}|{key_of(pump)}",
                    f"{planned.trial.short_name} C{number}: {pump.drug} {words}",
                    partial(told_together, planned, (pump,)),
                    series[pump.drug],
                ),
            )
            day += timedelta(1)

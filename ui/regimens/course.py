"""The figure of the whole course by day: cycles, infusions and what is taken every day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from hccreview.review.schedule.words import cycle_text
from hccreview.trials.figures import NOT_STATED
from ui.regimens.figures import Block, CourseBand, CourseFigure, CourseRow
from ui.regimens.lines import (
    LOCAL,
    MONTHS,
    dose_words,
    often_words,
    told_together,
    unplaced_told,
    unplaced_words,
)
from ui.regimens.names import about, local_words, series_of, silence
from ui.regimens.work import key_of

if TYPE_CHECKING:
    from hccreview.review.schedule.model import Cycle, Given
    from ui.regimens.work import Planned, Worked

_SHORTEST = 28


def course_figure(worked: Worked) -> CourseFigure:
    """Return all cycles of all trials on one axis of days."""
    cycles = [cycle for each in worked.planned for cycle in each.schedule.cycles]
    first = min([worked.start, *(min(c.start, c.published) for c in cycles)])
    last = max([first + timedelta(_SHORTEST - 1), *(cycle.last for cycle in cycles)])
    series = series_of(worked)
    bands = tuple(_band(each, first, last, series) for each in worked.planned)
    length = (last - first).days + 1
    return CourseFigure(length, tuple(_months(first, length)), bands)


def _months(first: date, length: int) -> Iterator[tuple[int, str]]:
    yield 0, f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    for place in range(1, length):
        day = first + timedelta(place)
        if day.day == 1:
            year = f" {day.year}" if day.month == 1 else ""
            yield place, f"{MONTHS[day.month - 1]}{year}"


def _band(planned: Planned, first: date, last: date, series: Mapping[str, int]) -> CourseBand:
    trial, schedule = planned.trial, planned.schedule
    rows: tuple[CourseRow, ...] = ()
    if schedule.cycles:
        cycles = CourseRow(
            "Cycles", tuple(_cycle(planned, cycle, first) for cycle in schedule.cycles), -1
        )
        length = (last - first).days + 1
        drugs = _drugs(planned, first, last, series)
        rows = (cycles, *drugs, *_open_rows(planned, length, series))
    return CourseBand(
        trial.id, trial.short_name, about(planned), rows, silence(planned), local_words(planned)
    )


def _cycle(planned: Planned, cycle: Cycle, first: date) -> Block:
    moved = cycle.start != cycle.published
    length = (cycle.last - cycle.start).days
    begins = (cycle.published - first).days
    return Block(
        key=f"{planned.trial.id}|cycle|{cycle.number}",
        first=(cycle.start - first).days,
        last=(cycle.last - first).days,
        text=str(cycle.number) + (" →" if cycle.moves else ""),
        tell=partial(_cycle_words, planned, cycle),
        kind="cycle",
        was=(begins, begins + length) if moved else None,
    )


def _cycle_words(planned: Planned, cycle: Cycle) -> str:
    return f"{planned.trial.short_name}, cycle {cycle.number}: {cycle_text(cycle)}"


def _drugs(
    planned: Planned, first: date, last: date, series: Mapping[str, int]
) -> Iterator[CourseRow]:
    """Yield a line a drug; drugs of one infusion share theirs where their days are the same."""
    grouped: dict[tuple[str | None, str, tuple[date, ...]], list[str]] = {}
    by_id: dict[str, list[Given]] = {}
    for given in planned.schedule.given:
        by_id.setdefault(given.id, []).append(given)
    for name, all_given in by_id.items():
        days = tuple(each.first for each in all_given)
        grouped.setdefault((all_given[0].route, all_given[0].kind, days), []).append(name)
    for names in grouped.values():
        shown = [by_id[name] for name in names]
        label = ", ".join(dict.fromkeys(_label(planned, each[0]) for each in shown))
        blocks = tuple(
            _block(planned, together, first, last) for together in zip(*shown, strict=True)
        )
        yield CourseRow(label, blocks, series[shown[0][0].drug])


def _label(planned: Planned, given: Given) -> str:
    """Return the drug, with the stated dose and frequency where it is taken every day."""
    words, line = given.drug, planned.line(given.id)
    if given.kind == "daily" and line is not None:
        words = f"{words} {dose_words(line.dose)}, {often_words(given.per_day)}"
    return f"{words}{LOCAL if given.local else ''}"


def _block(planned: Planned, together: tuple[Given, ...], first: date, last: date) -> Block:
    given = together[0]
    end = last if given.goes_on else given.last
    if given.end is not None:
        end = max(end, *(each.end.date() for each in together if each.end is not None))
    moved = given.moved != 0
    was = (
        (given.published_first - first).days,
        (given.published_last - first).days + (end - given.last).days,
    )
    held = [each.held is not None for each in together]
    marks = "held" if all(held) else "partly held" if any(held) else ""
    if not marks and any(each.reduced is not None for each in together):
        marks = "reduced"
    return Block(
        key=f"{planned.trial.id}|{key_of(given)}",
        first=(given.first - first).days,
        last=(end - first).days,
        text=marks,
        tell=partial(told_together, planned, together),
        kind="held" if all(held) else given.kind,
        open=given.kind == "day",
        was=was if moved else None,
    )


def _open_rows(planned: Planned, length: int, series: Mapping[str, int]) -> Iterator[CourseRow]:
    """Yield a hatched line over the whole course for each drug whose start is open."""
    for line in planned.schedule.lines:
        if line.placed or line.stage != "cycle":
            continue
        given = line.administration
        block = Block(
            key=f"{planned.trial.id}|open|{given.id}",
            first=0,
            last=length - 1,
            text=f"start {NOT_STATED}",
            tell=partial(unplaced_told, planned, line),
            kind="open",
            open=True,
        )
        label = f"{unplaced_words(line)}{LOCAL if line.local else ''}"
        yield CourseRow(label, (block,), series[given.drug])

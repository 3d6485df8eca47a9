"""The schedule as rows of a table: the twin of the figures for readers, the clipboard and paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hccreview.review.schedule.words import change_text, route_text, when_text
from hccreview.trials.figures import NOT_STATED
from ui.regimens.lines import LOCAL, dose_words, flags_of, open_words, short_words, unplaced_words
from ui.regimens.names import silence
from ui.regimens.work import key_of

if TYPE_CHECKING:
    from hccreview.review.schedule.model import Given, Line
    from ui.regimens.work import Planned, Worked

HEADINGS = ("Trial", "Cycle, day", "When", "What", "Dose, arithmetic", "Source, remarks")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line; `key` names the same thing as in the figures."""

    key: str
    cells: tuple[str, ...]
    held: bool = False


def table_rows(worked: Worked, cycle: int | None = None) -> tuple[TableRow, ...]:
    """Return a row for each administration (of one cycle), then what a source leaves open."""
    return tuple(row for planned in worked.planned for row in _rows(planned, cycle))


def _rows(planned: Planned, cycle: int | None) -> Iterator[TableRow]:
    schedule, trial = planned.schedule, planned.trial
    for given in schedule.given:
        if cycle is None or given.cycle == cycle:
            yield _row(planned, given)
    for line in schedule.lines:
        if not line.placed and schedule.drawable:
            yield _open_row(planned, line)
    if not schedule.drawable:
        names = ", ".join(dict.fromkeys(_component(line) for line in schedule.lines))
        cells = (trial.short_name, "", f"Schedule {NOT_STATED}", names or NOT_STATED)
        dose = "" if "Doses" not in silence(planned) else f"Doses {NOT_STATED}"
        yield TableRow(f"{trial.id}|silent", (*cells, dose, schedule.regimen.place.text))


def _component(line: Line) -> str:
    drug = line.administration.drug
    return f"{drug} {dose_words(line.dose)}" if line.dose is not None else drug


def _row(planned: Planned, given: Given) -> TableRow:
    line = planned.line(given.id)
    arithmetic = given.dose.arithmetic if given.dose is not None else f"Dose {NOT_STATED}"
    return TableRow(
        f"{planned.trial.id}|{key_of(given)}",
        (
            planned.trial.short_name,
            f"{given.cycle}, day {given.day}",
            when_text(given),
            f"{short_words(given)}{LOCAL if given.local else ''}; {route_text(given.route)}",
            arithmetic,
            "; ".join(_remarks(given, line)),
        ),
        held=given.held is not None,
    )


def _remarks(given: Given, line: Line | None) -> Iterator[str]:
    if line is not None:
        yield line.administration.place.text
        if words := open_words(line):
            yield words
        if flags := flags_of(line):
            yield f"flags {', '.join(flags)}"
    if words := change_text(given):
        yield words
    yield from (f"implied: {words}" for words in given.implied)
    yield from dict.fromkeys(place.text for _, place in given.local)


def _open_row(planned: Planned, line: Line) -> TableRow:
    given = line.administration
    route = given.route.value if given.route is not None else None
    stage = "maintenance" if line.stage == "maintenance" else "every"
    return TableRow(
        f"{planned.trial.id}|open|{given.id}",
        (
            planned.trial.short_name,
            stage,
            f"Start {NOT_STATED}",
            f"{unplaced_words(line)}; {route_text(route)}",
            line.dose.arithmetic if line.dose is not None else f"Dose {NOT_STATED}",
            "; ".join(part for part in (given.place.text, open_words(line)) if part),
        ),
    )

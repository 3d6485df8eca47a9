"""The regimens side by side: doses of one cycle for this patient, each on a strip of its days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hccreview.clinical.dates import spoken
from hccreview.review.schedule.words import FORMULAS
from hccreview.trials.figures import NOT_STATED
from ui.presentation.frame import flowing, heading
from ui.presentation.shapes import LARGE, Block, Box, Piece, Slide, moved
from ui.presentation.sheet import GAP, Area, Sheet, below, shifted, shortened
from ui.regimens.lines import LANES, ROUTES, implied_days, short_words, unplaced_words

if TYPE_CHECKING:
    from hccreview.meeting.board_case import BoardCase
    from hccreview.review.schedule.model import Given, Line, Schedule
    from hccreview.trials.model import Trial

_BETWEEN, _APART = 36.0, 3.0
_STRIP = 0.29  # of the width of a column
_TICKS = (1, 8, 15, 22)
_TITLE = "Regimens side by side"


def regimen_slides(board: BoardCase, sheet: Sheet) -> list[Slide]:
    """Return the regimens with a schedule in pairs; those without one are named below."""
    trials = {each.trial.id: each.trial for each in board.comparison.assessments}
    found = _drawable(board)
    if not board.schedules:
        told = "No first dose is planned for this case, so nothing is scheduled."
        return flowing(_TITLE, [sheet.text(told, sheet.body.width, LARGE, "unknown")], sheet)
    foot = _foot(found, board.schedules.values(), trials, sheet)
    body = sheet.body
    height = body.height - foot.height - GAP
    below_all = shifted(foot, body.x, body.bottom - foot.height)
    slides = []
    for start in range(0, len(found), 2):
        pair = found[start : start + 2]
        pieces = [
            p
            for place, each in enumerate(pair)
            for p in _column(each, trials, sheet, height, place)
        ]
        slides.append(Slide(_TITLE, (*pieces, *below_all)))
    return slides or [Slide(_TITLE, shifted(foot, body.x, body.y))]


def open_slides(board: BoardCase, sheet: Sheet) -> list[Slide]:
    """Return by trial how its source was read, and what follows the cycles without a dose."""
    trials = {each.trial.id: each.trial for each in board.comparison.assessments}
    width = sheet.body.width
    blocks: list[Block] = []
    for schedule in _drawable(board):
        told = [sheet.marked("!", each.text, width, "unknown") for each in schedule.cautions]
        told += [sheet.marked("?", each, width, "unknown") for each in implied_days(schedule)]
        told += _unplaced(schedule, sheet, width, "maintenance")
        if told:
            head = heading(sheet, trials[schedule.trial].short_name, width)
            blocks += [below(head, told[0], gap=_APART), *told[1:]]
    return flowing("Regimens: what the source leaves open", blocks, sheet)


def _drawable(board: BoardCase) -> list[Schedule]:
    known = {each.trial.id for each in board.comparison.assessments}
    return [each for each in board.schedules.values() if each.drawable and each.trial in known]


def _column(
    schedule: Schedule, trials: dict[str, Trial], sheet: Sheet, height: float, place: int
) -> Iterable[Piece]:
    body = sheet.body
    width = (body.width - _BETWEEN) / 2
    head = _head(schedule, trials[schedule.trial], sheet, width)
    rows = [*_given_rows(schedule, sheet, width), *_unplaced(schedule, sheet, width, "cycle")]
    room = Area(0, 0, width, height - head.height - _APART)
    shown = shortened(sheet, rows, room, " on the Regimens page", gap=_APART)
    whole = below(head, shown, gap=_APART)
    return shifted(whole, body.x + place * (width + _BETWEEN), body.y)


def _head(schedule: Schedule, trial: Trial, sheet: Sheet, width: float) -> Block:
    name = sheet.text(trial.short_name, width, 32.0, bold=True)
    length, most = schedule.cycle_length, schedule.maximum_cycles
    cycles = f"{length}-day cycle" if length is not None else f"length of a cycle {NOT_STATED}"
    times = f"up to {most} cycles" if most is not None else f"number of cycles {NOT_STATED}"
    about = sheet.text(f"{cycles}, {times}", width * (1 - _STRIP) - GAP, tone="muted")
    return below(name, Block(about.height, (*about.pieces, *_ticks(schedule, sheet, width))))


def _days(schedule: Schedule) -> int:
    return schedule.cycle_length or max(schedule.days, 21)


def _ticks(schedule: Schedule, sheet: Sheet, width: float) -> list[Piece]:
    """Return the numbers of the first days of weeks above the strips."""
    days, left = _days(schedule), width * (1 - _STRIP)
    step = width * _STRIP / days
    shown = [day for day in _TICKS if day <= days]
    return [
        moved(
            sheet.line("day 1" if day == 1 and step > 14 else str(day), tone="muted"),
            left + (day - 1) * step,
            0,
        )
        for day in shown
    ]


def _given_rows(schedule: Schedule, sheet: Sheet, width: float) -> list[Block]:
    """Return what is given in the first cycle, route by route, each with its strip."""
    first = schedule.of_cycle(schedule.cycles[0].number) if schedule.cycles else ()
    rows: list[Block] = []
    for route in LANES:
        found = [each for each in first if each.route == route]
        if found:
            told = [_given_row(each, schedule, sheet, width) for each in found]
            told[0] = below(heading(sheet, ROUTES[route], width), told[0])
            rows += told
    return rows


def _given_row(given: Given, schedule: Schedule, sheet: Sheet, width: float) -> Block:
    told = sheet.text(short_words(given), width * (1 - _STRIP) - 2 * GAP)
    days, left = _days(schedule), width * (1 - _STRIP)
    step = width * _STRIP / days
    first = (given.first - schedule.cycles[0].start).days
    last = min((given.last - schedule.cycles[0].start).days, days - 1)
    top, high = 6 * sheet.grow, 24 * sheet.grow
    line = Box(left, top, width * _STRIP, high, "neutral_tint", 4)
    tone = "muted" if given.held is not None else "accent"
    bar = Box(left + first * step, top, max((last - first + 1) * step, 6), high, tone, 3)
    return Block(told.height, (*told.pieces, line, bar))


def _unplaced(schedule: Schedule, sheet: Sheet, width: float, stage: str) -> list[Block]:
    """Return what has no day, and what follows the cycles: named, with what is not stated."""
    placed = {each.id for each in schedule.given}
    lines = [
        each
        for each in schedule.lines
        if each.administration.id not in placed and each.stage == stage
    ]
    return [sheet.marked("?", _open_words(each), width, "unknown") for each in lines]


def _open_words(line: Line) -> str:
    told = unplaced_words(line)
    if line.dose is None:
        told = f"{line.administration.drug}: dose and days {NOT_STATED}"
        parts = {each.part for each in line.open}
        if "days" not in parts:
            told = f"{line.administration.drug}: dose {NOT_STATED}"
    else:
        told += f": days {NOT_STATED}"
    return f"Maintenance: {told}" if line.stage == "maintenance" else told


def _foot(
    found: list[Schedule], every: Iterable[Schedule], trials: dict[str, Trial], sheet: Sheet
) -> Block:
    """Return what the doses rest on, and the trials that cannot be drawn."""
    parts = []
    if found:
        parts.append(f"{_start_words(found, trials)}; {_surface_words(found[0])}")
    silent = [trials[s.trial].short_name for s in every if s.trial in trials and not s.drawable]
    if silent:
        parts.append(f"Doses and days {NOT_STATED}: {', '.join(silent)}.")
    return below(*(sheet.text(part, sheet.body.width, tone="muted") for part in parts))


def _start_words(found: list[Schedule], trials: dict[str, Trial]) -> str:
    first = found[0]
    if len({(schedule.start, schedule.time) for schedule in found}) == 1:
        whose = "as chosen" if first.time_chosen else "our setting"
        return f"Planned from {spoken(first.start)}, infusions at {first.time:%H:%M} ({whose})"
    starts = [f"{trials[s.trial].short_name} from {spoken(s.start)}, {s.time:%H:%M}" for s in found]
    return f"Planned: {', '.join(starts)}"


def _surface_words(schedule: Schedule) -> str:
    surface = schedule.surface
    if surface is None:
        return f"body surface not known. {' '.join(schedule.patient.missing)}".strip()
    weight = surface.weight
    when = spoken(weight.on) if weight.on is not None else "no date"
    told = f"body surface {surface.value:.2f} m² ({FORMULAS[surface.formula]})"
    return f"{told}, weight {weight.value:g} kg of {when}."

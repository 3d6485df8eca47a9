"""Schedules as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.clinical.dates import spoken
from hccreview.review.compare import Comparison
from hccreview.review.digest import made_from
from hccreview.review.explain import STATEMENT
from hccreview.review.schedule.burden import burden
from hccreview.review.schedule.checks import checks
from hccreview.review.schedule.model import Given, Line, Schedule
from hccreview.review.schedule.openings import PART_NAMES
from hccreview.review.schedule.words import (
    amount_text,
    change_text,
    cycle_text,
    dose_text,
    rounding_text,
    route_text,
    start_text,
    surface_text,
    when_text,
)
from hccreview.trials.figures import NOT_STATED
from ui.commands.layout import wrapped

_SIGNS = {"warning": "!", "unknown": "?", "none_found": "·", "not_stated": "–"}


def schedules_text(schedules: tuple[Schedule, ...], comparison: Comparison) -> str:
    """Return all schedules of a case, one block a trial, and the statement."""
    case = comparison.case
    lines = [wrapped(f"Case {case.code}, as known on {spoken(comparison.anchors.as_of)}")]
    if schedules:
        lines.append(wrapped(f"{surface_text(schedules[0])} {rounding_text(schedules[0])}"))
    for schedule in schedules:
        lines += ["", *_schedule(schedule, comparison)]
    compared = (assessment.trial for assessment in comparison.assessments)
    lines += ["", wrapped(STATEMENT), wrapped(made_from(compared))]
    if case.synthetic:
        lines.append("A synthetic case: no patient stands behind it.")
    return "\n".join(lines)


def _schedule(schedule: Schedule, comparison: Comparison) -> Iterator[str]:
    trial = comparison.assessment(schedule.trial).trial
    yield wrapped(f"{trial.id}  {trial.short_name}, arm {schedule.arm}")
    if schedule.drawable:
        yield wrapped(start_text(schedule), "  ")
    else:
        yield wrapped(f"Nothing can be dated: days and doses are {NOT_STATED}.", "  ")
    for caution in schedule.cautions:
        yield wrapped(caution.text, "  ! ")
    for cycle in schedule.cycles:
        yield wrapped(f"Cycle {cycle.number}: {cycle_text(cycle)}", "  ", "    ")
        for given in schedule.of_cycle(cycle.number):
            yield wrapped(_given(given), "    ", "      ")
    yield from _open(schedule)
    yield "  Cumulative doses of the planned cycles"
    for total in schedule.totals:
        per_m2 = f", {amount_text(total.per_m2)}" if total.per_m2 else ""
        onwards = "; goes on after them" if total.goes_on else ""
        yield wrapped(f"{total.drug}: {amount_text(total.mg)}{per_m2}{onwards}", "    ", "      ")
    yield "  Burden, only from what is stated"
    for line in burden(schedule).lines:
        if not line.id.startswith("cumulative:"):
            note = f" [{line.note}]" if line.note else ""
            yield wrapped(f"{line.label}: {line.text}{note}", "    ", "      ")
    yield "  Checks for this patient"
    for check in checks(comparison, schedule):
        yield wrapped(check.text, f"    {_SIGNS[check.state]} ")


def _given(given: Given) -> str:
    parts = [f"{given.drug} ({route_text(given.route)}): {when_text(given)}", dose_text(given)]
    if change := change_text(given):
        parts.append(f"[{change}]")
    if given.implied:
        parts.append(f"[{'; '.join(given.implied)}]")
    return "; ".join(parts)


def _open(schedule: Schedule) -> Iterator[str]:
    whole = [PART_NAMES[part.part] for part in schedule.open if not part.administration]
    lines = [line for line in schedule.lines if line.open]
    if not whole and not lines:
        return
    yield f"  {NOT_STATED.capitalize()}"
    if whole:
        yield wrapped(f"the regimen: {', '.join(whole)}", "    ", "      ")
    for line in lines:
        yield wrapped(_open_line(line), "    ", "      ")


def _open_line(line: Line) -> str:
    parts = [
        f"{PART_NAMES[part.part]}{f' ({part.remark})' if part.remark else ''}" for part in line.open
    ]
    stage = " (maintenance)" if line.stage == "maintenance" else ""
    dose = ""
    if not line.placed and line.dose is not None and line.stage == "cycle":
        often = line.administration.frequency
        dose = f" {line.dose.arithmetic}{f' {often.value}' if often else ''};"
    return f"{line.administration.drug}{stage}:{dose} {', '.join(parts)}"

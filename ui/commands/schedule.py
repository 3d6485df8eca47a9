"""``schedule``: the regimens worked out for a case, as text, JSON or a calendar file."""

from __future__ import annotations

import json as json_format
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path

from hccreview.clinical.case import Case
from hccreview.clinical.plan import Plan
from hccreview.clinical.planning import PlanningSettings
from hccreview.errors import ReviewError
from hccreview.exchange.local_file import read_local
from hccreview.review.compare import Comparison
from hccreview.review.digest import made_from
from hccreview.review.schedule.build import plan_for, schedule_of, start_of
from hccreview.review.schedule.model import Schedule
from hccreview.trials.library import read_library
from hccreview.trials.local import LocalProtocol
from hccreview.trials.model import Trial
from ui.commands.cases import find_case, protocols_known
from ui.commands.clock import now
from ui.commands.compare import Days, chosen_trials, compare_on
from ui.commands.schedule_json import report
from ui.commands.schedule_text import schedules_text
from ui.planning_choice import chosen_planning


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed; None and empty leave the case's plan as it is, or the source's own."""

    start: date | None = None
    clock: time | None = None
    cycles: int | None = None
    arm: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


def show_schedules(
    case: str,
    trials: list[str],
    start: date | None,
    clock: time | None,
    cycles: int | None,
    arm: str | None,
    choices: list[tuple[str, str]],
    local: Path | None,
    as_of: date | None,
    json: bool,
    ics: Path | None,
    database: Path | None = None,
) -> None:
    """Print the schedules of a case, and write the calendar file where one is asked for."""
    found = find_case(case, database)
    chosen = chosen_trials(read_library(), trials)
    wanted = Wanted(start, clock, cycles, arm, tuple(choices))
    comparison = compare_on(found, chosen, Days(as_of=as_of))
    protocols = protocols_of(case, local, database)
    schedules = worked_out(comparison, chosen, wanted, chosen_planning(), protocols)
    if ics is not None:
        from hccreview.reports.calendar_file import write_calendar

        write_calendar(schedules, found.code, ics, stamp=now(), versions=made_from(chosen))
    if json:
        told = report(schedules, comparison)
        print(json_format.dumps(told, ensure_ascii=False, indent=2, allow_nan=False))
        return
    print(schedules_text(schedules, comparison))
    if ics is not None:
        print(f"\nCalendar: {ics}")


def worked_out(
    comparison: Comparison,
    trials: tuple[Trial, ...],
    wanted: Wanted,
    settings: PlanningSettings,
    protocols: Mapping[str, LocalProtocol],
) -> tuple[Schedule, ...]:
    """Return the schedule of each trial; raises ReviewError where a start is missing."""
    case, as_of = comparison.case, comparison.anchors.as_of
    if wanted.choices and len(trials) > 1:
        raise ReviewError("--variant belongs to one trial; name it with --trial.")
    return tuple(
        schedule_of(
            case,
            trial,
            _plan(case, trial, wanted, protocols.get(trial.id), alone=len(trials) == 1),
            as_of,
            settings,
            protocols.get(trial.id),
        )
        for trial in trials
    )


def protocols_of(case: str, local: Path | None, database: Path | None) -> dict[str, LocalProtocol]:
    """Return the local protocols by trial: those in force in the store, and the one in a file."""
    found = protocols_known(case, database)
    if local is not None:
        protocol = read_local(local)
        found[protocol.trial] = protocol
    return found


def _plan(
    case: Case, trial: Trial, wanted: Wanted, protocol: LocalProtocol | None, *, alone: bool
) -> Plan:
    planned = case.plan(trial.id)
    start = wanted.start or (planned.start if planned else start_of(case))
    if start is None:
        raise ReviewError("No start is planned for this case; name it: --start 2026-12-01.")
    plan = plan_for(case, trial.id, start)
    arms = [arm.id for arm in trial.arms]
    if wanted.arm is not None and (alone or wanted.arm in arms):
        plan = replace(plan, arm=wanted.arm)
    cycles = wanted.cycles if alone else _possible(trial, wanted.cycles, protocol)
    return replace(
        plan,
        time=wanted.clock or plan.time,
        cycles=cycles or plan.cycles,
        choices=tuple({**dict(plan.choices), **dict(wanted.choices)}.items()),
    )


def _possible(trial: Trial, cycles: int | None, protocol: LocalProtocol | None) -> int | None:
    """Return the cycles asked for of several trials, at most those that a trial has."""
    figure = trial.regimen.maximum_cycles
    most = figure.value if figure else protocol and protocol.maximum_cycles
    if trial.regimen.cycle_length is None and not (protocol and protocol.cycle_length):
        return None
    return min(cycles, most) if cycles is not None and isinstance(most, int) else cycles

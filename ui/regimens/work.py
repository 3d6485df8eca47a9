"""What the Regimens page works out: the schedule of each trial for the case on screen.

Pure functions on values; the page calls them again after every change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from hccreview.clinical.editing import with_plan
from hccreview.review.schedule.build import plan_for, schedule_of
from hccreview.review.schedule.build import start_of as planned_start

if TYPE_CHECKING:
    from hccreview.clinical.case import Case
    from hccreview.clinical.plan import Plan
    from hccreview.clinical.planning import PlanningSettings
    from hccreview.review.schedule.model import Given, Line, Schedule
    from hccreview.trials.local import LocalProtocol
    from hccreview.trials.model import Trial


@dataclass(frozen=True, slots=True)
class Planned:
    """One trial with the plan that was used and the schedule that follows from it."""

    trial: Trial
    plan: Plan
    schedule: Schedule
    protocol: LocalProtocol | None = None

    def line(self, name: str) -> Line | None:
        """Return the line of an administration."""
        return next((line for line in self.schedule.lines if line.administration.id == name), None)


@dataclass(frozen=True, slots=True)
class Worked:
    """All trials for a case from one start; `recorded`: the start stands in the case."""

    case: Case
    as_of: date
    start: date
    recorded: bool
    planned: tuple[Planned, ...]

    def of(self, trial: str) -> Planned | None:
        """Return what is planned in a trial."""
        return next((each for each in self.planned if each.trial.id == trial), None)

    @property
    def longest(self) -> int:
        """The largest number of cycles of any trial, at least 1."""
        return max([1, *(len(each.schedule.cycles) for each in self.planned)])

    def find(self, key: str) -> tuple[Planned, Given] | None:
        """Return what the key of a bar stands for."""
        trial, _, rest = key.partition("|")
        planned = self.of(trial)
        if planned is None:
            return None
        return next(
            ((planned, given) for given in planned.schedule.given if key_of(given) == rest), None
        )


def key_of(given: Given) -> str:
    """Return what names an administration of a cycle within its trial."""
    return f"{given.cycle}|{given.id}|{given.day}"


def work_out(
    case: Case,
    trials: tuple[Trial, ...],
    as_of: date,
    protocols: Mapping[str, LocalProtocol],
    settings: PlanningSettings,
) -> Worked:
    """Return the schedules of all trials; raises ReviewError."""
    start, recorded = start_of(case, as_of)
    planned = []
    for trial in trials:
        plan = case.plan(trial.id) or plan_for(case, trial.id, start)
        protocol = protocols.get(trial.id)
        made = schedule_of(case, trial, plan, as_of, settings, protocol)
        planned.append(Planned(trial, plan, made, protocol))
    return Worked(case, as_of, start, recorded, tuple(planned))


def start_of(case: Case, as_of: date) -> tuple[date, bool]:
    """Return the start the trials share, and whether the case records it as a plan.

    Without a plan it is the day of the first dose, or the day of the review.
    """
    return planned_start(case) or as_of, bool(case.plans)


def replanned(worked: Worked, **changed: object) -> Case:
    """Return the case with something changed in the plan of every trial (start, time, formula …).

    A number of cycles is kept within what each source states; without a length of the cycle there
    is only one.
    """
    case = worked.case
    for each in worked.planned:
        plan = replace(each.plan, **changed)  # type: ignore[arg-type]
        most, length = each.schedule.maximum_cycles, each.schedule.cycle_length
        beyond = most is not None and plan.cycles is not None and plan.cycles >= most
        if beyond or length is None:
            plan = replace(plan, cycles=None)
        case = with_plan(case, plan)
    return case


def with_choice(worked: Worked, trial: str, choice: str, option: str) -> Case:
    """Return the case with a reading of the source chosen for a trial."""
    planned = worked.of(trial)
    assert planned is not None
    others = tuple(each for each in planned.plan.choices if each[0] != choice)
    return with_plan(worked.case, replace(planned.plan, choices=(*others, (choice, option))))

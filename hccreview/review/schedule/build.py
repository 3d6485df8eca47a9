"""The schedule of a regimen for one patient: a pure function of the inputs of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from hccreview.clinical.case import Case
from hccreview.clinical.fields import suggestion
from hccreview.clinical.plan import Change, Plan
from hccreview.clinical.planning import PlanningSettings, bundled_planning
from hccreview.errors import ReviewError
from hccreview.review.compare import Comparison
from hccreview.review.schedule.cautions import cautions_of
from hccreview.review.schedule.cycles import cycles_of
from hccreview.review.schedule.dosing import surface_of
from hccreview.review.schedule.giving import Giver, local_parts
from hccreview.review.schedule.model import (
    Caution,
    Choice,
    Cycle,
    Given,
    Line,
    OpenPart,
    Patient,
    Schedule,
)
from hccreview.review.schedule.openings import open_parts, regimen_parts
from hccreview.review.schedule.patient import patient_of
from hccreview.review.schedule.placement import ORDER, placements
from hccreview.review.schedule.readings import chosen_courses, order_choice
from hccreview.review.schedule.totals import totals_of
from hccreview.trials.figures import Figure
from hccreview.trials.local import LocalProtocol, with_local
from hccreview.trials.model import Trial
from hccreview.trials.regimen import Administration, Regimen


def schedule_of(
    case: Case,
    trial: Trial,
    plan: Plan,
    as_of: date,
    settings: PlanningSettings | None = None,
    protocol: LocalProtocol | None = None,
) -> Schedule:
    """Return the schedule of a plan for a case, as it is known on `as_of`.

    Raises ReviewError for a plan of another trial, an arm the trial does not have, an unknown
    choice, more cycles than the source states, or a local protocol that fills what is stated.
    """
    for what, named in (("plan", plan.trial), ("local protocol", protocol and protocol.trial)):
        if named and named != trial.id:
            raise ReviewError(f"The {what} belongs to {named}, not to {trial.id}.")
    arms = [arm.id for arm in trial.arms]
    arm = plan.arm or dict(case.arms).get(trial.id, trial.default_arm.id)
    if arm not in arms:
        near = suggestion(arm, arms) or f"; known: {', '.join(arms)}."
        raise ReviewError(f"{trial.id} has no arm “{arm}”{near}")
    regimen = trial.regimen if protocol is None else with_local(trial.regimen, protocol)
    return schedule(
        regimen,
        patient_of(case, as_of),
        plan.start,
        plan.cycles,
        plan.changes,
        trial=trial.id,
        arm=arm,
        clock=plan.time,
        choices=dict(plan.choices),
        settings=(settings or bundled_planning()).of_plan(plan),
    )


def planned_schedules(
    comparison: Comparison,
    settings: PlanningSettings | None = None,
    protocols: Mapping[str, LocalProtocol] | None = None,
) -> tuple[Schedule, ...]:
    """Return the schedules of the compared trials; none where the case names no start."""
    case, known, start = comparison.case, protocols or {}, start_of(comparison.case)
    if start is None:
        return ()
    trials = (assessment.trial for assessment in comparison.assessments)
    planned = ((trial, case.plan(trial.id) or Plan(trial.id, start)) for trial in trials)
    return tuple(
        schedule_of(case, trial, plan, comparison.anchors.as_of, settings, known.get(trial.id))
        for trial, plan in planned
    )


def start_of(case: Case) -> date | None:
    """Return the start for trials without a plan: the earliest planned, else the first dose."""
    return min((plan.start for plan in case.plans), default=case.first_dose)


def plan_for(case: Case, trial: str, start: date) -> Plan:
    """Return the case's plan of a trial with another start, or a new plan."""
    planned = case.plan(trial)
    return Plan(trial, start) if planned is None else replace(planned, start=start)


def schedule(
    regimen: Regimen,
    patient: Patient,
    start: date,
    cycles: int | None = None,
    changes: Sequence[Change] = (),
    *,
    trial: str = "",
    arm: str = "",
    clock: time | None = None,
    choices: Mapping[str, str] | None = None,
    settings: PlanningSettings | None = None,
) -> Schedule:
    """Return what a regimen means for a patient from `start` on (day 1 of cycle 1).

    `cycles` None: as many as the source states at most, or one. `clock` is the time of hour 0 of
    each infusion; None: the site's. Nothing the source leaves open is filled in. Raises ReviewError
    for more cycles than the source states, and for a choice that is not known.
    """
    settings, wanted = settings or bundled_planning(), dict(choices or {})
    used = _of_arm(regimen.administrations, arm)
    length, most = _number(regimen.cycle_length), _number(regimen.maximum_cycles)
    order = order_choice(used, wanted.get(ORDER, ""))
    places = placements(used, order.chosen if order else "")
    span = length or max((place.day for place in places.values()), default=1)
    surface, hour_0 = surface_of(patient, settings), clock or settings.start_time
    giver = Giver(used, places, (), span, tuple(changes), hour_0, settings, surface)
    number = _cycles(cycles, length, most, trial)
    planned = _given(giver, start, number, wanted)
    published = planned.given
    if changes or any(cycle.start != cycle.published for cycle in planned.cycles):
        unmoved = replace(settings, move_within_days=0)
        unchanged = replace(giver, changes=(), settings=unmoved)
        published = _given(unchanged, start, number, wanted).given
    lines = _lines(giver, _of_arm(regimen.maintenance, arm), planned.given)
    result = Schedule(
        trial=trial,
        regimen=regimen,
        arm=arm,
        start=start,
        time=hour_0,
        time_chosen=clock is not None,
        settings=settings,
        patient=patient,
        surface=surface,
        cycle_length=length,
        maximum_cycles=most,
        cycles=planned.cycles if planned.given else (),
        lines=lines,
        given=_paired(planned.given, published),
        published=published,
        open=(*regimen_parts(regimen), *(part for line in lines for part in line.open)),
        choices=((order,) if order else ()) + planned.choices,
        cautions=planned.cautions if planned.given else (),
        totals=(),
    )
    _check_choices(result, wanted)
    result = replace(result, totals=totals_of(result))
    return replace(result, cautions=(*result.cautions, *cautions_of(result, changes)))


@dataclass(frozen=True, slots=True)
class _Planned:
    """The cycles, and what is given in them under one set of changes."""

    cycles: tuple[Cycle, ...]
    given: tuple[Given, ...]
    choices: tuple[Choice, ...]
    cautions: tuple[Caution, ...]


def _given(giver: Giver, start: date, number: int, wanted: Mapping[str, str]) -> _Planned:
    cycles, cautions = cycles_of(
        start, giver.length, number, giver.changes, giver.places, giver.settings
    )
    dated = replace(giver, cycles=cycles)
    courses, choices = chosen_courses(dated, wanted)
    return _Planned(cycles, dated.all(courses), choices, cautions)


def _lines(
    giver: Giver, maintenance: tuple[Administration, ...], given: tuple[Given, ...]
) -> tuple[Line, ...]:
    placed = {each.id for each in given}
    return (
        *(_line(giver, each, each.id in placed) for each in giver.administrations),
        *(_line(giver, each, False, maintenance=True) for each in maintenance),
    )


def _number(figure: Figure | None) -> int | None:
    value = figure.value if figure is not None else None
    return value if isinstance(value, int) and value > 0 else None


def _of_arm(given: tuple[Administration, ...], arm: str) -> tuple[Administration, ...]:
    return tuple(each for each in given if not each.arms or not arm or arm in each.arms)


def _cycles(asked: int | None, length: int | None, most: int | None, trial: str) -> int:
    """Return how many cycles are planned; without a length of the cycle there is only the first."""
    if asked is not None and most is not None and asked > most:
        raise ReviewError(
            f"{trial or 'The source'} states at most {most} cycles; {asked} cannot be planned."
        )
    if asked is not None and asked > 1 and length is None:
        raise ReviewError(
            f"{trial or 'The source'} states no length of a cycle; only one can be planned."
        )
    if length is None:
        return 1
    return asked or most or 1


def _paired(found: tuple[Given, ...], published: tuple[Given, ...]) -> tuple[Given, ...]:
    """Return what is planned with the dates on which it was published to be."""
    known = {(given.id, given.cycle, given.day): given for given in published}
    nearest = {(given.id, given.cycle): given for given in reversed(published)}
    paired = []
    for given in found:
        twin = known.get((given.id, given.cycle, given.day)) or nearest.get((given.id, given.cycle))
        if twin is not None and (twin.first, twin.last) != (given.first, given.last):
            given = replace(given, published_first=twin.first, published_last=twin.last)
        paired.append(given)
    return tuple(paired)


def _line(giver: Giver, given: Administration, placed: bool, *, maintenance: bool = False) -> Line:
    return Line(
        administration=given,
        placed=placed,
        dose=giver.dose(given),
        open=_open(given, maintenance),
        local=local_parts(given),
        stage="maintenance" if maintenance else "cycle",
    )


def _open(given: Administration, maintenance: bool) -> tuple[OpenPart, ...]:
    return open_parts(given, "maintenance" if maintenance else "cycle")


def _check_choices(result: Schedule, wanted: Mapping[str, str]) -> None:
    known = {choice.id: choice for choice in result.choices}
    for name, option in wanted.items():
        if name not in known:
            near = suggestion(name, known) or (
                f"; known: {', '.join(known)}." if known else "; its source leaves no choice."
            )
            raise ReviewError(f"{result.trial or 'The regimen'} has no choice “{name}”{near}")
        options = [each.id for each in known[name].options]
        if known[name].chosen not in options:
            near = suggestion(option, options) or f"; known: {', '.join(options)}."
            raise ReviewError(f"The choice {name} has no option “{option}”{near}")

"""Changes of a case: each returns a new value and leaves the old one as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from hccreview.clinical.case import Case, CaseList, Entry, Observation, Override
from hccreview.clinical.plan import Plan


def with_observation(
    case: Case, observation: Observation, replaced: Observation | None = None
) -> Case:
    """Return the case with an observation added, or put where `replaced` stood."""
    if replaced is None:
        return replace(case, observations=(*case.observations, observation))
    changed = tuple(observation if each is replaced else each for each in case.observations)
    return replace(case, observations=changed)


def without_observation(case: Case, observation: Observation) -> Case:
    """Return the case without one observation."""
    kept = tuple(each for each in case.observations if each is not observation)
    return replace(case, observations=kept)


def without_answers(case: Case, fields: Collection[str]) -> Case:
    """Return the case without any value of some fields; the same case where none is named."""
    if not fields:
        return case
    return replace(case, observations=tuple(o for o in case.observations if o.field not in fields))


def with_list(
    case: Case, name: str, entries: Iterable[Entry], complete_on: date | None = None
) -> Case:
    """Return the case with the entries of a list, and the day it was said to be complete."""
    changed = CaseList(name, tuple(entries), complete_on)
    others = [each for each in case.lists if each.id != name]
    position = next((i for i, each in enumerate(case.lists) if each.id == name), len(others))
    if not changed.entries and complete_on is None:
        return replace(case, lists=tuple(others))
    others.insert(position, changed)
    return replace(case, lists=tuple(others))


def with_override(case: Case, override: Override) -> Case:
    """Return the case with an override; it takes the place of an earlier one of the finding."""
    return replace(case, overrides=(*without_override(case, override).overrides, override))


def without_override(case: Case, override: Override) -> Case:
    """Return the case without the override of the same trial and criterion."""
    kept = tuple(
        each
        for each in case.overrides
        if (each.trial, each.criterion) != (override.trial, override.criterion)
    )
    return replace(case, overrides=kept)


def with_arm(case: Case, trial: str, arm: str) -> Case:
    """Return the case with the planned arm of a trial."""
    others = tuple(each for each in case.arms if each[0] != trial)
    return replace(case, arms=(*others, (trial, arm)))


def with_days(case: Case, *, inclusion: date | None, first_dose: date | None) -> Case:
    """Return the case with the planned days; None leaves a day to be assumed."""
    return replace(case, inclusion=inclusion, first_dose=first_dose)


def with_plan(case: Case, plan: Plan) -> Case:
    """Return the case with a plan; it takes the place of an earlier one of the same trial."""
    plans = [plan if each.trial == plan.trial else each for each in case.plans]
    return replace(case, plans=tuple(plans) if plan in plans else (*plans, plan))


def without_plan(case: Case, trial: str) -> Case:
    """Return the case without the plan of a trial."""
    return replace(case, plans=tuple(each for each in case.plans if each.trial != trial))

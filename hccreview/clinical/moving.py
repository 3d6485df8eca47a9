"""A case with every date moved, and nothing else changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hccreview.clinical.case import Anchors, Case, CaseList, Entry, Observation, Override, Value
from hccreview.clinical.dates import PartialDate

By = Callable[[date], date]


def moved_case(case: Case, by: By) -> Case:
    """Return the case with all dates moved by `by`; its plans must have been taken out before."""
    return replace(
        case,
        as_of=_day(case.as_of, by),
        inclusion=_day(case.inclusion, by),
        first_dose=_day(case.first_dose, by),
        observations=tuple(_observation(each, by) for each in case.observations),
        lists=tuple(_list(each, by) for each in case.lists),
        overrides=tuple(_override(each, by) for each in case.overrides),
    )


def moved_anchors(anchors: Anchors, by: By) -> Anchors:
    """Return the days of a review, moved by `by`."""
    return replace(
        anchors,
        as_of=by(anchors.as_of),
        inclusion=by(anchors.inclusion),
        first_dose=by(anchors.first_dose),
    )


def _day(day: date | None, by: By) -> date | None:
    return None if day is None else by(day)


def _partial(when: PartialDate, by: By) -> PartialDate:
    return PartialDate(by(when.first), by(when.last))


def _observation(observation: Observation, by: By) -> Observation:
    value, when = _value(observation.value, by), observation.collected_on
    same = value == observation.value
    return replace(
        observation,
        value=value,
        value_text=observation.value_text if same else str(value),
        collected_on=None if when is None else _partial(when, by),
    )


def _value(value: Value, by: By) -> Value:
    return _partial(value, by) if isinstance(value, PartialDate) else value


def _list(found: CaseList, by: By) -> CaseList:
    entries = (Entry({n: _value(v, by) for n, v in e.values.items()}) for e in found.entries)
    return replace(found, entries=tuple(entries), complete_on=_day(found.complete_on, by))


def _override(override: Override, by: By) -> Override:
    return replace(override, on=by(override.on))

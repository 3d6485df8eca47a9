"""Cumulative doses over the planned cycles; what is not known makes a sum an "at least"."""

from __future__ import annotations

from collections.abc import Iterable

from hccreview.review.schedule.model import Amount, Given, Line, Schedule, Total
from hccreview.trials.figures import NOT_STATED


def totals_of(schedule: Schedule) -> tuple[Total, ...]:
    """Return the total of each drug of the arm, in the order of the regimen."""
    lines = [line for line in schedule.lines if line.stage == "cycle"]
    drugs = dict.fromkeys(line.administration.drug for line in lines)
    return tuple(_total(drug, lines, schedule) for drug in drugs)


def summed(parts: Iterable[float], unit: str, missing: Iterable[str] = ()) -> Amount:
    """Return the sum of what is known; nothing known and something missing is no sum at all."""
    known, lacking = list(parts), tuple(dict.fromkeys(missing))
    return Amount(sum(known) if known or not lacking else None, unit, lacking)


def _total(drug: str, lines: list[Line], schedule: Schedule) -> Total:
    own = [line for line in lines if line.administration.drug == drug]
    given = [g for g in schedule.given if g.drug == drug and g.held is None]
    per_m2 = any(line.dose is not None and line.dose.per_m2 for line in own)
    return Total(
        drug=drug,
        mg=_mg(own, given),
        per_m2=_per_m2(own, given) if per_m2 else None,
        doses=sum(each.doses or 0 for each in given),
        goes_on=any(each.goes_on for each in given),
        local=any(line.local for line in own),
    )


def _mg(lines: list[Line], given: list[Given]) -> Amount:
    missing = [*_unplaced(lines), *_without_dose(lines)]
    known = []
    for each in given:
        if each.dose is None or each.doses is None:
            continue
        if each.dose.mg is None:
            missing.append("body surface not known")
        else:
            known.append(each.dose.mg * each.doses)
    return summed(known, "mg", missing)


def _per_m2(lines: list[Line], given: list[Given]) -> Amount:
    missing = [*_unplaced(lines), *_without_dose(lines)]
    if any(line.dose is not None and not line.dose.per_m2 for line in lines):
        missing.append("a flat dose is not counted")
    known = (
        each.dose.given_per_m2 * each.doses
        for each in given
        if each.dose is not None and each.dose.given_per_m2 is not None and each.doses is not None
    )
    return summed(known, "mg/m2", missing)


def _unplaced(lines: list[Line]) -> list[str]:
    return [f"start day {NOT_STATED}" for line in lines if not line.placed]


def _without_dose(lines: list[Line]) -> list[str]:
    return [f"dose {NOT_STATED}" for line in lines if line.dose is None]

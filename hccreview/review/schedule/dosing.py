"""Doses: body surface, reduction and rounding, each step kept so that it can be shown."""

from __future__ import annotations

from dataclasses import replace

from hccreview.clinical.body import BSA_FORMULAS, body_surface
from hccreview.clinical.plan import DoseReduction
from hccreview.clinical.planning import PlanningSettings
from hccreview.clinical.quantity import plain
from hccreview.clinical.rounding import round_half_up
from hccreview.review.schedule.model import Dosage, Patient, Surface
from hccreview.trials.local import local_place
from hccreview.trials.regimen import Dose


def surface_of(patient: Patient, settings: PlanningSettings) -> Surface | None:
    """Return the body surface by the site's formula and cap; None where a value is missing."""
    height, weight = patient.height, patient.weight
    if height is None or weight is None:
        return None
    found = {f: body_surface(height.value, weight.value, f).value for f in BSA_FORMULAS}
    uncapped = found.pop(settings.formula)
    (other,) = found.values()
    assert uncapped is not None
    assert other is not None
    value = uncapped if settings.cap is None else min(uncapped, settings.cap)
    return Surface(value, uncapped, settings.formula, height, weight, other)


def dosage(
    dose: Dose,
    drug: str,
    surface: Surface | None,
    settings: PlanningSettings,
    reduced: DoseReduction | None = None,
) -> Dosage:
    """Return one dose of a drug; a flat dose that is not reduced is given as stated, unrounded."""
    per_m2 = dose.basis == "per_m2"
    percent = reduced.to_percent if reduced else 100.0
    area = surface.value if surface and per_m2 else None
    factor = area if per_m2 else 1.0
    exact = None if factor is None else dose.value * factor * percent / 100
    step = step_of(drug, settings) if per_m2 or reduced else None
    mg = exact if exact is None or step is None else rounded_to(exact, step)
    given = Dosage(
        stated=dose.value,
        per_m2=per_m2,
        percent=percent,
        surface=area,
        exact=exact,
        mg=mg,
        step=step,
        arithmetic="",
        local=local_place(dose),
    )
    return _told(given, drug, settings)


def step_of(drug: str, settings: PlanningSettings) -> float | None:
    """Return to how many mg a drug is rounded; None: not at all, or no size of a vial is known."""
    if settings.rounding == "none":
        return None
    if settings.rounding == "vial":
        return dict(settings.vials).get(drug)
    return float(settings.rounding)


def rounded_to(amount: float, step: float) -> float:
    """Return the nearest multiple of `step`, halves up; never zero: a dose too small is kept."""
    # The quotient of two decimal numbers may miss a half by the noise of its last digits.
    return round_half_up(float(f"{amount / step:.12g}")) * step or amount


def _told(given: Dosage, drug: str, settings: PlanningSettings) -> Dosage:
    unit = "mg/m²" if given.per_m2 else "mg"
    parts = [f"{plain(given.stated, 3)} {unit}"]
    if given.per_m2:
        area = "body surface not known" if given.surface is None else f"{_area(given.surface)} m²"
        parts.append(area)
    if given.percent != 100:
        parts.append(f"{plain(given.percent, 2)} %")
    line = " × ".join(parts)
    if given.exact is None:
        line += ": dose not known"
    elif given.mg is not None and given.step is not None:
        line += f" = {plain(given.exact)} mg, rounded to {plain(given.mg)} mg ({_rule(given.step)})"
    elif len(parts) > 1:
        line += f" = {plain(given.exact)} mg"
    if settings.rounding == "vial" and given.step is None and given.per_m2:
        line += f" (no size of a vial is set for {drug})"
    if given.local is not None:
        line += f" ({given.local.text})"
    return replace(given, arithmetic=line)


def _area(area: float) -> str:
    return f"{round_half_up(area, 4):.4f}"


def _rule(step: float) -> str:
    return f"nearest {plain(step)} mg"

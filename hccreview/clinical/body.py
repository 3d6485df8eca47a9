"""Body surface and dose, creatinine clearance, corrected QT.

Units: height cm, weight kg, age years, creatinine umol/L, QT ms, heart rate per minute.
"""

from __future__ import annotations

import math

from hccreview.clinical.conversions import CREATININE_UMOL_PER_MG_DL
from hccreview.clinical.rounding import exceeds
from hccreview.clinical.scores import Score, measured
from hccreview.errors import ReviewError

BSA_FORMULAS = ("mosteller", "du_bois")
_QT_LIMIT = 500.0
_FEMALE_FACTOR = 0.85


def body_surface(height: float | None, weight: float | None, formula: str = "mosteller") -> Score:
    """Return the body surface in m2 (Mosteller 1987 or Du Bois 1916), neither rounded nor capped.

    Raises ReviewError for another formula.
    """
    if formula not in BSA_FORMULAS:
        raise ReviewError(f"Body surface by “{formula}” is not known; use mosteller or du_bois.")
    value = None
    if height is not None and weight is not None and height > 0 and weight > 0:
        mosteller = formula == "mosteller"
        value = (
            math.sqrt(height * weight / 3600)
            if mosteller
            else 0.007184 * height**0.725 * weight**0.425
        )
    source = "Mosteller 1987" if formula == "mosteller" else "Du Bois 1916"
    return measured(f"bsa_{formula}", value, {"height": height, "weight": weight}, source)


def surface_dose(dose_per_m2: float, surface: Score) -> Score:
    """Return the dose in mg for a dose in mg/m2 and a body surface; no rounding, no cap."""
    value = None if surface.value is None else dose_per_m2 * surface.value
    return Score(
        name="dose",
        value=value,
        low=value,
        high=value,
        grade=None,
        grades=(),
        inputs=(("dose_per_m2", dose_per_m2), *surface.inputs),
        missing=surface.missing,
        source=surface.source,
    )


def creatinine_clearance(
    age: float | None, weight: float | None, creatinine: float | None, sex: str | None
) -> Score:
    """Return the creatinine clearance in mL/min on actual weight (Cockcroft & Gault 1976).

    Creatinine umol/L; sex male or female. A missing sex leaves the range between the two.
    """
    inputs = {"age": age, "weight": weight, "creatinine": creatinine, "sex": sex}
    source = "Cockcroft & Gault 1976, actual weight"
    name = "creatinine_clearance"
    if age is None or weight is None or creatinine is None or creatinine <= 0:
        return measured(name, None, inputs, source)
    male = (140 - age) * weight / (72 * creatinine / CREATININE_UMOL_PER_MG_DL)
    if sex is None:
        bounds = (_FEMALE_FACTOR * male, male)
        return measured(name, None, inputs, source, bounds=bounds)
    if sex not in ("male", "female"):
        raise ReviewError(f"Sex “{sex}” is not known; use male or female.")
    return measured(name, male * (_FEMALE_FACTOR if sex == "female" else 1), inputs, source)


def qtcf(qt: float | None, heart_rate: float | None) -> Score:
    """Return the QT interval in ms corrected for the heart rate (Fridericia 1920)."""
    value = None
    notes: tuple[str, ...] = ()
    if qt is not None and heart_rate is not None and heart_rate > 0:
        value = qt / (60 / heart_rate) ** (1 / 3)
        if not 40 <= heart_rate <= 120:
            notes = ("heart rate outside 40-120 per minute: the correction is uncertain",)
    inputs = {"qt": qt, "heart_rate": heart_rate}
    return measured("qtcf", value, inputs, "Fridericia 1920", notes=notes)


def qtcf_above_limit(score: Score) -> bool | None:
    """Return whether the corrected QT is above 500 ms; exactly 500 is not."""
    return None if score.value is None else exceeds(score.value, _QT_LIMIT)

"""Factors between units, each with where it comes from.

Viral loads have no fixed factor between IU and copies: the factors below give the range that
assays span, for showing only. No value is ever converted with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from hccreview.errors import ReviewError

BILIRUBIN_UMOL_PER_MG_DL = 17.104  # molar mass 584.66 g/mol
CREATININE_UMOL_PER_MG_DL = 88.42  # molar mass 113.12 g/mol (pharmaverse admiral); 88.4 is usual
ALBUMIN_G_L_PER_G_DL = 10.0
HAEMOGLOBIN_G_L_PER_G_DL = 10.0
AFP_NG_ML_PER_UG_L = 1.0
AFP_NG_ML_PER_IU_ML = 1.21  # general knowledge; WHO standard 72/225
HBV_COPIES_PER_IU_LOW = 3.41  # Abbott AccuGene (Japanese guideline)
HBV_COPIES_PER_IU_HIGH = 5.82  # Roche TaqMan (Japanese guideline)
HBV_COPIES_PER_IU_004 = 5.0  # implied by the two limits of NCT06187961

# (quantity, unit from, unit to) → factor; the way back divides by it.
_FACTORS: Mapping[tuple[str, str, str], float] = MappingProxyType(
    {
        ("bilirubin", "mg/dl", "umol/l"): BILIRUBIN_UMOL_PER_MG_DL,
        ("creatinine", "mg/dl", "umol/l"): CREATININE_UMOL_PER_MG_DL,
        ("albumin", "g/dl", "g/l"): ALBUMIN_G_L_PER_G_DL,
        ("haemoglobin", "g/dl", "g/l"): HAEMOGLOBIN_G_L_PER_G_DL,
        ("afp", "ng/ml", "ug/l"): AFP_NG_ML_PER_UG_L,
        ("afp", "iu/ml", "ng/ml"): AFP_NG_ML_PER_IU_ML,
        ("afp", "iu/ml", "ug/l"): AFP_NG_ML_PER_IU_ML,
    }
)


def convert(quantity: str, value: float, unit: str, to_unit: str) -> float:
    """Return `value` of `quantity` (bilirubin, albumin, …) in another unit.

    The arithmetic is decimal, so that 3.51 g/dL is 35.1 g/L. Raises ReviewError where no fixed
    factor exists.
    """
    old, new = unit.lower().replace("µ", "u"), to_unit.lower().replace("µ", "u")
    number = Decimal(repr(float(value)))
    if old == new:
        return float(number)
    if (quantity, old, new) in _FACTORS:
        return float(number * Decimal(repr(_FACTORS[quantity, old, new])))
    if (quantity, new, old) in _FACTORS:
        return float(number / Decimal(repr(_FACTORS[quantity, new, old])))
    raise ReviewError(
        f"{quantity} in {unit} has no fixed factor to {to_unit}; enter the value in {to_unit}."
    )


def hbv_copies_range(iu_per_ml: float) -> tuple[float, float]:
    """Return the copies/mL that assays would report for a load in IU/mL (lowest, highest)."""
    return iu_per_ml * HBV_COPIES_PER_IU_LOW, iu_per_ml * HBV_COPIES_PER_IU_HIGH


def hbv_iu_range(copies_per_ml: float) -> tuple[float, float]:
    """Return the IU/mL that a load in copies/mL may stand for (lowest, highest)."""
    return copies_per_ml / HBV_COPIES_PER_IU_HIGH, copies_per_ml / HBV_COPIES_PER_IU_LOW

"""MELD, MELD-Na and MELD 3.0.

Inputs in canonical units: bilirubin and creatinine umol/L, albumin g/L, sodium mmol/L. The
formulas are linear in the logarithms and in sodium, albumin and sex, so the extremes over missing
inputs lie at the corners of their ranges: each is computed at all corners.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import product

from hccreview.clinical.conversions import BILIRUBIN_UMOL_PER_MG_DL, CREATININE_UMOL_PER_MG_DL
from hccreview.clinical.rounding import round_half_up
from hccreview.clinical.scores import Score

_FLOOR, _CAP = 6.0, 40.0
_HUGE = 1e30  # stands for "no upper bound": every score is then above its cap
_Inputs = Mapping[str, object]


def meld_raw(bilirubin: float, inr: float, creatinine: float, dialysis: bool) -> float:
    """Return MELD before rounding and limits (Malinchoc 2000, Kamath 2001); Cr 1.0-4.0 mg/dL."""
    return (
        3.78 * math.log(_bilirubin(bilirubin))
        + 11.2 * math.log(max(inr, 1.0))
        + 9.57 * math.log(_creatinine(creatinine, dialysis, 4.0))
        + 6.43
    )


def meld_i(bilirubin: float, inr: float, creatinine: float, dialysis: bool) -> float:
    """Return MELD(i) of the OPTN 2016 policy: rounded to a tenth, times ten; not capped."""
    tenth = (
        0.957 * math.log(_creatinine(creatinine, dialysis, 4.0))
        + 0.378 * math.log(_bilirubin(bilirubin))
        + 1.120 * math.log(max(inr, 1.0))
        + 0.643
    )
    return round_half_up(tenth * 10)


def meld_na_raw(
    bilirubin: float, inr: float, creatinine: float, dialysis: bool, sodium: float
) -> float:
    """Return MELD-Na before rounding and limits (OPTN 2016): sodium 125-137, above MELD(i) 11."""
    first = meld_i(bilirubin, inr, creatinine, dialysis)
    if first <= 11:
        return first
    below = 137 - min(max(sodium, 125.0), 137.0)
    return first + 1.32 * below - 0.033 * first * below


def meld_3_raw(
    bilirubin: float,
    inr: float,
    creatinine: float,
    dialysis: bool,
    sodium: float,
    albumin: float,
    sex: str,
    age: float,
) -> float:
    """Return MELD 3.0 before rounding and limits (Kim 2021, OPTN 2023).

    Creatinine 1.0-3.0 mg/dL, sodium 125-137, albumin 15-35 g/L; age 12-17: intercept 7.33 and
    no term for sex.
    """
    log_bilirubin = math.log(_bilirubin(bilirubin))
    log_creatinine = math.log(_creatinine(creatinine, dialysis, 3.0))
    below = 137 - min(max(sodium, 125.0), 137.0)
    short = 3.5 - min(max(albumin / 10, 1.5), 3.5)
    intercept = 7.33 if age < 18 else 6 + (1.33 if sex == "female" else 0)
    return (
        4.56 * log_bilirubin
        + (0.82 - 0.24 * log_bilirubin) * below
        + 9.09 * math.log(max(inr, 1.0))
        + 11.14 * log_creatinine
        + (1.85 - 1.83 * log_creatinine) * short
        + intercept
    )


def meld(
    bilirubin: float | None, inr: float | None, creatinine: float | None, dialysis: bool | None
) -> Score:
    """Return MELD as a whole number 6-40 (Kamath 2001); bounds where inputs are missing."""
    inputs = _inputs(bilirubin, inr, creatinine, dialysis)
    return _bounded("meld", meld_raw, inputs, "Kamath 2001")


def meld_na(
    bilirubin: float | None,
    inr: float | None,
    creatinine: float | None,
    dialysis: bool | None,
    sodium: float | None,
) -> Score:
    """Return MELD-Na as a whole number 6-40 (OPTN 2016); bounds where inputs are missing."""
    inputs = {**_inputs(bilirubin, inr, creatinine, dialysis), "sodium": sodium}
    return _bounded("meld_na", meld_na_raw, inputs, "OPTN 2016")


def meld_3(
    bilirubin: float | None,
    inr: float | None,
    creatinine: float | None,
    dialysis: bool | None,
    sodium: float | None,
    albumin: float | None,
    sex: str | None,
    age: float | None,
) -> Score:
    """Return MELD 3.0 as a whole number 6-40 (OPTN 2023); bounds where inputs are missing."""
    inputs = {
        **_inputs(bilirubin, inr, creatinine, dialysis),
        "sodium": sodium,
        "albumin": albumin,
        "sex": sex,
        "age": age,
    }
    return _bounded("meld_3", meld_3_raw, inputs, "OPTN 2023 (Kim 2021)")


def whole_meld(raw: float) -> float:
    """Return a raw MELD as the whole number that is reported: half up, between 6 and 40."""
    return min(max(round_half_up(raw), _FLOOR), _CAP)


def _bilirubin(umol_l: float) -> float:
    return max(umol_l / BILIRUBIN_UMOL_PER_MG_DL, 1.0)


def _creatinine(umol_l: float, dialysis: bool, cap: float) -> float:
    return cap if dialysis else min(max(umol_l / CREATININE_UMOL_PER_MG_DL, 1.0), cap)


def _inputs(
    bilirubin: float | None, inr: float | None, creatinine: float | None, dialysis: bool | None
) -> dict[str, object]:
    return {"bilirubin": bilirubin, "inr": inr, "creatinine": creatinine, "dialysis": dialysis}


_RANGES: Mapping[str, tuple[object, ...]] = {
    "bilirubin": (0.0, _HUGE),
    "inr": (0.0, _HUGE),
    "creatinine": (0.0, _HUGE),
    "dialysis": (False, True),
    "sodium": (125.0, 137.0),
    "albumin": (15.0, 35.0),
    "sex": ("male", "female"),
    "age": (12.0, 18.0),
}


def _bounded(name: str, raw: Callable[..., float], inputs: _Inputs, source: str) -> Score:
    results = [whole_meld(raw(**corner)) for corner in _corners(inputs)]
    low, high = min(results), max(results)
    open_inputs = tuple(key for key, given in inputs.items() if given is None)
    return Score(
        name=name,
        value=low if low == high else None,
        low=low,
        high=high,
        grade=None,
        grades=(),
        inputs=tuple((key, given) for key, given in inputs.items() if given is not None),
        missing=() if low == high else tuple(k for k in open_inputs if _matters(raw, inputs, k)),
        source=source,
    )


def _corners(inputs: _Inputs) -> Iterator[dict[str, object]]:
    choices = [_RANGES[key] if given is None else (given,) for key, given in inputs.items()]
    return (dict(zip(inputs, corner, strict=True)) for corner in product(*choices))


def _matters(raw: Callable[..., float], inputs: _Inputs, key: str) -> bool:
    """True when the ends of the missing input `key` give different scores at some corner."""
    for corner in _corners({**inputs, key: _RANGES[key][0]}):
        answers = {whole_meld(raw(**{**corner, key: end})) for end in _RANGES[key]}
        if len(answers) > 1:
            return True
    return False

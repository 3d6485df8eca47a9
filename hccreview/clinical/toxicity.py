"""Laboratory grades of CTCAE 4 (4.0, 4.03) and 5.0.

Values in canonical units: cells 10*9/L, haemoglobin and albumin g/L; others in the unit of their
limits. A value on a limit belongs to the lower grade. Grade 0 means that no grade is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hccreview.clinical.rounding import exceeds, reaches
from hccreview.clinical.scores import Score
from hccreview.errors import ReviewError

_ALL = frozenset(range(5))
_CLINICAL_GRADE_4 = "grade 4 is a clinical judgement for this term"

# Multiples of the ULN above which grades 1 to 4 begin.
_OF_ULN: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "ast": (1, 3, 5, 20),
        "alt": (1, 3, 5, 20),
        "bilirubin": (1, 1.5, 3, 10),
        "alp": (1, 2.5, 5, 20),
        "ggt": (1, 2.5, 5, 20),
    }
)
# CTCAE 5, abnormal baseline: where grade 1 begins as a multiple of it, and whether that counts.
_OF_BASELINE: Mapping[str, tuple[float, bool]] = MappingProxyType(
    {
        "ast": (1.5, True),
        "alt": (1.5, True),
        "bilirubin": (1.0, False),
        "alp": (2.0, True),
        "ggt": (2.0, True),
    }
)
# Limits below which grades 2, 3 and 4 begin; grade 1 begins below the LLN.
_FALLING: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "platelets": (75, 50, 25),
        "neutrophils": (1.5, 1.0, 0.5),
        "lymphocytes": (0.8, 0.5, 0.2),
        "white_cells": (3, 2, 1),
        "haemoglobin": (100, 80),
        "albumin": (30, 20),
    }
)
CTCAE_TERMS = (*_OF_ULN, *_FALLING, "lymphocytes_increased", "creatinine")


def ctcae_grade(
    term: str,
    value: float | None,
    *,
    version: int,
    uln: float | None = None,
    lln: float | None = None,
    baseline: float | None = None,
    baseline_abnormal: bool | None = None,
) -> Score:
    """Return the grade 0-4 of a laboratory value (CTCAE 4.03, 2010; CTCAE 5.0, 2017).

    `term` is one of CTCAE_TERMS, `version` 4 or 5. Version 5 measures AST, ALT, bilirubin, ALP
    and GGT against an abnormal baseline. A missing limit or baseline leaves candidate grades.
    Raises ReviewError for another term or version.
    """
    if version not in (4, 5):
        raise ReviewError(f"CTCAE {version} is not known here; use 4 or 5.")
    if term not in CTCAE_TERMS:
        raise ReviewError(f"CTCAE term “{term}” is not known; use one of {', '.join(CTCAE_TERMS)}.")
    facts = {term: value, "uln": uln, "lln": lln, "baseline": baseline}
    if value is None:
        return _graded(term, version, facts, _ALL, (term,))
    if term in _FALLING:
        return _graded(term, version, facts, _falling(_FALLING[term], value, lln), ("lln",))
    if term == "lymphocytes_increased":
        increased = 3 if exceeds(value, 20) else 2 if exceeds(value, 4) else 0
        return _graded(term, version, facts, frozenset({increased}), ())
    if term == "creatinine":
        found = _creatinine(value, version, uln, baseline)
        return _graded(term, version, facts, found, ("uln", "baseline"))
    found = _of_uln(term, value, uln)
    if version == 5:
        found = _version_5(term, value, uln, baseline, baseline_abnormal)
    return _graded(term, version, facts, found, ("uln",) if version == 4 else ("uln", "baseline"))


def _version_5(
    term: str,
    value: float,
    uln: float | None,
    baseline: float | None,
    baseline_abnormal: bool | None,
) -> frozenset[int]:
    """Return the grades against the ULN, or against the baseline where that was abnormal."""
    if baseline_abnormal is None and baseline is not None and uln is not None:
        baseline_abnormal = exceeds(baseline, uln)
    grades: frozenset[int] = frozenset()
    if baseline_abnormal is not True:
        grades |= _of_uln(term, value, uln)
    if baseline_abnormal is not False:
        grades |= _of_baseline(term, value, baseline, uln)
    return grades


def _falling(limits: tuple[float, ...], value: float, lln: float | None) -> frozenset[int]:
    below = sum(not reaches(value, limit) for limit in limits)
    if below:
        return frozenset({1 + below})
    if lln is None:
        return frozenset({0, 1})
    return frozenset({0 if reaches(value, lln) else 1})


def _of_uln(term: str, value: float, uln: float | None) -> frozenset[int]:
    if uln is None:
        return _ALL
    return frozenset({_steps(value, uln, _OF_ULN[term])})


def _of_baseline(
    term: str, value: float, baseline: float | None, uln: float | None
) -> frozenset[int]:
    """Return the grades against an abnormal baseline; unknown, it lies somewhere above the ULN."""
    if baseline is None:
        highest = 4 if uln is None else _baseline_grade(term, value, uln)
        return frozenset(range(highest + 1))
    return frozenset({_baseline_grade(term, value, baseline)})


def _baseline_grade(term: str, value: float, baseline: float) -> int:
    first, inclusive = _OF_BASELINE[term]
    begins = reaches if inclusive else exceeds
    higher = _steps(value, baseline, _OF_ULN[term][1:])
    return 1 + higher if higher else int(begins(value, first * baseline))


def _creatinine(
    value: float, version: int, uln: float | None, baseline: float | None
) -> frozenset[int]:
    """Return the higher of the grades by ULN and by baseline (version 4: grade 1 by either)."""
    multiples = (1.0, 1.5, 3.0) if version == 4 else (1.5, 1.5, 3.0)
    by_uln = _ALL if uln is None else frozenset({_steps(value, uln, (1.0, 1.5, 3.0, 6.0))})
    by_baseline = frozenset({0, 1, 2, 3} if version == 4 else {0, 2, 3})
    if baseline is not None:
        by_baseline = frozenset({_steps(value, baseline, multiples)})
    return frozenset(max(a, b) for a in by_uln for b in by_baseline)


def _steps(value: float, unit: float, multiples: tuple[float, ...]) -> int:
    return sum(exceeds(value, multiple * unit) for multiple in multiples)


def _graded(
    term: str,
    version: int,
    facts: Mapping[str, float | None],
    grades: frozenset[int],
    needs: tuple[str, ...],
) -> Score:
    settled = len(grades) == 1
    low, high = float(min(grades)), float(max(grades))
    return Score(
        name=f"ctcae_{term}",
        value=low if settled else None,
        low=low,
        high=high,
        grade=str(int(low)) if settled else None,
        grades=tuple(str(each) for each in sorted(grades)),
        inputs=tuple((key, given) for key, given in facts.items() if given is not None),
        missing=() if settled else tuple(key for key in needs if facts[key] is None),
        source="CTCAE 4.03 (2010)" if version == 4 else "CTCAE 5.0 (2017)",
        notes=(_CLINICAL_GRADE_4,)
        if term in ("haemoglobin", "albumin") and "3" in map(str, grades)
        else (),
    )

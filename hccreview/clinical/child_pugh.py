"""The Child-Pugh score: points, class, and bounds where items are missing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hccreview.clinical.conversions import BILIRUBIN_UMOL_PER_MG_DL
from hccreview.clinical.rounding import exceeds, reaches
from hccreview.clinical.scores import Score
from hccreview.errors import ReviewError

CHILD_PUGH_SOURCE = "Pugh 1973 (34.2/51.3 µmol/L or 2/3 mg/dL, 28/35 g/L, INR 1.7/2.3, PT 4/6 s)"
CHILD_PUGH_CLASSES = ("A", "B", "C")
_BILIRUBIN_LIMITS = MappingProxyType(
    {
        "umol/L": (34.2, 51.3),
        "mg/dL": (2 * BILIRUBIN_UMOL_PER_MG_DL, 3 * BILIRUBIN_UMOL_PER_MG_DL),
    }
)
_ASCITES = MappingProxyType({"none": 1, "slight": 2, "moderate": 3, "massive": 3})
_ENCEPHALOPATHY = MappingProxyType(
    {"none": 1, "grade_1": 2, "grade_2": 2, "grade_3": 3, "grade_4": 3}
)


def child_pugh(
    bilirubin: float | None,
    albumin: float | None,
    inr: float | None,
    pt_prolongation: float | None,
    ascites: str | None,
    encephalopathy: str | None,
    *,
    bilirubin_unit: str = "umol/L",
) -> Score:
    """Return the Child-Pugh score (5-15) and class: A 5-6, B 7-9, C 10-15 (Pugh 1973).

    Bilirubin umol/L, albumin g/L, prothrombin time in seconds over the control; ascites none,
    slight, moderate, massive; encephalopathy none, grade_1 … grade_4. `bilirubin_unit` is the
    unit in which bilirubin was measured: the cut-offs differ in the third digit. INR goes before
    prothrombin time; when they disagree, a note shows both. Raises ReviewError for other words.
    """
    parts = {
        "bilirubin": _bilirubin_points(bilirubin, bilirubin_unit),
        "albumin": None if albumin is None else _albumin_points(albumin),
        "coagulation": _coagulation_points(inr, pt_prolongation),
        "ascites": _word_points(_ASCITES, ascites, "Ascites"),
        "encephalopathy": _word_points(_ENCEPHALOPATHY, encephalopathy, "Encephalopathy"),
    }
    inputs = {
        "bilirubin": bilirubin,
        "albumin": albumin,
        "inr": inr,
        "prothrombin_time": pt_prolongation,
        "ascites": ascites,
        "encephalopathy": encephalopathy,
    }
    return _summed(parts, inputs, _clotting_note(inr, pt_prolongation))


def _summed(
    parts: Mapping[str, int | None], inputs: Mapping[str, object], notes: tuple[str, ...]
) -> Score:
    """Return the sum of the known points, and the range that the open ones leave."""
    points = tuple((name, given) for name, given in parts.items() if given is not None)
    open_parts = [name for name, given in parts.items() if given is None]
    low = sum(given for _, given in points) + len(open_parts)
    high = low + 2 * len(open_parts)
    grades = _classes_between(low, high)
    return Score(
        name="child_pugh",
        value=float(low) if low == high else None,
        low=float(low),
        high=float(high),
        grade=grades[0] if len(grades) == 1 else None,
        grades=grades,
        inputs=tuple((name, given) for name, given in inputs.items() if given is not None),
        missing=_child_pugh_missing(open_parts),
        source=CHILD_PUGH_SOURCE,
        points=points,
        notes=notes,
    )


def child_pugh_class(score: float) -> str:
    """Return the class of a whole Child-Pugh score."""
    return "A" if score <= 6 else "B" if score <= 9 else "C"


def child_pugh_bilirubin_points(bilirubin: float, unit: str = "umol/L") -> int:
    """Return the points of bilirubin in umol/L, at the cut-offs of the unit it was measured in."""
    if unit not in _BILIRUBIN_LIMITS:
        raise ReviewError(f"Bilirubin measured in {unit}: Child-Pugh knows umol/L and mg/dL only.")
    return _rising_points(bilirubin, *_BILIRUBIN_LIMITS[unit])


def _bilirubin_points(bilirubin: float | None, unit: str) -> int | None:
    return None if bilirubin is None else child_pugh_bilirubin_points(bilirubin, unit)


def _rising_points(value: float, lower: float, upper: float) -> int:
    if exceeds(value, upper):
        return 3
    return 2 if reaches(value, lower) else 1


def _albumin_points(albumin: float) -> int:
    if exceeds(albumin, 35):
        return 1
    return 2 if reaches(albumin, 28) else 3


def _coagulation_points(inr: float | None, pt_prolongation: float | None) -> int | None:
    if inr is not None:
        return _rising_points(inr, 1.7, 2.3)
    return None if pt_prolongation is None else _rising_points(pt_prolongation, 4, 6)


def _word_points(table: Mapping[str, int], word: str | None, what: str) -> int | None:
    if word is not None and word not in table:
        raise ReviewError(f"{what} “{word}” is not known; use one of {', '.join(table)}.")
    return None if word is None else table[word]


def _classes_between(low: int, high: int) -> tuple[str, ...]:
    first, last = (CHILD_PUGH_CLASSES.index(child_pugh_class(end)) for end in (low, high))
    return CHILD_PUGH_CLASSES[first : last + 1]


def _child_pugh_missing(open_parts: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for part in open_parts:
        names += ["inr", "prothrombin_time"] if part == "coagulation" else [part]
    return tuple(names)


def _clotting_note(inr: float | None, pt_prolongation: float | None) -> tuple[str, ...]:
    if inr is None or pt_prolongation is None:
        return ()
    by_inr, by_pt = _coagulation_points(inr, None), _coagulation_points(None, pt_prolongation)
    if by_inr == by_pt:
        return ()
    return (f"INR gives {by_inr}, prothrombin time {by_pt} points; INR is used",)

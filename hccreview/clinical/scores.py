"""The shape of every calculator's result; ALBI, mALBI and ECOG.

All are pure functions of numbers in canonical units (bilirubin umol/L, albumin g/L); None means
that the fact is missing. Missing facts leave bounds and candidate grades, never a guess.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from hccreview.errors import ReviewError

ALBI_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Score:
    """The result of a calculator, and what it rests on.

    `value` and `grade` are set only when settled; `low` and `high` bound the value (None: no
    bound); `grades` holds every grade still possible, one when settled. `inputs` are the facts
    used, `missing` the data-dictionary ids of the facts that keep the result open. `points` are
    the known parts of a sum, `deciding` names the component that settled a stage, `notes` says
    what a reader should know.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    grade: str | None
    grades: tuple[str, ...]
    inputs: tuple[tuple[str, object], ...]
    missing: tuple[str, ...]
    source: str
    points: tuple[tuple[str, int], ...] = ()
    deciding: str = ""
    notes: tuple[str, ...] = ()

    @property
    def truth(self) -> bool | None:
        """The answer of a yes/no grade: True, False, or None while it is open."""
        return None if self.grade is None else self.grade == "yes"


def measured(
    name: str,
    value: float | None,
    inputs: Mapping[str, object],
    source: str,
    *,
    bounds: tuple[float | None, float | None] = (None, None),
    notes: tuple[str, ...] = (),
) -> Score:
    """Return the Score of a plain number without grades; missing inputs are the None ones."""
    low, high = bounds if value is None else (value, value)
    return Score(
        name=name,
        value=value,
        low=low,
        high=high,
        grade=None,
        grades=(),
        inputs=tuple((key, given) for key, given in inputs.items() if given is not None),
        missing=() if value is not None else tuple(k for k, v in inputs.items() if v is None),
        source=source,
        notes=notes,
    )


# --- ALBI and mALBI -------------------------------------------------------------------------------
def albi(bilirubin: float | None, albumin: float | None) -> Score:
    """Return the ALBI score and grade 1-3 at -2.60 and -1.39, inclusive (Johnson 2015).

    Bilirubin umol/L (above 0), albumin g/L.
    """
    return _albi("albi", ("1", "2", "3"), (-2.60, -1.39), bilirubin, albumin, "Johnson 2015")


def malbi(bilirubin: float | None, albumin: float | None) -> Score:
    """Return the ALBI score with grade 2 split into 2a and 2b at -2.27 (Hiraoka 2017)."""
    cuts = (-2.60, -2.27, -1.39)
    return _albi("malbi", ("1", "2a", "2b", "3"), cuts, bilirubin, albumin, "Hiraoka 2017")


def _albi(
    name: str,
    grades: tuple[str, ...],
    cuts: tuple[float, ...],
    bilirubin: float | None,
    albumin: float | None,
    source: str,
) -> Score:
    usable = bilirubin is not None and bilirubin > 0
    value = None
    if usable and bilirubin is not None and albumin is not None:
        value = 0.66 * math.log10(bilirubin) - 0.085 * albumin
        grades = (grades[sum(value > cut + ALBI_TOLERANCE for cut in cuts)],)
    given = {"bilirubin": bilirubin if usable else None, "albumin": albumin}
    return Score(
        name=name,
        value=value,
        low=value,
        high=value,
        grade=grades[0] if value is not None else None,
        grades=grades,
        inputs=tuple((key, each) for key, each in given.items() if each is not None),
        missing=tuple(key for key, each in given.items() if each is None),
        source=source,
        notes=() if usable or bilirubin is None else ("bilirubin must be above 0",),
    )


# --- ECOG -----------------------------------------------------------------------------------------
_ECOG_MEANINGS = (
    "fully active",
    "walks about; strenuous work restricted",
    "cares for self, unable to work; up more than half of the day",
    "limited self-care; in bed or chair more than half of the day",
    "completely disabled",
)


def ecog_meaning(ecog: int) -> str:
    """Return the meaning of ECOG 0-4 in a few words (Oken 1982); ReviewError for others."""
    if ecog not in range(len(_ECOG_MEANINGS)):
        raise ReviewError(f"ECOG {ecog} is not used here; enter 0, 1, 2, 3 or 4.")
    return _ECOG_MEANINGS[ecog]

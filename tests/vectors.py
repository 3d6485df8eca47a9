"""Run worked examples against the product's own functions.

    python -m tests.vectors FILE

FILE is JSON: `{"vectors": [{"id", "calculator", "inputs", "expected", "tolerance"}, …]}`. An
expected value may hold some of the keys only; null stands for a result that is not known in full;
`tolerance` is "exact" or the allowed difference by key ("*" and "*_raw" are patterns). A line is
printed for each example that differs, and the count closes. Exit status 0 when all pass, 1 when
one fails, 2 when FILE cannot be read.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from hccreview.errors import ReviewError
from tests.vectors_clinical import CALCULATORS as CLINICAL
from tests.vectors_criteria import CALCULATORS as CRITERIA
from tests.vectors_statistics import CALCULATORS as STATISTICS

CALCULATORS = {**CLINICAL, **STATISTICS, **CRITERIA}
# Calculators whose examples write the same answer in different words.
_SPELLINGS = {"pvtt_map": "first word", "recist_overall": "response", "confirmed_bor": "response"}
# What must be known for a result to be known in full: an expected null stands for less than that.
_HEADLINES = {
    "child_pugh": ("score",),
    "albi": ("score",),
    "bsa": ("mosteller_m2", "dubois_m2"),
    "bsa_dose": ("dose_mg",),
    "cockcroft_gault": ("crcl_ml_min",),
    "qtcf": ("qtcf_ms",),
    "meld": ("meld", "meld_na", "meld_3"),
    "ajcc8": ("stage",),
    "milan_up7": ("milan", "up_to_seven"),
    "high_risk": ("double_ia_001",),
    "pvtt_map": ("cheng",),
    "orr_dcr": ("orr_pct", "dcr_pct"),
}
_ROUNDING = 1e-9  # of the floating-point arithmetic of whoever wrote the example
_ABSENT = object()


def load(path: str) -> list[dict[str, Any]]:
    """Return the examples of a file; ReviewError with a sentence where it is none."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except (OSError, ValueError) as error:
        raise ReviewError(f"{path} cannot be read as worked examples: {error}.") from error
    vectors = document.get("vectors") if isinstance(document, dict) else document
    if not isinstance(vectors, list) or not all(_well_formed(each) for each in vectors):
        raise ReviewError(
            f"{path} holds no worked examples: a list under “vectors” of objects with id,"
            " calculator, inputs and expected is needed."
        )
    return vectors


def run(vector: Mapping[str, Any]) -> str | None:
    """Return a sentence on how an example differs, or None when it passes."""
    name = vector["calculator"]
    if name not in CALCULATORS:
        return f"there is no calculator “{name}”"
    try:
        got = CALCULATORS[name](vector["inputs"])
    except ReviewError as error:
        return f"expected {_shown(vector['expected'])}, refused: {error}"
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        return f"the inputs do not fit the calculator ({type(error).__name__}: {error})"
    spelling = _SPELLINGS.get(name, "")
    expected, found = _spelled(vector["expected"], spelling), _spelled(got, spelling)
    if expected is None and _is_open(name, got):
        return None
    if agrees(expected, found, vector.get("tolerance", "exact")):
        return None
    return f"expected {_shown(vector['expected'])}, got {_shown(got)}"


def agrees(expected: Any, got: Any, tolerance: Any = "exact", key: str = "") -> bool:
    """Return whether `got` is `expected` to within the tolerance of each key."""
    if isinstance(expected, Mapping):
        return isinstance(got, Mapping) and all(
            agrees(each, got.get(name, _ABSENT), tolerance, name) for name, each in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(got, Sequence)
            and not isinstance(got, str)
            and len(expected) == len(got)
            and all(agrees(e, g, tolerance, key) for e, g in zip(expected, got, strict=True))
        )
    if _is_number(expected) and _is_number(got):
        allowed = max(_allowed(tolerance, key), _ROUNDING * max(1.0, abs(expected)))
        return math.isfinite(got) and abs(expected - got) <= allowed * (1 + _ROUNDING)
    return type(expected) is type(got) and bool(expected == got)


def main(arguments: Sequence[str]) -> int:
    """Run the examples of one file, print what differs and the count; return the exit status."""
    if len(arguments) != 1:
        print("Use: python -m tests.vectors FILE", file=sys.stderr)
        return 2
    try:
        vectors = load(arguments[0])
    except ReviewError as error:
        print(error, file=sys.stderr)
        return 2
    failed = 0
    for vector in vectors:
        difference = run(vector)
        if difference is not None:
            failed += 1
            print(f"{vector['id']} ({vector['calculator']}): {difference}")
    print(f"{len(vectors) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _well_formed(vector: object) -> bool:
    return (
        isinstance(vector, dict)
        and {"id", "calculator", "inputs", "expected"} <= vector.keys()
        and isinstance(vector["calculator"], str)
        and isinstance(vector["inputs"], dict)
    )


def _allowed(tolerance: Any, key: str) -> float:
    if _is_number(tolerance):
        return float(tolerance)
    if not isinstance(tolerance, Mapping):
        return 0.0
    if _is_number(tolerance.get(key)):
        return float(tolerance[key])
    patterns = sorted((each for each in tolerance if fnmatchcase(key, each)), key=len)
    return float(tolerance[patterns[-1]]) if patterns else 0.0


def _is_open(name: str, got: Any) -> bool:
    """Return whether a result is less than fully known."""
    if not isinstance(got, Mapping):
        return got is None
    return "unknown_candidates" in got or any(got[key] is None for key in _HEADLINES.get(name, ()))


def _spelled(answer: Any, spelling: str) -> Any:
    if spelling == "first word":
        # Only the type counts: "II (contralateral branch only)" is II, in whatever order.
        types = answer.get("cheng") if isinstance(answer, Mapping) else None
        if isinstance(types, list):
            return {**answer, "cheng": sorted(str(each).split()[0] for each in types)}
    if spelling == "response" and isinstance(answer, str):
        return "".join(letter for letter in answer.upper() if letter.isalpha())
    return answer


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

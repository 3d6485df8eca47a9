"""Worked examples of review/statistics and review/survival: inputs as written, to our functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hccreview.review import statistics, survival

_Inputs = dict[str, Any]


def _proportion_ci(given: _Inputs) -> object:
    x, n = given.get("x"), given.get("n")
    if x is None or n is None:
        return None
    methods = {
        "clopper_pearson_pct": statistics.clopper_pearson,
        "wald_pct": statistics.wald,
        "wilson_pct": statistics.wilson,
        "agresti_coull_pct": statistics.agresti_coull,
        "jeffreys_pct": statistics.jeffreys,
    }
    level = given.get("level") or 0.95
    return {key: [100 * end for end in method(x, n, level)] for key, method in methods.items()}


def _simon_oc(given: _Inputs) -> object:
    if any(given.get(key) is None for key in ("r1", "n1", "r", "n", "p")):
        return None
    design = statistics.SimonDesign(given["r1"], given["n1"], given["r"], given["n"])
    p = given["p"]
    return {
        "reject": design.reject(p),
        "pet": design.stop_early(p),
        "en": design.expected_size(p),
    }


def _simon_design(given: _Inputs) -> object:
    beta = given["beta"] if given.get("beta") is not None else 1 - given["power"]
    p0, p1 = given["p0"], given["p1"]
    search = statistics.simon_design(p0, p1, given["alpha"], beta)
    answer: dict[str, object] = {}
    for name, design in (("optimal", search.optimal), ("minimax", search.minimax)):
        answer[name] = [design.r1, design.n1, design.r, design.n]
        answer[f"{name}_EN0"] = design.expected_size(p0)
        answer[f"{name}_PET0"] = design.stop_early(p0)
        answer[f"{name}_alpha"] = design.reject(p0)
        answer[f"{name}_power"] = design.reject(p1)
    return answer


def _km_median_ci(given: _Inputs) -> object:
    times, events = given.get("time"), given.get("event")
    if not times or not events or None in times or None in events:
        return None
    answer = {}
    for transform in survival.TRANSFORMS:
        found = survival.median_interval(
            times,
            [bool(each) for each in events],
            transform=transform,
            level=given.get("level") or 0.95,
        )
        answer[transform] = {"median": found.median, "lower": found.low, "upper": found.high}
    return answer


CALCULATORS: dict[str, Callable[[_Inputs], object]] = {
    "proportion_ci": _proportion_ci,
    "simon_oc": _simon_oc,
    "simon_design": _simon_design,
    "km_median_ci": _km_median_ci,
}

"""Yes/no classes of tumour burden: Milan, up-to-seven, the high-risk group.

Arguments as in staging: `count` (lowest, highest) number of viable nodules, `largest` diameter in
mm, yes/no facts with None for unknown. The results carry the grade yes or no, both while open.
"""

from __future__ import annotations

from collections.abc import Mapping

from hccreview.clinical.ladder import (
    Count,
    answered,
    at_least,
    every,
    larger,
    negated,
    single,
    some,
)
from hccreview.clinical.rounding import exceeds, reaches
from hccreview.clinical.scores import Score


def milan(
    count: Count, largest: float | None, *, macrovascular: bool | None, extrahepatic: bool | None
) -> Score:
    """Return whether the Milan criteria hold (Mazzaferro 1996).

    One nodule up to 50 mm or up to three of 30 mm, no macrovascular or extrahepatic disease.
    """
    size = some(
        every(single(count), negated(larger(largest, 50))),
        every(at_least(count, 1), negated(at_least(count, 4)), negated(larger(largest, 30))),
    )
    facts = _transplant_facts(count, largest, macrovascular, extrahepatic)
    truth = every(size, negated(macrovascular), negated(extrahepatic))
    return answered("milan", truth, facts, "Mazzaferro 1996")


def up_to_seven(
    count: Count, largest: float | None, *, macrovascular: bool | None, extrahepatic: bool | None
) -> Score:
    """Return whether nodules plus the largest diameter in cm make seven at most.

    Without macrovascular or extrahepatic disease (Mazzaferro 2009); exactly seven is within.
    """
    facts = _transplant_facts(count, largest, macrovascular, extrahepatic)
    truth = every(_seven(count, largest), negated(macrovascular), negated(extrahepatic))
    return answered("up_to_seven", truth, facts, "Mazzaferro 2009")


def high_risk(
    vp_classes: frozenset[str],
    occupancy: float | None,
    bile_duct: bool | None,
    *,
    with_bile_duct: bool = False,
) -> Score:
    """Return whether the case is high-risk: Vp4, or tumour in at least 50 % of the liver.

    That is the list of ChiCTR2100041874, where the sign before 50 % is missing; the usual list
    (`with_bile_duct`) adds invasion of the bile duct (BMC Cancer 2024). An empty set of Vp
    classes means unknown.
    """
    vp4 = None if "Vp4" in vp_classes or not vp_classes else False
    if vp_classes == {"Vp4"}:
        vp4 = True
    half = None if occupancy is None else reaches(occupancy, 50)
    facts: dict[str, object] = {"portal_thrombus": vp_classes, "liver_occupancy": occupancy}
    if not with_bile_duct:
        return answered("high_risk", some(vp4, half), facts, "ChiCTR2100041874")
    facts["bile_duct_invasion"] = bile_duct
    truth = some(vp4, half, bile_duct)
    return answered("high_risk_bile_duct", truth, facts, "BMC Cancer 2024, 12233")


def _transplant_facts(
    count: Count, largest: float | None, macrovascular: bool | None, extrahepatic: bool | None
) -> Mapping[str, object]:
    return {
        "nodule_count": count,
        "largest_diameter": largest,
        "macrovascular_invasion": macrovascular,
        "extrahepatic_disease": extrahepatic,
    }


def _seven(count: Count, largest: float | None) -> bool | None:
    if count is None:
        return False if largest is not None and exceeds(largest, 60) else None
    low, high = count
    least = low + (largest or 0.0) / 10
    if exceeds(least, 7) or (largest is None and low >= 7):
        return False
    if largest is None or high is None:
        return None
    return None if exceeds(high + largest / 10, 7) else True

"""Stages of the tumour: BCLC 2022, CNLC, AJCC 8.

Arguments: `count` (lowest, highest) number of viable nodules, `largest` diameter in mm, yes/no
facts with None for unknown, `child_pugh` the set of classes still possible (empty: unknown).
"""

from __future__ import annotations

from hccreview.clinical.ladder import (
    Count,
    Rule,
    at_least,
    burden_facts,
    every,
    larger,
    negated,
    single,
    some,
    staged,
)
from hccreview.clinical.scores import Score

BCLC_STAGES = ("0", "A", "B", "C", "D")
CNLC_STAGES = ("Ia", "Ib", "IIa", "IIb", "IIIa", "IIIb", "IV")
AJCC_T = ("T1a", "T1b", "T2", "T3", "T4")
AJCC_STAGES = ("IA", "IB", "II", "IIIA", "IIIB", "IVA", "IVB")
_ALL_CLASSES = frozenset("ABC")


def bclc(
    count: Count,
    largest: float | None,
    *,
    macrovascular: bool | None,
    extrahepatic: bool | None,
    ecog: int | None,
    ecog_cause: bool | None,
    child_pugh: frozenset[str],
    transplant_candidate: bool | None,
) -> Score:
    """Return the BCLC stage 0-D, edition 2022 (Reig 2022), with the component that decided.

    `ecog_cause`: the performance status is caused by the cancer. Class C without a transplant
    option stands for end-stage liver function. A single tumour of any size is A at most.
    """
    classes = child_pugh or _ALL_CLASSES
    facts: dict[str, object] = {
        "nodule_count": count,
        "largest_diameter": largest,
        "macrovascular_invasion": macrovascular,
        "extrahepatic_disease": extrahepatic,
        "ecog": ecog,
        "ecog_cause": ecog_cause,
        "child_pugh": classes,
        "transplant_candidate": transplant_candidate,
    }
    end_stage = every(_is_class_c(classes), negated(transplant_candidate))
    status = ("ecog", "ecog_cause")
    liver = ("child_pugh", "transplant_candidate")
    rules = (
        Rule("D", every(_ecog_in(ecog, 3, 4), ecog_cause), "ECOG 3-4", status),
        Rule("D", end_stage, "end-stage liver function", liver),
        Rule("C", macrovascular, "macrovascular invasion", ("macrovascular_invasion",)),
        Rule("C", extrahepatic, "spread outside the liver", ("extrahepatic_disease",)),
        Rule("C", every(_ecog_in(ecog, 1, 2), ecog_cause), "ECOG 1-2 due to cancer", status),
        *_bclc_burden(count, largest),
    )
    return staged("bclc_stage", rules, BCLC_STAGES, facts, "BCLC 2022 (Reig 2022)")


def _bclc_burden(count: Count, largest: float | None) -> tuple[Rule, ...]:
    one, small = single(count), negated(larger(largest, 30))
    few = every(at_least(count, 2), negated(at_least(count, 4)))
    many = some(at_least(count, 4), every(at_least(count, 2), larger(largest, 30)))
    tiny = every(one, negated(larger(largest, 20)))
    uses = burden_facts(count, 1, 2, 4)
    # "At most three, each at most 30 mm" also covers a number known only as 1 to 3.
    up_to_three = every(at_least(count, 1), negated(at_least(count, 4)), small)
    return (
        Rule("0", tiny, "single nodule up to 2 cm", uses),
        Rule("A", some(one, every(few, small), up_to_three), _early(one), uses),
        Rule("B", many, "multinodular beyond three of 3 cm", uses),
    )


def _early(one: bool | None) -> str:
    return "single nodule above 2 cm" if one else "up to three nodules of 3 cm or less"


def cnlc(
    count: Count,
    largest: float | None,
    *,
    macrovascular: bool | None,
    extrahepatic: bool | None,
    ecog: int | None,
    child_pugh: frozenset[str],
) -> Score:
    """Return the stage Ia-IV of the Chinese guideline (NHC 2024), with what decided."""
    classes = child_pugh or _ALL_CLASSES
    facts: dict[str, object] = {
        "nodule_count": count,
        "largest_diameter": largest,
        "macrovascular_invasion": macrovascular,
        "extrahepatic_disease": extrahepatic,
        "ecog": ecog,
        "child_pugh": classes,
    }
    rules = (
        Rule("IV", _ecog_in(ecog, 3, 4), "ECOG 3-4", ("ecog",)),
        Rule("IV", _is_class_c(classes), "Child-Pugh C", ("child_pugh",)),
        Rule("IIIb", extrahepatic, "spread outside the liver", ("extrahepatic_disease",)),
        Rule("IIIa", macrovascular, "macrovascular invasion", ("macrovascular_invasion",)),
        *_cnlc_burden(count, largest),
    )
    return staged("cnlc_stage", rules, CNLC_STAGES, facts, "CNLC (NHC 2024)")


def _cnlc_burden(count: Count, largest: float | None) -> tuple[Rule, ...]:
    one, few = single(count), every(at_least(count, 2), negated(at_least(count, 4)))
    above_3, above_5 = larger(largest, 30), larger(largest, 50)
    uses = burden_facts(count, 1, 2, 4)
    middle = some(every(few, negated(above_3)), every(one, above_5))
    return (
        Rule("IIb", at_least(count, 4), "four nodules or more", uses),
        Rule("IIa", every(few, above_3), "two or three nodules, above 3 cm", uses),
        Rule("Ib", middle, "two or three up to 3 cm, or single above 5 cm", uses),
        Rule("Ia", every(one, negated(above_5)), "single nodule up to 5 cm", uses),
    )


def ajcc_t(
    count: Count,
    largest: float | None,
    *,
    vascular: bool | None,
    major_branch: bool | None,
    adjacent_organ: bool | None,
    peritoneum: bool | None,
) -> Score:
    """Return the T category of AJCC 8 (Amin 2017).

    `vascular`: any invasion of vessels, also microscopic; `major_branch`: of a right or left
    portal vein or a main hepatic vein (Vp3, Vp4, VV2, VV3); `adjacent_organ`: direct invasion of
    an organ other than the gallbladder; `peritoneum`: visceral peritoneum perforated.
    """
    facts: dict[str, object] = {
        "nodule_count": count,
        "largest_diameter": largest,
        "vascular_invasion": True if major_branch else vascular,
        "major_branch_invasion": major_branch,
        "adjacent_organ_invasion": adjacent_organ,
        "peritoneum_perforated": peritoneum,
    }
    one, several = single(count), at_least(count, 2)
    above_2, above_5 = larger(largest, 20), larger(largest, 50)
    t2 = some(every(one, above_2, vascular), every(several, negated(above_5)))
    uses = burden_facts(count, 1, 2)
    by_vessel = (*uses, "vascular_invasion")
    rules = (
        Rule("T4", major_branch, "major branch of a vein", ("major_branch_invasion",)),
        Rule("T4", adjacent_organ, "adjacent organ", ("adjacent_organ_invasion",)),
        Rule("T4", peritoneum, "visceral peritoneum", ("peritoneum_perforated",)),
        Rule("T1a", every(one, negated(above_2)), "single nodule up to 2 cm", uses),
        Rule("T3", every(several, above_5), "several nodules, one above 5 cm", uses),
        Rule("T2", t2, "vascular invasion, or several nodules up to 5 cm", by_vessel),
        Rule("T1b", every(one, above_2, negated(vascular)), "single above 2 cm", by_vessel),
    )
    return staged("ajcc_t", rules, AJCC_T, facts, "AJCC 8 (Amin 2017)")


def ajcc_stage(t: Score, nodes: bool | None, distant: bool | None) -> Score:
    """Return the AJCC 8 stage from `ajcc_t`, regional nodes (N1) and distant spread (M1)."""
    by_t = dict(zip(AJCC_T, AJCC_STAGES, strict=False))
    settled = len(t.grades) == 1
    rules = (
        Rule("IVB", distant, "distant metastases", ("distant_metastases",)),
        Rule("IVA", nodes, "regional nodes", ("regional_nodes",)),
        *(Rule(by_t[each], settled or None, t.deciding, t.missing) for each in t.grades),
    )
    facts: dict[str, object] = {"regional_nodes": nodes, "distant_metastases": distant}
    facts.update(dict.fromkeys(t.missing))
    facts.update(t.inputs)
    return staged("tnm_stage", rules, AJCC_STAGES, facts, "AJCC 8 (Amin 2017)")


def _is_class_c(classes: frozenset[str]) -> bool | None:
    if "C" not in classes:
        return False
    return True if classes == {"C"} else None


def _ecog_in(ecog: int | None, low: int, high: int) -> bool | None:
    return None if ecog is None else low <= ecog <= high

"""Facts on the stage: BCLC, CNLC and AJCC 8, each from the facts of one chart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hccreview.clinical import staging, thrombus
from hccreview.clinical.chart import Chart, Fact
from hccreview.clinical.derivation import Derivation, fact_of_grade, flag
from hccreview.clinical.scores import Score
from hccreview.clinical.tumour_facts import portal_extents, vein_levels


def count_bounds(fact: Fact) -> tuple[int, int | None] | None:
    """Return lowest and highest number of nodules, None where nothing is known."""
    if fact.span is None or (fact.span.low == 0 and fact.span.high == float("inf")):
        return None
    high = fact.span.high
    return int(fact.span.low) + fact.span.low_open, None if high == float("inf") else int(high)


def size(fact: Fact, last_cut: float = 60.0) -> float | None:
    """Return the largest diameter in mm; a bound beyond the last cut-off is as good as the size."""
    if fact.span is None:
        return None
    return fact.span.low if fact.span.exact or fact.span.low > last_cut else None


def staging_facts(chart: Chart) -> dict[str, Fact]:
    """Return the facts every staging system asks for."""
    return {
        "nodule_count": chart.fact("tumour_count"),
        "largest_diameter": chart.fact("largest_nodule"),
        "macrovascular_invasion": chart.fact("macrovascular_invasion"),
        "extrahepatic_disease": chart.fact("extrahepatic_disease"),
    }


def _patient_facts(chart: Chart, *others: str) -> dict[str, Fact]:
    """Return the facts on the patient that a stage of the whole patient asks for as well."""
    facts = {name: chart.fact(name) for name in ("ecog", *others)}
    return {**staging_facts(chart), **facts, "child_pugh": chart.fact("child_pugh_class")}


def _ecog(fact: Fact) -> int | None:
    return None if fact.number is None else int(fact.number)


def bclc_score(chart: Chart) -> tuple[Score, dict[str, Fact]]:
    """Return the BCLC stage of a chart and the facts it rests on."""
    facts = _patient_facts(chart, "ecog_cause", "transplant_candidate")
    score = staging.bclc(
        count_bounds(facts["nodule_count"]),
        size(facts["largest_diameter"], 30.0),
        macrovascular=flag(facts["macrovascular_invasion"]),
        extrahepatic=flag(facts["extrahepatic_disease"]),
        ecog=_ecog(facts["ecog"]),
        ecog_cause=flag(facts["ecog_cause"]),
        child_pugh=facts["child_pugh"].words or frozenset(),
        transplant_candidate=flag(facts["transplant_candidate"]),
    )
    return score, facts


def cnlc_score(chart: Chart) -> tuple[Score, dict[str, Fact]]:
    """Return the CNLC stage of a chart and the facts it rests on."""
    facts = _patient_facts(chart)
    score = staging.cnlc(
        count_bounds(facts["nodule_count"]),
        size(facts["largest_diameter"], 50.0),
        macrovascular=flag(facts["macrovascular_invasion"]),
        extrahepatic=flag(facts["extrahepatic_disease"]),
        ecog=_ecog(facts["ecog"]),
        child_pugh=facts["child_pugh"].words or frozenset(),
    )
    return score, facts


def stage_fact(scorer: Callable[[Chart], tuple[Score, dict[str, Fact]]]) -> Derivation:
    """Return the derivation of a stage by its scorer."""

    def derive(chart: Chart, since: date | None) -> Fact:
        score, facts = scorer(chart)
        return fact_of_grade(score, facts)

    return derive


def tnm_score(chart: Chart) -> tuple[Score, dict[str, Fact]]:
    """Return the AJCC 8 stage of a chart and the facts it rests on."""
    extents, portal = portal_extents(chart)
    levels, vein = vein_levels(chart)
    facts = {**staging_facts(chart), "portal_thrombus": portal["portal_thrombus"]}
    for name in ("adjacent_organ_invasion", "peritoneum_perforated"):
        facts[name] = chart.fact(name)
    facts["vascular_invasion"] = facts["macrovascular_invasion"]
    facts["major_branch_invasion"] = facts["macrovascular_invasion"]
    nodes, distant = _spread(chart)
    state = chart.list("metastases")
    facts["regional_nodes"] = Fact("metastases", gaps=state.gaps)
    facts["distant_metastases"] = facts["regional_nodes"]
    major = _either(
        thrombus.major_portal_branch(extents) if extents else None,
        thrombus.major_hepatic_vein(levels) if levels else None,
    )
    category = staging.ajcc_t(
        count_bounds(facts["nodule_count"]),
        size(facts["largest_diameter"], 50.0),
        vascular=_vascular(facts["macrovascular_invasion"], portal["portal_thrombus"]),
        major_branch=major,
        adjacent_organ=flag(facts["adjacent_organ_invasion"]),
        peritoneum=flag(facts["peritoneum_perforated"]),
    )
    return staging.ajcc_stage(category, nodes, distant), facts


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _vascular(macro: Fact, portal: Fact) -> bool | None:
    if portal.members is not None and "microscopic" in portal.members:
        return True
    return flag(macro)


def _spread(chart: Chart) -> tuple[bool | None, bool | None]:
    """Return whether regional nodes and distant sites are affected, None where not known."""
    state = chart.list("metastases")
    if state.stale:
        return None, None
    rest = False if state.complete else None
    regional: bool | None = rest
    distant: bool | None = rest
    for entry in state.entries:
        if entry.get("organ") != "lymph_node":
            distant = True
        elif entry.get("station") == "regional":
            regional = True
        elif entry.get("station") == "distant":
            distant = True
        else:
            regional = regional or None
            distant = distant or None
    return regional, distant

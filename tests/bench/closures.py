"""The longer of the criteria by hand, each as one function on the values of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bench.questions import (
    LOCAL,
    SURE_ALLERGENS,
    TARGETED,
    TISSUE,
    Answer,
    Check,
    Entry,
    Values,
    all_of,
    among,
    any_of,
    at_least,
    at_most,
    basis,
    event,
    measurable,
    negated,
    since,
    some,
)


def resectability(v: Values) -> Answer:
    remnant = v["remnant"]
    return all_of(
        v["unsuitable_for_radical_surgery"],
        any_of(
            negated(v["r0_feasible"]),
            None if remnant is None else remnant < 30,
            all_of(v["cirrhosis"], None if remnant is None else remnant < 40),
            None if v["icg_r15"] is None else v["icg_r15"] > 15,
            among(v["bclc_stage"], ("B", "C")),
        ),
    )


def measurable_progressed(v: Values) -> Answer:
    untreated = negated(some(v, "treatments", lambda t: among(t["kind"], (*LOCAL, "radiotherapy"))))

    def fresh(lesion: Entry) -> Answer:
        return any_of(negated(lesion["treated_locally"]), lesion["progressed"])

    return any_of(
        all_of(untreated, some(v, "lesions", lesion_measurable)),
        some(v, "lesions", lambda e: all_of(lesion_measurable(e), fresh(e))),
        some(
            v,
            "metastases",
            lambda e: all_of(measurable(e["diameter"], e["slice_thickness"]), fresh(e)),
        ),
    )


def lesion_measurable(lesion: Entry) -> Answer:
    return measurable(lesion["longest"], lesion["slice_thickness"])


def portal(v: Values) -> Answer:
    return among(v["portal_cheng_or_chen"], ("none", "I0", "I", "II", "III"))


def vein(v: Values) -> Answer:
    return any_of(
        among(v["hepatic_vv"], ("VV0", "VV1", "VV2")),
        all_of(among(v["hepatic_vv"], ("VV3",)), among(v["caval_sakamoto"], ("I",))),
    )


def oligometastases(v: Values) -> Answer:
    found, complete = v["metastases"], v["metastases_complete"]
    organs = {m["organ"] for m in found}
    sizes = [m["diameter"] for m in found]
    if len(found) > 3:
        return False
    if None in sizes or not complete:
        return None
    return all_of(
        not sizes or max(sizes) <= 30,
        any_of(
            len(organs) <= 2,
            all_of(len(organs - {"lymph_node"}) <= 2, negated(v["node_station_counts_as_organ"])),
        ),
    )


def samples(v: Values) -> Answer:
    blood = (
        v["lab_neutrophils"], v["lab_platelets"], v["lab_haemoglobin"], v["lab_bilirubin"],
        v["lab_alt"], v["lab_ast"], v["lab_albumin"], v["lab_alp"], v["lab_creatinine"],
    )  # fmt: skip
    clotting = v["lab_inr"] is not None or v["lab_prothrombin_time"] is not None
    urine = v["lab_urine_protein_dipstick"] is not None or v["lab_urine_protein_24h"] is not None
    return True if None not in blood and clotting and urine else None


def varices(v: Values) -> Answer:
    present = negated(among(v["varices"], ("none",)))
    bled = event(v, "bleeding", v["year"], lambda e: among(e["source"], ("varices",)))
    answers = {"any": present, "within_year": present, "bleeding_only": all_of(present, bled)}
    if v["varices_reading"] is not None:
        return answers[v["varices_reading"]]
    return present if len(set(answers.values())) == 1 else None


def haic_timing(v: Values) -> Answer:
    first = v["first_combination_dose"]
    given = [t["on"] for t in v["treatments"] if t["kind"] == "haic"]
    if first is None or not given:
        return None
    return any(day >= first or day >= first - 91 for day in given)


def cycles(v: Values) -> Answer:
    return at_least(v["cycles_after_haic"], 1)


def platelet_inhibitor(v: Values) -> Answer:
    def check(d: Entry) -> Answer:
        return all_of(
            any_of(
                all_of(among(d["class"], ("aspirin",)), negated(at_most(d["daily_dose"], 325))),
                among(d["class"], ("platelet_inhibitor",)),
            ),
            since(d, v["two_weeks"] + 10),
        )

    return some(v, "drugs", check)


def immunosuppressant(v: Values) -> Answer:
    def check(d: Entry) -> Answer:
        steroid = negated(at_most(d["prednisone_equivalent"], 10))
        return all_of(
            any_of(
                among(d["class"], ("immunosuppressant",)),
                all_of(among(d["class"], ("corticosteroid",)), steroid),
            ),
            among(d["route"], ("systemic",)),
            negated(d["short_for_airways_or_allergy"]),
            since(d, v["four_weeks"]),
        )

    return some(v, "drugs", check)


def herbal(v: Values) -> Answer:
    def check(d: Entry) -> Answer:
        return all_of(
            among(d["class"], ("antitumour_herbal", "immunomodulator")),
            among(d["route"], ("systemic",)),
            since(d, v["two_weeks"]),
        )

    return some(v, "drugs", check)


def toxicity(t: Entry) -> Answer:
    silent = all_of(
        t["laboratory_only"], negated(t["symptomatic"]), negated(t["clinically_significant"])
    )
    return all_of(negated(at_most(t["grade"], 1)), negated(t["alopecia"]), negated(silent))


def radiotherapy(v: Values) -> Answer:
    def check(t: Entry) -> Answer:
        if t["kind"] != "radiotherapy":
            return False
        return any_of(
            since(t, v["three_weeks"]),
            t["unresolved_toxicity"],
            t["steroids_needed"],
            t["organ_inflammation"],
        )

    return some(v, "treatments", check)


def wounds(v: Values) -> Answer:
    return any_of(
        event(v, "surgery", v["four_weeks"], lambda e: e["major"]),
        event(v, "wound", v["four_weeks"], lambda e: True),
        event(v, "minor_procedure", v["one_week"], lambda e: True),
        event(v, "biopsy", v["one_week"], lambda e: True),
        event(v, "surgery", v["one_week"], lambda e: negated(e["major"])),
    )


def malignancy(v: Values) -> Answer:
    def check(m: Entry) -> Answer:
        recent = None if m["on"] is None else m["on"] >= v["five_years"]
        spared = any_of(
            among(m["kind"], ("skin_basal_cell", "skin_squamous_cell")),
            all_of(among(m["kind"], ("in_situ",)), m["radically_resected"]),
        )
        return any_of(
            all_of(recent, negated(spared)), all_of(negated(recent), negated(basis(v, TISSUE)))
        )

    return some(v, "malignancies", check)


def allergy(a: Entry) -> Answer:
    return any_of(
        among(a["substance"], SURE_ALLERGENS),
        all_of(among(a["substance"], ("other_antibody", "camrelizumab")), a["severe"]),
    )


def earlier(trial: str, check: Callable[[Values, Entry], Answer]) -> Check:
    """Whether a treatment that is not part of the trial's own combination passes a check."""
    return lambda v: some(
        v, "treatments", lambda t: False if t["index_of"] == trial else check(v, t)
    )


def no_systemic(trial: str) -> Check:
    found = earlier(trial, lambda v, t: among(t["kind"], ("systemic",)))
    return lambda v: negated(found(v))


def targeted(v: Values, t: Entry) -> Answer:
    classes = t["classes"]
    known = None if classes is None else not classes.isdisjoint(TARGETED)
    return all_of(among(t["kind"], ("systemic", "haic", "other")), known)


def thromboembolism(v: Values) -> Answer:
    def check(e: Entry) -> Answer:
        return all_of(negated(e["catheter_related"]), negated(e["superficial_stable"]))

    return any_of(
        event(v, "thromboembolism", v["half_year"], check),
        all_of(v["bland_portal_thrombosis"], v["bland_thrombosis_is_event"]),
    )


def ended_since(end: Any, first_day: int) -> Answer:
    if end is None:
        return None
    return end == "ongoing" if isinstance(end, str) else bool(end >= first_day)


def autoimmune(v: Values) -> Answer:
    treated = ended_since(v["autoimmune_systemic_treatment_end"], v["two_years"])
    return any_of(
        all_of(v["autoimmune_history"], treated),
        v["primary_immunodeficiency"],
        all_of(v["autoantibodies_only"] is True, v["autoantibodies_mean_disease"]),
    )


def effusion(v: Values) -> Answer:
    needs = v["symptomatic_effusion_needs_drainage"]
    return some(v, "effusions", lambda e: all_of(e["symptomatic"], any_of(e["drained"], needs)))


def gut(v: Values) -> Answer:
    ever = some(v, "events", lambda e: among(e["kind"], ("gut",)))
    lately = event(v, "gut", v["half_year"], lambda e: True)
    answers = {"ever": ever, "six_months": lately}
    if v["gut_history_reading"] is not None:
        return answers[v["gut_history_reading"]]
    return ever if ever == lately else None


def enhancing_or_longest(v: Values) -> Answer:
    longest = some(v, "lesions", lesion_measurable)
    enhancing = some(v, "lesions", lambda e: measurable(e["enhancing"], e["slice_thickness"]))
    if v["measurability_reading"] is not None:
        return {"recist": longest, "mrecist": enhancing}[v["measurability_reading"]]
    return longest if longest == enhancing else None

"""All 87 criteria by hand, trial by trial."""

from __future__ import annotations

from tests.bench.closures import (
    allergy,
    autoimmune,
    cycles,
    earlier,
    effusion,
    ended_since,
    enhancing_or_longest,
    gut,
    haic_timing,
    herbal,
    immunosuppressant,
    lesion_measurable,
    malignancy,
    measurable_progressed,
    no_systemic,
    oligometastases,
    platelet_inhibitor,
    portal,
    radiotherapy,
    resectability,
    samples,
    targeted,
    thromboembolism,
    toxicity,
    varices,
    vein,
    wounds,
)
from tests.bench.questions import (
    DIPSTICKS,
    LOCAL,
    TISSUE,
    VARIANTS,
    Check,
    all_of,
    among,
    any_of,
    at_least,
    at_most,
    basis,
    event,
    negated,
    since,
    some,
    times,
)

DOUBLE_IA: dict[str, Check] = {
    "I1a": lambda v: all_of(
        v["newly_diagnosed"],
        any_of(
            all(t["index_of"] == "ChiCTR2100041874" for t in v["treatments"]),
            v["earlier_treatment_allows_newly_diagnosed"],
        ),
    ),
    "I1b": lambda v: basis(v, TISSUE),
    "I2": lambda v: v["unresectable"],
    "I3": enhancing_or_longest,
    "I4": lambda v: among(v["bclc_stage"], ("C",)),
    "I5": lambda v: among(v["ecog"], (0, 1)),
    "I6": lambda v: v["consent_signed"],
    "E1": lambda v: among(v["child_pugh_class"], ("C",)),
    "E2a": lambda v: any_of(
        among(v["ascites"], ("massive",)),
        all_of(among(v["ascites"], ("moderate",)), v["moderate_ascites_counts_as_massive"]),
    ),
    "E2b": varices,
    "E2c": lambda v: event(
        v, "bleeding", v["year"], lambda e: among(e["source"], ("varices", "upper_gut"))
    ),
    "E3": lambda v: some(
        v,
        "metastases",
        lambda m: all_of(among(m["organ"], ("brain", "bone")), m["needs_urgent_treatment"]),
    ),
    "E4": lambda v: v["autoimmune_history"],
}
HAIC_TKI_PD1: dict[str, Check] = {
    "I1": lambda v: basis(v, ("radiology", "histology", "cytology")),
    "I2": lambda v: among(v["bclc_stage"], ("B", "C")),
    "I3": no_systemic("NCT06881433"),
    "I4": lambda v: v["combination_drugs_marketed"],
    "I5": haic_timing,
    "I6": cycles,
    "I7": lambda v: some(v, "lesions", lesion_measurable),
    "E1": lambda v: among(v["histological_type"], VARIANTS),
    "E2": lambda v: negated(all_of(haic_timing(v), cycles(v))),
    "E3a": lambda v: among(v["child_pugh_class"], ("C",)),
    "E3b": lambda v: negated(at_most(v["ecog"], 2)),
    "E3c": lambda v: any_of(
        among(v["encephalopathy"], ("grade_3", "grade_4")),
        all_of(among(v["encephalopathy"], ("grade_2",)), v["grade_2_encephalopathy_is_severe"]),
    ),
}
LENVATINIB_CADONILIMAB: dict[str, Check] = {
    "I1": lambda v: any_of(
        basis(v, TISSUE),
        all_of(basis(v, ("radiology",)), among(v["diagnosis_guideline"], ("AASLD", "EASL"))),
    ),
    "I2": lambda v: at_least(v["age"], 18),
    "I3": lambda v: among(v["ecog"], (0, 1)),
    "I4": resectability,
    "I5": no_systemic("NCT06187961"),
    "I6": measurable_progressed,
    "I7": portal,
    "I8": vein,
    "I9": oligometastases,
    "I10": lambda v: at_most(v["child_pugh_score"], 7),
    "I11": samples,
    "I12a": lambda v: at_least(v["lab_neutrophils"], 1.5),
    "I12b": lambda v: at_least(v["lab_platelets"], 75),
    "I12c": lambda v: at_least(v["lab_haemoglobin"], 90),
    "I13a": lambda v: at_most(v["lab_bilirubin"], times(2, v["bilirubin_uln"])),
    "I13b": lambda v: all_of(
        at_most(v["lab_alt"], times(5, v["alt_uln"])),
        at_most(v["lab_ast"], times(5, v["ast_uln"])),
    ),
    "I13c": lambda v: at_least(v["lab_albumin"], 28),
    "I13d": lambda v: at_most(v["lab_alp"], times(5, v["alp_uln"])),
    "I14a": lambda v: any_of(
        at_most(v["lab_creatinine"], times(1.5, v["creatinine_uln"])),
        at_least(v["creatinine_clearance"], 50),
    ),
    "I14b": lambda v: any_of(
        among(v["lab_urine_protein_dipstick"], DIPSTICKS[:3]),
        negated(at_least(v["lab_urine_protein_24h"], 1)),
    ),
    "I15": lambda v: any_of(at_most(v["lab_inr"], 2.3), at_most(v["pt_prolongation"], 6)),
    "I16": lambda v: v["life_expectancy_12_weeks"],
    "I17": lambda v: v["effective_contraception"],
    "I18": lambda v: all_of(v["consent_signed"], v["able_to_comply"]),
    "E1": lambda v: any_of(
        among(v["histological_type"], VARIANTS),
        all_of(among(v["histological_type"], ("other",)), v["variant_histology_excludes"]),
    ),
    "E2": lambda v: any_of(v["encephalopathy_ever"], v["liver_transplantation_ever"]),
    "E3": effusion,
    "E4a": lambda v: negated(at_most(v["hbv_load"], 2000)),
    "E4b": lambda v: negated(at_most(v["hcv_load"], 1000)),
    "E4c": lambda v: all_of(among(v["hbsag"], ("positive",)), among(v["anti_hcv"], ("positive",))),
    "E5": lambda v: some(v, "metastases", lambda m: among(m["organ"], ("brain", "other_cns"))),
    "E6": lambda v: any_of(
        event(v, "bleeding", v["half_year"], lambda e: among(e["source"], ("varices",))),
        v["high_bleeding_risk"],
    ),
    "E7": lambda v: event(v, "bleeding", v["quarter"], lambda e: e["life_threatening"]),
    "E8": thromboembolism,
    "E9": platelet_inhibitor,
    "E10": lambda v: any_of(
        all_of(
            any_of(at_least(v["systolic_pressure"], 150), at_least(v["diastolic_pressure"], 100)),
            v["pressure_optimally_treated"],
        ),
        v["hypertensive_crisis_history"],
    ),
    "E11": lambda v: some(v, "toxicities", toxicity),
    "E12": lambda v: any_of(
        among(v["nyha"], ("II", "III", "IV")), negated(at_least(v["lvef"], 50))
    ),
    "E13": lambda v: any_of(
        v["arrhythmia"], v["long_qt_history"], negated(at_most(v["qtcf"], 500))
    ),
    "E14": lambda v: any_of(v["severe_bleeding_tendency"], v["thrombolysis_now"]),
    "E15": gut,
    "E16": radiotherapy,
    "E17": lambda v: any_of(
        v["lung_fibrosis_history"],
        v["lung_function_severely_impaired"],
        all_of(v["other_lung_disease"], v["other_lung_disease_excludes"]),
    ),
    "E18": lambda v: any_of(
        v["tuberculosis_active"], ended_since(v["tuberculosis_treatment_end"], v["dose_year"])
    ),
    "E19": lambda v: any_of(among(v["hiv_antibody"], ("positive",)), v["syphilis_needs_treatment"]),
    "E20": lambda v: any_of(
        v["severe_infection_now"],
        event(v, "infection", v["four_weeks"], lambda e: e["severe"]),
    ),
    "E21": autoimmune,
    "E22": immunosuppressant,
    "E23": lambda v: any_of(
        v["live_vaccine_planned"],
        event(v, "vaccination", v["four_weeks"], lambda e: e["live_vaccine"]),
    ),
    "E24": wounds,
    "E25": earlier(
        "NCT06187961",
        lambda v, t: all_of(among(t["kind"], LOCAL), since(t, v["four_weeks"])),
    ),
    "E26": herbal,
    "E27": lambda v: v["other_condition_unsuitable"],
    "E28": malignancy,
    "E29": earlier("NCT06187961", targeted),
    "E30": lambda v: some(v, "allergies", allergy),
    "E31": lambda v: v["dissecting_aneurysm"],
    "E32": earlier("NCT06187961", lambda v, t: all_of(t["in_trial"], since(t, v["four_weeks"]))),
    "E33": lambda v: any_of(v["pregnant"], v["breastfeeding"]),
    "E34": lambda v: negated(all_of(portal(v), vein(v), oligometastases(v))),
}
TABLES: dict[str, dict[str, Check]] = {
    "NCT05099848": {"I1": lambda v: all_of(v["hcc_established"], v["unresectable"])},
    "ChiCTR2100041874": DOUBLE_IA,
    "NCT06881433": HAIC_TKI_PD1,
    "TACE-CAM-APA": {"I1": lambda v: all_of(v["hcc_established"], v["advanced_disease"])},
    "NCT06187961": LENVATINIB_CADONILIMAB,
}
APPLIES: dict[tuple[str, str], Check] = {
    ("NCT06881433", "I5"): lambda v: v["arm"] == "haic",
    ("NCT06881433", "I6"): lambda v: v["arm"] == "haic",
    ("NCT06881433", "E2"): lambda v: v["arm"] == "haic",
    ("NCT06187961", "I17"): lambda v: v["childbearing_potential"],
    ("NCT06187961", "E33"): lambda v: among(v["sex"], ("female",)),
}

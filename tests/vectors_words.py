"""How worked examples spell the fields, words and units of the data dictionary."""

from __future__ import annotations

from typing import Any

from hccreview.clinical.fields import FieldDefinition

ANCHORS = {
    "inclusion": ("inclusion", "inclusion_date", "enrolment", "enrollment", "screening"),
    "first_dose": ("first_dose", "first_dose_date", "d1", "d1_date", "dose_date"),
    "as_of": ("as_of", "anchor", "anchor_date", "today", "date_of_review", "mdt_date"),
}
UNITS = {
    "_umol_l": "umol/L",
    "_mg_dl": "mg/dL",
    "_g_dl": "g/dL",
    "_g_l": "g/L",
    "_iu_ml": "IU/mL",
    "_copies_ml": "copies/mL",
    "_ml_min": "",
    "_mmhg": "mm[Hg]",
    "_pct": "%",
    "_bpm": "/min",
    "_ms": "ms",
    "_kg": "kg",
    "_cm": "cm",
    "_g": "g",
    "_mg": "mg",
    "_s": "s",
    "_y": "a",
    "_years": "a",
}
FIELDS = {
    "age": "age_recorded",
    "alb": "albumin",
    "albumin": "albumin",
    "alp": "alp",
    "alt": "alt",
    "anc": "neutrophils",
    "ast": "ast",
    "bili": "bilirubin",
    "birth_date": "birth_date",
    "chen": "portal_thrombus_chen",
    "chen_group": "portal_thrombus_chen",
    "cheng": "portal_thrombus_cheng",
    "cheng_type": "portal_thrombus_cheng",
    "consent": "consent_signed",
    "control_pt": "prothrombin_time_control",
    "cr": "creatinine",
    "cycles": "cycles_after_haic",
    "dbp": "diastolic_pressure",
    "dipstick": "urine_protein_dipstick",
    "dob": "birth_date",
    "dx_basis": "diagnosis_basis",
    "guideline": "diagnosis_guideline",
    "he_grade": "encephalopathy",
    "he_history": "encephalopathy_history",
    "prior_he": "encephalopathy_history",
    "hb": "haemoglobin",
    "hgb": "haemoglobin",
    "hemoglobin": "haemoglobin",
    "hiv": "hiv_antibody",
    "hiv_ab": "hiv_antibody",
    "history_hbv": "hbv_history",
    "history_of_hbv": "hbv_history",
    "hbv_infection_history": "hbv_history",
    "hr": "heart_rate",
    "hv_level": "hepatic_vein_thrombus",
    "hvtt": "hepatic_vein_vv",
    "icg": "icg_r15",
    "marketed": "combination_drugs_marketed",
    "all_marketed": "combination_drugs_marketed",
    "neutrophils": "neutrophils",
    "olt_history": "liver_transplantation_history",
    "transplant_history": "liver_transplantation_history",
    "liver_transplant": "liver_transplantation_history",
    "optimal_tx": "pressure_optimally_treated",
    "optimal_treatment": "pressure_optimally_treated",
    "crisis": "hypertensive_crisis_history",
    "crisis_history": "hypertensive_crisis_history",
    "plt": "platelets",
    "ps": "ecog",
    "ecog_ps": "ecog",
    "pt": "prothrombin_time",
    "pt_control": "prothrombin_time_control",
    "remnant": "remnant",
    "sakamoto": "ivc_sakamoto",
    "sbp": "systolic_pressure",
    "smv": "smv_thrombus",
    "smv_involved": "smv_thrombus",
    "tbil": "bilirubin",
    "u24": "urine_protein_24h",
    "vp": "portal_thrombus_vp",
    "vv": "hepatic_vein_vv",
    "long_qt": "long_qt_history",
    "congenital_long_qt": "long_qt_history",
    "autoimmune": "autoimmune_history",
    "pid": "primary_immunodeficiency",
    "immunodeficiency": "primary_immunodeficiency",
    "tb_active": "tuberculosis_active",
    "syphilis_tx": "syphilis_needs_treatment",
    "syphilis": "syphilis_needs_treatment",
    "bland_pvt": "bland_portal_thrombosis",
    "bland_pv_thrombosis": "bland_portal_thrombosis",
    "thrombolysis": "thrombolysis_now",
    "contraception": "effective_contraception",
    "childbearing": "childbearing_potential",
    "aneurysm": "dissecting_aneurysm",
    "vascular_dx": "dissecting_aneurysm",
    "vaccine_planned": "live_vaccine_planned",
    "planned": "live_vaccine_planned",
    "infection_active": "severe_infection_now",
    "active_infection": "severe_infection_now",
    "lung_history": "lung_fibrosis_history",
    "ild": "lung_fibrosis_history",
    "lung_function_impaired": "lung_function_severely_impaired",
    "mdt_unsuitable": "unsuitable_for_radical_surgery",
    "comply": "able_to_comply",
    "investigator_flag": "other_condition_unsuitable",
    "bleed_risk_high": "high_bleeding_risk",
    "high_bleed_risk": "high_bleeding_risk",
    "bleeding_tendency": "severe_bleeding_tendency",
    "coagulopathy": "severe_bleeding_tendency",
    "ps_cancer_related": "ecog_cause",
    "ecog_due_to_cancer": "ecog_cause",
    "ps_due_to_cancer": "ecog_cause",
    "tumour_count": "nodule_count",
    "n_tumours": "nodule_count",
}
WORDS: dict[str, dict[str, str]] = {
    "histology": {
        "fibrolamellar": "FLC FIBROLAMELLAR FL-HCC",
        "cholangiocarcinoma": "CCA ICC CHOLANGIO CHOLANGIOCARCINOMA CHOLANGIO-TYPE",
        "sarcomatoid": "SARCOMATOID",
        "mixed": "MIXED COMBINED CHCC-CCA HCC-CCA",
        "hcc": "HCC CONVENTIONAL",
        "awaited": "AWAITED PENDING",
        "not_taken": "NONE NOT_TAKEN NO NOT_DONE NO_HISTOLOGY",
    },
    "diagnosis_basis": {
        "histology": "HISTOLOGY BIOPSY PATHOLOGY",
        "radiology": "RADIOLOGY IMAGING",
    },
    "sex": {"male": "M MALE MAN", "female": "F FEMALE WOMAN"},
    "ascites": {
        "none": "NONE ABSENT NO FALSE",
        "slight": "SLIGHT MILD CONTROLLED SLIGHT_OR_CONTROLLED",
        "moderate": "MODERATE MODERATE-SEVERE MODERATE_SEVERE",
        "massive": "MASSIVE SEVERE REFRACTORY TENSE",
    },
    "encephalopathy": {
        "none": "NONE ABSENT NO 0 GRADE0 GRADE_0 FALSE",
        "grade_1": "1 GRADE1 I GRADE_1-2 GRADE1-2 1-2 MILD",
        "grade_2": "2 GRADE2 II MODERATE",
        "grade_3": "3 GRADE3 III GRADE_3-4 GRADE3-4 3-4 SEVERE",
        "grade_4": "4 GRADE4 IV",
    },
    "urine_protein_dipstick": {"negative": "NEGATIVE NEG - 0 NONE", "trace": "TRACE TR +-"},
    "portal_thrombus_cheng": {"none": "NONE ABSENT 0", "I0": "I0 IO"},
    "hepatic_vein_thrombus": {
        "none": "NONE ABSENT NO",
        "peripheral": "PERIPHERAL VV1",
        "main": "MAIN VV2",
        "ivc_below_diaphragm": "IVC_BELOW BELOW BELOW_DIAPHRAGM BELOW_THE_DIAPHRAGM IVC",
        "ivc_above_diaphragm": "IVC_ABOVE ABOVE ABOVE_DIAPHRAGM ABOVE_THE_DIAPHRAGM",
        "right_atrium": "RA ATRIUM RIGHT_ATRIUM",
    },
    "ivc_sakamoto": {"I": "I 1", "II": "II 2", "III": "III 3"},
    "nyha": {"none": "NONE NO 0", "I": "I 1", "II": "II 2", "III": "III 3", "IV": "IV 4"},
    "varices": {
        "none": "NONE NO FALSE ABSENT 0",
        "present": "TRUE YES PRESENT ANY",
        "small": "SMALL F1 1",
        "medium": "MEDIUM F2 2",
        "large": "LARGE F3 3",
    },
    "metastases.organ": {
        "lung": "LUNG LUNGS PULMONARY",
        "bone": "BONE BONES SKELETON",
        "brain": "BRAIN CNS CEREBRAL",
        "adrenal": "ADRENAL ADRENALS",
        "lymph_node": "LYMPH_NODE LYMPH_NODES LN NODE NODES NODAL",
        "peritoneum": "PERITONEUM PERITONEAL",
        "pleura": "PLEURA",
        "spleen": "SPLEEN",
    },
}
SAMPLES = {
    "neutrophils": 4.0,
    "platelets": 200,
    "haemoglobin": 140,
    "bilirubin": (10, {"uln": 20}),
    "alt": (30, {"uln": 40}),
    "ast": (30, {"uln": 40}),
    "albumin": 42,
    "alp": (90, {"uln": 120}),
    "creatinine": (70, {"uln": 100}),
    "inr": 1.0,
    "urine_protein_dipstick": "negative",
}
GIVEN = {
    "crcl": "creatinine_clearance",
    "ccr": "creatinine_clearance",
    "creatinine_clearance": "creatinine_clearance",
    "qtcf": "qtcf",
    "pt_prolongation": "pt_prolongation",
    "bclc": "bclc_stage",
    "bclc_stage": "bclc_stage",
    "cp_class": "child_pugh_class",
    "child_pugh_class": "child_pugh_class",
    "child_pugh": "child_pugh_class",
    "cp_score": "child_pugh_score",
    "child_pugh_score": "child_pugh_score",
    "hcc_established": "hcc_established",
}


def word_of(table: str, definition: FieldDefinition, value: Any) -> str:
    if isinstance(value, bool) and {"positive", "negative"} <= set(definition.values):
        return "positive" if value else "negative"
    text = str(value).strip()
    spelled = text.upper().replace(" ", "_").removeprefix("TYPE_").removeprefix("GROUP_")
    for word, spellings in WORDS.get(table, {}).items():
        if spelled in spellings.split():
            return word
    for word in definition.values:
        prefix = {"hepatic_vein_vv": "VV", "portal_thrombus_vp": "VP"}.get(table, "")
        if spelled in (word.upper(), word.upper().removeprefix(prefix)):
            return word
    return "other" if "other" in definition.values else text


def yes(value: Any) -> bool | None:
    """Return an answer as yes or no, however it is written."""
    if isinstance(value, str):
        return value.strip().lower() in ("yes", "true", "y", "1", "positive", "present", "signed")
    if isinstance(value, list | dict):
        return bool(value)
    return None if value is None else bool(value)

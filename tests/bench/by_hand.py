"""The 87 criteria as hand-written closures on values taken out of the case beforehand.

This is the floor the engine is measured against. Units, windows and partial values are dealt with
when the values are taken out; what is left is each criterion in three-valued Python (True, False,
None for not known) and one frozen finding for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]
Entry = Mapping[str, Any]
Answer = bool | None
Check = Callable[[Values], Answer]


@dataclass(frozen=True, slots=True)
class HandFinding:
    """What a hand-written criterion says: "pass", "fail", "unknown" or "not_applicable"."""

    trial_id: str
    criterion_id: str
    verdict: str
    truth: Answer


@dataclass(frozen=True, slots=True)
class HandCriterion:
    """One criterion by hand; `applies` is None where it always applies."""

    trial_id: str
    id: str
    inclusion: bool
    check: Check
    applies: Check | None = None


# ------------------------------------------------------------------- small questions


def _all(*answers: Answer) -> Answer:
    return False if False in answers else (None if None in answers else True)


def _any(*answers: Answer) -> Answer:
    return True if True in answers else (None if None in answers else False)


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer


def _low(value: float | None, limit: float | None) -> Answer:
    return None if value is None or limit is None else value <= limit


def _high(value: float | None, limit: float | None) -> Answer:
    return None if value is None or limit is None else value >= limit


def _among(word: Any, words: Iterable[Any]) -> Answer:
    return None if word is None else word in words


def _times(factor: float, limit: float | None) -> float | None:
    return None if limit is None else factor * limit


def _some(v: Values, name: str, check: Callable[[Entry], Answer]) -> Answer:
    """Whether an entry of a list passes; only a complete list can say that none does."""
    answer: Answer = False if v[f"{name}_complete"] else None
    for entry in v[name]:
        found = check(entry)
        if found:
            return True
        if found is None:
            answer = None
    return answer


def _since(entry: Entry, first_day: int) -> Answer:
    """Whether an entry reaches into the days from `first_day` on."""
    end = entry["end"] or entry["on"]
    if end is not None:
        return bool(end >= first_day)
    return True if entry.get("start") is not None else None


def _event(v: Values, kind: str, first_day: int, detail: Callable[[Entry], Answer]) -> Answer:
    def check(e: Entry) -> Answer:
        if e["kind"] != kind:
            return False
        return _all(_since(e, first_day), detail(e))

    return _some(v, "events", check)


def _measurable(size: float | None, slice_thickness: float | None) -> Answer:
    if size is None:
        return None
    thickness = 5 if slice_thickness is None else slice_thickness
    return size >= (10 if thickness <= 5 else 2 * thickness)


_DIPSTICKS = ("negative", "trace", "1+", "2+", "3+", "4+")
_LOCAL = ("ablation", "tace", "tae", "haic", "tare", "injection", "other_local", "resection")
_VARIANTS = ("fibrolamellar", "sarcomatoid", "cholangiocarcinoma", "mixed")
_TARGETED = frozenset({"immunotherapy", "anti_angiogenic", "other_targeted", "targeted"})
_TISSUE = frozenset({"histology", "cytology"})
_SURE_ALLERGENS = ("oxaliplatin", "fluorouracil", "folinate", "lenvatinib", "cadonilimab")


def _basis(v: Values, wanted: Iterable[str]) -> Answer:
    basis = v["diagnosis_basis"]
    return None if basis is None else not basis.isdisjoint(wanted)


def _resectability(v: Values) -> Answer:
    remnant = v["remnant"]
    return _all(
        v["unsuitable_for_radical_surgery"],
        _any(
            _not(v["r0_feasible"]),
            None if remnant is None else remnant < 30,
            _all(v["cirrhosis"], None if remnant is None else remnant < 40),
            None if v["icg_r15"] is None else v["icg_r15"] > 15,
            _among(v["bclc_stage"], ("B", "C")),
        ),
    )


def _measurable_progressed(v: Values) -> Answer:
    untreated = _not(_some(v, "treatments", lambda t: _among(t["kind"], (*_LOCAL, "radiotherapy"))))

    def fresh(lesion: Entry) -> Answer:
        return _any(_not(lesion["treated_locally"]), lesion["progressed"])

    return _any(
        _all(untreated, _some(v, "lesions", _lesion_measurable)),
        _some(v, "lesions", lambda e: _all(_lesion_measurable(e), fresh(e))),
        _some(
            v,
            "metastases",
            lambda e: _all(_measurable(e["diameter"], e["slice_thickness"]), fresh(e)),
        ),
    )


def _lesion_measurable(lesion: Entry) -> Answer:
    return _measurable(lesion["longest"], lesion["slice_thickness"])


def _portal(v: Values) -> Answer:
    return _among(v["portal_cheng_or_chen"], ("none", "I0", "I", "II", "III"))


def _vein(v: Values) -> Answer:
    return _any(
        _among(v["hepatic_vv"], ("VV0", "VV1", "VV2")),
        _all(_among(v["hepatic_vv"], ("VV3",)), _among(v["caval_sakamoto"], ("I",))),
    )


def _oligometastases(v: Values) -> Answer:
    found, complete = v["metastases"], v["metastases_complete"]
    organs = {m["organ"] for m in found}
    sizes = [m["diameter"] for m in found]
    if len(found) > 3:
        return False
    if None in sizes or not complete:
        return None
    return _all(
        not sizes or max(sizes) <= 30,
        _any(
            len(organs) <= 2,
            _all(len(organs - {"lymph_node"}) <= 2, _not(v["node_station_counts_as_organ"])),
        ),
    )


def _samples(v: Values) -> Answer:
    blood = (
        v["lab_neutrophils"], v["lab_platelets"], v["lab_haemoglobin"], v["lab_bilirubin"],
        v["lab_alt"], v["lab_ast"], v["lab_albumin"], v["lab_alp"], v["lab_creatinine"],
    )  # fmt: skip
    clotting = v["lab_inr"] is not None or v["lab_prothrombin_time"] is not None
    urine = v["lab_urine_protein_dipstick"] is not None or v["lab_urine_protein_24h"] is not None
    return True if None not in blood and clotting and urine else None


def _varices(v: Values) -> Answer:
    present = _not(_among(v["varices"], ("none",)))
    bled = _event(v, "bleeding", v["year"], lambda e: _among(e["source"], ("varices",)))
    answers = {"any": present, "within_year": present, "bleeding_only": _all(present, bled)}
    if v["varices_reading"] is not None:
        return answers[v["varices_reading"]]
    return present if len(set(answers.values())) == 1 else None


def _haic_timing(v: Values) -> Answer:
    first = v["first_combination_dose"]
    given = [t["on"] for t in v["treatments"] if t["kind"] == "haic"]
    if first is None or not given:
        return None
    return any(day >= first or day >= first - 91 for day in given)


def _cycles(v: Values) -> Answer:
    return _high(v["cycles_after_haic"], 1)


def _platelet_inhibitor(v: Values) -> Answer:
    def check(d: Entry) -> Answer:
        return _all(
            _any(
                _all(_among(d["class"], ("aspirin",)), _not(_low(d["daily_dose"], 325))),
                _among(d["class"], ("platelet_inhibitor",)),
            ),
            _since(d, v["two_weeks"] + 10),
        )

    return _some(v, "drugs", check)


def _immunosuppressant(v: Values) -> Answer:
    def check(d: Entry) -> Answer:
        steroid = _not(_low(d["prednisone_equivalent"], 10))
        return _all(
            _any(
                _among(d["class"], ("immunosuppressant",)),
                _all(_among(d["class"], ("corticosteroid",)), steroid),
            ),
            _among(d["route"], ("systemic",)),
            _not(d["short_for_airways_or_allergy"]),
            _since(d, v["four_weeks"]),
        )

    return _some(v, "drugs", check)


def _herbal(v: Values) -> Answer:
    def check(d: Entry) -> Answer:
        return _all(
            _among(d["class"], ("antitumour_herbal", "immunomodulator")),
            _among(d["route"], ("systemic",)),
            _since(d, v["two_weeks"]),
        )

    return _some(v, "drugs", check)


def _toxicity(t: Entry) -> Answer:
    silent = _all(t["laboratory_only"], _not(t["symptomatic"]), _not(t["clinically_significant"]))
    return _all(_not(_low(t["grade"], 1)), _not(t["alopecia"]), _not(silent))


def _radiotherapy(v: Values) -> Answer:
    def check(t: Entry) -> Answer:
        if t["kind"] != "radiotherapy":
            return False
        return _any(
            _since(t, v["three_weeks"]),
            t["unresolved_toxicity"],
            t["steroids_needed"],
            t["organ_inflammation"],
        )

    return _some(v, "treatments", check)


def _wounds(v: Values) -> Answer:
    return _any(
        _event(v, "surgery", v["four_weeks"], lambda e: e["major"]),
        _event(v, "wound", v["four_weeks"], lambda e: True),
        _event(v, "minor_procedure", v["one_week"], lambda e: True),
        _event(v, "biopsy", v["one_week"], lambda e: True),
        _event(v, "surgery", v["one_week"], lambda e: _not(e["major"])),
    )


def _malignancy(v: Values) -> Answer:
    def check(m: Entry) -> Answer:
        recent = None if m["on"] is None else m["on"] >= v["five_years"]
        spared = _any(
            _among(m["kind"], ("skin_basal_cell", "skin_squamous_cell")),
            _all(_among(m["kind"], ("in_situ",)), m["radically_resected"]),
        )
        return _any(_all(recent, _not(spared)), _all(_not(recent), _not(_basis(v, _TISSUE))))

    return _some(v, "malignancies", check)


def _allergy(a: Entry) -> Answer:
    return _any(
        _among(a["substance"], _SURE_ALLERGENS),
        _all(_among(a["substance"], ("other_antibody", "camrelizumab")), a["severe"]),
    )


def _earlier(trial: str, check: Callable[[Values, Entry], Answer]) -> Check:
    """Whether a treatment that is not part of the trial's own combination passes a check."""
    return lambda v: _some(
        v, "treatments", lambda t: False if t["index_of"] == trial else check(v, t)
    )


def _no_systemic(trial: str) -> Check:
    found = _earlier(trial, lambda v, t: _among(t["kind"], ("systemic",)))
    return lambda v: _not(found(v))


def _targeted(v: Values, t: Entry) -> Answer:
    classes = t["classes"]
    known = None if classes is None else not classes.isdisjoint(_TARGETED)
    return _all(_among(t["kind"], ("systemic", "haic", "other")), known)


def _thromboembolism(v: Values) -> Answer:
    def check(e: Entry) -> Answer:
        return _all(_not(e["catheter_related"]), _not(e["superficial_stable"]))

    return _any(
        _event(v, "thromboembolism", v["half_year"], check),
        _all(v["bland_portal_thrombosis"], v["bland_thrombosis_is_event"]),
    )


def _ended_since(end: Any, first_day: int) -> Answer:
    if end is None:
        return None
    return end == "ongoing" if isinstance(end, str) else bool(end >= first_day)


def _autoimmune(v: Values) -> Answer:
    treated = _ended_since(v["autoimmune_systemic_treatment_end"], v["two_years"])
    return _any(
        _all(v["autoimmune_history"], treated),
        v["primary_immunodeficiency"],
        _all(v["autoantibodies_only"] is True, v["autoantibodies_mean_disease"]),
    )


def _effusion(v: Values) -> Answer:
    needs = v["symptomatic_effusion_needs_drainage"]
    return _some(v, "effusions", lambda e: _all(e["symptomatic"], _any(e["drained"], needs)))


def _gut(v: Values) -> Answer:
    ever = _some(v, "events", lambda e: _among(e["kind"], ("gut",)))
    lately = _event(v, "gut", v["half_year"], lambda e: True)
    answers = {"ever": ever, "six_months": lately}
    if v["gut_history_reading"] is not None:
        return answers[v["gut_history_reading"]]
    return ever if ever == lately else None


def _enhancing_or_longest(v: Values) -> Answer:
    longest = _some(v, "lesions", _lesion_measurable)
    enhancing = _some(v, "lesions", lambda e: _measurable(e["enhancing"], e["slice_thickness"]))
    if v["measurability_reading"] is not None:
        return {"recist": longest, "mrecist": enhancing}[v["measurability_reading"]]
    return longest if longest == enhancing else None


# ------------------------------------------------------------------------ the table

_DOUBLE_IA: dict[str, Check] = {
    "I1a": lambda v: _all(
        v["newly_diagnosed"],
        _any(
            all(t["index_of"] == "ChiCTR2100041874" for t in v["treatments"]),
            v["earlier_treatment_allows_newly_diagnosed"],
        ),
    ),
    "I1b": lambda v: _basis(v, _TISSUE),
    "I2": lambda v: v["unresectable"],
    "I3": _enhancing_or_longest,
    "I4": lambda v: _among(v["bclc_stage"], ("C",)),
    "I5": lambda v: _among(v["ecog"], (0, 1)),
    "I6": lambda v: v["consent_signed"],
    "E1": lambda v: _among(v["child_pugh_class"], ("C",)),
    "E2a": lambda v: _any(
        _among(v["ascites"], ("massive",)),
        _all(_among(v["ascites"], ("moderate",)), v["moderate_ascites_counts_as_massive"]),
    ),
    "E2b": _varices,
    "E2c": lambda v: _event(
        v, "bleeding", v["year"], lambda e: _among(e["source"], ("varices", "upper_gut"))
    ),
    "E3": lambda v: _some(
        v,
        "metastases",
        lambda m: _all(_among(m["organ"], ("brain", "bone")), m["needs_urgent_treatment"]),
    ),
    "E4": lambda v: v["autoimmune_history"],
}
_HAIC_TKI_PD1: dict[str, Check] = {
    "I1": lambda v: _basis(v, ("radiology", "histology", "cytology")),
    "I2": lambda v: _among(v["bclc_stage"], ("B", "C")),
    "I3": _no_systemic("NCT06881433"),
    "I4": lambda v: v["combination_drugs_marketed"],
    "I5": _haic_timing,
    "I6": _cycles,
    "I7": lambda v: _some(v, "lesions", _lesion_measurable),
    "E1": lambda v: _among(v["histological_type"], _VARIANTS),
    "E2": lambda v: _not(_all(_haic_timing(v), _cycles(v))),
    "E3a": lambda v: _among(v["child_pugh_class"], ("C",)),
    "E3b": lambda v: _not(_low(v["ecog"], 2)),
    "E3c": lambda v: _any(
        _among(v["encephalopathy"], ("grade_3", "grade_4")),
        _all(_among(v["encephalopathy"], ("grade_2",)), v["grade_2_encephalopathy_is_severe"]),
    ),
}
_LENVATINIB_CADONILIMAB: dict[str, Check] = {
    "I1": lambda v: _any(
        _basis(v, _TISSUE),
        _all(_basis(v, ("radiology",)), _among(v["diagnosis_guideline"], ("AASLD", "EASL"))),
    ),
    "I2": lambda v: _high(v["age"], 18),
    "I3": lambda v: _among(v["ecog"], (0, 1)),
    "I4": _resectability,
    "I5": _no_systemic("NCT06187961"),
    "I6": _measurable_progressed,
    "I7": _portal,
    "I8": _vein,
    "I9": _oligometastases,
    "I10": lambda v: _low(v["child_pugh_score"], 7),
    "I11": _samples,
    "I12a": lambda v: _high(v["lab_neutrophils"], 1.5),
    "I12b": lambda v: _high(v["lab_platelets"], 75),
    "I12c": lambda v: _high(v["lab_haemoglobin"], 90),
    "I13a": lambda v: _low(v["lab_bilirubin"], _times(2, v["bilirubin_uln"])),
    "I13b": lambda v: _all(
        _low(v["lab_alt"], _times(5, v["alt_uln"])),
        _low(v["lab_ast"], _times(5, v["ast_uln"])),
    ),
    "I13c": lambda v: _high(v["lab_albumin"], 28),
    "I13d": lambda v: _low(v["lab_alp"], _times(5, v["alp_uln"])),
    "I14a": lambda v: _any(
        _low(v["lab_creatinine"], _times(1.5, v["creatinine_uln"])),
        _high(v["creatinine_clearance"], 50),
    ),
    "I14b": lambda v: _any(
        _among(v["lab_urine_protein_dipstick"], _DIPSTICKS[:3]),
        _not(_high(v["lab_urine_protein_24h"], 1)),
    ),
    "I15": lambda v: _any(_low(v["lab_inr"], 2.3), _low(v["pt_prolongation"], 6)),
    "I16": lambda v: v["life_expectancy_12_weeks"],
    "I17": lambda v: v["effective_contraception"],
    "I18": lambda v: _all(v["consent_signed"], v["able_to_comply"]),
    "E1": lambda v: _any(
        _among(v["histological_type"], _VARIANTS),
        _all(_among(v["histological_type"], ("other",)), v["variant_histology_excludes"]),
    ),
    "E2": lambda v: _any(v["encephalopathy_ever"], v["liver_transplantation_ever"]),
    "E3": _effusion,
    "E4a": lambda v: _not(_low(v["hbv_load"], 2000)),
    "E4b": lambda v: _not(_low(v["hcv_load"], 1000)),
    "E4c": lambda v: _all(_among(v["hbsag"], ("positive",)), _among(v["anti_hcv"], ("positive",))),
    "E5": lambda v: _some(v, "metastases", lambda m: _among(m["organ"], ("brain", "other_cns"))),
    "E6": lambda v: _any(
        _event(v, "bleeding", v["half_year"], lambda e: _among(e["source"], ("varices",))),
        v["high_bleeding_risk"],
    ),
    "E7": lambda v: _event(v, "bleeding", v["quarter"], lambda e: e["life_threatening"]),
    "E8": _thromboembolism,
    "E9": _platelet_inhibitor,
    "E10": lambda v: _any(
        _all(
            _any(_high(v["systolic_pressure"], 150), _high(v["diastolic_pressure"], 100)),
            v["pressure_optimally_treated"],
        ),
        v["hypertensive_crisis_history"],
    ),
    "E11": lambda v: _some(v, "toxicities", _toxicity),
    "E12": lambda v: _any(_among(v["nyha"], ("II", "III", "IV")), _not(_high(v["lvef"], 50))),
    "E13": lambda v: _any(v["arrhythmia"], v["long_qt_history"], _not(_low(v["qtcf"], 500))),
    "E14": lambda v: _any(v["severe_bleeding_tendency"], v["thrombolysis_now"]),
    "E15": _gut,
    "E16": _radiotherapy,
    "E17": lambda v: _any(
        v["lung_fibrosis_history"],
        v["lung_function_severely_impaired"],
        _all(v["other_lung_disease"], v["other_lung_disease_excludes"]),
    ),
    "E18": lambda v: _any(
        v["tuberculosis_active"], _ended_since(v["tuberculosis_treatment_end"], v["dose_year"])
    ),
    "E19": lambda v: _any(_among(v["hiv_antibody"], ("positive",)), v["syphilis_needs_treatment"]),
    "E20": lambda v: _any(
        v["severe_infection_now"],
        _event(v, "infection", v["four_weeks"], lambda e: e["severe"]),
    ),
    "E21": _autoimmune,
    "E22": _immunosuppressant,
    "E23": lambda v: _any(
        v["live_vaccine_planned"],
        _event(v, "vaccination", v["four_weeks"], lambda e: e["live_vaccine"]),
    ),
    "E24": _wounds,
    "E25": _earlier(
        "NCT06187961",
        lambda v, t: _all(_among(t["kind"], _LOCAL), _since(t, v["four_weeks"])),
    ),
    "E26": _herbal,
    "E27": lambda v: v["other_condition_unsuitable"],
    "E28": _malignancy,
    "E29": _earlier("NCT06187961", _targeted),
    "E30": lambda v: _some(v, "allergies", _allergy),
    "E31": lambda v: v["dissecting_aneurysm"],
    "E32": _earlier("NCT06187961", lambda v, t: _all(t["in_trial"], _since(t, v["four_weeks"]))),
    "E33": lambda v: _any(v["pregnant"], v["breastfeeding"]),
    "E34": lambda v: _not(_all(_portal(v), _vein(v), _oligometastases(v))),
}
_TABLES: dict[str, dict[str, Check]] = {
    "NCT05099848": {"I1": lambda v: _all(v["hcc_established"], v["unresectable"])},
    "ChiCTR2100041874": _DOUBLE_IA,
    "NCT06881433": _HAIC_TKI_PD1,
    "TACE-CAM-APA": {"I1": lambda v: _all(v["hcc_established"], v["advanced_disease"])},
    "NCT06187961": _LENVATINIB_CADONILIMAB,
}
_APPLIES: dict[tuple[str, str], Check] = {
    ("NCT06881433", "I5"): lambda v: v["arm"] == "haic",
    ("NCT06881433", "I6"): lambda v: v["arm"] == "haic",
    ("NCT06881433", "E2"): lambda v: v["arm"] == "haic",
    ("NCT06187961", "I17"): lambda v: v["childbearing_potential"],
    ("NCT06187961", "E33"): lambda v: _among(v["sex"], ("female",)),
}
BY_HAND: tuple[HandCriterion, ...] = tuple(
    HandCriterion(trial, name, name[0] == "I", check, _APPLIES.get((trial, name)))
    for trial, table in _TABLES.items()
    for name, check in table.items()
)


def review_by_hand(values: Values) -> list[HandFinding]:
    """Return one frozen finding for each of the 87 criteria."""
    findings = []
    for criterion in BY_HAND:
        truth = criterion.check(values)
        if criterion.applies is not None and criterion.applies(values) is False:
            verdict = "not_applicable"
        elif truth is None:
            verdict = "unknown"
        else:
            verdict = "pass" if truth is criterion.inclusion else "fail"
        findings.append(HandFinding(criterion.trial_id, criterion.id, verdict, truth))
    return findings

"""Worked examples of hccreview.clinical: inputs as written there, to our functions and back.

Only spellings and units are translated here; every figure comes from the product.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hccreview.clinical import (
    body,
    burden,
    conversions,
    meld,
    response,
    staging,
    thrombus,
    toxicity,
)
from hccreview.clinical.child_pugh import child_pugh, child_pugh_bilirubin_points
from hccreview.clinical.ladder import Count
from hccreview.clinical.scores import Score, albi, malbi

_Inputs = dict[str, Any]


# --- units and words ------------------------------------------------------------------------------
def _bilirubin(given: _Inputs) -> tuple[float | None, str]:
    """Return bilirubin in umol/L and the unit that it was measured in."""
    if given.get("bilirubin_mg_dl") is not None:
        return given["bilirubin_mg_dl"] * conversions.BILIRUBIN_UMOL_PER_MG_DL, "mg/dL"
    return given.get("bilirubin_umol_l"), "umol/L"


def _albumin(given: _Inputs) -> float | None:
    if given.get("albumin_g_dl") is not None:
        return conversions.convert("albumin", given["albumin_g_dl"], "g/dL", "g/L")
    return given.get("albumin_g_l")


def _creatinine(given: _Inputs) -> float | None:
    if given.get("creatinine_mg_dl") is not None:
        return float(given["creatinine_mg_dl"] * conversions.CREATININE_UMOL_PER_MG_DL)
    return given.get("creatinine_umol_l")


def _sex(given: _Inputs) -> str | None:
    word = given.get("sex")
    return None if word is None else {"m": "male", "f": "female"}[word[0].lower()]


def _count(given: _Inputs) -> Count:
    count = given.get("tumour_count")
    return None if count is None else (count, count)


def _largest(given: _Inputs) -> float | None:
    """Return the largest diameter in mm."""
    if given.get("largest_mm") is not None:
        return float(given["largest_mm"])
    return None if given.get("largest_cm") is None else given["largest_cm"] * 10


def _classes(given: _Inputs) -> frozenset[str]:
    word = given.get("child_pugh")
    return frozenset() if word is None else frozenset(word[0].upper())


def _word(given: _Inputs, key: str, words: dict[str, str]) -> str | None:
    found = given.get(key)
    if found is None:
        return None
    plain = str(found).strip().lower().replace(" ", "_").replace("-", "_")
    return words.get(plain, plain)


_ASCITES = {
    "absent": "none",
    "no": "none",
    "mild": "slight",
    "controlled": "slight",
    "slight_or_controlled": "slight",
    "moderate_severe": "moderate",
    "moderate_to_severe": "moderate",
    "severe": "massive",
    "refractory": "massive",
    "tense": "massive",
}
_ENCEPHALOPATHY = {
    "absent": "none",
    "no": "none",
    "grade0": "none",
    "grade1_2": "grade_1",
    "grade_1_2": "grade_1",
    "grade1": "grade_1",
    "grade2": "grade_2",
    "mild": "grade_1",
    "grade3_4": "grade_3",
    "grade_3_4": "grade_3",
    "grade3": "grade_3",
    "grade4": "grade_4",
    "severe": "grade_3",
    "moderate_severe": "grade_3",
}


# --- scores ---------------------------------------------------------------------------------------
def _child_pugh(given: _Inputs) -> object:
    bilirubin, unit = _bilirubin(given)
    score = child_pugh(
        bilirubin,
        _albumin(given),
        given.get("inr"),
        given.get("pt_prolongation_s"),
        _word(given, "ascites", _ASCITES),
        _word(given, "encephalopathy", _ENCEPHALOPATHY),
        bilirubin_unit=unit,
    )
    return {
        "points": dict(score.points),
        "score": score.value,
        "cls": score.grade,
        "score_range": [score.low, score.high],
    }


def _bilirubin_points(given: _Inputs) -> object:
    bilirubin, unit = _bilirubin(given)
    return None if bilirubin is None else {"points": child_pugh_bilirubin_points(bilirubin, unit)}


def _albi(given: _Inputs) -> object:
    bilirubin, albumin = _bilirubin(given)[0], _albumin(given)
    score = albi(bilirubin, albumin)
    return {
        "score": score.value,
        "grade": None if score.grade is None else int(score.grade),
        "malbi": malbi(bilirubin, albumin).grade,
    }


def _surface(given: _Inputs, formula: str) -> Score:
    return body.body_surface(given.get("height_cm"), given.get("weight_kg"), formula)


def _bsa(given: _Inputs) -> object:
    return {
        "mosteller_m2": _surface(given, "mosteller").value,
        "dubois_m2": _surface(given, "du_bois").value,
    }


def _bsa_dose(given: _Inputs) -> object:
    formula = _word(given, "formula", {"dubois": "du_bois"}) or "mosteller"
    if given.get("dose_mg_m2") is None:
        return None
    return {"dose_mg": body.surface_dose(given["dose_mg_m2"], _surface(given, formula)).value}


def _cockcroft_gault(given: _Inputs) -> object:
    clearance = body.creatinine_clearance(
        given.get("age_y"), given.get("weight_kg"), _creatinine(given), _sex(given)
    )
    return {"crcl_ml_min": clearance.value}


def _qtcf(given: _Inputs) -> object:
    score = body.qtcf(given.get("qt_ms"), given.get("hr_bpm"))
    return {"qtcf_ms": score.value, "over_500": body.qtcf_above_limit(score)}


def _meld(given: _Inputs) -> object:
    first = (
        _bilirubin(given)[0],
        given.get("inr"),
        _creatinine(given),
        given.get("dialysis_ge2_in_7d"),
    )
    sodium = given.get("sodium_mmol_l")
    more = (sodium, _albumin(given), _sex(given), given.get("age_y"))
    whole = {
        "meld": meld.meld(*first).value,
        "meld_na": meld.meld_na(*first, sodium).value,
        "meld_3": meld.meld_3(*first, *more).value,
    }
    raw = {
        "meld_raw": _when_known(meld.meld_raw, *first),
        "meld_i": _when_known(meld.meld_i, *first),
        "meld_na_raw": _when_known(meld.meld_na_raw, *first, sodium),
        "meld_3_raw": _when_known(meld.meld_3_raw, *first, *more),
    }
    return {**whole, **raw}


def _when_known(formula: Callable[..., float], *inputs: object) -> float | None:
    return None if None in inputs else formula(*inputs)


def _unit(given: _Inputs) -> object:
    quantity, units = given["conversion"].replace("→", "->").rsplit(" ", 1)
    unit, to_unit = units.split("->")
    value = given.get("value")
    if value is None:
        return None
    name = quantity.strip().lower()
    if name == "hbv dna":
        return _hbv_range(value, unit.lower())
    names = {"hb": "haemoglobin", "hgb": "haemoglobin", "hemoglobin": "haemoglobin"}
    return {"value": conversions.convert(names.get(name, name), value, unit, to_unit)}


def _hbv_range(value: float, unit: str) -> object:
    from_iu = unit == "iu/ml"
    low, high = (conversions.hbv_copies_range if from_iu else conversions.hbv_iu_range)(value)
    factor = conversions.HBV_COPIES_PER_IU_004
    implied = value * factor if from_iu else value / factor
    return {"low": low, "implied_by_source_004": implied, "high": high}


# --- stages ---------------------------------------------------------------------------------------
def _stage(score: Score) -> object:
    return score.grade if score.grade else {"unknown_candidates": list(score.grades)}


def _bclc(given: _Inputs) -> object:
    return _stage(
        staging.bclc(
            _count(given),
            _largest(given),
            macrovascular=given.get("macrovascular_invasion"),
            extrahepatic=given.get("extrahepatic_or_nodal"),
            ecog=given.get("ecog"),
            ecog_cause=given.get("ps_attributable_to_cancer"),
            child_pugh=_classes(given),
            transplant_candidate=given.get("transplant_candidate"),
        )
    )


def _cnlc(given: _Inputs) -> object:
    return _stage(
        staging.cnlc(
            _count(given),
            _largest(given),
            macrovascular=given.get("macrovascular_invasion"),
            extrahepatic=given.get("extrahepatic_or_nodal"),
            ecog=given.get("ecog"),
            child_pugh=_classes(given),
        )
    )


def _ajcc8(given: _Inputs) -> object:
    category = staging.ajcc_t(
        _count(given),
        _largest(given),
        vascular=given.get("vascular_invasion_any"),
        major_branch=given.get("major_branch_invasion"),
        # The examples tell of these two only where they are present.
        adjacent_organ=given.get("adjacent_organ_invasion", False),
        peritoneum=given.get("peritoneum_perforated", False),
    )
    stage = staging.ajcc_stage(category, _present(given.get("N")), _present(given.get("M")))
    return {"T": category.grade, "stage": stage.grade}


def _present(spread: object) -> bool | None:
    """Return whether N or M, written 1, "N1" or "X", is present."""
    digits = str(spread)[-1:]
    return None if spread is None or digits.upper() == "X" else digits not in ("0", "e")


def _milan_up7(given: _Inputs) -> object:
    tumour = (_count(given), _largest(given))
    vessels, spread = given.get("macrovascular_invasion"), given.get("extrahepatic")
    return {
        "milan": burden.milan(*tumour, macrovascular=vessels, extrahepatic=spread).truth,
        "up_to_seven": burden.up_to_seven(
            *tumour, macrovascular=vessels, extrahepatic=spread
        ).truth,
    }


def _high_risk(given: _Inputs) -> object:
    word = given.get("pvtt")
    classes = frozenset() if word is None else frozenset({"Vp0" if word == "none" else word})
    facts = (classes, given.get("liver_occupancy_pct"), given.get("bile_duct_invasion"))
    return {
        "double_ia_001": burden.high_risk(*facts).truth,
        "with_bile_duct": burden.high_risk(*facts, with_bile_duct=True).truth,
    }


_CHENG_LABELS = {"none": "0/none", "I0": "0/none"}


def _pvtt_map(given: _Inputs) -> object:
    extent = given.get("extent")
    if all(given.get(key) is None for key in ("vp", "extent", "smv")):
        return {"cheng": None}
    extents = thrombus.extents_for(
        given.get("vp"), None, None if extent is None else frozenset({extent}), given.get("smv")
    )
    types = thrombus.cheng_types(extents)
    return {
        "cheng": sorted({_CHENG_LABELS.get(each, each) for each in types}),
        "vp": sorted(thrombus.vp_classes(extents)),
    }


_LEVELS = {
    "absent": "none",
    "peripheral_branch": "peripheral",
    "peripheral_hepatic_vein": "peripheral",
    "main_hepatic_vein": "main",
    "hepatic_vein": "main",
    "ivc_below": "ivc_below_diaphragm",
    "ivc_above": "ivc_above_diaphragm",
    "ra": "right_atrium",
}


def _hv_map(given: _Inputs) -> object:
    level = _word(given, "hv_level", _LEVELS)
    if level is None:
        return None
    levels = thrombus.levels_for(level=level)
    (vv,), (sakamoto,) = thrombus.vv_classes(levels), thrombus.sakamoto_types(levels)
    return {"vv": int(vv[-1]), "sakamoto": None if sakamoto == "none" else sakamoto}


# --- response and toxicity ------------------------------------------------------------------------
def _recist_target(given: _Inputs) -> object:
    return response.recist_target(
        given.get("baseline_sum_mm"),
        given.get("nadir_sum_mm"),
        given.get("current_sum_mm"),
        given.get("all_targets_disappeared"),
    ).grade


def _mrecist_target(given: _Inputs) -> object:
    return response.mrecist_target(
        given.get("baseline_viable_sum_mm"),
        given.get("nadir_viable_sum_mm"),
        given.get("current_viable_sum_mm"),
        given.get("all_enhancement_gone"),
        absolute_mm=given.get("absolute_mm_rule"),
    ).grade


def _response(word: str | None) -> str | None:
    if word is None:
        return None
    plain = word.upper().replace("-", "").replace("/", "_").replace(" ", "")
    return "none" if plain in ("NONE", "NA", "N_A") else plain


def _recist_overall(given: _Inputs) -> object:
    return response.overall_response(
        _response(given.get("target")), _response(given.get("non_target")), given.get("new_lesion")
    )


def _confirmed_bor(given: _Inputs) -> object:
    if given.get("reference_date") is None:
        return None
    timeline = [
        (date.fromisoformat(on), _response(each) or "NE") for on, each in given["assessments"]
    ]
    stated = {
        "sd_window_days": given.get("sd_window_days"),
        "confirm_days": given.get("confirm_days"),
        "max_not_evaluable": given.get("max_intervening_NE"),
        "accept_stable": given.get("accept_intervening_SD_for_PR"),
    }
    return response.confirmed_best_response(
        date.fromisoformat(given["reference_date"]),
        timeline,
        **{key: each for key, each in stated.items() if each is not None},
    )


def _orr_dcr(given: _Inputs) -> object:
    responders = given.get("responders")
    if responders is None and given.get("CR") is not None and given.get("PR") is not None:
        responders = given["CR"] + given["PR"]
    stable = given.get("SD")
    controlled = None if responders is None or stable is None else responders + stable
    if controlled is not None:
        controlled += given.get("NONCR_NONPD") or 0
    return {
        "orr_pct": response.response_rate(responders, given.get("n")),
        "dcr_pct": response.response_rate(controlled, given.get("n")),
    }


_TERMS = {
    "bili": "bilirubin",
    "plt": "platelets",
    "neut": "neutrophils",
    "anc": "neutrophils",
    "lymph": "lymphocytes",
    "lymph_decreased": "lymphocytes",
    "lymph_dec": "lymphocytes",
    "lymph_low": "lymphocytes",
    "lymph_inc": "lymphocytes_increased",
    "lymph_increased": "lymphocytes_increased",
    "lymph_high": "lymphocytes_increased",
    "lymph_up": "lymphocytes_increased",
    "wbc": "white_cells",
    "hb": "haemoglobin",
    "hgb": "haemoglobin",
    "alb": "albumin",
    "crea": "creatinine",
    "creat": "creatinine",
}


def _ctcae(given: _Inputs) -> object:
    term = _word(given, "term", _TERMS)
    if term is None or given.get("version") is None:
        return None
    grade = toxicity.ctcae_grade(
        term,
        given.get("value"),
        version=int(given["version"]),
        uln=given.get("uln"),
        lln=given.get("lln"),
        baseline=given.get("base"),
        baseline_abnormal=given.get("base_abnormal"),
    ).grade
    return None if grade is None else int(grade)


CALCULATORS: dict[str, Callable[[_Inputs], object]] = {
    "child_pugh": _child_pugh,
    "child_pugh_bilirubin_points_si": _bilirubin_points,
    "albi": _albi,
    "bsa": _bsa,
    "bsa_dose": _bsa_dose,
    "cockcroft_gault": _cockcroft_gault,
    "qtcf": _qtcf,
    "meld": _meld,
    "unit": _unit,
    "bclc_2022": _bclc,
    "cnlc": _cnlc,
    "ajcc8": _ajcc8,
    "milan_up7": _milan_up7,
    "high_risk": _high_risk,
    "pvtt_map": _pvtt_map,
    "hv_map": _hv_map,
    "recist11_target": _recist_target,
    "mrecist_target": _mrecist_target,
    "recist_overall": _recist_overall,
    "confirmed_bor": _confirmed_bor,
    "orr_dcr": _orr_dcr,
    "ctcae": _ctcae,
}

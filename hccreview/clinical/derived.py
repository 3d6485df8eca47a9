"""Facts computed from recorded ones: never typed in, each with what it rests on and what it lacks.

One row for each derived fact: how it is shown, and the derivation that gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hccreview.clinical import meld, scores, staging, thrombus
from hccreview.clinical.body_facts import age_fact, creatinine_clearance, qtcf
from hccreview.clinical.derivation import Derivation
from hccreview.clinical.fields import FieldDefinition, bundled_dictionary
from hccreview.clinical.history_facts import (
    encephalopathy_ever,
    first_combination_dose,
    hcc_established,
    histological_type,
    transplantation_ever,
    viral_load,
)
from hccreview.clinical.liver_facts import (
    albi_fact,
    child_pugh_class,
    child_pugh_fact,
    meld_fact,
    pt_prolongation,
)
from hccreview.clinical.stage_facts import bclc_score, cnlc_score, stage_fact, tnm_score
from hccreview.clinical.tumour_facts import (
    cheng_or_chen,
    extrahepatic_disease,
    largest_nodule,
    macrovascular_invasion,
    nodule_count,
    portal_class,
    vein_class,
)


def _numeric(name: str, label: str, unit: str = "", **more: object) -> FieldDefinition:
    return FieldDefinition(name, label, "quantity", unit=unit, **more)  # type: ignore[arg-type]


def _worded(name: str, label: str, words: tuple[str, ...]) -> FieldDefinition:
    values = {each: each for each in words}
    return FieldDefinition(name, label, "enum", values=values, ordered=True, changes="treatment")


def _flag(name: str, label: str, changes: str = "repeat_test") -> FieldDefinition:
    return FieldDefinition(name, label, "yes_no", changes=changes)


_HISTOLOGY = bundled_dictionary().fields["histology"].values
_MELD = ("bilirubin", "inr", "creatinine", "dialysis")
_TABLE: tuple[tuple[FieldDefinition, Derivation], ...] = (
    (_numeric("age", "Age", "a", changes="fixed"), age_fact),
    (_numeric("child_pugh_score", "Child-Pugh score"), child_pugh_fact),
    (_worded("child_pugh_class", "Child-Pugh class", ("A", "B", "C")), child_pugh_class),
    (_numeric("albi_score", "ALBI score"), albi_fact(scores.albi, False)),
    (_worded("albi_grade", "ALBI grade", ("1", "2", "3")), albi_fact(scores.albi, True)),
    (_worded("malbi_grade", "mALBI grade", ("1", "2a", "2b", "3")), albi_fact(scores.malbi, True)),
    (_numeric("meld_score", "MELD"), meld_fact(meld.meld, _MELD)),
    (_numeric("meld_na_score", "MELD-Na"), meld_fact(meld.meld_na, (*_MELD, "sodium"))),
    (
        _numeric("meld_3_score", "MELD 3.0"),
        meld_fact(meld.meld_3, (*_MELD, "sodium", "albumin", "sex", "age")),
    ),
    (_numeric("pt_prolongation", "Prothrombin time over control", "s"), pt_prolongation),
    (_numeric("tumour_count", "Number of nodules"), nodule_count),
    (_numeric("largest_nodule", "Largest nodule", "mm", units={"cm": 10.0}), largest_nodule),
    (
        _worded("portal_vp", "Portal thrombus (Vp)", ("Vp0", "Vp1", "Vp2", "Vp3", "Vp4")),
        portal_class("portal_vp", thrombus.vp_classes),
    ),
    (
        _worded("portal_cheng", "Portal thrombus (Cheng)", ("none", "I0", "I", "II", "III", "IV")),
        portal_class("portal_cheng", thrombus.cheng_types),
    ),
    (
        _worded(
            "portal_cheng_or_chen",
            "Portal thrombus (Cheng, narrowed by Chen)",
            ("none", "I0", "I", "II", "III", "IV"),
        ),
        cheng_or_chen,
    ),
    (
        _worded("hepatic_vv", "Hepatic vein thrombus (VV)", ("VV0", "VV1", "VV2", "VV3")),
        vein_class("hepatic_vv", thrombus.vv_classes),
    ),
    (
        _worded("caval_sakamoto", "Caval thrombus (Sakamoto)", ("none", "I", "II", "III")),
        vein_class("caval_sakamoto", thrombus.sakamoto_types),
    ),
    (_flag("macrovascular_invasion", "Macrovascular invasion"), macrovascular_invasion),
    (_flag("extrahepatic_disease", "Spread outside the liver"), extrahepatic_disease),
    (_worded("bclc_stage", "BCLC stage", staging.BCLC_STAGES), stage_fact(bclc_score)),
    (_worded("cnlc_stage", "CNLC stage", staging.CNLC_STAGES), stage_fact(cnlc_score)),
    (_worded("tnm_stage", "AJCC 8 stage", staging.AJCC_STAGES), stage_fact(tnm_score)),
    (_numeric("creatinine_clearance", "Creatinine clearance", "mL/min"), creatinine_clearance),
    (_numeric("qtcf", "QTc (Fridericia)", "ms"), qtcf),
    (
        _numeric("hbv_load", "HBV DNA", "IU/mL", separate=("copies/mL",)),
        viral_load("hbv_load", "hbv_dna", "hbsag", "hbv_history"),
    ),
    (
        _numeric("hcv_load", "HCV RNA", "IU/mL", separate=("copies/mL",)),
        viral_load("hcv_load", "hcv_rna", "anti_hcv", ""),
    ),
    (
        _flag("encephalopathy_ever", "Hepatic encephalopathy ever", "fixed"),
        encephalopathy_ever,
    ),
    (
        _flag("liver_transplantation_ever", "Liver transplantation ever", "fixed"),
        transplantation_ever,
    ),
    (
        FieldDefinition(
            "histological_type",
            "Histological type",
            "enum",
            values=_HISTOLOGY,
            changes="fixed",
        ),
        histological_type,
    ),
    (_flag("hcc_established", "HCC confirmed"), hcc_established),
    (
        FieldDefinition("first_combination_dose", "First dose of the combination", "date"),
        first_combination_dose,
    ),
)
DERIVED_FIELDS: Mapping[str, FieldDefinition] = MappingProxyType(
    {definition.id: definition for definition, _ in _TABLE}
)
DERIVATIONS: Mapping[str, Derivation] = MappingProxyType(
    {definition.id: derivation for definition, derivation in _TABLE}
)

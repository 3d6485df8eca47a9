"""For every criterion of the library: cases with the verdict that the reference demands.

A row is `(what it shows, verdict, facts of the case, options of the comparison)`. Facts are those
of `tests.builders.a_case`; what is not named is not recorded. Options: the anchors (inclusion,
first_dose, as_of), arm, given.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hccreview.clinical.quantity import Span
from tests.builders import a_fact, ago, open_list

Row = tuple[str, str, dict[str, Any], dict[str, Any]]

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"
JUDGEMENT, NOT_APPLICABLE = "needs_judgement", "not_applicable"
DOSE = {"first_dose": date(2026, 11, 21)}


def row(shows: str, verdict: str, options: dict[str, Any] | None = None, /, **facts: Any) -> Row:
    return shows, verdict, facts, options or {}


def asked(question: str, passes_on: bool, **facts: Any) -> list[Row]:
    """Rows of a criterion that only the board can settle: open, and both answers."""
    return [
        row("the question is open", JUDGEMENT, **facts),
        row("the board says yes", PASS if passes_on else FAIL, **{question: True}, **facts),
        row("the board says no", FAIL if passes_on else PASS, **{question: False}, **facts),
    ]


def sample(field: str, passing: Any, failing: Any) -> list[Row]:
    """Rows that every laboratory value with a window of 7 days shares."""
    parts = passing[1] if isinstance(passing, tuple) else {}
    value = passing[0] if isinstance(passing, tuple) else passing
    transfusion = {"class": "blood_product", "on": ago(14)}
    return [
        row("exactly at the limit", PASS, **{field: passing}, drugs=[]),
        row("just beyond the limit", FAIL, **{field: failing}, drugs=[]),
        row("not recorded", UNKNOWN, drugs=[]),
        row("7 days old", PASS, **{field: (value, {**parts, "on": ago(7)})}, drugs=[]),
        row("8 days old", UNKNOWN, **{field: (value, {**parts, "on": ago(8)})}, drugs=[]),
        row("corrected 14 days before", UNKNOWN, **{field: passing}, drugs=[transfusion]),
        row("corrected, and fails all the same", FAIL, **{field: failing}, drugs=[transfusion]),
        row("drugs not known", UNKNOWN, **{field: passing}),
    ]


def washout(facts: Any, within: int, verdicts: tuple[str, str] = (FAIL, PASS)) -> list[Row]:
    """Rows of an event `within` days before the first dose: last day inside, first day free."""
    return [
        row(f"{within} days before", verdicts[0], DOSE, **facts(ago(within))),
        row(f"{within + 1} days before", verdicts[1], DOSE, **facts(ago(within + 1))),
        row("the year alone is known", UNKNOWN, DOSE, **facts("2026")),
    ]


def uln(value: float, limit: float = 40) -> tuple[float, dict[str, float]]:
    return value, {"uln": limit}


def measured(size: float | None, thickness: float | None = 5, **more: Any) -> list[dict[str, Any]]:
    return [{"longest": size, "enhancing": size, "slice_thickness": thickness, **more}]


LIVER: dict[str, Any] = {
    "bilirubin": 20,
    "albumin": 40,
    "inr": 1.0,
    "ascites": "none",
    "encephalopathy": "none",
}
# Every possible point of the worst: a class C whatever the other items are.
FAILING_LIVER: dict[str, Any] = {"bilirubin": 60, "albumin": 25, "inr": 2.5}
SAMPLES: dict[str, Any] = {
    "neutrophils": 4,
    "platelets": 150,
    "haemoglobin": 130,
    "bilirubin": 15,
    "alt": 30,
    "ast": 30,
    "albumin": 40,
    "alp": 90,
    "creatinine": 70,
    "inr": 1,
    "urine_protein_dipstick": "negative",
}


def all_on(day: str, **more: Any) -> dict[str, Any]:
    return {**{name: (value, {"on": day}) for name, value in SAMPLES.items()}, **more}


def stage(*stages: str) -> dict[str, Any]:
    return {"given": {"bclc_stage": a_fact("bclc_stage", stages)}}


def bclc_rows(passing: str) -> list[Row]:
    burden: dict[str, Any] = {
        "nodule_count": 4,
        "portal_thrombus": ["none"],
        "hepatic_vein_thrombus": "none",
        "metastases": [],
        "lesions": open_list(),
        **LIVER,
    }
    b_passes = PASS if "B" in passing else FAIL
    return [
        row(
            "stage C by a portal thrombus",
            PASS,
            **{**burden, "portal_thrombus": ["distal"]},
            ecog=0,
        ),
        row("stage B", b_passes, **burden, ecog=0),
        row(
            "ECOG 1 without its cause: B or C",
            PASS if "B" in passing else UNKNOWN,
            **burden,
            ecog=1,
        ),
        row("ECOG 1 caused by the cancer", PASS, **burden, ecog=1, ecog_cause=True),
        row("stage D by ECOG 3", FAIL, **burden, ecog=3, ecog_cause=True),
        row("A or C is still possible", UNKNOWN, stage("A", "C")),
        row("stage A", FAIL, stage("A")),
        row("nothing is recorded", UNKNOWN),
    ]


def class_c_rows() -> list[Row]:
    return [
        row("class A", PASS, **LIVER),
        row("class B of 9 points", PASS, **{**LIVER, **FAILING_LIVER, "bilirubin": 40, "inr": 2.3}),
        row("11 points at the least", FAIL, **FAILING_LIVER, encephalopathy="none"),
        row("9 points at the most", PASS, bilirubin=20, albumin=40, inr=1.0),
        row("8 to 10 points", UNKNOWN, **{**LIVER, **FAILING_LIVER, "inr": None, "albumin": 30}),
        row("samples 15 days apart", UNKNOWN, **{**LIVER, "albumin": (40, {"on": ago(15)})}),
        row("nothing is recorded", UNKNOWN),
    ]


def variant_rows(other: str) -> list[Row]:
    return [
        *(
            row(f"{word} type", FAIL, histology=word)
            for word in ("fibrolamellar", "sarcomatoid", "cholangiocarcinoma", "mixed")
        ),
        row("hepatocellular", PASS, histology="hcc"),
        row("another variant", other, histology="other"),
        row("result awaited", UNKNOWN, histology="awaited", diagnosis_basis=["radiology"]),
        row("no tissue taken", PASS, histology="not_taken"),
        row("imaging alone", PASS, diagnosis_basis=["radiology"]),
        row("tissue taken, type not recorded", UNKNOWN, diagnosis_basis=["histology"]),
        row("nothing is recorded", UNKNOWN),
    ]


def bleeding(on: str, **more: Any) -> dict[str, Any]:
    return {"kind": "bleeding", "on": on, "source": "varices", "life_threatening": True, **more}


FULL_NAMES = {
    "000": "NCT05099848",
    "001": "ChiCTR2100041874",
    "002": "NCT06881433",
    "003": "TACE-CAM-APA",
    "004": "NCT06187961",
}

ROWS: dict[str, list[Row]] = {}

# ------------------------------------------------------------- the two short sources
ROWS["000-I1"] = [
    *asked("unresectable", True, hcc_confirmed=True),
    row("no cancer confirmed", FAIL, hcc_confirmed=False, unresectable=True),
    row("not known whether confirmed", UNKNOWN, unresectable=True),
    row(
        "a basis of the diagnosis confirms it",
        PASS,
        diagnosis_basis=["radiology"],
        unresectable=True,
    ),
]
ROWS["003-I1"] = [
    *asked("advanced_disease", True, hcc_confirmed=True),
    row("no cancer confirmed", FAIL, hcc_confirmed=False),
    row("nothing is recorded", UNKNOWN),
]

# ------------------------------------------------------------------ ChiCTR2100041874
ROWS["001-I1a"] = [
    row("newly diagnosed, never treated", PASS, newly_diagnosed=True, treatments=[]),
    row("newly diagnosed, no treatment recorded", PASS, newly_diagnosed=True),
    row("treated before", JUDGEMENT, newly_diagnosed=True, treatments=[{"kind": "tace"}]),
    row(
        "treated before, and the board allows it",
        PASS,
        newly_diagnosed=True,
        treatments=[{"kind": "tace"}],
        earlier_treatment_allows_newly_diagnosed=True,
    ),
    row(
        "treated before, and the board does not",
        FAIL,
        newly_diagnosed=True,
        treatments=[{"kind": "tace"}],
        earlier_treatment_allows_newly_diagnosed=False,
    ),
    row("a recurrence", FAIL, newly_diagnosed=False),
    row("not recorded", UNKNOWN),
    row(
        "this trial's own drugs are no earlier treatment",
        PASS,
        newly_diagnosed=True,
        treatments=[{"kind": "haic", "index_of": "ChiCTR2100041874"}],
    ),
]
ROWS["001-I1b"] = [
    row("histology", PASS, diagnosis_basis=["histology"]),
    row("cytology counts as pathology", PASS, diagnosis_basis=["cytology", "radiology"]),
    row("imaging alone", FAIL, diagnosis_basis=["radiology"]),
    row("not recorded", UNKNOWN),
]
ROWS["001-I2"] = asked("unresectable", True)
ROWS["001-I3"] = [
    row("10 mm on thin slices", PASS, lesions=measured(10)),
    row("9 mm on thin slices", FAIL, lesions=measured(9)),
    row("15 mm, slices not known", UNKNOWN, lesions=measured(15, None)),
    row("20 mm, slices not known", PASS, lesions=measured(20, None)),
    row("15 mm on slices of 8 mm", FAIL, lesions=measured(15, 8)),
    row("16 mm on slices of 8 mm", PASS, lesions=measured(16, 8)),
    row("30 mm that do not enhance", JUDGEMENT, lesions=measured(30, enhancing=0)),
    row(
        "the board reads the enhancing part",
        FAIL,
        lesions=measured(30, enhancing=0),
        measurability_reading="mrecist",
    ),
    row(
        "the board reads the longest diameter",
        PASS,
        lesions=measured(30, enhancing=0),
        measurability_reading="recist",
    ),
    row("enhancing part not measured", UNKNOWN, lesions=measured(30, enhancing=None)),
    row("no lesion at all", FAIL, lesions=[]),
    row("not recorded", UNKNOWN),
]
ROWS["001-I4"] = bclc_rows("C")
ROWS["001-I5"] = [
    row("ECOG 1", PASS, ecog=1),
    row("ECOG 2", FAIL, ecog=2),
    row("not recorded", UNKNOWN),
    row("29 days old", UNKNOWN, ecog=(1, {"on": ago(29)})),
]
ROWS["001-I6"] = [
    row("signed", PASS, consent_signed=True),
    row("refused", FAIL, consent_signed=False),
    row("not recorded", UNKNOWN),
]
ROWS["001-E1"] = class_c_rows()
ROWS["001-E2a"] = [
    row("no ascites", PASS, ascites="none"),
    row("slight ascites", PASS, ascites="slight"),
    row("massive ascites", FAIL, ascites="massive"),
    row("moderate ascites", JUDGEMENT, ascites="moderate"),
    row(
        "moderate, and the board calls it massive",
        FAIL,
        ascites="moderate",
        moderate_ascites_counts_as_massive=True,
    ),
    row(
        "moderate, and the board does not",
        PASS,
        ascites="moderate",
        moderate_ascites_counts_as_massive=False,
    ),
    row("not recorded", UNKNOWN),
]
ROWS["001-E2b"] = [
    row("no varices", PASS, varices="none", events=[]),
    row("no varices at an endoscopy two years ago", PASS, varices=("none", {"on": "2024-11-01"})),
    row("varices without bleeding", JUDGEMENT, varices="small", events=[]),
    row("varices that bled within the year", FAIL, varices="large", events=[bleeding(ago(90))]),
    row("varices, bleeding not known", UNKNOWN, varices="small"),
    row(
        "varices seen two years ago without bleeding",
        JUDGEMENT,
        varices=("small", {"on": "2024-11-01"}),
        events=[],
    ),
    row("any varices exclude", FAIL, varices="small", events=[], varices_reading="any"),
    row(
        "only bleeding excludes", PASS, varices="small", events=[], varices_reading="bleeding_only"
    ),
    row("not recorded", UNKNOWN),
]
ROWS["001-E2c"] = [
    row("never bled", PASS, events=[]),
    row("bled one year ago to the day", FAIL, events=[bleeding("2025-11-21")]),
    row("bled a year and a day ago", PASS, events=[bleeding("2025-11-20")]),
    row("upper gut, not varices", FAIL, events=[bleeding(ago(30), source="upper_gut")]),
    row("a tumour that bled", PASS, events=[bleeding(ago(30), source="tumour")]),
    row("source not known", UNKNOWN, events=[bleeding(ago(30), source=None)]),
    row("day not known", UNKNOWN, events=[bleeding("2025-11")]),
    row(
        "counted from inclusion",
        PASS,
        {"inclusion": date(2026, 11, 25)},
        events=[bleeding("2025-11-24")],
    ),
    row("not recorded", UNKNOWN),
]
ROWS["001-E3"] = [
    row("no metastases", PASS, metastases=[]),
    row("brain, urgent", FAIL, metastases=[{"organ": "brain", "needs_urgent_treatment": True}]),
    row("bone, stable", PASS, metastases=[{"organ": "bone", "needs_urgent_treatment": False}]),
    row("lung, urgent", PASS, metastases=[{"organ": "lung", "needs_urgent_treatment": True}]),
    row("bone, urgency not known", UNKNOWN, metastases=[{"organ": "bone"}]),
    row("not recorded", UNKNOWN),
]
ROWS["001-E4"] = [
    row("never", PASS, autoimmune_history=False),
    row("once", FAIL, autoimmune_history=True),
    row("not recorded", UNKNOWN),
]

# ----------------------------------------------------------------------- NCT06881433
ROWS["002-I1"] = [
    row("imaging alone", PASS, diagnosis_basis=["radiology"]),
    row("cytology", PASS, diagnosis_basis=["cytology"]),
    row("not recorded", UNKNOWN),
    # Every basis the dictionary knows fulfils this criterion: no case can fail it.
]
ROWS["002-I2"] = bclc_rows("BC")
ROWS["002-I3"] = [
    row("never treated", PASS, treatments=[]),
    row("chemotherapy", FAIL, treatments=[{"kind": "systemic", "classes": ["chemotherapy"]}]),
    row("a targeted drug", FAIL, treatments=[{"kind": "systemic", "classes": ["targeted"]}]),
    row("immunotherapy", FAIL, treatments=[{"kind": "systemic", "classes": ["immunotherapy"]}]),
    row("HAIC is not systemic", PASS, treatments=[{"kind": "haic", "classes": ["chemotherapy"]}]),
    row("TACE is not systemic", PASS, treatments=[{"kind": "tace"}]),
    row("class of drug not known", UNKNOWN, treatments=[{"kind": "systemic"}]),
    row("herbal medicine", PASS, treatments=[{"kind": "systemic", "classes": ["herbal"]}]),
    row(
        "the drugs under review",
        PASS,
        treatments=[{"kind": "systemic", "classes": ["targeted"], "index_of": "NCT06881433"}],
    ),
    row(
        "the drugs of another trial",
        FAIL,
        treatments=[{"kind": "systemic", "classes": ["targeted"], "index_of": "NCT06187961"}],
    ),
    row("not recorded", UNKNOWN),
]
ROWS["002-I4"] = [
    row("marketed", PASS, combination_drugs_marketed=True),
    row("not marketed", FAIL, combination_drugs_marketed=False),
    row("not recorded", UNKNOWN),
]


def haic(haic_on: str | None, first: str | None = "2026-04-05") -> dict[str, Any]:
    drug = {"kind": "systemic", "classes": ["immunotherapy"], "index_of": "NCT06881433"}
    given = [{"kind": "haic", "on": haic_on}] if haic_on else []
    return {"treatments": [{**drug, "start": first}, *given]}


CONTROL = {"arm": "no_haic"}
ROWS["002-I5"] = [
    row("HAIC after the first dose", PASS, **haic("2026-05-01")),
    row("HAIC on the first day", PASS, **haic("2026-04-05")),
    row("HAIC 3 months before to the day", PASS, **haic("2026-01-05")),
    row("HAIC 3 months and a day before", FAIL, **haic("2026-01-04")),
    row("months end with February", PASS, **haic("2025-11-28", "2026-02-28")),
    row("no HAIC given yet", UNKNOWN, **haic(None)),
    row("first dose not known", UNKNOWN, **haic("2026-01-04", None)),
    row("nothing recorded", UNKNOWN),
    row("without HAIC in the arm", NOT_APPLICABLE, CONTROL, **haic("2026-01-04")),
]
ROWS["002-I6"] = [
    row("one cycle", PASS, cycles_after_haic=1),
    row("no cycle", FAIL, cycles_after_haic=0),
    row("not recorded", UNKNOWN),
    row("without HAIC in the arm", NOT_APPLICABLE, CONTROL, cycles_after_haic=0),
]
ROWS["002-I7"] = [
    row("10 mm", PASS, lesions=measured(10)),
    row("9 mm", FAIL, lesions=measured(9)),
    row("slices not known", UNKNOWN, lesions=measured(12, None)),
    row("not recorded", UNKNOWN),
]
ROWS["002-E1"] = variant_rows(PASS)
ROWS["002-E2"] = [
    row("both kept", PASS, **haic("2026-05-01"), cycles_after_haic=1),
    row("no cycle after HAIC", FAIL, **haic("2026-05-01"), cycles_after_haic=0),
    row("HAIC too early", FAIL, **haic("2026-01-04")),
    row("not recorded", UNKNOWN),
    row("without HAIC in the arm", NOT_APPLICABLE, CONTROL, cycles_after_haic=0),
]
ROWS["002-E3a"] = class_c_rows()
ROWS["002-E3b"] = [
    row("ECOG 2", PASS, ecog=2),
    row("ECOG 3", FAIL, ecog=3),
    row("not recorded", UNKNOWN),
]
ROWS["002-E3c"] = [
    row("none", PASS, encephalopathy="none"),
    row("grade 1", PASS, encephalopathy="grade_1"),
    row("grade 2", JUDGEMENT, encephalopathy="grade_2"),
    row(
        "grade 2, severe to the board",
        FAIL,
        encephalopathy="grade_2",
        grade_2_encephalopathy_is_severe=True,
    ),
    row(
        "grade 2, not severe to the board",
        PASS,
        encephalopathy="grade_2",
        grade_2_encephalopathy_is_severe=False,
    ),
    row("grade 3", FAIL, encephalopathy="grade_3"),
    row("not recorded", UNKNOWN),
]

# ------------------------------------------------------------ NCT06187961: inclusion
IMAGING: dict[str, Any] = {"diagnosis_basis": ["radiology"]}
ROWS["004-I1"] = [
    row("histology", PASS, diagnosis_basis=["histology"]),
    row("imaging after AASLD", PASS, **IMAGING, diagnosis_guideline="AASLD"),
    row("imaging after EASL", PASS, **IMAGING, diagnosis_guideline="EASL"),
    row("imaging after another guideline", FAIL, **IMAGING, diagnosis_guideline="CNLC"),
    row("guideline not known", UNKNOWN, **IMAGING),
    row("not recorded", UNKNOWN),
]
ROWS["004-I2"] = [
    row("18 today", PASS, birth_date="2008-11-21"),
    row("18 tomorrow", FAIL, birth_date="2008-11-22"),
    row("18 this year", UNKNOWN, birth_date="2008"),
    row(
        "18 on the day of inclusion",
        PASS,
        {"inclusion": date(2026, 11, 22)},
        birth_date="2008-11-22",
    ),
    row("a recorded age", PASS, age_recorded=18),
    row("17 half a year ago", UNKNOWN, age_recorded=(17, {"on": "2026-05-01"})),
    row("not recorded", UNKNOWN),
]
ROWS["004-I3"] = [
    row("ECOG 0", PASS, ecog=0),
    row("ECOG 1", PASS, ecog=1),
    row("ECOG 2", FAIL, ecog=2),
    row("two readings of one day", UNKNOWN, ecog=[1, 2]),
    row("not recorded", UNKNOWN),
]
BOARD: dict[str, Any] = {"unsuitable_for_radical_surgery": True}
R0: dict[str, Any] = {**BOARD, "r0_feasible": True}
ROWS["004-I4"] = [
    row("R0 not feasible", PASS, **BOARD, r0_feasible=False),
    row(
        "remnant 29 % without cirrhosis",
        PASS,
        stage("A"),
        **R0,
        cirrhosis=False,
        remnant=29,
        icg_r15=5,
    ),
    row(
        "remnant 30 % without cirrhosis",
        FAIL,
        stage("A"),
        **R0,
        cirrhosis=False,
        remnant=30,
        icg_r15=5,
    ),
    row("remnant 39 % in cirrhosis", PASS, stage("A"), **R0, cirrhosis=True, remnant=39, icg_r15=5),
    row("remnant 40 % in cirrhosis", FAIL, stage("A"), **R0, cirrhosis=True, remnant=40, icg_r15=5),
    row("remnant 35 %, cirrhosis not known", UNKNOWN, stage("A"), **R0, remnant=35, icg_r15=5),
    row("remnant 29 %, cirrhosis not known", PASS, stage("A"), **R0, remnant=29, icg_r15=5),
    row("ICG 15 %", FAIL, stage("A"), **R0, cirrhosis=True, remnant=60, icg_r15=15),
    row("ICG 15.1 %", PASS, stage("A"), **R0, cirrhosis=True, remnant=60, icg_r15=15.1),
    row("BCLC B", PASS, stage("B"), **R0, cirrhosis=True, remnant=60, icg_r15=5),
    row("suitable for surgery", FAIL, unsuitable_for_radical_surgery=False, r0_feasible=False),
    row("only the board is missing", JUDGEMENT, r0_feasible=False),
    row(
        "a fact is missing beside the board",
        UNKNOWN,
        stage("A"),
        unsuitable_for_radical_surgery=None,
    ),
    row("not recorded", UNKNOWN),
]
ROWS["004-I5"] = [
    row("never treated", PASS, treatments=[]),
    row("any systemic drug", FAIL, treatments=[{"kind": "systemic", "start": "2026-01-01"}]),
    row("TACE only", PASS, treatments=[{"kind": "tace", "on": "2026-01-01"}]),
    row("kind of treatment not known", UNKNOWN, treatments=[{"drug": "something"}]),
    row(
        "the trial's own drugs",
        PASS,
        treatments=[{"kind": "systemic", "index_of": "NCT06187961", "start": ago(1)}],
    ),
    row("a list that may not be all", UNKNOWN, treatments=open_list({"kind": "tace"})),
    row("not recorded", UNKNOWN),
]


def with_spread(**facts: Any) -> dict[str, Any]:
    return {"metastases": [], "treatments": [], **facts}


ROWS["004-I6"] = [
    row("10 mm, never treated", PASS, **with_spread(lesions=measured(10))),
    row("9 mm", FAIL, **with_spread(lesions=measured(9))),
    row("12 mm, slices not known", UNKNOWN, **with_spread(lesions=measured(12, None))),
    row(
        "treated locally",
        FAIL,
        **with_spread(lesions=measured(30, treated_locally=True, progressed=False)),
    ),
    row(
        "treated and progressed", PASS, lesions=measured(30, treated_locally=True, progressed=True)
    ),
    row(
        "treated, progress not known",
        UNKNOWN,
        **with_spread(lesions=measured(30, treated_locally=True)),
    ),
    row(
        "TACE before, lesion not named",
        UNKNOWN,
        **with_spread(lesions=measured(30), treatments=[{"kind": "tace"}]),
    ),
    row(
        "never treated by the lesion's own record",
        PASS,
        lesions=measured(30, treated_locally=False),
    ),
    row(
        "a lymph node of 15 mm",
        PASS,
        **with_spread(metastases=[{"organ": "lymph_node", "short_axis": 15}]),
    ),
    row(
        "a lymph node of 14 mm and nothing else",
        FAIL,
        **with_spread(metastases=[{"organ": "lymph_node", "short_axis": 14}], lesions=[]),
    ),
    row("not recorded", UNKNOWN),
]
ROWS["004-I7"] = [
    row("no thrombus", PASS, portal_thrombus=["none"]),
    row("main trunk", PASS, portal_thrombus=["trunk"]),
    row("superior mesenteric vein", FAIL, portal_thrombus=["trunk", "smv"]),
    row("contralateral branch: II or III", PASS, portal_thrombus=["contralateral"]),
    row("Vp3 is Cheng II", PASS, portal_thrombus_vp="Vp3"),
    row("Vp4 alone", UNKNOWN, portal_thrombus_vp="Vp4"),
    row("Vp4 without the mesenteric vein", PASS, portal_thrombus_vp="Vp4", smv_thrombus=False),
    row("Vp4 with the mesenteric vein", FAIL, portal_thrombus_vp="Vp4", smv_thrombus=True),
    row("Cheng III", PASS, portal_thrombus_cheng="III"),
    row("Cheng IV", FAIL, portal_thrombus_cheng="IV"),
    row("Chen A, Cheng not known", PASS, portal_thrombus_chen="A"),
    row("Chen C, Cheng not known", FAIL, portal_thrombus_chen="C"),
    row(
        "Cheng II and Chen C contradict",
        UNKNOWN,
        portal_thrombus_cheng="II",
        portal_thrombus_chen="C",
    ),
    row(
        "Cheng IV and Chen A contradict",
        UNKNOWN,
        portal_thrombus_cheng="IV",
        portal_thrombus_chen="A",
    ),
    row(
        "Vp2 and Cheng III contradict",
        UNKNOWN,
        portal_thrombus_vp="Vp2",
        portal_thrombus_cheng="III",
    ),
    row("imaging of 43 days ago", UNKNOWN, portal_thrombus=(["none"], {"on": ago(43)})),
    row("not recorded", UNKNOWN),
]
ROWS["004-I8"] = [
    row("no thrombus", PASS, hepatic_vein_thrombus="none"),
    row("VV2", PASS, hepatic_vein_vv="VV2"),
    row("VV3 alone", UNKNOWN, hepatic_vein_vv="VV3"),
    row("VV3, Sakamoto I", PASS, hepatic_vein_vv="VV3", ivc_sakamoto="I"),
    row("VV3, Sakamoto II", FAIL, hepatic_vein_vv="VV3", ivc_sakamoto="II"),
    row("cava below the diaphragm", PASS, hepatic_vein_thrombus="ivc_below_diaphragm"),
    row("cava above the diaphragm", FAIL, hepatic_vein_thrombus="ivc_above_diaphragm"),
    row("right atrium", FAIL, hepatic_vein_thrombus="right_atrium"),
    row("VV1 and Sakamoto I contradict", UNKNOWN, hepatic_vein_vv="VV1", ivc_sakamoto="I"),
    row("not recorded", UNKNOWN),
]


def spread(*lesions: tuple[str | None, float | None]) -> dict[str, Any]:
    return {"metastases": [{"organ": organ, "diameter": size} for organ, size in lesions]}


ROWS["004-I9"] = [
    row("no spread", PASS, metastases=[]),
    row("three of 30 mm in two organs", PASS, **spread(("lung", 30), ("lung", 30), ("bone", 30))),
    row("four lesions", FAIL, **spread(*[("lung", 10)] * 4)),
    row("three organs", FAIL, **spread(("lung", 9), ("bone", 9), ("adrenal", 9))),
    row("31 mm", FAIL, **spread(("lung", 31))),
    row("a size is missing", UNKNOWN, **spread(("lung", 10), ("lung", None))),
    row("a size is missing and another too large", FAIL, **spread(("lung", 31), ("lung", None))),
    row(
        "two organs and a lymph node",
        JUDGEMENT,
        **spread(("lung", 9), ("bone", 9), ("lymph_node", 9)),
    ),
    row(
        "two organs and a lymph node that counts",
        FAIL,
        **spread(("lung", 9), ("bone", 9), ("lymph_node", 9)),
        node_station_counts_as_organ=True,
    ),
    row(
        "two organs and a lymph node that does not count",
        PASS,
        **spread(("lung", 9), ("bone", 9), ("lymph_node", 9)),
        node_station_counts_as_organ=False,
    ),
    row("an organ is missing", UNKNOWN, **spread(("lung", 9), ("bone", 9), (None, 9))),
    row(
        "a list that may not be all",
        UNKNOWN,
        metastases=open_list({"organ": "lung", "diameter": 9}),
    ),
    row("not recorded", UNKNOWN),
]
ROWS["004-I10"] = [
    row("5 points", PASS, **LIVER),
    row("7 points", PASS, **{**LIVER, "ascites": "moderate"}),
    row("8 points", FAIL, **{**LIVER, "ascites": "moderate", "albumin": 30}),
    row("7 points at the most", PASS, **{**LIVER, "ascites": None}),
    row("5 to 9 points", UNKNOWN, **{**LIVER, "ascites": None, "encephalopathy": None}),
    row("8 points at the least", FAIL, **{**FAILING_LIVER, "inr": 1.0}, ascites="slight"),
    row(
        "prothrombin time instead of INR",
        PASS,
        **{**LIVER, "inr": None},
        prothrombin_time=14,
        prothrombin_time_control=12,
    ),
    row(
        "known as 7 or 8",
        UNKNOWN,
        {"given": {"child_pugh_score": a_fact("child_pugh_score", Span(7, 8))}},
    ),
    row("not recorded", UNKNOWN),
]
ROWS["004-I11"] = [
    row("all samples 7 days old", PASS, **all_on(ago(7), drugs=[])),
    row("all samples 8 days old: to be repeated", UNKNOWN, **all_on(ago(8), drugs=[])),
    row(
        "albumin given 14 days before",
        UNKNOWN,
        **all_on(ago(3), drugs=[{"class": "albumin_infusion", "on": ago(17)}]),
    ),
    row(
        "albumin given 15 days before",
        PASS,
        **all_on(ago(3), drugs=[{"class": "albumin_infusion", "on": ago(18)}]),
    ),
    row(
        "given after the samples",
        PASS,
        **all_on(ago(3), drugs=[{"class": "blood_product", "on": ago(2)}]),
    ),
    row("one sample missing", UNKNOWN, **all_on(ago(3), drugs=[], alp=None)),
    row(
        "24-hour urine instead of the dipstick",
        PASS,
        **all_on(ago(3), drugs=[], urine_protein_dipstick=None, urine_protein_24h=0.2),
    ),
    row(
        "prothrombin time instead of INR",
        PASS,
        **all_on(ago(3), drugs=[], inr=None, prothrombin_time=13),
    ),
    row("not recorded", UNKNOWN),
]
ROWS["004-I12a"] = sample("neutrophils", 1.5, 1.49)
ROWS["004-I12b"] = [
    *sample("platelets", 75, 74),
    row("145000 in 10*9/L", UNKNOWN, platelets=145_000, drugs=[]),
    row("145000 per microlitre", PASS, platelets=(145_000, "/uL"), drugs=[]),
]
ROWS["004-I12c"] = [
    *sample("haemoglobin", 90, 89),
    row("9.0 g/dL", PASS, haemoglobin=(9.0, "g/dL"), drugs=[]),
    row("8.9 g/dL", FAIL, haemoglobin=(8.9, "g/dL"), drugs=[]),
    row("9.0 in g/L", UNKNOWN, haemoglobin=(9.0, "g/L"), drugs=[]),
]
ROWS["004-I13a"] = [
    *sample("bilirubin", uln(40, 20), uln(41, 20)),
    row("without its ULN", UNKNOWN, bilirubin=40, drugs=[]),
]
ROWS["004-I13b"] = [
    row("both at 5 ULN", PASS, alt=uln(200), ast=uln(200), drugs=[]),
    row("one above, the other missing", FAIL, alt=uln(201), drugs=[]),
    row("one at the limit, the other missing", UNKNOWN, alt=uln(200), drugs=[]),
    row("without one ULN", UNKNOWN, alt=uln(100), ast=100, drugs=[]),
    row("8 days old", UNKNOWN, alt=uln(100), ast=(100, {"uln": 40, "on": ago(8)}), drugs=[]),
    row("not recorded", UNKNOWN),
]
ROWS["004-I13c"] = [
    *sample("albumin", 28, 27.9),
    row(
        "albumin given 14 days before",
        UNKNOWN,
        albumin=30,
        drugs=[{"class": "albumin_infusion", "on": ago(14)}],
    ),
]
ROWS["004-I13d"] = sample("alp", uln(500, 100), uln(501, 100))
KIDNEY: dict[str, Any] = {"age_recorded": 60, "sex": "male", "weight": 72, "drugs": []}
ROWS["004-I14a"] = [
    row("1.5 ULN", PASS, creatinine=uln(150, 100), drugs=[]),
    row("above 1.5 ULN, clearance above 50", PASS, creatinine=uln(120, 70), **KIDNEY),
    row("above 1.5 ULN, clearance below 50", FAIL, creatinine=uln(200, 100), **KIDNEY),
    row(
        "above 1.5 ULN, weight missing",
        UNKNOWN,
        creatinine=uln(200, 100),
        **{**KIDNEY, "weight": None},
    ),
    row("below 1.5 ULN, weight missing", PASS, creatinine=uln(100, 100), drugs=[]),
    row("no ULN, clearance above 50", PASS, creatinine=100, **KIDNEY),
    row(
        "above 1.5 ULN, sex missing, high either way",
        PASS,
        creatinine=uln(100, 50),
        **{**KIDNEY, "sex": None},
    ),
    row(
        "corrected",
        UNKNOWN,
        creatinine=uln(100, 100),
        drugs=[{"class": "blood_product", "on": ago(1)}],
    ),
    row("8 days old", UNKNOWN, creatinine=(100, {"uln": 100, "on": ago(8)}), **KIDNEY),
    row("not recorded", UNKNOWN),
]
DIPSTICK, DAY_URINE = "urine_protein_dipstick", "urine_protein_24h"
ROWS["004-I14b"] = [
    row("1+", PASS, **{DIPSTICK: "1+"}, drugs=[]),
    row("2+ without a collection", UNKNOWN, **{DIPSTICK: "2+"}, drugs=[]),
    row("2+ and 0.9 g", PASS, **{DIPSTICK: "2+", DAY_URINE: 0.9}, drugs=[]),
    row("2+ and exactly 1 g", FAIL, **{DIPSTICK: "2+", DAY_URINE: 1.0}, drugs=[]),
    row("0.5 g without a dipstick", PASS, **{DAY_URINE: 0.5}, drugs=[]),
    row("1.5 g without a dipstick", UNKNOWN, **{DAY_URINE: 1.5}, drugs=[]),
    row("2+ and 990 mg", PASS, **{DIPSTICK: "2+", DAY_URINE: (990, "mg")}, drugs=[]),
    row("not recorded", UNKNOWN),
]
PROLONGED: dict[str, Any] = {"prothrombin_time": 18, "prothrombin_time_control": 12, "drugs": []}
ROWS["004-I15"] = [
    row("INR 2.3", PASS, inr=2.3, drugs=[]),
    row("INR 2.4, time not known", UNKNOWN, inr=2.4, drugs=[]),
    row("INR 2.6, 6 s longer", PASS, inr=2.6, **PROLONGED),
    row("INR 2.6, 6.1 s longer", FAIL, inr=2.6, **{**PROLONGED, "prothrombin_time": 18.1}),
    row("6 s longer without INR", PASS, **PROLONGED),
    row("7 s longer without INR", UNKNOWN, **{**PROLONGED, "prothrombin_time": 19}),
    row("time without its control", UNKNOWN, prothrombin_time=13, drugs=[]),
    row("not recorded", UNKNOWN),
]
ROWS["004-I16"] = asked("life_expectancy_12_weeks", True)
ROWS["004-I17"] = [
    row("contraception", PASS, childbearing_potential=True, effective_contraception=True),
    row("no contraception", FAIL, childbearing_potential=True, effective_contraception=False),
    row("not needed", NOT_APPLICABLE, childbearing_potential=False),
    row("not known whether needed", UNKNOWN, effective_contraception=False),
    row("needed or not, it is used", PASS, effective_contraception=True),
    row("not recorded", UNKNOWN),
]
ROWS["004-I18"] = [
    *asked("able_to_comply", True, consent_signed=True),
    row("refused", FAIL, consent_signed=False),
    row("consent not recorded", UNKNOWN, able_to_comply=True),
]

# ------------------------------------------------------------ NCT06187961: exclusion
ROWS["004-E1"] = [
    *variant_rows(JUDGEMENT),
    row("another variant that excludes", FAIL, histology="other", variant_histology_excludes=True),
    row("another variant that does not", PASS, histology="other", variant_histology_excludes=False),
]
NEVER: dict[str, Any] = {"encephalopathy_history": False, "liver_transplantation_history": False}
ROWS["004-E2"] = [
    row("neither", PASS, **NEVER),
    row("encephalopathy once", FAIL, encephalopathy_history=True),
    row("encephalopathy now", FAIL, encephalopathy="grade_1"),
    row("encephalopathy half a year ago", FAIL, encephalopathy=("grade_2", {"on": "2026-05-01"})),
    row(
        "gone since, though the history says no",
        FAIL,
        **NEVER,
        encephalopathy=[("grade_1", {"on": "2026-05-01"}), "none"],
    ),
    row("transplanted", FAIL, liver_transplantation_history=True),
    row("transplanted, by the list", FAIL, treatments=[{"kind": "transplantation"}]),
    row("none now, history not known", UNKNOWN, encephalopathy="none", treatments=[]),
    row("not recorded", UNKNOWN),
]
ROWS["004-E3"] = [
    row("no effusion", PASS, effusions=[]),
    row("symptoms, drained", FAIL, effusions=[{"symptomatic": True, "drained": True}]),
    row("symptoms, not drained", JUDGEMENT, effusions=[{"symptomatic": True, "drained": False}]),
    row(
        "symptoms, not drained, though it needs to be",
        FAIL,
        effusions=[{"symptomatic": True, "drained": False}],
        symptomatic_effusion_needs_drainage=True,
    ),
    row(
        "symptoms, no need to drain",
        PASS,
        effusions=[{"symptomatic": True, "drained": False}],
        symptomatic_effusion_needs_drainage=False,
    ),
    row("without symptoms", PASS, effusions=[{"symptomatic": False, "drained": False}]),
    row("symptoms not known", UNKNOWN, effusions=[{"drained": True}]),
    row("not recorded", UNKNOWN),
]
ROWS["004-E4a"] = [
    row("2000 IU/mL", PASS, hbv_dna=2000),
    row("2001 IU/mL", FAIL, hbv_dna=2001),
    row("10000 copies/mL", PASS, hbv_dna=(10_000, "copies/mL")),
    row("10001 copies/mL", FAIL, hbv_dna=(10_001, "copies/mL")),
    row("not detected", PASS, hbv_dna="not_detected"),
    row("below 20 IU/mL", PASS, hbv_dna="<20"),
    row("fallen under treatment", PASS, hbv_dna=[(50_000, {"on": ago(20)}), (150, {"on": ago(2)})]),
    row("HBsAg negative, never infected", PASS, hbsag="negative", hbv_history=False),
    row("HBsAg negative, history not known", UNKNOWN, hbsag="negative"),
    row("HBsAg positive, not measured", UNKNOWN, hbsag="positive"),
    row("measured 29 days ago", UNKNOWN, hbv_dna=(150, {"on": ago(29)})),
    row("not recorded", UNKNOWN),
]
ROWS["004-E4b"] = [
    row("antibody negative", PASS, anti_hcv="negative"),
    row("1000 copies/mL", PASS, hcv_rna=(1000, "copies/mL")),
    row("1001 copies/mL", FAIL, hcv_rna=(1001, "copies/mL")),
    row("not detected", PASS, anti_hcv="positive", hcv_rna="not_detected"),
    row("below 15 IU/mL", PASS, anti_hcv="positive", hcv_rna=("<15", "IU/mL")),
    row("500 IU/mL", UNKNOWN, anti_hcv="positive", hcv_rna=(500, "IU/mL")),
    row("antibody positive, not measured", UNKNOWN, anti_hcv="positive"),
    row("not recorded", UNKNOWN),
]
ROWS["004-E4c"] = [
    row("both positive", FAIL, hbsag="positive", anti_hcv="positive"),
    row("one negative settles it", PASS, anti_hcv="negative"),
    row("one positive, one missing", UNKNOWN, hbsag="positive"),
    row("not recorded", UNKNOWN),
]
ROWS["004-E5"] = [
    row("no metastases", PASS, metastases=[]),
    row("brain", FAIL, metastases=[{"organ": "brain", "diameter": 5}]),
    row("spinal cord", FAIL, metastases=[{"organ": "other_cns"}]),
    row("lung", PASS, metastases=[{"organ": "lung"}]),
    row("organ not known", UNKNOWN, metastases=[{"diameter": 5}]),
    row("not recorded", UNKNOWN),
]
CALM: dict[str, Any] = {"high_bleeding_risk": False}
ROWS["004-E6"] = [
    row("never bled, low risk", PASS, events=[], **CALM),
    row("bled 6 months ago to the day", FAIL, events=[bleeding("2026-05-21")]),
    row("bled 6 months and a day ago", PASS, events=[bleeding("2026-05-20")], **CALM),
    row("bled from elsewhere", PASS, events=[bleeding(ago(9), source="tumour")], **CALM),
    row("only the risk is open", JUDGEMENT, events=[]),
    row("high risk", FAIL, high_bleeding_risk=True),
    row("events not known", UNKNOWN, **CALM),
    row("not recorded", UNKNOWN),
]
ROWS["004-E7"] = [
    row("never bled", PASS, events=[]),
    row("3 months ago to the day", FAIL, events=[bleeding("2026-08-21")]),
    row("3 months and a day ago", PASS, events=[bleeding("2026-08-20")]),
    row("not life-threatening", PASS, events=[bleeding(ago(9), life_threatening=False)]),
    row("severity not known", UNKNOWN, events=[bleeding(ago(9), life_threatening=None)]),
    row("not recorded", UNKNOWN),
]


def clot(on: str, **more: Any) -> dict[str, Any]:
    usual = {"catheter_related": False, "superficial_stable": False}
    return {"events": [{"kind": "thromboembolism", "on": on, **usual, **more}]}


NO_BLAND: dict[str, Any] = {"bland_portal_thrombosis": False}
ROWS["004-E8"] = [
    row("none", PASS, events=[], **NO_BLAND),
    row("6 months ago to the day", FAIL, **clot("2026-05-21")),
    row("6 months and a day ago", PASS, **clot("2026-05-20"), **NO_BLAND),
    row("caused by a catheter", PASS, **clot(ago(9), catheter_related=True), **NO_BLAND),
    row("superficial and stable", PASS, **clot(ago(9), superficial_stable=True), **NO_BLAND),
    row("cause not known", UNKNOWN, **clot(ago(9), catheter_related=None), **NO_BLAND),
    row("tumour thrombus is no such event", PASS, portal_thrombus=["trunk"], events=[], **NO_BLAND),
    *asked("bland_thrombosis_is_event", False, events=[], bland_portal_thrombosis=True),
    row("bland thrombosis not recorded", UNKNOWN, events=[]),
    row("not recorded", UNKNOWN),
]


def drug(kind: str, **more: Any) -> dict[str, Any]:
    return {"drugs": [{"class": kind, **more}]}


ROWS["004-E9"] = [
    row("no drugs", PASS, DOSE, drugs=[]),
    row("aspirin 325 mg", PASS, DOSE, **drug("aspirin", daily_dose=325, start=ago(90))),
    row("aspirin 326 mg", FAIL, DOSE, **drug("aspirin", daily_dose=326, start=ago(90))),
    row("aspirin, dose not known", UNKNOWN, DOSE, **drug("aspirin", start=ago(90))),
    row("clopidogrel for 10 days", FAIL, DOSE, **drug("platelet_inhibitor", start=ago(9))),
    row("clopidogrel for 9 days", PASS, DOSE, **drug("platelet_inhibitor", start=ago(8))),
    row(
        "stopped: 10 days within the two weeks",
        FAIL,
        DOSE,
        **drug("platelet_inhibitor", start=ago(60), end=ago(5)),
    ),
    row(
        "stopped: 9 days within the two weeks",
        PASS,
        DOSE,
        **drug("platelet_inhibitor", start=ago(60), end=ago(6)),
    ),
    row("start not known", UNKNOWN, DOSE, **drug("platelet_inhibitor")),
    row("not recorded", UNKNOWN),
]
HIGH: dict[str, Any] = {"systolic_pressure": 150, "diastolic_pressure": 80}
NORMAL: dict[str, Any] = {"systolic_pressure": 149, "diastolic_pressure": 99}
NO_CRISIS: dict[str, Any] = {"hypertensive_crisis_history": False}
ROWS["004-E10"] = [
    row("149/99 whatever the treatment", PASS, **NORMAL, **NO_CRISIS),
    row("150 on optimal treatment", FAIL, **HIGH, pressure_optimally_treated=True),
    row(
        "diastolic 100 on optimal treatment",
        FAIL,
        diastolic_pressure=100,
        pressure_optimally_treated=True,
    ),
    row(
        "150, treatment not optimal", UNKNOWN, **HIGH, pressure_optimally_treated=False, **NO_CRISIS
    ),
    row("150, treatment not recorded", UNKNOWN, **HIGH, **NO_CRISIS),
    row("a crisis once", FAIL, hypertensive_crisis_history=True),
    row("149/99, crisis not recorded", UNKNOWN, **NORMAL),
    row("not recorded", UNKNOWN),
]


def toxic(grade: int | None, **more: Any) -> dict[str, Any]:
    usual = {"alopecia": False, "laboratory_only": False}
    return {"toxicities": [{"grade": grade, **usual, **more}]}


LABORATORY = {"laboratory_only": True}
ROWS["004-E11"] = [
    row("none", PASS, toxicities=[]),
    row("grade 1", PASS, **toxic(1)),
    row("grade 2", FAIL, **toxic(2)),
    row("alopecia", PASS, **toxic(2, alopecia=True)),
    row(
        "a laboratory value without symptoms or significance",
        PASS,
        **toxic(2, **LABORATORY, symptomatic=False, clinically_significant=False),
    ),
    row(
        "a laboratory value that is significant",
        FAIL,
        **toxic(2, **LABORATORY, symptomatic=False, clinically_significant=True),
    ),
    row(
        "a laboratory value, symptoms not known",
        UNKNOWN,
        **toxic(2, **LABORATORY, clinically_significant=False),
    ),
    row("grade not known", UNKNOWN, **toxic(None)),
    row("not recorded", UNKNOWN),
]
ROWS["004-E12"] = [
    row("NYHA I, 50 %", PASS, nyha="I", lvef=50),
    row("NYHA II", FAIL, nyha="II"),
    row("49 %", FAIL, lvef=49),
    row("NYHA I, LVEF missing", UNKNOWN, nyha="I"),
    row("60 %, NYHA missing", UNKNOWN, lvef=60),
    row("not recorded", UNKNOWN),
]
QUIET: dict[str, Any] = {"arrhythmia": False, "long_qt_history": False, "heart_rate": 60}
ROWS["004-E13"] = [
    row("QTcF exactly 500 ms", PASS, **QUIET, qt=500),
    row("QTcF 501 ms", FAIL, **QUIET, qt=501),
    row("QT 480 ms at 90 per minute", FAIL, **{**QUIET, "heart_rate": 90}, qt=480),
    row("an arrhythmia", FAIL, arrhythmia=True),
    row("congenital long QT", FAIL, long_qt_history=True),
    row("heart rate missing", UNKNOWN, **{**QUIET, "heart_rate": None}, qt=400),
    row(
        "QT and heart rate of different weeks",
        UNKNOWN,
        **{**QUIET, "heart_rate": (60, {"on": ago(20)})},
        qt=400,
    ),
    row("not recorded", UNKNOWN),
]
ROWS["004-E14"] = [
    *asked("severe_bleeding_tendency", False, thrombolysis_now=False),
    row("thrombolysis", FAIL, thrombolysis_now=True),
    row("thrombolysis not recorded", UNKNOWN, severe_bleeding_tendency=False),
]


def gut(on: str, **more: Any) -> dict[str, Any]:
    return {"events": [{"kind": "gut", "gut_kind": "perforation", "on": on, "end": on, **more}]}


ROWS["004-E15"] = [
    row("none", PASS, events=[]),
    row("6 months ago to the day", FAIL, **gut("2026-05-21")),
    row("6 months and a day ago", JUDGEMENT, **gut("2026-05-20")),
    row(
        "long ago: any such history excludes", FAIL, **gut("2020-01-01"), gut_history_reading="ever"
    ),
    row(
        "long ago: six months exclude", PASS, **gut("2020-01-01"), gut_history_reading="six_months"
    ),
    row("long ago, not known whether it ended", UNKNOWN, **gut("2020-01-01", end=None)),
    row("not recorded", UNKNOWN),
]
HARMLESS = {"unresolved_toxicity": False, "steroids_needed": False, "organ_inflammation": False}


def irradiated(end: str, **more: Any) -> dict[str, Any]:
    return {
        "treatments": [
            {"kind": "radiotherapy", "start": "2026-01-01", "end": end, **HARMLESS, **more}
        ]
    }


ROWS["004-E16"] = [
    row("none", PASS, DOSE, treatments=[]),
    *washout(irradiated, 21),
    row(
        "long ago, toxicity left", FAIL, DOSE, **irradiated("2026-05-01", unresolved_toxicity=True)
    ),
    row(
        "long ago, still on steroids", FAIL, DOSE, **irradiated("2026-05-01", steroids_needed=True)
    ),
    row(
        "long ago, an organ inflamed",
        FAIL,
        DOSE,
        **irradiated("2026-05-01", organ_inflammation=True),
    ),
    row(
        "long ago, effects not known",
        UNKNOWN,
        DOSE,
        **irradiated("2026-05-01", steroids_needed=None),
    ),
    row(
        "without an end it goes on",
        FAIL,
        DOSE,
        treatments=[{"kind": "radiotherapy", "start": "2026-01-01"}],
    ),
    row("not recorded", UNKNOWN),
]
LUNGS: dict[str, Any] = {"lung_fibrosis_history": False, "lung_function_severely_impaired": False}
ROWS["004-E17"] = [
    row("healthy lungs", PASS, **LUNGS, other_lung_disease=False),
    row("fibrosis", FAIL, lung_fibrosis_history=True),
    row("severely impaired", FAIL, lung_function_severely_impaired=True),
    *asked("other_lung_disease_excludes", False, **LUNGS, other_lung_disease=True),
    row("other disease not recorded", UNKNOWN, **LUNGS),
    row("not recorded", UNKNOWN),
]
TB: dict[str, Any] = {"tuberculosis_active": False}
ROWS["004-E18"] = [
    row("never", PASS, DOSE, **TB, tuberculosis_treatment_end="never"),
    row("active", FAIL, DOSE, tuberculosis_active=True),
    row("treated until a year ago to the day", FAIL, DOSE, tuberculosis_treatment_end="2025-11-21"),
    row(
        "treated until a year and a day ago",
        PASS,
        DOSE,
        **TB,
        tuberculosis_treatment_end="2025-11-20",
    ),
    row("treated until spring", FAIL, DOSE, tuberculosis_treatment_end="2027-04"),
    row(
        "treated in some part of last year", UNKNOWN, DOSE, **TB, tuberculosis_treatment_end="2025"
    ),
    row("not recorded", UNKNOWN),
]
ROWS["004-E19"] = [
    row("HIV negative, no syphilis", PASS, hiv_antibody="negative", syphilis_needs_treatment=False),
    row("HIV positive", FAIL, hiv_antibody="positive"),
    row("syphilis to be treated", FAIL, syphilis_needs_treatment=True),
    row("HIV not tested", UNKNOWN, syphilis_needs_treatment=False),
    row("not recorded", UNKNOWN),
]


def infection(on: str, **more: Any) -> dict[str, Any]:
    event = {"kind": "infection", "on": on, "severe": True, **more}
    return {"events": [event], "severe_infection_now": False}


ROWS["004-E20"] = [
    row("none", PASS, DOSE, events=[], severe_infection_now=False),
    row("now", FAIL, DOSE, severe_infection_now=True),
    *washout(infection, 28),
    row("not severe", PASS, DOSE, **infection(ago(9), severe=False)),
    row("severity not known", UNKNOWN, DOSE, **infection(ago(9), severe=None)),
    row("not recorded", UNKNOWN),
]
TREATED = "autoimmune_systemic_treatment_end"
IMMUNE: dict[str, Any] = {"primary_immunodeficiency": False}
ROWS["004-E21"] = [
    row("no disease", PASS, DOSE, autoimmune_history=False, **IMMUNE),
    row(
        "treated until 2 years ago to the day",
        FAIL,
        DOSE,
        autoimmune_history=True,
        **{TREATED: "2024-11-21"},
    ),
    row(
        "2 years and a day ago",
        PASS,
        DOSE,
        autoimmune_history=True,
        **IMMUNE,
        **{TREATED: "2024-11-20"},
    ),
    row("treatment goes on", FAIL, DOSE, autoimmune_history=True, **{TREATED: "ongoing"}),
    row("replacement only", PASS, DOSE, autoimmune_history=True, **IMMUNE, **{TREATED: "never"}),
    row("treatment not recorded", UNKNOWN, DOSE, autoimmune_history=True, **IMMUNE),
    row("immunodeficiency", FAIL, DOSE, primary_immunodeficiency=True),
    *asked(
        "autoantibodies_mean_disease",
        False,
        autoimmune_history=False,
        autoantibodies_only=True,
        **IMMUNE,
    ),
    row("not recorded", UNKNOWN),
]
STEROID: dict[str, Any] = {"route": "systemic", "short_for_airways_or_allergy": False}


def steroid(end: str, dose: float | None = 11, **more: Any) -> dict[str, Any]:
    parts = {**STEROID, "prednisone_equivalent": dose, "start": "2026-01-01", "end": end, **more}
    return drug("corticosteroid", **parts)


def suppressant(end: str) -> dict[str, Any]:
    return drug("immunosuppressant", **STEROID, start="2026-01-01", end=end)


ROWS["004-E22"] = [
    row("no drugs", PASS, DOSE, drugs=[]),
    *washout(steroid, 28),
    row("10 mg of prednisone", PASS, DOSE, **steroid(ago(1), 10)),
    row("dose not known", UNKNOWN, DOSE, **steroid(ago(1), None)),
    row("inhaled", PASS, DOSE, **steroid(ago(1), route="local")),
    row("route not known", UNKNOWN, DOSE, **steroid(ago(1), route=None)),
    row(
        "short use for the airways",
        PASS,
        DOSE,
        **steroid(ago(1), short_for_airways_or_allergy=True),
    ),
    *washout(suppressant, 28),
    row("another class", PASS, DOSE, **drug("antiviral", start=ago(9))),
    row("not recorded", UNKNOWN),
]


def vaccine(on: str, live: bool | None = True) -> dict[str, Any]:
    event = {"kind": "vaccination", "on": on, "live_vaccine": live}
    return {"events": [event], "live_vaccine_planned": False}


ROWS["004-E23"] = [
    row("none", PASS, DOSE, events=[], live_vaccine_planned=False),
    *washout(vaccine, 28),
    row("not live", PASS, DOSE, **vaccine(ago(3), live=False)),
    row("not known whether live", UNKNOWN, DOSE, **vaccine(ago(3), live=None)),
    row("planned", FAIL, DOSE, live_vaccine_planned=True),
    row("not recorded", UNKNOWN),
]


def surgery(on: str, major: bool | None = True) -> dict[str, Any]:
    return {"events": [{"kind": "surgery", "on": on, "major": major}]}


def procedure(on: str, kind: str = "biopsy") -> dict[str, Any]:
    return {"events": [{"kind": kind, "on": on}]}


ROWS["004-E24"] = [
    row("none", PASS, DOSE, events=[]),
    *washout(surgery, 28),
    *washout(procedure, 7),
    row("minor procedure 7 days before", FAIL, DOSE, **procedure(ago(7), "minor_procedure")),
    row("small surgery 7 days before", FAIL, DOSE, **surgery(ago(7), major=False)),
    row("small surgery 8 days before", PASS, DOSE, **surgery(ago(8), major=False)),
    row("surgery 7 days before, size not known", FAIL, DOSE, **surgery(ago(7), major=None)),
    row("surgery 8 days before, size not known", UNKNOWN, DOSE, **surgery(ago(8), major=None)),
    row(
        "a wound that has not healed",
        FAIL,
        DOSE,
        events=[{"kind": "wound", "on": "2026-01-01", "healed": False}],
    ),
    row(
        "a wound that healed long ago",
        PASS,
        DOSE,
        events=[{"kind": "wound", "on": "2026-01-01", "end": "2026-03-01", "healed": True}],
    ),
    row("not recorded", UNKNOWN),
]


def tace(on: str) -> dict[str, Any]:
    return {"treatments": [{"kind": "tace", "on": on}]}


ROWS["004-E25"] = [
    row("none", PASS, DOSE, treatments=[]),
    *washout(tace, 28),
    row(
        "the trial's own HAIC",
        PASS,
        DOSE,
        treatments=[{"kind": "haic", "on": ago(1), "index_of": "NCT06187961"}],
    ),
    row("radiotherapy has a limit of its own", PASS, DOSE, **irradiated(ago(9))),
    row("date not known", UNKNOWN, DOSE, treatments=[{"kind": "ablation"}]),
    row("not recorded", UNKNOWN),
]


def herbal(end: str, **more: Any) -> dict[str, Any]:
    parts = {"route": "systemic", "start": "2026-01-01", "end": end, **more}
    return {**drug("antitumour_herbal", **parts), "treatments": []}


ROWS["004-E26"] = [
    row("none", PASS, DOSE, drugs=[], treatments=[]),
    *washout(herbal, 14),
    row("interferon", FAIL, DOSE, **drug("immunomodulator", route="systemic", start=ago(5))),
    row("local use", PASS, DOSE, **herbal(ago(1), route="local")),
    row("route not known", UNKNOWN, DOSE, **herbal(ago(1), route=None)),
    row(
        "recorded as a treatment of the cancer",
        FAIL,
        DOSE,
        drugs=[],
        treatments=[{"kind": "systemic", "classes": ["herbal"], "start": ago(5)}],
    ),
    row("not recorded", UNKNOWN),
]
ROWS["004-E27"] = asked("other_condition_unsuitable", False)


def cancer(on: str, kind: str = "other", **more: Any) -> dict[str, Any]:
    basis: dict[str, Any] = {"diagnosis_basis": ["histology"]}
    return {"malignancies": [{"kind": kind, "on": on, **more}], **basis}


ROWS["004-E28"] = [
    row("none", PASS, DOSE, malignancies=[]),
    row("5 years ago to the day", FAIL, DOSE, **cancer("2021-11-21")),
    row("5 years and a day ago, liver lesion confirmed", PASS, DOSE, **cancer("2021-11-20")),
    row(
        "5 years and a day ago, imaging alone",
        FAIL,
        DOSE,
        **{**cancer("2021-11-20"), "diagnosis_basis": ["radiology"]},
    ),
    row(
        "long ago, basis not known",
        UNKNOWN,
        DOSE,
        **{**cancer("2010-01-01"), "diagnosis_basis": None},
    ),
    row("basal cell carcinoma", PASS, DOSE, **cancer("2025-01-01", "skin_basal_cell")),
    row(
        "in situ, resected", PASS, DOSE, **cancer("2025-01-01", "in_situ", radically_resected=True)
    ),
    row(
        "in situ, not resected",
        FAIL,
        DOSE,
        **cancer("2025-01-01", "in_situ", radically_resected=False),
    ),
    row("in situ, not known whether resected", UNKNOWN, DOSE, **cancer("2025-01-01", "in_situ")),
    row("year not certain", UNKNOWN, DOSE, **{**cancer("2021"), "diagnosis_basis": ["radiology"]}),
    row("not recorded", UNKNOWN),
]


def treated(*classes: str, **more: Any) -> dict[str, Any]:
    entry = {"kind": "systemic", "classes": list(classes) or None, **more}
    return {"treatments": [entry]}


ROWS["004-E29"] = [
    row("none", PASS, treatments=[]),
    row("a PD-1 antibody", FAIL, **treated("immunotherapy")),
    row("a VEGFR inhibitor", FAIL, **treated("anti_angiogenic")),
    row("a FGFR inhibitor", FAIL, **treated("other_targeted")),
    row("chemotherapy", PASS, **treated("chemotherapy")),
    row("class not known", UNKNOWN, **treated()),
    row("HAIC, drugs not known", UNKNOWN, treatments=[{"kind": "haic"}]),
    row("HAIC with a PD-1 antibody", FAIL, **treated("chemotherapy", "immunotherapy", kind="haic")),
    row("TACE with a VEGFR inhibitor", FAIL, **treated("anti_angiogenic", kind="tace")),
    row("TACE", PASS, treatments=[{"kind": "tace"}]),
    row("the trial's own drugs", PASS, **treated("immunotherapy", index_of="NCT06187961")),
    row("not recorded", UNKNOWN),
]


def allergic(substance: str, severe: bool | None = None) -> dict[str, Any]:
    return {"allergies": [{"substance": substance, "severe": severe}]}


ROWS["004-E30"] = [
    row("none", PASS, allergies=[]),
    row("oxaliplatin", FAIL, **allergic("oxaliplatin")),
    row("cadonilimab, mild", FAIL, **allergic("cadonilimab", severe=False)),
    row("another antibody, severe", FAIL, **allergic("other_antibody", severe=True)),
    row("another antibody, mild", PASS, **allergic("other_antibody", severe=False)),
    row("another antibody, severity not known", UNKNOWN, **allergic("other_antibody")),
    row("contrast medium", PASS, **allergic("contrast", severe=True)),
    row("not recorded", UNKNOWN),
]
ROWS["004-E31"] = [
    row("none", PASS, dissecting_aneurysm=False),
    row("one", FAIL, dissecting_aneurysm=True),
    row("not recorded", UNKNOWN),
]


def in_trial(end: str) -> dict[str, Any]:
    entry = {"kind": "systemic", "in_trial": True, "start": "2026-01-01", "end": end}
    return {"treatments": [entry]}


ROWS["004-E32"] = [
    row("none", PASS, DOSE, treatments=[]),
    *washout(in_trial, 28),
    row("not known whether in a trial", UNKNOWN, DOSE, **tace(ago(3))),
    row("not recorded", UNKNOWN),
]
WOMAN: dict[str, Any] = {"sex": "female"}
ROWS["004-E33"] = [
    row("neither", PASS, **WOMAN, pregnant=False, breastfeeding=False),
    row("pregnant", FAIL, **WOMAN, pregnant=True),
    row("breastfeeding", FAIL, **WOMAN, breastfeeding=True),
    row("a man", NOT_APPLICABLE, sex="male"),
    row("not tested", UNKNOWN, **WOMAN, breastfeeding=False),
    row(
        "tested 29 days ago",
        UNKNOWN,
        **WOMAN,
        pregnant=(False, {"on": ago(29)}),
        breastfeeding=False,
    ),
    row("not recorded", UNKNOWN),
]
WITHIN: dict[str, Any] = {
    "portal_thrombus": ["trunk"],
    "hepatic_vein_thrombus": "main",
    "metastases": [],
}
ROWS["004-E34"] = [
    row("within the limits", PASS, **WITHIN),
    row("mesenteric vein", FAIL, **{**WITHIN, "portal_thrombus": ["smv"]}),
    row("right atrium", FAIL, **{**WITHIN, "hepatic_vein_thrombus": "right_atrium"}),
    row("too many metastases", FAIL, **{**WITHIN, **spread(*[("lung", 9)] * 4)}),
    row("cava not recorded", UNKNOWN, **{**WITHIN, "hepatic_vein_thrombus": None}),
    row("not recorded", UNKNOWN),
]

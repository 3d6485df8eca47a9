"""The case at a glance: values with their inputs, and what is missing or of no use."""

from typing import Any

from hccreview.clinical.case import Case
from hccreview.exchange.case_file import read_case
from hccreview.review.profile import ProfileLine, profile
from resources import resource_path
from tests.builders import TODAY, a_case, comparison

LIVER: dict[str, Any] = {
    "bilirubin": 18,
    "albumin": 38,
    "inr": 1.1,
    "ascites": "none",
    "encephalopathy": "none",
}


def lines(case: Case) -> dict[str, ProfileLine]:
    """Return the profile of a case by line."""
    return {line.id: line for line in profile(comparison(case, "NCT05099848"))}


def test_a_score_is_told_with_class_grade_inputs_and_source() -> None:
    found = lines(a_case(**LIVER))
    assert found["child_pugh_score"].value_text == "A 5"
    assert found["child_pugh_score"].missing == ()
    assert ("Albumin", "38 g/L, 21 Nov 2026") in found["child_pugh_score"].inputs
    assert found["child_pugh_score"].source == "Pugh 1973"
    assert found["albi_score"].value_text == "−2.40 (grade 2)"


def test_bounds_are_told_where_an_input_is_missing() -> None:
    line = lines(a_case(**{**LIVER, "albumin": None, "inr": None}))["child_pugh_score"]
    assert line.value_text == "A or B, score 5 to 9"
    assert line.missing == ("Albumin", "INR")


def test_nothing_is_said_of_a_blank_form_but_what_is_missing() -> None:
    found = lines(a_case())
    assert {line.value_text for line in found.values()} == {""}
    assert all(line.missing for line in found.values())
    assert found["qtcf"].missing == ("QT interval", "Heart rate at the ECG")


def test_what_is_there_but_of_no_use_says_why() -> None:
    old = lines(a_case(**{**LIVER, "albumin": (38, {"on": "2026-10-01"})}))
    assert old["albi_score"].missing == ("Albumin (too old)",)
    mixed = lines(a_case(**{**LIVER, "albumin": (38, {"on": "2026-10-30"})}))
    assert mixed["albi_score"].value_text == ""
    assert mixed["albi_score"].missing == ("Albumin (sampled too long before the others)",)
    doubtful = lines(a_case(weight=70000))
    assert doubtful["body_surface_mosteller"].missing == ("Height", "Weight (doubtful unit)")


def test_stages_and_sizes_of_a_whole_case_are_told() -> None:
    case = read_case(resource_path("cases", "sample-06.yaml"))
    found = {line.id: line for line in profile(comparison(case, as_of=TODAY))}
    shown = {name: found[name].value_text for name in ("bclc_stage", "cnlc_stage", "tnm_stage")}
    assert shown == {"bclc_stage": "B", "cnlc_stage": "IIb", "tnm_stage": "IIIA"}
    assert found["bclc_stage"].note == "multinodular beyond three of 3 cm"
    assert found["largest_nodule"].value_text == "57 mm"
    assert found["age"].value_text == "59 years"
    assert found["extrahepatic_disease"].value_text == "no"
    assert found["body_surface_mosteller"].value_text == "1.95 m²"
    assert all(not line.missing for line in found.values())

"""Checks for this patient beside a regimen: nothing that is not recorded is fine."""

from __future__ import annotations

from datetime import date

import pytest

from hccreview.clinical.plan import Plan
from hccreview.review.schedule.build import schedule_of
from hccreview.review.schedule.checks import Check, checks
from hccreview.trials.library import read_library
from tests.builders import TODAY, a_case
from tests.reports.builders import comparison_of, sample

TRIALS = {trial.id: trial for trial in read_library()}
APA, DOUBLE, LENVA = "NCT05099848", "ChiCTR2100041874", "NCT06187961"


def found(trial: str, case=None, kind: str = "") -> list[Check]:
    case = case or sample(2)
    plan = Plan(trial, date(2026, 12, 1))
    planned = schedule_of(case, TRIALS[trial], plan, TODAY)
    everything = checks(comparison_of(case), planned)
    return [each for each in everything if each.kind == kind or not kind]


@pytest.mark.parametrize(
    ("substance", "severe", "trial", "drug"),
    [
        ("oxaliplatin", False, APA, "oxaliplatin"),
        ("folinate", True, DOUBLE, "leucovorin"),
        ("fluorouracil", True, APA, "fluorouracil"),
        ("sorafenib", False, DOUBLE, "sorafenib"),
        ("other_antibody", True, APA, "camrelizumab"),
        ("camrelizumab", True, LENVA, "cadonilimab"),
    ],
)
def test_a_recorded_allergy_to_a_component_is_a_warning(substance, severe, trial, drug):
    case = a_case(height=170, weight=70, allergies=[{"substance": substance, "severe": severe}])
    warnings = [c.text for c in found(trial, case, "allergy") if c.state == "warning"]
    assert len(warnings) == 1
    assert drug in warnings[0]


def test_an_allergy_to_something_else_is_none_and_a_list_nobody_filled_is_unknown():
    case = a_case(height=170, weight=70, allergies=[{"substance": "contrast"}])
    assert {c.state for c in found(APA, case, "allergy")} == {"none_found"}
    bare = a_case(height=170, weight=70)
    assert {c.state for c in found(APA, bare, "allergy")} == {"unknown"}


@pytest.mark.parametrize("trial", ["NCT06881433", "TACE-CAM-APA", LENVA])
def test_allergies_to_what_is_not_named_cannot_be_checked(trial: str):
    states = [each.state for each in found(trial, kind="allergy")]
    assert "not_stated" in states


def test_the_clearance_is_told_and_an_adjustment_is_never_invented():
    (check,) = found(APA, kind="clearance")
    assert "87.79 mL/min by Cockcroft and Gault" in check.text
    assert "not stated in source" in check.text
    (unknown,) = found(APA, a_case(height=170, weight=70), "clearance")
    assert unknown.state == "unknown"


def test_the_limits_are_those_of_the_trial_with_its_own_verdicts():
    limits = {check.criterion: check for check in found(LENVA, kind="laboratory")}
    assert limits["I12b"].state == "warning"
    assert "Platelets 68" in limits["I12b"].text
    assert limits["I12a"].state == "none_found"
    assert "I4" not in limits


@pytest.mark.parametrize("trial", [APA, "TACE-CAM-APA"])
def test_a_source_without_limits_and_interactions_says_so(trial: str):
    for kind in ("laboratory", "interaction"):
        (check,) = found(trial, kind=kind)
        assert (check.state, check.criterion) == ("not_stated", "")
        assert "not stated in source" in check.text


def test_interactions_are_only_those_that_a_source_states():
    stated = {check.criterion for check in found(LENVA, kind="interaction")}
    assert {"E9", "E22", "E26"} <= stated


@pytest.mark.parametrize("number", range(1, 15))
def test_every_sample_has_every_kind_of_check_for_every_trial(number: int):
    for trial in TRIALS:
        kinds = {check.kind for check in found(trial, sample(number))}
        assert kinds == {"allergy", "clearance", "laboratory", "interaction"}

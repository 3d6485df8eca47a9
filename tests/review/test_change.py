"""What could turn a fail: time with its first free day, a repeat test, treatment, or nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

from hccreview.clinical.case import Case
from hccreview.clinical.fields import bundled_settings
from hccreview.exchange.case_file import read_case
from hccreview.review.again import ageless
from hccreview.review.change import Recoverable, recoverable, steps_of
from hccreview.review.eligibility import Verdict
from resources import resource_path
from tests.builders import TODAY, a_case, a_criterion, a_trial, anchors_of, compare, comparison

LONG, CHINESE, COHORT = "NCT06187961", "ChiCTR2100041874", "NCT06881433"
TACE = {"kind": "tace", "drug": "TACE with epirubicin", "on": "2026-11-05", "in_trial": False}


def way(case: Case, trial: str, criterion: str, **days: Any) -> Recoverable | None:
    """Return how one finding could change."""
    found = comparison(case, trial, **days)
    return recoverable(found.assessments[0].finding(criterion), found)


def way_of(case: Case, expression: str, id: str = "I1") -> Recoverable | None:
    """Return how an expression that stands alone in a trial could change."""
    found = compare(case, [a_trial(a_criterion(id, expression))], anchors_of(case, TODAY))
    return recoverable(found.assessments[0].finding(id), found)


def bleeding(on: str) -> dict[str, Any]:
    """Return a variceal bleeding."""
    return {"kind": "bleeding", "source": "varices", "on": on, "life_threatening": True}


AUTOIMMUNE: dict[str, Any] = {
    "autoimmune_history": True,
    "primary_immunodeficiency": False,
    "autoantibodies_only": False,
}

TIMED: list[tuple[Case, str, str, str, str]] = [
    (
        a_case(treatments=[TACE]),
        LONG,
        "E25",
        "2026-12-04",
        "from 4 Dec 2026, when the 28 days after TACE with epirubicin of 5 Nov 2026 are over",
    ),
    (
        a_case(events=[bleeding("2026-08-31")]),
        LONG,
        "E7",
        "2026-12-01",
        "from 1 Dec 2026, when the 3 months after bleeding, varices (31 Aug 2026) are over",
    ),
    (
        a_case(events=[bleeding("2026-08-31")]),
        CHINESE,
        "E2c",
        "2027-09-01",
        "from 1 Sep 2027, when the year after bleeding, varices (31 Aug 2026) is over",
    ),
    (
        a_case(
            malignancies=[{"name": "colon", "kind": "other", "on": "2022-02"}],
            diagnosis_basis=["histology"],
        ),
        LONG,
        "E28",
        "2027-03-01",
        "from 1 Mar 2027, when the 5 years after colon (Feb 2022) are over",
    ),
    (
        a_case(**AUTOIMMUNE, autoimmune_systemic_treatment_end="2025-03-10"),
        LONG,
        "E21",
        "2027-03-11",
        "from 11 Mar 2027, when the 2 years after 10 Mar 2025 are over (end of systemic treatment"
        " for autoimmune disease)",
    ),
    (
        a_case(birth_date="2008-12-04"),
        LONG,
        "I2",
        "2026-12-04",
        "from 4 Dec 2026, when the patient is 18 years old",
    ),
    (
        a_case(
            drugs=[
                {
                    "drug": "clopidogrel",
                    "class": "platelet_inhibitor",
                    "start": "2026-10-01",
                    "end": "2026-11-18",
                }
            ]
        ),
        LONG,
        "E9",
        "2026-11-24",
        "from 24 Nov 2026, when fewer than 10 days of clopidogrel, other platelet inhibitor (1 Oct"
        " 2026 to 18 Nov 2026) lie within the 14 days before the first dose",
    ),
]


@pytest.mark.parametrize(("case", "trial", "criterion", "day", "words"), TIMED)
def test_time_alone_ends_a_fail_from_a_day(
    case: Case, trial: str, criterion: str, day: str, words: str
) -> None:
    found = way(case, trial, criterion)
    assert found == Recoverable("time", date.fromisoformat(day), words)


@pytest.mark.parametrize(("case", "trial", "criterion", "day"), [row[:4] for row in TIMED])
def test_the_day_is_the_first_on_which_the_comparison_no_longer_fails(
    case: Case, trial: str, criterion: str, day: str
) -> None:
    free = date.fromisoformat(day)
    verdicts = []
    for when in (free - timedelta(days=1), free):
        anchor = comparison(case, trial).assessments[0].finding(criterion).criterion.anchor
        as_of = when if anchor == "as_of" else TODAY
        found = comparison(
            case,
            trial,
            as_of=as_of,
            inclusion=when,
            first_dose=when,
            settings=ageless(bundled_settings()),
        )
        verdicts.append(found.assessments[0].finding(criterion).verdict)
    # of a date known by its month the end may have come already on the day before
    assert verdicts[0] in (Verdict.FAIL, Verdict.UNKNOWN)
    assert verdicts[1] is Verdict.PASS


def test_a_birthday_on_29_february_counts_from_1_march() -> None:
    found = way(a_case(birth_date="2008-02-29"), LONG, "I2", as_of=date(2026, 2, 10))
    assert found is not None and found.from_day == date(2026, 3, 1)


def test_too_old_stays_too_old() -> None:
    found = way_of(a_case(birth_date="1940-01-01"), "age <= 75 'a'")
    assert found is not None and found.how == "fixed"


def test_of_two_entries_the_later_one_decides() -> None:
    later = {"kind": "ablation", "on": "2026-11-12"}
    found = way(a_case(treatments=[TACE, later]), LONG, "E25")
    assert found is not None and found.from_day == date(2026, 12, 11)
    assert found.sentence.endswith("the 28 days after ablation of 12 Nov 2026 are over")


def test_what_still_goes_on_needs_to_end_first() -> None:
    drug = {"drug": "thymosin", "class": "immunomodulator", "route": "systemic"}
    found = way(a_case(drugs=[{**drug, "start": "2026-11-02"}]), LONG, "E26")
    words = "once thymosin, immunomodulator (since 2 Nov 2026) has ended, 14 days after that"
    assert found == Recoverable("treatment", None, words)


def test_an_autoimmune_treatment_that_goes_on_needs_to_end_first() -> None:
    found = way(a_case(**AUTOIMMUNE, autoimmune_systemic_treatment_end="ongoing"), LONG, "E21")
    words = "once systemic treatment for autoimmune disease has ended and 2 years have passed"
    assert found == Recoverable("treatment", None, words)


def test_platelets_need_a_repeat_test_and_tell_how_much_is_short() -> None:
    found = way(a_case(platelets=68, drugs=[]), LONG, "I12b")
    words = "a repeat test of Platelets could change it (7 ×10⁹/L short)"
    assert found == Recoverable("repeat_test", None, words)


def test_of_creatinine_and_clearance_the_nearer_one_is_told() -> None:
    facts: dict[str, Any] = {"sex": "male", "birth_date": "1960-01-01", "weight": 60, "drugs": ()}
    near_creatinine = way(a_case(creatinine=(160, {"uln": 97}), **facts), LONG, "I14a")
    assert near_creatinine is not None
    assert near_creatinine.sentence.startswith("a repeat test of Creatinine could change it (14.5")
    far_creatinine = way(
        a_case(creatinine=(160, {"uln": 60}), **{**facts, "weight": 85}), LONG, "I14a"
    )
    assert far_creatinine is not None
    assert "Creatinine clearance" in far_creatinine.sentence


def test_a_child_pugh_score_needs_treatment_like_its_class() -> None:
    case = a_case(bilirubin=40, albumin=33, inr=1.2, ascites="slight", encephalopathy="none")
    found = way(case, LONG, "I10")
    words = "treatment could change Child-Pugh score (1 over)"
    assert found == Recoverable("treatment", None, words)


def test_a_stage_too_early_is_no_matter_of_treatment() -> None:
    case = read_case(resource_path("cases", "sample-06.yaml"))
    found = way(case, CHINESE, "I4", as_of=TODAY)
    assert found == Recoverable("repeat_test", None, "only a new staging could change BCLC stage")


def test_stage_a_fails_i4_only_through_the_branches_that_are_left() -> None:
    case = a_case(
        unsuitable_for_radical_surgery=True,
        r0_feasible=True,
        remnant=60,
        icg_r15=8,
        cirrhosis=True,
        nodule_count=1,
        lesions=[{"lesion": "S6", "longest": 40}],
        portal_thrombus=["none"],
        smv_thrombus=False,
        hepatic_vein_thrombus="none",
        metastases=[],
        ecog=0,
        bilirubin=12,
        albumin=42,
        inr=1.0,
        ascites="none",
        encephalopathy="none",
        transplant_candidate=False,
    )
    found = comparison(case, LONG)
    finding = found.assessments[0].finding("I4")
    assert finding.verdict is Verdict.FAIL
    (step,) = steps_of(finding, found)
    assert step.field in ("bclc_stage", "icg_r15")
    assert step.how == "repeat_test"


def test_an_episode_of_encephalopathy_stays_in_the_history() -> None:
    case = a_case(encephalopathy_history=True, liver_transplantation_history=False)
    found = way(case, LONG, "E2")
    assert found == Recoverable("fixed", None, "it cannot change: Hepatic encephalopathy ever")


def test_an_earlier_systemic_treatment_stays_in_the_history() -> None:
    drug = {"kind": "systemic", "drug": "lenvatinib", "classes": ["targeted"], "start": "2026-08"}
    found = way(a_case(treatments=[drug]), LONG, "I5")
    assert found is not None and found.how == "fixed"
    assert (
        found.sentence == "it stays in the history: lenvatinib, systemic treatment (since Aug 2026)"
    )


def test_pathology_can_still_be_obtained() -> None:
    found = way(a_case(diagnosis_basis=["radiology"]), CHINESE, "I1b")
    words = "a further examination could add it (Basis of the diagnosis: histology or cytology)"
    assert found == Recoverable("repeat_test", None, words)


def test_an_older_malignancy_is_outweighed_by_pathology() -> None:
    case = a_case(
        malignancies=[{"name": "colon", "kind": "other", "on": "2019"}],
        diagnosis_basis=["radiology"],
    )
    found = way(case, LONG, "E28")
    assert found is not None and found.how == "repeat_test"
    assert "histology or cytology" in found.sentence


def test_time_does_not_help_where_it_makes_another_part_fail() -> None:
    case = a_case(
        malignancies=[{"name": "colon", "kind": "other", "on": "2022-02"}],
        diagnosis_basis=["radiology"],
    )
    found = way(case, LONG, "E28")
    assert found is not None
    assert (found.how, found.from_day) == ("repeat_test", None)
    assert found.sentence == (
        "from 1 Mar 2027, when the 5 years after colon (Feb 2022) are over; a further examination"
        " could add it (Basis of the diagnosis: histology or cytology)"
    )


def test_only_the_chosen_reading_can_be_repaired() -> None:
    gut = [{"kind": "gut", "gut_kind": "perforation", "on": "2026-09-01", "healed": True}]
    ever = way(a_case(events=gut, gut_history_reading="ever"), LONG, "E15")
    recent = way(a_case(events=gut, gut_history_reading="six_months"), LONG, "E15")
    assert ever is not None and ever.how == "fixed"
    assert recent is not None and recent.how in ("time", "treatment")


def test_a_corrected_sample_is_repeated_from_a_day() -> None:
    drug = {"drug": "platelet concentrate", "class": "blood_product", "on": "2026-11-10"}
    case = a_case(platelets=(80, {"on": "2026-11-18"}), drugs=[drug])
    found = way(case, LONG, "I12b")
    assert found is not None
    assert (found.how, found.from_day) == ("repeat_test", date(2026, 11, 25))
    later = a_case(platelets=(80, {"on": "2026-11-25"}), drugs=[drug])
    anchors = {"as_of": date(2026, 11, 25), "inclusion": date(2026, 11, 26)}
    again = comparison(later, LONG, **anchors).assessments[0].finding("I12b")
    assert {gap.reason for gap in again.gaps} <= {"stale"}


def test_a_linked_criterion_and_a_pass_have_no_way() -> None:
    case = read_case(resource_path("cases", "sample-11.yaml"))
    found = comparison(case, LONG, as_of=TODAY)
    for finding in found.assessments[0].findings:
        if finding.criterion.linked_to or finding.verdict is Verdict.PASS:
            assert recoverable(finding, found) is None


def test_a_criterion_named_by_another_is_followed_to_its_facts() -> None:
    criteria = (
        a_criterion("I1", "platelets >= 75 '10*9/L'"),
        a_criterion("E1", "not (criterion I1)"),
    )
    case = a_case(platelets=68)
    found = compare(case, [a_trial(*criteria)], anchors_of(case, TODAY))
    (step,) = steps_of(found.assessments[0].finding("E1"), found)
    assert (step.field, step.how) == ("platelets", "repeat_test")

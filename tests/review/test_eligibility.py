"""From verdicts to headlines; arms, what is due later, what counts once, recruitment on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hccreview.clinical.case import Anchors, Override, anchors_of
from hccreview.criteria.logic import F, T, Truth, U
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import read_case
from hccreview.review.compare import compare
from hccreview.review.eligibility import (
    Eligibility,
    TrialAssessment,
    Verdict,
    headline,
    verdict_of,
)
from hccreview.review.recruitment import (
    Recruitment,
    can_be_entered,
    recruitment_on,
    recruitment_sentence,
)
from hccreview.trials.model import Criterion
from resources import resource_path
from tests.builders import (
    TODAY,
    a_case,
    a_criterion,
    a_trial,
    compare_one,
    comparison,
    trials,
)

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
JUDGEMENT, NOT_APPLICABLE = Verdict.NEEDS_JUDGEMENT, Verdict.NOT_APPLICABLE
FULL = read_case(resource_path("cases", "sample-01.yaml"))


def assessed(*criteria: Criterion, listed: Any = "all", **facts: Any) -> TrialAssessment:
    trial = a_trial(*criteria, listed=listed)
    return compare(a_case(**facts), [trial], anchors_of(a_case(), TODAY)).assessments[0]


# ------------------------------------------------------------- truth to verdict


@pytest.mark.parametrize(
    ("kind", "truth", "verdict"),
    [
        ("inclusion", T, PASS),
        ("inclusion", F, FAIL),
        ("inclusion", U, UNKNOWN),
        ("exclusion", T, FAIL),
        ("exclusion", F, PASS),
        ("exclusion", U, UNKNOWN),
    ],
)
def test_an_exclusion_is_turned_round_and_an_inclusion_is_not(
    kind: str, truth: Truth, verdict: Verdict
) -> None:
    assert verdict_of(kind, truth, True, False) is verdict


@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
@pytest.mark.parametrize(
    ("gaps", "questions", "verdict"),
    [
        (False, True, JUDGEMENT),
        (True, True, UNKNOWN),  # a missing fact goes before a question
        (True, False, UNKNOWN),
        (False, False, UNKNOWN),
    ],
)
def test_only_an_open_question_alone_needs_judgement(
    kind: str, gaps: bool, questions: bool, verdict: Verdict
) -> None:
    assert verdict_of(kind, U, gaps, questions) is verdict


# -------------------------------------------------------------------- headlines


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("all", Eligibility.ELIGIBLE),
        ("some", Eligibility.NO_VIOLATION_STATED),
        ("none", Eligibility.NOT_ASSESSABLE),
    ],
)
def test_without_a_fail_the_headline_rises_as_far_as_the_source_lists_criteria(
    listed: str, expected: Eligibility
) -> None:
    assert headline([(PASS, True), (NOT_APPLICABLE, True)], listed) is expected


@pytest.mark.parametrize("due", [True, False])
@pytest.mark.parametrize("listed", ["all", "some"])
def test_one_fail_is_ineligible_whenever_it_is_due(due: bool, listed: str) -> None:
    verdicts = [(PASS, True), (UNKNOWN, True), (JUDGEMENT, True), (FAIL, due)]
    assert headline(verdicts, listed) is Eligibility.INELIGIBLE


@pytest.mark.parametrize("verdict", [UNKNOWN, JUDGEMENT])
@pytest.mark.parametrize("listed", ["all", "some"])
def test_what_is_open_before_the_board_is_undetermined(verdict: Verdict, listed: str) -> None:
    assert headline([(PASS, True), (verdict, True)], listed) is Eligibility.UNDETERMINED


@pytest.mark.parametrize("verdict", [UNKNOWN, JUDGEMENT])
def test_what_is_due_later_does_not_hold_up_the_headline(verdict: Verdict) -> None:
    assert headline([(PASS, True), (verdict, False)], "all") is Eligibility.ELIGIBLE
    assert headline([(PASS, True), (verdict, False)], "some") is Eligibility.NO_VIOLATION_STATED


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_source_without_criteria_is_never_assessable(verdict: Verdict) -> None:
    assert headline([(verdict, True)], "none") is Eligibility.NOT_ASSESSABLE


@pytest.mark.parametrize("due", ["at_enrolment", "after_start"])
def test_what_is_open_later_is_named(due: Any) -> None:
    later = a_criterion("I2", "consent_signed", due=due)
    assessment = assessed(a_criterion("I1", "cirrhosis"), later, cirrhosis=True)
    assert assessment.eligibility is Eligibility.ELIGIBLE
    assert [finding.criterion.id for finding in assessment.open_later] == ["I2"]
    refused = assessed(a_criterion("I1", "cirrhosis"), later, cirrhosis=True, consent_signed=False)
    assert refused.eligibility is Eligibility.INELIGIBLE


# -------------------------------------------------------------- linked criteria


def test_a_linked_criterion_is_shown_but_counted_at_its_source() -> None:
    mirror = a_criterion("E1", "not criterion I1", linked_to=("I1",))
    assessment = assessed(a_criterion("I1", "cirrhosis"), mirror, cirrhosis=False)
    assert [finding.verdict for finding in assessment.findings] == [FAIL, FAIL]
    assert assessment.counts[FAIL] == 1
    assert not assessment.finding("E1").counted


def test_a_linked_criterion_does_not_decide_the_headline() -> None:
    mirror = a_criterion("E1", "pregnant", linked_to=("I1",))
    assessment = assessed(a_criterion("I1", "cirrhosis"), mirror, cirrhosis=True, pregnant=True)
    assert assessment.finding("E1").verdict is FAIL
    assert assessment.eligibility is Eligibility.ELIGIBLE


def test_exactly_two_criteria_of_the_library_are_linked() -> None:
    linked = {
        (trial.id, criterion.id, criterion.linked_to)
        for trial in trials().values()
        for criterion in trial.criteria
        if criterion.linked_to
    }
    assert linked == {
        ("NCT06187961", "E34", ("I7", "I8", "I9")),
        ("NCT06881433", "E2", ("I5", "I6")),
    }


def test_a_criterion_can_hang_on_another_with_another_anchor() -> None:
    first = a_criterion("I1", "platelets >= 75 '10*9/L' within 7 days", anchor="inclusion")
    trial = a_trial(first, a_criterion("E1", "not criterion I1"))
    case = a_case(platelets=(90, {"on": "2026-11-12"}))
    anchors = Anchors(TODAY, date(2026, 11, 15), TODAY)
    found = compare(case, [trial], anchors).assessments[0]
    assert [finding.verdict for finding in found.findings] == [PASS, PASS]
    assert [finding.day for finding in found.findings] == [date(2026, 11, 15), TODAY]


def test_a_criterion_that_is_not_there_or_names_itself_is_told() -> None:
    with pytest.raises(ReviewError, match="has no criterion “I9”"):
        assessed(a_criterion("I1", "criterion I9"))
    with pytest.raises(ReviewError, match="in a circle: I1, I2, I1"):
        assessed(a_criterion("I1", "criterion I2"), a_criterion("I2", "not criterion I1"))


# -------------------------------------------------------------- when one applies


@pytest.mark.parametrize(
    ("sex", "pregnant", "verdict"),
    [
        ("male", None, NOT_APPLICABLE),
        ("female", True, FAIL),
        ("female", False, PASS),
        ("female", None, UNKNOWN),
        (None, False, PASS),  # whether it applies or not, nothing speaks against it
        (None, True, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_a_criterion_applies_or_not_or_nobody_knows(
    sex: str | None, pregnant: bool | None, verdict: Verdict
) -> None:
    criterion = a_criterion("E1", "pregnant", applies="sex = female")
    assessment = assessed(criterion, sex=sex, pregnant=pregnant)
    assert assessment.finding("E1").verdict is verdict
    if sex is None and verdict is UNKNOWN:
        assert "sex" in [gap.field for gap in assessment.finding("E1").gaps]


def test_a_rule_for_samples_is_never_a_failure_of_its_own() -> None:
    text = "sampled {alt} within 7 days uncorrected for 14 days"
    criterion = a_criterion("I1", text, role="validity")
    old = assessed(criterion, alt=(30, {"on": "2026-10-30"}), drugs=[])
    assert old.finding("I1").outcome.truth is F
    assert old.finding("I1").verdict is UNKNOWN
    assert [gap.reason for gap in old.finding("I1").gaps] == ["stale"]
    drug = {"class": "blood_product", "on": "2026-11-20"}
    corrected = assessed(criterion, alt=30, drugs=[drug]).finding("I1")
    assert (corrected.verdict, [gap.reason for gap in corrected.gaps]) == (UNKNOWN, ["corrected"])


# ------------------------------------------------------------------------- arms


HAIC_ONLY = ("I5", "I6", "E2")


def test_the_haic_arm_is_assessed_unless_another_is_chosen() -> None:
    assessment = comparison(a_case(), "NCT06881433").assessment("NCT06881433")
    assert assessment.arm == "haic"
    assert [assessment.finding(each).verdict for each in HAIC_ONLY] == [UNKNOWN] * 3
    assert [finding.criterion.id for finding in assessment.open_later] == ["I5", "I6"]


@pytest.mark.parametrize("facts", [{}, {"cycles_after_haic": 0}])
def test_without_haic_three_criteria_do_not_apply(facts: dict[str, Any]) -> None:
    arms = {"NCT06881433": "no_haic"}
    assessment = comparison(a_case(**facts), arms=arms).assessment("NCT06881433")
    assert [assessment.finding(each).verdict for each in HAIC_ONLY] == [NOT_APPLICABLE] * 3
    assert assessment.open_later == ()


def test_the_planned_arm_of_the_case_counts_and_the_chosen_one_before_it() -> None:
    planned = replace(a_case(), arms=(("NCT06881433", "no_haic"),))
    assert comparison(planned).assessment("NCT06881433").arm == "no_haic"
    chosen = comparison(planned, arms={"NCT06881433": "haic"})
    assert chosen.assessment("NCT06881433").arm == "haic"


def test_an_arm_that_a_trial_does_not_have_is_told() -> None:
    with pytest.raises(ReviewError, match="has no arm “hiac”; did you mean “haic”"):
        comparison(a_case(), arms={"NCT06881433": "hiac"})


def test_the_drugs_under_review_are_no_earlier_treatment() -> None:
    drug = {"kind": "systemic", "classes": ["immunotherapy"], "start": "2026-11-01"}
    own = a_case(treatments=[{**drug, "index_of": "NCT06881433"}])
    assert compare_one(own, "NCT06881433", "I3").verdict is PASS
    assert compare_one(own, "NCT06187961", "I5").verdict is FAIL
    assert compare_one(a_case(treatments=[drug]), "NCT06881433", "I3").verdict is FAIL


# ------------------------------------------------------------------- whole cases


def test_on_a_blank_form_nothing_passes() -> None:
    found = comparison(a_case())
    for assessment in found.assessments:
        verdicts = {finding.verdict for finding in assessment.findings}
        assert verdicts <= {UNKNOWN, JUDGEMENT}, assessment.trial.id
        assert assessment.counts[PASS] == assessment.counts[FAIL] == 0


def test_the_headlines_of_a_blank_form() -> None:
    headlines = {a.trial.id: a.eligibility for a in comparison(a_case()).assessments}
    assert headlines.pop("TACE-CAM-APA") is Eligibility.NOT_ASSESSABLE
    assert set(headlines.values()) == {Eligibility.UNDETERMINED}


def full_comparison(**changes: Any) -> dict[str, TrialAssessment]:
    case = replace(FULL, **changes)
    assert case.as_of is not None
    found = compare(case, trials().values(), anchors_of(case, case.as_of))
    return {assessment.trial.id: assessment for assessment in found.assessments}


def test_a_complete_work_up_is_eligible_where_all_criteria_are_listed() -> None:
    assessment = full_comparison()["NCT06187961"]
    assert assessment.eligibility is Eligibility.ELIGIBLE
    counts = assessment.counts
    assert counts[FAIL] == counts[UNKNOWN] == counts[JUDGEMENT] == 0
    assert sum(counts.values()) == len(assessment.findings) - 1  # E34 is counted at its sources


def test_the_trial_without_criteria_stays_not_assessable_for_a_complete_work_up() -> None:
    assessment = full_comparison()["TACE-CAM-APA"]
    assert assessment.counts[PASS] == 1
    assert assessment.eligibility is Eligibility.NOT_ASSESSABLE


def test_the_abstract_with_one_criterion_never_rises_above_no_violation_stated() -> None:
    assert full_comparison()["NCT05099848"].eligibility is Eligibility.NO_VIOLATION_STATED


def test_an_override_stands_beside_the_verdict_and_changes_nothing() -> None:
    override = Override(
        trial="ChiCTR2100041874",
        criterion="I1b",
        author="Dr A",
        on=date(2026, 11, 21),
        kind="source ambiguous",
        reason="imaging is accepted by the sponsor",
    )
    before, after = full_comparison(), full_comparison(overrides=(override,))
    for trial_id in trials():
        old, new = before[trial_id], after[trial_id]
        assert [f.verdict for f in new.findings] == [f.verdict for f in old.findings]
        assert (new.eligibility, new.counts) == (old.eligibility, old.counts)
        assert new.overrides == (trial_id == override.trial)
    assert after["ChiCTR2100041874"].finding("I1b").verdict is FAIL
    assert after["ChiCTR2100041874"].eligibility is Eligibility.INELIGIBLE


def test_the_order_of_trials_and_of_evaluation_changes_nothing() -> None:
    case = FULL
    assert case.as_of is not None
    anchors = anchors_of(case, case.as_of)
    forward = compare(case, trials().values(), anchors)
    backward = compare(case, reversed(list(trials().values())), anchors)
    for assessment in forward.assessments:
        again = backward.assessment(assessment.trial.id)
        assert [f.verdict for f in again.findings] == [f.verdict for f in assessment.findings]
        for finding in assessment.findings:
            if not finding.criterion.linked_to:
                one = compare_one(
                    case,
                    assessment.trial.id,
                    finding.criterion.id,
                    as_of=anchors.as_of,
                    inclusion=anchors.inclusion,
                    first_dose=anchors.first_dose,
                )
                assert one.verdict is finding.verdict


def test_facts_after_the_day_of_review_change_nothing() -> None:
    later = a_case(on=date(2026, 12, 1), platelets=10, ecog=4, autoimmune_history=None)
    blank = comparison(a_case())
    for assessment in comparison(later).assessments:
        old = blank.assessment(assessment.trial.id)
        assert [f.verdict for f in assessment.findings] == [f.verdict for f in old.findings]


# ------------------------------------------------------------------ recruitment


@pytest.mark.parametrize(
    ("trial_id", "day", "expected"),
    [
        ("NCT05099848", date(2021, 2, 28), Recruitment.NOT_STATED),  # before it began
        ("NCT05099848", date(2021, 3, 1), Recruitment.RECRUITING_AS_PRINTED),
        ("NCT05099848", date(2023, 7, 31), Recruitment.RECRUITING_AS_PRINTED),
        ("NCT05099848", date(2023, 8, 1), Recruitment.ENROLMENT_ENDED),
        ("ChiCTR2100041874", date(2026, 11, 21), Recruitment.STOPPED),
        ("NCT06881433", date(2026, 11, 21), Recruitment.OBSERVATIONAL),
        ("TACE-CAM-APA", date(2026, 11, 21), Recruitment.NOT_STATED),
        ("NCT06187961", date(2026, 6, 30), Recruitment.RECRUITING_AS_PRINTED),
        ("NCT06187961", date(2026, 7, 1), Recruitment.PRINTED_END_PASSED),
    ],
)
def test_recruitment_is_worked_out_on_the_day(
    trial_id: str, day: date, expected: Recruitment
) -> None:
    assert recruitment_on(trials()[trial_id], day) is expected


def test_only_a_trial_that_recruits_can_be_entered() -> None:
    assert [each for each in Recruitment if can_be_entered(each)] == [
        Recruitment.RECRUITING_AS_PRINTED
    ]


@pytest.mark.parametrize(
    ("trial_id", "words"),
    [
        ("NCT05099848", "Enrolment ended Jul 2023"),
        ("ChiCTR2100041874", "Stopped early; enrolment ended 11 Dec 2023"),
        ("NCT06881433", "Observational cohort"),
        ("TACE-CAM-APA", "Recruitment not stated in source"),
        ("NCT06187961", "the printed end (30 Jun 2026) has passed"),
    ],
)
def test_recruitment_is_told_with_the_printed_date(trial_id: str, words: str) -> None:
    assert words in recruitment_sentence(trials()[trial_id], TODAY)


def test_recruitment_stands_beside_eligibility() -> None:
    found = comparison(a_case())
    states = {a.trial.id: found.recruitment(a) for a in found.assessments}
    assert states["NCT06187961"] is Recruitment.PRINTED_END_PASSED
    assert found.assessment("NCT06187961").eligibility is Eligibility.UNDETERMINED

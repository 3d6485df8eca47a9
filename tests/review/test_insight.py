"""What to ask next, which trial stands nearest to a change, and from which day time helps."""

from datetime import date, timedelta
from typing import Any

import pytest

from hccreview.clinical.case import Anchors, Case
from hccreview.exchange.case_file import read_case
from hccreview.review.compare import Comparison, compare
from hccreview.review.eligibility import Verdict
from hccreview.review.insight import ask_list, eligible_when, moved, nearest_changes
from resources import resource_path
from tests.builders import TODAY, a_case, a_criterion, a_trial, anchors_of, comparison, trials

LONG, CHINESE, COHORT, SHORT = "NCT06187961", "ChiCTR2100041874", "NCT06881433", "NCT05099848"
TACE = {"kind": "tace", "drug": "TACE", "on": "2026-11-05", "in_trial": False}


def sample(number: int, *names: str) -> Comparison:
    """Return the comparison of a sample case."""
    case = read_case(resource_path("cases", f"sample-{number:02}.yaml"))
    return comparison(case, *names, as_of=case.as_of or TODAY)


def alone(case: Case, *criteria: tuple[str, str], **more: Any) -> Comparison:
    """Return a comparison with a trial of a few expressions."""
    trial = a_trial(*(a_criterion(id, text, **more) for id, text in criteria))
    return compare(case, [trial], anchors_of(case, TODAY))


# ----------------------------------------------------------------- nearest change


def test_a_near_miss_is_told_with_its_distance() -> None:
    (change,) = nearest_changes(sample(2, LONG))
    assert change.fixed == 0
    (only,) = change.changes
    assert (only.criterion_id, only.how) == ("I12b", "repeat_test")
    assert only.distance_percent == pytest.approx(9.33, abs=0.01)
    assert change.sentence == ("I12b: a repeat test of Platelets could change it (7 ×10⁹/L short)")


def test_trials_are_ranked_by_fixed_fails_then_fails_then_distance() -> None:
    found = sample(13)
    ranks = [
        (
            change.fixed,
            len(change.changes),
            max((each.distance_percent or 0.0 for each in change.changes), default=0.0),
        )
        for change in nearest_changes(found)
    ]
    assert len(ranks) == 3
    assert ranks == sorted(ranks)
    assert [change.trial_id for change in nearest_changes(sample(6))] == [LONG, CHINESE]


def test_only_failing_trials_are_listed_and_linked_criteria_never() -> None:
    for number in range(1, 15):
        for change in nearest_changes(sample(number)):
            ids = {each.criterion_id for each in change.changes}
            assert ids
            assert change.trial_id != "TACE-CAM-APA"
            assert not (change.trial_id == LONG and "E34" in ids)
            assert not (change.trial_id == COHORT and "E2" in ids)


def test_several_fails_of_one_trial_are_all_told() -> None:
    (change,) = nearest_changes(sample(11, LONG))
    assert change.fixed == 2
    assert [each.criterion_id for each in change.changes] == ["I5", "I6", "E29"]


# ------------------------------------------------------------------ eligible when


def test_a_washout_opens_a_trial_on_its_first_free_day() -> None:
    found = sample(6, LONG)
    (when,) = eligible_when(found, trials().values())
    assert (when.trial_id, when.day) == (LONG, date(2026, 12, 4))
    assert when.sentence == (
        "With a first dose from 4 Dec 2026 E25 no longer fails. Values that are too old by then"
        " must be repeated."
    )


def test_the_day_is_confirmed_by_comparing_again_and_the_day_before_fails() -> None:
    found = sample(6, LONG)
    (when,) = eligible_when(found, trials().values())
    assert when.day is not None
    verdicts = [
        compare(
            found.case, [trials()[LONG]], Anchors(found.anchors.as_of, found.anchors.inclusion, day)
        )
        .assessments[0]
        .finding("E25")
        .verdict
        for day in (when.day - timedelta(days=1), when.day)
    ]
    assert verdicts == [Verdict.FAIL, Verdict.PASS]


def test_of_several_windows_the_last_one_decides() -> None:
    herbal = {"drug": "huaier", "class": "antitumour_herbal", "route": "systemic"}
    case = a_case(treatments=[TACE], drugs=[{**herbal, "start": "2026-11-01", "end": "2026-11-21"}])
    (when,) = eligible_when(comparison(case, LONG), trials().values())
    assert when.day == date(2026, 12, 6)
    assert "E25 and E26 no longer fail" in when.sentence


def test_an_eighteenth_birthday_needs_a_later_inclusion() -> None:
    case = a_case(birth_date="2008-12-04")
    (when,) = eligible_when(comparison(case, LONG), trials().values())
    assert when.day == date(2026, 12, 4)
    assert "with inclusion on that day" in when.sentence


def test_a_window_before_the_review_needs_a_later_review() -> None:
    bleeding = {"kind": "bleeding", "source": "varices", "on": "2026-08-31"}
    case = a_case(events=[{**bleeding, "life_threatening": True}])
    (when,) = eligible_when(comparison(case, LONG), trials().values())
    assert when.day == date(2027, 3, 1)
    assert "if the case is reviewed again on that day" in when.sentence


def test_what_needs_more_than_time_is_named() -> None:
    case = a_case(treatments=[TACE], platelets=68, drugs=[])
    (when,) = eligible_when(comparison(case, LONG), trials().values())
    assert when.day == date(2026, 12, 4)
    assert "; I12b needs more than time" in when.sentence


def test_without_a_fail_of_time_there_is_no_day_and_without_a_fail_no_line() -> None:
    assert eligible_when(sample(1, LONG), trials().values()) == ()
    (when,) = eligible_when(sample(2, LONG), trials().values())
    assert (when.day, when.sentence) == (None, "No fail of this trial ends by time alone.")
    assert eligible_when(sample(6), ()) == ()


def test_anchors_move_only_forward_and_only_where_they_are_counted_from() -> None:
    anchors = Anchors(TODAY, date(2026, 11, 23), date(2026, 11, 26))
    later = date(2026, 12, 4)
    assert moved(anchors, later, {"first_dose"}) == Anchors(TODAY, date(2026, 11, 23), later)
    assert moved(anchors, later, {"inclusion"}) == Anchors(TODAY, later, later)
    assert moved(anchors, later, {"as_of"}) == Anchors(later, later, later)
    assert moved(anchors, date(2026, 11, 24), {"first_dose"}).first_dose == date(2026, 11, 26)


# ----------------------------------------------------------------------- questions


def test_a_blank_form_asks_first_for_what_most_trials_need() -> None:
    questions = ask_list(sample(9))
    counts = [len(question.trials) for question in questions]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 3
    fields = [question.field for question in questions]
    assert len(set(fields)) == len(fields)
    assert "consent_signed" not in fields and "effective_contraception" not in fields
    assert "cycles_after_haic" not in fields


def test_a_trial_with_a_fixed_fail_asks_for_nothing() -> None:
    case = a_case(encephalopathy_history=True, liver_transplantation_history=False)
    assert ask_list(comparison(case, LONG)) == ()
    assert ask_list(comparison(case, LONG, CHINESE)) == ask_list(comparison(case, CHINESE))


def test_a_trial_that_cannot_be_assessed_asks_for_nothing() -> None:
    assert ask_list(comparison(a_case(), "TACE-CAM-APA")) == ()


def test_of_alternatives_the_one_that_asks_for_least_is_asked() -> None:
    fields = {question.field for question in ask_list(comparison(a_case(), LONG))}
    assert {"inr", "creatinine", "urine_protein_dipstick"} <= fields
    assert not fields & {"prothrombin_time", "urine_protein_24h", "weight", "diagnosis_guideline"}


def test_whether_a_criterion_applies_is_asked_before_what_it_says() -> None:
    found = alone(a_case(), ("E1", "pregnant"), applies="sex = female")
    assert [question.field for question in ask_list(found)] == ["sex"]


def test_a_question_to_the_board_is_marked_and_comes_after_facts_of_the_same_use() -> None:
    questions = ask_list(comparison(a_case(), SHORT))
    assert [(q.field, q.board) for q in questions] == [
        ("hcc_confirmed", False),
        ("unresectable", True),
    ]
    assert questions[1].text == "Is the tumour surgically unresectable?"


@pytest.mark.parametrize(
    ("case", "expression", "text"),
    [
        (a_case(), "platelets >= 75 '10*9/L'", "Platelets"),
        (
            a_case(platelets=(90, {"on": "2026-10-01"})),
            "platelets >= 75 '10*9/L'",
            "Platelets: repeat, the last is of 1 Oct 2026",
        ),
        (a_case(platelets=145000), "platelets >= 75 '10*9/L'", "Platelets: check the unit"),
        (a_case(alt=40), "alt <= 5 ULN", "ALT: the ULN of the same report"),
        (
            a_case(),
            "no radiotherapy",
            "Treatments of the liver cancer: list them, or confirm that there are none",
        ),
    ],
)
def test_a_question_says_what_is_wanted(case: Case, expression: str, text: str) -> None:
    (question,) = ask_list(alone(case, ("I1", expression)))
    assert question.text == text


def test_a_corrected_sample_is_asked_for_again_not_the_drug() -> None:
    drug = {"drug": "filgrastim", "class": "growth_factor", "on": "2026-11-15"}
    case = a_case(neutrophils=2, drugs=[drug])
    found = alone(case, ("I1", "neutrophils >= 1.5 '10*9/L' within 7 days uncorrected for 14 days"))
    assert [question.field for question in ask_list(found)] == ["neutrophils"]


def test_answering_every_question_of_a_sample_settles_its_open_criteria() -> None:
    found = sample(10, LONG)
    asked = {question.field for question in ask_list(found)}
    assert asked == {"lvef", "hiv_antibody", "qt", "heart_rate"}
    facts = a_case(lvef=60, hiv_antibody="negative", qt=400, heart_rate=60).observations
    answered = Case(found.case.code, (*found.case.observations, *facts), found.case.lists)
    again = comparison(answered, LONG, as_of=TODAY, inclusion=found.anchors.inclusion)
    assert ask_list(again) == ()

"""Which criteria decide, and which trial is told first."""

from hccreview.meeting.board_case import BoardCase
from hccreview.meeting.deciding import by_relevance, deciding
from hccreview.meeting.decision import Kind, Recommendation
from hccreview.meeting.decision_words import NO_DECISION, state_of
from hccreview.review.eligibility import Eligibility, Verdict
from tests.meeting.builders import (
    CHINESE,
    LONG,
    a_decision,
    a_recommendation,
    compared,
    compared_open,
)


def test_fails_come_first_then_what_is_open_now_then_what_is_open_later():
    for number in range(1, 15):
        for assessment in compared(number).assessments:
            found = deciding(assessment)
            fails = [f.verdict is Verdict.FAIL for f in found]
            assert fails == sorted(fails, reverse=True)
            open_now = [f.decides_now for f in found if f.verdict is not Verdict.FAIL]
            assert open_now == sorted(open_now, reverse=True)


def test_what_decides_is_what_the_counts_say():
    for assessment in compared(13).assessments:
        counts = assessment.counts
        wanted = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.NEEDS_JUDGEMENT)
        assert len(deciding(assessment)) == sum(counts[verdict] for verdict in wanted)


def test_the_best_headline_comes_first_and_a_trial_without_criteria_last():
    found = [each.eligibility for each in by_relevance(compared(2))]
    assert found[0] is Eligibility.ELIGIBLE
    assert found[-1] is Eligibility.NOT_ASSESSABLE


def test_a_recommended_trial_comes_before_one_that_fits_better():
    decision = a_decision(
        Recommendation(Kind.PRECEDENT, CHINESE, reason="no other way"), a_recommendation()
    )
    found = [each.trial.id for each in by_relevance(compared(1), decision)]
    assert found[0] == CHINESE
    assert found[1:] == [
        each.trial.id for each in by_relevance(compared(1)) if each.trial.id != CHINESE
    ]


def test_of_two_headlines_the_trial_that_can_be_entered_comes_first():
    open_one = compared_open()
    names = [each.trial.id for each in by_relevance(open_one)]
    assert names[0] == LONG


def test_a_draft_is_never_called_sealed():
    case = BoardCase(compared(1))
    assert state_of(case) == "none yet" and case.decision is None
    drafted = BoardCase(compared(1), draft=a_decision())
    assert state_of(drafted) == "draft, not sealed"
    assert NO_DECISION.endswith("yet.")

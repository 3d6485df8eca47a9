"""RECIST 1.1, mRECIST, overall and best response: limits, order of rules, confirmation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hccreview.clinical.response import (
    best_response,
    confirmed_best_response,
    mrecist_target,
    overall_response,
    recist_target,
    response_rate,
)
from hccreview.errors import ReviewError

START = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("baseline", "nadir", "current", "gone", "grade"),
    [
        (100, 100, 70, False, "PR"),
        (100, 100, 70.1, False, "SD"),
        (100, 50, 60, False, "PD"),
        (100, 50, 59.9, False, "PR"),
        (30, 25, 30, False, "PD"),
        (30, 24, 28.9, False, "SD"),  # 20.4 %, but less than 5 mm
        (100, 95, 113, False, "SD"),  # 18 mm, but less than 20 %
        (60, 60, 18, True, "CR"),
        (60, 60, 0, None, "CR"),
        (60, 0, 4, False, "PR"),
        (60, 0, 5, False, "PD"),
    ],
)
def test_recist_target_response(baseline, nadir, current, gone, grade):
    assert recist_target(baseline, nadir, current, gone).grade == grade


def test_the_change_is_given_in_percent_of_baseline():
    assert recist_target(80, 50, 60, False).value == pytest.approx(-25)


@pytest.mark.parametrize(
    ("facts", "grades", "missing"),
    [
        ((100, 100, None, None), ("CR", "PR", "SD", "PD"), ("current_sum", "all_gone")),
        ((100, 100, 60, None), ("CR", "PR"), ("all_gone",)),
        ((100, None, 60, False), ("PR", "PD"), ("nadir_sum",)),
        ((None, None, 60, True), ("CR",), ()),
    ],
)
def test_missing_sums_leave_what_is_possible(facts, grades, missing):
    score = recist_target(*facts)
    assert (score.grades, score.missing) == (grades, missing)


def test_mrecist_has_no_absolute_step_unless_it_is_set():
    assert mrecist_target(20, 10, 12, False).grade == "PD"
    assert mrecist_target(20, 10, 12, False, absolute_mm=5).grade == "PR"


def test_mrecist_is_complete_when_nothing_enhances():
    assert mrecist_target(80, 80, 0, None).grade == "CR"
    assert mrecist_target(80, 80, 5, None).grade == "PR"


@given(st.floats(10, 300), st.floats(0.05, 1), st.floats(0, 400))
def test_exactly_one_target_response_follows_from_full_sums(baseline, share, current):
    score = recist_target(baseline, baseline * share, current, False)
    assert score.grade in ("PR", "SD", "PD")


@pytest.mark.parametrize(
    ("target", "non_target", "new", "response"),
    [
        ("CR", "CR", False, "CR"),
        ("CR", "none", False, "CR"),
        ("CR", "NONCR_NONPD", False, "PR"),
        ("CR", "NE", False, "PR"),
        ("PR", "NE", False, "PR"),
        ("SD", "NONCR_NONPD", False, "SD"),
        ("NE", "NONCR_NONPD", False, "NE"),
        ("none", "NONCR_NONPD", False, "NONCR_NONPD"),
        ("none", "CR", False, "CR"),
        ("PD", "CR", False, "PD"),
        ("SD", "PD", False, "PD"),
        ("NE", "PD", False, "PD"),
        ("CR", "CR", True, "PD"),
        ("PD", None, None, "PD"),
        (None, None, True, "PD"),
        ("PR", "CR", None, None),
        ("CR", None, False, None),
    ],
)
def test_overall_response(target, non_target, new, response):
    assert overall_response(target, non_target, new) == response


def test_an_unknown_response_is_refused():
    with pytest.raises(ReviewError, match="“better” is not known"):
        overall_response("better", "CR", False)


def on(*days_and_responses):
    return [(START + timedelta(days=day), each) for day, each in days_and_responses]


@pytest.mark.parametrize(
    ("timeline", "confirmed", "unconfirmed"),
    [
        (on((30, "PR"), (58, "PR")), "PR", "PR"),
        (on((30, "PR"), (57, "PR")), "SD", "PR"),
        (on((30, "PR"), (58, "CR")), "PR", "CR"),
        (on((30, "CR"), (58, "CR")), "CR", "CR"),
        (on((30, "CR"), (44, "NE"), (58, "CR")), "CR", "CR"),
        (on((30, "CR"), (40, "NE"), (50, "NE"), (60, "CR")), "SD", "CR"),
        (on((30, "PR"), (45, "SD"), (60, "PR")), "SD", "PR"),
        (on((30, "CR"), (60, "PR")), "SD", "CR"),
        (on((5, "PR"), (15, "CR"), (60, "PR")), "SD", "CR"),
        (on((5, "PR"), (40, "PD"), (80, "PR"), (120, "PR")), "PD", "PR"),
        (on((28, "SD")), "SD", "SD"),
        (on((27, "SD")), "NE", "NE"),
        (on((27, "CR")), "NE", "CR"),
        (on((40, "NONCR_NONPD"), (80, "PD")), "NONCR_NONPD", "NONCR_NONPD"),
        (on((14, "PD")), "PD", "PD"),
        (on((60, "PR"), (30, "PR")), "PR", "PR"),  # in any order
        ([], None, None),
    ],
)
def test_best_response_with_and_without_confirmation(timeline, confirmed, unconfirmed):
    assert confirmed_best_response(START, timeline) == confirmed
    assert best_response(START, timeline) == unconfirmed


def test_one_stable_assessment_between_may_be_accepted():
    timeline = on((30, "PR"), (45, "SD"), (60, "PR"))
    assert confirmed_best_response(START, timeline, accept_stable=True) == "PR"


def test_more_gaps_may_be_accepted():
    timeline = on((30, "CR"), (40, "NE"), (50, "NE"), (60, "CR"))
    assert confirmed_best_response(START, timeline, max_not_evaluable=2) == "CR"


def test_rates_are_of_all_enrolled():
    assert response_rate(11, 25) == 44.0
    assert response_rate(None, 25) is None
    assert response_rate(0, 0) is None

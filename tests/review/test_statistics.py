"""Intervals, two-stage designs and median survival against published and recomputed values."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hccreview.errors import ReviewError
from hccreview.review.statistics import (
    SimonDesign,
    agresti_coull,
    clopper_pearson,
    jeffreys,
    simon_design,
    wald,
    wilson,
)
from hccreview.review.survival import kaplan_meier, median_interval

# x, n, exact, Wald, Wilson in percent
INTERVALS = [
    (11, 25, (24.40, 65.07), (24.54, 63.46), (26.67, 62.93)),
    (9, 25, (17.97, 57.48), (17.18, 54.82), (20.25, 55.48)),
    (16, 25, (42.52, 82.03), (45.18, 82.82), (44.52, 79.75)),
    (5, 12, (15.17, 72.33), (13.77, 69.56), (19.33, 68.05)),
    (7, 12, (27.67, 84.83), (30.44, 86.23), (31.95, 80.67)),
    (2, 25, (0.98, 26.03), (-2.63, 18.63), (2.22, 24.97)),
    (19, 25, (54.87, 90.64), (59.26, 92.74), (56.57, 88.50)),
    (13, 25, (31.31, 72.20), (32.42, 71.58), (33.50, 69.97)),
    (7, 25, (12.07, 49.39), (10.40, 45.60), (14.28, 47.58)),
    (9, 19, (24.45, 71.14), (24.92, 69.82), (27.33, 68.29)),
    (17, 19, (66.86, 98.70), (75.67, 103.27), (68.61, 97.06)),
    (14, 19, (48.80, 90.85), (53.88, 93.48), (51.21, 88.19)),
    (3, 9, (7.49, 70.07), (2.54, 64.13), (12.06, 64.58)),
    (2, 9, (2.81, 60.01), (-4.94, 49.38), (6.32, 54.74)),
    (6, 19, (12.58, 56.55), (10.68, 52.48), (15.36, 53.99)),
    (8, 16, (24.65, 75.35), (25.50, 74.50), (28.00, 72.00)),
    (15, 16, (69.77, 99.84), (81.89, 105.61), (71.67, 98.89)),
]


def percent(interval):
    return tuple(round(100 * end, 2) for end in interval)


@pytest.mark.parametrize(("x", "n", "exact", "normal", "score"), INTERVALS)
def test_intervals_of_the_sources(x, n, exact, normal, score):
    assert percent(clopper_pearson(x, n)) == pytest.approx(exact, abs=0.0101)
    assert percent(wald(x, n)) == pytest.approx(normal, abs=0.0101)
    assert percent(wilson(x, n)) == pytest.approx(score, abs=0.0101)


@pytest.mark.parametrize(
    ("x", "n", "published"),
    [(24, 70, (23.3, 46.6)), (27, 120, (15.4, 31.0)), (29, 36, (64.0, 91.8))],
)
def test_published_exact_intervals_are_reproduced(x, n, published):
    assert [round(100 * end, 1) for end in clopper_pearson(x, n)] == list(published)


def test_other_intervals_of_11_in_25():
    assert percent(jeffreys(11, 25)) == (26.09, 63.22)
    assert percent(agresti_coull(11, 25)) == (26.65, 62.95)


def test_none_and_all_reach_the_ends():
    assert clopper_pearson(0, 25)[0] == wilson(0, 25)[0] == jeffreys(0, 25)[0] == 0.0
    assert clopper_pearson(25, 25)[1] == wilson(25, 25)[1] == jeffreys(25, 25)[1] == 1.0
    assert 100 * clopper_pearson(0, 25)[1] == pytest.approx(13.7185, abs=1e-4)
    assert wald(0, 25) == (0.0, 0.0)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_exact_limits_leave_half_the_error_in_each_tail(counts):
    x, n = counts
    low, high = clopper_pearson(x, n)
    assert low <= x / n <= high

    def tail(p, numbers):
        return sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in numbers)

    if x > 0:
        assert tail(low, range(x, n + 1)) == pytest.approx(0.025, abs=1e-9)
    if x < n:
        assert tail(high, range(x + 1)) == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize("bad", [(3, 2, 0.95), (-1, 5, 0.95), (0, 0, 0.95), (1, 2, 1.0)])
def test_impossible_counts_are_refused(bad):
    for method in (clopper_pearson, wald, wilson, jeffreys, agresti_coull):
        with pytest.raises(ReviewError):
            method(*bad)


# --- Simon ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("design", "alpha", "power", "early", "expected"),
    [
        (SimonDesign(11, 25, 32, 66), 0.04882, 0.90169, 0.7323, 35.98),
        (SimonDesign(12, 25, 32, 66), 0.03782, 0.83306, 0.8462, 31.30),
        (SimonDesign(12, 29, 27, 54), 0.04901, 0.90113, 0.6374, 38.06),
    ],
)
def test_operating_characteristics_for_40_against_60_percent(design, alpha, power, early, expected):
    assert design.reject(0.4) == pytest.approx(alpha, abs=1e-5)
    assert design.reject(0.6) == pytest.approx(power, abs=1e-5)
    assert design.stop_early(0.4) == pytest.approx(early, abs=1e-4)
    assert design.expected_size(0.4) == pytest.approx(expected, abs=0.01)


def test_one_success_less_breaks_alpha():
    assert SimonDesign(12, 25, 31, 66).reject(0.4) == pytest.approx(0.05351, abs=1e-5)


@pytest.mark.parametrize(
    ("rates", "optimal", "minimax"),
    [
        ((0.4, 0.6, 0.05, 0.1), (11, 25, 32, 66), (12, 29, 27, 54)),
        ((0.05, 0.25, 0.05, 0.2), (0, 9, 2, 17), (0, 12, 2, 16)),
        ((0.1, 0.3, 0.05, 0.2), (1, 10, 5, 29), (1, 15, 5, 25)),
    ],
)
def test_the_search_finds_the_published_designs(rates, optimal, minimax):
    search = simon_design(*rates)
    assert search.optimal == SimonDesign(*optimal)
    assert search.minimax == SimonDesign(*minimax)


def test_the_search_agrees_with_trying_every_small_design():
    p0, p1, alpha, beta = 0.2, 0.6, 0.1, 0.2
    fitting = [
        design
        for n in range(2, 15)
        for n1 in range(1, n)
        for r1 in range(n1)
        for r in range(r1, n)
        if (design := SimonDesign(r1, n1, r, n)).reject(p0) <= alpha
        and design.reject(p1) >= 1 - beta
    ]
    search = simon_design(p0, p1, alpha, beta)
    assert search.optimal.expected_size(p0) == pytest.approx(
        min(each.expected_size(p0) for each in fitting)
    )
    assert search.minimax.n == min(each.n for each in fitting)


@pytest.mark.parametrize(
    "rates", [(0.6, 0.4, 0.05, 0.1), (0.2, 0.4, 0, 0.1), (0.0, 0.4, 0.05, 0.1)]
)
def test_impossible_rates_are_refused(rates):
    with pytest.raises(ReviewError):
        simon_design(*rates)


def test_a_search_without_result_says_so():
    with pytest.raises(ReviewError, match="at most 10 patients"):
        simon_design(0.4, 0.5, 0.05, 0.1, limit=10)


# --- survival -------------------------------------------------------------------------------------
TIMES = [1.2, 2.1, 2.1, 3.5, 4.0, 4.9, 5.6, 7.3, 9.0, 12.4]
EVENTS = [True, True, False, True, True, True, False, True, False, True]


def test_the_curve_steps_at_event_times_with_censored_still_at_risk():
    steps = kaplan_meier(TIMES, EVENTS)
    assert [(step.time, step.at_risk) for step in steps[:3]] == [(1.2, 10), (2.1, 9), (3.5, 7)]
    assert steps[0].survival == pytest.approx(0.9)
    assert steps[1].survival == pytest.approx(0.8)
    assert steps[-1].survival == 0


@pytest.mark.parametrize(("transform", "low"), [("plain", 3.5), ("log", 3.5), ("log_log", 1.2)])
def test_median_survival_where_the_last_observation_is_an_event(transform, low):
    found = median_interval(TIMES, EVENTS, transform=transform)
    assert (found.median, found.low, found.high) == (4.9, low, None)


def test_a_median_that_is_not_reached_is_none():
    found = median_interval([5, 6, 7, 8], [True, False, False, False], transform="log")
    assert found.median is None


def test_a_curve_flat_at_one_half_has_its_first_time_as_median():
    found = median_interval([1, 2, 3, 4], [True] * 4, transform="plain")
    assert found.median == 2


@given(
    st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=2, max_size=25),
    st.sampled_from(["plain", "log", "log_log"]),
)
def test_the_limits_lie_on_both_sides_of_the_median(subjects, transform):
    times = [float(time) for time, _ in subjects]
    found = median_interval(times, [event for _, event in subjects], transform=transform)
    if found.median is not None and found.low is not None:
        assert found.low <= found.median
    if found.high is not None:
        assert found.median is not None
        assert found.high >= found.median


@pytest.mark.parametrize(
    ("times", "events", "transform"),
    [([1, 2], [True], "log"), ([], [], "log"), ([-1], [True], "log"), ([1], [True], "cube")],
)
def test_bad_survival_data_are_refused(times, events, transform):
    with pytest.raises(ReviewError):
        median_interval(times, events, transform=transform)

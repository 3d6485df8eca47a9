"""CTCAE laboratory grades: each limit, both versions, missing limits."""

from typing import Any

import pytest

from hccreview.clinical.toxicity import CTCAE_TERMS, ctcae_grade
from hccreview.errors import ReviewError

RISING = [
    ("ast", (1, 3, 5, 20)),
    ("alt", (1, 3, 5, 20)),
    ("bilirubin", (1, 1.5, 3, 10)),
    ("alp", (1, 2.5, 5, 20)),
    ("ggt", (1, 2.5, 5, 20)),
]
FALLING = [
    ("platelets", 125, (125, 75, 50, 25)),
    ("neutrophils", 1.8, (1.8, 1.5, 1.0, 0.5)),
    ("lymphocytes", 1.1, (1.1, 0.8, 0.5, 0.2)),
    ("white_cells", 4.0, (4.0, 3.0, 2.0, 1.0)),
    ("haemoglobin", 130, (130, 100, 80)),
    ("albumin", 35, (35, 30, 20)),
]


@pytest.mark.parametrize("version", [4, 5])
@pytest.mark.parametrize(("term", "multiples"), RISING)
def test_a_limit_belongs_to_the_lower_grade_upwards(term, multiples, version):
    for grade, multiple in enumerate(multiples):
        known = {"version": version, "uln": 21.0, "baseline_abnormal": False}
        assert ctcae_grade(term, multiple * 21.0, **known).grade == str(grade)
        assert ctcae_grade(term, multiple * 21.0 + 0.01, **known).grade == str(grade + 1)


@pytest.mark.parametrize("version", [4, 5])
@pytest.mark.parametrize(("term", "lln", "limits"), FALLING)
def test_a_limit_belongs_to_the_lower_grade_downwards(term, lln, limits, version):
    for grade, limit in enumerate(limits):
        assert ctcae_grade(term, limit, version=version, lln=lln).grade == str(grade)
        below = ctcae_grade(term, limit - 0.001, version=version, lln=lln)
        assert below.grade == str(grade + 1)


@pytest.mark.parametrize(("term", "lln", "limits"), FALLING)
def test_without_a_lower_limit_only_grade_1_is_open(term, lln, limits):
    assert ctcae_grade(term, limits[1] - 0.001, version=5).grade == "2"
    open_grade = ctcae_grade(term, limits[1], version=5)
    assert (open_grade.grades, open_grade.missing) == (("0", "1"), ("lln",))


@pytest.mark.parametrize(("value", "grade"), [(4, "0"), (4.1, "2"), (20, "2"), (20.1, "3")])
def test_increased_lymphocytes_have_no_grade_1(value, grade):
    assert ctcae_grade("lymphocytes_increased", value, version=4).grade == grade


@pytest.mark.parametrize(
    ("term", "baseline", "limits"),
    [
        ("ast", 100, ((149.9, "0"), (150, "1"), (300, "1"), (301, "2"), (501, "3"), (2001, "4"))),
        ("bilirubin", 30, ((30, "0"), (30.1, "1"), (45, "1"), (46, "2"), (91, "3"), (301, "4"))),
        ("alp", 200, ((399, "0"), (400, "1"), (500, "1"), (501, "2"), (1001, "3"), (4001, "4"))),
        ("ggt", 200, ((399, "0"), (400, "1"), (500, "1"), (501, "2"), (1001, "3"), (4001, "4"))),
    ],
)
def test_version_5_measures_against_an_abnormal_baseline(term, baseline, limits):
    for value, grade in limits:
        assert ctcae_grade(term, value, version=5, uln=20, baseline=baseline).grade == grade


def test_the_versions_differ_where_the_baseline_is_abnormal():
    ast: dict[str, Any] = {"uln": 40, "baseline": 120}
    assert ctcae_grade("ast", 200.1, version=4, **ast).grade == "3"
    assert ctcae_grade("ast", 200.1, version=5, **ast).grade == "1"


def test_version_5_without_a_baseline_stays_open_above_the_limit():
    score = ctcae_grade("ast", 200.1, version=5, uln=40)
    assert (score.grades, score.missing) == (("0", "1", "2", "3"), ("baseline",))
    assert ctcae_grade("ast", 40, version=5, uln=40).grade == "0"


def test_without_an_upper_limit_nothing_is_known_of_ast():
    assert ctcae_grade("ast", 500, version=4).grades == ("0", "1", "2", "3", "4")


@pytest.mark.parametrize(
    ("value", "version", "uln", "baseline", "grade"),
    [
        (90, 4, 104, 80, "1"),  # above baseline counts in version 4
        (90, 5, 104, 80, "0"),
        (105, 5, 104, 80, "1"),
        (120, 4, 104, 80, "1"),
        (121, 4, 104, 80, "2"),
        (121, 5, 104, 80, "2"),
        (240, 4, 104, 80, "2"),
        (241, 5, 104, 80, "3"),
        (313, 5, 104, 200, "3"),
        (624, 5, 104, 80, "3"),
        (625, 5, 104, 80, "4"),
        (90, 4, None, 100, None),
        (625, 4, 104, None, "4"),
    ],
)
def test_creatinine_takes_the_higher_of_both_scales(value, version, uln, baseline, grade):
    score = ctcae_grade("creatinine", value, version=version, uln=uln, baseline=baseline)
    assert score.grade == grade


@pytest.mark.parametrize("term", CTCAE_TERMS)
def test_a_missing_value_leaves_every_grade(term):
    score = ctcae_grade(term, None, version=5, uln=1, lln=1, baseline=1)
    assert score.grades == ("0", "1", "2", "3", "4")
    assert score.missing == (term,)


def test_grade_4_of_haemoglobin_is_said_to_be_clinical():
    assert ctcae_grade("haemoglobin", 50, version=5).notes
    assert not ctcae_grade("platelets", 10, version=5).notes


@pytest.mark.parametrize(("term", "version"), [("mood", 5), ("ast", 3)])
def test_unknown_terms_and_versions_are_refused(term, version):
    with pytest.raises(ReviewError):
        ctcae_grade(term, 1, version=version)

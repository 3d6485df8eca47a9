"""Plans as inputs: what cannot be planned is refused, changed plans leave the old case alone."""

from datetime import date

import pytest

from hccreview.clinical.case import Case
from hccreview.clinical.editing import with_plan, without_plan
from hccreview.clinical.plan import Delay, DoseReduction, Hold, Plan
from hccreview.clinical.planning import (
    PlanningSettings,
    bundled_planning,
    clock_time,
    planning_mapping,
    planning_of,
)
from hccreview.errors import ReviewError

DAY = date(2026, 11, 21)


def test_a_plan_takes_the_place_of_the_one_before_of_its_trial():
    empty = Case("P-1")
    first, other = Plan("A", DAY), Plan("B", DAY)
    later = Plan("A", date(2026, 12, 1))
    case = with_plan(with_plan(with_plan(empty, first), other), later)
    assert case.plans == (later, other)
    assert case.plan("A") == later
    assert case.plan("C") is None
    assert without_plan(case, "A").plans == (other,)
    assert empty.plans == ()


def test_plans_are_part_of_what_makes_two_cases_the_same():
    assert Case("P-1") != with_plan(Case("P-1"), Plan("A", DAY))
    assert with_plan(Case("P-1"), Plan("A", DAY)) == with_plan(Case("P-1"), Plan("A", DAY))


@pytest.mark.parametrize(
    "made",
    [
        lambda: Plan("A", DAY, cycles=0),
        lambda: Plan("A", DAY, formula="haycock"),
        lambda: Plan("A", DAY, rounding="7"),
        lambda: Hold(0, "r", "a", DAY),
        lambda: Hold(1, " ", "a", DAY),
        lambda: Hold(1, "r", "", DAY),
        lambda: Delay(1, 0, "r", "a", DAY),
        lambda: Delay(1, -7, "r", "a", DAY),
        lambda: DoseReduction(1, 0, "r", "a", DAY),
        lambda: DoseReduction(1, 100, "r", "a", DAY),
        lambda: DoseReduction(1, float("nan"), "r", "a", DAY),
    ],
)
def test_what_cannot_be_planned_is_refused(made):
    with pytest.raises(ReviewError):
        made()


def test_the_bundled_rules_leave_everything_as_computed():
    rules = bundled_planning()
    assert (rules.formula, rules.cap, rules.rounding) == ("mosteller", None, "none")
    assert (rules.move_within_days, rules.holidays, rules.zone) == (0, (), "")
    assert (rules.weight_days, rules.weight_percent) == (28, 10)
    assert rules == PlanningSettings()


def test_rules_read_back_as_they_were_written():
    rules = PlanningSettings(
        "du_bois", 2.0, "vial", (("oxaliplatin", 50.0),), (4, 5), (DAY,), 3, 14, 5.0, 90,
        clock_time("07:45"), "Asia/Shanghai",
    )  # fmt: skip
    assert planning_of(planning_mapping(rules), "x") == rules


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"formular": "mosteller"},
        {"formula": "haycock"},
        {"cap": -1},
        {"cap": "two"},
        {"vials": {"oxaliplatin": 0}},
        {"vials": ["oxaliplatin"]},
        {"closed_weekdays": ["holiday"]},
        {
            "closed_weekdays": list(planning_mapping(PlanningSettings())["closed_weekdays"]) * 9
            + ["x"]
        },
        {"holidays": ["2026-12"]},
        {"move_within_days": -1},
        {"move_within_days": True},
        {"weight_percent": "nan"},
        {"start_time": "9"},
        {"zone": "Mars/Olympus"},
        {"zone": "../etc/passwd"},
    ],
)
def test_rules_that_cannot_be_meant_are_refused_with_the_file(data):
    with pytest.raises(ReviewError, match=r"rules\.json|time of day|vial"):
        planning_of(data, "rules.json")

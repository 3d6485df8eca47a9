"""What one writing changed in a case, in words."""

from dataclasses import replace
from datetime import date

import pytest

from hccreview.clinical.case import Case, CaseList, Override
from hccreview.clinical.editing import with_list, with_observation, without_observation
from hccreview.clinical.fields import bundled_dictionary
from hccreview.clinical.plan import Delay, Plan
from hccreview.meeting.follow_up import Task
from hccreview.review.changes import changes, record_changes
from tests.db.conftest import SAMPLES

NEAR_MISS = next(case for case in SAMPLES if case.code == "SAMPLE-02")


def told(before: Case | None, after: Case | None) -> list[str]:
    return [each.sentence for each in changes(before, after, bundled_dictionary())]


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: case.code)
def test_the_same_case_has_not_changed_in_whatever_order(case: Case):
    turned = replace(case, observations=case.observations[::-1], lists=case.lists[::-1])
    assert told(case, turned) == []


def test_a_corrected_value_is_told_from_what_to_what():
    (old,) = NEAR_MISS.of("platelets")
    new = replace(old, value_text="80", note="second tube")
    assert told(NEAR_MISS, with_observation(NEAR_MISS, new, old)) == [
        "Platelets: 68 ×10⁹/L of 18 Nov 2026; lln 125; uln 350"
        " → 80 ×10⁹/L of 18 Nov 2026; lln 125; uln 350; note second tube"
    ]


def test_new_values_and_those_taken_out_are_told():
    (old,) = NEAR_MISS.of("platelets")
    without = without_observation(NEAR_MISS, old)
    assert told(NEAR_MISS, without) == [
        "Platelets: taken out, was 68 ×10⁹/L of 18 Nov 2026; lln 125; uln 350"
    ]
    assert told(without, NEAR_MISS) == [
        "Platelets: new, 68 ×10⁹/L of 18 Nov 2026; lln 125; uln 350"
    ]


def test_of_two_equal_values_the_one_that_was_taken_out_is_told():
    (old,) = NEAR_MISS.of("platelets")
    twice = replace(NEAR_MISS, observations=(*NEAR_MISS.observations, old))
    assert len(told(twice, NEAR_MISS)) == 1


def test_entries_of_lists_and_their_completeness_are_told():
    name, entries = next((each.id, each.entries) for each in NEAR_MISS.lists if each.entries)
    old = NEAR_MISS.list(name)
    fewer = with_list(NEAR_MISS, name, entries[1:], date(2026, 11, 21))
    lines = told(NEAR_MISS, fewer)
    assert len(lines) == 1 + (old.complete_on != date(2026, 11, 21))
    assert "taken out, was" in lines[0]
    assert "21 Nov 2026" in lines[-1]


def test_heads_overrides_and_plans_are_told():
    override = Override("NCT06187961", "I12b", "Dr Li", date(2026, 11, 20), "data wrong", "clot")
    plan = Plan("NCT06187961", date(2026, 11, 26), cycles=4)
    delay = Delay(2, 7, "fever", "Dr Li", date(2026, 12, 20))
    changed = replace(NEAR_MISS, label="Chen", overrides=(override,), plans=(plan,))
    lines = told(NEAR_MISS, changed)
    assert "→ Chen" in lines[0]
    assert "Disagreement with NCT06187961 I12b: new, author Dr Li" in lines[1]
    assert "Plan in NCT06187961, start: new, 26 Nov 2026" in lines
    later = replace(changed, plans=(replace(plan, changes=(delay,)),))
    (line,) = told(changed, later)
    assert line.startswith("Plan in NCT06187961, Delay: new, cycle 2; days 7; reason fever")


def test_every_value_of_a_new_and_of_a_deleted_case_is_told():
    new, gone = told(None, NEAR_MISS), told(NEAR_MISS, None)
    assert len(new) == len(gone) > len(NEAR_MISS.observations)
    assert any("Platelets: new, 68" in line for line in new)
    assert any("Platelets: taken out, was 68" in line for line in gone)


def test_an_empty_list_that_is_said_to_be_complete_is_a_change():
    case = replace(NEAR_MISS, lists=())
    complete = replace(case, lists=(CaseList("drugs", (), date(2026, 11, 21)),))
    (line,) = told(case, complete)
    assert line.endswith("complete on: new, 21 Nov 2026")


def test_the_parts_of_a_record_are_told_with_their_names():
    task = Task("P-7", "MRI", "Dr Wu", date(2026, 11, 21), date(2026, 11, 28))
    later = replace(task, due=date(2026, 12, 5))
    (new,) = record_changes("Task", None, task, skip=("case",))
    assert new.sentence == (
        "Task: new, what MRI; responsible Dr Wu; asked on 21 Nov 2026; due 28 Nov 2026;"
        " progress open"
    )
    (moved,) = record_changes("Task", task, later, skip=("case",))
    assert moved.sentence == "Task, due: 28 Nov 2026 → 5 Dec 2026"
    assert record_changes("Task", task, replace(task, case="P-8"), skip=("case",)) == ()
    assert record_changes("Task", None, None) == ()

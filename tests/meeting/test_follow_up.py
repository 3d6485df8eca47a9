"""What follows from decisions, and what is overdue."""

from datetime import date, timedelta

import pytest

from hccreview.errors import ReviewError
from hccreview.meeting.decision import Kind
from hccreview.meeting.follow_up import (
    Progress,
    Task,
    done,
    dropped,
    follow_ups,
    postponed,
    reopened,
    tasks_of,
)
from tests.builders import TODAY
from tests.meeting.builders import a_decision, a_recommendation

DUE = date(2026, 12, 5)
NEXT = date(2026, 12, 10)


def a_task(what: str = "MRI of the liver", due: date = DUE) -> Task:
    return Task("P-1", what, "Dr Lin", TODAY, due)


def test_a_decision_asks_for_one_task_a_requested_test() -> None:
    tests = a_recommendation(Kind.DIAGNOSTICS, asked=("afp", "inr"))
    again = a_recommendation(Kind.DIAGNOSTICS, asked=("inr",), text="before TACE")
    tasks = tasks_of(a_decision(tests, again), {"afp": "Alpha-fetoprotein"})
    assert [(task.what, task.field, task.due) for task in tasks] == [
        ("Alpha-fetoprotein", "afp", DUE),
        ("inr", "inr", DUE),
    ]
    assert {(task.case, task.responsible) for task in tasks} == {("SAMPLE-01", "Dr Lin")}
    assert tasks_of(a_decision(), {}) == ()
    assert tasks_of(a_decision(tests, due=None), {}) == ()


def test_a_task_is_overdue_from_the_day_after_it_was_due() -> None:
    task = a_task()
    assert not task.overdue(DUE)
    assert task.overdue(DUE + timedelta(days=1))
    assert not done(task, DUE).overdue(NEXT)
    assert task.sentence(DUE) == "P-1: MRI of the liver (Dr Lin, by 5 Dec 2026)."
    assert task.sentence(DUE + timedelta(1)).endswith("– overdue by 1 day.")
    assert task.sentence(NEXT).endswith("– overdue by 5 days.")


def test_the_next_meeting_sees_what_is_overdue_open_and_closed_by_day() -> None:
    late, open_one = a_task("CT"), a_task("AFP", NEXT)
    closed, earlier = done(a_task("INR"), DUE, "1.1"), a_task("MRI", TODAY)
    found = follow_ups([late, open_one, closed, earlier], NEXT)
    assert found.overdue == (earlier, late)
    assert (found.open, found.closed) == ((open_one,), (closed,))


def test_a_task_is_done_with_its_outcome_or_dropped_with_its_reason() -> None:
    assert done(a_task(), DUE, "no new nodule.").sentence(NEXT) == (
        "P-1: MRI of the liver (Dr Lin, by 5 Dec 2026) – done 5 Dec 2026: no new nodule."
    )
    with pytest.raises(ReviewError, match="^The reason why a task is dropped is missing; write it"):
        dropped(a_task(), DUE, " ")
    task = dropped(a_task(), DUE, "the patient declines")
    assert task.progress is Progress.DROPPED
    with pytest.raises(ReviewError, match="The task is dropped already; open it again first."):
        done(task, DUE)
    assert reopened(task) == a_task()


def test_an_open_task_can_be_put_off_a_closed_one_not() -> None:
    assert postponed(a_task(), NEXT).due == NEXT
    with pytest.raises(ReviewError, match="has no day to put off"):
        postponed(done(a_task(), DUE), NEXT)


def test_days_that_cannot_be_are_refused() -> None:
    with pytest.raises(ReviewError, match="A task cannot be due before 21 Nov 2026"):
        a_task(due=date(2026, 11, 20))
    with pytest.raises(ReviewError, match="A task cannot end before 21 Nov 2026"):
        done(a_task(), date(2026, 11, 20))
    with pytest.raises(ReviewError, match="A task that is done or dropped has a day"):
        Task("P-1", "MRI", "Dr Lin", TODAY, DUE, closed_on=DUE)
    with pytest.raises(ReviewError, match="Who|The name of who is responsible is missing"):
        Task("P-1", "MRI", "", TODAY, DUE)

"""Meetings in the store: agenda, ticks, tasks; what is refused, what goes with a case."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.store import Store
from hccreview.clinical.case import Case
from hccreview.errors import ReviewError
from hccreview.meeting.agenda import moved, set_readiness, without_case
from hccreview.meeting.follow_up import Task, done
from hccreview.meeting.meeting import Meeting, Readiness, Sitting
from hccreview.meeting.preparing import Tick
from tests.db.conftest import SAMPLES, opened
from tests.db.meeting_builders import CODE, MEETING, OTHER, with_meeting
from tests.meeting.builders import a_decision

DAY = MEETING.sitting.on
TICK = Tick(CODE, "platelets", "A. Lin", DAY)
TASK = Task(CODE, "MRI of the liver", "Dr Lin", DAY, DAY + timedelta(days=7), "mri")


def renamed(store: Store, code: str, new: str) -> None:
    found = store.stored(code)
    assert found is not None
    store.rename(code, new, seen_version=found.version)


def deleted(store: Store, code: str) -> None:
    found = store.stored(code)
    assert found is not None
    store.delete(code, seen_version=found.version)


# --------------------------------------------------------------------- meetings


def test_a_meeting_reads_back_the_same_after_the_program_ended(path: Path):
    with opened(path) as store:
        added = with_meeting(store)
        assert added.meeting == MEETING
    with opened(path) as store:
        assert store.board.meeting(added.id) == added


def test_a_changed_agenda_is_a_new_version_with_its_order(store: Store):
    found = with_meeting(store)
    changed = set_readiness(moved(found.meeting, CODE, -1), CODE, Readiness.DISCUSSED)
    version = store.board.save_meeting(found.id, changed, seen_version=found.version)
    assert version == found.version + 1
    assert store.board.meeting(found.id).meeting == changed
    assert changed.codes == (CODE, OTHER)


def test_a_meeting_that_was_changed_meanwhile_is_not_overwritten(store: Store):
    found = with_meeting(store)
    theirs = moved(found.meeting, CODE, -1)
    store.board.save_meeting(found.id, theirs, seen_version=found.version)
    lines = store.audit_lines()
    with pytest.raises(ReviewError, match="changed meanwhile"):
        store.board.save_meeting(found.id, MEETING, seen_version=found.version)
    with pytest.raises(ReviewError, match="changed meanwhile"):
        store.board.delete_meeting(found.id, seen_version=found.version)
    assert store.board.meeting(found.id).meeting == theirs
    assert store.audit_lines() == lines


def test_a_meeting_about_a_case_that_is_not_there_is_refused_whole(store: Store):
    with pytest.raises(ReviewError, match="no case SAMPLE-02"):
        store.board.add_meeting(MEETING)
    assert store.board.meetings().lines == ()
    assert [line.action for line in store.audit_lines()] == ["create"]


def test_meetings_are_listed_by_day_the_latest_first_in_pages(store: Store):
    for days in (0, 14, 7):
        store.board.add_meeting(Meeting(Sitting(DAY + timedelta(days=days), f"after {days}")))
    first = store.board.meetings(limit=2)
    assert [line.place for line in first.lines] == ["after 14", "after 7"]
    assert first.more
    rest = store.board.meetings(offset=2, limit=2)
    assert [line.place for line in rest.lines] == ["after 0"]
    assert not rest.more
    week = store.board.meetings(DAY, DAY + timedelta(days=7))
    assert [line.place for line in week.lines] == ["after 7", "after 0"]
    assert store.board.meetings(date(2027, 1, 1)).lines == ()


def test_the_list_counts_the_cases_and_those_that_were_discussed(store: Store):
    found = with_meeting(store)
    discussed = set_readiness(found.meeting, CODE, Readiness.DISCUSSED)
    store.board.save_meeting(found.id, discussed, seen_version=found.version)
    (line,) = store.board.meetings().lines
    assert (line.id, line.on, line.place) == (found.id, DAY, "Room 4")
    assert (line.cases, line.discussed) == (2, 1)


def test_a_deleted_meeting_takes_its_ticks_and_drafts_and_leaves_its_tasks(store: Store):
    found = with_meeting(store)
    store.board.tick(found.id, TICK)
    store.board.save_draft(found.id, a_decision(), seen_version=None)
    (task,) = store.board.add_tasks([TASK], found.id)
    assert store.board.delete_meeting(found.id, seen_version=found.version) == MEETING
    with pytest.raises(ReviewError, match="deleted meanwhile"):
        store.board.meeting(found.id)
    assert store.board.ticks(found.id) == ()
    assert store.board.draft(found.id, CODE) is None
    assert store.board.open_tasks() == (replace(task, meeting=None),)


# ------------------------------------------------------- a case renamed or deleted


def test_a_renamed_case_is_on_the_agenda_by_its_new_code(store: Store):
    found = with_meeting(store)
    store.board.tick(found.id, TICK)
    store.board.add_tasks([TASK])
    store.board.save_draft(found.id, a_decision(), seen_version=None)
    renamed(store, CODE, "P-7")
    assert store.board.meeting(found.id).meeting.codes == (OTHER, "P-7")
    assert store.board.ticks(found.id) == (replace(TICK, case="P-7"),)
    assert store.board.tasks("P-7")[0].task == replace(TASK, case="P-7")
    draft = store.board.draft(found.id, "P-7")
    assert draft is not None
    assert draft.decision == a_decision(case="P-7")


def test_a_code_that_means_another_patient_by_now_is_not_saved_on_an_old_agenda(store: Store):
    found = with_meeting(store)
    renamed(store, CODE, "P-7")
    store.save_case(Case(CODE), seen_version=None)
    with pytest.raises(ReviewError, match="changed meanwhile"):
        store.board.save_meeting(found.id, MEETING, seen_version=found.version)
    assert store.board.meeting(found.id).meeting.codes == (OTHER, "P-7")


@pytest.mark.parametrize("samples", [False, True])
def test_what_belongs_to_a_case_goes_with_it(store: Store, samples: bool):
    found = with_meeting(store, samples=samples)
    store.board.tick(found.id, TICK)
    store.board.add_tasks([TASK], found.id)
    store.board.save_draft(found.id, a_decision(), seen_version=None)
    if samples:
        assert store.remove_samples() == 2
    else:
        deleted(store, CODE)
    assert CODE not in store.board.meeting(found.id).meeting.codes
    assert store.board.ticks(found.id) == ()
    assert store.board.open_tasks() == ()
    assert store.board.draft(found.id, CODE) is None
    store.save_case(SAMPLES[0], seen_version=None)
    assert store.board.tasks(CODE) == ()
    with pytest.raises(ReviewError, match="changed meanwhile"):
        store.board.save_meeting(found.id, MEETING, seen_version=found.version)


# ----------------------------------------------------------------- ticks and tasks


def test_a_tick_is_kept_once_and_can_be_taken_back(store: Store):
    found = with_meeting(store)
    again = replace(TICK, by="B. Wu")
    store.board.tick(found.id, TICK)
    store.board.tick(found.id, again)
    other = Tick(OTHER, "afp", "B. Wu", DAY)
    store.board.tick(found.id, other)
    assert store.board.ticks(found.id) == (again, other)
    store.board.untick(found.id, CODE, "platelets")
    assert store.board.ticks(found.id) == (other,)


def test_a_tick_of_one_meeting_is_none_of_the_next(store: Store):
    found = with_meeting(store)
    store.board.tick(found.id, TICK)
    later = store.board.add_meeting(Meeting(Sitting(DAY + timedelta(days=7)), MEETING.items))
    assert store.board.ticks(later.id) == ()


def test_open_tasks_of_all_meetings_come_by_case_and_day(store: Store):
    found = with_meeting(store)
    late = replace(TASK, what="AFP", due=DAY + timedelta(days=30))
    theirs = replace(TASK, case=OTHER)
    first = store.board.add_tasks([late, TASK], found.id)
    second = store.board.add_tasks([theirs])
    assert [each.task for each in store.board.open_tasks()] == [TASK, late, theirs]
    assert [each.meeting for each in store.board.open_tasks()] == [found.id, found.id, None]
    closed = store.board.change_task(first[1], done(TASK, DAY, "no lesion"))
    assert store.board.open_tasks() == (first[0], second[0])
    assert store.board.tasks(CODE) == (closed, first[0])


def test_a_task_that_was_changed_meanwhile_is_not_overwritten(store: Store):
    with_meeting(store)
    (seen,) = store.board.add_tasks([TASK])
    closed = store.board.change_task(seen, done(TASK, DAY))
    with pytest.raises(ReviewError, match="changed meanwhile"):
        store.board.change_task(seen, replace(TASK, responsible="Dr Wu"))
    with pytest.raises(ReviewError, match="belongs to SAMPLE-01"):
        store.board.change_task(closed, replace(TASK, case=OTHER))
    assert store.board.tasks(CODE) == (closed,)


def test_tasks_are_added_all_or_none(store: Store):
    with_meeting(store)
    with pytest.raises(ReviewError, match="no case P-9"):
        store.board.add_tasks([TASK, replace(TASK, case="P-9")])
    with pytest.raises(ReviewError, match="meeting was deleted"):
        store.board.add_tasks([TASK], uuid4())
    assert store.board.open_tasks() == ()


# ------------------------------------------------------------------------- drafts


def test_a_draft_is_kept_changed_and_thrown_away(store: Store):
    found = with_meeting(store).id
    half = replace(a_decision(), recommendations=(), basis="", author="", due=None)
    first = store.board.save_draft(found, half, seen_version=None)
    second = store.board.save_draft(found, a_decision(), seen_version=first)
    draft = store.board.draft(found, CODE)
    assert draft is not None
    assert (draft.version, draft.decision) == (second, a_decision())
    store.board.discard_draft(found, CODE, seen_version=second)
    assert store.board.draft(found, CODE) is None
    store.board.save_draft(found, half, seen_version=None)


def test_a_draft_that_was_changed_meanwhile_is_not_overwritten(store: Store):
    found = with_meeting(store).id
    version = store.board.save_draft(found, a_decision(), seen_version=None)
    for seen in (None, version - 1):
        with pytest.raises(ReviewError, match="changed meanwhile"):
            store.board.save_draft(found, a_decision(basis="other"), seen_version=seen)
    with pytest.raises(ReviewError, match="changed meanwhile"):
        store.board.discard_draft(found, CODE, seen_version=version - 1)
    draft = store.board.draft(found, CODE)
    assert draft is not None
    assert draft.decision == a_decision()


def test_only_a_case_on_the_agenda_is_decided_on(store: Store):
    found = with_meeting(store)
    store.board.save_meeting(
        found.id, without_case(found.meeting, CODE), seen_version=found.version
    )
    with pytest.raises(ReviewError, match="not on the agenda"):
        store.board.save_draft(found.id, a_decision(), seen_version=None)


# -------------------------------------------------------------------- audit lines


def test_each_action_adds_its_lines_without_a_value(store: Store):
    found = with_meeting(store)
    before = len(store.audit_lines())
    board = store.board
    version = board.save_meeting(found.id, MEETING, seen_version=found.version)
    board.tick(found.id, TICK)
    board.untick(found.id, CODE, "platelets")
    (task,) = board.add_tasks([TASK], found.id)
    board.change_task(task, done(TASK, DAY))
    draft = board.save_draft(found.id, a_decision(), seen_version=None)
    board.discard_draft(found.id, CODE, seen_version=draft)
    board.delete_meeting(found.id, seen_version=version)
    lines = store.audit_lines()[: len(store.audit_lines()) - before][::-1]
    assert [(line.action, line.subject) for line in lines] == [
        ("change", "meeting"),
        ("tick", "case"),
        ("untick", "case"),
        ("create", "task"),
        ("change", "task"),
        ("save", "draft decision"),
        ("discard", "draft decision"),
        ("agenda", "case"),
        ("agenda", "case"),
        ("delete", "meeting"),
    ]
    for line in lines:
        assert re.fullmatch(r"[0-9a-f-]{36}", line.reference)
        assert re.fullmatch(r"[0-9a-f]{64}|", line.digest)
    gone = ("discard", "delete", "agenda")
    assert all(bool(line.digest) == (line.action not in gone) for line in lines)

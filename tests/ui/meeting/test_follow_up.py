"""Tasks of the case and what is overdue of all: done, dropped, postponed, opened again."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from hccreview.meeting.follow_up import Progress, Task, done
from tests.ui.meeting.meetings import CODES, held, presses
from tests.ui.opening import TODAY, choose, opened, sample_store, settle

Key = Qt.Key
ASKED = date(2026, 11, 1)
BIOPSY = Task("SAMPLE-02", "Biopsy of segment 6", "A. Lin", ASKED, date(2026, 11, 30))
MRI = Task("SAMPLE-02", "MRI of the liver", "B. Wu", ASKED, date(2026, 11, 10))
OTHER = Task("SAMPLE-09", "Echocardiography", "B. Wu", ASKED, date(2026, 11, 24))


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on a store with three tasks."""
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        store = window.workspace.saving.store
        assert store is not None
        store.board.add_tasks((BIOPSY, MRI, OTHER))
        yield window


@pytest.fixture
def panel(window, qtbot):
    """The follow-up of the case, the keyboard on its list."""
    content = held(qtbot, window, *CODES)
    content.show_tab(3)
    settle(qtbot, window)
    content.follow_up.list.setFocus()
    return content.follow_up


def spoken(panel):
    """What a screen reader says of each task."""
    rows = panel.list.rows.rows
    return [row.spoken for row in rows if not row.heading]


def tasks(window, code="SAMPLE-02"):
    """The tasks of a case by what is to be done."""
    board = window.workspace.saving.store.board
    return {each.task.what: each.task for each in board.tasks(code)}


def test_the_case_comes_first_then_what_is_overdue_of_the_others_at_the_meeting(panel):
    assert [row.text for row in panel.list.rows.rows if row.heading] == [
        "Tasks of SAMPLE-02 as on 26 Nov 2026",
        "Overdue on 26 Nov 2026, other cases",
    ]
    assert spoken(panel) == [
        "overdue: SAMPLE-02: MRI of the liver (B. Wu, by 10 Nov 2026) – overdue by 16 days.",
        "open: SAMPLE-02: Biopsy of segment 6 (A. Lin, by 30 Nov 2026).",
        "overdue: SAMPLE-09: Echocardiography (B. Wu, by 24 Nov 2026) – overdue by 2 days.",
    ]


def test_space_closes_a_task_with_its_outcome(window, panel, qtbot):
    presses(qtbot, window, Key.Key_Space)
    qtbot.keyClicks(window.focusWidget(), "no thrombus")
    presses(qtbot, window, Key.Key_Return)
    done = tasks(window)["MRI of the liver"]
    assert (done.progress, done.closed_on, done.outcome) == (Progress.DONE, TODAY, "no thrombus")
    assert panel.list.hasFocus()
    assert spoken(panel)[1].startswith("done: SAMPLE-02: MRI of the liver")


def test_a_closed_task_can_be_opened_again(window, panel, qtbot):
    presses(qtbot, window, Key.Key_Space, Key.Key_Return)
    assert tasks(window)["MRI of the liver"].progress is Progress.DONE
    presses(qtbot, window, Key.Key_End, Key.Key_Up, Key.Key_O)
    assert tasks(window)["MRI of the liver"].progress is Progress.OPEN


def test_dropping_wants_its_reason_and_escape_leaves_the_task_as_it_is(window, panel, qtbot):
    presses(qtbot, window, Key.Key_Delete, Key.Key_Return)
    assert "The reason why a task is dropped is missing" in panel.form.problem.text()
    presses(qtbot, window, Key.Key_Escape)
    assert panel.form is None
    assert tasks(window)["MRI of the liver"].progress is Progress.OPEN
    presses(qtbot, window, Key.Key_Delete)
    qtbot.keyClicks(window.focusWidget(), "done elsewhere")
    presses(qtbot, window, Key.Key_Return)
    assert tasks(window)["MRI of the liver"].outcome == "done elsewhere"


def test_a_task_is_put_off_by_a_week_unless_another_day_is_chosen(window, panel, qtbot):
    presses(qtbot, window, Key.Key_P)
    panel.form.save()
    settle(qtbot, window)
    assert tasks(window)["MRI of the liver"].due == date(2026, 11, 28)


def test_a_task_of_another_case_can_be_closed_from_here(window, panel, qtbot):
    presses(qtbot, window, Key.Key_End, Key.Key_Space, Key.Key_Return)
    assert tasks(window, "SAMPLE-09")["Echocardiography"].progress is Progress.DONE
    assert len(spoken(panel)) == 2


def test_a_task_is_added_by_hand(window, panel, qtbot):
    presses(qtbot, window, Key.Key_Insert)
    qtbot.keyClicks(window.focusWidget(), "Second opinion")
    presses(qtbot, window, Key.Key_Return)
    assert "responsible is missing" in panel.form.problem.text()
    presses(qtbot, window, Key.Key_Tab)
    qtbot.keyClicks(window.focusWidget(), "D. Roe")
    presses(qtbot, window, Key.Key_Return)
    made = tasks(window)["Second opinion"]
    assert (made.responsible, made.asked_on, made.due) == ("D. Roe", TODAY, date(2026, 11, 28))
    board, room = window.workspace.saving.store.board, window.meeting_page.room
    (stored,) = [each for each in board.tasks("SAMPLE-02") if each.task == made]
    assert stored.meeting == room.meeting.id


def test_what_changed_elsewhere_is_told_and_read_again(window, panel, qtbot):
    board = window.workspace.saving.store.board
    (seen,) = [each for each in board.tasks("SAMPLE-02") if each.task == MRI]
    presses(qtbot, window, Key.Key_Space)

    board.change_task(seen, done(MRI, TODAY, "elsewhere"))
    presses(qtbot, window, Key.Key_Return)
    assert "meanwhile" in window.message_bar.text.text()
    assert any(each.startswith("done: SAMPLE-02: MRI") for each in spoken(panel))


def test_another_case_brings_its_own_tasks_and_closes_the_form(window, panel, qtbot):
    presses(qtbot, window, Key.Key_Insert)
    choose(qtbot, window, "SAMPLE-03")
    assert panel.form is None
    assert spoken(panel)[0].startswith("overdue: SAMPLE-02: MRI")
    assert len(spoken(panel)) == 2  # of other cases, those that are overdue

"""Tests are asked for; at the next meeting they are overdue, and are closed or put off by keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtWidgets import QListView

import main
from db.store import open_store
from hccreview.meeting.follow_up import Progress, Task
from tests.journeys.board import (
    fills_in,
    is_on,
    leaves_the_wall,
    makes_a_meeting,
    opens_the_decision,
    presents,
    puts_on_the_agenda,
    recommends,
)
from tests.journeys.reading import SPOKEN, saved
from tests.journeys.user import User
from tests.reports.test_workbook import texts
from tests.ui.opening import sample_store
from tests.ui.printing.reading import pages
from ui.commands.clock import now

CODE, NEXT = "SAMPLE-03", date(2026, 12, 10)


def test_what_was_asked_for_is_overdue_at_the_next_meeting(program, tmp_path, monkeypatch):
    path = sample_store(tmp_path)
    user = program.start(path, monkeypatch)
    makes_a_meeting(user, "A. Lin")
    puts_on_the_agenda(user, 3)
    user.presses("End")
    is_on(user, CODE)
    two_tests_are_asked_for(user)
    program.close(user)
    monkeypatch.setattr("ui.commands.clock.today", lambda: NEXT)
    user = program.start(path, monkeypatch)
    makes_a_meeting(user, "A. Lin")
    puts_on_the_agenda(user, 2)  # the case of the tasks is not among them
    user.presses("Alt+4")
    user.waits()
    user.sees(lambda: len(overdue(user)), 2)
    assert overdue(user)[0].endswith("– overdue by 5 days.")
    one_is_done_one_is_put_off(user)
    user.sees(lambda: overdue(user), [])
    the_case_comes_back_to_the_board(user)
    program.close(user)
    the_handout_tells_it_too(path, tmp_path)
    done, put_off = tasks_in(path)
    assert (done.progress, done.closed_on, done.outcome) == (Progress.DONE, NEXT, "normal")
    assert (put_off.progress, put_off.due) == (Progress.OPEN, date(2026, 12, 17))


# --- steps


def two_tests_are_asked_for(user: User) -> None:
    """Picked from the ask-list, sealed: each becomes a task."""
    opens_the_decision(user)
    recommends(user, "Further diagnostics")
    user.presses("Space", "Down", "Space", "Return")
    fills_in(user, "", "Before anything else", "The ask-list", "A. L", "+14", "A. L")
    user.presses("Ctrl+Return")
    user.waits()
    user.tabs_to("Sealed by")
    user.presses("Return")
    user.waits()


def overdue(user: User) -> list[str]:
    """What a screen reader says of the tasks that are overdue."""
    if not user.shows("Tasks"):
        return []
    view = user.view("Tasks")
    assert isinstance(view, QListView)
    model = view.model()
    said = [str(model.index(row, 0).data(SPOKEN)) for row in range(model.rowCount())]
    return [each for each in said if each.startswith("overdue: ")]


def one_is_done_one_is_put_off(user: User) -> None:
    """Space and its outcome; P and a week."""
    user.tabs_to("Tasks")
    user.presses("Space")
    assert user.keyboard_on() == "Outcome of the task"
    user.types("normal")
    user.presses("Return")
    user.sees(lambda: len(overdue(user)), 1)
    user.waits()
    assert user.keyboard_on() == "Tasks"
    user.presses("P")
    assert user.keyboard_on() == "New day of the task"
    user.presses("Return")
    user.waits()
    user.sees(lambda: saved(user), "Saved")


def the_case_comes_back_to_the_board(user: User) -> None:
    """It is put on the new agenda by a key, and stands on the wall at its place."""
    user.presses("Ctrl+L", "Home", "Down", "Down")
    is_on(user, CODE)
    user.presses("Ctrl+G")
    user.waits()
    stage = presents(user)
    assert CODE in stage.slide.texts
    assert any(text.endswith("case 3 of 3") for text in stage.slide.texts)
    user.presses("End")
    decided = " ".join(stage.slide.texts)
    assert "No decision yet. Decided before At the meeting of 21 Nov 2026, digest" in decided
    assert "Further diagnostics: " in decided and "Before anything else" in decided
    leaves_the_wall(user)


def the_handout_tells_it_too(path: Path, folder: Path) -> None:
    """By the command, for the meeting of today."""
    pdf, workbook = folder / "board.pdf", folder / "board.xlsx"
    asked = ["meeting", str(NEXT), "--pdf", str(pdf), "--xlsx", str(workbook)]
    assert main.main([*asked, "--database", str(path)]) == 0
    (page,) = [text for text in pages(pdf) if text.startswith(f"{CODE}: decision")]
    assert "No decision is recorded yet. Decided before" in page
    assert "At the meeting of 21 Nov 2026, digest" in page
    assert "Decided before" in texts(load_workbook(workbook)[CODE])


def tasks_in(path: Path) -> list[Task]:
    """The tasks of the case: the closed one first."""
    with open_store(path, today=now) as store:
        found = [each.task for each in store.board.tasks(CODE)]
    return sorted(found, key=lambda each: each.progress is Progress.OPEN)

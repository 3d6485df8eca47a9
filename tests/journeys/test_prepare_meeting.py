"""A coordinator prepares a meeting of twelve cases, and the mouse is never touched."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QListView

from db.store import open_store
from hccreview.meeting.meeting import Meeting, Readiness
from tests.journeys.reading import SPOKEN, case_at_the_top, saved
from tests.journeys.user import User
from tests.ui.opening import sample_store
from ui.commands.clock import now

TWELVE = [f"SAMPLE-{number:02}" for number in range(1, 13)]


def test_twelve_cases_are_prepared_by_keys_and_there_at_the_next_start(
    program, tmp_path, monkeypatch
):
    path = sample_store(tmp_path)
    user = program.start(path, monkeypatch)
    the_meeting_is_made(user)
    the_cases_are_chosen(user)
    the_order_and_the_states_are_set(user)
    what_is_missing_is_ticked_off(user)
    the_question_is_written(user)
    user.sees(lambda: saved(user), "Saved")
    program.close(user)
    meeting = what_was_kept(path)
    assert meeting.sitting.on == date(2026, 11, 26)
    assert [(each.name, each.role, each.votes) for each in meeting.sitting.members] == [
        ("A. Lin", "hepatology", True),
        ("C. Ho", "coordinator", False),
    ]
    assert meeting.codes == (TWELVE[1], TWELVE[0], *TWELVE[2:])
    assert meeting.item("SAMPLE-02").readiness is Readiness.READY
    assert meeting.item("SAMPLE-03").reason == "MRI is missing"
    assert meeting.item("SAMPLE-03").questions == ("Resection after downstaging?",)
    again = program.start(path, monkeypatch)
    again.presses("Ctrl+5")
    again.waits()
    assert agenda(again)[:3] == [
        "1: SAMPLE-02, Ready, nothing to obtain",
        "2: SAMPLE-01, To prepare, nothing to obtain",
        "3: SAMPLE-03, Deferred, MRI is missing · 1 question",
    ]


# --- steps


def the_meeting_is_made(user: User) -> None:
    """Day, place, members."""
    user.presses("Ctrl+Shift+N")
    user.waits()
    assert user.keyboard_on() == "Date of the meeting"
    user.presses(*["Up"] * 5)  # from 21 to 26 Nov
    user.tabs_to("Place of the meeting")
    user.types("Seminar room 2")
    user.tabs_to("Name of member 1")
    user.types("A. Lin")
    user.presses("Tab")
    user.types("hepatology")
    user.tabs_to("Name of member 2")
    user.types("C. Ho")
    user.presses("Tab")
    user.types("coordinator")
    user.presses("Tab", "Space", "Shift+Tab", "Return")  # no vote
    user.waits()
    assert user.keyboard_on() == "Agenda"


def the_cases_are_chosen(user: User) -> None:
    """Twelve at once."""
    user.presses("Insert")
    user.waits()
    assert user.keyboard_on() == "Search the cases for the agenda"
    user.presses("Return", *["Space"] * 12, "Return")
    user.waits()
    assert user.keyboard_on() == "Agenda"
    assert [each.split(", ")[0] for each in agenda(user)] == [
        f"{number}: {code}" for number, code in enumerate(TWELVE, 1)
    ]


def the_order_and_the_states_are_set(user: User) -> None:
    """The first goes down, then it is ready; the third is deferred."""
    assert case_at_the_top(user) == "SAMPLE-01"
    user.presses("Alt+Down", "Up")
    user.sees(lambda: case_at_the_top(user), "SAMPLE-02")
    user.presses("R", "Down", "Down")
    user.sees(lambda: case_at_the_top(user), "SAMPLE-03")
    user.waits()
    user.presses("F")
    user.types("MRI is missing")
    user.presses("Return")
    user.waits()
    assert user.keyboard_on() == "Agenda"


def what_is_missing_is_ticked_off(user: User) -> None:
    """The name of who has it, then a tick."""
    user.presses("Alt+1")
    user.tabs_to("Ticked off by")
    user.types("C. Ho")
    user.tabs_to("To obtain")
    user.presses("Space")
    user.waits()
    view = user.view("To obtain")
    assert "obtained: C. Ho" in str(view.model().index(0, 0).data())


def the_question_is_written(user: User) -> None:
    """One a line."""
    user.tabs_to("Questions to the board, one a line")
    user.types("Resection after downstaging?")
    user.presses("Tab")
    user.waits()


def agenda(user: User) -> list[str]:
    """What a screen reader says of each case of the agenda."""
    view = user.view("Agenda")
    assert isinstance(view, QListView)
    model = view.model()
    return [str(model.index(row, 0).data(SPOKEN)) for row in range(model.rowCount())]


def what_was_kept(path) -> Meeting:
    """The meeting, as another program reads it."""
    with open_store(path, today=now) as store:
        (line,) = store.board.meetings().lines
        return store.board.meeting(line.id).meeting

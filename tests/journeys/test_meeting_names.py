"""The Meeting page for somebody who listens or has no mouse: names, words for signs, Tab."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractItemView, QWidget

from db.store import open_store
from hccreview.meeting.follow_up import Task
from tests.journeys.reading import SPOKEN
from tests.journeys.test_names_and_tab import (
    SIGN_FIRST,
    WORD,
    beside_one,
    indexes,
    nameless,
    signs_without_words,
    tab_round,
    wants_tab,
)
from tests.journeys.user import User
from tests.ui.meeting.meetings import CODES, meeting_of
from tests.ui.opening import sample_store
from ui.commands.clock import now

TABS = ("Alt+1", "Alt+2", "Alt+3", "Alt+4")
FORMS = ("Add cases to the agenda", "Deferred", "Date, place and members of the meeting")


@pytest.fixture
def user(program, tmp_path, monkeypatch) -> User:
    """Somebody who looks at a meeting with a task and a case that lacks a lot."""
    path = sample_store(tmp_path)
    with open_store(path, today=now) as store:
        made = store.board.add_meeting(meeting_of(*CODES))
        due = date(2026, 11, 10)
        store.board.add_tasks((Task("SAMPLE-03", "MRI of the liver", "B. Wu", due, due),), made.id)
    user = program.start(path, monkeypatch)
    user.presses("Ctrl+5")
    user.waits()
    user.presses("Down")
    user.waits()
    assert user.keyboard_on() == "Agenda"
    return user


@pytest.mark.parametrize("tab", TABS)
def test_every_part_of_the_page_has_names_and_words(user, tab):
    user.presses(tab)
    user.waits()
    here = on_the_page(user)
    assert nameless(here) == []
    assert [*signs_without_words(here)] == []
    for view in [each for each in here if isinstance(each, QAbstractItemView)]:
        for index in indexes(view.model()):
            if SIGN_FIRST.match(str(index.data() or "")):
                assert WORD.search(str(index.data(SPOKEN) or ""))


@pytest.mark.parametrize("tab", TABS)
def test_tab_reaches_everything(user, tab):
    user.presses(tab)
    user.waits()
    assert not_reached(user) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_have_names_and_are_reached_by_tab(user, form):
    user.clicks(form)
    user.waits()
    assert nameless(on_the_page(user)) == []
    assert not_reached(user) == []
    user.presses("Escape")
    user.waits()
    assert user.keyboard_on() == "Agenda" or form in FORMS[:2]


def on_the_page(user: User) -> list[QWidget]:
    """What of the page is on screen; the rest of the window has its own tests."""
    page = user.window.meeting_page
    return [each for each in user.on_screen() if page.isAncestorOf(each)]


def not_reached(user: User) -> list[str]:
    """What Tab should reach and does not."""
    reached = [*tab_round(user)]
    return [
        f"{type(each).__name__} {each.accessibleName()}"
        for each in wants_tab(user.on_screen())
        if each not in reached and not beside_one(each, reached)
    ]

"""A meeting in the real window: made in the store or by the page, read back from the store."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hccreview.meeting.agenda import with_case
from hccreview.meeting.meeting import Meeting, Member, Sitting
from tests.ui.opening import settle
from ui.main_window import MainWindow
from ui.meeting.content import Content

DAY = date(2026, 11, 26)
Held = Qt.KeyboardModifier
NONE = Held.NoModifier
MEMBERS = (Member("A. Lin", "hepatology"), Member("C. Ho", "coordinator", votes=False))
CODES = ("SAMPLE-02", "SAMPLE-03", "SAMPLE-04")


def meeting_of(*codes: str, on: date = DAY) -> Meeting:
    """Return a meeting with cases on its agenda."""
    meeting = Meeting(Sitting(on, "Seminar room 2", MEMBERS))
    for code in codes:
        meeting = with_case(meeting, code)
    return meeting


def held(qtbot: QtBot, window: MainWindow, *codes: str, on: date = DAY) -> Content:
    """Make a meeting, show the page, and return what stands on it."""
    window.show_page("Meeting")
    settle(qtbot, window)
    window.meeting_page.room.make(meeting_of(*codes, on=on))
    settle(qtbot, window)
    return window.meeting_page.content


def stored(window: MainWindow) -> Meeting:
    """The meeting looked at, as the store has it."""
    room, store = window.meeting_page.room, window.workspace.saving.store
    assert room.meeting is not None
    assert store is not None
    return store.board.meeting(room.meeting.id).meeting


def presses(qtbot: QtBot, window: MainWindow, *keys: Qt.Key, held_key: Held = NONE) -> None:
    """Press keys on whatever has the keyboard, then wait until all is done."""
    for key in keys:
        widget = window.focusWidget()
        assert widget is not None
        qtbot.keyClick(widget, key, held_key)
    settle(qtbot, window)


def states(window: MainWindow) -> dict[str, str]:
    """How far each case is, as the store has it."""
    return {item.case: item.readiness.value for item in stored(window).items}

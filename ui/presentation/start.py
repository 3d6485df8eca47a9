"""The beginning of a presentation: which cases, on which screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from ui.presentation.decks import Decks
from ui.presentation.presenter import PresenterView
from ui.presentation.stage import Stage

if TYPE_CHECKING:
    from PySide6.QtGui import QScreen

    from db.meeting_listing import StoredMeeting
    from ui.main_window import MainWindow


def begin(window: MainWindow) -> None:
    """Show the agenda's cases full screen, the current one first; or say why that cannot be."""
    workspace = window.workspace
    problem = _problem(window)
    if problem:
        workspace.messages.problem(problem)
        return
    running = window.findChild(Stage)
    if running is not None:
        running.activateWindow()
        return
    workspace.saving.flush()  # the slides are made from what is stored
    window.meeting_page.room.flush()
    _open(window, _decks(window, window.meeting_page.room.meeting))


def _problem(window: MainWindow) -> str:
    workspace = window.workspace
    if workspace.saving.store is None or not workspace.trials:
        return "The cases are not open yet; wait a moment, then present them."
    if workspace.in_what_if:
        return "A presentation shows the recorded case only: leave “what if” first."
    meeting = window.meeting_page.room.meeting
    if workspace.kept is None and (meeting is None or not meeting.meeting.codes):
        return "No case is open; choose one from the list first."
    return ""


def _decks(window: MainWindow, meeting: StoredMeeting | None) -> Decks:
    """Return the cases of the agenda, or the current case alone."""
    workspace = window.workspace
    if meeting is not None and meeting.meeting.codes:
        return Decks(workspace, meeting.meeting.codes, meeting.meeting.sitting.on, meeting)
    kept = workspace.kept
    assert kept is not None
    return Decks(workspace, (kept.code,), workspace.as_of or workspace.today())


def _open(window: MainWindow, decks: Decks) -> None:
    kept = window.workspace.kept
    index = decks.codes.index(kept.code) if kept and kept.code in decks.codes else 0
    stage = Stage(window, decks, index, window.theme.dark)
    stage.left.connect(lambda code: _back(window, code))
    wall = wall_of(window)
    stage.setGeometry(wall.geometry())
    stage.showFullScreen()
    stage.show_case(index)
    if wall is not window.screen():
        view = PresenterView(stage)
        view.setGeometry(window.screen().geometry())
        view.showFullScreen()
    stage.activateWindow()


def wall_of(window: MainWindow) -> QScreen:
    """Return the screen of the room: another one than the window's, where there is one."""
    others = (screen for screen in QGuiApplication.screens() if screen is not window.screen())
    return next(others, window.screen())


def _back(window: MainWindow, code: str) -> None:
    """Go on in the window with the case that was on the wall, so that it can be decided."""
    window.activateWindow()
    window.workspace.choose(code)

"""The room's screen: keys and a presenter's remote go through the agenda, and nothing changes."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.store import open_store
from tests.ui.opening import opened, sample_store, settle
from tests.ui.presentation.meetings import (
    CODES,
    DRAFTED,
    NOTES,
    QUESTIONS,
    SEALED,
    board_store,
    presented,
    ready,
)
from ui.commands.clock import now
from ui.main_window import MainWindow
from ui.presentation import present
from ui.presentation.decks import Deck
from ui.presentation.presenter import PresenterView
from ui.presentation.stage import Stage
from ui.theme import tokens

Key = Qt.Key


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[MainWindow, Stage]]:
    with presented(qtbot, board_store(tmp_path)) as found:
        yield found


def press(qtbot: QtBot, stage: Stage, *keys: Key, ctrl: bool = False) -> None:
    """Press keys one after the other, and wait for the slides of the case that is then shown."""
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        qtbot.keyClick(stage, key, held)
        ready(qtbot, stage)


def hold(stage: Stage, key: Key) -> None:
    """Press a key as a keyboard repeats it."""
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(stage, QKeyEvent(QEvent.Type.KeyPress, key, none, "", True))


def path_of(window: MainWindow) -> Path:
    """Return where the store of a window lies."""
    store = window.workspace.saving.store
    assert store is not None
    return store.path


def deck_of(stage: Stage) -> Deck:
    """Return the slides of the case on the wall."""
    assert stage.deck is not None
    return stage.deck


def where(stage: Stage) -> tuple[str, int]:
    """Return the code of the case on the wall and the place of the slide."""
    return stage.decks.codes[stage.index], stage.number


# ---------------------------------------------------------------------------- keys


@pytest.mark.parametrize("key", [Key.Key_PageDown, Key.Key_Right, Key.Key_Down, Key.Key_Space])
def test_keys_that_go_on(qtbot: QtBot, shown: tuple[MainWindow, Stage], key: Key):
    _, stage = shown
    press(qtbot, stage, key)
    assert where(stage) == (SEALED, 1)


def test_a_walk_with_keys_goes_over_the_ends_of_cases(
    qtbot: QtBot, shown: tuple[MainWindow, Stage]
):
    _, stage = shown
    press(qtbot, stage, Key.Key_End)
    last = stage.number
    assert stage.slide.title == "Decision"
    press(qtbot, stage, Key.Key_PageDown)
    assert where(stage) == (DRAFTED, 0)
    press(qtbot, stage, Key.Key_PageUp)
    assert where(stage) == (SEALED, last)
    press(qtbot, stage, Key.Key_Home, Key.Key_PageUp)
    assert where(stage) == (SEALED, 0)


def test_cases_are_stepped_through_to_the_end_of_the_agenda(
    qtbot: QtBot, shown: tuple[MainWindow, Stage]
):
    _, stage = shown
    press(qtbot, stage, *[Key.Key_PageDown] * (len(CODES) + 1), ctrl=True)
    assert where(stage) == (CODES[-1], 0)
    assert f"slide 1 of {len(deck_of(stage).slides)} · case 12 of 12" in stage.slide.texts
    press(qtbot, stage, Key.Key_PageUp, ctrl=True)
    assert where(stage) == (CODES[-2], 0)


def test_a_key_that_is_held_down_never_reaches_the_next_patient(
    qtbot: QtBot, shown: tuple[MainWindow, Stage]
):
    _, stage = shown
    for _ in range(60):
        hold(stage, Key.Key_PageDown)
    assert where(stage) == (SEALED, len(deck_of(stage).slides) - 1)


@pytest.mark.parametrize("key", [Key.Key_B, Key.Key_Period])
def test_the_screen_goes_black_and_comes_back_without_a_step(
    qtbot: QtBot, shown: tuple[MainWindow, Stage], key: Key
):
    _, stage = shown
    press(qtbot, stage, key)
    assert stage.grab().toImage().pixelColor(100, 30).name() == "#000000"
    press(qtbot, stage, Key.Key_PageDown)
    assert where(stage) == (SEALED, 0)
    assert stage.grab().toImage().pixelColor(5, 300).name() != "#000000"


def test_light_and_dark_change_the_wall_and_not_the_window(
    qtbot: QtBot, shown: tuple[MainWindow, Stage]
):
    window, stage = shown
    for name in ("dark", "light"):
        press(qtbot, stage, Key.Key_D)
        page = stage.grab().toImage().pixelColor(5, 300).name().upper()
        assert page == tokens(name)["page"].upper()
    assert not window.theme.dark


def test_help_names_the_keys_and_the_next_key_closes_it(
    qtbot: QtBot, shown: tuple[MainWindow, Stage]
):
    _, stage = shown
    press(qtbot, stage, Key.Key_F1)
    assert "Ctrl+Page Down, Ctrl+Page Up" in stage.slide.texts
    press(qtbot, stage, Key.Key_Escape)
    assert stage.isVisible() and stage.slide.title == "58-year-old man"


def test_escape_leaves_and_the_window_goes_on_with_the_case_that_was_shown(
    qtbot: QtBot, shown: tuple[MainWindow, Stage]
):
    window, stage = shown
    press(qtbot, stage, Key.Key_PageDown, ctrl=True)
    qtbot.keyClick(stage, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(Stage) is None)
    settle(qtbot, window)
    assert window.header.code.text() == DRAFTED


def test_f5_of_a_remote_opens_nothing_twice(qtbot: QtBot, shown: tuple[MainWindow, Stage]):
    window, stage = shown
    press(qtbot, stage, Key.Key_F5, Key.Key_Tab)
    present(window)
    assert window.findChildren(Stage) == [stage] and where(stage) == (SEALED, 0)


# --------------------------------------------------------------------- nothing changes


def digest(path: Path) -> str:
    """Return one digest of the store's files and of every row of every table."""
    found = hashlib.sha256()
    for each in (path, path.with_name(path.name + "-wal")):
        found.update(each.read_bytes() if each.exists() else b"none")
    with contextlib.closing(sqlite.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in sorted(names.fetchall()):
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            found.update(repr((name, sorted(map(repr, rows)))).encode())
    return found.hexdigest()


def test_a_walk_through_every_slide_of_all_cases_changes_nothing_in_the_store(
    qtbot: QtBot, tmp_path: Path
):
    path = board_store(tmp_path)
    with presented(qtbot, path) as (window, stage):
        settle(qtbot, window)
        before, seen = digest(path), set()
        for _ in range(400):
            seen.add(where(stage)[0])
            was = where(stage)
            press(qtbot, stage, Key.Key_PageDown)
            if where(stage)[0] != was[0]:
                press(qtbot, stage, Key.Key_A, Key.Key_Delete, Key.Key_Tab, Key.Key_F2)
            if where(stage) == was:
                break
        assert seen == set(CODES)
        stage.close()
        settle(qtbot, window)
        assert digest(path) == before


def test_there_is_nothing_to_edit(shown: tuple[MainWindow, Stage]):
    _, stage = shown
    assert stage.findChildren(QWidget) == []


# -------------------------------------------------------------------------- which cases


def test_the_current_case_comes_first_where_it_is_on_the_agenda(qtbot: QtBot, tmp_path: Path):
    with presented(qtbot, board_store(tmp_path), "SAMPLE-04") as (_, stage):
        assert where(stage) == ("SAMPLE-04", 0)
        assert "case 4 of 12" in " ".join(stage.slide.texts)


def test_without_a_meeting_the_current_case_is_presented_alone(qtbot: QtBot, tmp_path: Path):
    with presented(qtbot, sample_store(tmp_path), "SAMPLE-05") as (_, stage):
        assert stage.decks.codes == ("SAMPLE-05",)
        assert not any("case 1" in text for text in stage.slide.texts)


def test_what_is_only_tried_is_not_presented(qtbot: QtBot, tmp_path: Path):
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-01") as window:
        qtbot.waitUntil(lambda: window.meeting_page.room.loaded)
        window.workspace.begin_what_if()
        present(window)
        assert window.findChild(Stage) is None
        assert "leave “what if” first" in window.message_bar.text.text()


def test_the_next_cases_are_made_ready_before_they_are_asked_for(
    qtbot: QtBot, shown: tuple[MainWindow, Stage]
):
    window, stage = shown
    for _ in range(2):
        qtbot.waitUntil(lambda: not stage._painted.isActive())
        settle(qtbot, window)
        qtbot.keyClick(stage, Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert stage.deck is not None and stage.deck.code == where(stage)[0]


def test_until_its_slides_are_there_a_case_is_named_and_no_other_is_shown(
    shown: tuple[MainWindow, Stage],
):
    _, stage = shown
    stage.show_case(9)  # far away: nothing of it is ready
    assert stage.deck is None
    assert {"SAMPLE-10", "Opening …"} <= set(stage.slide.texts)
    assert "SAMPLE-01" not in stage.slide.texts


def test_a_case_that_is_gone_says_so_and_the_walk_goes_on(
    qtbot: QtBot, shown: tuple[MainWindow, Stage]
):
    window, stage = shown
    settle(qtbot, window)
    with open_store(path_of(window), today=now) as store:
        stored = store.stored(CODES[7])
        assert stored is not None
        store.delete(stored.case.code, seen_version=stored.version)
    stage.show_case(7)
    ready(qtbot, stage)
    assert CODES[7] in stage.slide.texts and len(deck_of(stage).slides) == 1
    press(qtbot, stage, Key.Key_PageDown)
    assert where(stage) == (CODES[8], 0)


# ---------------------------------------------------------------------- presenter


def test_the_presenter_sees_notes_questions_clock_and_what_comes_next(
    qtbot: QtBot, shown: tuple[MainWindow, Stage]
):
    _, stage = shown
    view = PresenterView(stage)
    qtbot.addWidget(view)
    told = " ".join(view.slide.texts)
    assert NOTES.splitlines()[0] in told and QUESTIONS[0] in told
    assert {"Clock", "On this case", "0:00", "case 1 of 12"} <= set(view.slide.texts)
    assert deck_of(stage).slides[1].title in told
    qtbot.keyClick(view, Key.Key_PageDown)
    assert where(stage) == (SEALED, 1)
    assert not any(NOTES.splitlines()[0] in text for text in stage.slide.texts)


def test_leaving_closes_both_screens(qtbot: QtBot, shown: tuple[MainWindow, Stage]):
    window, stage = shown
    view = PresenterView(stage)
    view.show()
    qtbot.keyClick(view, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(Stage) is None)


def test_a_screen_reader_is_told_case_and_slide(shown: tuple[MainWindow, Stage]):
    _, stage = shown
    assert stage.accessibleName() == "SAMPLE-01: 58-year-old man"
    assert "Child-Pugh" in stage.accessibleDescription()


def test_f5_in_the_window_presents_the_agenda(qtbot: QtBot, tmp_path: Path):
    with opened(qtbot, board_store(tmp_path), "SAMPLE-03") as window:
        qtbot.keyClick(window, Key.Key_F5)
        qtbot.waitUntil(lambda: window.findChild(Stage) is not None, timeout=10_000)
        stage = window.findChild(Stage)
        assert stage is not None and where(stage) == ("SAMPLE-03", 0)
        stage.close()
        settle(qtbot, window)

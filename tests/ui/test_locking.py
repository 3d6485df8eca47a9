"""A locked window: nothing of a case is to be read in it, copied from it, or kept by it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db import passphrase
from db.passphrase import Secret
from hccreview.clinical.case import Case
from hccreview.review.compare import Comparison
from tests.ui.edits import with_platelets
from tests.ui.opening import choose, opened, sample_store, settle
from tests.ui.presentation.meetings import board_store, presented
from ui.history import Step
from ui.main_window import MainWindow
from ui.protection.protection import clear_copied

CODE, LABEL = "SAMPLE-02", "Chen, the neighbour"
TEXT = "four slow herons"
PAGES = ("Case", "Eligibility", "Regimens", "Outcomes", "Meeting")


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that costs nothing: what is tested is not how hard it is to guess."""
    monkeypatch.setitem(passphrase._COST, "n", 2**4)


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for the window and for the worker of the backups."""
    qtbot.waitUntil(lambda: window.keeping.background.idle, timeout=20_000)
    settle(qtbot, window)


def encrypt(qtbot: QtBot, window: MainWindow) -> None:
    window.protection._encrypt(TEXT)
    rest(qtbot, window)


def lock(qtbot: QtBot, window: MainWindow) -> None:
    window.protection.lock()
    assert window.workspace.opening.is_locked
    qtbot.wait(50)


def unlock(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClicks(window.locked.line, TEXT)
    qtbot.keyClick(window.locked.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.saving.store is not None, timeout=20_000)
    rest(qtbot, window)


@contextmanager
def protected(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window on an encrypted store, with a case that is called by a name."""
    with opened(qtbot, sample_store(tmp_path)) as window:
        encrypt(qtbot, window)
        choose(qtbot, window, CODE)
        case = window.workspace.case
        assert case is not None
        window.workspace.edit(replace(case, label=LABEL), "label")
        rest(qtbot, window)
        yield window


def read_in(top: QWidget, *words: str) -> list[str]:
    """Where in a window or page, hidden or not, one of these words stands."""
    found = []
    for each in [top, *top.findChildren(QObject)]:
        for name in ("text", "toolTip", "accessibleName", "accessibleDescription", "toPlainText"):
            told = getattr(each, name, None)
            if callable(told) and any(word in str(told()) for word in words):
                found.append(f"{type(each).__name__}.{name}: {told()}")
    return found


# ---------------------------------------------------------------------------- messages


def test_a_message_is_gone_with_its_offer_when_the_window_is_locked(qtbot, tmp_path):
    with protected(qtbot, tmp_path) as window:
        window.case_actions.put_away(CODE)
        rest(qtbot, window)
        bar = window.message_bar
        assert CODE in bar.text.text() and bar.isVisible()
        lock(qtbot, window)
        assert (bar.isVisible(), bar.text.text(), bar.act.text()) == (False, "", "")
        unlock(qtbot, window)
        assert CODE not in bar.text.text()


def test_a_board_that_talks_about_a_slide_has_four_pauses_before_the_lock(qtbot, tmp_path):
    with presented(qtbot, board_store(tmp_path)) as (window, stage):
        encrypt(qtbot, window)
        assert window.findChild(QWidget, "wall") is stage
        idle = window.protection.idle
        for _ in range(3):
            idle.timeout.emit()
            assert not window.workspace.opening.is_locked
            assert idle.isActive()
        QTest.keyClick(stage.windowHandle(), Qt.Key.Key_Right)  # counts anew from the last key
        for _ in range(3):
            idle.timeout.emit()
            assert not window.workspace.opening.is_locked
        idle.timeout.emit()
        assert window.workspace.opening.is_locked
        rest(qtbot, window)


def test_a_presentation_ends_with_the_lock_and_says_nothing(qtbot, tmp_path):
    with presented(qtbot, board_store(tmp_path)) as (window, stage):
        encrypt(qtbot, window)
        gone = []
        stage.destroyed.connect(lambda: gone.append(stage))
        lock(qtbot, window)
        qtbot.waitUntil(lambda: bool(gone), timeout=5_000)
        rest(qtbot, window)
        assert not window.message_bar.isVisible()
        assert window.message_bar.text.text() == ""
        assert window.stack.currentWidget() is window.locked
        unlock(qtbot, window)
        assert "any more" not in window.message_bar.text.text()
        assert window.workspace.kept is not None


# --------------------------------------------------------------------------- clipboard


@dataclass
class SystemClipboard:
    """What Qt offers of a system where marked text can be pasted at once."""

    marked_here: bool
    cleared: list[QClipboard.Mode] = field(default_factory=list)

    def supportsSelection(self) -> bool:  # noqa: N802
        return True

    def ownsSelection(self) -> bool:  # noqa: N802
        return self.marked_here

    def clear(self, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
        self.cleared.append(mode)


@pytest.mark.parametrize(
    ("copied", "marked", "cleared"),
    [
        (True, True, [QClipboard.Mode.Clipboard, QClipboard.Mode.Selection]),
        (False, True, [QClipboard.Mode.Selection]),
        (True, False, [QClipboard.Mode.Clipboard]),
        (False, False, []),
    ],
)
def test_what_was_copied_or_marked_here_is_cleared_and_nothing_of_others(copied, marked, cleared):
    clipboard = SystemClipboard(marked)
    clear_copied(cast(QClipboard, clipboard), copied_here=copied)
    assert clipboard.cleared == cleared


# --------------------------------------------------------------------------- passphrase


def test_the_passphrase_that_was_typed_cannot_be_brought_back_into_its_line(qtbot, tmp_path):
    with protected(qtbot, tmp_path) as window:
        lock(qtbot, window)
        unlock(qtbot, window)
        lock(qtbot, window)
        line = window.locked.line
        window.locked.seen.click()
        assert line.echoMode() is QLineEdit.EchoMode.Normal
        qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert (line.text(), line.isUndoAvailable()) == ("", False)


def test_only_a_wrong_passphrase_is_told_as_a_fault(qtbot, tmp_path):
    with protected(qtbot, tmp_path) as window:
        page = window.locked
        lock(qtbot, window)
        first = page.sentence.height()
        assert page.sentence.property("role") == "body"
        qtbot.keyClicks(page.line, "nine quick otters")
        qtbot.keyClick(page.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "not the passphrase" in page.sentence.text(), timeout=20_000)
        assert page.sentence.property("role") == "problem"
        unlock(qtbot, window)
        lock(qtbot, window)
        assert page.sentence.property("role") == "body"
        assert page.sentence.height() == first


# ----------------------------------------------------------------------------- memory


def in_memory() -> list[object]:
    """What Python holds of the case and of passphrases, also of what was loaded early."""
    gc.unfreeze()
    gc.collect()
    held = [
        each for each in gc.get_objects() if isinstance(each, Case | Step | Comparison | Secret)
    ]
    return [each for each in held if not isinstance(each, Case) or each.label == LABEL]


def test_a_locked_window_keeps_nothing_of_a_case(qtbot, tmp_path):
    others = {id(each): each for each in in_memory()}  # of tests before; they stay for as long
    with protected(qtbot, tmp_path) as window:
        for page in PAGES:
            window.show_page(page)
            settle(qtbot, window)
        window.workspace.edit(with_platelets(window.workspace.case, 61), "platelets")
        rest(qtbot, window)
        assert read_in(window, CODE, LABEL)
        assert [each for each in in_memory() if id(each) not in others]
        lock(qtbot, window)
        assert read_in(window, CODE, LABEL) == []
        assert window.header._flow.count() == 0
        left = [each for each in in_memory() if id(each) not in others]
        assert [type(each).__name__ for each in left] == []


def told_on_each_page(qtbot: QtBot, window: MainWindow) -> dict[str, list[str]]:
    """Where the case stands while each of the pages is in front."""
    told = {}
    for page in PAGES:
        window.show_page(page)
        settle(qtbot, window)
        assert window.pages.currentWidget().isVisible()
        front = window.pages.currentWidget()
        told[page] = sorted(read_in(front, CODE, LABEL))
    return told


def test_after_the_lock_each_page_shows_the_case_again(qtbot, tmp_path):
    with protected(qtbot, tmp_path) as window:
        told_on_each_page(qtbot, window)  # what is made late is there the second time
        before = told_on_each_page(qtbot, window)
        lock(qtbot, window)
        unlock(qtbot, window)
        assert window.header.code.text() == CODE
        assert LABEL in window.header.person.text()
        told_on_each_page(qtbot, window)
        assert told_on_each_page(qtbot, window) == before
        assert any(before.values())

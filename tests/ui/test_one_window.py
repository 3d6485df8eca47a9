"""One window for one store: who comes second calls the first."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from ui import one_window
from ui.one_window import OneWindow


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "cases.sqlite"


def test_the_first_window_is_called_and_has_the_store_alone(store: Path, qtbot):
    owner = QObject()
    answers: list[bool] = []
    calls: list[bool] = []
    first, second = OneWindow(store, owner), OneWindow(store, owner)
    assert first.take() and not second.take()
    first.called.connect(lambda: calls.append(True))
    second.call(answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert (answers, calls) == ([True], [True])
    first.leave()
    assert second.take()
    second.leave()
    assert list(store.parent.iterdir()) == []


def test_a_window_that_does_not_answer_is_not_waited_for_long(store: Path, qtbot, monkeypatch):
    monkeypatch.setattr(one_window, "_PATIENCE", 200)
    owner = QObject()
    answers: list[bool] = []
    first, second = OneWindow(store, owner), OneWindow(store, owner)
    assert first.take()
    assert first._watcher is not None
    first._watcher.removePaths(first._watcher.directories())  # it hangs
    assert not second.take()
    assert second.holder()
    second.call(answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [False]
    assert not store.with_name("cases.sqlite.call").exists()
    first.leave()


DIES = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QObject
from ui.one_window import OneWindow
application = QCoreApplication([])
one = OneWindow(Path(sys.argv[1]), application)
assert one.take()
os._exit(9)
"""


def test_a_window_that_was_killed_does_not_keep_the_store(store: Path, qtbot):
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", DIES, str(store)], cwd=root)
    assert done.returncode == 9
    assert store.with_name("cases.sqlite.lock").exists()
    owner = QObject()
    one = OneWindow(store, owner)
    assert one.take()
    one.leave()


def test_without_the_right_to_a_lock_file_the_store_has_the_last_word(tmp_path: Path, qtbot):
    owner = QObject()
    assert OneWindow(tmp_path / "gone" / "cases.sqlite", owner).take()

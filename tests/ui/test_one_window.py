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


def left_by(computer: str, store: Path) -> Path:
    """A lock file of a program on a computer of which nobody can ask whether it still runs."""
    lock = store.with_name("cases.sqlite.lock")
    ids = ("0123456789abcdef0123456789abcdef", "11111111-2222-3333-4444-555555555555")
    lock.write_text("\n".join(("4242", "HCC Review", computer, *ids, "")))
    return lock


def test_a_lock_that_a_dead_computer_left_has_a_way_out_in_words(store: Path, qtbot):
    lock, owner = left_by("WARD-PC-7", store), QObject()
    one = OneWindow(store, owner)
    assert not one.take()
    assert one.holder() == "WARD-PC-7"
    assert f"remove the file {lock}" in one.way_out() and "WARD-PC-7" in one.way_out()
    lock.unlink()
    assert one.take()
    one.leave()


def test_a_window_on_this_computer_is_not_got_rid_of_by_its_lock_file(store: Path, qtbot):
    owner = QObject()
    first, second = OneWindow(store, owner), OneWindow(store, owner)
    assert first.take() and not second.take()
    assert second.way_out() == "Where it cannot be closed, end that program."
    first.leave()


def test_a_window_takes_its_lock_along_to_another_store(store: Path, qtbot):
    owner = QObject()
    one, other = OneWindow(store, owner), OneWindow(store.with_name("again.sqlite"), owner)
    assert one.take()
    one.file.unlink()  # as where its folder was emptied
    one.move(store.with_name("again.sqlite"))
    assert not other.take()
    assert OneWindow(store, owner).take()
    one.leave()


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

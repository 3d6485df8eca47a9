"""The script that prepares a fresh machine (set_up.py)."""

import ast
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import set_up
from tests.conftest import leftover_threads


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an environment that holds one lock file."""
    environment = tmp_path / ".venv"
    monkeypatch.setattr(set_up, "ENVIRONMENT", environment)
    monkeypatch.setattr(set_up, "STAMP", environment / "set-up.json")
    monkeypatch.setattr(set_up, "PYTHON", environment / "python")
    monkeypatch.setattr(set_up, "RUN_LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(set_up, "DEV_LOCK", tmp_path / "requirements-dev.lock")
    environment.mkdir()
    set_up.PYTHON.touch()
    set_up.RUN_LOCK.write_text("lark==1.3.1\n")
    set_up.DEV_LOCK.write_text("lark==1.3.1\npytest==9.1.1\n")
    return tmp_path


def test_an_older_python_gets_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    assert set_up.main([]) == 1
    assert re.fullmatch(r"HCC Review needs Python 3\.11 or newer .*\n", capsys.readouterr().err)


def test_an_older_python_can_read_the_script_as_far_as_that_sentence():
    ast.parse(Path(set_up.__file__).read_text("utf-8"), feature_version=(3, 7))


def test_nothing_is_installed_in_a_fresh_folder(place: Path):
    assert not set_up.is_installed(set_up.RUN_LOCK)


def test_what_was_installed_is_not_installed_again(place: Path):
    set_up.write_stamp(set_up.RUN_LOCK)
    assert set_up.is_installed(set_up.RUN_LOCK)
    assert not set_up.is_installed(set_up.DEV_LOCK)


def test_the_environment_for_development_also_runs_the_program(place: Path):
    set_up.write_stamp(set_up.DEV_LOCK)
    assert set_up.is_installed(set_up.RUN_LOCK)
    assert set_up.is_installed(set_up.DEV_LOCK)


def test_a_changed_lock_is_installed_again(place: Path):
    set_up.write_stamp(set_up.RUN_LOCK)
    set_up.RUN_LOCK.write_text("lark==1.3.2\n")
    assert not set_up.is_installed(set_up.RUN_LOCK)


def test_a_moved_folder_is_set_up_again(place: Path, monkeypatch):
    set_up.write_stamp(set_up.RUN_LOCK)
    monkeypatch.setattr(set_up, "ENVIRONMENT", place / "elsewhere" / ".venv")
    assert not set_up.is_installed(set_up.RUN_LOCK)


def test_a_set_up_that_was_cut_off_is_begun_again(place: Path):
    set_up.write_stamp(set_up.RUN_LOCK)
    set_up.STAMP.write_text(set_up.STAMP.read_text()[:20])
    assert not set_up.is_installed(set_up.RUN_LOCK)


def test_an_environment_whose_python_has_gone_is_made_again(place: Path):
    set_up.write_stamp(set_up.RUN_LOCK)
    set_up.PYTHON.unlink()
    assert not set_up.is_installed(set_up.RUN_LOCK)


def test_a_missing_library_is_told_from_one_that_is_there():
    assert not set_up.can_load("libof-no-such-name.so.1")
    programs = {"no-such-program": "its-package", sys.executable: "python3"}
    assert set_up.missing_programs(programs) == ["its-package"]


@pytest.mark.skipif(not set_up.is_installed(set_up.DEV_LOCK), reason="not run from this .venv")
def test_a_second_set_up_says_nothing_and_takes_no_time():
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, set_up.__file__, "--dev"], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.perf_counter() - start < 0.5


def test_a_thread_that_is_left_running_is_named():
    before, end = set(threading.enumerate()), threading.Event()
    thread = threading.Thread(target=end.wait, name="forgotten")
    thread.start()
    assert leftover_threads(before) == ["forgotten"]
    end.set()
    thread.join()
    assert leftover_threads(before) == []

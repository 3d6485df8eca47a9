"""What the program writes down beside the store is for its user alone, whatever the umask."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hccreview.trials.prepared import prepared_library
from ui import crash
from ui.messages import Messages
from ui.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(folder: Path) -> set[int]:
    """The rights of a folder and of all in it."""
    return {stat.S_IMODE(each.stat().st_mode) for each in (folder, *folder.rglob("*"))}


def test_the_settings_which_name_a_code(tmp_path: Path):
    settings = Settings(tmp_path / "config" / "settings.json")
    settings.remember(tmp_path / "cases.sqlite", "P-1")
    assert rights(tmp_path / "config") == {0o700, 0o600}


def test_the_report_of_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    crash.install(Messages(), lambda: None, tmp_path / "log")
    sys.excepthook(ValueError, ValueError("x"), None)
    assert "ValueError" in capsys.readouterr().err
    assert rights(tmp_path / "log") == {0o700, 0o600}


def test_the_trials_kept_ready(tmp_path: Path):
    prepared_library(tmp_path / "cache")
    assert rights(tmp_path / "cache") == {0o700, 0o600}

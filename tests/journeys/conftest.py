"""What every journey gets: a home of its own, the day of the sample cases, no crash at its end."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import platformdirs
import pytest
from PySide6.QtCore import QLocale

from tests.journeys.program import Program
from tests.ui.opening import TODAY, shared


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let settings, data and reports of the program lie in a folder of the test."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", shared().name)  # the trials, prepared once
    monkeypatch.setattr("ui.commands.clock.today", lambda: TODAY)
    return tmp_path


class Network:
    """Hears whatever Python does with sockets, also inside libraries; a hook is there for good."""

    watched = False
    used: ClassVar[list[str]] = []

    @classmethod
    def hear(cls, event: str, arguments: tuple[object, ...]) -> None:
        """Note a use of the network and refuse it."""
        if cls.watched and event.startswith("socket."):
            cls.used.append(f"{event} {arguments[1:]}")
            raise OSError("no journey may use the network")


sys.addaudithook(Network.hear)


@pytest.fixture(autouse=True)
def without_network() -> Iterator[None]:
    """Forbid sockets: nothing of a patient leaves the machine. Qt's own are not even loaded."""
    Network.used.clear()
    Network.watched = True
    yield
    Network.watched = False
    assert Network.used == []
    assert "PySide6.QtNetwork" not in sys.modules


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Give back what a start of the program changes for good."""
    hook, language = sys.excepthook, QLocale()
    thresholds, switch = gc.get_threshold(), sys.getswitchinterval()
    yield
    sys.excepthook = hook
    QLocale.setDefault(language)
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.enable()
    sys.setswitchinterval(switch)


@pytest.fixture
def reports(home: Path) -> Path:
    """The folder into which the program writes reports of its own mistakes."""
    return platformdirs.user_log_path("HCC Review", appauthor=False)


@pytest.fixture
def program(qtbot, home: Path, reports: Path) -> Iterator[Program]:
    """The program, ready to be started; a journey that ends with a crash report has failed."""
    program = Program(qtbot)
    yield program
    program.end_all()
    assert [path.read_text(encoding="utf-8") for path in reports.glob("*.txt")] == []

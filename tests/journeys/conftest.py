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
from PySide6.QtWidgets import QApplication

from tests.journeys.program import Program
from tests.journeys.telling import Titles, told_of_patients
from tests.ui.opening import TODAY, shared
from ui.settings import user_settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let settings, data and reports of the program lie in a folder of the test."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", shared().name)  # the trials, prepared once
    monkeypatch.setattr("ui.commands.clock.today", lambda: TODAY)
    user_settings().note_asked()  # who uses the program: asked once, in a journey of its own
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
def without_a_word_of_patients(
    home: Path, qapp: QApplication, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Let no title, no error on the terminal and no file of the log tell anything of a patient."""
    # A journey that reads the terminal itself has its own way; there cannot be two.
    own = "capsys" in request.fixturenames
    terminal: pytest.CaptureFixture[str] = request.getfixturevalue("capsys" if own else "capfd")
    titles = Titles()
    qapp.focusWindowChanged.connect(titles.look)
    yield
    titles.look()
    qapp.focusWindowChanged.disconnect(titles.look)
    said = terminal.readouterr()
    logs = [path for path in (home / "state").rglob("*") if path.is_file()]
    written = [path.read_bytes().decode("utf-8", "replace") for path in logs]
    heard = {
        "title": "\n".join(sorted(titles.seen)),
        "terminal": said.err,
        "log": "\n".join([*map(str, logs), *written]),
    }
    assert {where: told_of_patients(text) for where, text in heard.items()} == dict.fromkeys(
        heard, []
    )


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

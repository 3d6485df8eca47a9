"""The real window on a real store in a file of its own, opened and closed as the program does."""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from db.store import open_store
from hccreview.trials.model import Trial
from ui import comparing, theme
from ui.commands.cases import sample_cases
from ui.commands.clock import now
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.settings import Settings
from ui.workspace import Workspace

TODAY = date(2026, 11, 21)
FULL = "NCT06187961"


@functools.cache
def shared() -> tempfile.TemporaryDirectory[str]:
    """A folder for what every test may have ready: the trials, a store with the samples."""
    return tempfile.TemporaryDirectory(prefix="hccreview-tests-")


@functools.cache
def _template() -> Path:
    path = Path(shared().name) / "template.sqlite"
    with open_store(path, today=now) as store:
        store.choose_no_passphrase()  # asked once before the first case of the user's
        store.import_samples(sample_cases())
    return path


@functools.cache
def _trials() -> tuple[Trial, ...]:
    return comparing.read_trials(Path(shared().name))


@functools.cache
def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.use_bundled_font(application)
    application.setStyle("Fusion")
    return application


def sample_store(folder: Path) -> Path:
    """Return a copy of a store that holds the sample cases."""
    return Path(shutil.copy(_template(), folder / "cases.sqlite"))


@contextmanager
def opened(qtbot: QtBot, path: Path, last_case: str = "") -> Iterator[MainWindow]:
    """Open the window on the store in `path`, with everything loaded; settings lie beside it."""
    application = _application()
    settings = Settings(path.with_name("settings.json"))
    settings.user_asked = True  # the line that asks for a name has a test of its own
    workspace = Workspace(Messages(), lambda: TODAY)
    window = MainWindow(workspace, theme.Theme(application), settings)
    with qtbot.waitSignal(window.first_painted), qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.complete()
    with pytest.MonkeyPatch.context() as patch:  # the same trials for all: they never change
        patch.setattr("ui.workspace.read_trials", lambda _: _trials())
        workspace.open(path, last_case or settings.last_case(path), Path(shared().name))
        settle(qtbot, window)
    try:
        yield window
    finally:
        workspace.close(anyway=True)
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        application.setStyleSheet("")  # quick only when the window is gone


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is being read, written or worked out.

    The pause after which what was typed is written is not slept through: it is over at once.
    """
    pane, workspace = window.case_pane, window.workspace
    timers = (*pane.timers, pane.strips.live)
    pause = workspace.saving._soon

    def quiet() -> bool:
        if pause.isActive():
            pause.stop()
            pause.timeout.emit()
        waiting = any(timer.isActive() for timer in timers)
        return workspace.background.idle and not waiting and not workspace.saving.waiting

    qtbot.waitUntil(quiet, timeout=20_000)


def choose(qtbot: QtBot, window: MainWindow, code: str) -> None:
    """Choose a case and wait until it is on screen."""
    window.workspace.choose(code)
    qtbot.waitUntil(lambda: window.header.code.text() == code, timeout=5_000)
    settle(qtbot, window)


def codes(window: MainWindow) -> list[str]:
    """The codes in the list, as far as they were read."""
    return [line.code for line in window.case_pane.model.lines]


def marks(window: MainWindow, code: str) -> str:
    """The signs of the verdict strip of a case."""
    model = window.case_pane.model
    strip = model.strips.of(model.lines[model.row_of(code)])
    return "".join(mark.symbol for _, mark in strip.marks) if strip is not None else ""


def cell(window: MainWindow, trial: str, criterion: str):
    """The cell of the matrix that holds a criterion."""
    return window.page.model.index_of(trial, criterion)


def explained(window: MainWindow) -> str:
    """All text of the explanation."""
    QApplication.processEvents()  # parts that were just put in become visible
    labels = window.page.explanation.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(window))

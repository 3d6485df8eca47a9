"""Stepping to the next case of a presentation against one bare repaint of the same screen."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from hccreview.meeting.meeting import AgendaItem, Meeting, Sitting
from tests.bench.paints import Paints
from tests.bench.rows import BenchRow
from ui import theme
from ui.commands.cases import sample_cases
from ui.messages import Messages
from ui.presentation.decks import Decks
from ui.presentation.stage import Stage
from ui.smooth import make_smooth
from ui.workspace import Workspace

LIMIT = 2.0
CASES, ROUNDS = 12, 3
_TODAY = date(2026, 11, 21)


def rows() -> list[BenchRow]:
    """Return the step to the next case, the median of all steps of a meeting of twelve cases."""
    application = QApplication.instance() or QApplication(["bench"])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    theme.use_bundled_font(application)
    make_smooth()
    with tempfile.TemporaryDirectory() as folder:
        window = QWidget()
        stage, workspace = _stage(window, Path(folder))
        measured = [pair for _ in range(ROUNDS) for pair in _walk(stage, workspace)]
        window.close()
        workspace.close()
    ours, floor = (median(each) for each in zip(*measured, strict=True))
    name = "Next case of a presentation until it is painted (1920 × 1080), against a bare repaint"
    return [BenchRow(name, ours, floor, LIMIT)]


def _stage(window: QWidget, folder: Path) -> tuple[Stage, Workspace]:
    """Return the room's screen at the first of twelve cases."""
    workspace = Workspace(Messages(), lambda: _TODAY)
    workspace.open(folder / "cases.sqlite")
    _wait(workspace)
    store = workspace.saving.store
    assert store is not None
    codes = tuple(case.code for case in sample_cases()[:CASES])
    items = tuple(AgendaItem(code, questions=("HAIC first?",)) for code in codes)
    meeting = store.board.add_meeting(Meeting(Sitting(_TODAY), items))
    stage = Stage(window, Decks(workspace, codes, _TODAY, meeting), 0, dark=False)
    stage.resize(1920, 1080)
    stage.show()
    return stage, workspace


def _walk(stage: Stage, workspace: Workspace) -> list[tuple[float, float]]:
    """Step through the agenda; return milliseconds of each step and of a repaint after it."""
    stage.show_case(0)
    found = []
    for _ in range(CASES - 1):
        _rest(workspace)
        step = _painted(stage, lambda: _press(stage))
        assert stage.deck is not None and stage.number == 0
        _rest(workspace)
        found.append((step, _painted(stage, stage.update)))
    return found


def _press(stage: Stage) -> None:
    key, held = Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier
    QApplication.sendEvent(stage, QKeyEvent(QEvent.Type.KeyPress, key, held))


def _painted(stage: Stage, act: Callable[[], None]) -> float:
    """Return the milliseconds until what `act` changed has been painted."""
    with Paints(stage) as seen:
        start = time.perf_counter()
        act()
        while not seen.count:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        return (time.perf_counter() - start) * 1e3


def _rest(workspace: Workspace) -> None:
    """Wait as a speaker would: until the cases near to this one are ready."""
    end = time.perf_counter() + 0.1
    while time.perf_counter() < end:
        QApplication.processEvents()
    _wait(workspace)


def _wait(workspace: Workspace) -> None:
    while not workspace.background.idle:
        QApplication.processEvents()
        time.sleep(0.001)

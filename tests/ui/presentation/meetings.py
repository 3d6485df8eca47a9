"""A store whose meeting has everything a board can look at, and the window that presents it."""

import functools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter, QLinearGradient, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import Store, open_store
from hccreview.meeting.attachment import Excerpt, KeyImage, Media, Report
from hccreview.meeting.decision import Kind, Recommendation
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import AgendaItem, Meeting, Readiness
from tests.db.meeting_builders import first_seal
from tests.meeting.builders import SITTING, a_decision, documents
from tests.ui.opening import opened, sample_store, settle, shared
from ui.commands.clock import now
from ui.main_window import MainWindow
from ui.presentation.stage import Stage
from ui.presentation.start import begin

CODES = tuple(f"SAMPLE-{number:02}" for number in range(1, 13))
SEALED, DRAFTED, DEFERRED, BLANK = "SAMPLE-01", "SAMPLE-02", "SAMPLE-03", "SAMPLE-09"
QUESTIONS = (
    "HAIC first, or systemic treatment at once?",
    "Is the thrombus within reach? 门静脉癌栓",
)
NOTES = "Ask Dr Lin about the second reading.\nThe family prefers treatment near home."
CAPTION = "CT, arterial phase, 12 Nov 2026: nodule of 62 mm in S8"
REPORT = "Four hypervascular nodules with washout; thrombus in the anterior branch."


def board_store(folder: Path) -> Path:
    """Return a copy of a store with twelve cases on the agenda of a meeting."""
    return Path(shutil.copy(_template(), folder / "cases.sqlite"))


@functools.cache
def _template() -> Path:
    folder = Path(shared().name) / "board"
    folder.mkdir()
    path = sample_store(folder)
    with open_store(path, today=now) as store:
        _fill(store)
    return path


def _fill(store: Store) -> None:
    board = store.board
    items = [AgendaItem(code, Readiness.READY, questions=QUESTIONS) for code in CODES]
    items[0] = replace(items[0], readiness=Readiness.DISCUSSED, notes=NOTES)
    items[2] = AgendaItem(DEFERRED, Readiness.DEFERRED, "the samples are too old")
    meeting = board.add_meeting(Meeting(SITTING, tuple(items)))
    board.add_attachment(SEALED, KeyImage(a_picture(), Media.PNG, CAPTION))
    board.add_attachment(SEALED, Excerpt(Report.RADIOLOGY, REPORT, date(2026, 11, 12)))
    board.add_attachment(SEALED, Excerpt(Report.PATHOLOGY, "No report yet."))
    board.add_tasks([Task(DRAFTED, "Biopsy", "Dr Lin", date(2026, 10, 1), date(2026, 11, 1))])
    board.seal_decision(meeting.id, first_seal(), documents())
    drafted = a_decision(
        Recommendation(Kind.DIAGNOSTICS, asked=("platelets",)),
        Recommendation(Kind.STANDARD, text="Atezolizumab and bevacizumab"),
        case=DRAFTED,
        responsible="",
        due=None,
    )
    board.save_draft(meeting.id, drafted, seen_version=None)


def a_picture() -> bytes:
    """Return the bytes of a PNG that could be a key image."""
    image = QImage(1024, 768, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shade = QLinearGradient(0, 0, 1024, 768)
    shade.setColorAt(0, QColor("#101010"))
    shade.setColorAt(1, QColor("#909090"))
    painter.fillRect(image.rect(), shade)
    painter.setBrush(QColor("#D8D8D8"))
    painter.drawEllipse(380, 250, 260, 240)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


@contextmanager
def presented(qtbot: QtBot, path: Path, code: str = SEALED) -> Iterator[tuple[MainWindow, Stage]]:
    """Open the window and present; the room's screen is 1280 by 720 px."""
    with opened(qtbot, path, code) as window:
        qtbot.waitUntil(lambda: window.meeting_page.room.loaded, timeout=10_000)
        settle(qtbot, window)
        begin(window)
        stage = window.findChild(Stage)
        assert stage is not None
        stage.showNormal()
        stage.resize(1280, 720)
        ready(qtbot, stage)
        yield window, stage
        if window.findChild(Stage) is not None:
            stage.close()
        settle(qtbot, window)


def ready(qtbot: QtBot, stage: Stage) -> None:
    """Wait until the slides of the case on the wall fit its screen."""
    qtbot.waitUntil(
        lambda: stage.deck is not None and stage.deck.sheet == stage.sheet, timeout=20_000
    )
    QApplication.processEvents()

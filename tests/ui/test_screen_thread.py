"""A worker has done on the thread of the screen what only that may do; nothing stands still."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QObject, QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from hccreview.errors import ReviewError
from hccreview.meeting.attachment import KeyImage, Media
from ui.background import Background
from ui.meeting.attachments.pictures import as_png, fitting, whole
from ui.messages import Messages
from ui.printing.paper import Flow, page_count, pdf_of
from ui.screen_thread import on_screen_thread

ROOT = Path(__file__).parents[2]


@pytest.fixture
def background(qapp):
    background = Background(Messages())
    yield background
    background.close()


def test_a_worker_gets_the_answer_of_the_thread_of_the_screen(background, qtbot):
    found: list[object] = []
    background.run(lambda _: on_screen_thread(threading.current_thread), found.append)
    qtbot.waitUntil(lambda: background.idle)
    assert found == [threading.main_thread()]


def test_what_is_raised_there_reaches_the_worker(background, qtbot):
    def refuse():
        raise ReviewError("The paper is out.")

    told: list[str] = []
    background.run(lambda _: on_screen_thread(refuse), failed=told.append)
    qtbot.waitUntil(lambda: background.idle)
    assert told == ["The paper is out."]


def test_a_window_that_closes_still_serves_the_worker_it_waits_for(background):
    written: list[bytes] = []
    text = Flow("<p>one word</p>" * 200)
    background.run(lambda _: pdf_of([text, text], "two texts"), written.append)
    background.close()
    assert written[0].startswith(b"%PDF")


def test_a_text_of_many_pages_is_laid_out_for_a_worker(background, qtbot):
    found: list[int] = []
    background.run(lambda _: page_count("<p>word </p>" * 2000), found.append)
    qtbot.waitUntil(lambda: background.idle)
    assert found[0] > 10


def test_forms_that_go_while_a_worker_prints_and_decodes_stop_nothing():
    # In a process of its own: what stands still here does so for ever, in C++.
    done = subprocess.run(
        [sys.executable, "-c", "from tests.ui.test_screen_thread import busy; busy(3.0)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "printed and decoded\n", "")


class Form(QObject):
    """Hears a signal of another, as forms do, and goes before it."""

    def __init__(self, timer: QTimer) -> None:
        super().__init__()
        timer.timeout.connect(self.hear)

    def hear(self) -> None:
        """Do nothing."""


def busy(seconds: float) -> None:
    """Print and decode in a worker while connections end on the thread of the screen."""
    application = QApplication([])
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(90)
    image = KeyImage(as_png(picture), Media.PNG)
    background = Background(Messages())
    end, done = time.monotonic() + seconds, list[int]()

    def work(_):
        texts = [Flow(f"<p>{number}</p>" * 20) for number in range(3)]
        number = 0
        while time.monotonic() < end:
            number += 1
            if number % 40 == 0:
                assert pdf_of(texts, "three texts").startswith(b"%PDF")
            assert (page_count("<p>word</p>"), whole(image).width()) == (1, 60)
            assert fitting(image, QSize(30, 30)).width() == 30
        return number

    background.run(work, done.append)
    kept: list[QObject] = []  # of many addresses: the locks of Qt go by them
    while not background.idle:
        for _ in range(20):
            loop = QEventLoop()
            Form(QTimer(loop))
            kept.append(loop)
        application.processEvents()
        if len(kept) > 2000:
            del kept[::2]
    background.close()
    print("printed and decoded" if done[0] > 40 else f"only {done[0]} times")

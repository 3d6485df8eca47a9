"""The panel of images and reports on a store in a file, as large as its place in the window."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hccreview.meeting.attachment import Attachment, Excerpt, Report
from tests.ui.opening import TODAY, sample_store, shared
from ui import theme
from ui.meeting.attachments.panel import AttachmentsPanel
from ui.meeting.room import BoardRoom
from ui.messages import Messages, Offer
from ui.workspace import Workspace

CT = Excerpt(Report.RADIOLOGY, "Four nodules in both lobes.", date(2026, 11, 12))
BIOPSY = Excerpt(Report.PATHOLOGY, "Hepatocellular carcinoma, grade II.")


class Opened:
    """The panel, its workspace, and what was told."""

    def __init__(self, path: Path, qtbot: QtBot, case: str = "SAMPLE-02") -> None:
        self.qtbot = qtbot
        self.told: list[str] = []
        self.offers: list[Offer] = []
        messages = Messages()
        for signal in (messages.problem_told, messages.done_told):
            signal.connect(self.told.append)
        messages.offer_told.connect(self.offers.append)
        self.workspace = Workspace(messages, lambda: TODAY)
        self.workspace.open(path, case, Path(shared().name))
        self.settle()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.theme = theme.Theme(application)
        self.panel = AttachmentsPanel(self.workspace, self.theme, BoardRoom(self.workspace))
        qtbot.addWidget(self.panel)
        self.panel.resize(620, 560)
        with qtbot.waitActive(self.panel):
            self.panel.show()
            self.panel.activateWindow()
        self.settle()

    def settle(self) -> None:
        workspace = self.workspace
        quiet = lambda: workspace.background.idle and not workspace.saving.waiting  # noqa: E731
        self.qtbot.waitUntil(quiet, timeout=20_000)

    def add(self, *attachments: Attachment) -> None:
        for each in attachments:
            self.panel.shelf.add(self.panel.shelf.code, each)
        self.settle()

    def choose(self, code: str) -> None:
        self.workspace.choose(code)
        self.settle()

    def stored(self, code: str = "SAMPLE-02") -> list[Attachment]:
        assert self.workspace.saving.store is not None
        return [each.attachment for each in self.workspace.saving.store.board.attachments(code)]

    @property
    def names(self) -> list[str]:
        model = self.panel.list.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Iterator[Opened]:
    opened = Opened(sample_store(tmp_path), qtbot)
    yield opened
    opened.workspace.close(anyway=True)


@pytest.fixture
def image_file(tmp_path: Path) -> Callable[..., Path]:
    """Write an image and return its file."""

    def write(name: str, shade: int = 90, size: tuple[int, int] = (60, 40)) -> Path:
        path = tmp_path / name
        Image.new("RGB", size, (shade, shade, shade)).save(path)
        return path

    return write

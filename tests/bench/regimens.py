"""A change of the start until the figure, or the table, is painted again, against bare redraws."""

from __future__ import annotations

import os
import time
from datetime import date, timedelta
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from hccreview.trials.library import read_library
from tests.bench.engine import sample_case
from tests.bench.rows import BenchRow
from ui import theme
from ui.history import Kept
from ui.messages import Messages
from ui.regimens import RegimensPage
from ui.regimens.course_view import CourseView
from ui.regimens.hour_view import HourView
from ui.regimens.month_view import MonthView
from ui.regimens.table_view import TableView
from ui.smooth import make_smooth
from ui.workspace import Workspace

TURNS, WARM, LIMIT = 40, 6, 2.0
_TODAY, _START = date(2026, 11, 21), date(2026, 12, 1)
_VIEWS = (
    ("hours", "cycle by the hour"),
    ("course", "course"),
    ("month", "month"),
    ("table", "table"),
)


def rows() -> list[BenchRow]:
    """Return the rows of the Regimens page, measured now; ours and the floor in turn."""
    page = _page()
    measured = [_row(page, view, words) for view, words in _VIEWS]
    page.workspace.background.close()
    page.close()
    page.deleteLater()
    return measured


def _row(page: RegimensPage, view: str, words: str) -> BenchRow:
    page.content.choose_view(view)
    QApplication.processEvents()
    ours, floor = [], []
    for turn in range(TURNS):
        ours.append(_change(page, turn))
        QApplication.processEvents()
        floor.append(_redraw(page))
    name = f"Change of the start to the painted {words}, against one bare redraw of it"
    return BenchRow(name, median(ours[WARM:]), median(floor[WARM:]), LIMIT)


def _change(page: RegimensPage, turn: int) -> float:
    """Return the milliseconds from the change until the view has been painted."""
    seen = _Painted()
    page.content.view.viewport().installEventFilter(seen)
    begin = time.perf_counter()
    page.content.plan("start", _START + timedelta(turn % 9))
    while not seen.at:
        QApplication.processEvents()
    page.content.view.viewport().removeEventFilter(seen)
    return (seen.at - begin) * 1e3


def _redraw(page: RegimensPage) -> float:
    """Return the milliseconds of arranging and painting the same figure, or the same rows."""
    begin = time.perf_counter()
    view = page.content.view
    if isinstance(view, TableView):
        view.show_rows(view.table.rows)
    elif isinstance(view, HourView | CourseView | MonthView):
        view.show_figure(view.figure)  # type: ignore[arg-type]
    view.viewport().repaint()
    return (time.perf_counter() - begin) * 1e3


class _Painted(QObject):
    """Notes when what it watches has been painted for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the view paint itself, then look at the clock."""
        if event.type() is QEvent.Type.Paint and not self.at and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            QApplication.sendEvent(watched, event)
            self.at = time.perf_counter()
            return True
        return False


def _page() -> RegimensPage:
    """Return the page with a case on screen, painted."""
    application = QApplication.instance() or QApplication(["bench"])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    theme.use_bundled_font(application)
    workspace = Workspace(Messages(), lambda: _TODAY)
    workspace.trials = read_library()
    workspace.show(Kept(sample_case()))
    page = RegimensPage(workspace, theme.Theme(application))
    page.resize(1050, 700)
    page.show()
    make_smooth()
    while not workspace.background.idle:
        QApplication.processEvents()
    QApplication.processEvents()
    return page

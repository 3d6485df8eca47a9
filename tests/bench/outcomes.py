"""Switching charts on the Outcomes page against the bare matplotlib drawing of the same figures."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from hccreview.review.charts.model import OutcomeChart
from hccreview.trials.library import read_library
from tests.bench.engine import sample_case
from tests.bench.rows import BenchRow
from ui import theme
from ui.history import Kept
from ui.messages import Messages
from ui.outcomes.drawing import Look
from ui.outcomes.page import OutcomesPage
from ui.smooth import make_smooth
from ui.workspace import Workspace

LIMIT = 1.5
ROUNDS = 5
_TODAY = date(2026, 11, 21)


def rows() -> list[BenchRow]:
    """Return all charts together, and the one that takes longest against its own drawing."""
    application = QApplication.instance() or QApplication(["bench"])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    theme.use_bundled_font(application)
    window = QMainWindow()
    page = _page(window, application)
    names = list(page.content.kinds)
    for name in names:  # everything loaded, every font read
        _switched(page, name)
    best = {name: (float("inf"), float("inf")) for name in names}
    for _ in range(ROUNDS):
        for name in names:
            ours, chart = _switched(page, name)
            floor = _bare(chart, page.content.look)
            best[name] = min(best[name][0], ours), min(best[name][1], floor)
    page.workspace.background.close()
    window.close()
    worst = max(names, key=lambda name: best[name][0] / best[name][1])
    return [
        BenchRow(
            "Switching through the eight charts until each is painted, against drawing the same"
            " figures with bare matplotlib",
            sum(ours for ours, _ in best.values()),
            sum(floor for _, floor in best.values()),
            LIMIT,
        ),
        BenchRow(f"The chart that takes longest against its figure ({worst})", *best[worst], LIMIT),
    ]


def _switched(page: OutcomesPage, name: str) -> tuple[float, OutcomeChart]:
    """Return the milliseconds from the click until a chart is painted, nothing of it kept ready."""
    content = page.content
    other = next(each for each in content.kinds if each != name)
    content.charts.choose(other)
    _wait_until(lambda: content.shown is not None and content.shown.id == other and _drawn(page))
    QApplication.processEvents()  # the scroll bar may come or go with the picture
    _wait_until(lambda: page.workspace.background.idle)
    content.drawing._charts.clear()
    content.drawing._pictures.clear()
    seen = _Paints(lambda: content.shown is not None and content.shown.id == name and _drawn(page))
    content.chart.installEventFilter(seen)
    start = time.perf_counter()
    content.charts.chips[name].click()
    while not seen.painted:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    took = 1000 * (time.perf_counter() - start)
    content.chart.removeEventFilter(seen)
    assert content.shown is not None
    return took, content.shown


def _bare(chart: OutcomeChart, look: Look) -> float:
    """Return the milliseconds of building and drawing the same figure in the same size."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from hccreview.reports.figures.draw import draw
    from hccreview.reports.figures.style import Style

    start = time.perf_counter()
    style, dpi = Style(theme=look.theme), 96 * look.ratio
    drawn = draw(chart, style, width=look.width, dpi=dpi, words=False)
    FigureCanvasAgg(drawn.figure).draw()
    return 1000 * (time.perf_counter() - start)


def _page(window: QMainWindow, application: QApplication) -> OutcomesPage:
    """Return the page with a case, as large as at 1280×800."""
    workspace = Workspace(Messages(), lambda: _TODAY)
    workspace.trials = read_library()
    page = OutcomesPage(workspace, theme.Theme(application))
    window.setMinimumSize(1024, 640)
    window.setCentralWidget(page)
    window.resize(1050, 660)
    window.show()
    make_smooth()
    workspace.show(Kept(sample_case()))
    _wait_until(lambda: workspace.comparison is not None and _drawn(page))
    return page


def _drawn(page: OutcomesPage) -> bool:
    return page.content.chart.picture is not None


class _Paints(QObject):
    """Sees when a widget is painted while something is so."""

    def __init__(self, wanted: Callable[[], bool]) -> None:
        super().__init__()
        self.painted = False
        self._wanted = wanted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each paint."""
        if event.type() is QEvent.Type.Paint and self._wanted():
            self.painted = True
        return False


def _wait_until(reached: Callable[[], bool]) -> None:
    tick = QTimer()
    tick.start(10)
    while not reached():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    tick.stop()


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name}: {row.ours_ms:.0f} / {row.floor_ms:.0f} = {row.ratio:.2f}")

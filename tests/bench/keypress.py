"""A changed laboratory value until the matrix is painted again; a page of 200 trials.

Every answer of the board in the case knows what it rests on, and some are open again by the change.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from statistics import quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from hccreview.clinical.case import Case
from hccreview.clinical.editing import with_observation
from hccreview.clinical.quantity import exactly, plain
from hccreview.trials.library import read_library
from hccreview.trials.model import Trial
from tests.bench.engine import sample_case, varied
from tests.bench.paints import Paints
from tests.bench.rows import BenchRow
from tests.meeting.builders import grounded
from ui import theme
from ui.eligibility.page import EligibilityPage
from ui.history import Kept
from ui.messages import Messages
from ui.smooth import make_smooth
from ui.workspace import Workspace

PRESSES, WARM = 60, 5
SETTLED = 0.6  # seconds after an edit in which everything has come to rest
FLOOR_MS, LIMIT = 50.0, 1.0
_TODAY = date(2026, 11, 21)


def rows() -> list[BenchRow]:
    """Return the rows of the window, measured now."""
    trials = read_library()
    with_five = _page(trials)
    presses = [_pressed(with_five, number) for number in range(PRESSES)][WARM:]
    _close(with_five)
    with_many = _page(varied(trials, 200))
    blocks = [_longest_block(with_many, number) for number in range(PRESSES // 2)][WARM:]
    _close(with_many)
    return [
        BenchRow(
            "Key press in a laboratory cell to repainted matrix, 5 trials, 95th percentile (50 ms)",
            _percentile95(presses),
            FLOOR_MS,
            LIMIT,
        ),
        BenchRow(
            "The same with 200 trials: longest block of the window, 95th percentile (50 ms)",
            _percentile95(blocks),
            FLOOR_MS,
            LIMIT,
        ),
    ]


def _page(trials: tuple[Trial, ...]) -> EligibilityPage:
    """Return the page with a case on screen, painted."""
    application = QApplication.instance() or QApplication(["bench"])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    theme.use_bundled_font(application)
    workspace = Workspace(Messages(), lambda: _TODAY)
    workspace.trials = trials
    page = EligibilityPage(workspace, theme.Theme(application))
    page.resize(1050, 700)
    page.show()
    make_smooth()
    workspace.show(Kept(grounded(sample_case())))
    _wait_until(lambda: workspace.comparison is not None and workspace.background.idle)
    page.go_to(page.model.heads[4].trial_id, "I12b")
    _wait_until(lambda: True)
    return page


def _close(page: EligibilityPage) -> None:
    page.workspace.background.close()
    page.close()
    page.deleteLater()


def _changed(case: Case, number: int) -> Case:
    """Return the case with other platelets, below and above the limit in turn."""
    (old,) = case.of("platelets")
    value = 60.0 + number % 2 * 30 + number / 100
    new = replace(old, value=exactly(value), value_text=plain(value))
    return with_observation(case, new, old)


def _pressed(page: EligibilityPage, number: int) -> float:
    """Return the milliseconds from an edit until the matrix has been painted."""
    workspace = page.workspace
    assert workspace.case is not None
    with Paints(page.matrix.viewport()) as seen:
        start = time.perf_counter()
        workspace.edit(_changed(workspace.case, number), "platelets")
        while not seen.count:
            QApplication.processEvents()
        taken = (time.perf_counter() - start) * 1e3
    QApplication.processEvents()
    return taken


def _longest_block(page: EligibilityPage, number: int) -> float:
    """Return the longest time in which the window could not answer after an edit."""
    workspace = page.workspace
    assert workspace.case is not None
    before, longest = workspace.comparison, 0.0
    start = time.perf_counter()
    workspace.edit(_changed(workspace.case, number), "platelets")
    longest = time.perf_counter() - start
    end = start + SETTLED
    while workspace.comparison is before or time.perf_counter() < end:
        time.sleep(0.0005)
        start = time.perf_counter()
        QApplication.processEvents()
        longest = max(longest, time.perf_counter() - start)
    return longest * 1e3


def _wait_until(done: Callable[[], bool]) -> None:
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if done() else None)
    timer.start(20)
    loop.exec()
    QApplication.processEvents()


def _percentile95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[18]


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name}: {row.ours_ms:.1f} / {row.floor_ms:.1f} = {row.ratio:.2f}")

"""Works out the strips along time: while they are seen, away from the screen, after a pause."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.background import IDLE, Background, Task
from ui.eligibility.ask_bar import AskBar

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison
    from hccreview.review.horizon import Horizon

_PAUSE_MS = 250  # while one types or slides, nothing is begun
_BREATH = 0.001  # seconds between two days of the worker: the screen goes first


class WhenWork(QObject):
    """Answers for the last comparison that was asked about; what is no longer wanted is dropped."""

    def __init__(self, background: Background, bar: AskBar, most: int) -> None:
        super().__init__()
        self._background, self._bar, self._most = background, bar, most
        self._comparison: Comparison | None = None
        self._trial = ""
        self._shown: tuple[Comparison, str] | None = None
        self._task: Task | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_PAUSE_MS)
        self.timer.timeout.connect(self._begin)
        bar.when_wanted.connect(self._ask)

    def follow(self, comparison: Comparison, trial_id: str) -> None:
        """Answer for a comparison; of many trials only for the one in front."""
        many = len(comparison.assessments) > self._most
        self._comparison, self._trial = comparison, trial_id if many else ""
        self._ask()

    def forget(self) -> None:
        """Answer nothing any more; the strips were cleared."""
        self._comparison = self._shown = None

    def _ask(self) -> None:
        wanted = (self._comparison, self._trial)
        if not self._bar.shows_when or self._comparison is None or wanted == self._shown:
            return
        if self._task is not None:
            self._task.cancel()
        self._shown = None  # going back to what was shown is a new question, too
        self._bar.wait_for_when()
        self.timer.start()

    def _begin(self) -> None:
        comparison, trial = self._comparison, self._trial
        if comparison is None:
            return
        wanted = comparison, trial
        one = (comparison.assessment(trial),) if trial else comparison.assessments
        asked = replace(comparison, assessments=one)

        def answered(found: tuple[Horizon, ...]) -> None:
            if found and wanted == (self._comparison, self._trial):
                self._shown = wanted
                self._show(found, asked)

        self._task = self._background.run(lambda task: _work(asked, task), answered, rank=IDLE)

    def _show(self, found: tuple[Horizon, ...], comparison: Comparison) -> None:
        from ui.eligibility.when import axis_marks, when_rows

        first, last = found[0].stretches[0].first, found[0].stretches[-1].last
        self._bar.show_when(when_rows(found, comparison), axis_marks(first, last), first)


def _work(comparison: Comparison, task: Task) -> tuple[Horizon, ...]:
    from hccreview.review.horizon import horizons

    def stopped() -> bool:
        time.sleep(_BREATH)
        return task.cancelled

    return horizons(comparison, stopped=stopped)

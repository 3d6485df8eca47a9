"""Charts and pictures made in the background; what was made once is kept.

Of several pictures that are asked for, only the last one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from ui.background import QUESTION, Background, Task
from ui.outcomes.picture import Picture

if TYPE_CHECKING:
    from hccreview.review.charts.adverse_events import AdverseEventView
    from hccreview.review.charts.model import OutcomeChart
    from hccreview.review.compare import Comparison
    from hccreview.trials.model import Trial

_MOST_PICTURES = 16  # of about 3 MB each on an ordinary screen
_MOST_CHARTS = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """A chart that is wanted; `comparison` only where the chart is about the case."""

    id: str
    trials: tuple[Trial, ...]
    view: AdverseEventView | None = None
    comparison: Comparison | None = None

    @property
    def key(self) -> Hashable:
        """What the chart depends on; a comparison goes by identity, as long as it is asked for."""
        trials = tuple(trial.digest for trial in self.trials)
        return self.id, trials, self.view, id(self.comparison) if self.comparison else None

    @property
    def case_code(self) -> str:
        """The code of the case that the chart is about; empty where it is about none."""
        return self.comparison.case.code if self.comparison is not None else ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is wanted: theme, width in logical pixels, pixels of the screen to each."""

    theme: Literal["light", "dark"]
    width: int
    ratio: float


class Drawing(QObject):
    """Makes charts, then pictures of them."""

    charted = Signal(object, object)
    drawn = Signal(object, object, object)

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._making: Task | None = None
        self._painting: Task | None = None
        self._painted: Hashable = None  # what is being painted
        self._charts: dict[Hashable, OutcomeChart] = {}
        # A picture goes by the identity of its chart, which is kept with it: no other takes it.
        self._pictures: dict[Hashable, tuple[OutcomeChart, Picture]] = {}

    def chart(self, asked: Asked) -> None:
        """Answer by `charted` (what was asked, the chart); nothing older is answered any more."""
        self._stop(self._making)
        self.stop_painting()
        kept = self._charts.get(asked.key)
        if kept is not None:
            self.charted.emit(asked, kept)
        else:
            self._making = self._run(
                lambda: made(asked), lambda chart: self._keep_chart(asked, chart)
            )

    def draw(self, chart: OutcomeChart, look: Look) -> None:
        """Answer by `drawn` (the chart, the look, the picture)."""
        key = id(chart), look
        if key == self._painted:
            return
        self.stop_painting()
        kept = self._pictures.pop(key, None)
        if kept is not None:
            self._pictures[key] = kept  # what was used last stays longest
            self.drawn.emit(chart, look, kept[1])
        else:
            self._painted = key
            self._painting = self._run(
                lambda: painted(chart, look), lambda found: self._keep_picture(chart, look, found)
            )

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> Task:
        return self._background.run(lambda _: work(), done, rank=QUESTION)

    def stop_painting(self) -> None:
        """Let a picture go that nobody wants any more."""
        self._stop(self._painting)
        self._painting = self._painted = None

    def _stop(self, task: Task | None) -> None:
        if task is not None:
            task.cancel()

    def _keep_chart(self, asked: Asked, chart: OutcomeChart) -> None:
        if asked.comparison is None:  # a case changes with every key: its charts are made anew
            _keep(self._charts, asked.key, chart, _MOST_CHARTS)
        self.charted.emit(asked, chart)

    def _keep_picture(self, chart: OutcomeChart, look: Look, picture: Picture) -> None:
        self._painting = self._painted = None
        _keep(self._pictures, (id(chart), look), (chart, picture), _MOST_PICTURES)
        self.drawn.emit(chart, look, picture)


def made(asked: Asked) -> OutcomeChart:
    """Return the chart that is wanted; statistics are loaded on first use."""
    from hccreview.review.charts.catalogue import make_chart

    if asked.view is not None:
        return make_chart(asked.id, asked.trials, view=asked.view)
    return make_chart(asked.id, asked.trials, comparison=asked.comparison)


def painted(chart: OutcomeChart, look: Look) -> Picture:
    """Return the picture of a chart; matplotlib is loaded on first use."""
    from hccreview.reports.figures.style import Style
    from ui.outcomes.canvas import picture_of

    return picture_of(chart, Style(theme=look.theme), look.width, look.ratio)


def _keep(store: dict[Hashable, Any], key: Hashable, value: object, most: int) -> None:
    store[key] = value
    while len(store) > most:
        del store[next(iter(store))]

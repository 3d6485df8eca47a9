"""Line and verdict strip of each case in view, worked out in the background and kept by version."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.background import IDLE, Task
from ui.comparing import comparison_of
from ui.wording import Mark
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.listing import CaseLine
    from hccreview.review.compare import Comparison

_KEPT = 2_000
_LIVE_MS = 80  # after the last key press: the matrix is painted first


@dataclass(frozen=True, slots=True)
class Strip:
    """Age, stage and scores in one line, and for each trial a sentence with its mark."""

    summary: str
    marks: tuple[tuple[str, Mark], ...] = ()


class Strips(QObject):
    """Answers with what is known; asks in the background for the cases that are in view."""

    ready = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._known: OrderedDict[str, tuple[int, Strip]] = OrderedDict()
        self._asked: dict[str, Task] = {}
        self.live = QTimer(self)
        self.live.setSingleShot(True)
        self.live.setInterval(_LIVE_MS)
        self.live.timeout.connect(self._take_current)
        workspace.comparison_changed.connect(self.live.start)

    def of(self, line: CaseLine) -> Strip | None:
        """Return what is known of a case, also where it has changed since; None: nothing yet."""
        known = self._known.get(line.code)
        return known[1] if known is not None else None

    def forget(self) -> None:
        """Keep nothing of what was worked out."""
        self._known.clear()

    def show(self, lines: Iterable[CaseLine]) -> None:
        """Work out what is not known of these lines, and stop asking for others."""
        in_view = {line.code: line.version for line in lines}
        for code in [code for code in self._asked if code not in in_view]:
            self._asked.pop(code).cancel()
        if not self.workspace.trials:
            return
        for code, version in in_view.items():
            known = self._known.get(code)
            if code not in self._asked and (known is None or known[0] != version):
                self._asked[code] = self._ask(code)

    def _ask(self, code: str) -> Task:
        return self.workspace.background.run(
            lambda _: self._worked_out(code),
            lambda found: self._take(code, *found),
            lambda _: self._take(code),  # what is wrong with the file, the list says
            rank=IDLE,
        )

    def _worked_out(self, code: str) -> tuple[int, Strip] | tuple[()]:
        store = self.workspace.saving.store
        found = store.stored(code) if store is not None else None
        if found is None:
            return ()
        day = self.workspace.day_of(found.case)
        return found.version, strip_of(comparison_of(found.case, self.workspace.trials, day))

    def _take(self, code: str, version: int | None = None, strip: Strip | None = None) -> None:
        self._asked.pop(code, None)
        if version is not None and strip is not None:
            self._keep(code, version, strip)

    def _take_current(self) -> None:
        """Show the current case as it is on screen, also before it is written."""
        workspace, comparison = self.workspace, self.workspace.comparison
        if comparison is None or workspace.kept is None or workspace.in_what_if:
            return
        if self._on_its_own_day(comparison, workspace.as_of):
            self._keep(comparison.case.code, -1, strip_of(comparison))

    def _on_its_own_day(self, comparison: Comparison, day: date | None) -> bool:
        return day == self.workspace.day_of(comparison.case)

    def _keep(self, code: str, version: int, strip: Strip) -> None:
        self._known[code] = version, strip
        self._known.move_to_end(code)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        self.ready.emit(code)


def strip_of(comparison: Comparison) -> Strip:
    """Return line and marks of a comparison."""
    from ui.cases import summary

    return Strip(summary.summary_of(comparison), summary.strip_of(comparison))

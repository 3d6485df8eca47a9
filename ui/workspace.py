"""What the window is about now: the cases at hand, the chosen one, its days, its comparison.

The medicine is imported on first use, so that the window is on screen before it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.messages import Messages
from ui.wording import Mark

if TYPE_CHECKING:
    from hccreview.clinical.case import Case
    from hccreview.review.compare import Comparison
    from hccreview.trials.model import Trial


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case of the list: its comparison on its own day gives the line and the verdict strip."""

    case: Case
    summary: str = ""
    strip: tuple[tuple[str, Mark], ...] = ()


class Workspace(QObject):
    """Intents are methods; signals say what is now true."""

    cases_changed = Signal()
    case_changed = Signal()
    comparison_changed = Signal()
    case_edited = Signal()
    field_requested = Signal(str)
    what_if_changed = Signal()

    def __init__(self, messages: Messages, today: Callable[[], date]) -> None:
        super().__init__()
        self.messages = messages
        self.trials: tuple[Trial, ...] = ()
        self.cases: tuple[ListedCase, ...] = ()
        self.case: Case | None = None
        self.as_of: date | None = None
        self.comparison: Comparison | None = None
        self.real_case: Case | None = None  # kept beside the case while "what if" is tried
        self._today = today
        self._undo: list[tuple[Case, Case, str]] = []
        self._redo: list[tuple[Case, Case, str]] = []

    @property
    def in_what_if(self) -> bool:
        """True while changes are only tried out."""
        return self.real_case is not None

    def edit(self, changed: Case, what: str) -> None:
        """Put a changed value in the place of the current case; `what` names the change."""
        if self.case is None or changed is self.case:
            return
        if not self.in_what_if:
            self._undo.append((self.case, changed, what))
            self._redo.clear()
        self._put_case(changed)

    def undo(self) -> None:
        """Take back the last change."""
        if self._undo and not self.in_what_if:
            before, after, what = self._undo.pop()
            self._redo.append((before, after, what))
            self._put_case(before)
            self.messages.done(f"Undone: {what}")

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self._redo and not self.in_what_if:
            before, after, what = self._redo.pop()
            self._undo.append((before, after, what))
            self._put_case(after)
            self.messages.done(f"Done again: {what}")

    def begin_what_if(self) -> None:
        """From now on changes are only tried out; nothing is saved."""
        if self.case is not None and not self.in_what_if:
            self.real_case = self.case
            self.what_if_changed.emit()

    def end_what_if(self) -> None:
        """Go back to the case as it is recorded."""
        if self.real_case is not None:
            recorded, self.real_case = self.real_case, None
            self._put_case(recorded)
            self.what_if_changed.emit()

    def request_field(self, field: str) -> None:
        """Ask the Case page to show a field (``platelets``, ``events`` or ``lesions.on``)."""
        self.field_requested.emit(field)

    def _put_case(self, case: Case) -> None:
        self.case = case
        self.case_edited.emit()
        self._compare()

    def load_trials(self) -> None:
        """Read the trial documents."""
        from hccreview.trials.library import read_library

        with self.messages.telling():
            self.trials = read_library()

    def load_samples(self) -> None:
        """Read the sample cases into the list."""
        from hccreview.exchange.case_file import read_case
        from resources import resource_path

        with self.messages.telling():
            paths = sorted(resource_path("cases").glob("*.yaml"))
            self.cases = tuple(ListedCase(read_case(path)) for path in paths)
        self.cases_changed.emit()

    def summarise(self) -> bool:
        """Work out line and strip of the next case that has none; False when all have one."""
        for row, listed in enumerate(self.cases):
            if not listed.summary:
                self._put(row, self._summarised(listed.case))
                return True
        return False

    def choose(self, code: str) -> None:
        """Make the case with a code the current one, on its own day."""
        if self.case is not None and self.case.code == code:
            return
        self.case = next(listed.case for listed in self.cases if listed.case.code == code)
        self.as_of = self._day_of(self.case)
        self.case_changed.emit()
        self._compare()

    def open_file(self, path: Path) -> None:
        """Read a case file, put its case into the list and choose it."""
        from hccreview.exchange.case_file import read_case

        with self.messages.telling():
            case = read_case(path)
            others = tuple(each for each in self.cases if each.case.code != case.code)
            self.cases = (self._summarised(case), *others)
            self.case = None
            self.cases_changed.emit()
            self.choose(case.code)

    def set_as_of(self, day: date) -> None:
        """Review the current case on another day."""
        if self.case is not None and day != self.as_of:
            self.as_of = day
            self._compare()

    def export(self, path: Path) -> None:
        """Write the workbook of the current comparison."""
        from hccreview import __version__
        from hccreview.reports.workbook import write_workbook

        if self.comparison is None:
            self.messages.problem("No case is open; choose one from the list first.")
            return
        with self.messages.telling():
            write_workbook(self.comparison, path, version=__version__)
            self.messages.done(f"The workbook was written: {path}")

    def _compare(self) -> None:
        with self.messages.telling():
            assert self.case is not None and self.as_of is not None
            self.comparison = self._comparison(self.case, self.as_of)
            self.comparison_changed.emit()

    def _comparison(self, case: Case, day: date) -> Comparison:
        from hccreview.clinical.case import anchors_of
        from hccreview.review.compare import compare

        return compare(case, self.trials, anchors_of(case, day))

    def _day_of(self, case: Case) -> date:
        return case.as_of or self._today()

    def _summarised(self, case: Case) -> ListedCase:
        from ui.cases.summary import strip_of, summary_of

        comparison = self._comparison(case, self._day_of(case))
        return ListedCase(case, summary_of(comparison), strip_of(comparison))

    def _put(self, row: int, listed: ListedCase) -> None:
        cases = list(self.cases)
        cases[row] = listed
        self.cases = tuple(cases)
        self.cases_changed.emit()

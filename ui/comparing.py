"""What the window asks of the medicine; each function may run away from the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hccreview.errors import ReviewError
from ui.background import Background, Task
from ui.messages import Messages, Offer

if TYPE_CHECKING:
    from db.store import Store
    from hccreview.clinical.case import Case
    from hccreview.review.compare import Comparison
    from hccreview.trials.model import Trial

_AT_ONCE = 20  # so many trials are compared between two key presses; more in the background


@dataclass(frozen=True, slots=True)
class Telling:
    """What a workbook may tell of the person: nothing where it is de-identified, or its texts."""

    deidentified: bool = False
    free_text: bool = False


class Comparing(QObject):
    """Compares the case on screen with the trials; of a background answer, only the last counts."""

    compared = Signal(object)

    def __init__(self, background: Background, messages: Messages) -> None:
        super().__init__()
        self._background, self._messages = background, messages
        self._task: Task | None = None

    def ask(self, case: Case | None, trials: tuple[Trial, ...], day: date | None) -> None:
        """Answer by `compared`, at once where the trials are few."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if case is None or day is None or not trials:
            return
        if len(trials) > _AT_ONCE:
            self._task = self._background.run(
                lambda _: comparison_of(case, trials, day), self.compared.emit
            )
            return
        with self._messages.telling():
            self.compared.emit(comparison_of(case, trials, day))

    def write(
        self,
        comparison: Comparison | None,
        trials: frozenset[str],
        path: Path,
        telling: Telling,
        store: Store | None,
    ) -> None:
        """Write the workbook of some trials (none: of all) in the background; tell where it is.

        The local protocols in force are those of `store`.
        """
        if comparison is None:
            self._messages.problem("No case is open; choose one from the list first.")
            return
        wanted = comparison

        def done(_: None) -> None:
            self._messages.done(f"The workbook was written: {path}", Offer("Open file", opened))

        def opened() -> None:
            if not show_file(path):
                self._messages.problem(f"No program was found that opens {path}.")

        self._background.run(
            lambda task: write_workbook(only(wanted, trials), path, telling, task, store),
            done,
            title=f"Writing {path.name}",
        )


def read_trials(prepared: Path | None) -> tuple[Trial, ...]:
    """Return the bundled trials, kept ready in the folder `prepared`; raises ReviewError."""
    if prepared is None:
        from hccreview.trials.library import read_library

        return read_library()
    from hccreview.trials.prepared import prepared_library

    return prepared_library(prepared)


def comparison_of(case: Case, trials: tuple[Trial, ...], day: date) -> Comparison:
    """Return what the trials say of a case on a day; raises ReviewError."""
    from hccreview.clinical.case import anchors_of
    from hccreview.meeting.standing import compared

    return compared(case, trials, anchors_of(case, day))


def only(comparison: Comparison, trials: frozenset[str]) -> Comparison:
    """Return a comparison with some of its trials; with all where none is named."""
    if not trials:
        return comparison
    kept = tuple(each for each in comparison.assessments if each.trial.id in trials)
    return replace(comparison, assessments=kept)


def write_workbook(
    comparison: Comparison, path: Path, telling: Telling, task: Task, store: Store | None
) -> None:
    """Write the workbook of a comparison; raises ReviewError where that is not possible.

    Nothing is written of a case that was damaged in the `store`.
    """
    from hccreview import __version__
    from hccreview.reports import workbook
    from hccreview.review.schedule.build import planned_schedules
    from ui.leaving import refuse_damaged
    from ui.planning_choice import chosen_planning

    refuse_damaged(store, comparison.case.code)
    stored = store.local_protocols() if store is not None else ()
    protocols = {each.protocol.trial: each.protocol for each in stored}
    decisions = store.board.seals(comparison.case.code) if store is not None else ()

    def told(done: int, total: int) -> None:
        if task.cancelled:
            raise ReviewError("The export was stopped; nothing was written.")
        task.told(done, total)

    workbook.write_workbook(
        comparison,
        path,
        version=__version__,
        deidentified=telling.deidentified,
        free_text=telling.free_text,
        told=told,
        schedules=planned_schedules(comparison, chosen_planning(), protocols),
        figures=True,
        sealed=decisions[0].newest if decisions else None,
    )


def show_file(path: Path) -> bool:
    """Open a file with the program that the system has for it; False where there is none."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

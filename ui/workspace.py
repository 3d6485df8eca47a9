"""What the window is about now: the chosen case, its days, its comparison, and how it changes.

The medicine is imported on first use, so that the window is on screen before it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.comparing import Comparing, Telling, read_trials
from ui.history import History, Kept, Step
from ui.messages import Messages, Offer
from ui.opening import Opening
from ui.saving import Saving

if TYPE_CHECKING:
    from hccreview.clinical.case import Case
    from hccreview.review.compare import Comparison
    from hccreview.trials.model import Trial


class Workspace(QObject):
    """Intents are methods; signals say what is now true.

    `case` is what is on screen (tried out or recorded), `kept` the case as it is recorded, and
    `wanted` the code of one that is being read.
    """

    opened = Signal(bool)
    not_opened = Signal(str)
    cases_changed = Signal()
    case_changed = Signal()
    comparison_changed = Signal()
    case_edited = Signal()
    field_requested = Signal(str)
    what_if_changed = Signal()
    closing = Signal()
    closed = Signal()

    def __init__(
        self,
        messages: Messages,
        today: Callable[[], date],
        clock: Callable[[], time] = lambda: datetime.now().time().replace(second=0, microsecond=0),
    ) -> None:
        super().__init__()
        self.messages, self.today, self.clock = messages, today, clock
        self.background = Background(messages)
        self.saving = Saving(self.background)
        self.history = History()
        self.opening = Opening(self)
        self.trials: tuple[Trial, ...] = ()
        self.kept: Kept | None = None
        self.case: Case | None = None
        self.as_of: date | None = None
        self.comparison: Comparison | None = None
        self.real_case: Case | None = None  # kept beside the case while "what if" is tried
        self._real_day: date | None = None
        self.wanted = ""
        self.user = ""  # the name that was chosen for who uses the program
        self._comparing = Comparing(self.background, messages)
        self._comparing.compared.connect(self._compared)
        self.saving.written.connect(self.cases_changed)
        self.saving.refused.connect(self._not_written)

    def open(self, path: Path, last_case: str = "", prepared: Path | None = None) -> None:
        """Read the trials and open the store; then show the last case, else the first one."""
        self.background.run(lambda _: read_trials(prepared), self._take_trials)
        self.opening.open(path, last_case)

    def close(self, *, anyway: bool = False) -> bool:
        """Write what waits and let go of the store, unless something could not be written."""
        if not self.write_all() and not anyway:
            return False
        self.background.close()
        self.saving.close()
        self.closed.emit()
        return True

    def write_all(self) -> bool:
        """Write what waits; False where something could not be written."""
        self.closing.emit()
        self.saving.flush()
        self.background.finish()
        return not (self.saving.unsaved and self.saving.store is not None)

    def forget(self) -> None:
        """Let go of the store and of all that was read from it."""
        self.show(None)
        self.saving.close()
        self.history.clear()

    def _take_trials(self, trials: tuple[Trial, ...]) -> None:
        self.trials = trials
        self._compare()

    def load_trials(self) -> None:
        """Read the trial documents at once."""
        with self.messages.telling():
            self._take_trials(read_trials(None))

    def choose(self, code: str) -> None:
        """Make the case with a code the current one, on its own day; of a closed store, none."""
        if self.saving.store is None:
            return
        if self.kept is not None and self.kept.code == code:
            self.wanted = ""  # what was still being read is no longer asked for
            return
        self.wanted = code
        self.saving.flush()
        if code in self.saving.unsaved:
            self.show(self.saving.unsaved[code])
            return
        self.background.run(lambda _: self.saving.fetch(code), self._arrived, self._gone)

    def reload(self) -> None:
        """Read the current case again and give up what could not be written of it."""
        if self.kept is not None:
            code, self.kept = self.kept.code, None
            self.saving.drop(code)
            self.history.forget(frozenset({code}))
            self.choose(code)

    def show(self, kept: Kept | None) -> None:
        """Show a case, or that none is open."""
        self._leave_what_if()
        self.wanted = ""
        self.kept, self.case = kept, kept.case if kept is not None else None
        self.as_of = self.day_of(self.case) if self.case is not None else None
        self.comparison = None
        self.case_changed.emit()
        self._compare()

    def set_as_of(self, day: date) -> None:
        """Review the current case on another day."""
        if self.case is not None and day != self.as_of:
            self.as_of = day
            self._compare()

    def day_of(self, case: Case) -> date:
        """Return the day on which a case is reviewed."""
        return case.as_of or self.today()

    def request_field(self, field: str) -> None:
        """Ask the Case page to show a field (``platelets``, ``events`` or ``lesions.on``)."""
        self.field_requested.emit(field)

    def _arrived(self, kept: Kept) -> None:
        left = self.history.left(kept.code)
        if left is not None and left.case != kept.case:  # changed elsewhere: nothing to go back to
            self.history.forget(frozenset({kept.code}))
        if kept.code == self.wanted:
            self.show(kept)

    def _gone(self, sentence: str) -> None:
        self.messages.problem(sentence)
        self.cases_changed.emit()

    def edit(self, changed: Case, what: str) -> None:
        """Put a changed value in the place of the current case; `what` names the change."""
        if self.case is None or changed is self.case:
            return
        if self.in_what_if or self.kept is None:
            self._put_case(changed)
            return
        self.do(Step(what, ((self.kept, replace(self.kept, case=changed)),)))

    def amend(self, step: Step | None, changed: Case, what: str) -> Step | None:
        """Edit while a value is being typed: what `step` did gives way, as if never done.

        Returns the step to be amended next; None where nothing is different any more, or where
        it is only tried out. The store waits until `saving.end_visit`, or for a pause.
        """
        if self.in_what_if or self.kept is None:
            self._put_case(changed)
            return None
        before = step.pairs[0][0] if step is not None else self.kept
        assert before is not None
        if step is not None and changed == before.case:
            self._take_back(step)
            return None
        made = Step(what, ((before, replace(self.kept, case=changed)),))
        if step is None or not self.history.amend(step, made):
            self.saving.flush()  # what was done before is no part of the visit
            self.history.push(made)
        self._apply(made, more=True)
        return made

    def _take_back(self, step: Step) -> None:
        if self.history.amend(step, None):
            self._apply(step.reversed(), keep=not self.saving.withdraw(step))
        else:  # something else was done meanwhile
            self.do(step.reversed())

    def do(self, step: Step) -> None:
        """Make a change that can be undone: it is shown at once and written in the background."""
        self.history.push(step)
        self._apply(step)

    def undo(self) -> None:
        """Take back the last change."""
        step = None if self.in_what_if else self.history.back()
        if step is not None:
            self._apply(step.reversed())
            self.messages.done(f"Undone: {step.what}")

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        step = None if self.in_what_if else self.history.forward()
        if step is not None:
            self._apply(step)
            self.messages.done(f"Done again: {step.what}")

    def _apply(self, step: Step, *, more: bool = False, keep: bool = True) -> None:
        if keep:
            self.saving.keep(step, more=more)
        current = self.kept.code if self.kept is not None else None
        for before, after in step.pairs:
            if before is not None and before.code == current:
                self._follow(after)
                return
        shown = next((after for _, after in step.pairs if after is not None), None)
        if shown is not None and not shown.archived:
            self.show(shown)

    def _follow(self, after: Kept | None) -> None:
        """Show what a change made of the current case."""
        if after is None or self.kept is None:
            self.show(None)
            return
        renamed, self.kept = after.code != self.kept.code, after
        self._leave_what_if()
        self._put_case(after.case)
        if renamed:
            self.case_changed.emit()

    def _put_case(self, case: Case) -> None:
        if self.case is not None and case.as_of != self.case.as_of:
            self.as_of = self.day_of(case)
        self.case = case
        self.case_edited.emit()
        self._compare()

    def _not_written(self, step: Step, problem: str) -> None:
        is_open = self.kept is not None and self.kept.code in step.codes
        if not step.edits:
            self.history.forget(step.codes)
            self.cases_changed.emit()
        if not step.edits and not is_open:
            self.saving.forget_versions(step.codes)
            self.messages.problem(problem)
        elif "meanwhile" in problem:
            self.messages.problem(problem, Offer("Read it again", self.reload))
        else:
            self.messages.problem(f"Not saved: {problem}", Offer("Try again", self.saving.retry))

    @property
    def in_what_if(self) -> bool:
        """True while changes are only tried out."""
        return self.real_case is not None

    def begin_what_if(self) -> None:
        """From now on changes are only tried out; nothing is saved."""
        if self.case is not None and not self.in_what_if:
            self.real_case, self._real_day = self.case, self.as_of
            self.what_if_changed.emit()

    def end_what_if(self) -> None:
        """Go back to the case as it is recorded, on the day it was reviewed."""
        if self.real_case is not None:
            self.case, self.as_of = self.real_case, self._real_day
            self._leave_what_if()
            self.case_edited.emit()
            self._compare()

    def _leave_what_if(self) -> None:
        if self.real_case is not None:
            self.real_case = None
            self.what_if_changed.emit()

    def export(
        self,
        path: Path,
        trials: frozenset[str] = frozenset(),
        *,
        deidentified: bool = False,
        free_text: bool = False,
    ) -> None:
        """Write the workbook of the current comparison; of some trials, or of all."""
        told = Telling(deidentified, free_text)
        self._comparing.write(self.comparison, trials, path, told, self.saving.store)

    def _compare(self) -> None:
        self._comparing.ask(self.case, self.trials, self.as_of)

    def _compared(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.comparison_changed.emit()

"""What is done with whole cases: new, duplicate, rename, archive, delete, import, export.

Each change is a step that can be undone, so nothing asks "are you sure?" – except the deletion of a
case that takes along what cannot be brought back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hccreview.errors import ReviewError
from ui.background import Task
from ui.cases.taken_along import (
    SEALED,
    Parting,
    samples_left,
    samples_removed,
    taken_along,
    warning,
)
from ui.history import Kept, Step
from ui.messages import Offer
from ui.wording import plural
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.listing import CaseTies
    from db.store import Store

_NAMED = 3


class CaseActions(QObject):
    """Turns intents about cases into steps of the workspace."""

    case_made = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        # Asked before a case of the user's is made: the window asks how the data are protected.
        self.ask_first: Callable[[Callable[[], None]], None] = lambda go: go()

    def new(self) -> None:
        """Make an empty case under the next free code."""
        self.ask_first(self._new)

    def _new(self) -> None:
        def work(_: Task) -> Kept:
            from hccreview.clinical.case import Case

            return Kept(Case(self._free("CASE-{}", 1)))

        self.workspace.background.run(work, lambda kept: self._make("new case", kept))

    def duplicate(self, code: str) -> None:
        """Make a copy of a case under a code of its own; a copy of a sample is the user's."""
        self.ask_first(lambda: self._duplicate(code))

    def _duplicate(self, code: str) -> None:
        def made(kept: Kept) -> None:
            self._make(f"copy of {code}", kept)

        def work(_: Task) -> Kept:
            kept = self._recorded(code)
            new_code = self._free(f"{code}-copy" + "{}", 1)
            return Kept(replace(kept.case, code=new_code))

        self.workspace.background.run(work, made)

    def rename(self, code: str, new_code: str) -> None:
        """Give a case another code."""

        def renamed(kept: Kept) -> None:
            after = replace(kept, case=replace(kept.case, code=new_code))
            self.workspace.do(Step(f"{code} renamed to {new_code}", ((kept, after),)))

        self._with(code, renamed, free=new_code)

    def put_away(self, code: str) -> None:
        """Archive a case, or bring an archived one back into the list."""

        def done(kept: Kept) -> None:
            word = "brought back" if kept.archived else "archived"
            after = replace(kept, archived=not kept.archived)
            self._told(Step(f"{code} {word}", ((kept, after),)))

        self._with(code, done)

    def delete(self, code: str) -> None:
        """Delete a case; what goes with it does not come back, so that is asked about first."""

        def work(_: Task) -> tuple[Kept, CaseTies]:
            return self._recorded(code), self._open_store().ties(code)

        def found(answer: tuple[Kept, CaseTies]) -> None:
            self._delete(self._shown(answer[0]), answer[1])

        self.workspace.saving.flush()
        self.workspace.background.run(work, found)

    def remove_samples(self) -> None:
        """Delete all sample cases in one step, with the sample meeting; sealed ones stay."""

        def work(_: Task) -> Parting:
            from ui.sample_meeting import remove_sample_meeting

            store = self._open_store()
            samples = self.workspace.saving.samples()
            ties = tuple(store.ties(kept.code) for kept in samples)
            return Parting(samples, ties, remove_sample_meeting(store))

        self.workspace.saving.flush()
        self.workspace.background.run(work, self._part)

    def import_files(self, paths: list[Path]) -> None:
        """Read case files and add their cases; what is at fault is told, the rest is added."""
        self.ask_first(lambda: self._import(paths))

    def _import(self, paths: list[Path]) -> None:
        title = f"Importing {plural(len(paths), 'file', 'files')}"
        run = self.workspace.background.run
        run(lambda task: self._read(paths, task), lambda found: self._add(*found), title=title)

    def export(self, code: str, path: Path) -> None:
        """Write a case file."""
        from ui.leaving import leave

        def work() -> None:
            from hccreview.exchange.case_file import write_case

            write_case(self._recorded(code).case, path)

        def done() -> None:
            self.workspace.messages.done(f"The case file was written: {path}")

        self.workspace.saving.flush()
        leave(self.workspace, (code,), done, work)

    # ------------------------------------------------------------------ on the worker

    def _recorded(self, code: str) -> Kept:
        return self.workspace.saving.fetch(code, seen=False)

    def _open_store(self) -> Store:
        store = self.workspace.saving.store
        if store is None and self.workspace.opening.is_locked:
            raise ReviewError("The store is locked; enter its passphrase first.")
        if store is None:  # what is typed would be lost
            raise ReviewError(
                "No store is open, so no case can be made or read in; start the program with"
                " another file: --database PATH."
            )
        return store

    def _taken(self, code: str) -> bool:
        return self._open_store().stored(code) is not None

    def _free(self, pattern: str, number: int) -> str:
        code = pattern.format("" if number == 1 and "copy" in pattern else number)
        return self._free(pattern, number + 1) if self._taken(code) else code

    def _read(self, paths: list[Path], task: Task) -> tuple[list[Kept], list[str], list[str]]:
        from hccreview.exchange.case_file import read_case

        new: list[Kept] = []
        there: list[str] = []
        problems: list[str] = []
        self._open_store()
        for number, path in enumerate(paths):
            task.told(number, len(paths))
            if task.cancelled:
                break
            try:
                case = read_case(path)
                self._sort_in(Kept(case), new, there)
            except ReviewError as error:
                problems.append(str(error))
        return new, there, problems

    def _sort_in(self, kept: Kept, new: list[Kept], there: list[str]) -> None:
        found = self._open_store().case(kept.code)
        if found is None and kept.code not in {other.code for other in new}:
            new.append(kept)
        elif found == kept.case:
            there.append(kept.code)
        else:
            raise ReviewError(
                f"There is another case {kept.code} already; rename it, or the one in the file,"
                " and import again."
            )

    # ------------------------------------------------------------------ on the screen

    def _with(self, code: str, done: Callable[[Kept], None], free: str = "") -> None:
        """Hand the case as it is on screen, else as it is recorded, to `done`."""

        def work(_: Task) -> Kept:
            if free and self._taken(free):
                raise ReviewError(f"There is a case {free} already; choose another code.")
            return self._recorded(code)

        self.workspace.saving.flush()
        self.workspace.background.run(work, lambda recorded: done(self._shown(recorded)))

    def _shown(self, recorded: Kept) -> Kept:
        """Return the case as it is on screen or waits to be written, else as it is recorded."""
        kept, unsaved = self.workspace.kept, self.workspace.saving.unsaved
        if kept is not None and kept.code == recorded.code:
            return kept
        return unsaved.get(recorded.code, recorded)

    def _delete(self, kept: Kept, ties: CaseTies) -> None:
        code, messages = kept.code, self.workspace.messages
        step = Step(f"{code} deleted", ((kept, None),))
        along = taken_along([ties])
        if ties.sealed:
            archive = Offer("Archive it", lambda: self.put_away(code))
            messages.problem(f"{code} {SEALED}", None if kept.archived else archive)
        elif along:
            offer = Offer(f"Delete {code}", lambda: self._told(step))
            messages.problem(warning(code, along), offer)
        else:
            self._told(step)

    def _part(self, parting: Parting) -> None:
        """Tell which sample cases go and which stay."""
        messages, gone = self.workspace.messages, parting.gone
        told = samples_left([kept.code for kept in parting.left])
        if gone:
            number = plural(len(gone), "sample case", "sample cases")
            step = Step(f"{number} removed", tuple((kept, None) for kept in gone))
            words = samples_removed(len(gone), parting.meeting, parting.along)
            self._told(step, f"{words} {told}".strip())
        else:
            messages.done(told or "There are no sample cases.")

    def _told(self, step: Step, words: str = "") -> None:
        self.workspace.do(step)
        offer = Offer("Undo", self.workspace.undo)
        self.workspace.messages.done(words or f"{step.what[:1].upper()}{step.what[1:]}.", offer)

    def _make(self, what: str, kept: Kept) -> None:
        self.workspace.do(Step(what, ((None, kept),)))
        self.case_made.emit()

    def _add(self, new: list[Kept], there: list[str], problems: list[str]) -> None:
        if new:
            words = plural(len(new), "case", "cases")
            self.workspace.do(Step(f"import of {words}", tuple((None, kept) for kept in new)))
        elif there:
            self.workspace.choose(there[0])
        told = [f"Imported: {_names([kept.code for kept in new])}."] if new else []
        told += [f"Already there: {_names(there)}."] if there else []
        if problems:
            self.workspace.messages.problem(" ".join([*told, *problems[:_NAMED]]))
        elif told:
            self.workspace.messages.done(" ".join(told))


def _names(codes: list[str]) -> str:
    more = len(codes) - _NAMED
    return ", ".join(codes[:_NAMED]) + (f" and {more} more" if more > 0 else "")

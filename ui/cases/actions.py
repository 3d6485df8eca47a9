"""What is done with whole cases: new, duplicate, rename, archive, delete, import, export.

Each change is a step that can be undone, so nothing asks "are you sure?".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hccreview.errors import ReviewError
from ui.background import Task
from ui.history import Kept, Step
from ui.messages import Offer
from ui.wording import plural
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.store import Store

_NAMED = 3


class CaseActions(QObject):
    """Turns intents about cases into steps of the workspace."""

    case_made = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace

    def new(self) -> None:
        """Make an empty case under the next free code."""

        def work(_: Task) -> Kept:
            from hccreview.clinical.case import Case

            return Kept(Case(self._free("CASE-{}", 1)))

        self.workspace.background.run(work, lambda kept: self._make("new case", kept))

    def duplicate(self, code: str) -> None:
        """Make a copy of a case under a code of its own; a copy of a sample is the user's."""

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
        """Delete a case; it can be taken back."""
        self._with(code, lambda kept: self._told(Step(f"{code} deleted", ((kept, None),))))

    def remove_samples(self) -> None:
        """Delete all sample cases in one step."""

        def removed(samples: tuple[Kept, ...]) -> None:
            if not samples:
                self.workspace.messages.done("There are no sample cases.")
                return
            words = plural(len(samples), "sample case", "sample cases")
            self._told(Step(f"{words} removed", tuple((kept, None) for kept in samples)))

        self.workspace.background.run(lambda _: self.workspace.saving.samples(), removed)

    def import_files(self, paths: list[Path]) -> None:
        """Read case files and add their cases; what is at fault is told, the rest is added."""
        title = f"Importing {plural(len(paths), 'file', 'files')}"
        run = self.workspace.background.run
        run(lambda task: self._read(paths, task), lambda found: self._add(*found), title=title)

    def export(self, code: str, path: Path) -> None:
        """Write a case file."""

        def work(_: Task) -> None:
            from hccreview.exchange.case_file import write_case

            write_case(self._recorded(code).case, path)

        def done(_: None) -> None:
            self.workspace.messages.done(f"The case file was written: {path}")

        self.workspace.saving.flush()
        self.workspace.background.run(work, done)

    # ------------------------------------------------------------------ on the worker

    def _recorded(self, code: str) -> Kept:
        return self.workspace.saving.fetch(code, seen=False)

    def _open_store(self) -> Store:
        store = self.workspace.saving.store
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

        def found(recorded: Kept) -> None:
            kept = self.workspace.kept
            shown = kept if kept is not None and kept.code == code else None
            done(shown or self.workspace.saving.unsaved.get(code) or recorded)

        self.workspace.saving.flush()
        self.workspace.background.run(work, found)

    def _told(self, step: Step) -> None:
        self.workspace.do(step)
        offer = Offer("Undo", self.workspace.undo)
        self.workspace.messages.done(f"{step.what[:1].upper()}{step.what[1:]}.", offer)

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

"""The store as the window uses it: changes are written as they are made, in order, and told.

While a value is being typed, the store waits for the end of the visit, so that it holds what was
meant and one audit line. Who stops typing for a while and stays gets what stands there written.
Until then the sentence is "Saving …", never "Saved".
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from hccreview.errors import ReviewError
from ui.background import Background
from ui.history import Kept, Pair, Step

if TYPE_CHECKING:
    from db.listing import StoredCase
    from db.passphrase import Secret
    from db.store import Store

_PAUSE = 2000  # ms without a key; so much of a visit is lost at most when the power fails


class Saving(QObject):
    """Writes steps in the background; what could not be written is kept in `unsaved`.

    `state_changed`: saved, saving or not saved. `written`: the list may look different now.
    `refused`: a step was not written (wholly), with the sentence why.
    """

    state_changed = Signal()
    written = Signal()
    refused = Signal(object, str)

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.store: Store | None = None
        self.unsaved: dict[str, Kept] = {}
        self.problem = ""
        self._background = background
        self._waiting = self._elsewhere = 0
        self._newest: dict[str, Step] = {}
        self._edits: dict[str, Step] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.flush)
        self._versions: dict[str, int] = {}  # the worker's own: what the user saw, by code

    @property
    def sentence(self) -> str:
        """What the status bar says: saved, saving, or why not."""
        if self.waiting:
            return "Saving …"
        if self.gone:
            return f"Not saved: {self.gone}"
        if self.unsaved and self.problem:
            return f"Not saved: {self.problem}"
        return f"Read-only: {self.read_only}" if self.read_only else "Saved"

    @property
    def read_only(self) -> str:
        """Why nothing can be saved in the open store, empty where it can."""
        return self.store.read_only if self.store is not None else ""

    @property
    def gone(self) -> str:
        """Why the file of the open store is not there any more, as found last; empty where it is.

        What is typed is then written to what is still open, and `ui.rescue` offers to save it.
        """
        return self.store.gone if self.store is not None else ""

    @property
    def waiting(self) -> bool:
        """True while something is about to be written."""
        return bool(self._waiting or self._elsewhere or self._edits)

    def count_elsewhere(self, more: int) -> None:
        """Count what others hand to the store: so many writings more, or fewer."""
        self._elsewhere += more
        self.state_changed.emit()

    # ------------------------------------------------------------------- on the worker

    def begin(
        self, path: Path, last_case: str, passphrase: Secret | None = None
    ) -> tuple[bool, Kept | None]:
        """Open the store; return whether it is new, and the last case, else the first one."""
        store = self.open(path, passphrase)
        found = store.stored(last_case) if last_case else None
        if found is not None and not found.archived:
            return store.made, self._seen(found)
        code = next((line.code for line in store.cases(limit=1).lines), "")
        return store.made, self.fetch(code) if code else None

    def open(self, path: Path, passphrase: Secret | None = None) -> Store:
        """Open the store; a new one receives the sample cases. Raises ReviewError."""
        from db.store import open_store
        from ui.commands.clock import now

        self.store = open_store(path, today=now, passphrase=passphrase)
        self.store.goes_on = True
        if self.store.made:
            from ui.commands.cases import sample_cases

            self.store.import_samples(sample_cases())
        return self.store

    def add_sample_meeting(self) -> None:
        """Add the sample meeting to a new store; the window does not wait for it."""
        if self.store is not None:
            from ui.sample_meeting import add_sample_meeting

            add_sample_meeting(self.store)

    def fetch(self, code: str, *, seen: bool = True) -> Kept:
        """Read a case; `seen`: a later save is about this version. Raises ReviewError."""
        found = self.store.stored(code) if self.store is not None else None
        if found is None:
            raise ReviewError(f"There is no case {code} any more; it was deleted meanwhile.")
        return self._seen(found, seen=seen)

    def _seen(self, found: StoredCase, *, seen: bool = True) -> Kept:
        if seen:
            self._versions[found.case.code] = found.version
        else:
            self._versions.setdefault(found.case.code, found.version)
        return Kept(found.case, found.archived, found.sample)

    def samples(self) -> tuple[Kept, ...]:
        """Read all sample cases. Raises ReviewError."""
        found = self.store.samples() if self.store is not None else ()
        for stored in found:
            self._versions.setdefault(stored.case.code, stored.version)
        return tuple(Kept(each.case, each.archived, each.sample) for each in found)

    def erase(self, code: str) -> None:
        """Erase a patient as the user saw the case; the file is still to be cleaned then.

        Raises ReviewError where it was changed meanwhile, or cannot be erased.
        """
        assert self.store is not None
        self.store.erase(code, seen_version=self._version(self.store, code))
        self._versions.pop(code, None)

    def _write(self, step: Step) -> tuple[tuple[Pair, ...], str]:
        """Write a step; return the pairs that were written, and why the rest was not."""
        assert self.store is not None
        done: list[Pair] = []
        for before, after in step.pairs:
            try:
                self._put(self.store, before, after)
            except ReviewError as error:
                return tuple(done), str(error)
            done.append((before, after))
        return tuple(done), ""

    def _put(self, store: Store, before: Kept | None, after: Kept | None) -> None:
        if before is None:
            assert after is not None
            self._add(store, after)
            return
        code, version = before.code, self._version(store, before.code)
        if after is None:
            store.delete(code, seen_version=version)
            self._versions.pop(code, None)
            return
        if after.code != code:
            version = store.rename(code, after.code, seen_version=version)
            self._versions.pop(code, None)
            if store.case(after.code) != after.case:
                version = store.save_case(after.case, seen_version=version)
        elif after.archived != before.archived:
            put_away = store.archive if after.archived else store.restore
            version = put_away(code, seen_version=version)
        else:
            version = store.save_case(after.case, seen_version=version)
        self._versions[after.code] = version

    def _add(self, store: Store, kept: Kept) -> None:
        if kept.sample and store.import_samples((kept.case,)):
            version = self._version(store, kept.code)
        else:
            version = store.save_case(kept.case, seen_version=None)
        if kept.archived:
            version = store.archive(kept.code, seen_version=version)
        self._versions[kept.code] = version

    def _version(self, store: Store, code: str) -> int:
        if code not in self._versions:
            self.fetch(code)
        return self._versions[code]

    # ------------------------------------------------------------------- on the screen

    def keep(self, step: Step, *, more: bool = False) -> None:
        """Write a step after what came before; of one key press, one change of a case is enough.

        `more`: the value is still being typed, so it is written at `end_visit`, or after a pause.
        """
        if self.store is None:
            return
        if step.edits:
            (code,) = step.codes
            self._newest[code] = self._edits[code] = step
            self._soon.start(_PAUSE if more else 0)
        else:
            self.flush()
            self._hand_over(step)
        self.state_changed.emit()

    def end_visit(self) -> None:
        """Write soon what waited for the end of the typing."""
        if self._edits:
            self._soon.start(0)

    def withdraw(self, step: Step) -> bool:
        """Give up a step that was not handed over; False where there is something to put right."""
        (code,) = step.codes
        if self._edits.get(code) is not step or self._waiting or code in self.unsaved:
            return False
        del self._edits[code]
        self.state_changed.emit()
        return True

    def flush(self) -> None:
        """Hand over the changes that wait for the end of the key press or of the typing."""
        self._soon.stop()
        edits, self._edits = self._edits, {}
        for step in edits.values():
            self._hand_over(step)

    def close(self) -> None:
        """Let go of the store."""
        if self.store is not None:
            self.store.close()
            self.store = None
            self._newest.clear()
            self._versions.clear()

    def _hand_over(self, step: Step) -> None:
        self._waiting += 1
        self._background.run(lambda _: self._write(step), lambda answer: self._kept(step, answer))

    def retry(self) -> None:
        """Write again what could not be written."""
        for kept in tuple(self.unsaved.values()):
            self.keep(Step("try again", ((kept, kept),)))

    def forget_versions(self, codes: frozenset[str]) -> None:
        """See cases anew: what was seen of them is out of date."""
        self._background.run(lambda _: [self._versions.pop(code, None) for code in codes])

    def drop(self, code: str) -> None:
        """Give up what could not be written of a case."""
        self.unsaved.pop(code, None)
        self.state_changed.emit()

    def _kept(self, step: Step, answer: tuple[tuple[Pair, ...], str]) -> None:
        done, problem = answer
        self._waiting -= 1
        for before, after in done:
            self._forget_unsaved(step, before, after)
        if problem:
            self._not_kept(step, problem)
        self.state_changed.emit()
        if done:
            self.written.emit()

    def _forget_unsaved(self, step: Step, before: Kept | None, after: Kept | None) -> None:
        """Forget what is written now; putting a case away writes none of its values."""
        if before is not None and (after is None or after.code != before.code):
            self.unsaved.pop(before.code, None)
        if step.edits and after is not None and self._newest.get(after.code) is step:
            self.unsaved.pop(after.code, None)

    def _not_kept(self, step: Step, problem: str) -> None:
        self.problem = problem
        if step.edits and (after := step.pairs[0][1]) is not None:
            self.unsaved[after.code] = after
        self.refused.emit(step, problem)

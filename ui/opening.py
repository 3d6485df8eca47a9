"""The store of the window: opened, locked, opened again, rewritten with another passphrase.

The passphrase lives with the open store only; to lock is to close the store and to let go of all
that was read from it. The computer's memory is not wiped: until the program is closed, who can read
that memory may find pieces of it, and the key.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from db.condition import Condition
    from db.passphrase import LockedStore, Secret
    from ui.history import Kept
    from ui.workspace import Workspace

Begun = tuple[bool, "Kept | None"]


class Opening(QObject):
    """`locked`: a passphrase is wanted, with the sentence why. `protected`: the store has one.

    `damaged` carries the condition of a store that is not whole; it is left as it is. `gone`: what
    was asked for was not done, because the file of the open store is not there any more.
    """

    locked = Signal(str)
    damaged = Signal(object)
    gone = Signal(str)
    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.workspace = workspace
        self.path: Path | None = None
        self.protected = self.is_locked = False
        self._last_case = ""
        self._passphrase: Secret | None = None  # of the store while it is open

    @property
    def passphrase(self) -> Secret | None:
        """The passphrase with which the store was opened, for what else is done with its file."""
        return self._passphrase

    def open(self, path: Path, last_case: str = "", passphrase: Secret | None = None) -> None:
        """Open the store in the background; then show the last case, else the first one."""
        self.path, self._last_case = path, last_case
        workspace = self.workspace

        def begin() -> Begun | LockedStore:
            from db.passphrase import LockedStore, is_encrypted

            try:
                begun = workspace.saving.begin(path, last_case, passphrase)
            except LockedStore as locked:
                return locked
            self.protected = is_encrypted(path)
            self._passphrase = passphrase if self.protected else None
            return begun

        def failed(sentence: str) -> None:
            workspace.not_opened.emit(sentence)
            self._look_for_help(path, passphrase)

        workspace.background.run(lambda _: begin(), self._begun, failed)

    def again(self) -> None:
        """Try once more to open what could not be opened; a passphrase is asked for anew."""
        if self.path is not None:
            self.open(self.path, self._last_case)

    def unlock(self, text: str) -> None:
        """Open the locked store with a passphrase that was typed."""
        if self.path is not None:
            from db.passphrase import Secret

            self.open(self.path, self._last_case, Secret(text))

    def write_as(self, name: str) -> None:
        """Let the audit lines name who uses the program from now on, and forms propose the name."""
        self.workspace.user = name
        store = self.workspace.saving.store
        if store is not None:
            from db.audit import Author, system_login

            store.author = Author(name, system_login())

    def lock(self) -> bool:
        """Close the store, let go of what was read; False where it has no passphrase, or not yet.

        What could not be written is not forgotten: then the window stays as it is, and says so.
        """
        if not self.protected or self.is_locked or not self._let_go("locked"):
            return False
        self._passphrase = None
        self._lock("The store is locked; enter its passphrase to go on.")
        return True

    def rewrite(
        self,
        work: Callable[[Path], str],
        passphrase: Secret | None,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Let `work` write the store anew, open it with `passphrase`, say what it tells, do `then`.

        Where it is refused, the store is opened as it was, and `then` is not done.
        """
        path, before = self.path, self._passphrase
        if path is None or not self._let_go("written anew"):
            return

        def finished(done: str) -> None:
            if then is not None:
                from PySide6.QtCore import Qt  # starts slowly: not before the first paint

                once = Qt.ConnectionType.SingleShotConnection
                self.workspace.opened.connect(lambda _: then(), once)
            self.open(path, self._last_case, passphrase)
            self.workspace.messages.done(done)

        def refused(sentence: str) -> None:
            self.workspace.messages.problem(sentence)
            self.open(path, self._last_case, before)

        self.workspace.background.run(lambda _: work(path), finished, refused)

    def give_up(self, found: Condition) -> None:
        """Close a store that turned out to be damaged, and show what helps."""
        if self._let_go("closed, though it is damaged,"):
            self.workspace.not_opened.emit(found.sentence)
            self.damaged.emit(found)

    def _look_for_help(self, path: Path, passphrase: Secret | None) -> None:
        """Find out whether the file is damaged, and which backup there is of it."""

        def look() -> Condition:
            from db.condition import condition
            from ui.commands.clock import now

            return condition(path, passphrase, now=now())

        def looked(found: Condition) -> None:
            if found.kind in ("empty", "damaged"):
                self.damaged.emit(found)

        self.workspace.background.run(lambda _: look(), looked, lambda _: None)

    def _let_go(self, what: str) -> bool:
        workspace = self.workspace
        workspace.end_what_if()
        workspace.closing.emit()
        workspace.saving.flush()
        workspace.background.finish()
        if workspace.saving.store is not None and workspace.saving.store.look():
            self.gone.emit(f"The store cannot be {what} now.")
            return False
        if workspace.saving.unsaved:
            workspace.messages.problem(
                f"The store cannot be {what} now, because something is not saved:"
                f" {workspace.saving.problem}"
            )
            return False
        self._last_case = workspace.kept.code if workspace.kept is not None else self._last_case
        workspace.forget()
        return True

    def _begun(self, found: Begun | LockedStore) -> None:
        if not isinstance(found, tuple):
            self.protected = True
            self._lock(str(found))
            return
        workspace, (made, kept) = self.workspace, found
        self.is_locked = False
        self.write_as(workspace.user)
        if kept is not None and workspace.kept is None:
            workspace.show(kept)
        workspace.cases_changed.emit()
        workspace.opened.emit(made)
        self.changed.emit()
        if why := workspace.saving.read_only:
            workspace.messages.problem(f"Read-only: {why}, so that nothing can be saved.")
        if made:  # behind the first case, which does not wait for it
            self._add_sample_meeting()

    def _lock(self, sentence: str) -> None:
        self.is_locked = True
        self.locked.emit(sentence)
        self.changed.emit()

    def _add_sample_meeting(self) -> None:
        workspace = self.workspace
        add = workspace.saving.add_sample_meeting
        workspace.background.run(lambda _: add(), lambda _: workspace.cases_changed.emit())

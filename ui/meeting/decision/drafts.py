"""The decision that is being written, kept as it is typed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.background import Task

if TYPE_CHECKING:
    from db.meeting_listing import StoredDraft
    from hccreview.meeting.decision import Decision
    from ui.workspace import Workspace

_PAUSE = 700  # ms without a key until the draft is written

Key = tuple[uuid.UUID, str]


class Drafts(QObject):
    """Writes drafts in the background, in order.

    `state_changed`: kept, being kept or not kept. `problem` says why a draft could not be kept.
    """

    state_changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.key: Key | None = None
        self.kept: Decision | None = None
        self.problem = ""
        self._wanted: Decision | None = None
        self._writing = 0
        self._versions: dict[Key, int | None] = {}  # the worker's own: what was seen last
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.flush)
        self._counted = 0
        workspace.closing.connect(self.flush)

    @property
    def waiting(self) -> bool:
        """True while a draft is about to be written."""
        return self._wanted is not None or self._writing > 0

    @property
    def sentence(self) -> str:
        """What is to be said about the draft."""
        if self.problem:
            return f"Draft not saved: {self.problem}"
        if self.waiting:
            return "Saving the draft …"
        return "Draft saved" if self.kept is not None else "No draft yet"

    def begin(self, key: Key | None, stored: StoredDraft | None) -> None:
        """Go on with what is stored for a meeting and a case."""
        self.key, self.problem, self._wanted = key, "", None
        self.kept = stored.decision if stored is not None else None
        if key is not None:
            self._versions[key] = stored.version if stored is not None else None
        self._tell()

    def write(self, decision: Decision) -> None:
        """Keep a decision after a pause without a key."""
        self._wanted = decision if decision != self.kept or self._writing else None
        if self._wanted is not None:
            self._soon.start(_PAUSE)
        self._tell()

    def flush(self) -> None:
        """Hand over what waits for the pause."""
        self._soon.stop()
        wanted, self._wanted = self._wanted, None
        key, store = self.key, self.workspace.saving.store
        if wanted is None or key is None or store is None:
            self._tell()
            return
        self._writing += 1

        def work(_: Task) -> None:
            seen = self._versions.get(key)
            self._versions[key] = store.board.save_draft(key[0], wanted, seen_version=seen)

        self.workspace.background.run(
            work, lambda _: self._written(key, wanted), lambda why: self._refused(key, why)
        )
        self._tell()

    def discard(self) -> None:
        """Throw the draft away; what is sealed stays."""
        self._soon.stop()
        self._wanted = None
        key, store = self.key, self.workspace.saving.store
        if key is None or store is None:
            return
        self._writing += 1

        def work(_: Task) -> None:
            seen = self._versions.get(key)
            if seen is not None:
                store.board.discard_draft(*key, seen_version=seen)
                self._versions[key] = None

        self.workspace.background.run(
            work, lambda _: self._written(key, None), lambda why: self._refused(key, why)
        )
        self._tell()

    def _tell(self) -> None:
        """Say that the state may be another one; the window's own line counts what waits."""
        more = int(self.waiting) - self._counted
        if more:
            self._counted += more
            self.workspace.saving.count_elsewhere(more)
        self.state_changed.emit()

    def _written(self, key: Key, decision: Decision | None) -> None:
        self._writing -= 1
        if key == self.key:
            self.kept, self.problem = decision, ""
        self._tell()

    def _refused(self, key: Key, sentence: str) -> None:
        self._writing -= 1
        if key == self.key:
            self.problem = sentence
        self.workspace.messages.problem(f"The draft on {key[1]} was not saved: {sentence}")
        self._tell()

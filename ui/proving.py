"""Whether the case on screen is what was saved, asked while nothing else is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.background import IDLE
from ui.messages import Offer

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.workspace import Workspace

_AFTER_MS = 1_000  # the first matrix does not wait for it, nor who pages through the list


class Proving(QObject):
    """Tells where a case that is shown was damaged on the disk; `show_backups` is offered.

    `found` carries the sentence, for a mark that stays when the message is closed.
    """

    found = Signal(str)

    def __init__(self, workspace: Workspace, show_backups: Callable[[], object]) -> None:
        super().__init__(workspace)
        self._workspace, self._show_backups = workspace, show_backups
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self._ask)
        workspace.case_changed.connect(self._soon.start)
        workspace.closing.connect(self._soon.stop)

    def _ask(self) -> None:
        kept = self._workspace.kept
        if kept is not None:
            code = kept.code
            run = self._workspace.background.run
            run(lambda _: self._proved(code), lambda found: self._tell(code, found), rank=IDLE)

    def _proved(self, code: str) -> str:
        store = self._workspace.saving.store
        return store.proved(code) if store is not None else ""

    def _tell(self, code: str, sentence: str) -> None:
        workspace = self._workspace
        if not sentence or workspace.kept is None or workspace.kept.code != code:
            return
        self.found.emit(sentence)
        if code not in workspace.saving.unsaved:  # else it was said why that is not saved
            workspace.messages.problem(sentence, Offer("Backups…", self._show_backups))

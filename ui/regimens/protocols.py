"""The local protocols of the site: read from the store once, kept beside the schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from hccreview.errors import ReviewError
from ui.messages import Offer

if TYPE_CHECKING:
    from hccreview.trials.local import LocalProtocol
    from ui.workspace import Workspace


class Protocols(QObject):
    """`changed` tells that something else is in force now, or that it is not known."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._found: dict[str, LocalProtocol] = {}
        self._problem = ""

    @property
    def by_trial(self) -> dict[str, LocalProtocol]:
        """What is in force; raises ReviewError where that could not be read.

        A schedule without the local protocol of the site would show other doses.
        """
        if self._problem:
            raise ReviewError(self._problem)
        return self._found

    def load(self, *_: object) -> None:
        """Read what is in force."""
        self.workspace.background.run(lambda _: self._in_force(), self._take, self._refused)

    def save(self, protocol: LocalProtocol) -> None:
        """Put a protocol in force."""

        def done(found: dict[str, LocalProtocol]) -> None:
            self._take(found)
            self.workspace.messages.done(f"Local protocol of {protocol.trial} saved.")

        self.workspace.background.run(
            lambda _: self._store().save_local_protocol(protocol) and self._in_force(), done
        )

    def remove(self, trial: str, reason: str) -> None:
        """Take a protocol back; it can be brought back at once."""
        known = self.by_trial.get(trial)
        offer = Offer("Bring it back", lambda: self.save(known)) if known is not None else None

        def done(found: dict[str, LocalProtocol]) -> None:
            self._take(found)
            self.workspace.messages.done(f"Local protocol of {trial} removed.", offer)

        self.workspace.background.run(
            lambda _: (self._store().remove_local_protocol(trial, reason), self._in_force())[1],
            done,
        )

    def _store(self) -> Any:
        store = self.workspace.saving.store
        assert store is not None
        return store

    def _in_force(self) -> dict[str, LocalProtocol]:
        if self.workspace.saving.store is None:
            return {}
        return {each.protocol.trial: each.protocol for each in self._store().local_protocols()}

    def _take(self, found: dict[str, LocalProtocol]) -> None:
        if found != self._found or self._problem:
            self._found, self._problem = found, ""
            self.changed.emit()

    def _refused(self, sentence: str) -> None:
        if sentence != self._problem:
            self._problem = sentence
            self.workspace.messages.problem(sentence)
            self.changed.emit()

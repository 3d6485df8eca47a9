"""One stay in a cell or line: however many keys are pressed, it is one step to undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker

from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.clinical.case import Case


class Visit:
    """Puts one changed case after the other in the place of the case it began with."""

    def __init__(self, workspace: Workspace) -> None:
        assert workspace.case is not None
        self.workspace = workspace
        self.before: Case = workspace.case
        self._last: Case = workspace.case

    @property
    def case(self) -> Case:
        """The case as it was before the visit, or as something else changed it meanwhile."""
        current = self.workspace.case
        assert current is not None
        if current is not self._last:
            self.before = self._last = current
        return self.before

    def put(self, changed: Case, what: str) -> None:
        """Show `changed`, made from `case`; what this visit put before is forgotten."""
        before = self.case
        if changed == self._last:
            return
        made = self._last is not before
        if changed == before:
            self._back()
            return
        if made and not self.workspace.in_what_if:
            with QSignalBlocker(self.workspace), QSignalBlocker(self.workspace.messages):
                self.workspace.undo()
        self.workspace.edit(changed, what)
        self._last = changed

    def cancel(self) -> None:
        """Leave the case as it was before the visit."""
        if self.case is not self._last:
            self._back()

    def _back(self) -> None:
        if self.workspace.in_what_if:
            self.workspace.edit(self.before, "as before")
        else:
            with QSignalBlocker(self.workspace.messages):
                self.workspace.undo()
        assert self.workspace.case is not None
        self.before = self._last = self.workspace.case

"""One stay in a cell or line: however many keys are pressed, it is one step to undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.clinical.case import Case
    from ui.history import Step


class Visit:
    """Puts one changed case after the other in the place of the case it began with."""

    def __init__(self, workspace: Workspace) -> None:
        assert workspace.case is not None
        self.workspace = workspace
        self.before: Case = workspace.case
        self._last: Case = workspace.case
        self._step: Step | None = None

    @property
    def case(self) -> Case:
        """The case as it was before the visit, or as something else changed it meanwhile."""
        current = self.workspace.case
        assert current is not None
        if current is not self._last:
            self.before = self._last = current
            self._step = None
        return self.before

    def put(self, changed: Case, what: str) -> None:
        """Show `changed`, made from `case`; what this visit put before is forgotten."""
        before = self.case
        if changed == self._last:
            return
        self._step = self.workspace.amend(
            self._step, before if changed == before else changed, what
        )
        assert self.workspace.case is not None
        self._last = self.workspace.case

    def cancel(self) -> None:
        """Leave the case as it was before the visit."""
        self.put(self.case, "as before")

    def end(self) -> None:
        """Let the store have what was typed."""
        self.workspace.saving.end_visit()

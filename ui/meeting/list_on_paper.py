"""The list of what is to be obtained, as a PDF or on a printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ui.chosen_file import chosen_file
from ui.leaving import leave
from ui.meeting.room import BoardRoom
from ui.workspace import Workspace

_NO_MEETING = "There is no meeting yet; make one first (Ctrl+Shift+N)."


class ListOnPaper:
    """Asks where to, then writes."""

    def __init__(self, workspace: Workspace, room: BoardRoom, button: QWidget) -> None:
        self.workspace, self.room, self.button = workspace, room, button

    def ask(self) -> None:
        """Open the menu of what can be made of the list."""
        if self.room.meeting is None:
            self.workspace.messages.problem(_NO_MEETING)
            return
        menu = QMenu(self.button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("List as PDF …", self.ask_pdf)
        menu.addAction("Print the list …", self.preview)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def ask_pdf(self) -> None:
        """Let the user choose where the PDF goes and write it."""
        if self.room.meeting is None:
            self.workspace.messages.problem(_NO_MEETING)
            return
        name = f"To obtain before {self.room.meeting.meeting.sitting.on}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self.button.window(), "Save the list as PDF", name, "*.pdf"
        )
        path = chosen_file(self.workspace.messages, chosen, ".pdf")
        if path is not None:
            self.write_pdf(path)

    def write_pdf(self, path: Path) -> None:
        """Write the list in the background and tell where it is."""
        from ui.printing.paper import save_pdf

        html = self._page()
        self._leave(
            lambda: self.workspace.messages.done(f"The list was written: {path}"),
            lambda: save_pdf(html, "To obtain before the meeting", path),
        )

    def preview(self) -> None:
        """Show the list as it will be printed, and let it be printed."""
        from ui.printing.paper import preview

        html = self._page()
        self._leave(lambda: preview(html, self.button.window()))

    def _leave(self, done: Callable[[], None], work: Callable[[], None] | None = None) -> None:
        """Do the work, then `done`; damaged values of a case do not tell what it lacks."""
        stored = self.room.meeting
        leave(self.workspace, stored.meeting.codes if stored is not None else (), done, work)

    def _page(self) -> str:
        from ui.printing.wanted import page

        stored, workspace = self.room.meeting, self.workspace
        assert stored is not None
        found = self.room.preparations
        return page(stored.meeting, found, workspace.trials, workspace.today())

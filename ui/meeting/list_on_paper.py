"""The list of what is to be obtained, as a PDF or on a printer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

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
        if chosen:
            path = Path(chosen)
            self.write_pdf(path if path.suffix else path.with_suffix(".pdf"))

    def write_pdf(self, path: Path) -> None:
        """Write the list and tell where it is."""
        from ui.printing.paper import save_pdf

        with self.workspace.messages.telling():
            save_pdf(self._page(), "To obtain before the meeting", path)
            self.workspace.messages.done(f"The list was written: {path}")

    def preview(self) -> None:
        """Show the list as it will be printed, and let it be printed."""
        from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

        from ui.printing.paper import print_on

        html = self._page()
        dialog = QPrintPreviewDialog(QPrinter(), self.button.window())
        dialog.paintRequested.connect(lambda printer: print_on(printer, html))
        dialog.exec()

    def _page(self) -> str:
        from ui.printing.wanted import page

        stored, workspace = self.room.meeting, self.workspace
        assert stored is not None
        found = self.room.preparations
        return page(stored.meeting, found, workspace.trials, workspace.today())

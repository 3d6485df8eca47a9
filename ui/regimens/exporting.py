"""What leaves the page: a calendar file, a PDF, a print; each carries the code of the case only."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu

from hccreview.reports.plain_text import file_name
from ui.chosen_file import chosen_file
from ui.leaving import leave

if TYPE_CHECKING:
    from ui.regimens.content import Content
    from ui.regimens.work import Planned, Worked

_ONLY_RECORDED = "What is only tried is not written; leave “what if” first."


class Exporting:
    """Asks where to, then writes."""

    def __init__(self, content: Content) -> None:
        self.content, self.workspace = content, content.workspace

    def ask(self) -> None:
        """Open the menu of what can be written."""
        if self.workspace.in_what_if:
            self.workspace.messages.problem(_ONLY_RECORDED)
            return
        worked = self.content.worked
        if worked is None:
            return
        menu = QMenu(self.content)
        drawable = [each for each in worked.planned if each.schedule.drawable]
        menu.addAction("Calendar of all trials …", lambda: self.ask_calendar(drawable))
        for each in drawable:
            menu.addAction(
                f"Calendar of {each.trial.short_name} …",
                partial(self.ask_calendar, [each]),
            )
        menu.addSeparator()
        menu.addAction("Page as PDF …", self.ask_pdf)
        menu.addAction("Print …", self.preview)
        button = self.content.tools.export
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def ask_calendar(self, planned: list[Planned]) -> None:
        """Let the user choose where the calendar goes and write it."""
        worked = self.content.worked
        if worked is None or not planned:
            self.workspace.messages.problem("No trial has a date that a calendar could hold.")
            return
        path = self._path("Save the calendar", f"{worked.case.code} {worked.start}", ".ics")
        if path is not None:
            self.write_calendar(planned, path)

    def write_calendar(self, planned: list[Planned], path: Path) -> None:
        """Write the calendar of some trials in the background and tell where it is."""
        from hccreview.reports.calendar_file import write_calendar
        from hccreview.review.digest import made_from
        from ui.commands.clock import now

        worked = self.content.worked
        assert worked is not None
        schedules, code, stamp = [each.schedule for each in planned], worked.case.code, now()
        versions = made_from(each.trial for each in planned)
        leave(
            self.workspace,
            (code,),
            lambda: self.workspace.messages.done(f"The calendar was written: {path}"),
            lambda: write_calendar(schedules, code, path, stamp=stamp, versions=versions),
        )

    def ask_pdf(self) -> None:
        """Let the user choose where the PDF goes and write it."""
        worked = self.content.worked
        if worked is None:
            return
        path = self._path("Save the page as PDF", f"{worked.case.code} regimens", ".pdf")
        if path is not None:
            self.write_pdf(worked, path)

    def write_pdf(self, worked: Worked, path: Path) -> None:
        """Write the page in the background and tell where it is."""
        from ui.printing.paper import save_pdf
        from ui.printing.regimens import page

        html, title = page(worked), f"Regimens {worked.case.code}"
        leave(
            self.workspace,
            (worked.case.code,),
            lambda: self.workspace.messages.done(f"The page was written: {path}"),
            lambda: save_pdf(html, title, path),
        )

    def preview(self) -> None:
        """Show the page as it will be printed, and let it be printed."""
        from ui.printing.paper import preview
        from ui.printing.regimens import page

        worked = self.content.worked
        if worked is not None:
            html = page(worked)
            leave(self.workspace, (worked.case.code,), lambda: preview(html, self.content))

    def _path(self, title: str, name: str, suffix: str) -> Path | None:
        proposed = file_name(name, suffix)
        chosen, _ = QFileDialog.getSaveFileName(self.content, title, proposed, f"*{suffix}")
        return chosen_file(self.workspace.messages, chosen, suffix)

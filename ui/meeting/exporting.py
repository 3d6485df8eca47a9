"""What leaves the Meeting page: the hand-out of a case, hand-out and workbook of the meeting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hccreview.errors import ReviewError
from ui.messages import Offer

if TYPE_CHECKING:
    from db.meeting_listing import StoredMeeting
    from ui.background import Task
    from ui.main_window import MainWindow
    from ui.workspace import Workspace

_NO_CASE = "No case is open; choose one from the list first."
_NO_MEETING = "There is no meeting yet; make one on the page Meeting first."
_ONLY_RECORDED = "What is only tried is not written; leave “what if” first."
_STOPPED = "The export was stopped; nothing was written."
_PDF, _WORKBOOK = "PDF (*.pdf)", "Excel workbook (*.xlsx)"


def export_handout(window: MainWindow) -> None:
    """Ask where the hand-out of the current case goes and write it in the background."""
    workspace = window.workspace
    if workspace.kept is None:
        workspace.messages.problem(_NO_CASE)
        return
    if workspace.in_what_if:
        workspace.messages.problem(_ONLY_RECORDED)
        return
    code = workspace.kept.code
    window.meeting_page.room.flush()
    path = _asked(window, "Save the hand-out", f"{code} hand-out.pdf", _PDF)
    if path is not None:
        room = window.meeting_page.room
        write_handout(workspace, code, room.meeting if room.item is not None else None, path)


def write_handout(
    workspace: Workspace, code: str, meeting: StoredMeeting | None, path: Path
) -> None:
    """Write the hand-out of a case, as of its meeting or of the day it is reviewed on."""
    day, today, trials = workspace.as_of or workspace.today(), workspace.today(), workspace.trials
    workspace.saving.flush()

    def work(_: Task) -> None:
        from ui.board_cases import board_case
        from ui.planning_choice import chosen_planning
        from ui.printing.handout import save_handout

        store = workspace.saving.store
        if store is None:
            raise ReviewError(_NO_CASE)
        found = board_case(store, code, trials, chosen_planning(), day, meeting)
        save_handout(found, path, today)

    _in_background(workspace, work, path, "hand-out")


def export_meeting(window: MainWindow) -> None:
    """Ask what of the meeting is written and where, and write it in the background."""
    workspace, stored = window.workspace, window.meeting_page.room.meeting
    if stored is None:
        workspace.messages.problem(_NO_MEETING)
        return
    window.meeting_page.room.flush()
    from PySide6.QtCore import Qt

    from hccreview.clinical.dates import spoken
    from ui.meeting.export_form import MeetingExportForm

    form = MeetingExportForm(window, f"Meeting of {spoken(stored.meeting.sitting.on)}")
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.wanted.connect(partial(ask_for_targets, window, stored))
    form.open()


def ask_for_targets(window: MainWindow, stored: StoredMeeting, kinds: tuple[str, ...]) -> None:
    """Ask for the file of each kind, and write it."""
    from ui.meeting.export_form import HANDOUT

    name = f"Tumour board {stored.meeting.sitting.on}"
    for kind in kinds:
        if kind == HANDOUT:
            path = _asked(window, "Save the hand-out of the meeting", f"{name}.pdf", _PDF)
        else:
            path = _asked(window, "Save the workbook of the meeting", f"{name}.xlsx", _WORKBOOK)
        if path is not None:
            write_meeting(window.workspace, stored, kind, path)


def write_meeting(workspace: Workspace, stored: StoredMeeting, kind: str, path: Path) -> None:
    """Write the hand-out or the workbook of a meeting."""
    from ui.meeting.export_form import HANDOUT

    today, trials = workspace.today(), workspace.trials
    workspace.saving.flush()

    def work(task: Task) -> None:
        from ui.board_cases import board_cases
        from ui.planning_choice import chosen_planning

        store = workspace.saving.store
        if store is None:
            raise ReviewError(_NO_MEETING)
        meeting = store.board.meeting(stored.id)
        most = 2 * len(meeting.meeting.items) + 1
        cases = board_cases(
            store, meeting, trials, chosen_planning(), lambda n, _: _tell(task, n, most)
        )
        tasks = tuple(each.task for each in store.board.open_tasks())
        told = partial(_tell_more, task, len(cases), most)
        if kind == HANDOUT:
            from ui.printing.handout_meeting import save_meeting

            save_meeting(meeting.meeting, cases, tasks, path, today, told)
            return
        from hccreview import __version__
        from hccreview.reports.meeting_workbook import write_meeting_workbook

        write_meeting_workbook(meeting.meeting, cases, tasks, path, version=__version__, told=told)

    _in_background(workspace, work, path, "hand-out" if kind == HANDOUT else "workbook")


def _tell_more(task: Task, before: int, most: int, done: int, _: int) -> None:
    _tell(task, min(before + done, most), most)


def _tell(task: Task, done: int, most: int) -> None:
    """Tell how far the work is; ends it where nobody waits for it any more."""
    if task.cancelled:
        raise ReviewError(_STOPPED)
    task.told(done, most)


def _in_background(
    workspace: Workspace, work: Callable[[Task], None], path: Path, what: str
) -> None:
    from ui.comparing import show_file

    messages = workspace.messages

    def opened() -> None:
        if not show_file(path):
            messages.problem(f"No program was found that opens {path}.")

    def done(_: None) -> None:
        messages.done(f"The {what} was written: {path}", Offer("Open file", opened))

    workspace.background.run(work, done, title=f"Writing {path.name}")


def _asked(window: MainWindow, title: str, name: str, kind: str) -> Path | None:
    """Ask for a file; its ending is added where none was typed."""
    from PySide6.QtWidgets import QFileDialog

    from ui.chosen_file import chosen_file

    chosen, _ = QFileDialog.getSaveFileName(window, title, name, kind)
    return chosen_file(window.workspace.messages, chosen, Path(name).suffix)

"""What follows from decisions: the tasks of the case, and what is overdue of all cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from hccreview.clinical.dates import spoken
from hccreview.meeting.follow_up import Progress, Task, reopened
from ui.meeting.grouped_list import GroupedList, Row
from ui.meeting.room import BoardRoom
from ui.meeting.task_form import TaskForm, done_form, drop_form, new_form, postpone_form
from ui.meeting.tasks import Tasks
from ui.regimens.parts import button, flowing
from ui.theme import Theme
from ui.widgets.labels import label
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.meeting_listing import StoredTask

_MARKS = {
    Progress.OPEN: ("□", "open", "neutral"),
    Progress.DONE: ("✓", "done", "neutral"),
    Progress.DROPPED: ("–", "dropped", "neutral"),
}
_OVERDUE = ("!", "overdue", "unknown")


class FollowUpPanel(QWidget):
    """Follows the tasks; a form opens below the list."""

    def __init__(self, workspace: Workspace, theme: Theme, room: BoardRoom) -> None:
        super().__init__()
        self.workspace, self.room = workspace, room
        self.tasks = Tasks(workspace, room)
        self.list = GroupedList(
            "Tasks",
            theme,
            {
                Qt.Key.Key_Space: lambda: self._open(done_form),
                Qt.Key.Key_P: lambda: self._open(postpone_form),
                Qt.Key.Key_Delete: lambda: self._open(drop_form),
                Qt.Key.Key_O: self._reopen,
                Qt.Key.Key_Insert: self.ask_new,
            },
        )
        self.list.setMinimumHeight(140)
        self.none = label("muted")
        self.new = button("New task… (Ins)", self.ask_new, name="New task of the case")
        self.done = button("Done…", lambda: self._open(done_form), name="Task done (Space)")
        self.postpone = button(
            "Postpone…", lambda: self._open(postpone_form), name="Postpone the task (P)"
        )
        self.drop = button("Drop…", lambda: self._open(drop_form), name="Drop the task (Del)")
        self.again = button("Open again", self._reopen, name="Open the task again (O)")
        self.form: TaskForm | None = None
        self._form_place = QVBoxLayout()
        self._case = ""
        self._lay_out()
        self.tasks.changed.connect(self._show)
        self.list.chosen.connect(lambda _: self._enable())

    def renew(self) -> None:
        """Read the tasks anew and show them."""
        kept = self.workspace.kept
        code = kept.code if kept is not None else ""
        if code != self._case:
            self._case = code
            self._close_form()
        self.tasks.read()
        self._show()

    def ask_new(self) -> None:
        """Open the form for a task of the current case."""
        if self._case:
            form = new_form(self._case, self.workspace.today(), self.room.author)
            self._put(form, self.tasks.add)

    # ------------------------------------------------------------------------ showing

    def _show(self) -> None:
        rows = tuple(self._rows())
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.none.setText(f"No task of {self._case}, and none of another case is overdue.")
        self._enable()

    def _rows(self) -> Iterator[Row]:
        """The tasks as they stand on the day of the meeting; today, where that lies behind."""
        stored, on = self.room.meeting, self.workspace.today()
        if stored is not None:
            on = max(on, stored.meeting.sitting.on)
        if self.tasks.of_case:
            yield Row("", f"Tasks of {self._case} as on {spoken(on)}", heading=True)
            yield from (_row(each, on) for each in _in_order(self.tasks.of_case))
        others = [each for each in self.tasks.open if each.task.case != self._case]
        late = [each for each in others if each.task.overdue(on)]
        if late:
            yield Row("|", f"Overdue on {spoken(on)}, other cases", heading=True)
            yield from (_row(each, on, named=True) for each in late)

    def _enable(self) -> None:
        stored = self._chosen()
        is_open = stored is not None and stored.task.progress is Progress.OPEN
        for part in (self.done, self.postpone, self.drop):
            part.setEnabled(is_open)
        self.again.setEnabled(stored is not None and not is_open)

    def _chosen(self) -> StoredTask | None:
        every = (*self.tasks.of_case, *self.tasks.open)
        return next((each for each in every if str(each.id) == self.list.key), None)

    # ------------------------------------------------------------------------ changing

    def _open(self, form_of: Callable[[Task, date], TaskForm]) -> None:
        stored = self._chosen()
        if stored is not None and stored.task.progress is Progress.OPEN:
            form = form_of(stored.task, self.workspace.today())
            self._put(form, lambda task: self.tasks.change(stored, task))

    def _reopen(self) -> None:
        stored = self._chosen()
        if stored is not None and stored.task.progress is not Progress.OPEN:
            self.tasks.change(stored, reopened(stored.task))

    def _put(self, form: TaskForm, take: Callable[[Task], None]) -> None:
        def given(task: Task) -> None:
            self._leave_form()
            take(task)

        self._close_form()
        self.form = form
        form.given.connect(given)
        form.left.connect(self._leave_form)
        self._form_place.addWidget(form)
        form.show()
        form.begin()

    def _leave_form(self) -> None:
        self._close_form()
        here = self.list if not self.list.isHidden() else self.new
        here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_form(self) -> None:
        if self.form is not None:
            self._form_place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _lay_out(self) -> None:
        buttons: tuple[QPushButton, ...] = (
            self.new,
            self.done,
            self.postpone,
            self.drop,
            self.again,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addWidget(flowing(buttons))
        column.addWidget(self.none)
        column.addLayout(self._form_place)
        column.addWidget(self.list, 1)
        column.addStretch(0)


def _in_order(tasks: tuple[StoredTask, ...]) -> list[StoredTask]:
    """The open ones first, each group by its day."""
    return sorted(tasks, key=lambda each: (each.task.progress is not Progress.OPEN, each.task.due))


def _row(stored: StoredTask, on: date, *, named: bool = False) -> Row:
    task = stored.task
    overdue = task.overdue(on)
    symbol, word, tone = _OVERDUE if overdue else _MARKS[task.progress]
    words = task.sentence(on)
    told = words if named else words.removeprefix(f"{task.case}: ")
    return Row(str(stored.id), told, symbol=symbol, tone=tone, spoken=f"{word}: {words}")

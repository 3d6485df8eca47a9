"""What is said of a task: its outcome, why it is dropped, another day; or a new task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hccreview.errors import ReviewError
from hccreview.meeting.follow_up import Task, done, dropped, postponed
from ui.meeting.day_field import DayField
from ui.regimens.parts import Form, button, line, titled
from ui.widgets.labels import label

_WEEK = timedelta(days=7)
_ROOM = 84


class TaskForm(Form):
    """`given` carries the task as it shall be; `make` may raise ReviewError."""

    given = Signal(object)

    def __init__(self, title: str, told: str, save: str) -> None:
        super().__init__(title)
        self._first: QWidget | None = None
        self._make: Callable[[], Task] | None = None
        self._saves = save
        if told:
            self.column.addWidget(label("muted", told))

    def ask(self, words: str, field: QWidget) -> None:
        """Add a field."""
        self._first = self._first or field
        self.column.addWidget(titled(words, field, _ROOM))

    def end(self, make: Callable[[], Task]) -> None:
        """Add the buttons; `make` makes the task of what stands in the fields."""
        self._make = make
        save = button(self._saves, self.save, role="primary")
        self.end_with(
            save, button("Cancel", self.left.emit, role="", name="Leave the task as it is")
        )

    def begin(self) -> None:
        """Put the keyboard on the first field."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Tell the task, or what is wrong."""
        assert self._make is not None
        try:
            self.given.emit(self._make())
        except ReviewError as error:
            self.refuse(str(error))


def done_form(task: Task, today: date) -> TaskForm:
    """Return the form that closes a task; the outcome may be left empty."""
    form = TaskForm("Done", task.what, "Done")
    outcome = line("Outcome of the task", "outcome, if there is one to tell")
    form.ask("Outcome", outcome)
    form.end(lambda: done(task, max(today, task.asked_on), outcome.text().strip()))
    outcome.returnPressed.connect(form.save)
    return form


def drop_form(task: Task, today: date) -> TaskForm:
    """Return the form that gives a task up, with the reason."""
    form = TaskForm("Drop the task", task.what, "Drop")
    reason = line("Reason for dropping the task", "why it is no longer needed")
    form.ask("Reason", reason)
    form.end(lambda: dropped(task, max(today, task.asked_on), reason.text().strip()))
    reason.returnPressed.connect(form.save)
    return form


def postpone_form(task: Task, today: date) -> TaskForm:
    """Return the form that puts a task off."""
    form = TaskForm("Postpone the task", task.what, "Postpone")
    until = DayField("New day of the task", max(task.due, today) + _WEEK)
    form.ask("Until", until)
    form.end(lambda: postponed(task, until.day))
    until.entered.connect(form.save)
    return form


def new_form(case: str, today: date, author: str) -> TaskForm:
    """Return the form for a task that is written by hand."""
    form = TaskForm(f"New task for {case}", "", "Add the task")
    what = line("What is to be done", "such as: biopsy of segment 6")
    who = line("Who is responsible", "name", author)
    until = DayField("Day by which it is due", today + _WEEK)
    for words, field in (("What", what), ("Who", who), ("By", until)):
        form.ask(words, field)
    form.end(lambda: Task(case, what.text().strip(), who.text().strip(), today, until.day))
    for pressed in (what.returnPressed, who.returnPressed, until.entered):
        pressed.connect(form.save)
    return form

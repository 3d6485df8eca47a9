"""What follows from decisions: requested tests and tasks, who sees to them, what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.meeting.decision import Decision, Kind
from hccreview.meeting.limits import PAGE, check_text


class Progress(Enum):
    """How far a task is."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is to be done for a case by a day; `field` is the fact a test obtains.

    `closed_on` and `outcome` belong to a task that is done or dropped; dropping needs a reason.
    """

    case: str
    what: str
    responsible: str
    asked_on: date
    due: date
    field: str = ""
    progress: Progress = Progress.OPEN
    closed_on: date | None = None
    outcome: str = ""

    def __post_init__(self) -> None:
        check_text(self.case, "The code of the case", needed=True)
        check_text(self.what, "What is to be done", PAGE, needed=True)
        check_text(self.responsible, "The name of who is responsible", needed=True)
        dropped = self.progress is Progress.DROPPED
        check_text(self.outcome, "The reason why a task is dropped", PAGE, needed=dropped)
        if self.due < self.asked_on:
            raise ReviewError(f"A task cannot be due before {spoken(self.asked_on)}; correct it.")
        if (self.progress is Progress.OPEN) != (self.closed_on is None):
            raise ReviewError("A task that is done or dropped has a day, an open one has none.")
        if self.closed_on is not None and self.closed_on < self.asked_on:
            raise ReviewError(f"A task cannot end before {spoken(self.asked_on)}; correct it.")

    def overdue(self, on: date) -> bool:
        """True for an open task whose day has passed."""
        return self.progress is Progress.OPEN and self.due < on

    def sentence(self, on: date) -> str:
        """Return the task in words, as it stands on a day."""
        told = f"{self.case}: {self.what} ({self.responsible}, by {spoken(self.due)})"
        if self.closed_on is not None:
            told += f" – {self.progress.value} {spoken(self.closed_on)}"
            return f"{told}: {self.outcome.rstrip('.')}." if self.outcome else f"{told}."
        days = (on - self.due).days
        late = f" – overdue by {days} day{'' if days == 1 else 's'}" if days > 0 else ""
        return f"{told}{late}."


def done(task: Task, on: date, outcome: str = "") -> Task:
    """Return the task as done on a day."""
    return _closed(task, Progress.DONE, on, outcome)


def dropped(task: Task, on: date, reason: str) -> Task:
    """Return the task as dropped on a day; raises ReviewError without a reason."""
    return _closed(task, Progress.DROPPED, on, reason)


def reopened(task: Task) -> Task:
    """Return the task as open again."""
    return replace(task, progress=Progress.OPEN, closed_on=None, outcome="")


def postponed(task: Task, due: date) -> Task:
    """Return an open task with another day; raises ReviewError for a closed one."""
    if task.progress is not Progress.OPEN:
        raise ReviewError("A task that is done or dropped has no day to put off; open it again.")
    return replace(task, due=due)


def tasks_of(decision: Decision, labels: Mapping[str, str]) -> tuple[Task, ...]:
    """Return the tasks that a decision that may stand asks for: one for each requested test.

    `labels` gives the labels of fields; a field without one is told by its id.
    """
    if decision.due is None:
        return ()
    asked = [
        name
        for recommendation in decision.recommendations
        if recommendation.kind is Kind.DIAGNOSTICS
        for name in recommendation.asked
    ]
    day, due = decision.decided_on, decision.due
    return tuple(
        Task(decision.case, labels.get(name, name), decision.responsible, day, due, name)
        for name in dict.fromkeys(asked)
    )


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Tasks as a meeting asks after them, each group by its day."""

    overdue: tuple[Task, ...]
    open: tuple[Task, ...]
    closed: tuple[Task, ...]


def follow_ups(tasks: Iterable[Task], on: date) -> FollowUps:
    """Return the tasks as they stand on the day of a meeting: overdue, still open, closed."""
    ordered = sorted(tasks, key=lambda each: (each.due, each.case, each.what))
    return FollowUps(
        overdue=tuple(each for each in ordered if each.overdue(on)),
        open=tuple(
            each for each in ordered if each.progress is Progress.OPEN and not each.overdue(on)
        ),
        closed=tuple(each for each in ordered if each.progress is not Progress.OPEN),
    )


def _closed(task: Task, progress: Progress, on: date, outcome: str) -> Task:
    if task.progress is not Progress.OPEN:
        raise ReviewError(f"The task is {task.progress.value} already; open it again first.")
    return replace(task, progress=progress, closed_on=on, outcome=outcome)

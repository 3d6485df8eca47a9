"""Follow-up tasks in one open transaction; a task is closed or dropped, never deleted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db import proof
from db.audit import add_line, keyed_digest
from db.cases import changed_meanwhile, find, known
from db.meeting_listing import StoredTask
from db.meeting_tables import TaskRow
from db.meetings import meeting_row
from db.subjects import OPEN_TASKS, TASKS
from db.tables import CaseRow
from hccreview.errors import ReviewError
from hccreview.meeting.follow_up import Progress, Task
from hccreview.review.changes import record_changes

_COLUMNS = ("what", "responsible", "asked_on", "due", "field", "closed_on", "outcome")


def open_ones(session: Session) -> tuple[StoredTask, ...]:
    """Return every open task, by case and day; raises DamagedError."""
    proof.check_all(session, OPEN_TASKS)
    return _read(session, _tasks().where(TaskRow.progress == Progress.OPEN.value))


def of_case(session: Session, code: str) -> tuple[StoredTask, ...]:
    """Return every task of a case, by day, those that are closed too; raises DamagedError."""
    case = find(session, code)
    if case is None:
        return ()
    proof.check(session, *((each, case.id) for each in TASKS))
    return _read(session, _tasks().where(CaseRow.code == code))


def add(
    session: Session, tasks: Iterable[Task], meeting: uuid.UUID | None, now: datetime
) -> tuple[StoredTask, ...]:
    """Add tasks that a meeting asks for, each with its audit line."""
    if meeting is not None:
        meeting_row(session, meeting)
    added = []
    for task in tasks:
        row = TaskRow(id=uuid.uuid4(), meeting_id=meeting, created_at=now)
        case = known(session, task.case)
        row.case_id = case.id
        _write(session, row, case, (None, task), now, "create")
        added.append(StoredTask(row.id, meeting, task))
    return tuple(added)


def change(session: Session, seen: StoredTask, task: Task, now: datetime) -> StoredTask:
    """Make the task that the user saw another; raises ReviewError where it is not as it was."""
    case = known(session, seen.task.case)
    proof.check(session, *((each, case.id) for each in TASKS))
    found = _read(session, _tasks().where(TaskRow.id == seen.id))
    if found != (seen,):
        raise ReviewError(changed_meanwhile("The task"))
    if task.case != seen.task.case:
        raise ReviewError(f"The task belongs to {seen.task.case}; add another one to {task.case}.")
    row = session.get_one(TaskRow, seen.id)
    _write(session, row, case, (seen.task, task), now, "change")
    return StoredTask(row.id, row.meeting_id, task)


def _tasks() -> Select[TaskRow, str]:
    order = (CaseRow.code_order, CaseRow.code, TaskRow.due, TaskRow.created_at, TaskRow.id)
    joined = select(TaskRow, CaseRow.code).join(CaseRow, CaseRow.id == TaskRow.case_id)
    return joined.order_by(*order)


def _read(session: Session, chosen: Select[TaskRow, str]) -> tuple[StoredTask, ...]:
    return tuple(_stored(row, code) for row, code in session.execute(chosen))


def _stored(row: TaskRow, code: str) -> StoredTask:
    columns = {name: getattr(row, name) for name in _COLUMNS}
    return StoredTask(
        row.id, row.meeting_id, Task(code, progress=Progress(row.progress), **columns)
    )


def _write(
    session: Session,
    row: TaskRow,
    case: CaseRow,
    change: tuple[Task | None, Task],
    now: datetime,
    action: str,
) -> None:
    before, task = change
    columns: dict[str, Any] = {name: getattr(task, name) for name in _COLUMNS}
    columns["progress"] = task.progress.value
    with proof.changing(session, *((each, case.id) for each in TASKS)):
        for name, value in columns.items():
            setattr(row, name, value)
        session.add(row)
    digest = keyed_digest(case.secret, columns)
    found = record_changes(f"Task “{task.what}”", before, task, skip=("case",))
    told, secret = [each.sentence for each in found], case.secret
    add_line(session, now, action, "task", str(row.id), digest, told=told, secret=secret)

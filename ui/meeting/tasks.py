"""The tasks that follow from decisions: read, added and changed in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.background import QUESTION
from ui.background import Task as Work
from ui.meeting.room import BoardRoom
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.board import Board
    from db.meeting_listing import StoredTask
    from hccreview.meeting.follow_up import Task

_Found = tuple[tuple["StoredTask", ...], tuple["StoredTask", ...]]


class Tasks(QObject):
    """`of_case` are all tasks of the current case, `open` the open ones of every case."""

    changed = Signal()

    def __init__(self, workspace: Workspace, room: BoardRoom) -> None:
        super().__init__()
        self.workspace, self.room = workspace, room
        self.code = ""
        self.of_case: tuple[StoredTask, ...] = ()
        self.open: tuple[StoredTask, ...] = ()
        self._reading: Work | None = None

    def read(self) -> None:
        """Read the tasks; `changed` tells where they are others."""
        kept, store = self.workspace.kept, self.workspace.saving.store
        if kept is None or store is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        code = kept.code
        if code != self.code:
            self.code, self.of_case = code, ()
            self.changed.emit()

        def work(_: Work) -> _Found:
            board = store.board
            return board.tasks(code), board.open_tasks()

        self._reading = self.workspace.background.run(work, self._take, rank=QUESTION)

    def add(self, task: Task) -> None:
        """Add a task that the meeting asks for."""
        meeting = self.room.meeting.id if self.room.meeting is not None else None
        self._write(lambda board: board.add_tasks((task,), meeting))

    def change(self, seen: StoredTask, task: Task) -> None:
        """Make a task another."""
        self._write(lambda board: board.change_task(seen, task))

    def _write(self, act: Callable[[Board], object]) -> None:
        store = self.workspace.saving.store
        if store is None:
            return
        saving = self.workspace.saving
        saving.count_elsewhere(1)

        def written(_: object) -> None:
            saving.count_elsewhere(-1)
            self.read()

        def refused(sentence: str) -> None:
            self.workspace.messages.problem(sentence)
            written(None)

        self.workspace.background.run(lambda _: act(store.board), written, refused)

    def _take(self, found: _Found) -> None:
        self._reading = None
        if found != (self.of_case, self.open):
            self.of_case, self.open = found
            self.changed.emit()

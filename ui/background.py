"""Slow work away from the screen: one worker, so that what touches the data happens in order.

Work makes nothing of Qt that connects; `ui.screen_thread` says why, and does it where it is needed.
What was computed comes home on the thread of the screen. A `ReviewError` goes to the message bar
(or to `failed`); any other error is raised again there, so that it becomes a crash report.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from hccreview.errors import ReviewError
from ui.messages import Messages

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

DATA, QUESTION, IDLE = range(3)
"""Which work comes first: reading and writing of cases, what is searched, what can wait."""
_A_LOOK = 0.005  # seconds between looks at a worker that is ending


class Task:
    """Work that was handed over; `rank` says what it may wait for."""

    def __init__(
        self,
        runner: Background,
        work: Callable[[Task], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[str], None] | None,
        rank: int,
        title: str,
    ) -> None:
        self.rank, self.title = rank, title
        self.done, self.failed = done, failed
        self._runner, self._work = runner, work
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """True when nobody waits for the answer; long work looks here between its parts."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Drop the answer, and the work itself where it has not begun."""
        self._cancelled.set()

    def rests(self, seconds: float) -> bool:
        """Let others work for a while; return whether nobody waits for the answer any more."""
        return self._cancelled.wait(seconds)

    def told(self, done: int, total: int) -> None:
        """Tell how far the work is; may be called from the worker."""
        self._runner.progressed.emit(self, done, total)

    def run(self) -> Any:
        """Do the work; the worker calls this."""
        return None if self.cancelled else self._work(self)


class Background(QObject):
    """One worker with a queue; lives as long as the window."""

    progressed = Signal(object, int, int)
    ended = Signal(object)
    _came_home = Signal(object, object, object)

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._waiting: queue.PriorityQueue[tuple[int, int, Task]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._workers: ThreadPoolExecutor | None = None
        self._open: set[Task] = set()
        self._closed = False
        self._came_home.connect(self._deliver)  # queued: the worker emits it

    @property
    def idle(self) -> bool:
        """True when every answer has come home."""
        return not self._open

    def run(
        self,
        work: Callable[[Task], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[str], None] | None = None,
        *,
        rank: int = DATA,
        title: str = "",
    ) -> Task:
        """Hand work over; `done` receives its answer, `failed` the sentence of a ReviewError.

        Of one rank, what was handed over first is done first. A `title` shows in the status bar
        while the work tells its progress.
        """
        task = Task(self, work, done, failed, rank, title)
        if self._closed:
            task.cancel()
            return task
        self._open.add(task)
        self._waiting.put((rank, next(self._numbers), task))
        self._executor().submit(self._next)
        return task

    def finish(self) -> None:
        """Finish reading and writing, drop the rest, end the worker, bring answers home."""
        for task in self._open:
            if task.rank != DATA:
                task.cancel()
        if self._workers is not None:
            from concurrent.futures import wait

            from ui import screen_thread

            last = self._workers.submit(lambda: None)
            while wait((last,), _A_LOOK).not_done:
                screen_thread.serve()  # the worker may need something of this thread
            self._workers.shutdown(wait=True)
            self._workers = None
        QCoreApplication.sendPostedEvents(self)

    def close(self) -> None:
        """Finish, and take no more work."""
        self._closed = True
        self.finish()

    def _executor(self) -> ThreadPoolExecutor:
        if self._workers is None:
            from concurrent.futures import ThreadPoolExecutor

            from ui import screen_thread

            screen_thread.prepare()
            self._workers = ThreadPoolExecutor(1, thread_name_prefix="hccreview-data")
        return self._workers

    def _next(self) -> None:
        """Do what comes first; the worker calls this.

        The worker itself sends the answer: a callback of the future would run on the thread of the
        screen, before `run` has returned, where the worker was quicker than the hand-over.
        """
        task = self._waiting.get_nowait()[-1]
        try:
            answer = task.run()
        except BaseException as error:
            self._came_home.emit(task, None, error)
            raise
        self._came_home.emit(task, answer, None)

    def _deliver(self, task: Task, answer: Any, error: BaseException | None) -> None:
        self._open.discard(task)
        self.ended.emit(task)
        if task.cancelled:
            return
        if error is None:
            if task.done is not None:
                task.done(answer)
        elif isinstance(error, ReviewError):
            (task.failed or self._messages.problem)(str(error))
        else:
            raise error

"""What only the thread of the screen may do, for a worker that needs it.

A worker of ours holds Python's lock while it works, and each connection that Qt makes or ends takes
one of Qt's own locks. Where the thread of the screen ends a connection (a form that goes is enough)
it holds the lock of Qt and waits for that of Python. A worker that connects in the same moment
waits the other way round, and the program stands still for ever. So a worker makes nothing that
connects: no text document, no writer of PDF, no guessing of an image's format. It has that done
here.
"""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")


class _Desk(QObject):
    """Lives on the thread of the screen and does there what is asked of it, in order."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.waiting: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        self.asked.connect(self.serve)  # queued: a worker emits it

    def serve(self) -> None:
        """Do what is waiting."""
        while True:
            try:
                answer, work = self.waiting.get_nowait()
            except queue.Empty:
                return
            try:
                answer.set_result(work())
            except BaseException as error:  # noqa: BLE001 - it is raised where it was asked for
                # What the work held is let go here: nothing of Qt may end on the worker.
                traceback.clear_frames(error.__traceback__)
                answer.set_exception(error)


_desk: list[_Desk] = []


def prepare() -> None:
    """Be ready to serve workers; called on the thread of the screen before there is one."""
    if not _desk:
        _desk.append(_Desk())


def serve() -> None:
    """Do what workers wait for; the thread of the screen calls this while it waits for them."""
    for desk in _desk:
        desk.serve()


def on_screen_thread(work: Callable[[], T]) -> T:
    """Do `work` on the thread of the screen and return its answer, or raise what it raises.

    `work` is short: nobody can type meanwhile. It returns nothing of Qt.
    """
    if threading.current_thread() is threading.main_thread():
        return work()
    answer: Future[T] = Future()
    (desk,) = _desk
    desk.waiting.put((answer, work))
    desk.asked.emit()
    return answer.result()

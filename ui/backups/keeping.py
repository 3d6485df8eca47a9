"""Backups that are made by themselves: before the window closes, and once a day while it is open.

The work has a worker of its own, so that nothing that is typed waits for it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal

from hccreview.errors import ReviewError
from ui.background import IDLE, Background, Task
from ui.messages import Offer

if TYPE_CHECKING:
    from db.backup import Backup
    from db.condition import Condition
    from db.store import Store
    from ui.workspace import Workspace

_LOOK_MS, _OFTEN_MS, _LONG_MS = 1_000, 600_000, 400
_REST_SECONDS = 0.05  # after some cases of a long look, so that keys are answered meanwhile
_PROOF_SECONDS = 3.0  # of proving a backup, while somebody waits for the window to close
_WITHOUT_INPUT = (
    QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
    | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
)
_MAKING = "A backup is being made before the window closes …"


class Keeping(QObject):
    """`background` is its worker, for every long look at files."""

    backups_asked = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace, self._opening = workspace, workspace.opening
        self.background = Background(workspace.messages)
        self._refused = self._closing = False
        self._told = ""
        self._looking: Task | None = None
        self._daily: Task | None = None
        self.look = QTimer(self)
        self.look.setSingleShot(True)
        self.look.setInterval(_LOOK_MS)
        self.look.timeout.connect(self._look_at_the_store)
        self.often = QTimer(self)  # the store may be locked at the one moment or the other
        self.often.setInterval(_OFTEN_MS)
        self.often.timeout.connect(self.once_a_day)
        workspace.opened.connect(self._begin)
        # The file is written anew, or let go: nobody else may have it open then.
        workspace.closing.connect(self._finish)
        workspace.closed.connect(self.background.close)

    def back_up(self, done: Callable[[Backup], None], ended: Callable[[], None]) -> None:
        """Make a backup now; a sentence tells where that fails. `ended` follows in any case."""
        from db.backup import back_up, backup_folder
        from ui.commands.clock import now

        path, passphrase = self._opening.path, self._opening.passphrase
        store = self._workspace.saving.store
        if path is None or store is None:
            ended()
            return

        def made(backup: Backup) -> None:
            done(backup)
            ended()

        def failed(sentence: str) -> None:
            self._workspace.messages.problem(sentence)
            ended()

        def work() -> Backup:
            refuse_gone(store)
            return back_up(path, backup_folder(path), now(), passphrase)

        self.background.run(lambda _: work(), made, failed)

    def once_a_day(self) -> None:
        """Make a backup where something was written since the newest one, and that is of before."""
        work = self._work(daily=True)
        if work is not None:
            self._daily = self.background.run(work, None, self._tell_once)

    def before_closing(self) -> str:
        """Make a backup where something was written since the newest one.

        Returns why that failed, once; who closes again leaves without it.
        """
        work = self._work(daily=False)
        if work is None or self._refused or self._closing:
            return ""
        self._hurry()
        self._closing = True
        problem: list[str] = []
        self.background.run(work, None, problem.append)
        told = QTimer()
        told.setSingleShot(True)
        told.timeout.connect(lambda: self._workspace.messages.done(_MAKING))
        told.start(_LONG_MS)
        while not self.background.idle:  # no loop of its own: one that is quitting runs none
            QCoreApplication.processEvents(_WITHOUT_INPUT)
        told.stop()
        self._closing = False
        self._refused = bool(problem)
        return "".join(problem)

    def _hurry(self) -> None:
        """Cut long looks short; the backup of the day is made, though not wholly proved."""
        for task in (self._looking, self._daily):
            if task is not None:
                task.cancel()

    def _work(self, *, daily: bool) -> Callable[[Task], Backup | None] | None:
        """Return the work that makes a backup where one is due; None without an open store."""
        from ui.commands.clock import now

        store, passphrase = self._workspace.saving.store, self._opening.passphrase
        if store is None or store.read_only or store.gone:
            return None

        def work(task: Task) -> Backup | None:
            from db.backup import back_up, backup_folder

            refuse_gone(store)
            moment, folder = now(), backup_folder(store.path)
            if not due(store, moment, daily=daily):
                return None
            if daily:
                rests = functools.partial(task.rests, _REST_SECONDS)
                return back_up(store.path, folder, moment, passphrase, stopped=rests)
            return back_up(store.path, folder, moment, passphrase, seconds=_PROOF_SECONDS)

        return work

    def _tell_once(self, sentence: str) -> None:
        """Tell why there is no backup of today, not at each try again."""
        if sentence != self._told:
            self._told = sentence
            self._workspace.messages.problem(sentence)

    def _begin(self) -> None:
        self._refused = False
        self.look.start()
        if not self.often.isActive():
            self.often.start()

    def _finish(self) -> None:
        self.look.stop()
        self._hurry()
        self.background.finish()
        self._looking = None  # it knows the passphrase

    def _look_at_the_store(self) -> None:
        """Read the whole file: damage in the middle of it is not met by opening it."""
        store, passphrase = self._workspace.saving.store, self._opening.passphrase
        if store is None or store.read_only:
            return

        def work(task: Task) -> Condition:
            from db.condition import condition
            from ui.commands.clock import now

            rests = functools.partial(task.rests, _REST_SECONDS)
            found = condition(store.path, passphrase, stopped=rests, now=now())
            refuse_gone(store)  # it was not looked at, but another file in its place
            return found

        # Where somebody has just locked it or holds it, it is looked at another time.
        run = self.background.run
        self._looking = run(work, self._looked, lambda _: None, rank=IDLE)

    def _looked(self, found: Condition) -> None:
        if found.kind == "damaged":
            self._opening.give_up(found)
        elif found.kind == "altered":  # the rest of it can be worked with
            self._workspace.messages.problem(
                found.sentence, Offer("Backups…", self.backups_asked.emit)
            )


def refuse_gone(store: Store) -> None:
    """Raise ReviewError where another file, or none, is in the place of the open store."""
    if gone := store.look():
        raise ReviewError(gone)


def due(store: Store, now: datetime, *, daily: bool) -> bool:
    """True where something was written since the newest backup, or that one is damaged.

    Also where the newest was not proved to be whole, and none was for a week; where it is a week
    old; and where the time of an older one is over, which goes with the next. `daily`: a backup of
    today is enough. One dated ahead does not count.
    """
    from db.backup import backup_folder, backups, proof_due
    from db.rotation import DAYS, is_ahead, superseded

    wall = now.astimezone().replace(tzinfo=None)
    every = backups(store.path, backup_folder(store.path))
    found = [each for each in every if not is_ahead(each, wall)]
    if not found:
        return True
    newest = found[0]
    if daily and newest.made.date() == wall.date():
        return False
    written = store.audit_lines(1)[0].at.astimezone().replace(tzinfo=None)
    in_order = newest.made <= wall  # else the clock was put back
    old = wall - newest.made >= timedelta(days=DAYS)
    unproved = not newest.proved and proof_due(found, wall)
    by_rule = old or unproved or not in_order or bool(superseded(found, wall))
    return written >= newest.made or by_rule or not newest.sound

"""One window for one store: a second start calls the first window to the front.

A lock file beside the store says who has it (it is no lock any more when that program has died). A
second start leaves a small file, the call; the first window takes it away and comes forward.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QSysInfo, QTimer, Signal

_PATIENCE, _LOOK_AGAIN = 3_000, 50  # ms until a call is given up; between two looks


class OneWindow(QObject):
    """`called`: another start on this store asks for the window. `file` is the lock file."""

    called = Signal()

    def __init__(self, store: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._watcher: QFileSystemWatcher | None = None
        self._name(store)

    def take(self) -> bool:
        """Take the store for this window; False where another window has it.

        Where no lock file can be made, the store itself says what can be done there.
        """
        if not self._lock.tryLock(0):
            return self._lock.error() is not QLockFile.LockError.LockFailedError
        self._remove_call()
        self._watcher = QFileSystemWatcher([str(self._store.parent)], self)
        self._watcher.directoryChanged.connect(self._look)
        return True

    def move(self, store: Path) -> None:
        """Have another store from now on, which this window has just made."""
        self.leave()
        self._name(store)
        self.take()

    def leave(self) -> None:
        """Let another window have the store."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self._lock.isLocked():
            with contextlib.suppress(OSError):
                self.file.touch()  # Qt complains where it was deleted together with the store
            self._lock.unlock()

    def holder(self) -> str:
        """Return the computer on which the other window is, empty where that is not known."""
        _, computer, _ = self._lock.getLockInfo()
        return str(computer)

    def way_out(self) -> str:
        """Say what to do where the other window does not answer.

        A lock of this computer goes by itself when its program has ended; that of another one,
        which nobody can ask, stays when that computer is switched off.
        """
        computer = self.holder()
        if computer in ("", QSysInfo.machineHostName()):
            return "Where it cannot be closed, end that program."
        return (
            f"If nobody has it open on {computer}, because that computer was switched off, remove"
            f" the file {self.file} and try again; never while it is open there, which could damage"
            " the data."
        )

    def call(self, answered: Callable[[bool], object]) -> None:
        """Call the other window; `answered` receives whether it came forward."""
        try:
            self._call.touch()
        except OSError:
            answered(False)
            return
        timer = QTimer(self)
        timer.setInterval(_LOOK_AGAIN)
        left = iter(range(_PATIENCE // _LOOK_AGAIN))

        def look() -> None:
            gone = not self._call.exists()
            if gone or next(left, None) is None:
                timer.stop()
                self._remove_call()
                answered(gone)

        timer.timeout.connect(look)
        timer.start()

    def _name(self, store: Path) -> None:
        self._store = store
        self.file = store.with_name(f"{store.name}.lock")
        self._lock = QLockFile(str(self.file))
        self._lock.setStaleLockTime(0)  # a window may be open for weeks
        self._call = store.with_name(f"{store.name}.call")

    def _look(self, _: str) -> None:
        if self._call.exists():
            self._remove_call()
            self.called.emit()

    def _remove_call(self) -> None:
        with contextlib.suppress(OSError):
            self._call.unlink(missing_ok=True)

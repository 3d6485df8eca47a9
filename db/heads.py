"""The keys of the files that are open here, so that none of them is opened a second time to look.

On Linux and macOS a program that closes a file loses all locks it has on it, also those of SQLite's
connections that stay open. Another program would then take itself for the only one, and remove the
WAL in which this one goes on writing.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.place import file_at

if TYPE_CHECKING:
    from db.passphrase import Key


@dataclass(slots=True)
class Held:
    """A file that is open here; `key` is None for a plain one."""

    key: Key | None
    times: int = 0


# A file that nobody closed may be let go in the middle of this, on the same thread.
_one = threading.RLock()
_open: dict[tuple[int, int], Held] = {}


def held(path: Path) -> Held | None:
    """Return what is known of the file at `path`, None where it is not open here."""
    with suppress(OSError), _one:
        file = file_at(path)
        return _open.get(file) if file is not None else None
    return None


class Hold:
    """Remember the key of the file `path` (None for a plain one) until `end`."""

    def __init__(self, path: Path, key: Key | None) -> None:
        self._file = file_at(path)
        if self._file is not None:
            with _one:
                _open.setdefault(self._file, Held(key)).times += 1

    def __del__(self) -> None:
        """Forget a file that nobody has closed: its number may come back as that of another."""
        self.end()

    def end(self) -> None:
        """Forget it; nothing the second time."""
        file, self._file = self._file, None
        with _one:
            if file is None:
                return
            known = _open[file]
            known.times -= 1
            if not known.times:
                del _open[file]

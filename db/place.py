"""Where the file of a store is: its address for SQLite, and whether it is still the same file.

On Linux and macOS a file that is open can be deleted, renamed or replaced (also by what keeps
folders alike on several computers). SQLite goes on writing to what was there, and nobody finds it
any more once the program ends; nor does SQLite tell while it writes to a WAL.
"""

from __future__ import annotations

import contextlib
import os
import string
from pathlib import Path

from db.read_only import without_change

_PLAIN = frozenset(b"/-._~" + string.digits.encode() + string.ascii_letters.encode())
_LOST = (FileNotFoundError, NotADirectoryError)


class Place:
    """The file that is at `path` now; later it tells whether that one is still there."""

    __slots__ = ("_file", "_path", "_was_empty")

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = file_at(path)
        self._was_empty = _is_empty(path)

    def why_gone(self) -> str:
        """Return in a sentence why the file is not there any more, empty where it is.

        A disk that cannot say so leaves that to what reads and writes the file.
        """
        if is_missing(self._path):
            return (
                f"{self._path} is not there any more: it was deleted, moved or renamed while it"
                " was open."
            )
        with contextlib.suppress(OSError):
            if file_at(self._path) not in (self._file, None):
                return f"Another file took the place of {self._path} while it was open."
            if _is_empty(self._path) and not self._was_empty:
                return f"{self._path} was emptied from elsewhere while it was open."
        return ""

    def is_there(self) -> bool:
        """True where it is the same file still, whatever is in it."""
        with contextlib.suppress(OSError):
            return self._file is not None and file_at(self._path) == self._file
        return False


def is_missing(path: Path) -> bool:
    """True where there is no such file; a disk that cannot say so leaves it open."""
    with contextlib.suppress(OSError):
        return file_at(path) is None
    return False


def file_at(path: Path) -> tuple[int, int] | None:
    """Return by which numbers the system knows a file, None where there is none."""
    try:
        found = path.stat()
    except _LOST:
        return None
    return found.st_dev, found.st_ino


def _is_empty(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.stat().st_size == 0
    return False


def address(path: Path, *, reading: bool = False) -> str:
    """Return the address by which SQLite opens the file `path`, for `reading` only or for writing.

    A file that is not there is never made by it.
    """
    written = os.fsencode(path.absolute().as_posix())
    plain = "".join(chr(each) if each in _PLAIN else f"%{each:02X}" for each in written)
    root = "" if plain.startswith("/") else "/"  # C:/ is no folder of another computer
    mode = f"ro{'&immutable=1' if without_change(path) else ''}" if reading else "rw"
    return f"file://{root}{plain}?mode={mode}"

"""Watches over the file of an open store and the WAL beside it, on which others can lay hands.

SQLite itself does not tell where the WAL is deleted or the file is overwritten in place: it goes on
writing, and all of it ends with the program.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from db.engine import InUseError, NoAccessError, sentences
from db.files import begin_another_wal, check_file, empty_wal, is_in_the_file, opened_file
from db.passphrase import Key
from db.place import Place, file_at
from hccreview.errors import ReviewError

_LINES = "SELECT coalesce(max(number), 0), count(*) FROM audit_lines"


class Watch:
    """The file `path` that `engine` has open, with its `key`; `reading`: nothing is written to it.

    It never opens the file but by SQLite: to close it elsewhere would drop the locks of SQLite.
    """

    def __init__(self, path: Path, engine: Engine, key: Key | None, *, reading: bool) -> None:
        self._path, self._engine, self._key, self._reading = path, engine, key, reading
        self._place = Place(path)
        self._wal, self._shm = (path.with_name(f"{path.name}-{end}") for end in ("wal", "shm"))
        self._ours: dict[Path, tuple[int, int]] = {}
        self._stamp: tuple[int, int] | None = None
        self._lines = (0, 0)
        self._overwritten = ""
        self._one = threading.Lock()  # a save and a backup may look in the same moment

    def look(self) -> str:
        """Return in a sentence why what is written is in no file that can be found, else nothing.

        Where only the WAL is gone, what was in it is written into the file: then nothing is lost.
        """
        with self._one:
            return self._looked()

    def _looked(self) -> str:
        gone = self._place.why_gone() or self._overwritten
        if gone or self._reading or not self._is_open():
            return gone
        with contextlib.suppress(OSError):
            if self._wal in self._ours and file_at(self._wal) != self._ours[self._wal]:
                return self._without_wal()
            self._overwritten = self._why_overwritten()
            self._note_journals()
        return self._overwritten

    def end(self) -> None:
        """Close the file. Where it is gone, its WAL is not left to be played into another one."""
        with self._one:
            self._ended()

    def _ended(self) -> None:
        gone = self._looked()
        ours = [each for each in self._ours if gone and self._is_ours(each)]
        if self._wal in ours and self._place.is_there():
            with contextlib.suppress(OSError):  # else SQLite plays it into what overwrote the file
                os.truncate(self._wal, 0)
        elif ours and self._waiting():
            self._empty_wal()  # into our own file, which may only be moved
        self._engine.dispose()
        self._ours, left = {}, self._ours
        for each in ours:
            with contextlib.suppress(OSError):
                if file_at(each) == left[each]:
                    each.unlink()

    def _is_ours(self, journal: Path) -> bool:
        with contextlib.suppress(OSError):
            return file_at(journal) == self._ours[journal]
        return False

    def _note_journals(self) -> None:
        for each in (self._wal, self._shm):
            if (found := file_at(each)) is not None:
                self._ours[each] = found

    def _pool(self) -> QueuePool:
        assert isinstance(self._engine.pool, QueuePool)
        return self._engine.pool

    def _waiting(self) -> int:
        return self._pool().checkedin()

    def _is_open(self) -> bool:
        """True while we hold the file: only then nobody else may remove its WAL."""
        return self._waiting() + self._pool().checkedout() > 0

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Any]:
        connection = self._engine.raw_connection()
        try:
            yield connection.driver_connection
        finally:
            connection.close()

    # ------------------------------------------------------------------- the file itself

    def _why_overwritten(self) -> str:
        """Look into the file where it was written to, which mostly was a checkpoint of SQLite."""
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return ""
        try:
            lines = self._read_anew()
        except (InUseError, NoAccessError):
            return ""
        except ReviewError:
            return self._sentence()
        if self._stamp is not None and not _follows(lines, self._lines):
            return self._sentence()
        self._stamp, self._lines = stamp, lines
        return ""

    def _stamp_now(self) -> tuple[int, int]:
        found = self._path.stat()
        return found.st_size, found.st_mtime_ns

    def _read_anew(self) -> tuple[int, int]:
        """Return number and count of the audit lines, read past what SQLite keeps in memory."""
        with opened_file(self._path, self._key) as connection:
            if self._stamp is not None:
                check_file(connection, self._path)
            newest, count = connection.execute(_LINES).fetchone()
        return int(newest), int(count)

    def _sentence(self) -> str:
        return f"{self._path} was overwritten from elsewhere, or damaged, while it was open."

    # ------------------------------------------------------------------- the WAL beside it

    def _without_wal(self) -> str:
        """Write into the file what is in a WAL that was deleted, as long as nobody else wrote."""
        alone = file_at(self._wal) is None and self._waiting() > 0
        if (
            alone
            and (self._stamp_now() == self._stamp or self._is_in_the_file())
            and (self._written_into_the_file())
        ):
            self._stamp = self._stamp_now()
            return ""
        return (
            f"{self._wal} was deleted or replaced while {self._path.name} was open, with what was"
            " written last."
        )

    def _is_in_the_file(self) -> bool:
        """True where another program wrote all of the WAL into the file before it removed it."""
        return self._done(is_in_the_file)

    def _written_into_the_file(self) -> bool:
        """Empty the WAL, which is open still, into the file, and begin another one."""
        if not self._empty_wal():
            return False
        if self._done(self._begun_another):
            self._ours.clear()
        return True

    def _empty_wal(self) -> bool:
        """Write what is in the WAL into the file; False where that cannot be done now."""
        return self._done(empty_wal)

    def _begun_another(self, connection: Any) -> bool:
        """Make a new WAL; not while another program holds the old one: that is emptied each time.

        Other connections of ours hold it too, so they are closed.
        """
        for _ in range(self._waiting()):
            other = self._engine.raw_connection()
            other.invalidate()
            other.close()
        return begin_another_wal(connection)

    def _done(self, work: Callable[[Any], bool]) -> bool:
        """Do `work` with what is open; False where it cannot be done now."""
        with (
            contextlib.suppress(ReviewError),
            sentences(self._path),
            self._connection() as connection,
        ):
            return work(connection)
        return False


def _follows(lines: tuple[int, int], before: tuple[int, int]) -> bool:
    """True where audit lines were only added: the newest number and the count grow alike."""
    more = lines[0] - before[0]
    return more >= 0 and more == lines[1] - before[1]

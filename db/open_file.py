"""A store that is open: its file, its transactions, and what is told of the store itself.

Values go in and come out; sessions and rows stay here. It may be used from several threads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from db.audit import (
    Author,
    add_line,
    link_of,
    newest_lines,
    newest_link,
    system_login,
    was_done,
    writing_as,
)
from db.cases import changed_meanwhile
from db.engine import DAMAGED, InUseError, clean, legible, sentences
from db.heads import Hold
from db.listing import AuditLine
from db.passphrase import Key
from db.watch import Watch
from hccreview.errors import ReviewError

if TYPE_CHECKING:
    from db.verifying import Compared

Clock = Callable[[], datetime]
NO_PASSPHRASE = "go without passphrase"
BEYOND_COPYING = (
    "So much of {path} is overwritten that it cannot be copied any more; export the case on screen,"
    " then restore the newest backup."
)
PROTECTIONS = (NO_PASSPHRASE, "encrypt", "decrypt")


class OpenFile:
    """The file of a store; `author` is who writes, in the audit lines.

    `made`: this start made the file. `copy`: the copy taken before it was brought up to date.
    `read_only`: why nothing can be written to it, empty where it can. `gone`: why the file is not
    there any more, as found by the last `look` or writing; empty where it is.

    Where the file is gone nothing is written, unless `goes_on` is set: whoever sets it has to tell
    the user that nothing is saved any more, and can let all of it be saved by `save_again`.
    Every method raises ReviewError where the file cannot be read or written; then nothing of its
    change is saved.
    """

    def __init__(
        self,
        path: Path,
        engine: Engine,
        today: Clock,
        *,
        made: bool,
        copy: Path | None,
        read_only: str = "",
        key: Key | None = None,
    ) -> None:
        self.path = path
        self.made = made
        self.copy = copy
        self.read_only = read_only
        self.gone = ""
        self.goes_on = False
        self.author = Author(login=system_login())
        self._watch = Watch(path, engine, key, reading=bool(read_only))
        self._hold = Hold(path, key)
        self._key = key
        self._engine = engine
        self._today = today
        self._readers = sessionmaker(engine)
        self._writers = sessionmaker(engine.execution_options(write=True))

    def close(self) -> None:
        """Let go of the file; where it is gone, nothing of it is left for what took its place."""
        self._watch.end()
        self._hold.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def look(self) -> str:
        """Look whether the file is still there; return in a sentence why it is not, else nothing.

        What was read and written is still in what is open, but in no file that can be found.
        """
        self.gone = self._watch.look()
        return self.gone

    def save_again(self, target: Path) -> None:
        """Save all that is open in the new file `target`, also where the file itself is gone."""
        from db.saving_again import save_again

        try:
            save_again(self._engine, self.path, target, self._key, self._today())
        except ReviewError as error:
            if str(error) == DAMAGED.format(path=self.path):
                raise ReviewError(BEYOND_COPYING.format(path=self.path)) from error
            raise

    def audit_lines(self, limit: int = 100) -> tuple[AuditLine, ...]:
        """Return the newest audit lines, the newest first."""
        with self._reading() as session:
            return newest_lines(session, limit)

    def audit_faults(self) -> tuple[str, ...]:
        """Return where the audit lines are not as they were written, a sentence each."""
        from db.verifying import faults, missing

        with self._reading() as session:
            return (*faults(session), *missing(session))

    def audit_remarks(self) -> tuple[str, ...]:
        """Return which audit lines are dated before the line above them, a sentence each."""
        from db.verifying import remarks

        with self._reading() as session:
            return tuple(remarks(session))

    def audit_backups(self) -> Compared:
        """Compare the audit lines with the newest link that is in each backup."""
        from db.verifying import against_backups

        with self._reading() as session:
            return against_backups(session, self.path, self._key)

    def audit_link(self) -> tuple[int, str]:
        """Return number and digest of the newest audit line, to be noted outside the computer."""
        with self._reading() as session:
            return newest_link(session)

    def audit_agrees(self, number: int, link: str) -> bool:
        """True where line `number` is still the one whose link, or its beginning, was noted."""
        with self._reading() as session:
            return link_of(session, number).startswith(link)

    def protection_chosen(self) -> bool:
        """True where somebody said how the data are protected, also that they are not."""
        with self._reading() as session:
            return was_done(session, *PROTECTIONS)

    def choose_no_passphrase(self) -> None:
        """Note that somebody chose to go without a passphrase."""
        with self._writing() as session:
            add_line(session, self._today(), NO_PASSPHRASE, "store", "")

    def clean(self) -> bool:
        """Overwrite what is left of deleted data in the file and its journal.

        False where another program is reading them; then it is to be done again.
        """
        try:
            with sentences(self.path):
                return clean(self._engine)
        except InUseError:
            return False

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Session]:
        with legible(self.path), sentences(self.path), self._readers.begin() as session:
            yield session

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Session]:
        if self.read_only:
            raise ReviewError(f"{self.path} is read-only ({self.read_only}); nothing is saved.")
        self._refuse_where_gone()
        try:
            with legible(self.path), sentences(self.path), self._writers.begin() as session:
                writing_as(session, self.author)
                yield session
        except StaleDataError as error:
            raise ReviewError(changed_meanwhile("The case")) from error
        self._refuse_where_gone()

    def _refuse_where_gone(self) -> None:
        """Look before and after each writing: SQLite itself does not tell, and goes on."""
        if self.look() and not self.goes_on:
            raise ReviewError(f"{self.gone} Nothing was saved; open it again.")

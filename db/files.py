"""Whole database files: copied, checked, and written anew with another key."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from db.engine import DAMAGED, WAIT_SECONDS, sentences, unlock
from db.passphrase import Key
from db.place import address
from hccreview.errors import ReviewError

STAMP = "%Y%m%d-%H%M%S"
"""How the time of a copy is written in its name."""
JOURNALS = ("-wal", "-journal", "-shm")
"""How the files are called that SQLite keeps beside one."""


def on_the_wall(now: datetime) -> datetime:
    """Return a moment as the clock on the wall shows it, to the second: so copies are called."""
    return now.astimezone().replace(tzinfo=None, microsecond=0)


def with_journals(file: Path) -> tuple[Path, ...]:
    """Return a file with those that SQLite may have left beside it."""
    return tuple(file.with_name(f"{file.name}{end}") for end in ("", *JOURNALS))


def discard(file: Path) -> None:
    """Remove a file, and the journals of SQLite, which would be played into the next one."""
    for each in with_journals(file):
        each.unlink(missing_ok=True)


@contextlib.contextmanager
def opened_file(path: Path, key: Key | None) -> Iterator[Any]:
    """Yield a connection of the driver to the file, which is closed afterwards.

    What the database refuses becomes a ReviewError; a file that is not there is not made.
    """
    where = address(path)
    with sentences(path), contextlib.closing(sqlite.connect(where, uri=True)) as connection:
        connection.isolation_level = None
        unlock(connection, key)
        connection.execute(f"PRAGMA busy_timeout={int(WAIT_SECONDS * 1000)}")
        connection.execute("PRAGMA trusted_schema=OFF")
        yield connection


def copy_database(source: Path, target: Path, key: Key | None = None) -> None:
    """Copy the store `source`, also while it is written to, to the new file `target`.

    The copy of an encrypted store has its `key` too. Raises ReviewError where the copy cannot be
    made, or is not sound.
    """
    with opened_file(source, key) as reader:
        copy_open(reader, source, target, key)


def copy_open(reader: Any, source: Path, target: Path, key: Key | None) -> None:
    """Copy what the connection `reader` to the store `source` has open, as `copy_database`."""
    try:
        target.touch(mode=0o600, exist_ok=False)  # only the user may read what patients are in
    except OSError as error:
        raise ReviewError(
            f"A copy of {source} cannot be made in {target.parent} ({error.strerror}), and without"
            " one it is left as it is; check the rights of the folder."
        ) from error
    try:
        with opened_file(target, key) as writer:
            _copy(reader, writer, source)
        with opened_file(target, key) as copy:
            check_file(copy, source)
    except BaseException:
        discard(target)
        raise


def _copy(reader: Any, writer: Any, source: Path) -> None:
    try:
        reader.backup(writer)
    except sqlite.Error as error:  # which does not say of what kind it is
        with sentences(source):  # not of the copy, of which nobody has heard
            check_file(reader, source)
        raise ReviewError(
            f"{source} could not be copied ({error}); check the disk and try again."
        ) from error


def check_file(connection: Any, path: Path) -> None:
    """Raise ReviewError where the tables of the file do not hold together, naming it `path`."""
    if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise ReviewError(DAMAGED.format(path=path))


def finds_all(path: Path, key: Key | None) -> bool:
    """True where the indexes fit their tables: else lists and searches would miss rows."""
    with opened_file(path, key) as connection:
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))


def into_one_file(path: Path, key: Key | None) -> None:
    """Write into the file what its journal holds; none lies beside it afterwards."""
    with opened_file(path, key) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def row_of(path: Path, key: Key | None, statement: str) -> tuple[Any, ...] | None:
    """Return the first row of a file that nobody writes to; None where it cannot be read."""
    where = f"{address(path, reading=True)}&immutable=1"  # no journal is made beside it
    with contextlib.suppress(sqlite.Error, UnicodeDecodeError):
        with contextlib.closing(sqlite.connect(where, uri=True)) as connection:
            unlock(connection, key)
            found: tuple[Any, ...] | None = connection.execute(statement).fetchone()
        return found
    return None


@contextlib.contextmanager
def held_alone(path: Path, key: Key | None) -> Iterator[Any]:
    """Yield a connection while nobody else has the file open or can open it; its WAL is gone.

    Raises ReviewError where somebody has.
    """
    with opened_file(path, key) as connection:
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("PRAGMA journal_mode=DELETE")  # refused while anybody else is there
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")  # the lock stays after the commit
        connection.execute("COMMIT")
        yield connection


def write_anew(connection: Any, target: Path, key: Key | None, path: Path) -> None:
    """Write all that `connection` to the store `path` holds to the new file `target`.

    It has another `key` (None: it is plain), and is compared row by row. Raises ReviewError where
    it is not the same.
    """
    text = f"x'{key.secret.hex()}{key.salt.hex()}'" if key is not None else ""
    connection.execute("ATTACH DATABASE ? AS anew KEY ?", (str(target), text))
    connection.execute("PRAGMA anew.journal_mode=OFF")  # a half-written file is thrown away
    connection.execute("SELECT sqlcipher_export('anew')")
    if not _same(connection):
        raise ReviewError(DAMAGED.format(path=path))
    connection.execute("DETACH DATABASE anew")


def _same(connection: Any) -> bool:
    """True where both files hold the same tables and the same rows."""
    made = "SELECT type, name, sql FROM {}.sqlite_master ORDER BY type, name"
    ours, theirs = (connection.execute(made.format(file)).fetchall() for file in ("main", "anew"))
    if ours != theirs:
        return False
    tables = [name for kind, name, _ in ours if kind == "table"]
    return all(_same_rows(connection, name) for name in tables)


def _same_rows(connection: Any, table: str) -> bool:
    # Without an index the rows come in the order of the table, the same in both files.
    rows = (
        connection.execute(f'SELECT * FROM {file}."{table}" NOT INDEXED')
        for file in ("main", "anew")
    )
    return all(ours == theirs for ours, theirs in zip_longest(*rows))


def is_in_the_file(connection: Any) -> bool:
    """True where all that is in the WAL is in the file too; nothing is done for it."""
    _, there, written = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    return bool(there == written)


def empty_wal(connection: Any) -> bool:
    """Write what is in the WAL into the file; False while somebody else is at it."""
    return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)


def begin_another_wal(connection: Any) -> bool:
    """Make the WAL anew; not (False, or an error of the driver) where somebody else holds it."""
    (wait,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout=0")
    try:
        return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",))
    finally:
        connection.execute(f"PRAGMA busy_timeout={wait}")
        connection.execute("PRAGMA journal_mode=WAL")

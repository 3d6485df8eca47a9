"""Whole database files: copied, checked, and written anew with another key."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from db.engine import DAMAGED, WAIT_SECONDS, sentences, unlock
from db.passphrase import Key
from hccreview.errors import ReviewError


@contextlib.contextmanager
def opened_file(path: Path, key: Key | None) -> Iterator[Any]:
    """Yield a connection of the driver to the file, which is closed afterwards.

    What the database refuses becomes a ReviewError.
    """
    with sentences(path), contextlib.closing(sqlite.connect(str(path))) as connection:
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
    try:
        target.touch(mode=0o600, exist_ok=False)  # only the user may read what patients are in
    except OSError as error:
        raise ReviewError(
            f"A copy of {source} cannot be made beside it ({error.strerror}), and without one it is"
            " left as it is; check the rights of the folder."
        ) from error
    try:
        with opened_file(source, key) as reader, opened_file(target, key) as writer:
            _copy(reader, writer, source)
        with opened_file(target, key) as copy:
            check_file(copy, source)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _copy(reader: Any, writer: Any, source: Path) -> None:
    try:
        reader.backup(writer)
    except sqlite.Error as error:  # which does not say of what kind it is
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

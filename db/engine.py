"""The one place that speaks SQLite: the engine, its pragmas, how a transaction begins, file copies.

SQLite comes from sqlcipher3 (plain, without a key): it is newer than the one of the standard
library, and a store can be encrypted later without another driver.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from hccreview.errors import ReviewError

WAIT_SECONDS = 5.0
# synchronous=FULL: an acknowledged change survives a power cut. secure_delete: what is deleted is
# overwritten. trusted_schema=OFF: a prepared file cannot make the program call functions.
_PRAGMAS = ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF")
_SENTENCES = {
    "SQLITE_BUSY": "{path} is in use by another program; try again in a moment.",
    "SQLITE_LOCKED": "{path} is in use by another program; try again in a moment.",
    "SQLITE_READONLY": "{path} cannot be written to; check the rights of the file and its folder.",
    "SQLITE_CANTOPEN": "{path} cannot be opened; check its folder and the rights to it.",
    "SQLITE_NOTADB": "{path} is not a database of HCC Review; choose another file.",
    "SQLITE_CORRUPT": "{path} is damaged; restore it from a backup.",
    "SQLITE_FULL": "The disk is full, so that nothing was saved; free some space and try again.",
    "SQLITE_IOERR": "The disk of {path} reports an error, so that nothing was saved; check it.",
}

# Tables to which rows are only added, and when a new row would take the place of an old one
# (INSERT OR REPLACE deletes without asking the trigger of DELETE).
_INSERT_ONLY = {
    "seals": "digest = NEW.digest OR (decision_id = NEW.decision_id AND version = NEW.version)",
    "sealed_documents": "digest = NEW.digest",
}


def open_engine(
    path: Path, *, wait_seconds: float = WAIT_SECONDS, inspecting: bool = False
) -> Engine:
    """Return an engine on the file `path`; it waits `wait_seconds` for another writer.

    `inspecting`: the file may be someone else's, so its journal mode is left as it is.

    An option `write=True` (Engine.execution_options) makes its transactions take the write lock
    at once, so that none fails half-way because another writer was faster.
    """
    # hide_parameters: values of patients do not belong in a traceback.
    url = URL.create("sqlite+pysqlite", database=str(path))
    engine = create_engine(url, module=sqlite, hide_parameters=True)

    def connected(connection: Any, record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, also before CREATE TABLE
        for pragma in (f"busy_timeout={int(wait_seconds * 1000)}", *_PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")
        if not inspecting:
            connection.execute("PRAGMA journal_mode=WAL")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def guard(connection: Connection) -> None:
    """Let nobody change or remove what is sealed; a step that copies these tables calls it again.

    Who writes to the file itself can drop the triggers: then the digests tell.
    """
    refused = "BEGIN SELECT RAISE(ABORT, 'sealed records are never changed'); END"
    for table, same in _INSERT_ONLY.items():
        for when, condition in (
            ("UPDATE", ""),
            ("DELETE", ""),
            ("INSERT", f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"),
        ):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_guard_{when.lower()} BEFORE {when} ON {table}{condition}"
                f" {refused}"
            )


@contextlib.contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """Yield a connection inside one transaction in which tables may be rebuilt.

    With foreign keys on, a copied table would take its children with it: they are off meanwhile
    and checked before the commit. Raises ReviewError where a row has lost its parent.
    """
    with engine.execution_options(write=True).connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise ReviewError(
                        "The database could not be brought up to date: rows have lost what they"
                        " belong to. It is unchanged; report this, and keep the file."
                    )
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def copy_database(source: Path, target: Path) -> None:
    """Copy the store `source`, also while it is written to, to the new file `target`.

    Raises ReviewError where the copy cannot be made, or is not sound.
    """
    try:
        target.touch(mode=0o600, exist_ok=False)  # only the user may read what patients are in
    except OSError as error:
        raise ReviewError(
            f"A copy of {source} cannot be made beside it ({error.strerror}), and without one it is"
            " left as it is; check the rights of the folder."
        ) from error
    with sentences(source), contextlib.closing(sqlite.connect(str(source))) as reader:
        with contextlib.closing(sqlite.connect(str(target))) as writer:
            reader.backup(writer)
            answer = writer.execute("PRAGMA quick_check").fetchone()
        if answer != ("ok",):
            target.unlink(missing_ok=True)
            raise ReviewError(_SENTENCES["SQLITE_CORRUPT"].format(path=source))


@contextlib.contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what the database refuses into a ReviewError; what is our own fault passes as it is."""
    try:
        yield
    except (DBAPIError, sqlite.Error) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        name = str(getattr(origin, "sqlite_errorname", ""))
        for code, sentence in _SENTENCES.items():
            if name.startswith(code):
                raise ReviewError(sentence.format(path=path)) from error
        raise

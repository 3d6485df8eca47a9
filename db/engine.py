"""The one place that speaks SQLite: the engine, its pragmas, how a transaction begins, file copies.

SQLite comes from sqlcipher3: without a key its files are plain, and it is newer than the one of the
standard library.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from db.passphrase import Key, is_encrypted
from db.place import Place, address, is_missing
from hccreview.errors import ReviewError

WAIT_SECONDS = 5.0
# synchronous=FULL: an acknowledged change survives a power cut. secure_delete: what is deleted is
# overwritten. trusted_schema=OFF: a prepared file cannot make the program call functions.
_PRAGMAS = ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF")
DAMAGED = "{path} is damaged; restore it from a backup."
_SENTENCES = {
    "SQLITE_BUSY": "{path} is in use by another program; try again in a moment.",
    "SQLITE_LOCKED": "{path} is in use by another program; try again in a moment.",
    "SQLITE_READONLY": "{path} cannot be written to; check the rights of the file and its folder.",
    "SQLITE_CANTOPEN": "{path} cannot be opened; check its folder and the rights to it.",
    "SQLITE_NOTADB": "{path} is not a database of HCC Review; choose another file.",
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_FULL": "The disk is full, so that nothing was saved; free some space and try again.",
    "SQLITE_IOERR": "The disk of {path} reports an error, so that nothing was saved; check it.",
}
# What SQLite says, without a code of its own, of a file whose header or tables were changed.
_OF_DAMAGE = (
    *("Could not decode", "unsupported file format", "no such table", "no such column"),
    *("no such collation", "no such function"),
)
# What it says in these words alone where the writing anew of a file (a function of SQL) is refused.
_SAID = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "unable to open database file": "SQLITE_CANTOPEN",
}
ILLEGIBLE = (ValueError, LookupError, TypeError, AttributeError)
"""What is raised where something else stands in a column than what belongs there."""
_DECODING = "_apply_processors"  # the one place where SQLAlchemy decodes the columns of a row
_ROOM = 1_000_000  # bytes; with less, an error of the disk is the lack of it
_IN_USE = ("SQLITE_BUSY", "SQLITE_LOCKED")
_NO_ACCESS = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL")

# Tables to which rows are only added, and when a new row would take the place of an old one
# (INSERT OR REPLACE deletes without asking the trigger of DELETE).
_INSERT_ONLY = {
    "seals": "digest = NEW.digest OR (decision_id = NEW.decision_id AND version = NEW.version)",
    "sealed_documents": "digest = NEW.digest",
    "audit_lines": "number = NEW.number",
}
SEALED, CHAINED = ("seals", "sealed_documents"), ("audit_lines",)


class InUseError(ReviewError):
    """Another window or program holds the file."""


class NoAccessError(ReviewError):
    """Rights or room are missing; that says nothing of whether the file is whole."""


def open_engine(
    path: Path,
    *,
    wait_seconds: float = WAIT_SECONDS,
    inspecting: bool = False,
    reading: bool = False,
    key: Key | None = None,
) -> Engine:
    """Return an engine on the file `path`; it waits `wait_seconds` for another writer.

    `inspecting`: the file may be someone else's, so its journal mode is left as it is. `reading`:
    it may not be written to. `key`: the file is encrypted, or becomes it when it is made. The file
    has to be there: where it is gone or another one later, no further connection is made.

    An option `write=True` (Engine.execution_options) makes its transactions take the write lock
    at once, so that none fails half-way because another writer was faster.
    """
    # hide_parameters: values of patients do not belong in a traceback.
    where, query = address(path, reading=reading), {"uri": "true"}
    url = URL.create("sqlite+pysqlite", database=where, query=query)
    engine = create_engine(url, module=sqlite, hide_parameters=True)
    place = Place(path)

    def connected(connection: Any, record: object) -> None:
        if gone := place.why_gone():
            connection.close()
            raise ReviewError(gone)
        connection.isolation_level = None  # we say BEGIN ourselves, also before CREATE TABLE
        unlock(connection, key)
        for pragma in (f"busy_timeout={int(wait_seconds * 1000)}", *_PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")
        if not inspecting and not reading:
            connection.execute("PRAGMA journal_mode=WAL")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin)
    return engine


def unlock(connection: Any, key: Key | None) -> None:
    """Give a connection of the driver the key of its file; nothing of it is written elsewhere."""
    if key is not None:
        connection.execute("PRAGMA cipher_log_level=NONE")  # it would write to the terminal
        connection.execute(f"PRAGMA key=\"x'{key.secret.hex()}{key.salt.hex()}'\"")
        connection.execute("PRAGMA temp_store=MEMORY")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def guard(connection: Connection, tables: tuple[str, ...] = SEALED + CHAINED) -> None:
    """Let nobody change or remove what is sealed; a step that copies these tables calls it again.

    Who writes to the file itself can drop the triggers: then the digests tell.
    """
    for table in tables:
        same = _INSERT_ONLY[table]
        what = "sealed records" if table in SEALED else "audit lines"
        refused = f"BEGIN SELECT RAISE(ABORT, '{what} are never changed'); END"
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


@contextlib.contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what the database refuses into a ReviewError; what is our own fault passes as it is."""
    try:
        yield
    except (DBAPIError, sqlite.Error) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        name = str(getattr(origin, "sqlite_errorname", ""))
        name = _SAID.get(str(origin), name)
        if name.startswith("SQLITE_IOERR") and _is_full(path.parent):
            name = "SQLITE_FULL"  # of the small files beside the store it says no more
        if name == "SQLITE_NOTADB" and is_encrypted(path):
            name = "SQLITE_CORRUPT"  # the passphrase was right: its first page is damaged
        if str(origin).startswith(_OF_DAMAGE) or _is_stuck(error):  # the message may quote a value
            raise ReviewError(DAMAGED.format(path=path)) from None
        for code, sentence in _SENTENCES.items():
            if name.startswith(code):
                kind = InUseError if code in _IN_USE else ReviewError
                kind = NoAccessError if code in _NO_ACCESS else kind
                if code == "SQLITE_CANTOPEN" and is_missing(path):
                    raise ReviewError(f"{path} is not there any more.") from error
                raise kind(sentence.format(path=path)) from error
        raise
    except UnicodeDecodeError:  # a message of the driver that quotes what is damaged
        raise ReviewError(DAMAGED.format(path=path)) from None


def _is_full(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return disk_usage(folder).free < _ROOM
    return False


def _is_stuck(error: Exception) -> bool:
    """True where a statement that met damage before could not be begun again.

    The driver then says that it cannot take a value, though it is of a kind that it takes.
    """
    if not isinstance(error, DBAPIError) or not str(error.orig).startswith("Error binding"):
        return False
    values = error.params.values() if isinstance(error.params, dict) else error.params or ()
    return all(value is None or isinstance(value, str | int | float | bytes) for value in values)


@contextlib.contextmanager
def legible(path: Path) -> Iterator[None]:
    """Turn what cannot be read as the value of its column into a ReviewError.

    An error of ours that is called alike passes: it is no damage.
    """
    try:
        yield
    except ILLEGIBLE as error:
        if not is_undecodable(error):
            raise
        raise ReviewError(DAMAGED.format(path=path)) from error


def is_undecodable(error: Exception) -> bool:
    """True where an error was raised while SQLAlchemy made a value of what stands in a column."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_name.endswith(_DECODING):
            return True
        trace = trace.tb_next
    return False


def clean(engine: Engine) -> bool:
    """Write the file and the journal beside it without what was deleted; False where it is in use.

    Deleted rows are overwritten at once, but pages that were divided keep pieces of what stood in
    them, and the journal keeps the pages as they were: so all of it is written anew.
    """
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA temp_store=MEMORY")  # no copy in another file
        connection.cursor().execute("VACUUM")
        found = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return bool(found is not None and found[0] == 0)

"""Which shape of the tables this program knows, and how a file comes to have it.

alembic is imported only where a file has an older shape (db.upgrade): it starts slowly.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
)

import db.meeting_tables  # noqa: F401  (fills the metadata, with db.tables)
from db.audit import add_line
from db.columns import Base
from db.engine import guard, open_engine, sentences
from db.files import JOURNALS, STAMP, copy_database, discard, on_the_wall
from db.passphrase import Key
from db.tables import AuditRow
from hccreview.errors import ReviewError

# The shapes a file can have, oldest first: one for each file in migrations/versions.
KNOWN_VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
SCHEMA_VERSION = KNOWN_VERSIONS[-1]
VERSION_TABLE = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def prepare(path: Path, now: datetime, *, wait_seconds: float, key: Key | None) -> Path | None:
    """Make sure that `path` is a store of this program's shape; an older one is brought up to date.

    `key`: the file is encrypted with it, or will be where it has to be made.

    Returns the copy made before that, None where none was needed. Raises ReviewError for a file
    that is no store, is from a newer program, or cannot be brought up to date; it is unchanged.
    """
    if not path.exists():
        _create(path, now, wait_seconds, key)
        return None
    if path.stat().st_size == 0:
        raise ReviewError(
            f"{path} is empty: it is no database, or a damaged one. Restore it from a backup, or"
            " remove it to begin a new one."
        )
    found = version_of(path, wait_seconds, key)
    if found == SCHEMA_VERSION:
        return None
    if found not in KNOWN_VERSIONS:
        raise ReviewError(
            f"{path} was written by a newer version of HCC Review; update this program. The file"
            " is unchanged."
        )
    copy = copy_before(path, found, now, key)
    from db.upgrade import upgrade

    upgrade(path, now, wait_seconds=wait_seconds, key=key)
    return copy


def version_of(path: Path, wait_seconds: float, key: Key | None, *, reading: bool = False) -> str:
    """Return the shape of the file `path`; raises ReviewError where it is no store.

    `reading`: it may not be written to.
    """
    engine = open_engine(path, wait_seconds=wait_seconds, inspecting=True, reading=reading, key=key)
    try:
        with sentences(path), engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            ours = tables >= {VERSION_TABLE.name, AuditRow.__tablename__}
            version = connection.scalar(select(VERSION_TABLE.c.version_num)) if ours else None
            if version is None:
                raise ReviewError(f"{path} is not a database of HCC Review; choose another file.")
            return str(version)
    finally:
        engine.dispose()


def copy_before(path: Path, version: str, now: datetime, key: Key | None = None) -> Path:
    """Copy the store beside itself before its shape `version` is changed; return the copy."""
    stem = f"{path.name}.before-upgrade-from-{version}-{on_the_wall(now):{STAMP}}"
    copy = path.with_name(f"{stem}.sqlite")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{stem}-{number}.sqlite")
    copy_database(path, copy, key)
    return copy


def create_tables(connection: Connection, now: datetime) -> None:
    """Make all tables in the shape of this program, and say so in the file."""
    Base.metadata.create_all(connection)
    guard(connection)
    VERSION_TABLE.create(connection)
    connection.execute(insert(VERSION_TABLE).values(version_num=SCHEMA_VERSION))
    add_line(connection, now, "create", "store", SCHEMA_VERSION)


def _create(path: Path, now: datetime, wait_seconds: float, key: Key | None) -> None:
    """Make a new store under another name first, so that no half-made one is ever found."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise ReviewError(
            f"{path} cannot be made ({error.strerror}); check that its folder exists and may be"
            " written to, or name another file with --database."
        ) from error
    os.close(handle)
    part = Path(name)
    try:
        engine = open_engine(part, wait_seconds=wait_seconds, key=key)
        try:
            with sentences(path), engine.execution_options(write=True).begin() as connection:
                create_tables(connection, now)
        finally:
            engine.dispose()
        _place(part, path, now)
    finally:
        discard(part)


def _place(part: Path, path: Path, now: datetime) -> None:
    """Give `part` its name, unless another start was faster: then the other's store is used."""
    with _alone_in(path.parent):
        if not os.path.lexists(path):
            _set_journals_aside(path, now)
        with contextlib.suppress(FileExistsError):
            try:
                os.link(part, path)
            except FileExistsError:
                raise
            except OSError:  # a disk without hard links
                if not path.exists():
                    os.rename(part, path)


def _set_journals_aside(path: Path, now: datetime) -> None:
    """Rename what lies beside a store that is not there: it would be played into the new one.

    It may hold what was written last, so it is kept, called like a copy. Raises ReviewError.
    """
    stem = f"{path.name}.before-new-{on_the_wall(now):{STAMP}}-{secrets.token_hex(2)}.sqlite"
    try:
        for end in JOURNALS:
            left = path.with_name(f"{path.name}{end}")
            if os.path.lexists(left) and end != "-shm" and left.stat().st_size:
                os.rename(left, path.with_name(f"{stem}{end}"))
            left.unlink(missing_ok=True)
    except OSError as error:
        raise ReviewError(
            f"What is left beside {path}, which is not there, could not be set aside"
            f" ({error.strerror}); check the rights of the folder."
        ) from error


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let only one start at a time make a store in a folder, where the system can say so."""
    if sys.platform == "win32":  # nobody can rename there what is open
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a disk without such locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

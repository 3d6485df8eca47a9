"""Disks that refuse: full, failing in the middle of a write, or not to be written to."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from db.store import Store

_OVERRIDES = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: root may do what it likes
_VERSION_3 = 0x20080522


@contextmanager
def full_disk(store: Store) -> Iterator[None]:
    """Let the file of an open store not grow any more, as SQLite meets a full disk."""

    def capped(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1")  # means: as large as it is now

    def free(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")

    event.listen(store._engine, "begin", capped)
    try:
        yield
    finally:
        event.remove(store._engine, "begin", capped)
        event.listen(store._engine, "begin", free)


@contextmanager
def failing_disk(path: Path) -> Iterator[None]:
    """Let each write behind the present end of the journal of a store fail half-way (EFBIG)."""
    resource = pytest.importorskip("resource")
    journal = path.with_name(f"{path.name}-wal")
    size = journal.stat().st_size if journal.exists() else 0
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def rights_count() -> Iterator[None]:
    """Let the rights of files count, also where root runs the tests; for threads begun inside."""
    if sys.platform == "win32":
        pytest.skip("rights of folders are kept otherwise there")
    if os.geteuid() != 0:
        yield
        return
    library = ctypes.CDLL(None, use_errno=True)
    head, data = (ctypes.c_uint32 * 2)(_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    assert library.capget(head, data) == 0
    before = data[0]
    data[0] &= ~_OVERRIDES
    assert library.capset(head, data) == 0
    try:
        yield
    finally:
        data[0] = before
        assert library.capset(head, data) == 0

"""A store that nobody may write to is opened for reading, and says why."""

from __future__ import annotations

import os
from pathlib import Path


def why_read_only(path: Path) -> str:
    """Return why nothing can be written to the store `path`, empty where it can, or is not there.

    A file beside the store holds what was written last, so its folder has to be writable, too.
    """
    if not path.exists():
        return ""
    if not _may_write(path):
        return "the file may not be written to"
    return "" if _may_write(path.parent) else "its folder may not be written to"


def without_change(path: Path) -> bool:
    """True where the store `path` can only be read as one that does not change.

    In a folder that may not be written to SQLite cannot make its files beside the store. Where
    something is still in the file beside it, nobody may pass it over.
    """
    wal = path.with_name(f"{path.name}-wal")
    waits = wal.exists() and wal.stat().st_size > 0
    return not waits and not _may_write(path.parent)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)

"""A file that is written whole or not at all, and for its owner only."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from hccreview.errors import ReviewError

_OWN = 0o600
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_KEPT = 40  # characters of the name, of up to four bytes each; the whole may have 255
DATABASE_MARKS = (b"SQLite format 3\0", b"HCC\x01")
"""How a file begins that is a database; the second is ours, encrypted (db.passphrase)."""
_DATABASES = (".sqlite", ".backup")
_JOURNALS = ("-wal", "-shm", "-journal")


def is_in_use(target: Path) -> bool:
    """True where `target` is read-only, or an office program left its mark that it has it open."""
    locks = (target.with_name(f".~lock.{target.name}#"), target.with_name(f"~${target.name}"))
    read_only = target.exists() and not os.access(target, os.W_OK)
    return read_only or any(lock.exists() for lock in locks)


def replace_file(path: Path, content: bytes) -> None:
    """Write a temporary file beside `path` and put it in its place in one step.

    Only the owner can read it, wherever it goes: most of what we write is about a patient. A link
    stays, and the file that it leads to is replaced. Raises ReviewError for a device, pipe or
    socket, a database or a backup, which would be lost, else OSError; what stood at `path` is then
    unchanged and the temporary file is gone.
    """
    target = _target(path)
    if _is_database(target):
        raise ReviewError(f"{path} is a database of patients, or a backup; choose another name.")
    part = target.with_name(f".{target.name[:_KEPT]}.{os.urandom(6).hex()}.part")
    try:
        with os.fdopen(os.open(part, _FLAGS, _OWN), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _target(path: Path) -> Path:
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    except ValueError as error:  # a name with a zero character
        raise OSError(0, "the name is not possible") from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # a folder is refused by the system
        raise ReviewError(f"{path} is a device or a pipe, no file; choose another name.")
    return target


def _is_database(target: Path) -> bool:
    """True for a database, and for what SQLite keeps beside one, by its name or how it begins."""
    name = target.name
    for end in _JOURNALS:
        name = name.removesuffix(end) or name
    return name.lower().endswith(_DATABASES) or any(
        _head(each).startswith(DATABASE_MARKS) for each in {target, target.with_name(name)}
    )


def _head(file: Path) -> bytes:
    if not file.is_file():
        return b""
    with file.open("rb") as reader:
        return reader.read(16)

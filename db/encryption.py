"""A store is encrypted, gets another passphrase, or is made plain: always as a file written anew.

The new file is compared with the old one row by row and takes its place in one step, so that
whatever ends the program leaves the one or the other whole. The old file is overwritten before it
is removed. That erases it from an ordinary disk; flash disks, snapshots, journals of the file
system and copies made earlier may keep it, and no program can promise otherwise.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from db.audit import add_line
from db.engine import WAIT_SECONDS, open_engine, sentences
from db.files import discard, held_alone, with_journals, write_anew
from db.passphrase import Key, Secret, is_encrypted, key_of
from db.schema import prepare
from hccreview.errors import ReviewError

NOT_OVERWRITTEN = (
    " What the file held before could not be overwritten: it has another name (a hard link), under"
    " which it still can be read, or the disk does not allow it."
)
_BLOCK = 2**20
REPLACES_OPEN_FILES = os.name != "nt"  # Windows does not


def encrypt(path: Path, passphrase: Secret, now: datetime) -> bool:
    """Encrypt the plain store `path`; raises ReviewError where it cannot be, or is in use.

    False where what the file held before was not overwritten: it has another name, or stands on a
    disk without hard links.
    """
    if is_encrypted(path):
        raise ReviewError(f"{path} is encrypted already; change its passphrase instead.")
    return _rewrite(path, None, passphrase.fresh_key(), "encrypt", now)


def decrypt(path: Path, passphrase: Secret, now: datetime) -> bool:
    """Make the encrypted store `path` plain; as `encrypt`, and LockedStore for a wrong one."""
    return _rewrite(path, _key_of_encrypted(path, passphrase), None, "decrypt", now)


def change_passphrase(path: Path, old: Secret, new: Secret, now: datetime) -> bool:
    """Give the encrypted store `path` another passphrase; backups keep the one of their time.

    Returns as `encrypt`. Raises ReviewError as that, and LockedStore where `old` is wrong.
    """
    return _rewrite(path, _key_of_encrypted(path, old), new.fresh_key(), "change passphrase", now)


def remove_leftovers(path: Path, key: Key | None) -> None:
    """Remove what a rewriting left that was ended half-way, unless one is at work now."""
    half_made = (*beside(path), again(path))
    left = [each for each in half_made if any(file.exists() for file in with_journals(each))]
    if not left:
        return
    with contextlib.suppress(ReviewError, OSError), held_alone(path, key):
        for each in left:
            _erase_with_journals(each)


def _key_of_encrypted(path: Path, passphrase: Secret) -> Key:
    key = key_of(path, passphrase)
    if key is None:
        raise ReviewError(f"{path} is not encrypted; it opens without a passphrase.")
    return key


def beside(path: Path) -> tuple[Path, Path]:
    """Return where the new file is written, and where the old one waits to be overwritten."""
    return path.with_name(f".{path.name}.anew"), path.with_name(f".{path.name}.old")


def again(path: Path) -> Path:
    """Return where a store whose file is gone is written before it gets the name `path`."""
    return path.with_name(f".{path.name}.again")


def _rewrite(path: Path, old: Key | None, new: Key | None, action: str, now: datetime) -> bool:
    path = path.resolve()  # a link stays one; the file is written anew where it stands
    part, left = beside(path)
    prepare(path, now, wait_seconds=WAIT_SECONDS, key=old)
    try:
        with held_alone(path, old) as connection:
            for each in (part, left):
                discard(each)
            part.touch(mode=0o600)
            write_anew(connection, part, new, path)
            note(part, new, action, now)
            if REPLACES_OPEN_FILES:
                return _put_in_place(part, left, path)
        return _put_in_place(part, left, path)  # Windows replaces no open file
    except OSError as error:
        raise ReviewError(
            f"{path} could not be written anew ({error.strerror}); check the disk and the rights of"
            " its folder."
        ) from error
    finally:
        for each in (part, left):
            discard(each)


def note(path: Path, key: Key | None, action: str, now: datetime) -> None:
    """Write an audit line of what was done into a file, and see that all of it is on the disk."""
    engine = open_engine(path, key=key, inspecting=True)
    try:
        with sentences(path), engine.execution_options(write=True).begin() as connection:
            add_line(connection, now, action, "store", "")
    finally:
        engine.dispose()
    on_disk(path)


def _put_in_place(part: Path, left: Path, path: Path) -> bool:
    """Put `part` in the place of `path`, and erase what was there; False where it only is removed.

    Then it is done: what cannot be overwritten any more is removed all the same.
    """
    with contextlib.suppress(OSError):  # a disk without hard links cannot be overwritten
        os.link(path, left)
    os.replace(part, path)
    on_disk(path.parent)
    with contextlib.suppress(OSError):
        return left.exists() and erase(left)
    return False


def erase(file: Path) -> bool:
    """Overwrite a file and remove it; the text at the top says what that is worth.

    False where only this name is removed: a link leads to the file, or it has another name, and
    under that it may be somebody's own.
    """
    if file.is_symlink() or file.stat().st_nlink > 1:
        file.unlink()
        return False
    size = file.stat().st_size
    with file.open("rb+") as writer:
        for start in range(0, size, _BLOCK):  # not a byte more: the disk may be full
            writer.write(secrets.token_bytes(min(_BLOCK, size - start)))
        writer.flush()
        os.fsync(writer.fileno())
    file.unlink()
    return True


def _erase_with_journals(file: Path) -> None:
    for each in with_journals(file):
        if each.is_symlink() or each.exists():
            erase(each)


def on_disk(path: Path) -> None:
    """See that a file, or the names in a folder, are on the disk, where the system can say so."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

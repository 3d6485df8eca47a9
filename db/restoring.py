"""A backup takes the place of its store; what was there is kept beside it, damaged or not."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from db.backup import TIME, Backup, verify
from db.encryption import REPLACES_OPEN_FILES, beside, note, on_disk
from db.engine import WAIT_SECONDS, InUseError
from db.files import held_alone
from db.passphrase import Secret, key_of
from db.schema import prepare
from hccreview.errors import ReviewError

_BESIDE = ("", "-wal", "-journal", "-shm")


def restore(
    backup: Backup, path: Path, now: datetime, passphrase: Secret | None = None
) -> Path | None:
    """Put a backup in the place of the store `path`; return where what was there is kept.

    `passphrase` is the one of the time of the backup. Nobody may have the store open, also not
    this program. Raises LockedStore for a wrong passphrase, InUseError, and ReviewError where the
    backup is not sound; then the store is as it was. What was there is kept even where it is
    damaged: the file with its WAL, under another name beside it.
    """
    key = key_of(backup.path, passphrase)
    if not backup.sound:
        raise ReviewError(f"{backup.path} is damaged; choose another backup.")
    part, _ = beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _copied(backup.path, part)
        verify(part, key)
        aside = _keep_aside(path, now)  # before SQLite opens it, which may write into it
        with _alone(path, passphrase, aside):
            if REPLACES_OPEN_FILES:
                _place(part, path)
        if not REPLACES_OPEN_FILES:
            _place(part, path)
    except OSError as error:
        raise ReviewError(
            f"{path} could not be restored ({error.strerror}); check the disk and the rights of its"
            " folder. What was there is unchanged."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    prepare(path, now, wait_seconds=WAIT_SECONDS, key=key)
    note(path, key, "restore from backup", now)
    return aside


@contextlib.contextmanager
def _alone(path: Path, passphrase: Secret | None, aside: Path | None) -> Iterator[None]:
    """Hold the store `path` against others; one that cannot be opened any more cannot be held.

    Where others hold it, the copy `aside` is not needed.
    """
    with contextlib.ExitStack() as stack:
        if aside is not None:
            try:
                stack.enter_context(held_alone(path, key_of(path, passphrase)))
            except InUseError:
                for suffix in _BESIDE:
                    aside.with_name(aside.name + suffix).unlink(missing_ok=True)
                raise
            except ReviewError:  # damaged, or of another passphrase
                pass
        yield


def _keep_aside(path: Path, now: datetime) -> Path | None:
    """Copy what is there, with what its WAL holds; None where nothing is."""
    if not path.exists():
        return None
    numbers = itertools.chain(("",), (f"-{number}" for number in itertools.count(2)))
    names = (f"{path.name}.before-restore-{now:{TIME}}{number}.sqlite" for number in numbers)
    aside = next(each for each in map(path.with_name, names) if not each.exists())
    for suffix in _BESIDE:
        if (source := path.with_name(path.name + suffix)).exists():
            _copied(source, aside.with_name(aside.name + suffix))
    return aside


def _place(part: Path, path: Path) -> None:
    for suffix in _BESIDE[1:]:  # a WAL of the file before would be written into this one
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    os.replace(part, path)
    on_disk(path.parent)


def _copied(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with source.open("rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 2**20)
        writer.flush()
        os.fsync(writer.fileno())

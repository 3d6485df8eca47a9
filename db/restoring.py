"""A backup takes the place of its store; what was there is kept beside it, damaged or not."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from db.backup import Backup, verify
from db.encryption import REPLACES_OPEN_FILES, beside, note, on_disk
from db.engine import WAIT_SECONDS, InUseError, NoAccessError
from db.files import STAMP, discard, held_alone, into_one_file, on_the_wall, with_journals
from db.passphrase import Key, Secret, key_of
from db.schema import SCHEMA_VERSION, version_of
from hccreview.errors import ReviewError


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
    path = path.resolve()  # a link stays one
    part, _ = beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        discard(part)
        _copied(backup.path, part)
        verify(part, key)
        _make_ready(part, key, now)
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
        discard(part)
    return aside


def _make_ready(part: Path, key: Key | None, now: datetime) -> None:
    """Bring a copied backup up to date and note the restoring in it: all that the disk can refuse.

    All of it is in the one file afterwards, nothing in a journal beside it.
    """
    if version_of(part, WAIT_SECONDS, key) != SCHEMA_VERSION:
        from db.upgrade import upgrade

        upgrade(part, now, key=key)
    into_one_file(part, key)
    note(part, key, "restore from backup", now)


@contextlib.contextmanager
def _alone(path: Path, passphrase: Secret | None, aside: Path | None) -> Iterator[None]:
    """Hold the store `path` against others; one that cannot be opened any more cannot be held.

    Where others hold it, the copy `aside` is not needed.
    """
    with contextlib.ExitStack() as stack:
        if aside is not None:
            try:
                stack.enter_context(held_alone(path, key_of(path, passphrase)))
            except (InUseError, NoAccessError):
                discard(aside)
                raise
            except ReviewError:  # damaged, or of another passphrase
                pass
        yield


def _keep_aside(path: Path, now: datetime) -> Path | None:
    """Copy what is there, with what its WAL holds; None where nothing is."""
    if not path.exists():
        return None
    numbers = itertools.chain(("",), (f"-{number}" for number in itertools.count(2)))
    stem = f"{path.name}.before-restore-{on_the_wall(now):{STAMP}}"
    names = (f"{stem}{number}.sqlite" for number in numbers)
    aside = next(each for each in map(path.with_name, names) if not each.exists())
    try:
        for source, target in zip(with_journals(path), with_journals(aside), strict=True):
            if source.exists():
                _copied(source, target)
    except OSError:
        discard(aside)
        raise
    return aside


def _place(part: Path, path: Path) -> None:
    for journal in with_journals(path)[1:]:  # a WAL of before would be written into this one
        journal.unlink(missing_ok=True)
    os.replace(part, path)
    on_disk(path.parent)


def _copied(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with source.open("rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 2**20)
        writer.flush()
        os.fsync(writer.fileno())

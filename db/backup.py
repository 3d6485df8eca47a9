"""Backups of a store: made while it is in use, checked by opening, kept for days and weeks.

The name of a backup holds the time when it was made and the beginning of the SHA-256 digest of its
bytes, so that damage to it is recognised without its passphrase.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.encryption import on_disk
from db.engine import WAIT_SECONDS
from db.files import check_file, copy_database, opened_file
from db.passphrase import Key, Secret, is_encrypted, key_of
from db.schema import KNOWN_VERSIONS, version_of
from hccreview.errors import ReviewError

DAYS, WEEKS = 7, 4
_NAME = re.compile(r"(?P<store>.+)\.(?P<made>\d{8}-\d{6})\.(?P<digest>[0-9a-f]{16})\.backup")
TIME = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file: when it was made (local time), its size in bytes."""

    path: Path
    made: datetime
    size: int
    digest: str
    encrypted: bool

    @property
    def sound(self) -> bool:
        """True where the file is as it was written; it is read whole, a second for 500 MB."""
        try:
            return _digest(self.path) == self.digest
        except OSError:
            return False


def backup_folder(path: Path) -> Path:
    """Return the folder of the backups of the store `path`, beside it."""
    return path.with_name(f"{path.stem}-backups")


def back_up(path: Path, folder: Path, now: datetime, passphrase: Secret | None = None) -> Backup:
    """Back up the store `path`, also while it is in use, and thin out the older backups.

    The backup is encrypted as the store is. Raises ReviewError where the store or the copy is not
    sound, or the folder cannot be written to; then no older backup is touched.
    """
    key = key_of(path, passphrase)
    now = now.astimezone().replace(tzinfo=None, microsecond=0)  # the clock on the wall
    part = folder / f".{path.name}.{now:{TIME}}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in folder.glob(f".{glob.escape(path.name)}.*.part*"):
            left.unlink(missing_ok=True)  # of a program that was ended
        copy_database(path, part, key)
        check_shape(part, key)
        on_disk(part)
        digest = _digest(part)
        made = folder / f"{path.name}.{now:{TIME}}.{digest}.backup"
        os.replace(part, made)
        on_disk(folder)
        done = Backup(made, now, made.stat().st_size, digest, key is not None)
        others = [each for each in backups(path, folder) if each.path != made]
        same = [each for each in others if each.made == now]  # of one second the newer is kept
        for old in (*same, *superseded(backups(path, folder))):
            if old.path != made:  # also where the clock was put back
                old.path.unlink(missing_ok=True)
    except OSError as error:
        raise ReviewError(
            f"No backup could be made in {folder} ({error.strerror}); check the disk and the rights"
            " of the folder."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return done


def backups(path: Path, folder: Path) -> tuple[Backup, ...]:
    """Return the backups of the store `path` in a folder, the newest first."""
    found = []
    for file in folder.glob("*.backup") if folder.is_dir() else ():
        name = _NAME.fullmatch(file.name)
        if name is not None and name["store"] == path.name:
            made = datetime.strptime(name["made"], TIME)
            found.append(
                Backup(file, made, file.stat().st_size, name["digest"], is_encrypted(file))
            )
    return tuple(sorted(found, key=lambda each: each.made, reverse=True))


def readable_copies(path: Path, folder: Path) -> tuple[Path, ...]:
    """Return the copies of the store that open without a passphrase: its backups, and what an
    upgrade or a restoring kept beside it. Whoever has just encrypted the store may `erase` them.
    """
    kept = [*path.parent.glob(f"{glob.escape(path.name)}.*.sqlite")]
    kept += (each.path for each in backups(path, folder))
    return tuple(each for each in sorted(kept) if not is_encrypted(each))


def newest_sound(path: Path, folder: Path) -> Backup | None:
    """Return the newest backup of the store `path` that is as it was written, None without one."""
    return next((each for each in backups(path, folder) if each.sound), None)


def superseded(newest_first: Iterable[Backup]) -> tuple[Backup, ...]:
    """Return the backups that are no longer kept.

    Kept is the newest of each of the 7 newest days, and of each of the 4 newest weeks, that have
    one.
    """
    days: dict[object, Backup] = {}
    weeks: dict[object, Backup] = {}
    every = tuple(newest_first)
    for each in every:
        days.setdefault(each.made.date(), each)
        weeks.setdefault(each.made.isocalendar()[:2], each)
    kept = {*list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]}
    return tuple(each for each in every if each not in kept)


def verify(path: Path, key: Key | None) -> None:
    """Read the whole file; raise ReviewError where it is no sound store of a shape we know."""
    with opened_file(path, key) as connection:
        check_file(connection, path)
    check_shape(path, key)


def check_shape(path: Path, key: Key | None) -> None:
    """Open the file; raise ReviewError where it is no store, or one of a newer program."""
    if version_of(path, WAIT_SECONDS, key) not in KNOWN_VERSIONS:
        raise ReviewError(
            f"{path} was written by a newer version of HCC Review; update this program."
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]

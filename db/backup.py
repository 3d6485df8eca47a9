"""Backups of a store: made while it is in use, checked by opening, kept for days and weeks.

The name of a backup holds the time when it was made and the beginning of the SHA-256 digest of its
bytes, so that damage to it is recognised without its passphrase. It also says ``proved`` where
everything in it was proved to be what was saved (db.whole). What was damaged in the store without
being noticed is damaged in its backups too: so only a proved backup takes the place of proved ones.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import math
import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from db.encryption import erase, on_disk
from db.engine import WAIT_SECONDS, InUseError, NoAccessError
from db.files import STAMP, check_file, copy_database, discard, on_the_wall, opened_file
from db.passphrase import Key, Secret, is_encrypted, key_of
from db.rotation import DAYS, in_order, superseded
from db.schema import KNOWN_VERSIONS, SCHEMA_VERSION, version_of
from hccreview.errors import ReviewError

if TYPE_CHECKING:
    from db.whole import Look

_NAME = re.compile(
    r"(?P<store>.+)\.(?P<made>\d{8}-\d{6})\.(?P<digest>[0-9a-f]{16})(?P<proved>\.proved)?\.backup",
    re.DOTALL,  # a line break in the name of the store
)


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file: when it was made (local time), its size in bytes.

    `proved`: everything in it was what had been saved.
    """

    path: Path
    made: datetime
    size: int
    digest: str
    encrypted: bool
    proved: bool = False

    @property
    def sound(self) -> bool:
        """True where the file is as it was written; it is read whole, a second for 500 MB."""
        try:
            return _digest(self.path) == self.digest
        except OSError:
            return False


def backup_folder(path: Path) -> Path:
    """Return the folder of the backups of the store `path`, beside the file that links lead to."""
    path = path.resolve()
    return path.with_name(f"{path.stem}-backups")


class UnprovedError(ReviewError):
    """A backup was made, but something in it is not what was saved; no proved one was removed."""


def back_up(
    path: Path,
    folder: Path,
    now: datetime,
    passphrase: Secret | None = None,
    *,
    stopped: Callable[[], bool] = lambda: False,
    seconds: float = math.inf,
    thin_out: bool = True,
) -> Backup:
    """Back up the store `path`, also while it is in use, and thin out the older backups.

    The backup is encrypted as the store is. It is proved until that is `stopped`, and for so many
    `seconds` at most, unless there is no proved backup of the last seven days. Raises ReviewError
    where the store or the copy is not sound, or the folder cannot be written to: then no older
    backup is touched. Raises UnprovedError, which names what is damaged.
    """
    path = path.resolve()
    key = key_of(path, passphrase)
    now = on_the_wall(now)
    part = folder / f".{path.name}.{now:{STAMP}}.part"
    if proof_due(backups(path, folder), now):
        seconds = math.inf
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in half_made(path, folder):  # of a program that was ended
            with contextlib.suppress(FileNotFoundError):
                erase(left)
        copy_database(path, part, key)
        check_shape(part, key)
        found = _proved(part, key, stopped, seconds)
        on_disk(part)
        done = _named(part, path, now, proved=found.ended and not found.faults)
        if thin_out:
            _thin_out(path, folder, done)
    except OSError as error:
        raise ReviewError(
            f"No backup could be made in {folder} ({error.strerror}); check the disk and the rights"
            " of the folder."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            discard(part)
    if found.faults:
        raise UnprovedError(_told(path, folder, now, found.faults))
    return done


def _proved(part: Path, key: Key | None, stopped: Callable[[], bool], seconds: float) -> Look:
    """Prove what was copied; of a copy in an older shape nothing is known."""
    from db.whole import Look, look

    if version_of(part, WAIT_SECONDS, key) != SCHEMA_VERSION:
        return Look("", ended=False)
    end = time.monotonic() + seconds
    try:
        return look(part, key, lambda: stopped() or time.monotonic() > end)
    except (InUseError, NoAccessError):
        raise
    except ReviewError:
        return Look("Some of it cannot be read.", ended=False)


def _named(part: Path, path: Path, now: datetime, *, proved: bool) -> Backup:
    """Give a copy its name as a backup."""
    digest, mark = _digest(part), ".proved" if proved else ""
    made = part.with_name(f"{path.name}.{now:{STAMP}}.{digest}{mark}.backup")
    encrypted = is_encrypted(part)
    os.replace(part, made)
    on_disk(made.parent)
    return Backup(made, now, made.stat().st_size, digest, encrypted, proved)


def _thin_out(path: Path, folder: Path, made: Backup) -> None:
    found = backups(path, folder)
    same = [each for each in found if each.made == made.made and each.proved <= made.proved]
    whole = made if made.proved else newest_proved(path, folder, made.made)
    for old in (*same, *superseded(found, made.made)):  # of one second the newer is kept
        if old.path != made.path and old != whole:  # also where the clock was put back
            discard(old.path)


def _told(path: Path, folder: Path, now: datetime, faults: str) -> str:
    """Return the sentence for a store of which a backup was made although it is damaged."""
    kept = newest_proved(path, folder, now)
    if kept is None:
        helps = "No backup is known in which it is whole; ask for help before you go on."
    else:
        helps = f"The backup of {kept.made:%Y-%m-%d, %H:%M} is whole and stays; restore it."
    return f"{path} is damaged. {faults} It was backed up as it is. {helps}"


def backups(path: Path, folder: Path) -> tuple[Backup, ...]:
    """Return the backups of the store `path` in a folder, the newest first."""
    found, store = [], path.resolve().name
    for file in folder.glob("*.backup") if folder.is_dir() else ():
        name = _NAME.fullmatch(file.name)
        if name is None or name["store"] != store or not file.is_file():
            continue
        with contextlib.suppress(ValueError, OSError):  # no such day; the file is gone meanwhile
            made, size = datetime.strptime(name["made"], STAMP), file.stat().st_size
            proved = name["proved"] is not None
            found.append(Backup(file, made, size, name["digest"], is_encrypted(file), proved))
    return tuple(sorted(found, key=lambda each: each.made, reverse=True))


def half_made(path: Path, folder: Path) -> tuple[Path, ...]:
    """Return what is left of backups that were ended half-way."""
    return tuple(folder.glob(f".{glob.escape(path.resolve().name)}.*.part*"))


def newest_sound(path: Path, folder: Path, now: datetime | None = None) -> Backup | None:
    """Return the newest backup of the store `path` that is as it was written, None without one.

    Where `now` is given, one that is dated ahead of it comes after all others.
    """
    return next((each for each in _offered(path, folder, now) if each.sound), None)


def newest_proved(path: Path, folder: Path, now: datetime | None = None) -> Backup | None:
    """Return as `newest_sound` one in which everything was what had been saved."""
    found = _offered(path, folder, now)
    return next((each for each in found if each.proved and each.sound), None)


def _offered(path: Path, folder: Path, now: datetime | None) -> tuple[Backup, ...]:
    found = backups(path, folder)
    return found if now is None else in_order(found, on_the_wall(now))


def proof_due(newest_first: Iterable[Backup], now: datetime) -> bool:
    """True where no backup of the last seven days was proved; `now` is a local time."""
    proved = (each.made for each in newest_first if each.proved)
    return not any(abs(now - made) < timedelta(days=DAYS) for made in proved)


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

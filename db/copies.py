"""Other files that hold what a store held: copies beside it, backups, what was left half-made.

With each belong the files that SQLite keeps beside it: a WAL holds as much as the file itself.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from db.backup import Backup, back_up, backups, half_made
from db.encryption import erase
from db.files import JOURNALS
from db.passphrase import Secret, is_encrypted
from hccreview.errors import ReviewError


def copies_beside(path: Path) -> tuple[Path, ...]:
    """Return the copies of the store that were made before an update or a restore; they stay."""
    path = path.resolve()
    return _kept(path.parent.glob(f"{glob.escape(path.name)}.before-*.sqlite*"))


def older_copies(path: Path, folder: Path) -> tuple[Path, ...]:
    """Return all files that hold what the store `path` held before: backups and copies."""
    path = path.resolve()
    made = [each.path for each in backups(path, folder)]
    journals = folder.glob(f"{glob.escape(path.name)}.*.backup-*")
    return (*copies_beside(path), *_kept([*made, *journals, *half_made(path, folder)]))


def readable_copies(path: Path, folder: Path) -> tuple[Path, ...]:
    """Return those of the `older_copies` that open without a passphrase."""
    return tuple(each for each in older_copies(path, folder) if not is_encrypted(_main(each)))


def renew_backups(
    path: Path,
    folder: Path,
    now: datetime,
    passphrase: Secret | None,
    older: Iterable[Path],
) -> tuple[Backup, tuple[Path, ...]]:
    """Make a fresh backup, prove all that is in it, then erase the `older` files.

    Returns the backup, and which of them stay somewhere under another name. Raises ReviewError as
    `back_up` and `erase_all`; where the backup is not whole, all others are left as they are.
    """
    made = back_up(path, folder, now, passphrase, thin_out=False)
    if not (made.proved and made.sound):
        raise ReviewError(
            f"The backup {made.path.name} could not be proved to be whole, so the older ones are"
            " kept; try again."
        )
    return made, erase_all(each for each in older if each != made.path)


def erase_all(files: Iterable[Path]) -> tuple[Path, ...]:
    """Overwrite and remove files; return those with a further name, under which they stay.

    Raises ReviewError, which names the first that cannot be erased.
    """
    linked = []
    for each in files:
        try:
            if not erase(each):
                linked.append(each)
        except FileNotFoundError:  # somebody was faster
            continue
        except OSError as error:
            raise ReviewError(
                f"{each} could not be erased ({error.strerror}); remove it by hand."
            ) from error
    return tuple(linked)


def _kept(files: Iterable[Path]) -> tuple[Path, ...]:
    """Return files, sorted, and of what stands beside them only what SQLite keeps there."""
    known = (".sqlite", ".backup", ".part")
    return tuple(
        each for each in sorted(files) if _main(each).name.endswith(known) and each.is_file()
    )


def _main(file: Path) -> Path:
    """Return the file to which a journal belongs, any other file itself."""
    for end in JOURNALS:
        if file.name.endswith(end):
            return file.with_name(file.name.removesuffix(end))
    return file

"""``backup`` and ``restore``: the store is copied, and a copy takes its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hccreview.errors import ReviewError
from ui.commands.clock import now
from ui.commands.stores import passphrase_for, store_path

if TYPE_CHECKING:
    from db.backup import Backup


def make_backup(database: Path | None = None) -> None:
    """Back up the store, also while a window has it open, and print where."""
    from db.backup import back_up, backup_folder

    path = store_path(database)
    if path is None:
        raise ReviewError("There is no database yet, so there is nothing to back up.")
    made = back_up(path, backup_folder(path), now(), passphrase_for(path))
    print(f"Backed up to {made.path} ({made.size:,} bytes, checked).")


def restore_backup(backup: Path, database: Path | None = None) -> None:
    """Put a backup in the place of the store and print where what was there is kept."""
    from db.location import database_path, whole_path
    from db.restoring import restore

    path = database_path(database)
    chosen = backup_named(whole_path(backup), path)
    aside = restore(chosen, path, now(), passphrase_for(chosen.path))
    kept = f" What was there before is kept as {aside}." if aside is not None else ""
    print(f"{path} is restored as it was on {chosen.made:%Y-%m-%d at %H:%M}.{kept}")


def backup_named(file: Path, path: Path) -> Backup:
    """Return the backup of the store `path` in a file; raises ReviewError where it is none."""
    from db.backup import backup_folder, backups, newest_sound

    if not file.is_file():
        newest = newest_sound(path, backup_folder(path), now())
        known = f"the newest sound one is {newest.path}" if newest else "no sound one was found"
        raise ReviewError(f"There is no backup {file}; {known}.")
    for each in backups(path, file.absolute().parent):
        if each.path.name == file.name:
            return each
    raise ReviewError(
        f"{file} is no backup of {path.name}; its backups begin with that name and end in .backup."
    )

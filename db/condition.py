"""Whether a store is whole, and which backup helps where it is not. Nothing is ever written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from db.backup import Backup, backup_folder, newest_sound, verify
from db.engine import WAIT_SECONDS, InUseError
from db.passphrase import Secret, key_of
from db.schema import KNOWN_VERSIONS, version_of
from hccreview.errors import ReviewError

Kind = Literal["fine", "missing", "empty", "damaged", "newer"]


@dataclass(frozen=True, slots=True)
class Condition:
    """How a store is, in a sentence (empty for "fine"), and the newest sound backup of it."""

    kind: Kind
    sentence: str = ""
    backup: Backup | None = None


def condition(
    path: Path, passphrase: Secret | None = None, folder: Path | None = None
) -> Condition:
    """Look at the whole store `path`: seconds for one of 10,000 cases.

    `folder` holds its backups (default: the one beside it). Raises LockedStore where the
    passphrase is missing or wrong, InUseError where another program holds the file.
    """
    if not path.exists():
        return _helped(path, folder, "missing", f"There is no database {path}.")
    if path.stat().st_size == 0:
        return _helped(path, folder, "empty", f"{path} is empty, which no database is.")
    key = key_of(path, passphrase)
    try:
        if version_of(path, WAIT_SECONDS, key) not in KNOWN_VERSIONS:
            return Condition("newer", f"{path} is from a newer program; update this one.")
        verify(path, key)
    except InUseError:
        raise
    except ReviewError:
        return _helped(path, folder, "damaged", f"{path} is damaged, or no database at all.")
    return Condition("fine")


def _helped(path: Path, folder: Path | None, kind: Kind, sentence: str) -> Condition:
    """Name the newest sound backup, or say that there is none."""
    where = folder or backup_folder(path)
    found = newest_sound(path, where)
    if found is None:
        return Condition(kind, f"{sentence} It is left as it is; no sound backup is in {where}.")
    offer = f"The newest sound backup is of {found.made:%Y-%m-%d, %H:%M}; restore it."
    return Condition(kind, f"{sentence} It is left as it is. {offer}", found)

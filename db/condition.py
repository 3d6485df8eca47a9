"""Whether a store is whole, and which backup helps where it is not. Nothing is ever written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from db import proof
from db.backup import Backup, backup_folder, newest_sound, verify
from db.engine import WAIT_SECONDS, InUseError, NoAccessError, legible, open_engine, sentences
from db.files import finds_all
from db.passphrase import Key, Secret, key_of
from db.schema import KNOWN_VERSIONS, SCHEMA_VERSION, version_of
from hccreview.errors import ReviewError

Kind = Literal["fine", "missing", "empty", "damaged", "altered", "newer"]
"""``altered``: the file holds together, but something is not what was saved; it can be read."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a store is, in a sentence (empty for "fine"), and the newest sound backup of it."""

    kind: Kind
    sentence: str = ""
    backup: Backup | None = None


def condition(
    path: Path,
    passphrase: Secret | None = None,
    folder: Path | None = None,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> Condition:
    """Look at the whole store `path` and prove every case: half a minute for 10,000 of them.

    Once it is `stopped`, no further case is proved. `folder` holds its backups (default: the one
    beside it). Raises LockedStore where the passphrase is missing or wrong, InUseError where
    another program holds the file, NoAccessError where rights or room are missing to open it.
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
        faults = _faults(path, key, stopped)
    except (InUseError, NoAccessError):
        raise
    except ReviewError:
        return _helped(path, folder, "damaged", f"{path} is damaged, or no database at all.")
    if faults:
        return _helped(path, folder, "altered", f"{path} is damaged. {faults}")
    return Condition("fine")


def _faults(path: Path, key: Key | None, stopped: Callable[[], bool]) -> str:
    """Say what is not as it was written; that of an older shape is not known before its upgrade."""
    if version_of(path, WAIT_SECONDS, key) != SCHEMA_VERSION:
        return ""
    engine = open_engine(path, key=key, inspecting=True)
    try:
        if not stopped() and not finds_all(path, key):
            return "Lists and searches may miss something."
        with legible(path), sentences(path), Session(engine) as session:
            return " ".join(proof.faults(session, stopped))
    except (InUseError, NoAccessError):
        raise
    except ReviewError:
        return "Some of it cannot be read."
    finally:
        engine.dispose()


def _helped(path: Path, folder: Path | None, kind: Kind, sentence: str) -> Condition:
    """Name the newest sound backup, or say that there is none."""
    where = folder or backup_folder(path)
    found = newest_sound(path, where)
    if found is None:
        return Condition(kind, f"{sentence} It is left as it is; no sound backup is in {where}.")
    offer = f"The newest sound backup is of {found.made:%Y-%m-%d, %H:%M}; restore it."
    return Condition(kind, f"{sentence} It is left as it is. {offer}", found)

"""A store whose file is gone is saved again: what is still open becomes a file once more."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from db.encryption import again, note, on_disk
from db.engine import sentences
from db.files import copy_open, discard, into_one_file
from db.passphrase import Key
from hccreview.errors import ReviewError


def save_again(engine: Engine, path: Path, target: Path, key: Key | None, now: datetime) -> None:
    """Copy what `engine` has open of the store `path` to the new file `target`, with its `key`.

    Its folder is made where it is gone too. Raises ReviewError where there is a file already, the
    copy is not sound, or cannot be written; nothing is lost by that, all of it stays open.
    """
    part = again(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        discard(part)
        with sentences(path):  # where the file is gone no connection can be made any more
            connection = engine.raw_connection()
        try:
            copy_open(connection.driver_connection, path, part, key)
        finally:
            connection.close()
        into_one_file(part, key)
        note(part, key, "save again", now)
        if target == path:
            _remove_journals(path)
        _put_where_nothing_is(part, target)
    except OSError as error:
        raise ReviewError(
            f"{target} could not be written ({error.strerror}); choose another folder or name."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            discard(part)


def _remove_journals(path: Path) -> None:
    """Remove what is left beside a store whose file is gone: it would be played into the new one.

    All of it is in the copy already.
    """
    if not os.path.lexists(path):
        discard(path)


def _put_where_nothing_is(part: Path, target: Path) -> None:
    """Give `part` its name; another file of that name, or what belongs to one, is left alone."""
    for suffix in ("", "-wal", "-journal"):
        if os.path.lexists(target.with_name(target.name + suffix)):
            raise ReviewError(
                f"There is a file {target.name}{suffix} in {target.parent} already, which is left"
                " as it is; choose another name."
            )
    os.rename(part, target)
    on_disk(target.parent)

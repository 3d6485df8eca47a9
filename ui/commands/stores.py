"""Where the commands open the store; one that is encrypted asks for its passphrase."""

from __future__ import annotations

import contextlib
import functools
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hccreview.errors import ReviewError
from ui.commands.clock import now

if TYPE_CHECKING:
    from db.passphrase import Secret
    from db.store import Store

PASSPHRASE = "HCCREVIEW_PASSPHRASE"


def the_store(database: Path | None) -> Store:
    """Open the store (`database`, else the user's); raises ReviewError where there is none."""
    path = store_path(database)
    if path is None:
        raise ReviewError(
            "There is no database yet; open the window once, or name one: --database."
        )
    return opened_store(path)


def opened_store(path: Path) -> Store:
    """Open the store in a file that is there; raises ReviewError as `db.store.open_store`."""
    from db.store import open_store

    return open_store(path, today=now, passphrase=passphrase_for(path))


def passphrase_for(path: Path) -> Secret | None:
    """Return the passphrase of the file `path`, None where it is not encrypted.

    Raises ReviewError where it cannot be asked for.
    """
    from db.passphrase import is_encrypted

    if not is_encrypted(path):
        return None
    secret = passphrase_of(path)
    if secret is None:
        raise ReviewError(
            f"{path} is encrypted: run the command in a terminal, which asks for the passphrase,"
            f" or give it in the environment as {PASSPHRASE}."
        )
    return secret


@functools.cache
def passphrase_of(path: Path) -> Secret | None:
    """Return the passphrase from the environment, else as it is typed; None without a terminal.

    Asked for once in a run, and its key is made once.
    """
    from db.passphrase import Secret

    given = os.environ.get(PASSPHRASE)
    if given is None and sys.stdin is not None and sys.stdin.isatty():
        with contextlib.suppress(EOFError):
            given = getpass.getpass(f"Passphrase of {path}: ")
    return Secret(given) if given else None


def store_path(database: Path | None) -> Path | None:
    """Return the file of the store, None where the user has none yet."""
    from db.location import default_path, whole_path

    path = whole_path(database) if database is not None else default_path()
    if path.is_file():
        return path
    if database is not None:
        raise ReviewError(f"There is no database {database}; check its name.")
    return None

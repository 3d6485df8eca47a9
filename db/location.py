"""Where the store lies: the file given with ``--database``, else one in the user's data folder."""

from __future__ import annotations

import contextlib
from pathlib import Path

import platformdirs

from hccreview.errors import ReviewError

FILE_NAME = "hccreview.sqlite"


def database_path(given: Path | str | None = None) -> Path:
    """Return the absolute path of the store; its folder exists afterwards.

    A folder made for it, and the one in the user's data, can be opened by the user alone. Raises
    ReviewError where the path is a folder, or its folder cannot be made, and as `whole_path`.
    """
    path = whole_path(given) if given else default_path()
    if path.is_dir():
        raise ReviewError(f"{path} is a folder; name a file in it, such as {path / FILE_NAME}.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ReviewError(
            f"The folder {path.parent} cannot be made ({error.strerror}); choose another with"
            " --database."
        ) from error
    if not given:
        with contextlib.suppress(OSError):  # made by an earlier version, open to others
            path.parent.chmod(0o700)
    return path


def whole_path(given: Path | str) -> Path:
    """Return where a name that was typed leads, through links; so that one file has one path.

    Raises ReviewError where it leads nowhere.
    """
    try:
        str(given).encode()
        return Path(given).expanduser().resolve()
    except UnicodeEncodeError:
        why = "it is not written in Unicode (UTF-8)"
    except (OSError, RuntimeError):
        why = "there is no such user, or links that lead in a circle"
    shown = str(given).encode(errors="replace").decode()
    raise ReviewError(f"{shown} names no file: {why}; name another one.")


def default_path() -> Path:
    """Return the path of the store in the user's data folder."""
    return (platformdirs.user_data_path("HCC Review", appauthor=False) / FILE_NAME).resolve()

"""Where the store lies: the file given with ``--database``, else one in the user's data folder."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from hccreview.errors import ReviewError

FILE_NAME = "hccreview.sqlite"


def database_path(given: Path | str | None = None) -> Path:
    """Return the absolute path of the store; its folder exists afterwards.

    Raises ReviewError where the path is a folder, or its folder cannot be made.
    """
    path = Path(given).expanduser() if given else default_path()
    path = path.absolute()
    if path.is_dir():
        raise ReviewError(f"{path} is a folder; name a file in it, such as {path / FILE_NAME}.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReviewError(
            f"The folder {path.parent} cannot be made ({error.strerror}); choose another with"
            " --database."
        ) from error
    return path


def default_path() -> Path:
    """Return the path of the store in the user's data folder."""
    return platformdirs.user_data_path("HCC Review", appauthor=False) / FILE_NAME

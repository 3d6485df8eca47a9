"""Reading a text file from outside: a file of text, of a size that can be one of ours."""

from __future__ import annotations

from pathlib import Path

from hccreview.clinical.strict_yaml import MAXIMUM_SIZE
from hccreview.errors import ReviewError

_MOST_BYTES = 4 * MAXIMUM_SIZE  # a character takes up to four


def read_text(path: Path) -> str:
    """Return the text in the file `path`, without a byte order mark.

    Never more than 8 MB are read, whatever the file system says of the size. Raises ReviewError
    for what cannot be read, is too large, is no UTF-8, or is a pipe or device that may never end.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise ReviewError(f"{path} is no file; save what it holds as a file first.")
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a zero character
        why = getattr(error, "strerror", None) or "the name is not possible"
        raise ReviewError(f"{path} cannot be read ({why}); check name and access.") from error
    if len(content) > _MOST_BYTES:
        raise ReviewError(f"{path} is larger than 2 MB; check that it is the right file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReviewError(f"{path} is not UTF-8 text; save it as UTF-8 and try again.") from error

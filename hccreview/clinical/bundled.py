"""The files of ``resources`` that a clinician may revise: a slip in one is told in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hccreview.clinical.strict_yaml import load_strict
from hccreview.errors import ReviewError
from resources import resource_path

_T = TypeVar("_T")


def bundled_text(name: str) -> str:
    """Return the text of the bundled file `name`; raises ReviewError where it cannot be read."""
    path = resource_path(name)
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReviewError(
            f"{path} cannot be read ({error.strerror}); install the program again."
        ) from error
    except UnicodeDecodeError as error:
        raise ReviewError(f"{path} is not UTF-8 text; save it as UTF-8 and try again.") from error


def bundled(name: str, read: Callable[[Any], _T]) -> _T:
    """Return what `read` makes of the document in the bundled file `name`; raises ReviewError."""
    return well_formed(load_strict(bundled_text(name), name), name, read)


def well_formed(data: Any, where: str, read: Callable[[Any], _T]) -> _T:
    """Return what `read` makes of `data`; raises ReviewError, naming `where`, for another shape."""
    try:
        return read(data)
    except ReviewError as error:
        if where in str(error):
            raise
        raise ReviewError(f"{where}: {error}") from error
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        near = error.args[0] if isinstance(error, KeyError) else error
        raise ReviewError(f"{where} is malformed near “{near}”; correct it.") from error

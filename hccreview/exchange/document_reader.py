"""What every reader of a document needs: parts by their type, and problems with their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import ParamSpec, TypeVar

from hccreview.clinical.dates import parse_date
from hccreview.clinical.fields import suggestion
from hccreview.clinical.strict_yaml import Document, Path
from hccreview.errors import ReviewError

_MOST_PROBLEMS = 200
"""A file with so many is no file of ours; to look for what was meant by each would take long."""
_T = TypeVar("_T")
_P = ParamSpec("_P")


class DocumentReader:
    """Reads parts of one document and collects what is wrong instead of stopping at the first."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[tuple[tuple[int, int], ReviewError]] = []

    def problem(self, path: Path, message: str) -> None:
        """Note what is wrong with the part at `path`; raises ReviewError for one too many."""
        error = self.document.error(path, message.replace("?.", "?"))
        self.problems.append((self.document.position(path), error))
        if len(self.problems) == _MOST_PROBLEMS:
            self.finish()

    def attempt(
        self, path: Path, work: Callable[_P, _T], *args: _P.args, **rest: _P.kwargs
    ) -> _T | None:
        """Return what `work` returns; where it refuses, note the problem and return None."""
        try:
            return work(*args, **rest)
        except ReviewError as error:
            self.problem(path, str(error))
            return None

    def finish(self) -> None:
        """Raise the first problem in the order of the file, if there is one."""
        if not self.problems:
            return
        first = min(self.problems, key=lambda each: each[0])[1]
        others = len(self.problems) - 1
        many = "many" if len(self.problems) == _MOST_PROBLEMS else others
        raise ReviewError(f"{first} And {many} more." if others else str(first)) from first

    def mapping(self, path: Path, value: object, known: Iterable[str] = ()) -> dict[str, object]:
        """Return the mapping at `path`; keys that are not in `known` (when given) are problems."""
        if not isinstance(value, dict):
            self.problem(path, "here a mapping is expected: lines of the form “key: value”.")
            return {}
        names = tuple(known)
        for key in value if names else ():
            if key not in names:
                self.problem((*path, key), f"there is no key “{key}” here{self.near(key, names)}.")
        return value

    def near(self, key: str, names: tuple[str, ...]) -> str:
        """Return what to do about a key that is not one of `names`."""
        near = suggestion(key, names)
        return f"{near} The keys are {', '.join(names)}" if near else f"; use {', '.join(names)}"

    def text(self, source: dict[str, object], path: Path) -> str:
        """Return a text; a whole number is taken as it is written, such as a code of digits."""
        value = source.get(str(path[-1]), "")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            self.problem(path, f"“{path[-1]}” is a text; put it in quotes, or leave it out.")
            return ""
        return value

    def day(self, source: dict[str, object], name: str, path: Path = ()) -> date | None:
        """Return the day called `name`, None where it is absent or wrong."""
        if name not in source:
            return None
        place = (*path, name)
        when = self.attempt(place, parse_date, str(source[name]))
        if when is not None and not when.exact:
            self.problem(place, f"“{when}” has no day; write “{name}” as 2026-11-21.")
        return when.first if when is not None else None

"""The bundled trials as they were read before: a start need not parse the same texts again."""

from __future__ import annotations

import contextlib
import hashlib
import io
import pickle
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hccreview import __version__
from hccreview.errors import ReviewError
from hccreview.whole_file import replace_file
from resources import resource_path

if TYPE_CHECKING:
    from hccreview.trials.model import Trial

_PROGRAM = Path(__file__).resolve().parents[1]
_READERS = ("clinical", "criteria", "trials")
_NAME = "trials-{}.prepared"
_VALUES = (  # modules in which every class is a plain value: its parts and nothing that it does
    "hccreview.criteria.nodes",
    *(f"hccreview.trials.{name}" for name in ("figures", "model", "outcomes", "regimen")),
)
_PERIOD = ("hccreview.clinical.dates", "Period")
_DIGEST_SIZE = 32
_MALFORMED = (
    *(pickle.UnpicklingError, EOFError, ImportError, LookupError, TypeError, ValueError),
    *(AttributeError, ArithmeticError, MemoryError, RecursionError, ReviewError),
)


def prepared_library(folder: Path) -> tuple[Trial, ...]:
    """Return the bundled trials, kept in `folder` since they were read; else read and keep them.

    What was kept counts only for the same documents, dictionary and program, and only undamaged;
    it can hold values of the trials' own kinds and nothing that runs. Raises ReviewError for a
    document at fault; a folder that cannot be written to only costs time.
    """
    path = folder / _NAME.format(_fingerprint())
    found = _kept(path)
    if found is None:
        from hccreview.trials.library import read_library  # starts slowly

        found = read_library()
        with contextlib.suppress(OSError):
            _keep(found, path)
    return found


def _fingerprint() -> str:
    """SHA-256 over all that the trials depend on: documents, dictionary and program."""
    sources = [path for name in _READERS for path in sorted((_PROGRAM / name).glob("*.py"))]
    documents = sorted(resource_path("trials").glob("*.yaml"))
    others = sorted(path for path in resource_path().glob("*") if path.is_file())
    found = hashlib.sha256(__version__.encode())
    for path in (*sources, *documents, *others):
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()[:32]


def _kept(path: Path) -> tuple[Trial, ...] | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, body = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
    if hashlib.sha256(body).digest() != digest:
        return None
    try:
        found = _ValuesOnly(io.BytesIO(body)).load()
    except _MALFORMED:
        return None
    from hccreview.trials.model import Trial  # the values have loaded it

    whole = isinstance(found, tuple) and all(isinstance(each, Trial) for each in found)
    return found if found and whole else None


def _keep(trials: tuple[Trial, ...], path: Path) -> None:
    body = pickle.dumps(trials, pickle.HIGHEST_PROTOCOL)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for older in path.parent.glob(_NAME.format("*")):
        older.unlink(missing_ok=True)
    replace_file(path, hashlib.sha256(body).digest() + body)


class _ValuesOnly(pickle.Unpickler):
    """Makes values of the trials' own kinds; whatever else a file asks for is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """Return one of the kinds of value that trials are made of, from where it is defined."""
        if module not in _VALUES and (module, name) != _PERIOD:
            raise pickle.UnpicklingError(f"{module}.{name} is no value of a trial.")
        found = super().find_class(module, name)
        # A dotted name, or one that is imported there, could lead to anything.
        kind = isinstance(found, type) and (found.__module__, found.__qualname__) == (module, name)
        if not kind or not is_dataclass(found):
            raise pickle.UnpicklingError(f"{module}.{name} is no kind of value.")
        return found

"""The bundled trials as they were read before: a start need not parse the same texts again."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hccreview import __version__
from resources import resource_path

if TYPE_CHECKING:
    from hccreview.trials.model import Trial

_PROGRAM = Path(__file__).resolve().parents[1]
_READERS = ("clinical", "criteria", "trials")
_NAME = "trials-{}.prepared"
_OUTSIDE = {("datetime", "date")}
_DIGEST_SIZE = 32


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
    with contextlib.suppress(pickle.UnpicklingError):
        trials: tuple[Trial, ...] = _ValuesOnly(io.BytesIO(body)).load()
        return trials
    return None


def _keep(trials: tuple[Trial, ...], path: Path) -> None:
    body = pickle.dumps(trials, pickle.HIGHEST_PROTOCOL)
    path.parent.mkdir(parents=True, exist_ok=True)
    for older in path.parent.glob(_NAME.format("*")):
        older.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(suffix=".part", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(hashlib.sha256(body).digest() + body)
    os.replace(name, path)


class _ValuesOnly(pickle.Unpickler):
    """Makes values of the trials' own kinds; whatever else a file asks for is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of ours that is no error and no function."""
        ours = module.startswith(tuple(f"hccreview.{room}." for room in _READERS))
        if not ours and (module, name) not in _OUTSIDE:
            raise pickle.UnpicklingError(f"{module}.{name} is no value of a trial.")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no kind of value.")
        return found

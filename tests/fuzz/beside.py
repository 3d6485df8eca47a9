"""What lies beside the stores: the folder of the backups, and the prepared trials."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import pickletools
from functools import cached_property
from pathlib import Path
from random import Random

from db.backup import back_up, backup_folder, backups, newest_sound
from db.copies import readable_copies
from db.store import open_store
from hccreview.trials.model import Trial
from hccreview.trials.prepared import prepared_library
from tests.fuzz.hostile import PATHS, TEXTS, VALUES
from tests.fuzz.mutations import changed_bytes
from tests.fuzz.target import (
    NOW,
    Target,
    library,
    sample,
)


class PreparedTrials(Target):
    """The trials kept in the user's cache: damaged ones are read anew, and nothing in them runs."""

    name = "prepared trials"
    named = ""
    in_tests = 8

    @cached_property
    def seeds(self) -> list[bytes]:
        trap = self.folder / "trap"
        kept = [pickle.dumps(library(), protocol) for protocol in (2, 4, 5)]
        return [*kept, *(each(trap) for each in _TRAPS), pickle.dumps(5), pickle.dumps(()), b""]

    @cached_property
    def _path(self) -> Path:
        prepared_library(self.folder / "cache")
        return next((self.folder / "cache").iterdir())

    def made(self, random: Random) -> bytes:
        kind = random.random()
        if kind < 0.2:
            body = pickle.dumps(random.choice(VALUES))
        else:
            body = random.choice(self.seeds)
            body = body if kind < 0.4 else changed_bytes(random, body)
        if random.random() < 0.3 or not _ends(body):
            return body  # without the digest that it needs: as a damaged disk leaves it
        return hashlib.sha256(body).digest() + body

    def take(self, content: bytes) -> None:
        path = self._path
        path.write_bytes(content)
        before = set(os.listdir(self.folder)), dict(os.environ)
        found = prepared_library(path.parent)
        assert (set(os.listdir(self.folder)), dict(os.environ)) == before, "something ran"
        assert isinstance(found, tuple), type(found)
        assert all(type(each) is Trial for each in found), found
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            assert found == library(), "damaged trials were taken"
            assert os.listdir(path.parent) == [path.name]


def _ends(body: bytes) -> bool:
    """True where reading it needs no more memory than it has bytes: a memo place can be huge."""
    try:
        return all((a or 0) < 10**6 for o, a, _ in pickletools.genops(body) if "PUT" in o.name)
    except (ValueError, TypeError, LookupError, AttributeError):
        return b"r" not in body and b"p" not in body


def _call(module: str, name: str, *arguments: str) -> bytes:
    """Return a pickle that calls something by its name."""
    words = (module, name, *arguments)
    told = [b"\x8c" + bytes([len(each.encode())]) + each.encode() for each in words]
    count = (b")", b"\x85", b"\x86")[len(arguments)]
    return b"\x80\x04" + b"".join(told[:2]) + b"\x93" + b"".join(told[2:]) + count + b"R."


_TRAPS = (
    lambda trap: _call("os", "system", f"touch {trap}"),
    lambda trap: _call("posix", "mkdir", str(trap)),
    lambda trap: _call("builtins", "exec", f"open({str(trap)!r}, 'w')"),
    lambda trap: _call("hccreview.trials.prepared", "os.mkdir", str(trap)),
    lambda trap: _call("hccreview.trials.prepared", "io.FileIO", str(trap), "w"),
    lambda trap: _call("hccreview.trials.prepared", "pickle.Unpickler", str(trap)),
    lambda trap: _call("hccreview.trials.library", "FilePath", str(trap)),
    lambda trap: _call("hccreview.trials.library", "Any"),
    lambda trap: _call("hccreview.trials.text_file", "ReviewError", "x"),
    lambda trap: _call("hccreview.trials.model", "Trial"),
    lambda trap: _call("hccreview.nowhere", "Trial"),
    lambda trap: _call("datetime", "date", "x"),
)


class BackupNames(Target):
    """Whatever lies among the backups: these are found, and nothing else is touched."""

    name = "names of backups"
    named = ""
    in_tests = 30

    @cached_property
    def _store(self) -> Path:
        path = self.folder / "cases.sqlite"
        with open_store(path, today=lambda: NOW) as store:
            store.import_samples([sample()])
        return path

    @cached_property
    def _good(self) -> Path:
        return back_up(self._store, backup_folder(self._store), NOW).path

    def made(self, random: Random) -> bytes:
        good = self._good.name
        kind = random.randrange(4)
        if kind == 0:
            return str(random.choice((*PATHS, *TEXTS))).encode("utf-8", "surrogatepass")
        if kind == 1:
            moment = f"{random.randrange(10**8):08}-{random.randrange(10**6):06}"
            return good.replace(good.split(".")[2], moment).encode()
        return changed_bytes(random, good.encode())

    def take(self, content: bytes) -> None:
        folder, random = self._good.parent, Random(len(content))
        outside = self.file(b"of somebody else", ".txt")
        name = content.replace(b"\0", b"").replace(b"/", b"")[:200]
        strange = os.fsencode(folder) + b"/" + name
        if name in (b"", b".", b"..") or os.path.lexists(strange):
            return
        self._lay(strange, outside, random.randrange(5))
        try:
            self._look(folder, outside)
        finally:
            with contextlib.suppress(FileNotFoundError):
                (os.rmdir if os.path.isdir(strange) else os.unlink)(strange)

    def _lay(self, strange: bytes, outside: Path, kind: int) -> None:
        if kind == 0:
            os.mkdir(strange)
        elif kind == 1:
            os.symlink(outside, strange)
        elif kind == 2:
            os.symlink(self.folder / "nowhere", strange)
        elif kind == 3:
            os.mkfifo(strange)
        else:
            Path(os.fsdecode(strange)).write_bytes(b"x")

    def _look(self, folder: Path, outside: Path) -> None:
        store, good = self._store, self._good
        assert good in [each.path for each in backups(store, folder)]
        assert newest_sound(store, folder) is not None
        readable_copies(store, folder)
        made = back_up(store, folder, NOW)
        assert made.sound
        assert made.path == good, "a backup of the same bytes and second has the same name"
        assert outside.read_bytes() == b"of somebody else"


BESIDE: tuple[type[Target], ...] = (PreparedTrials, BackupNames)

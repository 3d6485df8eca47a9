"""``python -m tests.db.disks``: disks that refuse at random moments (also ``make kill``).

A child process works on a store until its disk is full, or fails in the middle of a write. Each
work ends in a sentence or is acknowledged; afterwards the store holds what was acknowledged and
nothing of what was refused, and with room again the refused change is made.
"""

from __future__ import annotations

import argparse
import contextlib
import copyreg
import ctypes
import hashlib
import os
import resource
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from multiprocessing import Pipe, connection
from pathlib import Path
from random import Random
from types import MappingProxyType

from sqlalchemy import Connection, Engine, event

from db import passphrase
from db.backup import backup_folder, backups
from db.condition import condition
from db.passphrase import is_encrypted
from db.store import open_store
from hccreview.errors import ReviewError
from tests.db.conftest import NOW
from tests.db.disk_works import IN_THE_STORE, WHOLE_FILE, Desk, Held, Work, first, found, older
from tests.fuzz.sentences import told_badly

WORKS, REFUSALS = 10, 3  # a child ends after so many
TINY = 24 * 2**20  # bytes of the small file system
_WORDS = b"Zebedee"  # stands in every case, meeting and image of the campaign
Limit = Callable[[Path, Random], None]


# --------------------------------------------------------------------- ways to refuse


def largest_file(path: Path, chance: Random) -> None:
    """Let no file grow over a size: the write that does fails half-way (EFBIG)."""
    sizes = [each.stat().st_size for each in path.parent.rglob("*") if each.is_file()]
    limit = chance.choice((0, *sizes)) + _room(chance)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def most_pages(path: Path, chance: Random) -> None:
    """Let the store not grow by more than a few pages, as SQLite meets a full disk."""
    pages = path.stat().st_size // 4096 + _room(chance) // 4096

    def capped(begun: Connection) -> None:
        begun.exec_driver_sql(f"PRAGMA max_page_count={max(1, pages)}")

    event.listen(Engine, "begin", capped)


def full_disk(path: Path, chance: Random) -> None:
    """Fill the file system but for a little room (ENOSPC)."""
    there = os.statvfs(path.parent)
    taken = there.f_bavail * there.f_frsize - _room(chance)
    with _filling(path).open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(4096, taken))


def _filling(path: Path) -> Path:
    return path.parent.parent / "filling"


def _room(chance: Random) -> int:
    return chance.randrange(chance.choice((1, 20_000, 200_000, 1_000_000, 3_000_000)))


WAYS: dict[Limit, str] = {
    largest_file: "with a write cut off",
    most_pages: "with no page left",
    full_disk: "on a full file system",
}


@contextlib.contextmanager
def tiny_disk(folder: Path) -> Iterator[bool]:
    """Mount a small file system in the memory on `folder`, seen by this process alone.

    Yields False where the system does not allow it.
    """
    library = ctypes.CDLL(None, use_errno=True)
    apart, private = 0x00020000, (1 << 18) | (1 << 14)  # CLONE_NEWNS; MS_PRIVATE | MS_REC
    mounted = (
        hasattr(library, "unshare")
        and library.unshare(apart) == 0
        and library.mount(b"none", b"/", None, private, None) == 0
        and library.mount(b"tiny", bytes(folder), b"tmpfs", 0, f"size={TINY}".encode()) == 0
    )
    try:
        yield mounted
    finally:
        if mounted:
            library.umount2(bytes(folder), 2)  # also where something is open in it


# ------------------------------------------------------------------------- the child


@dataclass
class Told:
    """What a child told: what the store holds now, and the works that were refused."""

    held: Held
    now: datetime
    done: int = 0
    touched: bool = False  # the store was opened, or a whole file was worked on
    refused: list[tuple[Work, int, str]] = field(default_factory=list)


def child(desk: Desk, held: Held, limit: Limit, seed: str, told: connection.Connection) -> None:
    """Work until the disk has refused a few times; tell of each work."""
    chance, refusals = Random(seed), 0
    if chance.random() < 0.7:  # else it is full before anything is opened
        desk.opened(held)
    limit(desk.path, chance)
    for number in range(WORKS):
        whole = chance.random() < 0.4
        works = WHOLE_FILE if whole else IN_THE_STORE
        place, sub = chance.randrange(len(works)), chance.randrange(2**40)
        desk.now += timedelta(minutes=number + 1)
        try:
            held, sentence = works[place](desk, held, Random(sub)), ""
        except ReviewError as error:
            refusals, sentence = refusals + 1, str(error)
        touched = whole or desk.store is not None
        told.send((whole, place, sub, desk.now, sentence, None if sentence else held, touched))
        if refusals == REFUSALS:
            break
    desk.close()


def one_child(desk: Desk, held: Held, limit: Limit, seed: str) -> Told:
    """Let a child work; return what it told."""
    heard, tells = Pipe(duplex=False)
    process = os.fork()
    if process == 0:
        code = 1
        try:
            child(desk, held, limit, seed, tells)
            code = 0
        except BaseException:  # noqa: BLE001  whatever it is, the campaign tells it
            tells.send(traceback.format_exc())
        finally:
            os._exit(code)
    tells.close()
    told = Told(held, desk.now)
    with contextlib.suppress(EOFError):
        while True:
            message = heard.recv()
            assert not isinstance(message, str), f"no sentence, {seed}:\n{message}"
            whole, place, sub, told.now, sentence, holds, touched = message
            told.touched |= touched
            if holds is not None:
                told.held, told.done = holds, told.done + 1
            else:
                told.refused.append(((IN_THE_STORE, WHOLE_FILE)[whole][place], sub, sentence))
    assert os.waitpid(process, 0)[1] == 0, seed
    return told


def _proxy(content: dict[object, object]) -> MappingProxyType[object, object]:
    """Return what a case holds its lists in, which pickle cannot make by itself."""
    return MappingProxyType(content)


# ------------------------------------------------------------------------- the parent


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file in a folder by its name."""
    files = [each for each in folder.iterdir() if each.is_file()] if folder.is_dir() else ()
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


def check(path: Path, held: Held) -> None:
    """The store is fine and holds just this; nothing is left beside it."""
    _check_names(path, held)
    whole = condition(path, held.secret)
    assert whole.kind == "fine", whole.sentence
    with open_store(path, today=lambda: NOW, passphrase=held.secret) as store:
        assert found(store).content == held.content, "the store holds something else"
        assert store.audit_faults() == ()
        assert store.copy is None
    assert all(each.sound for each in backups(path, backup_folder(path)))
    for name, before in held.aside.items():
        aside = path.with_name(name)
        with open_store(aside, today=lambda: NOW, passphrase=before.secret) as store:
            assert found(store).content == before.content, "what is kept is not what was there"


def _check_names(path: Path, held: Held) -> None:
    """No part of a file is left, and nothing readable where the store is encrypted."""
    stores = (path.name, older(path).name, *held.aside)
    known = {f"{name}{end}" for name in stores for end in ("", "-wal", "-shm", "-journal")}
    left = {each.name for each in path.parent.iterdir()} - {*known, backup_folder(path).name}
    left = {name for name in left if ".before-upgrade-" not in name}
    assert not left, f"left: {sorted(left)}"
    kept = set(digests(backup_folder(path)))
    assert kept == set(held.kept), f"backups: {sorted(kept ^ set(held.kept))}"
    if held.passphrase is not None:
        for end in ("", "-wal"):
            file = path.with_name(f"{path.name}{end}")
            assert not file.exists() or _WORDS not in file.read_bytes(), f"{file} can be read"


def check_older(path: Path, held: Held) -> None:
    """The store of the older shape is as it was, or up to date; the copies of it are whole."""
    assert held.older is not None
    secret = held.older.secret
    for copy in path.parent.glob(f"{older(path).name}.before-upgrade-*"):
        assert copy.suffix == ".sqlite", copy
        assert condition(copy, secret).kind == "fine", copy
        assert is_encrypted(copy) == (secret is not None)
    with open_store(older(path), today=lambda: NOW, passphrase=secret) as store:
        assert found(store).content == held.older.content
        assert store.audit_faults() == ()
    for copy in path.parent.glob(f"{older(path).name}.before-upgrade-*"):
        copy.unlink()


def put_away(path: Path, held: Held) -> Held:
    """Remove the copies that restoring left, as a user does who has looked at them."""
    for name in held.aside:
        path.with_name(name).unlink()
    return replace(held, aside={})


def moment(desk: Desk, held: Held, limit: Limit, seed: str, seen: Counter[str]) -> Held:
    """Let the disk refuse, and look; return what the store holds when there is room again."""
    path = desk.path
    before, file = digests(backup_folder(path)), digests(path.parent)[path.name]
    told = one_child(desk, held, limit, seed)
    _filling(path).unlink(missing_ok=True)
    for name, digest in digests(backup_folder(path)).items():
        assert before.get(name, digest) == digest, f"{name} was changed"
    assert told.touched or digests(path.parent)[path.name] == file, "changed while it was refused"
    for work, _, sentence in told.refused:
        assert told_badly(sentence) == "", sentence
        seen[f"of {work.__name__}"] += 1
    check(path, told.held)
    check_older(path, told.held)
    held, desk.now = put_away(path, told.held), told.now
    for work, sub, _ in told.refused[-1:]:
        held = work(desk, held, Random(sub))
        desk.close()
        check(path, held)
    seen["acknowledged"] += told.done
    seen["refused"] += len(told.refused)
    seen[WAYS[limit]] += 1
    return put_away(path, held)


def campaign(
    folder: Path, moments: int, seed: int, words: str | None, limits: tuple[Limit, ...]
) -> Counter[str]:
    """Let the disk refuse so many times; return how often it ended how."""
    path, seen = folder / "store" / "cases.sqlite", Counter[str]()
    path.parent.mkdir()
    held = first(path, words)
    outdated = older(path).read_bytes()
    for number in range(moments):
        older(path).write_bytes(outdated)
        limit = Random(f"{seed} {number}").choice(limits)
        desk, name = Desk(path, NOW + timedelta(hours=9 * number)), f"{seed} {number} {words}"
        try:
            held = moment(desk, held, limit, name, seen)
        except (AssertionError, ReviewError) as error:
            raise AssertionError(f"{name}, {WAYS[limit]}: {error}") from error
    return seen


def told_of(seen: Counter[str]) -> str:
    """Return what was seen in one line."""
    ways = ", ".join(f"{seen[way]} {way}" for way in WAYS.values() if seen[way])
    works = sorted(name for name in seen if name.startswith("of "))
    refused = ", ".join(f"{seen[name]} {name.replace('_', ' ')}" for name in works)
    return (
        f"{seen['acknowledged']} changes acknowledged, none lost; {seen['refused']} refused in a"
        f" sentence, none half-made ({refused}); {ways}"
    )


def main() -> None:
    """Run the campaign on a plain and on an encrypted store."""
    reader = argparse.ArgumentParser(prog="tests.db.disks", description=__doc__)
    reader.add_argument("--moments", type=int, default=200, help="of each of the two stores")
    reader.add_argument("--seed", type=int, default=7)
    given = reader.parse_args()
    passphrase._COST["n"] = 2**4  # the cost of a key is not what is tried here
    copyreg.pickle(MappingProxyType, lambda proxy: (_proxy, (dict(proxy),)))
    for name, words in (("plain", None), ("encrypted", "zanzibar of the first day")):
        with tempfile.TemporaryDirectory(prefix="hccreview-disks-") as folder:
            disk = Path(folder, "disk")
            disk.mkdir()
            with tiny_disk(disk) as mounted:
                limits = (largest_file, most_pages, *((full_disk,) * 2 if mounted else ()))
                seen = campaign(disk, given.moments, given.seed, words, limits)
        print(f"{name}: {given.moments} moments, {told_of(seen)}", flush=True)
        if not mounted:
            print("No file system may be mounted here, so that none was filled.", flush=True)


if __name__ == "__main__":
    main()

"""``python -m tests.db.flips``: stores damaged at random places (also ``make kill``).

After each damage everything is read. It ends as recognised on opening, as recognised when the
damaged place is read, as proved wrong (each case that shows another value says that it is damaged),
as seen by the whole check alone, as harmless (every value is right), or as unseen: a wrong value of
which nothing is told.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import cast

from db import passphrase
from db.condition import condition
from db.listing import StoredCase
from db.passphrase import Secret
from db.store import Store, open_store
from hccreview.errors import ReviewError
from tests.db.conftest import NOW, SAMPLES

Stored = tuple[StoredCase | None, ...]
_CASES, _AUDIT = 1, (5, 6)  # places in what `everything` returns


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes of a file after one damage: a bit, some bytes, a stretch of zeroes, an end.

    Stretches and ends lie at the borders of disk blocks in one half of the cases.
    """
    kind = chance.choice(("bit", "bit", "bytes", "zeroes", "end"))
    at, length = chance.randrange(len(data)), chance.randrange(1, 20_000)
    if kind == "bit":
        changed = bytearray(data)
        changed[at] ^= 1 << chance.randrange(8)
        return bytes(changed)
    if chance.random() < 0.5:
        at, length = at // 512 * 512, (length // 512 + 1) * 512
    if kind == "end":
        return data[:at]
    length = min(length, len(data) - at)
    put = chance.randbytes(length) if kind == "bytes" else bytes(length)
    return data[:at] + put + data[at + length :]


def everything(store: Store) -> tuple[object, ...]:
    """Return all that can be read of a store by its cases, lists and audit lines."""
    lines = store.cases(limit=1000).lines
    return (
        lines,
        tuple(store.stored(line.code) for line in lines),
        store.cases("bclc-b").lines,
        store.trial_documents(),
        store.local_protocols(),
        store.audit_lines(1000),
        store.audit_faults(),
    )


def outcome(path: Path, secret: Secret | None, right: tuple[object, ...]) -> str:
    """Open a store, read all of it, and say how its damage showed."""
    try:
        store = open_store(path, today=lambda: NOW, passphrase=secret)
    except ReviewError:
        return "recognised on opening"
    with store:
        try:
            found = everything(store)
            if found == right:
                return "harmless"
            return "proved wrong" if _told(store, found, right) else "unseen"
        except ReviewError:
            return "recognised in reading"


def _told(store: Store, found: tuple[object, ...], right: tuple[object, ...]) -> bool:
    """True where the store itself tells of everything that is not what it was."""
    differ = [number for number, each in enumerate(right) if found[number] != each]
    cases = [
        each.case.code
        for each, was in zip_longest(cast(Stored, found[_CASES]), cast(Stored, right[_CASES]))
        if each is not None and each != was
    ]
    if not all(store.proved(code) for code in cases):
        return False
    by_the_lines = bool(store.audit_faults())
    return all(
        number == _CASES or (number in _AUDIT and by_the_lines) or bool(store.damaged()[0])
        for number in differ
    )


def campaign(folder: Path, damages: int, seed: int, secret: Secret | None) -> Counter[str]:
    """Damage a store so many times, each time anew; return how often it ended how."""
    chance, counts = random.Random(seed), Counter[str]()
    path = folder / "cases.sqlite"
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        store.import_samples(SAMPLES)
        right = everything(store)
    data = path.read_bytes()
    for number in range(damages):
        harmed = damaged(data, chance)
        if harmed == data:
            continue
        path.write_bytes(harmed)
        seen = outcome(path, secret, right)
        if seen == "unseen" and _checked(path, secret) != "fine":
            seen = "seen by the whole check alone"
        counts[seen] += 1
        assert path.read_bytes() == harmed, number  # never overwritten
        assert {each.name for each in folder.iterdir()} == {path.name}, number
    return counts


def _checked(path: Path, secret: Secret | None) -> str:
    try:
        return condition(path, secret).kind
    except ReviewError:  # the passphrase cannot be tried any more
        return "damaged"


def main() -> None:
    """Run the campaign on a plain and on an encrypted store."""
    reader = argparse.ArgumentParser(prog="tests.db.flips", description=__doc__)
    reader.add_argument("--damages", type=int, default=300, help="of each of the two stores")
    reader.add_argument("--seed", type=int, default=7)
    given = reader.parse_args()
    passphrase._COST["n"] = 2**4  # the cost of a key is not what is tried here
    for name, secret in (("plain", None), ("encrypted", Secret("damaged at random places"))):
        with tempfile.TemporaryDirectory(prefix="hccreview-flips-") as folder:
            counts = campaign(Path(folder), given.damages, given.seed, secret)
        print(f"{name}: {', '.join(f'{n} {word}' for word, n in sorted(counts.items()))}")


if __name__ == "__main__":
    main()

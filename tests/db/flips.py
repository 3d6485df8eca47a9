"""``python -m tests.db.flips``: stores damaged at random places (also ``make kill``).

After each damage everything is read. It ends as recognised on opening, as recognised when the
damaged place is read, as proved wrong (each case that shows another value says that it is damaged),
as seen by the whole check alone, as harmless (every value is right), or as unseen: a wrong value of
which nothing is told.
"""

from __future__ import annotations

import argparse
import functools
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from db import case_proof, passphrase
from db.condition import condition
from db.passphrase import Secret
from db.store import Store, open_store
from hccreview.errors import ReviewError
from tests.db.conftest import NOW, SAMPLES
from tests.db.full import fill
from tests.db.meeting_builders import CODE, OTHER

CODES = tuple(case.code for case in SAMPLES)


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


def everything(store: Store) -> dict[str, object]:
    """Return all that a store shows, part by part; of a part that is refused, the sentence."""
    found: dict[str, object] = {"list": None, **{f"case {code}": None for code in CODES}}
    asks: dict[str, Callable[[], object]] = {
        "list": lambda: (store.cases(limit=1000).lines, store.cases("bclc-b").lines),
        **{f"case {code}": functools.partial(store.stored, code) for code in CODES},
        "lines": lambda: (store.audit_lines(1000), store.audit_faults()),
        "documents": store.trial_documents,
        "protocols": store.local_protocols,
        "meetings": lambda: meetings(store),
        "open tasks": store.board.open_tasks,
        "tasks": lambda: [store.board.tasks(code) for code in (CODE, OTHER)],
        "attachments": lambda: store.board.attachments(CODE),
        "seals": lambda: store.board.seals(CODE),
    }
    for name, ask in asks.items():
        try:
            found[name] = ask()
        except ReviewError as error:
            found[name] = error
    return found


def meetings(store: Store) -> list[object]:
    """Return the meetings, with what was ticked off for them and the drafts."""
    board = store.board
    lines = [line for line in board.meetings().lines if not line.damaged]
    return [
        (board.meeting(each.id), board.ticks(each.id), board.draft(each.id, OTHER))
        for each in lines
    ]


def outcome(path: Path, secret: Secret | None, right: dict[str, object]) -> str:
    """Open a store, read all of it, and say how its damage showed."""
    try:
        store = open_store(path, today=lambda: NOW, passphrase=secret)
    except ReviewError:
        return "recognised on opening"
    with store:
        found = everything(store)
        other = {name for name, each in found.items() if each != right[name]}
        if not other:
            return "harmless"
        wrong = {name for name in other if not isinstance(found[name], ReviewError)}
        if not wrong:
            return "recognised in reading"
        return "proved wrong" if all(told(store, name) for name in wrong) else "unseen"


def told(store: Store, part: str) -> bool:
    """True where the store itself tells that a part is not what it was."""
    kind, _, code = part.partition(" ")
    try:
        if kind == "case":
            return bool(store.proved(code))
        if kind == "list":
            return bool(damaged_cases(store))
        if kind == "meetings":  # a damaged one is marked in the list
            return any(line.damaged for line in store.board.meetings().lines)
        return kind == "lines" and bool(store.audit_faults())
    except ReviewError:
        return True


def damaged_cases(store: Store) -> tuple[str, ...]:
    """Return the codes of the cases that are not what was saved."""
    with store._reading() as session:
        return case_proof.damaged(session, "", 1000)[0]


def campaign(folder: Path, damages: int, seed: int, secret: Secret | None) -> Counter[str]:
    """Damage a store so many times, each time anew; return how often it ended how."""
    chance, counts = random.Random(seed), Counter[str]()
    path = folder / "cases.sqlite"
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        fill(store)
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

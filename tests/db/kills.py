"""``python -m tests.db.kills``: writers killed at random moments (also ``make kill``).

Two threads change cases and a third takes backups; after each kill the store is opened and each
case must be as its last acknowledged change left it, or as the one under way would have.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import threading
import time
import traceback
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from db import passphrase
from db.backup import back_up, backup_folder, backups
from db.condition import condition
from db.passphrase import Secret
from db.store import Store, open_store
from hccreview.clinical.case import Case
from tests.db.conftest import NOW, SAMPLES

CODES = ("P-0", "P-1", "P-2", "P-3")
LONGEST = 0.8  # seconds a writer lives
DELETED = 5  # each so many-th change deletes the case


def state(code: str, number: int) -> Case | None:
    """The case after so many changes, None where it does not exist then."""
    if number % DELETED == 0:
        return None
    sample = SAMPLES[(number + CODES.index(code)) % len(SAMPLES)]
    return replace(sample, code=code, label=f"state {number}")


def write(store: Store, code: str, number: int) -> None:
    """Make the change that leads to this state."""
    wanted, stored = state(code, number), store.stored(code)
    seen = stored.version if stored is not None else None
    if wanted is not None:
        store.save_case(wanted, seen_version=seen)
    elif seen is not None:
        store.delete(code, seen_version=seen)


def writer(path: Path, secret: Secret | None, reached: dict[str, int], told: int) -> None:
    """Change cases for ever; tell each change when it is acknowledged."""
    store = open_store(path, today=lambda: NOW, passphrase=secret)

    def change(codes: tuple[str, ...]) -> None:
        numbers = {code: reached[code] for code in codes}
        while True:
            for code in codes:
                numbers[code] += 1
                write(store, code, numbers[code])
                os.write(told, f"{code} {numbers[code]}\n".encode())

    for codes in (CODES[:2], CODES[2:]):
        threading.Thread(target=change, args=(codes,), daemon=True).start()
    for turn in range(10**6):
        made = NOW.replace(tzinfo=None) + timedelta(minutes=random.randrange(10**5), seconds=turn)
        back_up(path, backup_folder(path), made, secret)


def one_kill(
    path: Path, secret: Secret | None, reached: dict[str, int], wait: float
) -> dict[str, int]:
    """Let a writer work for a while, kill it, and return what it acknowledged."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            writer(path, secret, reached, told)
        finally:
            traceback.print_exc()
            os._exit(1)
    os.close(told)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer ended by itself"
    with os.fdopen(heard) as lines:
        changes = [line.split() for line in lines.read().splitlines()]
    return reached | {code: int(number) for code, number in changes}


def found_states(path: Path, secret: Secret | None, told: dict[str, int]) -> dict[str, int]:
    """Open the store; return which state each case has. It has to be one that was told, or next."""
    if not path.exists():
        assert not any(told.values()), "the store is gone"
        return told
    whole = condition(path, secret)
    assert whole.kind == "fine", whole.sentence
    found = {}
    with open_store(path, today=lambda: NOW, passphrase=secret) as store:
        assert store.copy is None
        for code, number in told.items():
            case = store.case(code)
            possible = [each for each in (number, number + 1) if state(code, each) == case]
            assert possible, f"{code} after change {number}: {case.label if case else None}"
            found[code] = possible[-1]
        assert store.audit_faults() == ()
        present = {code for code, number in found.items() if state(code, number) is not None}
        assert {line.code for line in store.cases().lines} == present
    return found


def campaign(folder: Path, kills: int, seed: int, secret: Secret | None) -> str:
    """Kill so many writers; return what was seen, in one line."""
    chance = random.Random(seed)
    path = folder / "cases.sqlite"
    reached, told, later = dict.fromkeys(CODES, 0), 0, 0
    for _ in range(kills):
        before = sum(reached.values())
        acknowledged = one_kill(path, secret, reached, chance.uniform(0, LONGEST))
        reached = found_states(path, secret, acknowledged)
        told += sum(acknowledged.values()) - before
        later += sum(reached.values()) - sum(acknowledged.values())
    kept = backups(path, backup_folder(path))
    assert all(each.sound for each in kept)
    return (
        f"{kills} kills, {told} changes acknowledged, none lost, {later} found that were under way;"
        f" {len(kept)} backups kept, all sound"
    )


def main() -> None:
    """Run the campaign on a plain and on an encrypted store."""
    reader = argparse.ArgumentParser(prog="tests.db.kills", description=__doc__)
    reader.add_argument("--kills", type=int, default=200, help="of each of the two stores")
    reader.add_argument("--seed", type=int, default=7)
    given = reader.parse_args()
    passphrase._COST["n"] = 2**4  # the cost of a key is not what is tried here
    for name, secret in (("plain", None), ("encrypted", Secret("killed at random moments"))):
        with tempfile.TemporaryDirectory(prefix="hccreview-kills-") as folder:
            print(f"{name}: {campaign(Path(folder), given.kills, given.seed, secret)}", flush=True)


if __name__ == "__main__":
    main()

"""The encrypted store against the plain one, both with the same 10,000 cases."""

from __future__ import annotations

import random
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy.orm import Session

from db.case_proof import note_all
from db.columns import Base
from db.encryption import encrypt
from db.listing import CaseSearch, Sort
from db.passphrase import Secret
from db.store import Store, open_store
from db.tables import PARTS
from tests.bench.rows import BenchRow
from ui.commands.cases import sample_cases

CACHE = Path(__file__).resolve().parents[2] / "build" / "bench"
CASES, READ, WRITTEN = 10_000, 200, 40
ROUNDS, LONG_ROUNDS = 31, 9  # of what takes some 20 ms, and of what takes a second
LIMIT = 1.5
SECRET = Secret("the same ten thousand cases")
_NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def rows() -> list[BenchRow]:
    """Return the rows of the encrypted store, measured now; the stores are made once and kept."""
    plain, encrypted = stores()
    found: dict[str, tuple[list[float], list[float]]] = {
        name: ([], []) for name in (_OPENING, *_WORK)
    }
    for turn in range(ROUNDS):  # they take turns, so that both see the same machine
        for which, path in enumerate((encrypted, plain)):
            for name, taken in _measured(path, turn, long=turn < LONG_ROUNDS).items():
                found[name][which].append(taken)
    return [
        BenchRow(
            f"{name}, of a store with 10,000 cases: encrypted against plain",
            median(ours), median(floor), LIMIT,
        )
        for name, (ours, floor) in found.items()
    ]  # fmt: skip


def _measured(path: Path, turn: int, *, long: bool) -> dict[str, float]:
    """Return the milliseconds of each kind of work on a store that was just opened.

    `long`: also of the kinds that take long.
    """
    began = time.perf_counter()
    with open_store(path, today=lambda: _NOW, passphrase=SECRET) as store:
        assert store.case("P-00000") is not None
        opened = (time.perf_counter() - began) * 1e3
        return {_OPENING: opened} | {
            name: _timed(work, store, turn)
            for name, work in _WORK.items()
            if long or work is _pages
        }


def _timed(work: Callable[[Store, int], None], store: Store, turn: int) -> float:
    began = time.perf_counter()
    work(store, turn)
    return (time.perf_counter() - began) * 1e3


def _pages(store: Store, turn: int) -> None:
    for at in range(0, 1_000, 100):
        assert len(store.cases("", Sort(), offset=at).lines) == 100
    assert store.cases(CaseSearch("bclc-b")).lines


def _reading(store: Store, turn: int) -> None:
    for number in random.Random(turn).sample(range(CASES), READ):
        assert store.case(f"P-{number:05}") is not None


def _writing(store: Store, turn: int) -> None:
    for number in random.Random(turn).sample(range(CASES), WRITTEN):
        seen = store.stored(f"P-{number:05}")
        assert seen is not None
        store.save_case(replace(seen.case, label=f"turn {turn}"), seen_version=seen.version)


_OPENING = "Opening, with the key made before, and one case"
_WORK = {
    "Ten pages of the list and a search": _pages,
    "Reading 200 cases": _reading,
    "Changing 40 cases, each saved by itself": _writing,
}


def stores() -> tuple[Path, Path]:
    """Return the plain and the encrypted store of the same cases, made when first asked for.

    Those of an older shape are brought up to date.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    plain = CACHE / f"proved-cases-{CASES}.sqlite"
    encrypted = plain.with_suffix(".encrypted")
    if not (plain.exists() and encrypted.exists()):
        for each in (plain, encrypted):
            each.unlink(missing_ok=True)
        part = plain.with_suffix(".part")
        part.unlink(missing_ok=True)
        _fill(part)
        shutil.copy(part, encrypted)
        encrypt(encrypted, SECRET, _NOW)
        part.rename(plain)
    for each in (plain, encrypted):
        with open_store(each, today=lambda: _NOW, passphrase=SECRET) as store:
            if store.copy is not None:
                store.copy.unlink()
    return plain, encrypted


def _fill(path: Path) -> None:
    """Make the cases as copies of the samples, table by table, with ids and codes of their own."""
    with open_store(path, today=lambda: _NOW) as store:
        store.import_samples(sample_cases())
        with store._engine.execution_options(write=True).begin() as connection:
            run = connection.exec_driver_sql
            samples = run("SELECT id FROM cases ORDER BY code").scalars().all()
            run("CREATE TEMP TABLE copies (old, new PRIMARY KEY, code)")
            for number in range(CASES):
                old = samples[number % len(samples)]
                copy = (old, uuid.UUID(int=number).hex, f"P-{number:05}")
                run("INSERT INTO copies VALUES (?, ?, ?)", copy)
            for table in (Base.metadata.tables["cases"], *PARTS):
                names = [column.name for column in table.columns]
                put = {"id": "new", "case_id": "new", "code": "copies.code"}
                put["code_order"] = "lower(copies.code)"
                asked = ", ".join(put.get(name, f'each."{name}"') for name in names)
                which = "each.id" if table.name == "cases" else "each.case_id"
                quoted = ", ".join(f'"{name}"' for name in names)
                run(
                    f"INSERT INTO {table.name} ({quoted}) SELECT {asked}"
                    f" FROM copies JOIN {table.name} AS each ON {which} = copies.old"
                )
            run("DROP TABLE copies")
            note_all(Session(connection))


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name}: {row.ours_ms:.1f} / {row.floor_ms:.1f} = {row.ratio:.2f}")

"""Each benchmark in a process of its own, so that none warms or disturbs another."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context

from tests.bench.rows import BenchRow

LATE = 150.0  # seconds; a benchmark that waits for ever shows where, and fails the run


def measured(names: Iterable[str]) -> list[BenchRow]:
    """Return the rows of benchmarks, each measured in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as apart:
        return [row for rows in apart.map(rows_of, names) for row in rows]


def rows_of(name: str) -> list[BenchRow]:
    """Return the rows of one benchmark, measured here and now."""
    faulthandler.dump_traceback_later(LATE, exit=True)
    rows: list[BenchRow] = import_module(f"tests.bench.{name}").rows()
    faulthandler.cancel_dump_traceback_later()
    return rows

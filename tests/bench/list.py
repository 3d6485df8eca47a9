"""The case list: opening it with 100,000 cases against 100, and typing in its search."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from db.schema import SCHEMA_VERSION
from db.store import open_store
from db.tables import CaseRow, CaseWordRow
from tests.bench.paints import Paints
from tests.bench.rows import BenchRow
from ui import theme
from ui.cases.case_list import CasePane
from ui.messages import Messages
from ui.smooth import make_smooth
from ui.workspace import Workspace

CACHE = Path(__file__).resolve().parents[2] / "build" / "bench"
FEW, MANY = 100, 100_000
ROUNDS, TYPINGS = 9, 5
LIMIT_OPENING = 2.0
BLOCK_MS, LIMIT_BLOCK = 50.0, 1.0
LATE = 20.0
STEM = "s"  # a million words of the large store begin with it
TYPED = "se p-0421 bclc-c"
_NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
_STAGES = ("0", "A", "B", "C", "D", None)
_CHUNK = 5_000
_NOTES = ("sorafenib", "segment", "stable", "size", "sample", "serum", "seen", "site", "scan", "si")


def rows() -> list[BenchRow]:
    """Return the rows of the list, measured now; the large store is made once and kept."""
    few, many = store_of(FEW), store_of(MANY)
    opened: tuple[list[float], list[float]] = ([], [])
    searched: tuple[list[float], list[float]] = ([], [])
    make_smooth()
    for _ in range(ROUNDS):
        for path, openings, searches in zip((many, few), opened, searched, strict=True):
            pane, taken = _opened(path)
            openings.append(taken)
            searches.append(_searched(pane, STEM))
            _close(pane)
    blocks = [_longest_block(many) for _ in range(TYPINGS)]
    return [
        BenchRow(
            "Opening the case list with 100,000 cases until its first page is painted, against 100",
            median(opened[0]), median(opened[1]), LIMIT_OPENING,
        ),
        BenchRow(
            "Typing in the search of 100,000 cases: longest block of the window (50 ms)",
            median(blocks), BLOCK_MS, LIMIT_BLOCK,
        ),
        BenchRow(
            "One letter that a million words begin with until its page is painted, 100,000 cases"
            " against 100 (reported only)",
            median(searched[0]), median(searched[1]), inf,
        ),
    ]  # fmt: skip


# ---------------------------------------------------------------------------- measuring


def _opened(path: Path) -> tuple[CasePane, float]:
    """Return the list on a store, and the milliseconds until its first page was painted."""
    began = time.perf_counter()
    application = QApplication.instance() or QApplication(["bench"])
    assert isinstance(application, QApplication)
    workspace = Workspace(Messages(), lambda: _NOW.date())
    pane = CasePane(workspace, theme.Theme(application))
    pane.resize(230, 700)
    pane.show()
    workspace.saving.open(path)
    pane.model.refresh()
    _wait_for_page(pane)
    return pane, (time.perf_counter() - began) * 1e3


def _searched(pane: CasePane, text: str) -> float:
    """Return the milliseconds until the page of a search was painted, after the typing pause."""
    began = time.perf_counter()
    pane.search.setText(text)
    _wait_for_page(pane)
    taken = (time.perf_counter() - began) * 1e3 - pane.timers[0].interval()
    while not pane.workspace.background.idle:
        _wait(0.02)
    return taken


def _wait_for_page(pane: CasePane) -> None:
    """Wait until another page has come and is painted."""
    pages: list[None] = []
    pane.model.shown.connect(lambda: pages.append(None))
    end = time.perf_counter() + LATE
    while not pages:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        if time.perf_counter() > end:
            raise RuntimeError(f"No page of the list came within {LATE} seconds.")
        time.sleep(0.0002)  # lets the worker run
    with Paints(pane.list.viewport()) as seen:
        while not seen.count:
            pane.list.viewport().update()  # a window that is not exposed yet forgets it
            QApplication.processEvents()


def _longest_block(path: Path) -> float:
    """Return the milliseconds of the longest silence of the window while one types and reads."""
    pane, _ = _opened(path)
    beats = [time.perf_counter()]
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    heart.start(0)
    for end in range(1, len(TYPED) + 1):
        pane.search.setText(TYPED[:end])
        _wait(0.13 if end % 3 else 0.02)  # now and then faster than the list asks
    while pane.timers[0].isActive() or not pane.workspace.background.idle:
        _wait(0.02)
    heart.stop()
    _close(pane)
    return max(later - earlier for earlier, later in pairwise(beats)) * 1e3


def _close(pane: CasePane) -> None:
    pane.workspace.close()
    pane.close()
    pane.deleteLater()
    QApplication.processEvents()


def _wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1e3), loop.quit)
    loop.exec()


# ------------------------------------------------------------------------------- stores


def store_of(number: int) -> Path:
    """Return a store of so many made-up cases, made when it is first asked for."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"cases-{number}-{len(_NOTES)}-{SCHEMA_VERSION}.sqlite"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with open_store(part, today=lambda: _NOW) as store:
            writing = store._engine.execution_options(write=True)
            for first in range(0, number, _CHUNK):
                _insert(writing, range(first, min(first + _CHUNK, number)))
        part.rename(path)
    return path


def _insert(engine: Any, numbers: range) -> None:
    cases = [_case(number) for number in numbers]
    words = [{"case_id": case["id"], "word": word} for case in cases for word in _words(case)]
    with engine.begin() as connection:
        connection.execute(insert(CaseRow), cases)
        connection.execute(insert(CaseWordRow), words)


def _case(number: int) -> dict[str, Any]:
    born = date(1930, 1, 1) + timedelta(days=number * 7 % 22_000)
    found = date(2020, 1, 1) + timedelta(days=number * 13 % 2_500)
    return {
        "id": uuid.UUID(int=(number * 0x9E3779B97F4A7C15) % 2**128),
        "version": number + 1, "secret": number.to_bytes(32, "big"),
        "created_at": _NOW, "changed_at": _NOW - timedelta(minutes=number), "archived_at": None,
        "sample": False, "code": f"P-{number:06}", "label": f"made-up case w{number % 977}",
        "shows": "", "synthetic": True, "as_of": None, "inclusion": None, "first_dose": None,
        "arms": [], "archived": False, "code_order": f"p-{number:012}",
        "born_first": born, "born_last": born, "stage": _STAGES[number % 6],
        "staged_on": _NOW.date(), "diagnosed_first": found, "diagnosed_last": found,
    }  # fmt: skip


def _words(case: dict[str, Any]) -> Iterator[str]:
    yield case["code"].casefold()
    yield from {"made-up", "case", case["label"].split()[-1], str(case["diagnosed_first"])}
    yield from (f"{note}{number % 5}" for number, note in enumerate(_NOTES))
    if case["stage"]:
        yield f"bclc-{case['stage']}".casefold()


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name}: {row.ours_ms:.1f} / {row.floor_ms:.1f} = {row.ratio:.2f}")

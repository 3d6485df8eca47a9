"""The start of the program against a bare window: to its first paint, to the matrix of a case."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from db.store import open_store
from tests.bench.rows import BenchRow
from ui.commands.cases import sample_cases
from ui.commands.clock import now

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, WARM = 15, 2
LIMIT_PAINTED, LIMIT_MATRIX = 1.4, 1.6
CASE = "SAMPLE-02"
LATE = 30.0  # seconds; a program that never paints is ended

_BARE = """
import sys
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
def after_paint():
    print("painted", flush=True)
    {rest}
    application.quit()
class Window(QMainWindow):
    painted = False
    def event(self, event):
        handled = super().event(event)
        if event.type() is QEvent.Type.Paint and not self.painted:
            self.painted = True
            QTimer.singleShot(0, after_paint)
        return handled
application = QApplication(["bare"])
application.setStyle("Fusion")
window = Window()
window.resize(1280, 800)
window.show()
application.exec()
"""
_READ = """
    from datetime import UTC, datetime
    from pathlib import Path
    from db.store import open_store
    store = open_store(Path(sys.argv[1]), today=lambda: datetime.now(UTC))
    assert store.stored("SAMPLE-02") is not None
    print("read", flush=True)
    store.close()
"""
_OURS = """
import sys
import main
from ui import start
ours = start.content
def content(startup):
    from PySide6.QtCore import QEvent, QObject, QTimer
    class Eye(QObject):
        seen = False
        def eventFilter(self, watched, event):
            painted = event.type() is QEvent.Type.Paint and startup.window.page.model.heads
            if painted and not self.seen:
                self.seen = True
                print("matrix", flush=True)
                QTimer.singleShot(0, startup.application.quit)
            return False
    startup.eye = Eye()
    def watch():
        startup.window.page.matrix.viewport().installEventFilter(startup.eye)
    startup.window.first_painted.connect(lambda: print("painted", flush=True))
    startup.window.completed.connect(watch)
    ours(startup)
start.content = content
sys.exit(main.main(["--database", sys.argv[1]]))
"""


def rows() -> list[BenchRow]:
    """Return the rows of the start, measured now."""
    with tempfile.TemporaryDirectory(prefix="hccreview-bench-") as place:
        path = Path(place) / "cases.sqlite"
        with open_store(path, today=now) as store:
            store.import_samples(sample_cases())
        _settings(place, path)
        return _rows(path, Path(place))


def _rows(path: Path, home: Path) -> list[BenchRow]:
    floor, ours = _BARE.format(rest=_READ.strip()), _OURS
    found: list[tuple[dict[str, float], dict[str, float]]] = []
    for _ in range(ROUNDS + WARM):  # they take turns, so that both see the same machine
        found.append((_moments(ours, path, home), _moments(floor, path, home)))
    kept = found[WARM:]

    def of(which: int, word: str) -> float:
        # The quickest of all rounds: what else the machine did then is the least part of it.
        return min(moments[which][word] for moments in kept)

    return [
        BenchRow(
            "Process start to the first painted window, against a bare window",
            of(0, "painted"), of(1, "painted"), LIMIT_PAINTED,
        ),
        BenchRow(
            "Process start to the matrix of the last case, against a bare window that opens the"
            " same store and reads the case",
            of(0, "matrix"), of(1, "read"), LIMIT_MATRIX,
        ),
    ]  # fmt: skip


def _settings(place: str, path: Path) -> None:
    """Say which case was open last, as the program itself does."""
    from ui.settings import FILE_NAME, Settings

    Settings(Path(place) / "HCC Review" / FILE_NAME).remember(path, CASE)


def _moments(program: str, path: Path, home: Path) -> dict[str, float]:
    """Run a program; return the milliseconds after which it said each of its words."""
    places = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    environment = {**os.environ, **dict.fromkeys(places, str(home))}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    # Both run from compiled files, as after the set-up; the first rounds write them.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(home / "compiled")
    command = [sys.executable, "-c", program, str(path)]
    began = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        late = threading.Timer(LATE, process.kill)
        late.start()
        found = {word.strip(): (time.perf_counter() - began) * 1e3 for word in process.stdout}
        late.cancel()
    if process.returncode:
        raise RuntimeError(f"A program of the benchmark ended with {process.returncode}.")
    return found


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name}: {row.ours_ms:.0f} / {row.floor_ms:.0f} = {row.ratio:.2f}")

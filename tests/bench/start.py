"""The start of the program against a bare window: to its first paint, to the matrix of a case.

And the start with an encrypted store against one with a plain store, which takes as long but for
the key of the passphrase.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from db.encryption import encrypt
from db.passphrase import Secret
from db.store import open_store
from tests.bench.rows import BenchRow
from ui.commands.cases import sample_cases
from ui.commands.clock import now

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, WARM = 15, 2
LIMIT_PAINTED, LIMIT_MATRIX, LIMIT_ENCRYPTED = 1.4, 1.6, 1.2
CASE = "SAMPLE-02"
SECRET = "a start that waits for the key only"
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
{more}
sys.exit(main.main(["--database", sys.argv[1]]))
"""
_UNLOCK = f"""
def unlocked(startup):
    content(startup)
    def unlock(sentence):
        from db.passphrase import Secret
        make = Secret.key
        def key(secret, salt):
            print("deriving", flush=True)
            made = make(secret, salt)
            print("derived", flush=True)
            Secret.key = make  # the next time, it is remembered
            return made
        Secret.key = key
        startup.workspace.opening.unlock({SECRET!r})
    startup.workspace.opening.locked.connect(unlock)
start.content = unlocked
"""


def rows() -> list[BenchRow]:
    """Return the rows of the start, measured now."""
    with tempfile.TemporaryDirectory(prefix="hccreview-bench-") as place:
        plain, encrypted = Path(place) / "cases.sqlite", Path(place) / "encrypted.sqlite"
        with open_store(plain, today=now) as store:
            store.import_samples(sample_cases())
        shutil.copy(plain, encrypted)
        encrypt(encrypted, Secret(SECRET), now())
        _settings(place, plain, encrypted)
        return _rows(plain, encrypted, Path(place))


def _rows(plain: Path, encrypted: Path, home: Path) -> list[BenchRow]:
    programs = (
        (_OURS.replace("{more}", ""), plain),
        (_BARE.format(rest=_READ.strip()), plain),
        (_OURS.replace("{more}", _UNLOCK), encrypted),
    )
    # They take turns, so that all see the same machine.
    found = [
        [_moments(program, path, home) for program, path in programs] for _ in range(ROUNDS + WARM)
    ][WARM:]

    def of(which: int, word: str, since: str = "") -> float:
        # The quickest of all rounds: what else the machine did then is the least part of it.
        return min(each[which][word] - each[which].get(since, 0.0) for each in found)

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
        BenchRow(
            "Process start to the first painted window, encrypted store against plain",
            of(2, "painted"), of(0, "painted"), LIMIT_ENCRYPTED,
        ),
        BenchRow(
            "Process start to the matrix, the passphrase given at once: encrypted store against"
            " plain and the time of the key",
            of(2, "matrix"), of(0, "matrix") + of(2, "derived", "deriving"), LIMIT_ENCRYPTED,
        ),
    ]  # fmt: skip


def _settings(place: str, *stores: Path) -> None:
    """Say which case was open last, as the program itself does."""
    from ui.settings import FILE_NAME, Settings

    for path in stores:
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

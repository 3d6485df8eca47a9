"""What every test shares: no screen, and no thread left behind."""

import os

# Before anything imports Qt: it aborts without a screen, and warns of a locale without UTF-8.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"

import sys
import threading
import time
from collections.abc import Iterator

import pytest

PATIENCE = 2.0  # seconds a thread may take to end after its test


@pytest.fixture(autouse=True)
def no_thread_is_left_running() -> Iterator[None]:
    """Fail the test that leaves a thread of Python or of Qt's pool at work."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE
    while (left := leftover_threads(before)) and time.monotonic() < deadline:
        time.sleep(0.01)
    if left:
        pytest.fail(f"threads left running: {', '.join(left)}")


def leftover_threads(before: set[threading.Thread]) -> list[str]:
    """Names of the threads started since; Python never forgets a foreign (dummy) thread."""
    python = [
        thread.name
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    return python + ["QThreadPool"] * qt_pool_size()


def qt_pool_size() -> int:
    """Threads at work in Qt's shared pool; zero without importing Qt for it."""
    core = sys.modules.get("PySide6.QtCore")
    return core.QThreadPool.globalInstance().activeThreadCount() if core else 0

"""The program as the user starts and closes it: the steps of main.py, without its endless loop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import main
from tests.journeys.user import User
from tests.ui.opening import settle
from ui.main_window import MainWindow


class Program:
    """Starts windows one after the other, or beside each other."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self._users: list[User] = []

    def start(self, path: Path, monkeypatch) -> User:
        """Start on a store, wait until all is loaded, and return who sits before the window."""
        window = self.start_again(path, monkeypatch)
        user = User(self.qtbot, window)
        self.takes(user)
        self.qtbot.waitUntil(lambda: window.workspace.saving.store is not None, timeout=30_000)
        settle(self.qtbot, window)
        user.comes_to_the_window()
        return user

    def start_again(self, path: Path, monkeypatch) -> MainWindow:
        """Take the steps of a start and return its window; nothing is waited for."""
        before = set(_windows())
        with monkeypatch.context() as patch:
            patch.setattr(QApplication, "exec", lambda *_: 0)  # the test turns the loop itself
            assert main.main(["--database", str(path)]) == 0
        (window,) = set(_windows()) - before
        return window

    def takes(self, user: User) -> None:
        """Close the window of a user at the end, too."""
        self._users.append(user)

    def close(self, user: User) -> None:
        """Close a window as its frame does; it must let itself be closed."""
        assert user.window.close()
        self._remove(user)

    def end_all(self) -> None:
        """Close what a test has left open, a dialogue too."""
        while front := QApplication.activePopupWidget() or QApplication.activeModalWidget():
            front.close()
        for user in tuple(self._users):
            user.window.workspace.close(anyway=True)
            user.window.close()
            self._remove(user)

    def _remove(self, user: User) -> None:
        self._users.remove(user)
        user.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if not self._users:
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            application.setStyleSheet("")


def _windows() -> list[MainWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]

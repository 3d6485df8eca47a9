"""The Escape key of the window: one key, one order, so that it never means two things at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Way = tuple[Callable[[], bool], Callable[[], object]]


def keeps(event: QEvent, key: Qt.Key = Qt.Key.Key_Escape) -> bool:
    """Take `key` away from the shortcuts around a widget, which asks this first in `event`.

    True where Qt asked who wants the key; the press itself then comes to the widget.
    """
    asked = event.type() is QEvent.Type.ShortcutOverride
    if asked and isinstance(event, QKeyEvent) and event.key() == key:
        event.accept()
        return True
    return False


class Escape(QShortcut):
    """Each press takes the first way that is open: (is it open?, take it).

    What is being edited keeps the key for itself, as forms and editors do.
    """

    def __init__(self, window: QWidget, *ways: Way) -> None:
        super().__init__(QKeySequence("Escape"), window)
        self._ways = ways
        self.activated.connect(self._take)

    def _take(self) -> None:
        for is_open, take in self._ways:
            if is_open():
                take()
                return

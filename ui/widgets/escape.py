"""The Escape key of the window: one key, one order, so that it never means two things at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Way = tuple[Callable[[], bool], Callable[[], object]]


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

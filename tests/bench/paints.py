"""Counts how often a widget is painted."""

from __future__ import annotations

from types import TracebackType

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class Paints(QObject):
    """Watches a widget inside a `with` statement."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.count = 0
        self._watched = watched

    def __enter__(self) -> Paints:
        self._watched.installEventFilter(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._watched.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count a paint event."""
        if event.type() is QEvent.Type.Paint:
            self.count += 1
        return False

"""The one funnel for what the program tells its user; the bar at the top shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from hccreview.errors import ReviewError


class Messages(QObject):
    """Two verbs: something went wrong, something was done. Signals carry the sentence."""

    problem_told = Signal(str)
    done_told = Signal(str)

    def problem(self, sentence: str) -> None:
        """Tell what is wrong and what to do."""
        self.problem_told.emit(sentence)

    def done(self, sentence: str) -> None:
        """Tell what was done."""
        self.done_told.emit(sentence)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn a ReviewError inside the block into a problem that is told."""
        try:
            yield
        except ReviewError as error:
            self.problem(str(error))

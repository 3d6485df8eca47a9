"""The one funnel for what the program tells its user; the bar at the top shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from hccreview.errors import ReviewError


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the user may do about a message: the words on the button, and what it does."""

    label: str
    act: Callable[[], object]


class Messages(QObject):
    """Two verbs: something went wrong, something was done. Signals carry the sentence.

    `offer_told` follows a sentence that offers something to do about it; `withdrawn`: what was told
    is not to be read any more.
    """

    problem_told = Signal(str)
    done_told = Signal(str)
    offer_told = Signal(object)
    withdrawn = Signal()

    def problem(self, sentence: str, offer: Offer | None = None) -> None:
        """Tell what is wrong and what to do."""
        self.problem_told.emit(sentence)
        if offer is not None:
            self.offer_told.emit(offer)

    def done(self, sentence: str, offer: Offer | None = None) -> None:
        """Tell what was done."""
        self.done_told.emit(sentence)
        if offer is not None:
            self.offer_told.emit(offer)

    def withdraw(self) -> None:
        """Take back what was told: it may name a case, and nobody may read that now."""
        self.withdrawn.emit()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn a ReviewError inside the block into a problem that is told."""
        try:
            yield
        except ReviewError as error:
            self.problem(str(error))

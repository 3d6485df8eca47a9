"""The slides of the agenda's cases, made in the background before they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.background import DATA, QUESTION, Task
from ui.board_cases import board_case
from ui.planning_choice import chosen_planning
from ui.presentation.sheet import Sheet
from ui.presentation.slides import only_slide, slides_of

if TYPE_CHECKING:
    from datetime import date

    from db.meeting_listing import StoredMeeting
    from hccreview.meeting.board_case import BoardCase
    from ui.presentation.shapes import Slide
    from ui.workspace import Workspace

_AHEAD, _BEHIND = 2, 1
"""So many cases after and before the one on screen are kept ready."""


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of one case on a sheet; `board` is None where the case could not be read."""

    code: str
    slides: tuple[Slide, ...]
    sheet: Sheet
    board: BoardCase | None = None


class Decks(QObject):
    """Answers by `made` (the place of the case on the agenda) when slides are ready."""

    made = Signal(int)

    def __init__(
        self,
        workspace: Workspace,
        codes: tuple[str, ...],
        day: date,
        meeting: StoredMeeting | None = None,
    ) -> None:
        super().__init__()
        self.codes, self.day = codes, day
        self._workspace, self._meeting = workspace, meeting
        self._decks: dict[int, Deck] = {}
        self._asked: dict[int, tuple[Sheet, Task]] = {}

    def place(self, index: int) -> str:
        """Return ``case 3 of 12``; empty where one case is presented alone."""
        return f"case {index + 1} of {len(self.codes)}" if self._meeting is not None else ""

    def deck(self, index: int, sheet: Sheet) -> Deck | None:
        """Return the slides of a case if they are ready for a sheet, and ask for them if not.

        What was made for a screen of another shape is shown until the new ones are there.
        """
        self._ask(index, sheet, DATA)
        return self._decks.get(index)

    def make_ready(self, index: int, sheet: Sheet) -> None:
        """Ask for the cases near to one, and let go of those that are far."""
        near = range(index - _BEHIND, index + _AHEAD + 1)
        for far in [each for each in self._decks if each not in near]:
            del self._decks[far]
        for far in [each for each in self._asked if each not in near]:
            self._asked.pop(far)[1].cancel()
        for each in sorted(near, key=lambda place: (place < index, place)):
            if each != index and 0 <= each < len(self.codes):
                self._ask(each, sheet, QUESTION)

    def opening(self, index: int, sheet: Sheet) -> Slide:
        """Return what is shown of a case until its slides are ready."""
        told = "Opening …"
        return only_slide(self.codes[index], self.day, sheet, self.place(index), told)

    def stop(self) -> None:
        """Ask for nothing more."""
        for _, task in self._asked.values():
            task.cancel()
        self._asked.clear()

    def _ask(self, index: int, sheet: Sheet, rank: int) -> None:
        known, asked = self._decks.get(index), self._asked.get(index)
        if known is not None and known.sheet == sheet:
            return
        if self._workspace.saving.store is None:  # just now it is written anew
            return
        if asked is not None and asked[0] == sheet and rank >= asked[1].rank:
            return
        if asked is not None:
            asked[1].cancel()
        board = known.board if known is not None else None
        task = self._workspace.background.run(
            self._work(index, sheet, board),
            lambda deck: self._take(index, deck),
            lambda sentence: self._take(index, self._failed(index, sheet, sentence)),
            rank=rank,
        )
        self._asked[index] = sheet, task

    def _work(self, index: int, sheet: Sheet, board: BoardCase | None) -> Callable[[Task], Deck]:
        """Return what the worker does: it touches nothing but values and the store."""
        store, trials = self._workspace.saving.store, self._workspace.trials
        code, day, meeting, place = self.codes[index], self.day, self._meeting, self.place(index)
        assert store is not None  # `_ask` has looked

        def work(_: Task) -> Deck:
            found = board or board_case(store, code, trials, chosen_planning(), day, meeting)
            return Deck(code, slides_of(found, sheet, place), sheet, found)

        return work

    def _failed(self, index: int, sheet: Sheet, sentence: str) -> Deck:
        code = self.codes[index]
        slide = only_slide(code, self.day, sheet, self.place(index), sentence)
        return Deck(code, (slide,), sheet)

    def _take(self, index: int, deck: Deck) -> None:
        self._asked.pop(index, None)
        self._decks[index] = deck
        self.made.emit(index)

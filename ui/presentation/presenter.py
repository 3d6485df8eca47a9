"""The presenter's own screen: notes, questions, what comes next, the clock and the time spent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.presentation.frame import heading
from ui.presentation.painting import paint
from ui.presentation.shapes import Block, Slide
from ui.presentation.sheet import GAP, MARGIN, Sheet, below, fitting, shifted, size_in_units
from ui.theme import tokens

if TYPE_CHECKING:
    from hccreview.meeting.meeting import AgendaItem
    from ui.presentation.stage import Stage

_SIZES = (26.0, 22.0, 19.0, 16.0)
"""Sizes of the notes: the largest that holds them all; read from a seat, not from the back row."""


class PresenterView(QWidget):
    """Follows a stage; its keys are the stage's, whichever of the two has the keyboard."""

    def __init__(self, stage: Stage, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(stage, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWindowTitle("HCC Review, presenter")
        self._stage, self._now = stage, now
        self._index = -1
        self._spent = QElapsedTimer()
        self._colours = {name: QColor(colour) for name, colour in tokens("dark").items()}
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.update)
        self._tick.start()
        stage.stepped.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what belongs to the slide on the wall; a new case starts its time anew."""
        if self._stage.index != self._index:
            self._index = self._stage.index
            self._spent.start()
        self.update()

    @property
    def sheet(self) -> Sheet:
        """The sheet that fits this screen."""
        return Sheet(self._stage.lettering, *size_in_units(self.width(), self.height()))

    @property
    def slide(self) -> Slide:
        """What is on this screen now."""
        deck = self._stage.deck
        item = deck.board.item if deck is not None and deck.board is not None else None
        seconds = self._spent.elapsed() // 1000
        place = self._stage.decks.place(self._index)
        times = (
            ("Clock", f"{self._now():%H:%M}"),
            ("On this case", f"{seconds // 60}:{seconds % 60:02d}"),
            ("Agenda", place or "one case"),
            ("Next", self._stage.next_title),
        )
        title = f"{self._stage.decks.codes[self._index]}: {self._stage.slide.title}"
        return presenter_slide(self.sheet, title, item, times)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint notes and times."""
        painter = QPainter(self)
        paint(painter, self.slide, (self.width(), self.height()), self._colours, self.sheet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do on the wall what the key asks for."""
        self._stage.keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the presentation with this window."""
        super().closeEvent(event)
        self._tick.stop()
        if self._stage.isVisible():
            self._stage.close()


def presenter_slide(
    sheet: Sheet, title: str, item: AgendaItem | None, times: tuple[tuple[str, str], ...]
) -> Slide:
    """Return notes and questions at the left, the times (label, value) at the right."""
    left, width = MARGIN, sheet.width * 0.66 - 2 * MARGIN
    head = sheet.text(title, sheet.width - 2 * MARGIN, 30.0, bold=True)
    top = MARGIN + head.height + GAP
    notes = _notes(sheet, item, width, sheet.height - top - MARGIN)
    beside: list[Block] = []
    for label, value in times:
        room = sheet.width * 0.34 - MARGIN
        named = sheet.text(label, room, 22.0, "muted")
        beside.append(below(named, sheet.text(value, room, 40.0, bold=True)))
    right = shifted(below(*beside, gap=20), sheet.width * 0.66, top)
    pieces = (*shifted(head, left, MARGIN), *shifted(notes, left, top), *right)
    return Slide(title, pieces)


def _notes(sheet: Sheet, item: AgendaItem | None, width: float, height: float) -> Block:
    """Return notes and questions in the largest size that holds them; what is left is counted."""
    for size in _SIZES:
        blocks = _told(sheet, item, width, size)
        if fitting(blocks, height) == len(blocks):
            return below(*blocks, gap=GAP)
    number = fitting(blocks, height - 30)
    more = f"and {len(blocks) - number} more paragraphs in Prepare"
    return below(*blocks[:number], sheet.text(more, width, 18.0, "muted"), gap=GAP)


def _told(sheet: Sheet, item: AgendaItem | None, width: float, size: float) -> list[Block]:
    notes = item.notes if item is not None else ""
    questions = item.questions if item is not None else ()
    blocks = [heading(sheet, "Notes", width)]
    paragraphs = notes.splitlines() or ["No notes."]
    blocks += [sheet.text(text, width, size) for text in paragraphs if text.strip()]
    blocks.append(heading(sheet, "Questions to the board", width))
    told = questions or ("No question is recorded.",)
    blocks += [sheet.text(f"{n}. {text}", width, size) for n, text in enumerate(told, start=1)]
    return blocks

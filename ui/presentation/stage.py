"""The screen of the room: one slide, keys and a presenter's remote; nothing can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.presentation.keys import Act, act_of, help_slide
from ui.presentation.lettering import Lettering
from ui.presentation.painting import paint, rehearse
from ui.presentation.sheet import Sheet, size_in_units
from ui.theme import tokens

if TYPE_CHECKING:
    from ui.presentation.decks import Deck, Decks
    from ui.presentation.shapes import Slide


_PAUSE = 50  # ms


class Stage(QWidget):
    """Shows the slides of `decks` from a case on; `stepped` tells that another one is shown.

    It has no widget in it, so there is nothing to edit, to focus or to click.
    """

    stepped = Signal()
    left = Signal(str)

    def __init__(self, parent: QWidget, decks: Decks, index: int, dark: bool) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setObjectName("wall")
        self.setWindowTitle("HCC Review, presentation")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.decks, self.index, self.number = decks, index, 0
        self.dark = self.black = self.helping = False
        self.lettering = Lettering()
        self.deck: Deck | None = None
        self._from_end = False
        self._colours = {False: _colours("light"), True: _colours("dark")}
        self.dark = dark
        self._painted = QTimer(self)  # after the slide is on the wall: the next cases can wait
        self._painted.setSingleShot(True)
        self._painted.setInterval(_PAUSE)
        self._painted.timeout.connect(lambda: decks.make_ready(self.index, self.sheet))
        decks.made.connect(self._made)

    # ------------------------------------------------------------------ what is shown

    @property
    def sheet(self) -> Sheet:
        """The sheet that fits this screen."""
        return Sheet(self.lettering, *size_in_units(self.width(), self.height()))

    @property
    def slide(self) -> Slide:
        """The slide on screen."""
        if self.helping:
            return help_slide(self.sheet, self.decks.codes[self.index], self.decks.day)
        if self.deck is None:
            return self.decks.opening(self.index, self.sheet)
        return self.deck.slides[self.number]

    @property
    def next_title(self) -> str:
        """The title of what comes next: a slide, a case, or nothing."""
        if self.deck is not None and self.number + 1 < len(self.deck.slides):
            return self.deck.slides[self.number + 1].title
        if self.index + 1 < len(self.decks.codes):
            return f"next case: {self.decks.codes[self.index + 1]}"
        return "the end"

    def show_case(self, index: int, *, from_end: bool = False) -> None:
        """Show the first slide of a case, or its last one."""
        self.index, self._from_end = index, from_end
        self.deck = self.decks.deck(index, self.sheet)
        self.number = len(self.deck.slides) - 1 if from_end and self.deck is not None else 0
        self._tell()

    def step(self, by: int, *, case_too: bool = True) -> None:
        """Go so many slides on or back, over the end of a case where `case_too`."""
        number = len(self.deck.slides) if self.deck is not None else 1
        if 0 <= self.number + by < number:
            self.number += by
            self._tell()
        elif case_too:
            self.step_case(by, from_end=by < 0)

    def step_case(self, by: int, *, from_end: bool = False) -> None:
        """Go to the next case or the one before; stay at the ends of the agenda."""
        if 0 <= self.index + by < len(self.decks.codes):
            self.show_case(self.index + by, from_end=from_end)

    def _made(self, index: int) -> None:
        if index != self.index:
            self._rehearse(index)
            return
        known = self.deck
        self.deck = self.decks.deck(index, self.sheet)
        if self.deck is not None and known is None and self._from_end:
            self.number = len(self.deck.slides) - 1
        if self.deck is not None:
            self.number = min(self.number, len(self.deck.slides) - 1)
        self._tell()

    def _rehearse(self, index: int) -> None:
        """Make the slide ready that the next step shows: the first of a case, or the last."""
        deck = self.decks.deck(index, self.sheet)
        if deck is not None:
            slide = deck.slides[0 if index > self.index else -1]
            size = self.width(), self.height()
            rehearse(slide, size, self._colours[self.dark], deck.sheet)

    def _tell(self) -> None:
        """Paint, and say to a screen reader what is on the slide."""
        slide = self.slide
        self.setAccessibleName(f"{self.decks.codes[self.index]}: {slide.title}")
        self.setAccessibleDescription(" ".join(slide.texts))
        self.update()
        self.stepped.emit()
        self._painted.start()

    # ------------------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slide, or nothing but black."""
        painter = QPainter(self)
        if self.black:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            return
        sheet = self.deck.sheet if self.deck is not None and not self.helping else self.sheet
        size = self.width(), self.height()
        paint(painter, self.slide, size, self._colours[self.dark], sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the slides for a screen of another shape."""
        super().resizeEvent(event)
        self.deck = self.decks.deck(self.index, self.sheet)
        if self.deck is not None:
            self.number = min(self.number, len(self.deck.slides) - 1)

    def event(self, event: QEvent) -> bool:
        """Take every key here: Tab and shortcuts of the window behind have no place."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key means; a key that is held down never leaves the case."""
        act, held = act_of(event), event.isAutoRepeat()
        event.accept()
        if act is None:
            return
        if self.black or (self.helping and act is not Act.DARK):
            self._uncover(act)
            return
        if act in _STEPS:
            self.step(_STEPS[act], case_too=not held)
        elif not held:
            self._do(act)

    def _uncover(self, act: Act) -> None:
        """Bring the slide back; the key does nothing else, but Escape of a black screen leaves."""
        black, self.black, self.helping = self.black, False, False
        if black and act is Act.LEAVE:
            self.close()
            return
        self._tell()

    def _do(self, act: Act) -> None:
        if act is Act.LEAVE:
            self.close()
        elif act in _CASES:
            self.step_case(_CASES[act])
        elif act is Act.FIRST:
            self.step(-self.number)
        elif act is Act.LAST and self.deck is not None:
            self.step(len(self.deck.slides) - 1 - self.number)
        elif act is Act.DARK:
            self.dark = not self.dark
            self._tell()
        elif act is Act.BLACK:
            self.black = True
            self.update()
        elif act is Act.HELP:
            self.helping = True
            self._tell()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the background go, and tell which case was on screen."""
        self._painted.stop()
        self.decks.stop()
        self.left.emit(self.decks.codes[self.index])
        super().closeEvent(event)


_STEPS = {Act.NEXT: 1, Act.BACK: -1}
_CASES = {Act.NEXT_CASE: 1, Act.LAST_CASE: -1}


def _colours(name: str) -> dict[str, QColor]:
    return {token: QColor(colour) for token, colour in tokens(name).items()}

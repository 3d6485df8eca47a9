"""What the keys and a presenter's remote do while slides are shown; the page that tells it."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.presentation.frame import flowing, framed
from ui.presentation.shapes import Block, Slide, moved
from ui.presentation.sheet import Sheet


class Act(Enum):
    """What a key asks for."""

    NEXT = auto()
    BACK = auto()
    FIRST = auto()
    LAST = auto()
    NEXT_CASE = auto()
    LAST_CASE = auto()
    DARK = auto()
    BLACK = auto()
    HELP = auto()
    LEAVE = auto()


_PLAIN = {
    Qt.Key.Key_PageDown: Act.NEXT,
    Qt.Key.Key_Right: Act.NEXT,
    Qt.Key.Key_Down: Act.NEXT,
    Qt.Key.Key_Space: Act.NEXT,
    Qt.Key.Key_Return: Act.NEXT,
    Qt.Key.Key_Enter: Act.NEXT,
    Qt.Key.Key_PageUp: Act.BACK,
    Qt.Key.Key_Left: Act.BACK,
    Qt.Key.Key_Up: Act.BACK,
    Qt.Key.Key_Backspace: Act.BACK,
    Qt.Key.Key_Home: Act.FIRST,
    Qt.Key.Key_End: Act.LAST,
    Qt.Key.Key_D: Act.DARK,
    Qt.Key.Key_B: Act.BLACK,
    Qt.Key.Key_Period: Act.BLACK,
    Qt.Key.Key_F1: Act.HELP,
    Qt.Key.Key_Escape: Act.LEAVE,
}
_WITH_CTRL = {Qt.Key.Key_PageDown: Act.NEXT_CASE, Qt.Key.Key_PageUp: Act.LAST_CASE}
KEYS = (
    ("Page Down, →, ↓, Space", "next slide"),
    ("Page Up, ←, ↑, Backspace", "slide before"),
    ("Home, End", "first and last slide of the case"),
    ("Ctrl+Page Down, Ctrl+Page Up", "next case, case before"),
    ("D", "light or dark"),
    ("B or full stop", "black screen; any of these keys brings it back"),
    ("F1", "these keys"),
    ("Esc", "leave"),
)


def act_of(event: QKeyEvent) -> Act | None:
    """Return what a key asks for; None for one that means nothing here."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if held == Qt.KeyboardModifier.ControlModifier:
        return _WITH_CTRL.get(key)
    if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return None
    return _PLAIN.get(key)


def help_slide(sheet: Sheet, code: str, day: date) -> Slide:
    """Return the page of keys."""
    rows = [_row(sheet, keys, told) for keys, told in KEYS]
    return framed(flowing("Keys", rows, sheet)[0], sheet, code, day, "")


def _row(sheet: Sheet, keys: str, told: str) -> Block:
    left = sheet.body.width * 0.4
    named = sheet.text(keys, left - 20, bold=True)
    said = sheet.text(told, sheet.body.width - left)
    pieces = (*named.pieces, *(moved(piece, left, 0) for piece in said.pieces))
    return Block(max(named.height, said.height), pieces)

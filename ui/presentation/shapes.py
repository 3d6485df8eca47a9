"""What is on a slide, as plain values: texts, boxes, lines, dots and images at their places.

Lengths are units of which a screen is at least 1280 wide and 720 high, so that a slide is the same
in every room: a text of 28 is 28 px at 1280 × 720 and 42 px at 1920 × 1080. Colours are names of
the theme's tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

SMALL, TEXT, LARGE, TITLE = 28.0, 28.0, 32.0, 36.0
"""Sizes of text; nothing in the room is smaller than SMALL."""
LINE = 1.3  # from one line of a text to the next, in sizes


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text with its top left corner; `width` is what was measured for it."""

    x: float
    y: float
    text: str
    size: float = TEXT
    tone: str = "text"
    bold: bool = False
    width: float = 0.0

    @property
    def height(self) -> float:
        """The height of the line."""
        return self.size * LINE


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with round corners; `edge` is the tone of its frame, empty for none."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    radius: float = 6.0
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `broken` where what it stands for is in doubt."""

    x: float
    y: float
    x2: float
    y2: float
    tone: str = "line"
    weight: float = 2.0
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle round its middle."""

    x: float
    y: float
    radius: float
    tone: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture within a place; its proportions are kept."""

    x: float
    y: float
    width: float
    height: float
    image: QImage


Piece = Words | Box | Rule | Dot | Image


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that stay together, from their own top left corner on."""

    height: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its title, and everything on it."""

    title: str
    pieces: tuple[Piece, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All lines of text, as they were put on it."""
        return tuple(piece.text for piece in self.pieces if isinstance(piece, Words))


def moved(piece: Piece, right: float, down: float) -> Piece:
    """Return a piece at another place."""
    if isinstance(piece, Rule):
        x2, y2 = piece.x2 + right, piece.y2 + down
        return replace(piece, x=piece.x + right, y=piece.y + down, x2=x2, y2=y2)
    return replace(piece, x=piece.x + right, y=piece.y + down)

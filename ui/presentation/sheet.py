"""The room on a slide, and texts set into it: blocks, columns of blocks, pages of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ui.presentation.lettering import Lettering
from ui.presentation.shapes import (
    LINE,
    TEXT,
    Block,
    Box,
    Piece,
    Words,
    moved,
)

MARGIN = 32.0
TOP, FOOT = 76.0, 44.0
GAP = 10.0
_WIDE, _HIGH = 1280.0, 720.0
_WIDEST, _HIGHEST = 1720.0, 1024.0


class Area(NamedTuple):
    """A rectangle in units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide's size in units, and the lettering to set texts with.

    `grow` makes everything in the body larger than it has to be, where there is room for it.
    """

    lettering: Lettering
    width: float = _WIDE
    height: float = _HIGH
    grow: float = 1.0

    @property
    def body(self) -> Area:
        """The room between head and foot."""
        return Area(MARGIN, TOP, self.width - 2 * MARGIN, self.height - TOP - FOOT - GAP)

    def line(
        self, text: str, size: float = TEXT, tone: str = "text", *, bold: bool = False
    ) -> Words:
        """Return one line of text at no place yet."""
        size *= self.grow
        return Words(0, 0, text, size, tone, bold, self.lettering.width(text, size, bold))

    def text(
        self,
        text: str,
        width: float,
        size: float = TEXT,
        tone: str = "text",
        *,
        bold: bool = False,
    ) -> Block:
        """Return a text in a column, in as many lines as it needs."""
        lines = self.lettering.lines(text, size * self.grow, width, bold)
        step = size * self.grow * LINE
        pieces = [
            moved(self.line(each, size, tone, bold=bold), 0, number * step)
            for number, each in enumerate(lines)
        ]
        return Block(step * len(lines), tuple(pieces))

    def marked(
        self,
        mark: str,
        text: str,
        width: float,
        tone: str,
        *,
        size: float = TEXT,
        bold: bool = False,
    ) -> Block:
        """Return a text that hangs beside a sign on its tint: ``×``, ``?`` or a number."""
        sign = self.line(mark, TEXT, tone, bold=True)
        side = max(self.indent - GAP, sign.width + 14)
        told = self.text(text, width - side - GAP, size, bold=bold)
        tint = Box(0, 2, side, 34 * self.grow, f"{tone}_tint")
        inside = moved(sign, (side - sign.width) / 2, 0)
        return Block(
            max(told.height, tint.height + 4), (tint, inside, *shifted(told, side + GAP, 0))
        )

    @property
    def indent(self) -> float:
        """How far the text beside a sign is moved in."""
        return 36 * self.grow + GAP


def shifted(block: Block, right: float, down: float) -> tuple[Piece, ...]:
    """Return the pieces of a block at a place."""
    return tuple(moved(piece, right, down) for piece in block.pieces)


def below(*blocks: Block, gap: float = 0.0) -> Block:
    """Return blocks below each other as one."""
    pieces: list[Piece] = []
    height = 0.0
    for block in blocks:
        down = height + gap if height else 0.0
        pieces += shifted(block, 0, down)
        height = down + block.height
    return Block(height, tuple(pieces))


def fitting(blocks: Sequence[Block], height: float, gap: float = GAP) -> int:
    """Return how many of the blocks find room below each other."""
    used = 0.0
    for number, block in enumerate(blocks):
        used += block.height + (gap if number else 0.0)
        if used > height + 0.01:
            return number
    return len(blocks)


def paged(blocks: Iterable[Block], height: float, gap: float = GAP) -> list[list[Block]]:
    """Return blocks on as many pages as they need; one higher than a page is broken by lines."""
    waiting = [part for block in blocks for part in _broken(block, height)]
    pages: list[list[Block]] = []
    while waiting:
        number = max(fitting(waiting, height, gap), 1)
        pages.append(waiting[:number])
        waiting = waiting[number:]
    return pages


def _broken(block: Block, height: float) -> list[Block]:
    """Return a block in parts of at most a height; its lines of text stay whole."""
    parts = []
    while block.height > height:
        cut = max(
            (piece.y for piece in block.pieces if isinstance(piece, Words) and piece.y < height),
            default=height,
        )
        over = [p for p in block.pieces if isinstance(p, Words) and p.y + p.height > height]
        cut = min([cut, *(piece.y for piece in over if piece.y > 0)])
        parts.append(Block(cut, tuple(p for p in block.pieces if p.y < cut)))
        rest = tuple(moved(p, 0, -cut) for p in block.pieces if p.y >= cut)
        block = Block(block.height - cut, rest)
    return [*parts, block]


def shortened(
    sheet: Sheet,
    blocks: Sequence[Block],
    area: Area,
    what: str = "",
    most: int = 1000,
    gap: float = GAP,
) -> Block:
    """Return so many blocks as fit, at most `most`, and how many more there are: ``and 4 more``.

    `what` says where the rest is to be seen; it follows the number.
    """
    if len(blocks) <= most and fitting(blocks, area.height, gap) == len(blocks):
        return below(*blocks, gap=gap)
    more = sheet.text(f"and {len(blocks)} more{what}", area.width)
    number = min(fitting(blocks, area.height - more.height - gap, gap), most)
    told = f"and {len(blocks) - number} more{what}"
    return below(*blocks[:number], sheet.text(told, area.width, tone="muted", bold=True), gap=gap)


def size_in_units(width: int, height: int) -> tuple[float, float]:
    """Return width and height of a screen in units; a screen of no usual shape keeps margins."""
    wide = _HIGH * width / max(height, 1)
    if wide >= _WIDE:
        return min(wide, _WIDEST), _HIGH
    return _WIDE, min(_WIDE * height / max(width, 1), _HIGHEST)

"""Rows of a figure on one axis: a point with its interval, or a bar; the numbers beside it."""

from __future__ import annotations

from dataclasses import dataclass

from ui.presentation.shapes import Block, Box, Dot, Piece, Rule, moved
from ui.presentation.sheet import GAP, Sheet


@dataclass(frozen=True, slots=True)
class Plot:
    """An axis from `low` to `high` between labels at the left and numbers at the right.

    `labels` and `drawn` are the shares of the width for labels and figure.
    """

    sheet: Sheet
    low: float
    high: float
    labels: float = 0.34
    drawn: float = 0.27

    def _place(self, value: float) -> float:
        width = self.sheet.body.width
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return width * (self.labels + self.drawn * part)

    def row(
        self,
        label: str,
        value: float,
        span: tuple[float, float],
        text: str,
        broken: bool = False,
    ) -> Block:
        """Return a point with its interval; `broken` where the interval is in doubt."""
        middle = 18 * self.sheet.grow
        drawn = (
            Rule(self._place(span[0]), middle, self._place(span[1]), middle, "accent", 4, broken),
            Dot(self._place(value), middle, 9, "accent"),
        )
        return self._row(label, drawn, text)

    def bar(self, label: str, value: float, text: str) -> Block:
        """Return a bar from the beginning of the axis."""
        begin, grow = self._place(self.low), self.sheet.grow
        box = Box(begin, 7 * grow, self._place(value) - begin, 22 * grow, "accent", 3)
        return self._row(label, (box,), text)

    def _row(self, label: str, drawn: tuple[Piece, ...], text: str) -> Block:
        width = self.sheet.body.width
        named = self.sheet.text(label, width * self.labels - 2 * GAP)
        left = width * (self.labels + self.drawn) + 2 * GAP
        told = self.sheet.text(text, width - left)
        height = max(named.height, told.height)
        grid = Rule(self._place(self.low), 0, self._place(self.low), height, "line")
        numbers = tuple(moved(piece, left, 0) for piece in told.pieces)
        return Block(height, (grid, *named.pieces, *drawn, *numbers))

    def axis(self, values: tuple[float, ...], unit: str) -> Block:
        """Return the axis with its numbers; the last one has the unit."""
        line = Rule(self._place(self.low), 0, self._place(self.high), 0, "muted")
        pieces: list[Piece] = [line]
        for value in values:
            text = f"{value:g}"
            if value == values[-1]:
                text += unit
            shown = self.sheet.line(text, tone="muted")
            half = self.sheet.lettering.width(f"{value:g}", shown.size) / 2
            pieces.append(moved(shown, self._place(value) - half, 2))
        return Block(38 * self.sheet.grow, tuple(pieces))

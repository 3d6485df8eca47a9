"""The whole course by day: a line for the cycles of a trial, then one for each of its drugs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.regimens.canvas import Canvas, Spot
from ui.regimens.figures import Block, CourseBand, CourseFigure, CourseRow
from ui.regimens.hour_layout import wrapped
from ui.regimens.painting import paint_bar, paint_held, paint_published
from ui.theme import Theme

_GUTTER, _RIGHT, _HEAD, _ROW, _BAR, _TITLE, _GAP = 150.0, 12.0, 34.0, 23.0, 15.0, 24.0, 8.0
_NARROWEST = 6.0
_LOCAL = "Local protocol …"


@dataclass(frozen=True, slots=True)
class _PlacedBlock:
    block: Block
    box: QRectF
    published: QRectF | None
    series: int
    words: str


@dataclass(slots=True)
class _Placed:
    cards: list[QRectF] = field(default_factory=list)
    blocks: list[_PlacedBlock] = field(default_factory=list)
    words: list[tuple[QRectF, str, str, int, bool]] = field(default_factory=list)
    commands: list[tuple[str, QRectF]] = field(default_factory=list)


class CourseView(Canvas):
    """Paints a CourseFigure."""

    head_height = int(_HEAD)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "The course by day")
        self.figure = CourseFigure(1, (), ())
        self._placed = _Placed()

    def show_figure(self, figure: CourseFigure) -> None:
        """Show another figure."""
        self.figure = figure
        self.renew()

    def arrange(self, width: float) -> tuple[float, Sequence[Spot]]:
        """Place all bands below each other."""
        self._placed = _Placed()
        top = 4.0
        for band in self.figure.bands:
            top = self._band(band, width, top) + _GAP
        spots = [
            Spot(key, box, partial(str, _LOCAL), "local") for key, box in self._placed.commands
        ]
        spots += [Spot(each.block.key, each.box, each.block.tell) for each in self._placed.blocks]
        return top, sorted(spots, key=lambda spot: (spot.box.top() // 8, spot.box.left()))

    def paint_content(self, painter: QPainter, visible: QRectF) -> None:
        """Paint cards, lines of the months, blocks and words."""
        placed, width = self._placed, self.viewport().width()
        painter.setPen(QPen(self.theme.colour("line")))
        painter.setBrush(self.theme.colour("panel"))
        for card in placed.cards:
            painter.drawRoundedRect(card, 6, 6)
        for card in placed.cards:
            for day, _ in self.figure.marks:
                x = self._x(day, width)
                painter.drawLine(QLineF(x, card.top() + _TITLE, x, card.bottom()))
        for each in placed.blocks:
            self._paint_block(painter, each)
        for box, words, ink, size, bold in placed.words:
            self.write(painter, box, words, ink, size, bold=bold)
        for _, box in placed.commands:
            self.write(painter, box, _LOCAL, "accent")

    def paint_head(self, painter: QPainter, width: float) -> None:
        """Paint the months above the axis."""
        painter.fillRect(QRectF(0, 0, width, _HEAD), self.theme.colour("page"))
        end = 0.0
        for day, words in self.figure.marks:
            left = self._x(day, width)
            if left < end:
                continue
            room = self.font_of(12)[1].horizontalAdvance(words) + 8
            self.write(painter, QRectF(left + 2, 2, room, _HEAD - 6), words, "muted")
            end = left + room
        painter.setPen(QPen(self.theme.colour("line")))
        painter.drawLine(QLineF(0, _HEAD - 0.5, width, _HEAD - 0.5))

    # ------------------------------------------------------------------ placing

    def _x(self, day: float, width: float) -> float:
        share = min(max(day / max(self.figure.length, 1), 0.0), 1.0)
        return _GUTTER + share * (width - _RIGHT - _GUTTER)

    def _band(self, band: CourseBand, width: float, top: float) -> float:
        name = self.font_of(13, bold=True)[1].horizontalAdvance(band.title) + 6
        words = self._placed.words
        words.append((QRectF(14, top + 2, name, 22), band.title, "text", 13, True))
        told = " · ".join(part for part in (band.about, band.silent) if part)
        below = top
        measure = self.font_of(12)[1].horizontalAdvance
        command = measure(_LOCAL) + 8
        box = QRectF(width - _RIGHT - 8 - command, top + 3, command, 20)
        self._placed.commands.append((f"local:{band.trial}", box))
        room = width - 14 - name - 24 - command
        lines = wrapped(told, room, measure) + (
            wrapped(band.local, room, measure) if band.local else []
        )
        for number, line in enumerate(lines):
            ink = "judgement" if band.local and line in band.local else "muted"
            box = QRectF(14 + name, top + 3 + 16 * number, room, 20)
            words.append((box, line, ink, 12, False))
            below = top + 16 * number
        below += _TITLE
        for row in band.rows:
            below = self._row(row, width, below)
        below += 4
        self._placed.cards.append(QRectF(6, top, width - _RIGHT, below - top))
        return below

    def _row(self, row: CourseRow, width: float, top: float) -> float:
        measure = self.font_of(11)[1].horizontalAdvance
        lines = wrapped(row.label, _GUTTER - 26, measure)
        height = max(_ROW, 14.0 * len(lines) + 4)
        for number, line in enumerate(lines):
            box = QRectF(14, top + 2 + 14 * number, _GUTTER - 20, 16)
            self._placed.words.append((box, line, "muted", 11, False))
        for block in row.blocks:
            self._place_block(block, row.series, width, top)
        return top + height

    def _place_block(self, block: Block, series: int, width: float, top: float) -> None:
        box = self._box(block.first, block.last, width, top + 2, _BAR)
        published = None
        if block.was is not None:
            published = self._box(*block.was, width, top + 2 + _BAR, 5)
        measure = self.font_of(11)[1].horizontalAdvance
        words = block.text if measure(block.text) + 4 <= box.width() else ""
        self._placed.blocks.append(_PlacedBlock(block, box, published, series, words))

    def _box(self, first: int, last: int, width: float, top: float, height: float) -> QRectF:
        left, right = self._x(first, width), self._x(last + 1, width)
        return QRectF(left, top, max(right - left, _NARROWEST), height)

    # ------------------------------------------------------------------ painting

    def _paint_block(self, painter: QPainter, each: _PlacedBlock) -> None:
        block, box = each.block, each.box
        if each.published is not None:
            paint_published(painter, self.theme, each.published)
        ink = "on_bar"
        if block.kind == "cycle":
            painter.setPen(QPen(self.theme.colour("neutral")))
            painter.setBrush(self.theme.colour("neutral_tint"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            ink = "text"
        elif block.kind == "held":
            paint_held(painter, self.theme, box)
            ink = "text"
        else:
            paint_bar(painter, self.theme, box, each.series, is_open=block.open)
            ink = "text" if block.open else "on_bar"
        if each.words:
            middle = int(Qt.AlignmentFlag.AlignCenter)
            self.write(painter, box, each.words, ink, 11, flags=middle)

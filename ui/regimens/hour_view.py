"""One cycle by the hour: all trials on one axis of days, routes in lanes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.regimens.canvas import Canvas, Spot
from ui.regimens.figures import Day, HourFigure
from ui.regimens.hour_layout import HEAD, Axis, Placed, Text, axis_of, place
from ui.regimens.painting import paint_bar, paint_held, paint_published, series_colour
from ui.theme import Theme

_WIDE_DAY, _NARROW_DAY = 74.0, 46.0
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class HourView(Canvas):
    """Paints an HourFigure; the keys of its spots are those of the bars."""

    head_height = int(HEAD)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "One cycle by the hour")
        self.figure = HourFigure((), ())
        self._placed = Placed()

    def show_figure(self, figure: HourFigure) -> None:
        """Show another figure."""
        self.figure = figure
        self.renew()

    def arrange(self, width: float) -> tuple[float, Sequence[Spot]]:
        """Place bars and texts; commands of a trial stand before its bars."""
        placed = self._placed = place(self.figure, width, self._measure)
        spots = [
            Spot(key, box, partial(str, words), "local") for key, box, words in placed.commands
        ]
        spots += [Spot(each.bar.key, each.box, each.bar.tell) for each in placed.bars]
        return placed.height, sorted(spots, key=lambda s: (s.box.top() // 8, s.box.left()))

    def paint_content(self, painter: QPainter, visible: QRectF) -> None:
        """Paint cards, the lines of the days, bars and words."""
        placed, axis = self._placed, axis_of(self.figure, self.viewport().width())
        painter.setPen(QPen(self.theme.colour("line")))
        painter.setBrush(self.theme.colour("panel"))
        for card in placed.cards:
            painter.drawRoundedRect(card, 6, 6)
        for card in placed.cards:
            self._paint_days(painter, axis, card)
        for each in placed.bars:
            if each.published is not None:
                paint_published(painter, self.theme, each.published)
            bar = each.bar
            if bar.held:
                paint_held(painter, self.theme, each.box)
                continue
            paint_bar(
                painter,
                self.theme,
                each.box,
                bar.series,
                is_open=bar.open,
                local=bar.local,
                goes_on=bar.goes_on,
            )
        for text in placed.texts:
            self._paint_text(painter, text)
        for _, box, words in placed.commands:
            self.write(painter, box, words, "accent")

    def paint_head(self, painter: QPainter, width: float) -> None:
        """Paint the days above their columns."""
        axis = axis_of(self.figure, width)
        painter.fillRect(QRectF(0, 0, width, HEAD), self.theme.colour("page"))
        step = (axis.right - axis.left) / max(len(self.figure.days), 1)
        for number, day in enumerate(self.figure.days):
            self._paint_day(painter, day, QRectF(axis.left + number * step, 2, step, HEAD - 4))
        painter.setPen(QPen(self.theme.colour("line")))
        painter.drawLine(QLineF(0, HEAD - 0.5, width, HEAD - 0.5))

    def _paint_day(self, painter: QPainter, day: Day, box: QRectF) -> None:
        """Paint number (else weekday) and date, as much of them as the width has room for."""
        wide, numbered = box.width() >= _WIDE_DAY, day.number > 0
        box = box.adjusted(4 if wide else 2, 0, 0, 0)
        upper, lower = box.adjusted(0, 0, 0, -20), box.adjusted(0, 20, 0, 0)
        number = f"Day {day.number}" if box.width() > _NARROW_DAY else str(day.number)
        self.write(painter, upper, number if numbered else day.weekday, bold=True)
        ink = "judgement" if day.rest else "muted"
        if wide and day.rest:
            self.write(painter, upper.adjusted(0, 0, -5, 0), day.rest, ink, 11, flags=_RIGHT)
        when = f"{day.weekday} {day.date}" if wide and numbered else day.date
        size = 12 if wide else 11
        if self.font_of(size)[1].horizontalAdvance(when) + 2 > box.width():
            when = day.date.partition(" ")[0]
        self.write(painter, lower, when, ink, size, bold=bool(day.rest))

    def _paint_days(self, painter: QPainter, axis: Axis, card: QRectF) -> None:
        step = (axis.right - axis.left) / max(len(self.figure.days), 1)
        painter.save()
        painter.setClipRect(card.adjusted(0, 0, 0, 0), Qt.ClipOperation.IntersectClip)
        for number, day in enumerate(self.figure.days):
            x = axis.left + number * step
            if day.rest:
                painter.fillRect(
                    QRectF(x, card.top() + 1, step, card.height() - 2),
                    self.theme.colour("field"),
                )
            painter.setPen(QPen(self.theme.colour("line")))
            painter.drawLine(QLineF(x, card.top() + 26, x, card.bottom()))
        painter.restore()

    def _paint_text(self, painter: QPainter, text: Text) -> None:
        box = text.box
        if text.swatch is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(series_colour(self.theme, text.swatch))
            painter.drawRoundedRect(QRectF(box.left(), box.center().y() - 4, 8, 8), 2, 2)
            box = box.adjusted(12, 0, 0, 0)
        self.write(painter, box, text.words, text.ink, text.size, bold=text.bold)

    def _measure(self, text: str, size: int, bold: bool) -> float:
        return self.font_of(size, bold)[1].horizontalAdvance(text)

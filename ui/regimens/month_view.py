"""A month as a calendar; a day tells everything that happens on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hccreview.review.schedule.words import WEEKDAYS
from ui.regimens.canvas import Canvas, Spot
from ui.regimens.figures import Happening, MonthDay, MonthFigure, Undated
from ui.regimens.hour_layout import wrapped
from ui.regimens.painting import series_colour
from ui.theme import Theme

_HEAD, _LINE, _NUMBER, _LOWEST, _EDGE = 26.0, 15.0, 19.0, 44.0, 6.0
_UNDATED = "No date in the source, so not in the calendar:"


class MonthView(Canvas):
    """Paints a MonthFigure; each day is a spot, and each line in it."""

    head_height = int(_HEAD)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Month")
        self.figure = MonthFigure("", ())
        self._days: list[tuple[QRectF, MonthDay]] = []
        self._lines: list[tuple[QRectF, Happening, list[str]]] = []
        self._undated: list[tuple[QRectF, Undated]] = []

    def show_figure(self, figure: MonthFigure) -> None:
        """Show another month."""
        self.figure = figure
        self.setAccessibleName(f"Month, {figure.title}")
        self.renew()

    def arrange(self, width: float) -> tuple[float, Sequence[Spot]]:
        """Place the weeks; a week is as high as its fullest day, at least a share of the room."""
        self._days, self._lines = [], []
        cell = (width - 2 * _EDGE) / 7
        all_filled = [[self._filled(day, cell) for day in week] for week in self.figure.weeks]
        needed = [max(_LOWEST, *(self._height(day) for day in week)) for week in all_filled]
        top, undated = self._place_undated(width)
        spots = list(undated)
        room = self.viewport().height() - _HEAD - 4 - top
        spare = max(0.0, room - sum(needed)) / max(len(needed), 1)
        for number, (week, filled) in enumerate(zip(self.figure.weeks, all_filled, strict=True)):
            height = needed[number] + spare
            for column, (day, lines) in enumerate(zip(week, filled, strict=True)):
                box = QRectF(_EDGE + column * cell, top, cell, height)
                self._days.append((box, day))
                spots.append(Spot(f"day|{number}|{column}", box.adjusted(3, 3, -3, -3), day.tell))
                spots += self._place_lines(box, lines)
            top += height
        return top, spots

    def paint_content(self, painter: QPainter, visible: QRectF) -> None:
        """Paint days, then their lines."""
        for box, day in self._days:
            token = "panel" if day.inside and not day.rest else "field" if day.inside else "page"
            painter.setPen(QPen(self.theme.colour("line")))
            painter.setBrush(self.theme.colour(token))
            painter.drawRect(box)
            told = f"{day.number}  {day.rest}" if day.rest == "holiday" else str(day.number)
            ink = "text" if day.inside else "muted"
            self.write(painter, box.adjusted(5, 1, 0, 0), told, ink, 12, bold=True, flags=_TOP)
        for box, happening, lines in self._lines:
            painter.setPen(QPen(series_colour(self.theme, happening.series)))
            if happening.series >= 0 and not happening.gone:
                painter.setBrush(series_colour(self.theme, happening.series))
            else:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self.theme.colour("neutral"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(box.left(), box.top() + 2, 4, box.height() - 4), 2, 2)
            ink = "muted" if happening.gone else "text"
            for number, line in enumerate(lines):
                row = QRectF(box.left() + 8, box.top() + number * _LINE, box.width(), _LINE)
                self.write(painter, row, line, ink, 11)
        self._paint_undated(painter)

    def paint_head(self, painter: QPainter, width: float) -> None:
        """Paint the weekdays."""
        painter.fillRect(QRectF(0, 0, width, _HEAD), self.theme.colour("page"))
        cell = (width - 2 * _EDGE) / 7
        for column, name in enumerate(WEEKDAYS):
            box = QRectF(_EDGE + column * cell + 5, 0, cell, _HEAD)
            self.write(painter, box, name, "muted", bold=True)
        painter.setPen(QPen(self.theme.colour("line")))
        painter.drawLine(QLineF(0, _HEAD - 0.5, width, _HEAD - 0.5))

    def _filled(self, day: MonthDay, cell: float) -> list[tuple[Happening, list[str]]]:
        measure = self.font_of(11)[1].horizontalAdvance
        return [(each, wrapped(each.text, cell - 18, measure)) for each in day.happenings]

    def _place_undated(self, width: float) -> tuple[float, Sequence[Spot]]:
        """Place what has no date above the weeks, side by side as words are."""
        self._undated, spots = [], []
        if not self.figure.undated:
            return 0.0, ()
        measure = self.font_of(11)[1].horizontalAdvance
        left, top = _EDGE + measure(_UNDATED) + 12, 2.0
        for each in self.figure.undated:
            room = measure(each.text) + 2
            if left + room > width - _EDGE:
                left, top = _EDGE + 5, top + _LINE + 2
            box = QRectF(left, top, room, _LINE)
            self._undated.append((box, each))
            spots.append(Spot(each.key, box, each.tell))
            left = box.right() + 14
        return top + _LINE + 6, spots

    def _paint_undated(self, painter: QPainter) -> None:
        if self._undated:
            title = QRectF(_EDGE + 5, 2, self.viewport().width(), _LINE)
            self.write(painter, title, _UNDATED, "muted", 11)
        for box, each in self._undated:
            self.write(painter, box, each.text, "text", 11)

    def _height(self, lines: list[tuple[Happening, list[str]]]) -> float:
        return _NUMBER + sum(_LINE * len(words) + 3 for _, words in lines) + 5

    def _place_lines(self, box: QRectF, lines: list[tuple[Happening, list[str]]]) -> Sequence[Spot]:
        spots, top = [], box.top() + _NUMBER
        for happening, words in lines:
            row = QRectF(box.left() + 5, top, box.width() - 12, _LINE * len(words))
            self._lines.append((row, happening, words))
            spots.append(Spot(happening.key, row, happening.tell))
            top = row.bottom() + 3
        return spots


_TOP = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

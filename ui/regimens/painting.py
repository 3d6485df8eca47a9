"""Painting one bar: full where all is stated, hatched where something is open, dashed if published.

The difference never rests on colour: an open bar has a dashed frame and hatching, a local one a
double frame, and the words stand in it, beside it or below it.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ui.theme import Theme

SERIES = 8
_RADIUS = 3.0


def paint_bar(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    series: int,
    *,
    is_open: bool,
    local: bool = False,
    goes_on: bool = False,
) -> None:
    """Paint the shape of something given; `goes_on`: it does not end at the right edge."""
    ink = series_colour(theme, series)
    painter.save()
    painter.setClipRect(box.adjusted(-1, -1, 1, 1), Qt.ClipOperation.IntersectClip)
    if is_open:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.setBrush(QBrush(_faint(ink), Qt.BrushStyle.BDiagPattern))
        narrow = box.width() < 12  # too narrow for dashes to be seen
        painter.setPen(QPen(ink, 1.4, Qt.PenStyle.SolidLine if narrow else Qt.PenStyle.DashLine))
    else:
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), _RADIUS, _RADIUS)
    if local:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("text"), 1.2, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
    if goes_on and box.width() > 14:
        _arrow(painter, box, theme.colour("text") if is_open else theme.colour("on_bar"))
    painter.restore()


def paint_published(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """Paint where the published schedule has it."""
    painter.save()
    painter.setBrush(theme.colour("neutral_tint"))
    narrow = box.width() < 14
    style = Qt.PenStyle.SolidLine if narrow else Qt.PenStyle.DashLine
    painter.setPen(QPen(theme.colour("neutral"), 1, style))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    painter.restore()


def paint_held(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """Paint what is held: its published place, crossed out at its end."""
    paint_published(painter, theme, box)
    side = min(box.width(), box.height()) - 6
    cross = QRectF(box.right() - side - 4, box.center().y() - side / 2, side, side)
    painter.setPen(QPen(theme.colour("fail"), 1.6))
    painter.drawLine(cross.topLeft(), cross.bottomRight())
    painter.drawLine(cross.bottomLeft(), cross.topRight())


def series_colour(theme: Theme, series: int) -> QColor:
    """Return the colour of a drug; the same drug has the same one on every view."""
    return theme.colour(f"series_{series % SERIES + 1}")


def _faint(ink: QColor) -> QColor:
    faint = QColor(ink)
    faint.setAlpha(70)
    return faint


def _arrow(painter: QPainter, box: QRectF, ink: QColor) -> None:
    tip = QPointF(box.right() - 4, box.center().y())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(-5, -4), tip + QPointF(-5, 4)]))

"""A slide on a screen: its pieces, as large as they fit."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ui.presentation.lettering import Lettering
from ui.presentation.shapes import Box, Dot, Image, Piece, Rule, Slide, Words
from ui.presentation.sheet import Sheet

_HALF_A_CAPITAL = 0.365  # of the bundled font, in sizes
Colours = Mapping[str, QColor]


def scale_of(width: float, height: float, sheet: Sheet) -> float:
    """Return how many px a unit of a sheet has on a screen."""
    return min(width / sheet.width, height / sheet.height)


def paint(
    painter: QPainter,
    slide: Slide,
    size: tuple[float, float],
    colours: Colours,
    sheet: Sheet,
) -> None:
    """Paint a slide into the middle of a screen of a size in px."""
    width, height = size
    scale = scale_of(width, height, sheet)
    painter.fillRect(QRectF(0, 0, width, height), colours["page"])
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.translate((width - sheet.width * scale) / 2, (height - sheet.height * scale) / 2)
    painter.scale(scale, scale)
    for piece in slide.pieces:
        _paint(painter, piece, colours, sheet.lettering)


def rehearse(slide: Slide, size: tuple[int, int], colours: Colours, sheet: Sheet) -> None:
    """Paint a slide where nobody sees it: its letters are drawn when it comes to the wall."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, slide, size, colours, sheet)
    painter.end()


def _paint(painter: QPainter, piece: Piece, colours: Colours, lettering: Lettering) -> None:
    if isinstance(piece, Words):
        painter.setFont(lettering.font(piece.size, piece.bold))
        painter.setPen(colours[piece.tone])
        base = piece.y + piece.height / 2 + _HALF_A_CAPITAL * piece.size
        painter.drawText(QPointF(piece.x, base), piece.text)
    elif isinstance(piece, Box):
        painter.setPen(QPen(colours[piece.edge], 2) if piece.edge else Qt.PenStyle.NoPen)
        painter.setBrush(colours[piece.tone])
        place = QRectF(piece.x, piece.y, piece.width, piece.height)
        painter.drawRoundedRect(place, piece.radius, piece.radius)
    elif isinstance(piece, Rule):
        style = Qt.PenStyle.DashLine if piece.broken else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colours[piece.tone], piece.weight, style))
        painter.drawLine(QPointF(piece.x, piece.y), QPointF(piece.x2, piece.y2))
    elif isinstance(piece, Dot):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours[piece.tone])
        painter.drawEllipse(QPointF(piece.x, piece.y), piece.radius, piece.radius)
    else:
        _paint_image(painter, piece)


def _paint_image(painter: QPainter, piece: Image) -> None:
    size = QSizeF(piece.image.size()).scaled(
        piece.width, piece.height, Qt.AspectRatioMode.KeepAspectRatio
    )
    left = piece.x + (piece.width - size.width()) / 2
    top = piece.y + (piece.height - size.height()) / 2
    painter.drawImage(QRectF(QPointF(left, top), size), piece.image)

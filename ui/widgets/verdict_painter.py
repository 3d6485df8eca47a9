"""Painting a mark: its sign on its tint, readable without colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from ui.theme import Theme


def paint_sign(painter: QPainter, box: QRectF, symbol: str, tone: str, theme: Theme) -> None:
    """Paint a sign in the middle of its tinted box."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{tone}_tint"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.colour(tone))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, symbol)


def sized(font: QFont, pixels: int, bold: bool = False) -> QFont:
    """Return a font of another size."""
    other = QFont(font)
    other.setPixelSize(pixels)
    other.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return other

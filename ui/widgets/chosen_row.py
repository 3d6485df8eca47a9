"""The ground of a chosen row of a list: tint, bar, and a frame where the keyboard is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.theme import Theme


def paint_chosen(
    painter: QPainter, box: QRectF, option: QStyleOptionViewItem, theme: Theme, inset: int
) -> None:
    """Paint the ground of a row where it is chosen; its bar ends `inset` px inside the box."""
    state = option.state
    if not state & QStyle.StateFlag.State_Selected:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent_tint"))
    painter.drawRoundedRect(box, 6, 6)
    painter.setBrush(theme.colour("accent"))
    bar = QRectF(box.left(), box.top() + inset, 3, box.height() - 2 * inset)
    painter.drawRoundedRect(bar, 1.5, 1.5)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.colour("accent"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

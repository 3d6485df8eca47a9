"""Painting a cell of the tables of the Case page: text on its tint, a frame for the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import Theme

_TEXT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_LOOK = Qt.ItemDataRole.UserRole


class CellPainter(QStyledItemDelegate):
    """Paints what `Look` says: tone, text, and a line below."""

    def __init__(self, view: QAbstractItemView, theme: Theme) -> None:
        super().__init__(view)
        self.theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        look = index.data(_LOOK)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        editable = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        painter.setPen(Qt.PenStyle.NoPen)
        if look.tone:
            painter.setBrush(self.theme.colour(f"{look.tone}_tint"))
            painter.drawRoundedRect(box, 4, 4)
        elif editable:
            painter.setPen(self.theme.colour("line"))
            painter.setBrush(self.theme.colour("panel"))
            painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self.theme.colour(look.tone or ("text" if editable else "muted")))
        painter.setFont(option.font)
        room = box.adjusted(6, 0, -3, 0)
        text = painter.fontMetrics().elidedText(
            look.text, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, _TEXT, text)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("accent"), 2))
            painter.drawRoundedRect(box, 4, 4)
        painter.restore()

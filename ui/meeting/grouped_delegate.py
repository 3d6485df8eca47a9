"""Paints a line of a grouped list: mark or tick, the text wrapped, a detail at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import Theme
from ui.widgets.verdict_painter import paint_sign, sized

if TYPE_CHECKING:
    from ui.meeting.grouped_list import Row

_ROW = Qt.ItemDataRole.UserRole
_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_SIDE, _ABOVE, _SIGN = 10, 4, 16
_TEXT, _SMALL = 13, 12


class GroupedDelegate(QStyledItemDelegate):
    """Knows the list it paints for, because the height of a line follows from its width."""

    def __init__(self, view: QListView, theme: Theme) -> None:
        super().__init__(view)
        self.view, self.theme = view, theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a line at the width of the list."""
        row: Row = index.data(_ROW)
        width = self.view.viewport().width()
        text, _ = _places(row, QRect(0, 0, width, 10_000), option.font)
        return QSize(60, max(text.height(), _SIGN) + 2 * _ABOVE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a line."""
        row: Row = index.data(_ROW)
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            self._ground(painter, box, bool(option.state & QStyle.StateFlag.State_HasFocus))
        self._sign(painter, row, box, option.font)
        text, detail = _places(row, box, option.font)
        painter.setFont(_font(row, option.font))
        painter.setPen(self.theme.colour("muted" if row.heading or row.ticked else "text"))
        painter.drawText(text, _WRAP, row.text)
        if row.detail:
            painter.setFont(sized(option.font, _SMALL))
            painter.setPen(self.theme.colour("muted"))
            painter.drawText(detail, int(Qt.AlignmentFlag.AlignRight), row.detail)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, focused: bool) -> None:
        inner = QRectF(box).adjusted(2, 0.5, -2, -0.5)
        painter.setBrush(self.theme.colour("accent_tint"))
        painter.setPen(self.theme.colour("accent") if focused else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(inner, 4, 4)

    def _sign(self, painter: QPainter, row: Row, box: QRect, font: QFont) -> None:
        place = QRectF(box.left() + _SIDE, box.top() + _ABOVE + 1, _SIGN, _SIGN)
        painter.setFont(sized(font, _TEXT))
        if row.ticked is None:
            if row.symbol:
                paint_sign(painter, place, row.symbol, row.tone, self.theme)
            return
        painter.setBrush(self.theme.colour("panel"))
        painter.setPen(QPen(self.theme.colour("muted"), 1))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -1.5, -1.5), 3, 3)
        if row.ticked:
            painter.setPen(self.theme.colour("accent"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "✓")


def _font(row: Row, font: QFont) -> QFont:
    return sized(font, _SMALL, bold=True) if row.heading else sized(font, _TEXT)


def _places(row: Row, box: QRect, font: QFont) -> tuple[QRect, QRect]:
    """Return where text and detail of a row stand in its box: beside each other."""
    left = box.left() + _SIDE + (0 if row.heading else _SIGN + 8)
    small = QFontMetrics(sized(font, _SMALL))
    taken = small.horizontalAdvance(row.detail) if row.detail else 0
    right = box.right() - _SIDE - taken
    room = QRect(left, box.top() + _ABOVE, max(40, right - 10 - left), 10_000)
    text = QFontMetrics(_font(row, font)).boundingRect(room, _WRAP, row.text)
    text.setWidth(room.width())
    return text, QRect(right, box.top() + _ABOVE + 1, taken + 2, small.height())

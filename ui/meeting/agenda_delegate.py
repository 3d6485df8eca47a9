"""Paints a case of the agenda: number, code, how far it is in sign and word, what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.meeting.words import READINESS
from ui.theme import Theme
from ui.widgets.verdict_painter import paint_sign, sized

if TYPE_CHECKING:
    from ui.meeting.agenda_list import Place

_PLACE = Qt.ItemDataRole.UserRole
_HEIGHT, _NUMBER, _SIGN = 42, 30, 17
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ELIDE = Qt.TextElideMode.ElideRight


class AgendaDelegate(QStyledItemDelegate):
    """Two lines a case."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a case."""
        return QSize(120, _HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a case."""
        place: Place = index.data(_PLACE)
        mark, box = READINESS[place.item.readiness], QRectF(option.rect).adjusted(4, 1, -4, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            self._ground(painter, box, bool(option.state & QStyle.StateFlag.State_HasFocus))
        painter.setFont(sized(option.font, 12))
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(
            QRectF(box.left(), box.top() + 2, _NUMBER - 8, 19), _RIGHT, str(place.number)
        )
        left, width = box.left() + _NUMBER, box.width() - _NUMBER - 8
        detail = painter.fontMetrics().elidedText(place.detail, _ELIDE, int(width))
        painter.drawText(QRectF(left, box.top() + 20, width, 18), _LEFT, detail)
        taken = painter.fontMetrics().horizontalAdvance(mark.word)
        painter.setPen(self.theme.colour(mark.tone))
        painter.drawText(QRectF(left, box.top() + 2, width, 19), _RIGHT, mark.word)
        sign = QRectF(left + width - taken - _SIGN - 5, box.top() + 3, _SIGN, _SIGN)
        paint_sign(painter, sign, mark.symbol, mark.tone, self.theme)
        painter.setFont(sized(option.font, 13, bold=True))
        painter.setPen(self.theme.colour("text"))
        room = sign.left() - left - 6
        code = painter.fontMetrics().elidedText(place.item.case, _ELIDE, int(room))
        painter.drawText(QRectF(left, box.top() + 2, room, 19), _LEFT, code)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, focused: bool) -> None:
        painter.setBrush(self.theme.colour("accent_tint"))
        painter.setPen(self.theme.colour("accent") if focused else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

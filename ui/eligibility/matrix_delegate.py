"""Painting the matrix: groups, labels and cells on one line each."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from ui.eligibility.cells import Cell
from ui.eligibility.matrix_model import CELL, WAS, Index
from ui.theme import Theme
from ui.widgets.verdict_painter import sized
from ui.wording import NOT_STATED_MARK

_TEXT, _SMALL, _PAD, _SIGN, _INDENT = 12, 11, 4, 18, 20
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_WRAP = _LEFT | Qt.TextFlag.TextWordWrap


class MatrixDelegate(QStyledItemDelegate):
    """A text that does not fit is set smaller (never below 11 px), then a label may wrap."""

    def __init__(self, view: QTreeView, theme: Theme) -> None:
        super().__init__(view)
        self.view, self.theme = view, theme
        self._fonts: dict[tuple[str, int, bool], tuple[QFont, QFontMetrics]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row: one line, or two where its label needs them."""
        _, metrics = self._font(option.font, _TEXT)
        line = metrics.lineSpacing()
        if not index.parent().isValid():
            return QSize(60, line + 8)
        if index.column():
            return QSize(60, line + 5)
        _, small = self._font(option.font, _SMALL)
        room = self.view.columnWidth(0) - _INDENT - 2
        wraps = small.horizontalAdvance(str(index.data())) > room
        return QSize(60, (2 * small.lineSpacing() if wraps else line) + 5)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a group, a label or a cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if not index.parent().isValid():
            self._group(painter, rect, option, index)
        elif index.column() == 0:
            self._label(painter, rect, option, index)
        else:
            self._cell(painter, rect, option, index)
        painter.restore()

    def _font(self, font: QFont, size: int, bold: bool = False) -> tuple[QFont, QFontMetrics]:
        key = (font.key(), size, bold)
        if key not in self._fonts:
            made = sized(font, size, bold)
            self._fonts[key] = made, QFontMetrics(made)
        return self._fonts[key]

    def _group(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        painter.setPen(self.theme.colour("text"))
        self._arrow(painter, rect.left() + 12, rect.center().y() + 2, self._open(index))
        painter.setFont(self._font(option.font, 13, bold=True)[0])
        painter.drawText(rect.adjusted(_INDENT + 1, 3, 0, 0), _LEFT, str(index.data()))
        painter.setPen(QPen(self.theme.colour("line")))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._focus(painter, QRectF(rect).adjusted(2, 2, -2, -2), option)

    def _open(self, index: Index) -> bool:
        return self.view.isExpanded(index.model().index(index.row(), 0))

    def _arrow(self, painter: QPainter, x: float, y: float, opened: bool) -> None:
        """Paint a triangle: the bundled font has none."""
        down = ((-4, -2), (4, -2), (0, 3))
        aside = ((-2, -4), (-2, 4), (3, 0))
        points = [QPointF(x + dx, y + dy) for dx, dy in (down if opened else aside)]
        painter.setBrush(self.theme.colour("text"))
        painter.drawPolygon(QPolygonF(points))

    def _label(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        text, box = str(index.data()), rect.adjusted(_INDENT, 0, -2, 0)
        font, metrics = self._font(option.font, _TEXT)
        if metrics.horizontalAdvance(text) > box.width():
            font, _ = self._font(option.font, _SMALL)
        painter.setFont(font)
        painter.setPen(self.theme.colour("text"))
        painter.drawText(box, _WRAP, text)
        self._focus(painter, QRectF(rect).adjusted(12, 1.5, -1.5, -1.5), option)

    def _cell(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        cell: Cell | None = index.data(CELL)
        box = QRectF(rect).adjusted(1.5, 1, -1.5, -1)
        if cell is None:
            painter.setFont(self._font(option.font, _TEXT)[0])
            painter.setPen(self.theme.colour("neutral"))
            painter.drawText(box.adjusted(_PAD + 4, 0, 0, 0), _LEFT, NOT_STATED_MARK)
        else:
            self._tinted(painter, box, option, cell)
        if index.data(WAS):
            pen = QPen(self.theme.colour("text"), 1.6, Qt.PenStyle.DashLine)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 4, 4)
        self._focus(painter, box, option)

    def _tinted(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, cell: Cell
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(f"{cell.mark.tone}_tint"))
        painter.drawRoundedRect(box, 4, 4)
        ink = self.theme.colour(cell.mark.tone)
        painter.setPen(ink)
        font, metrics = self._font(option.font, _TEXT)
        painter.setFont(font)
        sign = QRectF(box.left() + _PAD, box.top(), _SIGN - 4, box.height())
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, cell.mark.symbol)
        room = box.adjusted(_PAD + _SIGN, 0, -3, 0)
        text = cell.text
        if metrics.horizontalAdvance(text) > room.width():
            font, metrics = self._font(option.font, _SMALL)
            painter.setFont(font)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _LEFT, text)
        if cell.overrides.number:
            again = bool(cell.overrides.reopened)  # then the corner is only outlined
            corner = box.topRight() + (QPointF(-1, 1) if again else QPointF())
            painter.setPen(QPen(ink, 1.4) if again else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if again else ink)
            painter.drawPolygon([corner, corner + QPointF(-9, 0), corner + QPointF(0, 9)])

    def _focus(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            here = self.view.hasFocus()  # the keyboard may be elsewhere; the choice stays visible
            painter.setPen(QPen(self.theme.colour("accent" if here else "muted"), 2 if here else 1))
            painter.drawRoundedRect(box, 4, 4)

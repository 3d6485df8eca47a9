"""Painting an entry of a list: a line of text that wraps, so that nothing scrolls sideways."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.case_page.entry_words import Piece
from ui.case_page.list_model import PIECES
from ui.theme import Theme

_NUMBER, _EDGE, _ABOVE = 30, 8, 5
_COLOURS = {"head": "text", "text": "text", "label": "muted", "fail": "fail"}


class ListDelegate(QStyledItemDelegate):
    """Names stand back, values come forward; as high as the text needs."""

    def __init__(self, view: QListView, theme: Theme) -> None:
        super().__init__(view)
        self.view, self.theme = view, theme

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of the wrapped text."""
        width = self.view.viewport().width()
        height = self._laid_out(index.data(PIECES), self.view.font(), width).boundingRect().height()
        return QSize(width, round(height) + 2 * _ABOVE + 4)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the number of the entry and its words."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1, 1, -1, -3)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        edge = QPen(self.theme.colour("accent"), 2) if chosen else self.theme.colour("line")
        painter.setPen(edge)
        painter.setBrush(self.theme.colour("panel"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(self.theme.colour("muted"))
        painter.setFont(self.view.font())
        top = QPointF(box.left() + _EDGE, box.top() + _ABOVE)
        number = QRectF(top.x(), top.y(), _NUMBER, painter.fontMetrics().lineSpacing())
        painter.drawText(number, Qt.AlignmentFlag.AlignLeft, str(index.row() + 1))
        layout = self._laid_out(index.data(PIECES), self.view.font(), option.rect.width())
        layout.draw(painter, QPointF(top.x() + _NUMBER, top.y()))
        painter.restore()

    def _laid_out(self, pieces: tuple[Piece, ...], font: QFont, width: int) -> QTextLayout:
        layout = QTextLayout("".join(piece.text for piece in pieces), font)
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(wrap)
        layout.setFormats(self._formats(pieces))
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width - _NUMBER - 3 * _EDGE, 60))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout

    def _formats(self, pieces: tuple[Piece, ...]) -> list[QTextLayout.FormatRange]:
        formats, start = [], 0
        for piece in pieces:
            made = QTextLayout.FormatRange()
            look = QTextCharFormat()
            look.setForeground(self.theme.colour(_COLOURS[piece.kind]))
            if piece.kind == "head":
                look.setFontWeight(QFont.Weight.Bold)
            # lengths are counted as Qt counts them: in units of UTF-16
            made.start, made.length = start, len(piece.text.encode("utf-16-le")) // 2
            made.format = look
            start += made.length
            formats.append(made)
        return formats

"""Painting one case of the list: code, one line, and a mark for each trial."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.cases.list_model import LISTED, Index, Listed
from ui.theme import Theme
from ui.widgets.chosen_row import paint_chosen
from ui.widgets.verdict_painter import paint_sign, sized

ROW_HEIGHT = 66
LEFT = 16
_SIGN = 17
_VCENTRE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_ELIDE = Qt.TextElideMode.ElideRight


class CaseDelegate(QStyledItemDelegate):
    """Paints one case; its code can be edited in its place (F2)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a case."""
        return QSize(180, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint code, line and strip."""
        listed: Listed = index.data(LISTED)
        box = QRectF(option.rect).adjusted(6, 2, -6, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chosen(painter, box, option, self.theme, 6)
        x, width = box.left() + LEFT - 6, box.width() - LEFT
        painter.setFont(sized(option.font, 12))
        painter.setPen(self.theme.colour("muted"))
        tag = "sample" if listed.line.sample else "archived" if listed.line.archived else ""
        taken = painter.fontMetrics().horizontalAdvance(tag) + 8 if tag else 0
        top = QRectF(x, box.top() + 3, width, 20)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, tag)
        line = painter.fontMetrics().elidedText(listed.summary, _ELIDE, int(width))
        painter.drawText(QRectF(x, box.top() + 22, width, 18), _VCENTRE, line)
        self._code(painter, top.adjusted(0, 0, -taken, 0), option, listed.line.code)
        for place, (_, mark) in enumerate(listed.strip.marks if listed.strip else ()):
            sign = QRectF(x + place * (_SIGN + 6), box.top() + 42, _SIGN, _SIGN)
            if sign.right() <= box.right():
                paint_sign(painter, sign, mark.symbol, mark.tone, self.theme)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field for another code."""
        editor = QLineEdit(parent)
        editor.setAccessibleName("Code of the case")
        editor.setMaxLength(120)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Put the field where the code stands."""
        box: QRect = option.rect
        editor.setGeometry(box.x() + 10, box.y() + 2, box.width() - 20, 26)

    def _code(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, code: str
    ) -> None:
        painter.setFont(sized(option.font, 14, bold=True))
        painter.setPen(self.theme.colour("text"))
        shown = painter.fontMetrics().elidedText(code, _ELIDE, int(box.width()))
        painter.drawText(box, _VCENTRE, shown)

"""The heads of the columns: trial, recruitment on the day, eligibility in words, counts."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QTreeView

from ui.eligibility.matrix_model import HEAD, TrialHead
from ui.theme import Theme
from ui.widgets.verdict_painter import paint_sign, sized

_PAD, _BAR, _SIGN, _MINIMUM = 7, 4, 17, 104
_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class TrialHeader(QHeaderView):
    """Paints each head in full: lines wrap, the row is as high as the longest head needs."""

    def __init__(self, theme: Theme, parent: QTreeView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self.setSectionsMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(_MINIMUM)
        self.setStretchLastSection(False)
        self.setAccessibleName("Trials")
        self.sectionResized.connect(self._measure)
        theme.changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        """Return the height of the longest head."""
        heights = [self._height(section) for section in range(1, self.count())]
        return QSize(super().sizeHint().width(), max(heights, default=40))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        """Paint one head."""
        painter.save()
        painter.fillRect(rect, self.theme.colour("page"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = self._head(section)
        if head is None:
            self._corner(painter, rect.adjusted(20, 8, -4, -6))
        else:
            self._card(painter, QRectF(rect).adjusted(1.5, 4, -1.5, -4), head)
        painter.restore()

    def _corner(self, painter: QPainter, rect: QRect) -> None:
        """Paint the days that windows count from above the word for the first column."""
        days = str(self.model().headerData(0, Qt.Orientation.Horizontal, HEAD) or "")
        painter.setPen(self.theme.colour("muted"))
        painter.setFont(sized(self.font(), 11))
        painter.drawText(rect, _WRAP, days)
        painter.setFont(sized(self.font(), 12))
        painter.drawText(rect, Qt.AlignmentFlag.AlignBottom, "Concept")

    def _card(self, painter: QPainter, box: QRectF, head: TrialHead) -> None:
        painter.setPen(QPen(self.theme.colour("line")))
        painter.setBrush(self.theme.colour("panel"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(head.mark.tone))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width(), _BAR), 2, 2)
        x, width, y = box.left() + _PAD, box.width() - 2 * _PAD + 3, box.top() + _BAR + 5
        for text, size, bold, ink, indent in _lines(head):
            painter.setFont(sized(self.font(), size, bold))
            metrics = painter.fontMetrics()
            height = _wrapped(metrics, text, int(width - indent))
            if indent:
                sign = QRectF(x, y + 1, _SIGN, _SIGN)
                paint_sign(painter, sign, head.mark.symbol, head.mark.tone, self.theme)
            painter.setPen(self.theme.colour(ink))
            painter.drawText(QRectF(x + indent, y, width - indent, height + 2), _WRAP, text)
            y += height + 2

    def _height(self, section: int) -> int:
        head = self._head(section)
        if head is None:
            return 40
        width = self.sectionSize(section) - 3 - 2 * _PAD + 3
        heights = (
            _wrapped(QFontMetrics(sized(self.font(), size, bold)), text, width - indent) + 2
            for text, size, bold, _, indent in _lines(head)
        )
        return sum(heights) + _BAR + 5 + 14

    def _head(self, section: int) -> TrialHead | None:
        model = self.model()
        found = model.headerData(section, Qt.Orientation.Horizontal, HEAD) if model else None
        return found if isinstance(found, TrialHead) else None

    def _measure(self) -> None:
        self.updateGeometry()
        self.viewport().update()


def _lines(head: TrialHead) -> list[tuple[str, int, bool, str, int]]:
    """Return text, size, weight, colour and indent of each line of a head."""
    lines = [
        (head.name, 13, True, "text", 0),
        (head.number, 11, False, "muted", 0),
        (head.recruitment, 11, False, "muted", 0),
        (head.mark.word, 12, True, head.mark.tone, _SIGN + 5),
        (head.counts, 11, False, "muted", 0),
        (head.listed, 11, False, "muted", 0),
    ]
    return [line for line in lines if line[0]]


def _wrapped(metrics: QFontMetrics, text: str, width: int) -> int:
    return metrics.boundingRect(QRect(0, 0, max(width, 20), 1000), _WRAP, text).height()

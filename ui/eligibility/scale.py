"""A value beside its limit on a short line; the allowed side is coloured and thicker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.verdict_painter import sized

if TYPE_CHECKING:
    from ui.eligibility.explained import ScaleView

_HEIGHT, _MIDDLE, _EDGE = 62, 31, 14


class Scale(QWidget):
    """Paints a ScaleView; the limit stands in the middle, the value at its relative distance."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._view: ScaleView | None = None
        self._tone = "neutral"
        self.setFixedHeight(_HEIGHT)
        theme.changed.connect(self.update)

    def show_scale(self, view: ScaleView | None, tone: str) -> None:
        """Show a value, or hide where there is none."""
        self._view, self._tone = view, tone
        self.setVisible(view is not None)
        if view is not None:
            self.setAccessibleName(f"{_named(view)}, limit {view.limit_text}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint line, limit and value."""
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = float(_EDGE), float(self.width() - _EDGE)
        limit = (left + right) / 2
        self._line(painter, left, right, 3, self.theme.colour("neutral_tint"))
        allowed = (limit, right) if view.above else (left, limit)
        self._line(painter, *allowed, 6, self.theme.colour("pass"))
        painter.setPen(QPen(self.theme.colour("text"), 2))
        painter.drawLine(QPointF(limit, _MIDDLE - 10), QPointF(limit, _MIDDLE + 10))
        value = self._place(view, left, right)
        painter.setPen(QPen(self.theme.colour("panel"), 2))
        painter.setBrush(self.theme.colour(self._tone))
        painter.drawEllipse(QPointF(value, _MIDDLE), 7, 7)
        painter.setFont(sized(self.font(), 12, bold=True))
        self._text(painter, value, 0, _named(view), self._tone)
        painter.setFont(sized(self.font(), 12))
        self._text(painter, limit, _MIDDLE + 11, f"limit {view.limit_text}", "muted")

    def _place(self, view: ScaleView, left: float, right: float) -> float:
        """Return where the value stands: half the line is the limit itself (0 to twice it)."""
        reach = abs(view.limit) or abs(view.value) or 1.0
        share = (view.value - view.limit) / (2 * reach)
        return min(max(left, (left + right) / 2 + share * (right - left)), right)

    def _line(
        self, painter: QPainter, left: float, right: float, width: int, colour: QColor
    ) -> None:
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(left, _MIDDLE), QPointF(right, _MIDDLE))

    def _text(self, painter: QPainter, centre: float, top: float, text: str, token: str) -> None:
        width = painter.fontMetrics().horizontalAdvance(text) + 4
        left = min(max(0.0, centre - width / 2), max(0.0, self.width() - width))
        painter.setPen(self.theme.colour(token))
        painter.drawText(QRectF(left, top, width, 18), Qt.AlignmentFlag.AlignCenter, text)


def _named(view: ScaleView) -> str:
    return f"{view.label} {view.value_text}" if view.label else view.value_text

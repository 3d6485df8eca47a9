"""A strip along time for each trial: when everything holds, what ends, what grows too old."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.verdict_painter import sized

if TYPE_CHECKING:
    from datetime import date

    from ui.eligibility.when import WhenRow

_ROW, _AXIS, _BAR, _NAME, _GAP = 24, 18, 10, 150, 10
_SHARE = 0.42  # of the width behind the name; the sentence takes the rest
_ROWS_SHOWN = 5
_MID = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class WhenStrip(QPushButton):
    """One trial: its name, its days, its sentence; a click explains the trial."""

    def __init__(self, row: WhenRow, theme: Theme) -> None:
        super().__init__()
        self.row, self.theme = row, theme
        self.setProperty("role", "strip")
        self.setFixedHeight(_ROW)
        self.setAccessibleName(f"{row.name}: {row.sentence}")
        self.setAccessibleDescription(row.passages)
        self.setToolTip(f"{row.name}\n{row.sentence}\n{row.passages}".strip())

    def sizeHint(self) -> QSize:
        """Return a size that never asks for width."""
        return QSize(200, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name, days and sentence, and the ring of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = bar_ends(self.width())
        font = sized(self.font(), 12, bold=True)
        self._text(painter, QRectF(6, 0, _NAME - 10, _ROW), self.row.name, font, "text")
        self._days(painter, left, right)
        room = QRectF(right + _GAP, 0, self.width() - right - _GAP - 4, _ROW)
        self._text(painter, room, self.row.short, sized(self.font(), 12), "text")
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _text(self, painter: QPainter, box: QRectF, text: str, font: object, ink: str) -> None:
        painter.setFont(font)  # type: ignore[arg-type]
        painter.setPen(self.theme.colour(ink))
        elided = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, _MID, elided)

    def _days(self, painter: QPainter, left: float, right: float) -> None:
        top = (_ROW - _BAR) / 2
        for part in self.row.parts:
            box = QRectF(left + part.start * (right - left), top, 0, _BAR)
            box.setRight(left + part.end * (right - left))
            painter.setPen(QPen(self.theme.colour(part.tone), 1))
            painter.setBrush(self.theme.colour(f"{part.tone}_tint"))
            if part.look == "holds":
                painter.setBrush(self.theme.colour(part.tone))
            painter.drawRect(box)
            if part.look in ("repeat", "open"):
                style = (
                    Qt.BrushStyle.BDiagPattern
                    if part.look == "repeat"
                    else Qt.BrushStyle.Dense6Pattern
                )
                painter.fillRect(box, QBrush(self.theme.colour(part.tone), style))
            if part.look == "fails":
                painter.drawLine(QPointF(box.left(), top + _BAR / 2), QPointF(box.right(), top + 5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("text"))
        for share in self.row.expiries:
            x = left + share * (right - left)
            corners = [QPointF(x - 3, _ROW - 1), QPointF(x + 3, _ROW - 1), QPointF(x, _ROW - 6)]
            painter.drawPolygon(QPolygonF(corners))


class WhenAxis(QWidget):
    """The days above the strips: the day of the review, then the first of each month."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.marks: tuple[tuple[float, str], ...] = ()
        self.setFixedHeight(_AXIS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the days that have room."""
        painter = QPainter(self)
        painter.setFont(sized(self.font(), 11))
        painter.setPen(self.theme.colour("muted"))
        left, right = bar_ends(self.width())
        free = 0.0
        for share, text in self.marks:
            x = left + share * (right - left)
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawLine(QPointF(x, _AXIS - 4), QPointF(x, _AXIS))
            if x >= free and x + width <= self.width():
                painter.drawText(QPointF(x, _AXIS - 6), text)
                free = x + width + 6
        room = QRectF(right + _GAP, -2, self.width() - right - _GAP - 4, _AXIS)
        legend = _fitting(_LEGENDS, painter.fontMetrics(), int(room.width()))
        painter.drawText(room, _MID, legend)


_LEGENDS = (
    "full: all holds · hatched: if repeated · dotted: open · line: fails · ▲ too old",
    "full: holds · hatched: if repeated · line: fails",
    "full: holds · line: fails",
)


def _fitting(texts: tuple[str, ...], metrics: QFontMetrics, width: int) -> str:
    return next((text for text in texts if metrics.horizontalAdvance(text) <= width), "")


def bar_ends(width: int) -> tuple[float, float]:
    """Return where the days begin and end in a row of a width."""
    left = float(_NAME)
    return left, left + max(120.0, (width - _NAME) * _SHARE)


class WhenBoard(QScrollArea):
    """All strips below their axis."""

    def __init__(self, theme: Theme, choose: Callable[[str], None]) -> None:
        super().__init__()
        self.theme, self._choose = theme, choose
        self._rows: tuple[WhenRow, ...] = ()
        self.strips: list[WhenStrip] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Eligible when")
        inner = QWidget()
        inner.setObjectName("askCards")
        self.axis = WhenAxis(theme)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)
        self._column.addWidget(self.axis)
        self._column.addStretch(1)
        self.setWidget(inner)
        theme.changed.connect(inner.update)

    @property
    def wanted_height(self) -> int:
        """The height that shows all rows, at most five."""
        return _AXIS + _ROW * max(1, min(len(self._rows), _ROWS_SHOWN)) + 6

    def show_rows(
        self, rows: tuple[WhenRow, ...], marks: tuple[tuple[float, str], ...], first: date | None
    ) -> None:
        """Show rows; strips are made again only where they differ."""
        self.axis.marks = marks
        self.axis.setAccessibleName("" if first is None else f"Days from {first}")
        self.axis.update()
        if rows == self._rows:
            return
        focused = next((s.row.trial_id for s in self.strips if s.hasFocus()), "")
        for strip in self.strips:
            self._column.removeWidget(strip)
            strip.hide()  # without a parent, Qt would still show it as a window
            strip.deleteLater()
        self._rows, self.strips = rows, [WhenStrip(row, self.theme) for row in rows]
        for place, strip in enumerate(self.strips, start=1):
            self._column.insertWidget(place, strip)
            strip.clicked.connect(lambda _=False, name=strip.row.trial_id: self._choose(name))
            if strip.row.trial_id == focused:
                strip.setFocus()

"""The heads of the columns: trial, recruitment on the day, eligibility in words, counts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QTreeView

from ui.eligibility.cells import TrialHead
from ui.eligibility.fitting import broken
from ui.eligibility.matrix_model import HEAD, MatrixModel
from ui.theme import Theme
from ui.widgets.verdict_painter import paint_sign, sized

_PAD, _BAR, _SIGN, _MINIMUM, _GAP = 5, 3, 14, 106, 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SHORT = {"recruitment not stated": "status not stated"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a head; `pitch` is the height of one of its lines: fonts for Chinese are high."""

    text: str
    size: int
    pitch: int
    ink: str = "muted"
    bold: bool = False
    indent: int = 0


class TrialHeader(QHeaderView):
    """Paints each head in full: lines wrap, the row is as high as the longest head needs."""

    def __init__(self, theme: Theme, parent: QTreeView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self._rows: dict[tuple[str, int, bool, int], tuple[str, ...]] = {}
        self._style: tuple[object, bool, int] | None = None
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
        if head is not None:
            self._card(painter, QRectF(rect).adjusted(1.5, 3, -1.5, -2), head)
        elif section == 0:
            painter.setPen(self.theme.colour("muted"))
            painter.setFont(sized(self.font(), 12))
            painter.drawText(rect.adjusted(20, 8, -4, -5), Qt.AlignmentFlag.AlignBottom, "Concept")
        painter.restore()

    def _card(self, painter: QPainter, box: QRectF, head: TrialHead) -> None:
        painter.setPen(QPen(self.theme.colour("line")))
        painter.setBrush(self.theme.colour("panel"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(head.mark.tone))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width(), _BAR), 2, 2)
        x, width, y = box.left() + _PAD, int(box.width() - 2 * _PAD + 4), box.top() + _BAR + _GAP
        for line in self._lines(head, width):
            if line.indent:
                sign = QRectF(x, y + 0.5, _SIGN, _SIGN)
                painter.setFont(sized(self.font(), 12))
                paint_sign(painter, sign, head.mark.symbol, head.mark.tone, self.theme)
            painter.setFont(sized(self.font(), line.size, line.bold))
            painter.setPen(self.theme.colour(line.ink))
            for text in self._wrapped(line, width):
                painter.drawText(QRectF(x + line.indent, y - 2, width, line.pitch + 4), _LEFT, text)
                y += line.pitch

    def _lines(self, head: TrialHead, width: int) -> list[_Line]:
        """Return the lines of a head, in the style that suits all heads."""
        in_words, size = self._styled(width)
        lines = [
            _Line(head.name, 13, 16, "text", bold=True),
            _Line(head.number, 11, 14),
            _Line(_SHORT.get(head.recruitment, head.recruitment), 11, 14),
            _Line(head.mark.word, size, 16, head.mark.tone, bold=True, indent=_SIGN + 2),
            _Line(head.counts if in_words else signs(head), 11, 14, "text"),
            _Line(head.listed, 11, 14),
            _Line(head.overrides, 11, 14, "text", bold=True),
        ]
        return [line for line in lines if line.text]

    def _styled(self, width: int) -> tuple[bool, int]:
        """Return whether all counts fit in words, and the size in which all headlines fit."""
        model = self.model()
        heads = model.heads if isinstance(model, MatrixModel) else ()
        key = (heads, width)  # the same tuple until other heads are shown: hundreds ask for it
        if self._style is None or self._style[0] != key:
            small = QFontMetrics(sized(self.font(), 11))
            bold = QFontMetrics(sized(self.font(), 12, bold=True))
            in_words = all(small.horizontalAdvance(head.counts) <= width for head in heads)
            room = width - _SIGN - 2
            large = all(bold.horizontalAdvance(head.mark.word) <= room for head in heads)
            self._style = key, in_words, 12 if large else 11
        return self._style[1:]

    def _height(self, section: int) -> int:
        head = self._head(section)
        if head is None:
            return 40
        width = self.sectionSize(section) - 3 - 2 * _PAD + 4
        heights = (
            len(self._wrapped(line, width)) * line.pitch for line in self._lines(head, width)
        )
        return sum(heights) + _BAR + _GAP + 3 + 2 + 5

    def _wrapped(self, line: _Line, width: int) -> tuple[str, ...]:
        key = (line.text, line.size, line.bold, width - line.indent)
        if key not in self._rows:
            metrics = QFontMetrics(sized(self.font(), line.size, line.bold))
            self._rows[key] = broken(line.text, metrics, width - line.indent)
        return self._rows[key]

    def _head(self, section: int) -> TrialHead | None:
        model = self.model()
        found = model.headerData(section, Qt.Orientation.Horizontal, HEAD) if model else None
        return found if isinstance(found, TrialHead) else None

    def _measure(self) -> None:
        self._style = None
        self.updateGeometry()
        self.viewport().update()


def signs(head: TrialHead) -> str:
    """Return the counts with the signs of the verdicts, what is not passed first."""
    shown = [f"{symbol}\u00a0{number}" for symbol, number in head.tally]
    shown += [f"–\u00a0{head.unconcerned}"] if head.unconcerned else []
    shown += [f"?\u00a0{head.later}\u00a0later"] if head.later else []
    return "\u2002 ".join(shown)

"""Paints a cell of the numbers: its words wrap and are never cut."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import Theme

WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
SIDE, ABOVE = 6, 4
LONGEST = 9  # signs of a word that is kept whole in a narrow column
_BREAK = "\u200b"  # a space without width


class CellDelegate(QStyledItemDelegate):
    """Text on the page, the chosen rows tinted and marked at their left, a line below each row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.narrow = False
        self._theme = theme
        self._recolour()
        theme.changed.connect(self._recolour)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a cell."""
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._chosen)
            if index.column() == 0:
                painter.fillRect(box.adjusted(0, 0, 3 - box.width(), 0), self._accent)
        painter.setPen(self._line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(self._text)
        painter.setFont(option.font)
        words = words_of(index.data(), self.narrow)
        painter.drawText(box.adjusted(SIDE, ABOVE, -SIDE, -ABOVE), WRAP, words)

    def _recolour(self) -> None:
        tokens = "accent_tint", "accent", "line", "text"
        self._chosen, self._accent, self._line, self._text = map(self._theme.colour, tokens)


def height_of(words: str, metrics: QFontMetrics, width: int) -> int:
    """Return the height of words (of `words_of`) that wrap in a column."""
    room = QRect(0, 0, max(1, width - 2 * SIDE), 10_000)
    return metrics.boundingRect(room, WRAP, words).height() + 2 * ABOVE


def words_of(text: str, narrow: bool = False) -> str:
    """Return a text whose percentages stay together; where it is narrow, long words may break."""
    together = text.replace(" %", "\u00a0%")
    if not narrow:
        return together
    return " ".join(
        _BREAK.join(word) if len(word) > LONGEST else word for word in together.split(" ")
    )

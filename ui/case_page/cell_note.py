"""A sentence beside a cell: why what stands there is not taken, or not to be relied on."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

_WIDTH = 340


class CellNote(QLabel):
    """Lies above its cell, for one types downwards; without a sentence it is hidden."""

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)
        self.table = table
        self.setProperty("role", "cellNote")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def tell(self, sentence: str, cell: QRect) -> None:
        """Show a sentence above a cell, below it where there is no room."""
        self.setText(sentence)
        self.setVisible(bool(sentence))
        if not sentence:
            return
        table = self.table
        width = min(_WIDTH, table.width(), self.fontMetrics().horizontalAdvance(sentence) + 24)
        height = self.heightForWidth(width)
        left = max(0, min(cell.left(), table.width() - width))
        above = cell.top() - height - 2
        self.setGeometry(left, above if above >= 0 else cell.bottom() + 2, width, height)
        self.raise_()

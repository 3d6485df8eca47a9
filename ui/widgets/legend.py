"""What each symbol means, and all keys (F1)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Theme
from ui.widgets.keys import KEYS
from ui.widgets.labels import text_label
from ui.wording import MEANINGS, PRECEDENT

_WIDTH, _HEIGHT, _MARGIN = 980, 740, 40
_LEFT = 2  # so many groups of keys stand in the left column, below the symbols


class Legend(QDialog):
    """Stays open beside the window while one reads; F1 or Escape closes it, arrows scroll it."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and symbols")
        self.theme = theme
        self._signs: list[tuple[QLabel, str]] = []
        self.area = QScrollArea()
        self.area.setObjectName("legend")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName("Keys and symbols")
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setWidget(self._content())
        close = QPushButton("Close (Esc)")
        close.setAccessibleName("Close keys and symbols")
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 12, 12)
        column.addWidget(self.area, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        room = parent.window().size()
        self.resize(min(_WIDTH, room.width() - _MARGIN), min(_HEIGHT, room.height() - _MARGIN))
        self.area.setFocus()
        theme.changed.connect(self._colour)
        self._colour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on the key that opened it, too."""
        if event.key() == Qt.Key.Key_F1:
            self.close()
        else:
            super().keyPressEvent(event)

    def _content(self) -> QWidget:
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 10, 0)
        row.setSpacing(28)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(4)
            row.addLayout(column, 1)
        self._add_symbols(left)
        for place, (title, keys) in enumerate(KEYS):
            _add_keys(left if place < _LEFT else right, title, keys)
        for column in (left, right):
            column.addStretch(1)
        return inner

    def _add_symbols(self, column: QVBoxLayout) -> None:
        column.addWidget(_label("Symbols", "section"))
        grid = _grid(column)
        for row, (sign, tone, word, meaning) in enumerate(MEANINGS):
            shown = _label(sign, "body")
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setMinimumWidth(26)
            self._signs.append((shown, tone))
            grid.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_label(word, "key"), row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_label(meaning, "body"), row, 2)
        column.addWidget(_label(PRECEDENT, "muted"))

    def _colour(self) -> None:
        for label, tone in self._signs:
            ink, tint = (self.theme.colour(name).name() for name in (tone, f"{tone}_tint"))
            label.setStyleSheet(f"color: {ink}; background: {tint}; border-radius: 4px;")


def _add_keys(column: QVBoxLayout, title: str, keys: tuple[tuple[str, str], ...]) -> None:
    column.addSpacing(6)
    column.addWidget(_label(title, "section"))
    grid = _grid(column)
    for row, (key, meaning) in enumerate(keys):
        grid.addWidget(_label(key, "key"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_label(meaning, "body"), row, 1)


def _grid(column: QVBoxLayout) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(2 if column.count() == 1 else 1, 1)
    column.addLayout(grid)
    return grid


def _label(text: str, role: str) -> QLabel:
    label = text_label(text)
    label.setWordWrap(role != "key")
    label.setProperty("role", role)
    return label

"""What each symbol means, and the keys (F1)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.wording import MEANINGS, PRECEDENT

KEYS = (
    ("Ctrl+1, Ctrl+2", "Case, Eligibility"),
    ("Ctrl+F, Ctrl+L", "search the cases, go to their list"),
    ("Ctrl+M, Ctrl+D", "go to the matrix, to the day of the review"),
    ("Arrows", "move in the matrix; left and right fold groups"),
    ("Ctrl+Z, Ctrl+Shift+Z", "undo, redo"),
    ("Ctrl+N, Ctrl+Shift+D", "new case, duplicate"),
    ("F2, Del", "rename or delete (in the list)"),
    ("Ctrl+Shift+A, Ctrl+Del", "archive or bring back, delete"),
    ("Ctrl+O, Ctrl+Shift+E", "import case files, export a case file"),
    ("Ctrl+E", "export the workbook"),
    ("Esc, F1", "close a message, this page"),
)


class Legend(QDialog):
    """Stays open beside the window while one reads."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle("What each symbol means")
        self.theme = theme
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        self._signs: list[tuple[QLabel, str]] = []
        for row, (sign, tone, word, meaning) in enumerate(MEANINGS):
            shown = QLabel(sign)
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setMinimumWidth(26)
            self._signs.append((shown, tone))
            grid.addWidget(shown, row, 0)
            grid.addWidget(_bold(word), row, 1)
            grid.addWidget(QLabel(meaning), row, 2)
        first = len(MEANINGS)
        grid.setRowMinimumHeight(first, 10)
        for row, (keys, meaning) in enumerate(KEYS, start=first + 1):
            grid.addWidget(_bold(keys), row, 0, 1, 2)
            grid.addWidget(QLabel(meaning), row, 2)
        note = QLabel(PRECEDENT)
        note.setWordWrap(True)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addWidget(note)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        theme.changed.connect(self._colour)
        self._colour()

    def _colour(self) -> None:
        for label, tone in self._signs:
            ink, tint = (self.theme.colour(name).name() for name in (tone, f"{tone}_tint"))
            label.setStyleSheet(f"color: {ink}; background: {tint}; border-radius: 4px;")


def _bold(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label

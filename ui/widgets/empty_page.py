"""What stands in the place of a case where none is open, or where no store could be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

_EMPTY = "No case is open.\n\nCtrl+N makes a new one; case files can be dropped here."
_WITHOUT = (
    "No cases can be shown, and nothing can be saved:\n{}\n\nNothing in the file was changed. Close"
    " the program and start it with another file: --database PATH."
)


class EmptyPage(QWidget):
    """Offers what can be done without a case; the menu stays within reach."""

    new_asked = Signal()
    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = QLabel(_EMPTY)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.new, self.read, self.menu = (
            QPushButton(words) for words in ("New case", "Import case files…", "Menu")
        )
        self.new.clicked.connect(self.new_asked)
        self.read.clicked.connect(self.import_asked)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.new, self.read, self.menu):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 20, 40, 20)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(self.text)
        column.addLayout(row)
        column.addStretch(1)

    def take_menu(self, menu: QMenu) -> None:
        """Open a menu from here, too."""
        self.menu.setMenu(menu)

    def say_no_store(self, problem: str) -> None:
        """Say why there are no cases; without a store nothing can be made or read in."""
        self.text.setText(_WITHOUT.format(problem))
        self.new.hide()
        self.read.hide()

"""What stands in the place of a case where none is open, or where no store could be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from db.condition import Condition

_EMPTY = "No case is open.\n\nCtrl+N makes a new one; case files can be dropped here."
_WITHOUT = (
    "No cases can be shown, and nothing can be saved:\n{}\n\nNothing in the file was changed. Close"
    " the program and start it with another file: --database PATH."
)
_BACKUP = (
    "No cases can be shown, and nothing can be saved:\n{}\n\nNothing in the file was changed. The"
    " newest sound backup is of {:%Y-%m-%d, %H:%M}. Where it is restored, the file as it is now is"
    " kept beside it."
)


class EmptyPage(QWidget):
    """Offers what can be done without a case; the menu stays within reach."""

    new_asked = Signal()
    import_asked = Signal()
    restore_asked = Signal()
    backups_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = QLabel(_EMPTY)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self._problem = ""
        words = ("New case", "Import case files…", "Restore it", "Backups…", "Menu")
        self.new, self.read, self.restore, self.backups, self.menu = map(QPushButton, words)
        self.restore.setProperty("role", "primary")
        self.new.clicked.connect(self.new_asked)
        self.read.clicked.connect(self.import_asked)
        self.restore.clicked.connect(self.restore_asked)
        self.backups.clicked.connect(self.backups_asked)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.new, self.read, self.restore, self.backups, self.menu):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 20, 40, 20)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(self.text)
        column.addLayout(row)
        column.addStretch(1)
        self.say_no_case()

    def take_menu(self, menu: QMenu) -> None:
        """Open a menu from here, too."""
        self.menu.setMenu(menu)

    def say_no_store(self, problem: str) -> None:
        """Say why there are no cases; without a store nothing can be made or read in."""
        self._problem = problem
        self.text.setText(_WITHOUT.format(problem))
        self._offer(cases=False, backup=False)

    def say_no_case(self) -> None:
        """Say that no case is open, and what can be done."""
        self.text.setText(_EMPTY)
        self._offer(cases=True, backup=False)

    def offer_backup(self, found: Condition) -> None:
        """Name the newest sound backup of the damaged store, and offer to restore it."""
        if found.backup is not None:
            self.text.setText(_BACKUP.format(self._problem, found.backup.made))
            self._offer(cases=False, backup=True)
            self.restore.setFocus()

    def _offer(self, *, cases: bool, backup: bool) -> None:
        for button in (self.new, self.read):
            button.setVisible(cases)
        for button in (self.restore, self.backups):
            button.setVisible(backup)

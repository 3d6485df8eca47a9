"""What stands in the place of a case where none is open, or where no store could be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from ui.widgets.labels import text_label

if TYPE_CHECKING:
    from db.condition import Condition

_WIDTH = 680
_NO_CASE = "No case is open"
_NO_STORE = "No cases can be shown, and nothing can be saved"
_EMPTY = "Ctrl+N makes a new one; case files can be dropped here."
_UNCHANGED = "Nothing in the file was changed."
_OTHER = "\nOr start the program with another file: --database PATH."
_AGAIN = f"{_UNCHANGED} When the cause is removed, try again.{_OTHER}"
_BACKUP = "Where it is restored, the file as it is now is kept beside it."
_NO_BACKUP = (
    f"{_UNCHANGED} Where there is a copy of a backup on another disk, put it into the folder of the"
    f" backups and restore it.{_OTHER}"
)


class EmptyPage(QWidget):
    """Offers what can be done without a case; the menu stays within reach."""

    new_asked = Signal()
    import_asked = Signal()
    restore_asked = Signal()
    backups_asked = Signal()
    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.text = text_label(_NO_CASE), text_label(_EMPTY)
        self.title.setProperty("role", "heading")
        for part in (self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        self.text.setMaximumWidth(_WIDTH)
        self._problem = ""
        words = ("New case", "Import case files…", "Restore it", "Backups…", "Try again", "Menu")
        self.new, self.read, self.restore, self.backups, self.again, self.menu = map(
            QPushButton, words
        )
        self._buttons = (self.new, self.read, self.restore, self.again, self.backups, self.menu)
        self.restore.setProperty("role", "primary")
        self.new.clicked.connect(self.new_asked)
        self.read.clicked.connect(self.import_asked)
        self.restore.clicked.connect(self.restore_asked)
        self.backups.clicked.connect(self.backups_asked)
        self.again.clicked.connect(self._ask_again)
        self._lay_out()
        self.say_no_case()

    def take_menu(self, menu: QMenu) -> None:
        """Open a menu from here, too."""
        self.menu.setMenu(menu)

    def say_no_store(self, problem: str, *, again: bool = False) -> None:
        """Say why there are no cases; without a store nothing can be made or read in.

        `again`: opening it once more may help.
        """
        self._problem = problem
        self._say(_NO_STORE, f"{problem}\n\n{_AGAIN if again else f'{_UNCHANGED}{_OTHER}'}")
        self._offer(*((self.again,) if again else ()))

    def say_no_case(self) -> None:
        """Say that no case is open, and what can be done."""
        self._say(_NO_CASE, _EMPTY)
        self._offer(self.new, self.read)

    def offer_backup(self, found: Condition) -> None:
        """Name the newest sound backup of the damaged store, and offer to restore it."""
        if found.backup is not None:
            self._say(_NO_STORE, f"{found.sentence}\n\n{_BACKUP}")
            self._offer(self.restore, self.backups)
            self.restore.setFocus()
        else:
            self._say(_NO_STORE, f"{self._problem}\n\n{_NO_BACKUP}")
            self._offer(self.again, self.backups)

    def _say(self, title: str, text: str) -> None:
        self.title.setText(title)
        self.text.setText(text)
        width = min(_WIDTH, self.text.sizeHint().width()) if "\n" not in text else _WIDTH
        self.text.setMinimumHeight(self.text.heightForWidth(width))

    def _offer(self, *offered: QPushButton) -> None:
        for button in self._buttons[:-1]:
            button.setVisible(button in offered)
        self.again.setEnabled(True)

    def _ask_again(self) -> None:
        self.again.setEnabled(False)
        self.text.setText("Opening …")
        self.again_asked.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 20, 40, 20)
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(self.title)
        column.addWidget(self.text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        column.addStretch(3)

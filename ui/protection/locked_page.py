"""What stands in the window while the store is locked: one line for its passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.widgets.labels import label, link_button, plain_label
from ui.widgets.secret_line import secret_line, show_typed

_WIDTH = 420


class LockedPage(QWidget):
    """`unlock_asked` carries what was typed; the line is empty at once, whatever follows."""

    unlock_asked = Signal(str)
    backups_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = plain_label("title", "Locked")
        self.sentence = label("body")
        self._tried = False  # what was typed was not the passphrase
        self.sentence.setAccessibleName("Why it is locked")
        self.line = secret_line("Passphrase")
        self.seen = show_typed(self.line)
        self.unlock = QPushButton("Unlock")
        self.unlock.setProperty("role", "primary")
        self.lost = label("muted")
        self.backups = link_button("Backups…")
        self.backups.clicked.connect(self.backups_asked)
        self.setFocusProxy(self.line)
        self.line.returnPressed.connect(self._ask)
        self.unlock.clicked.connect(self._ask)
        self._lay_out()

    def ask(self, sentence: str) -> None:
        """Ask for the passphrase and say why."""
        from db.passphrase import LOST

        self.sentence.setText(sentence)
        self.sentence.setProperty("role", "problem" if self._tried else "body")
        self.sentence.style().polish(self.sentence)
        self._tried = False
        self.lost.setText(LOST)
        for part in (self.sentence, self.lost):  # in the middle, no layout makes room for lines
            part.setMinimumHeight(0)  # else no later sentence is lower than an earlier one
            part.setMinimumHeight(part.heightForWidth(_WIDTH))
        self.seen.setChecked(False)
        self.unlock.setEnabled(True)
        self.line.setEnabled(True)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Begin anew the next time: what was typed last has opened the store."""
        super().hideEvent(event)
        self._tried = False

    def _ask(self) -> None:
        typed = self.line.text()
        self.line.setText("")  # `clear` could be undone, and what was typed be shown
        if typed:
            self._tried = True
            self.sentence.setText("Opening …")
            self.unlock.setEnabled(False)
            self.line.setEnabled(False)
            self.unlock_asked.emit(typed)

    def _lay_out(self) -> None:
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        parts = (self.title, self.sentence, self.line, self.seen, self.unlock, self.lost)
        for part in parts:
            column.addWidget(part)
        column.addWidget(self.backups, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

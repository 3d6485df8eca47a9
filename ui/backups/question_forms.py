"""Before a backup takes the place of the store, and before readable copies are erased."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.labels import label, plain_label
from ui.wording import plural

if TYPE_CHECKING:
    from pathlib import Path

    from db.backup import Backup

_WIDTH = 520
_RESTORE = (
    "The database will be as it was then; what was changed later is not in it.\n\nThe present file"
    " {name}, damaged or not, is kept beside it as {name}.before-restore-….sqlite, with all that"
    " it holds, in {folder}. Nothing is lost, and you can go back."
)
_PASSPHRASE = "This backup is encrypted. It opens with the passphrase of the time it was made."
_READABLE = "This backup is not encrypted: the database will open without a passphrase."
_ERASE = (
    "They were made before the store was encrypted: whoever can read them can read the patients'"
    " data. They are overwritten and removed, and cannot be brought back. Make a backup of the"
    " encrypted store first."
)
_PROMISE = (
    "An ordinary disk then holds nothing of them. A flash disk (SSD), snapshots of the disk and"
    " copies made elsewhere may still do; no program can promise otherwise."
)


class _Question(QDialog):
    """A heading, an explanation, a button that says what it does, and Cancel."""

    def __init__(self, parent: QWidget, title: str, action: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        self.take = QPushButton(action)
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take)
        self.buttons = QDialogButtonBox()
        self.cancel = self.buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel.setAutoDefault(False)
        self.buttons.addButton(self.take, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 14)
        self.column.setSpacing(10)
        self.column.addWidget(plain_label("heading", title))

    def _end(self) -> None:
        """Put the buttons below, and be as high as the text needs."""
        self.column.addWidget(self.buttons)
        self.resize(_WIDTH, self.column.totalHeightForWidth(_WIDTH))

    def _take(self) -> None:
        raise NotImplementedError


class RestoreForm(_Question):
    """`wanted` carries the backup and the passphrase that was typed for it, or an empty text."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget, backup: Backup, path: Path, *, ask: bool) -> None:
        made = f"{backup.made:%Y-%m-%d, %H:%M}"
        super().__init__(parent, f"Restore the backup of {made}", "Restore it")
        self._backup, self._asks = backup, ask
        self.column.addWidget(label("", _RESTORE.format(name=path.name, folder=path.parent)))
        self.line = QLineEdit()
        self.line.setAccessibleName("Passphrase of the backup")
        self.line.setPlaceholderText("Passphrase of the backup")
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.returnPressed.connect(self._take)
        self.seen = QCheckBox("Show what is typed")
        self.seen.toggled.connect(self._show_typed)
        self.problem = label("problem", "Enter the passphrase of the backup.")
        self.problem.hide()
        if not backup.encrypted:
            self.column.addWidget(label("", _READABLE))
        if ask:
            for part in (label("", _PASSPHRASE), self.line, self.seen, self.problem):
                self.column.addWidget(part)
        self._end()
        (self.line if ask else self.cancel).setFocus()

    def _show_typed(self, seen: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)

    def _take(self) -> None:
        if self._asks and not self.line.text():
            self.problem.show()
            self.line.setFocus()
            return
        self.wanted.emit(self._backup, self.line.text())
        self.accept()


class EraseForm(_Question):
    """`wanted` carries the files that are to be erased."""

    wanted = Signal(tuple)

    def __init__(self, parent: QWidget, copies: Iterable[Path]) -> None:
        self._copies = tuple(copies)
        number = plural(len(self._copies), "readable copy", "readable copies")
        super().__init__(parent, f"Erase {number}", "Erase for good")
        self.column.addWidget(label("", _ERASE))
        self.list = QPlainTextEdit("\n".join(str(each) for each in self._copies))
        self.list.setAccessibleName("Readable copies")
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.list.setFixedHeight(130)
        self.column.addWidget(self.list)
        self.column.addWidget(label("muted", _PROMISE))
        self._end()
        self.cancel.setFocus()

    def _take(self) -> None:
        self.wanted.emit(self._copies)
        self.accept()

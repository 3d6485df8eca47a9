"""Before a backup takes the place of the store, and before older copies of it are erased."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.widgets.question_form import QuestionForm
from ui.widgets.secret_line import secret_line, show_typed
from ui.wording import plural

if TYPE_CHECKING:
    from pathlib import Path

    from db.backup import Backup

_THEN = "The database will be as it was then; what was changed later is not in it."
_KEPT = (
    "The present file {name}, damaged or not, is kept beside it as {name}.before-restore-….sqlite,"
    " with all that it holds, in {folder}. Nothing is lost, and you can go back."
)
_PASSPHRASE = "This backup is encrypted. It opens with the passphrase of the time it was made."
_READABLE = "This backup is not encrypted: the database will open without a passphrase."
_AHEAD = "It is dated ahead: a clock was wrong, so it may be older than other backups."
_ERASE = (
    "They were made before the store was encrypted: whoever can read them can read the patients'"
    " data. They are overwritten and removed, and cannot be brought back. Make a backup of the"
    " encrypted store first."
)
_RENEW = (
    "A backup of the store as it is now is made first, and all that is in it is checked. Only when"
    " nothing is wrong, all these older backups and copies are overwritten and removed. They cannot"
    " be brought back: no earlier state of the store can be restored then."
)
_PROMISE = (
    "An ordinary disk then holds nothing of them. A flash disk (SSD), snapshots of the disk and"
    " copies made elsewhere may still do; no program can promise otherwise."
)


class RestoreForm(QuestionForm):
    """`wanted` carries the backup and the passphrase that was typed for it, or an empty text."""

    wanted = Signal(object, str)

    def __init__(
        self, parent: QWidget, backup: Backup, path: Path, *, ask: bool, ahead: bool = False
    ) -> None:
        made = f"{backup.made:%Y-%m-%d, %H:%M}"
        super().__init__(parent, f"Restore the backup of {made}", "Restore it")
        self._backup, self._asks = backup, ask
        self.say(_THEN, _KEPT.format(name=path.name, folder=path.parent))
        if ahead:
            self.say(_AHEAD)
        self.line = secret_line("Passphrase of the backup")
        self.line.returnPressed.connect(self._take)
        self.seen = show_typed(self.line)
        if not backup.encrypted:
            self.say(_READABLE)
        if ask:
            self.say(_PASSPHRASE)
            self.column.addWidget(self.line)
            self.column.addWidget(self.seen)
        self.take.clicked.connect(self._take)
        self.end(self.line if ask else self.cancel)

    def _take(self) -> None:
        if self._asks and not self.line.text():
            self.refuse("Enter the passphrase of the backup.")
            self.line.setFocus()
            return
        self.wanted.emit(self._backup, self.line.text())
        self.accept()


class EraseForm(QuestionForm):
    """`wanted` carries the files that are to be erased."""

    wanted = Signal(tuple)

    def __init__(
        self, parent: QWidget, copies: Iterable[Path], title: str, action: str, why: str
    ) -> None:
        self._copies = tuple(copies)
        super().__init__(parent, title, action)
        self.say(why)
        self.list = QPlainTextEdit("\n".join(str(each) for each in self._copies))
        self.list.setAccessibleName("What is erased")
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.list.setFixedHeight(130)
        self.column.addWidget(self.list)
        self.say(_PROMISE, role="muted")
        self.take.clicked.connect(self._take)
        self.end(self.cancel)

    def _take(self) -> None:
        self.wanted.emit(self._copies)
        self.accept()


def readable_form(parent: QWidget, copies: tuple[Path, ...]) -> EraseForm:
    """Return the form that erases copies which open without the passphrase."""
    title = f"Erase {plural(len(copies), 'readable copy', 'readable copies')}"
    return EraseForm(parent, copies, title, "Erase for good", _ERASE)


def renew_form(parent: QWidget, copies: tuple[Path, ...]) -> EraseForm:
    """Return the form that makes a fresh backup and erases the older ones."""
    title = f"Make a fresh backup and erase {plural(len(copies), 'older file', 'older files')}"
    return EraseForm(parent, copies, title, "Back up and erase", _RENEW)

"""The backups of the store in a list: when they were made, how large they are, whether sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.background import IDLE, Background, Task
from ui.widgets.labels import label, plain_label

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from db.backup import Backup

_ABOUT = (
    "A backup is made when the window is closed and once a day while it is open, where something"
    " was written. The newest of 7 days and of 4 weeks are kept in {folder}, none for"
    " longer than 28 days but the newest of all. Copy them to another"
    " disk from time to time: this one may break. A copy that is put back into that folder is"
    " listed again."
)
_COLUMNS = ("Made", "Size", "Passphrase", "State")
_WIDTHS = (170, 90, 120)
_STATE = len(_COLUMNS) - 1


class BackupsForm(QDialog):
    """`restore_asked` carries the chosen backup; `erase_asked`: all older ones are to go."""

    back_up_asked = Signal()
    erase_asked = Signal()
    restore_asked = Signal(object)

    def __init__(
        self, parent: QWidget, folder: Path, background: Background, *, opened: bool
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Backups")
        self.resize(620, 440)
        self._background = background
        self._checks: list[Task] = []
        self._backups: tuple[Backup, ...] = ()
        self._ahead: list[bool] = []
        self.list = QTreeWidget()
        self.list.setObjectName("backups")
        self.list.setAccessibleName("Backups")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels(_COLUMNS)
        for column, width in enumerate(_WIDTHS):
            self.list.setColumnWidth(column, width)
        self.none = label("muted", "There is no backup yet.")
        self.make, self.erase, self.restore, self.leave = (
            QPushButton(words) for words in ("Back up now", "Erase older…", "Restore…", "Close")
        )
        self.make.setEnabled(opened)
        self.make.setToolTip("" if opened else "The store is not open.")
        self._opened = opened
        self._connect()
        self._lay_out(folder)

    def show_backups(self, found: tuple[Backup, ...], now: datetime) -> None:
        """List the backups, the newest first and chosen; each is read in the background.

        Those dated ahead of `now` (local time) come last, and say so.
        """
        from db.rotation import in_order, is_ahead

        self._forget_checks()
        self._backups = backups = in_order(found, now)
        self._ahead = [is_ahead(each, now) for each in backups]
        self.list.clear()
        for each in backups:
            words = f"{each.made:%Y-%m-%d %H:%M}", size_words(each.size)
            protected = "needed" if each.encrypted else "none: readable"
            self.list.addTopLevelItem(QTreeWidgetItem([*words, protected, "checking …"]))
        self.none.setVisible(not backups)
        self.list.setVisible(bool(backups))
        for row, each in enumerate(backups):
            self._check(row, each)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self._follow()

    def done(self, result: int) -> None:
        """Read no more of the backups when the form closes."""
        self._forget_checks()
        super().done(result)

    def _check(self, row: int, backup: Backup) -> None:
        task = self._background.run(lambda _: backup.sound, self._show_state(row), rank=IDLE)
        self._checks.append(task)

    def _show_state(self, row: int) -> Callable[[bool], None]:
        def show(sound: bool) -> None:
            item = self.list.topLevelItem(row)
            assert item is not None
            ahead = ", dated ahead" if self._ahead[row] else ""
            item.setText(_STATE, f"{'✓ sound' if sound else '✕ damaged'}{ahead}")
            item.setData(_STATE, Qt.ItemDataRole.UserRole, sound)
            self._follow()

        return show

    def _forget_checks(self) -> None:
        for task in self._checks:
            task.cancel()
        self._checks.clear()

    def _chosen(self) -> Backup | None:
        item = self.list.currentItem()
        return self._backups[self.list.indexOfTopLevelItem(item)] if item is not None else None

    def _follow(self) -> None:
        """Offer to restore what is not known to be damaged."""
        item = self.list.currentItem()
        damaged = item is not None and item.data(_STATE, Qt.ItemDataRole.UserRole) is False
        self.restore.setEnabled(item is not None and not damaged)
        self.restore.setToolTip("This backup is damaged; choose another one." if damaged else "")
        self.erase.setEnabled(self._opened and item is not None)

    def _ask(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self.restore.isEnabled():
            self.accept()
            self.restore_asked.emit(chosen)

    def _ask_to_erase(self) -> None:
        self.accept()
        self.erase_asked.emit()

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._follow())
        self.list.itemActivated.connect(lambda *_: self._ask())
        self.make.clicked.connect(self.back_up_asked)
        self.erase.clicked.connect(self._ask_to_erase)
        self.restore.clicked.connect(self._ask)
        self.leave.clicked.connect(self.reject)
        for button in (self.make, self.erase, self.restore, self.leave):
            button.setAutoDefault(False)

    def _lay_out(self, folder: Path) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(plain_label("heading", "Backups"))
        column.addWidget(label("muted", _ABOUT.format(folder=folder)))
        column.addWidget(self.list, 1)
        column.addWidget(self.none, 1)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addWidget(self.erase)
        row.addStretch(1)
        row.addWidget(self.restore)
        row.addWidget(self.leave)
        column.addLayout(row)


def size_words(size: int) -> str:
    """Return a size in bytes as ``340 KB`` or ``12.5 MB``."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1e3))} KB"

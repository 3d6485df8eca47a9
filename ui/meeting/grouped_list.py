"""A list of lines under headings, whose texts wrap: what is to be obtained, what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView

from ui.meeting.grouped_delegate import GroupedDelegate
from ui.theme import Theme

ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its text, a detail at its right, and its mark or tick before it.

    A heading has neither and cannot be chosen. `spoken` is what a screen reader says.
    """

    key: str
    text: str
    detail: str = ""
    symbol: str = ""
    tone: str = "neutral"
    heading: bool = False
    ticked: bool | None = None
    spoken: str = ""


class GroupedModel(QAbstractListModel):
    """Holds the rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a heading is passed over."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags if self.rows[index.row()].heading else chosen

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row, its text, or what a screen reader says."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken or f"{row.text} {row.detail}".strip()
        return None

    def show(self, rows: tuple[Row, ...]) -> bool:
        """Hold other rows; return whether their number or order is another."""
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return False
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return True


class GroupedList(QListView):
    """Its keys are given as a table; the chosen line stays chosen when other rows come.

    `chosen` carries the key of a row, empty where none is chosen.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, theme: Theme, keys: Mapping[Qt.Key, Callable[[], object]]
    ) -> None:
        super().__init__()
        self.rows, self._keys = GroupedModel(), keys
        self.setObjectName("grouped")
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(GroupedDelegate(self, theme))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.key))
        theme.changed.connect(self.viewport().update)

    @property
    def key(self) -> str:
        """The key of the chosen row, empty where none is chosen."""
        row = self.row
        return row.key if row is not None else ""

    @property
    def row(self) -> Row | None:
        """The chosen row."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        key, place = self.key, self.currentIndex().row()
        if not self.rows.show(rows):
            self.scheduleDelayedItemsLayout()
            return
        keys = [row.key for row in rows]
        self._choose(keys.index(key) if key in keys else place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a chosen line as soon as the keyboard is here."""
        super().focusInEvent(event)
        if self.row is None:
            self._choose(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key of the table stands for."""
        act = self._keys.get(Qt.Key(event.key()))
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if act is not None and plain:
            act()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are commands here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the texts anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _choose(self, place: int) -> None:
        """Choose the line at a place, or the next one that can be chosen."""
        rows = self.rows.rows
        lines = [number for number, row in enumerate(rows) if not row.heading]
        found = [number for number in lines if number >= place] or lines[-1:]
        if found and place >= 0:
            self.setCurrentIndex(self.rows.index(found[0]))

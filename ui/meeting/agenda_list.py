"""The cases of the agenda in their order: chosen by arrows, moved by keys or by dragging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from hccreview.meeting.meeting import AgendaItem, Readiness
from ui.meeting.agenda_delegate import AgendaDelegate
from ui.meeting.words import READINESS, item_words
from ui.theme import Theme
from ui.widgets.escape import keeps

if TYPE_CHECKING:
    from hccreview.meeting.preparing import Preparation

PLACE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
STATE_KEYS = {
    Qt.Key.Key_P: Readiness.TO_PREPARE,
    Qt.Key.Key_R: Readiness.READY,
    Qt.Key.Key_D: Readiness.DISCUSSED,
    Qt.Key.Key_F: Readiness.DEFERRED,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A case of the agenda with its number and what stands below its code."""

    number: int
    item: AgendaItem
    detail: str

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        word = READINESS[self.item.readiness].word
        return ", ".join(
            part for part in (f"{self.number}: {self.item.case}", word, self.detail) if part
        )


class AgendaModel(QAbstractListModel):
    """Holds the places; `move_asked` carries a code and the place it was dragged to."""

    move_asked = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.places: tuple[Place, ...] = ()

    def show(self, items: tuple[AgendaItem, ...], preparations: Mapping[str, Preparation]) -> None:
        """Hold other places."""
        places = tuple(
            Place(number, item, item_words(item, preparations.get(item.case)))
            for number, item in enumerate(items, 1)
        )
        same = [each.item.case for each in places] == [each.item.case for each in self.places]
        if same:
            self.places = places
            if places:
                self.dataChanged.emit(self.index(0), self.index(len(places) - 1))
            return
        self.beginResetModel()
        self.places = places
        self.endResetModel()

    def row_of(self, code: str) -> int:
        """Return the row of a case, -1 where it is not on the agenda."""
        return next((row for row, each in enumerate(self.places) if each.item.case == code), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of cases."""
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the code, the place, or what a screen reader says."""
        place = self.places[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return place.item.case
        if role == PLACE:
            return place
        spoken = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return place.spoken if role in spoken else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a case can be dragged between others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        """Return that dragging moves."""
        return Qt.DropAction.MoveAction

    def moveRows(  # noqa: N802, PLR0913
        self, parent: Index, row: int, count: int, to_parent: Index, to: int
    ) -> bool:
        """Ask for the move; the agenda comes back in its new order."""
        if not 0 <= row < len(self.places):
            return False
        self.move_asked.emit(self.places[row].item.case, to - 1 if to > row else to)
        return True


class AgendaList(QListView):
    """Keys of the list ask; who owns the meeting answers."""

    chosen = Signal(str)
    move_asked = Signal(int)
    state_asked = Signal(object)
    add_asked = Signal()
    remove_asked = Signal()
    open_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.places = AgendaModel()
        self.setObjectName("agenda")
        self.setAccessibleName("Agenda")
        self.setModel(self.places)
        self.setItemDelegate(AgendaDelegate(self, theme))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.selectionModel().currentChanged.connect(self._tell)
        theme.changed.connect(self.viewport().update)

    @property
    def code(self) -> str:
        """The code of the chosen case, empty where none is chosen."""
        index = self.currentIndex()
        return str(index.data()) if index.isValid() else ""

    def mark(self, code: str) -> None:
        """Mark a case of the agenda as chosen; none where it is not on it."""
        row = self.places.row_of(code)
        if row < 0:
            self.selectionModel().clear()
        elif code != self.code:
            self.setCurrentIndex(self.places.index(row))

    def event(self, event: QEvent) -> bool:
        """Keep Del for the agenda."""
        return keeps(event, Qt.Key.Key_Delete) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down move, letters say how far a case is, Ins adds, Del removes."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key))
        plain = held == Qt.KeyboardModifier.NoModifier
        if held == Qt.KeyboardModifier.AltModifier and by is not None:
            self.move_asked.emit(by)
        elif plain and (state := STATE_KEYS.get(Qt.Key(key))) is not None:
            self.state_asked.emit(state)
        elif plain and (ask := self._asked(key)) is not None:
            ask.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a chosen case as soon as the keyboard is here."""
        super().focusInEvent(event)
        if not self.code and self.places.places:
            self.setCurrentIndex(self.places.index(0))

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are commands here."""

    def _asked(self, key: int) -> Any:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.open_asked
        asked = {Qt.Key.Key_Insert: self.add_asked, Qt.Key.Key_Delete: self.remove_asked}
        return asked.get(Qt.Key(key))

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(str(index.data()))

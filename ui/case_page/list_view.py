"""The entries of a list, one below the other: up and down choose, Return opens, Ins adds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from ui.case_page.list_delegate import ListDelegate
from ui.case_page.list_model import Index, ListModel
from ui.theme import Theme
from ui.widgets.escape import keeps

_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)


class ListView(QListView):
    """As high as its entries, so that the page scrolls and not the list."""

    entry_entered = Signal(QRect)
    opened = Signal(int)
    new_asked = Signal()

    def __init__(self, model: ListModel, theme: Theme) -> None:
        super().__init__()
        self.entries = model
        self.setObjectName("entries")
        self.setAccessibleName(model.definition.label)
        self.setModel(model)
        self.setItemDelegate(ListDelegate(self, theme))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        for signal in (model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(self._fit)
        theme.changed.connect(self.viewport().update)
        self.clicked.connect(lambda index: self.opened.emit(index.row()))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell where the keyboard is, so that the page can follow."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.entry_entered.emit(self.visualRect(current))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current entry as soon as the keyboard is here."""
        super().focusInEvent(event)
        if not self.selectedIndexes():
            self.setCurrentIndex(self.entries.index(max(self.currentIndex().row(), 0)))

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Del for the entry; in the rest of the window it deletes the case."""
        return keeps(event, Qt.Key.Key_Delete) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the entry, Ins begins a new one, Ctrl+Del removes the chosen ones."""
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Delete and with_control:
            self.remove()
        elif event.key() == Qt.Key.Key_Insert:
            self.new_asked.emit()
        elif event.key() in _OPENS and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the entries anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self._fit()

    def remove(self) -> None:
        """Take the chosen entries out."""
        self.entries.remove({index.row() for index in self.selectedIndexes()})

    def _fit(self) -> None:
        rows = range(self.entries.rowCount())
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in rows) + 2)

"""The table of a list: arrows move, typing edits, the last row takes the next entry."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from hccreview.clinical.fields import FieldDefinition
from ui.case_page.list_delegate import ListDelegate
from ui.case_page.list_model import Index, ListModel, head_text
from ui.case_page.lists import choices
from ui.theme import Theme
from ui.widgets.verdict_painter import sized

_ROW_HEIGHT, _MOST_ROWS, _HEAD_SIZE, _WIDEST = 27, 8, 12, 180
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ListView(QTableView):
    """Arrows move, typing edits, Del clears a field, Ctrl+Del removes the entry."""

    cell_entered = Signal(QRect)

    def __init__(self, model: ListModel, theme: Theme) -> None:
        super().__init__()
        self.entries = model
        self.setObjectName("entries")
        self.setAccessibleName(model.definition.label)
        self.setModel(model)
        self.setItemDelegate(ListDelegate(self, theme))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        heads, rows = self.horizontalHeader(), self.verticalHeader()
        heads.setDefaultAlignment(_HEAD)
        heads.setHighlightSections(False)
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFixedWidth(26)
        for number, field in enumerate(model.definition.entry):
            self.setColumnWidth(number, self._width(field))
        heads.setFixedHeight(self._head_height())
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._size)
        theme.changed.connect(self.viewport().update)
        self._size()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell where the keyboard is, so that the page can follow."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.cell_entered.emit(self.visualRect(current))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current cell as soon as the keyboard is here."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.entries.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del clears, Ctrl+Del removes, Insert goes to the empty row, Enter edits."""
        if event.key() == Qt.Key.Key_Delete:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.remove()
                return
            for index in self.selectedIndexes():
                if index.row() < len(self.entries.entries):
                    self.entries.write(index, "")
        elif event.key() == Qt.Key.Key_Insert:
            self.add()
        elif event.key() in _ENTER and self.state() != QAbstractItemView.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def add(self) -> None:
        """Go to the empty row."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setCurrentIndex(self.entries.index(self.entries.rowCount() - 1, 0))

    def remove(self) -> None:
        """Take the chosen entries out."""
        self.entries.remove({index.row() for index in self.selectedIndexes()})

    def _width(self, field: FieldDefinition) -> int:
        """Return the room for the words of a field, and for its label in two lines."""
        metrics = _head_metrics(self.font())
        words = [*choices(field).values()] if field.type != "set" else ["two or three words"]
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        kind = {"date": 96, "text": 110, "yes_no": 64, "set": 150}.get(field.type, 64)
        width = max(kind, min(longest + 18, 150))
        while _lines(metrics, head_text(field), width) > 2 and width < _WIDEST:
            width += 6
        return width

    def _head_height(self) -> int:
        metrics = _head_metrics(self.font())
        lines = max(
            _lines(metrics, head_text(field), self.columnWidth(number))
            for number, field in enumerate(self.entries.definition.entry)
        )
        return lines * metrics.lineSpacing() + 6

    def _size(self) -> None:
        rows = min(self.entries.rowCount(), _MOST_ROWS)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.horizontalHeader().height() + rows * _ROW_HEIGHT + bar + 4)


def _head_metrics(font: QFont) -> QFontMetrics:
    return QFontMetrics(sized(font, _HEAD_SIZE))


def _lines(metrics: QFontMetrics, text: str, width: int) -> int:
    box = metrics.boundingRect(QRect(0, 0, width - 12, 999), Qt.TextFlag.TextWordWrap, text)
    too_wide = box.width() > width - 12
    return 9 if too_wide else round(box.height() / metrics.lineSpacing())


_HEAD = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap

"""The schedule as a table that fits its width: lines wrap, nothing moves sideways."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from hccreview.reports.plain_text import tab_separated
from ui.regimens.table_rows import HEADINGS, TableRow
from ui.theme import Theme
from ui.widgets.verdict_painter import sized

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
HELD = int(Qt.ItemDataRole.UserRole) + 1
_SHARES = (0.12, 0.09, 0.17, 0.18, 0.18, 0.26)
_TEXT, _PAD, _WHAT = 12, 5, 3
_WRAP = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


class TableModel(QAbstractTableModel):
    """Rows as text."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[TableRow, ...] = ()

    def show_rows(self, rows: tuple[TableRow, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, or whether its row is held."""
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.cells[index.column()]
        if role == HELD:
            return row.held
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return None


class TableDelegate(QStyledItemDelegate):
    """Paints words that wrap, as high as they need to be."""

    def __init__(self, view: QTableView, theme: Theme) -> None:
        super().__init__(view)
        self.view, self.theme = view, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the wrapped text in the width of its column."""
        room = self.view.columnWidth(index.column()) - 2 * _PAD
        metrics = QFontMetrics(sized(self.view.font(), _TEXT))
        box = metrics.boundingRect(0, 0, max(room, 20), 4000, _WRAP, str(index.data()))
        return QSize(room, box.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the text, the line below the row, and what is chosen."""
        painter.save()
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, self.theme.colour("accent_tint" if chosen else "panel"))
        painter.setPen(self.theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        font = sized(self.view.font(), _TEXT)
        font.setStrikeOut(bool(index.data(HELD)) and index.column() == _WHAT)
        painter.setFont(font)
        painter.setPen(self.theme.colour("text"))
        painter.drawText(box.adjusted(_PAD, _PAD, -_PAD, 0), _WRAP, str(index.data()))
        painter.restore()


class TableView(QTableView):
    """`pointed` tells the key of the row that is current; Ctrl+C copies rows with headings."""

    pointed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.table = TableModel()
        self.setItemDelegate(TableDelegate(self, theme))
        theme.changed.connect(self.viewport().update)
        self.setObjectName("regimenTable")
        self.setAccessibleName("Schedule as a table")
        self.setModel(self.table)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setHighlightSections(False)
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.timeout.connect(self.resizeRowsToContents)

    def show_rows(self, rows: tuple[TableRow, ...]) -> None:
        """Show other rows; the current one stays where it is."""
        key = self.current_key()
        self.table.show_rows(rows)
        self.resizeRowsToContents()
        self.go_to(key)

    def current_key(self) -> str:
        """Return the key of the current row, empty where there is none."""
        index = self.currentIndex()
        return self.table.rows[index.row()].key if index.isValid() else ""

    def go_to(self, key: str) -> None:
        """Make the row with a key the current one."""
        for number, row in enumerate(self.table.rows):
            if key and row.key == key:
                self.setCurrentIndex(self.table.index(number, 0))
                return

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell which row is current."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.pointed.emit(self.table.rows[current.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the chosen rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({index.row() for index in self.selectedIndexes()})
            rows = [self.table.rows[number] for number in chosen] or list(self.table.rows)
            cells = [HEADINGS, *(row.cells for row in rows)]
            QGuiApplication.clipboard().setText(tab_separated(cells))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        width = self.viewport().width()
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, int(width * share))
        self._fit.start(0)

"""The numbers of a chart as Qt sees them: a row a point, text in every cell."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from hccreview.reports.plain_text import tab_separated
from ui.outcomes.cell_delegate import words_of

Index = QModelIndex | QPersistentModelIndex
_TEXT = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class TableModel(QAbstractTableModel):
    """Headings and rows of text; each row carries the key of its point."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: tuple[str, ...] = ()
        self.rows: tuple[tuple[str, ...], ...] = ()
        self.keys: tuple[str, ...] = ()
        self.narrow = False  # the head breaks long words

    def show(
        self,
        headings: tuple[str, ...],
        rows: tuple[tuple[str, ...], ...],
        keys: tuple[str, ...],
    ) -> None:
        """Show other numbers; where they are the same, nothing moves."""
        if (headings, rows, keys) == (self.headings, self.rows, self.keys):
            return
        self.beginResetModel()
        self.headings, self.rows, self.keys = headings, rows, keys
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, read out with its heading."""
        if not index.isValid() or role not in _TEXT:
            return None
        text = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headings[index.column()]}: {text or 'empty'}"
        return text

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a heading."""
        if orientation is not Qt.Orientation.Horizontal or role not in _TEXT:
            return None
        heading = self.headings[section]
        return words_of(heading, self.narrow and role == Qt.ItemDataRole.DisplayRole)

    def text(self, rows: list[int]) -> str:
        """Return rows under their headings, as a spreadsheet takes them."""
        return tab_separated([self.headings, *(self.rows[row] for row in rows)])

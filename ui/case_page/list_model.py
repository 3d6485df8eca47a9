"""A list of the case as a Qt model: one row an entry, read as a line of text."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from hccreview.clinical.case import Entry
from hccreview.clinical.fields import ListDefinition
from ui.case_page.entry_words import Piece, entry_words
from ui.case_page.lists import without_entries
from ui.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
PIECES = Qt.ItemDataRole.UserRole


class ListModel(QAbstractListModel):
    """Shows one list of the workspace's case; `refused` keeps what was typed and is no value."""

    def __init__(self, definition: ListDefinition, workspace: Workspace) -> None:
        super().__init__()
        self.definition, self.workspace = definition, workspace
        self.entries: tuple[Entry, ...] = ()
        self.refused: dict[tuple[int, str], tuple[str, str]] = {}

    def refresh(self) -> None:
        """Show the workspace's case; only what changed is painted again."""
        case = self.workspace.case
        entries = case.list(self.definition.id).entries if case is not None else ()
        old, number = self.entries, len(self.entries)
        if entries is old:
            return
        if len(entries) > number:
            self.beginInsertRows(QModelIndex(), number, len(entries) - 1)
            self.entries = entries
            self.endInsertRows()
        elif len(entries) < number:
            self.beginRemoveRows(QModelIndex(), len(entries), number - 1)
            self.entries = entries
            self.endRemoveRows()
        self.entries = entries
        for row, entry in enumerate(entries):
            if row >= number or old[row] is not entry:
                self.told(row)

    def told(self, row: int) -> None:
        """Tell that an entry reads differently now."""
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def begin_case(self) -> None:
        """Forget what was typed for another case."""
        self.refused = {}

    def values(self, row: int) -> Mapping[str, object]:
        """Return what is recorded of an entry; nothing of one that is new."""
        return self.entries[row].values if row < len(self.entries) else {}

    def remove(self, rows: set[int]) -> None:
        """Take entries out."""
        case = self.workspace.case
        rows = {row for row in rows if row < len(self.entries)}
        if case is None or not rows:
            return
        self.refused = {}
        word = "entry" if len(rows) == 1 else f"{len(rows)} entries"
        what = f"{self.definition.label}, {word} removed"
        self.workspace.edit(without_entries(case, self.definition, rows), what)
        self.refresh()

    # ------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of an entry, or what a screen reader says."""
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        if role == PIECES:
            return self._pieces(index.row())
        text = "".join(piece.text for piece in self._pieces(index.row()))
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.definition.label}, entry {index.row() + 1}: {text}"
        return None

    def _pieces(self, row: int) -> tuple[Piece, ...]:
        pieces = entry_words(self.entries[row], self.definition)
        refused = [
            Piece(f"  × {self.definition.by_id[name].label}: “{typed}” not taken", "fail")
            for (place, name), (typed, _) in self.refused.items()
            if place == row
        ]
        return (*pieces, *refused)

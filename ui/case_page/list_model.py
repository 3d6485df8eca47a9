"""A list of the case as a Qt model: a row for each entry, and an empty one for the next."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from hccreview.clinical.case import Entry
from hccreview.clinical.fields import FieldDefinition, ListDefinition
from hccreview.criteria.phrases import unit_label
from hccreview.errors import ReviewError
from ui.case_page.laboratory import Look
from ui.case_page.lists import part_text, with_part, without_entries
from ui.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
LOOK = Qt.ItemDataRole.UserRole


class ListModel(QAbstractTableModel):
    """Shows one list of the workspace's case."""

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
            self.beginInsertRows(QModelIndex(), number + 1, len(entries))
            self.entries = entries
            self.endInsertRows()
        elif len(entries) < number:
            self.beginRemoveRows(QModelIndex(), len(entries) + 1, number)
            self.entries = entries
            self.endRemoveRows()
        self.entries = entries
        for row, entry in enumerate(entries):
            if row >= number or old[row] is not entry:
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        last = len(entries)
        self.dataChanged.emit(self.index(last, 0), self.index(last, self.columnCount() - 1))

    def begin_case(self) -> None:
        """Forget what was typed for another case."""
        self.refused = {}

    def write(self, index: Index, typed: str | list[str]) -> None:
        """Write a field of an entry; what is refused stays on screen."""
        field, case = self.definition.entry[index.column()], self.workspace.case
        assert case is not None
        key = (index.row(), field.id)
        self.refused.pop(key, None)
        try:
            changed = with_part(case, self.definition, index.row(), field.id, typed)
        except ReviewError as error:
            self.refused[key] = (typed if isinstance(typed, str) else "", str(error))
            self.workspace.messages.problem(str(error))
        else:
            if changed != case:
                words = typed if isinstance(typed, str) else ", ".join(typed)
                what = f"{self.definition.label}, {field.label.lower()} {words or 'cleared'}"
                self.workspace.edit(changed, what)
        self.refresh()
        self.dataChanged.emit(index, index)

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
        """Return the number of entries, and one more."""
        return 0 if parent.isValid() else len(self.entries) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of fields of an entry."""
        return 0 if parent.isValid() else len(self.definition.entry)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that every cell can be edited."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, look, tip or what a screen reader says."""
        if not index.isValid():
            return None
        field, row = self.definition.entry[index.column()], index.row()
        refused = self.refused.get((row, field.id))
        text = part_text(self.entries[row], field) if row < len(self.entries) else ""
        if role == LOOK:
            if refused:
                return Look(f"× {refused[0]}", "fail", refused[1])
            new = row == len(self.entries) and index.column() == 0
            return Look("new …") if new else Look(text)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"× {refused[0]}" if refused else text
        if role == Qt.ItemDataRole.EditRole:
            return refused[0] if refused else text.replace("\u00a0", "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return refused[1] if refused else text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            place = "new entry" if row == len(self.entries) else f"entry {row + 1}"
            said = f"{refused[0]}, refused: {refused[1]}" if refused else text or "empty"
            return f"{self.definition.label}, {place}, {field.label}: {said}"
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the label of a field, with its unit."""
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return "+" if section == len(self.entries) else str(section + 1)
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return head_text(self.definition.entry[section])
        return None


def head_text(field: FieldDefinition) -> str:
    """Return the heading of a field: its label with the unit."""
    return f"{field.label} [{unit_label(field.unit)}]" if field.unit else field.label

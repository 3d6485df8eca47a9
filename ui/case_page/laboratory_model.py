"""The laboratory sheet as a Qt model: unit, LLN, ULN, then one column a date."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.fields import FieldDefinition, bundled_dictionary
from hccreview.criteria.phrases import unit_label
from hccreview.errors import ReviewError
from ui.case_page.laboratory import Column, Look, Sheet, laboratory_fields, limit_text, unit_of_row
from ui.case_page.laboratory_entry import FIXED, HEADS, Cell, with_cell, with_column_moved
from ui.case_page.pasting import Pasted
from ui.case_page.typed import units_of, written
from ui.case_page.visit import Visit
from ui.workspace import Workspace

LOOK = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class LaboratoryModel(QAbstractTableModel):
    """Shows the sheet of the workspace's case and turns what is typed into changes of it."""

    columns_changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.sheet: Sheet | None = None
        self.fields = laboratory_fields(bundled_dictionary())
        self.added: tuple[Column, ...] = ()
        self.units: dict[str, str] = {}  # chosen for a row that has no value yet
        self.refused: dict[tuple[str, Column | str], tuple[str, str]] = {}
        self._looks: dict[tuple[int, int], Look] = {}

    # --------------------------------------------------------------- the sheet

    def begin_case(self) -> None:
        """Forget what was typed for another case."""
        self.added, self.units, self.refused = (), {}, {}
        self.sheet = None

    def refresh(self) -> None:
        """Show the workspace's case; only cells that look different are painted again."""
        case, as_of = self.workspace.case, self.workspace.as_of
        if case is None or as_of is None:
            return
        columns = self.sheet.columns if self.sheet is not None else None
        sheet = Sheet(case, as_of, self.added)
        looks = self._looks_of(sheet)
        if sheet.columns != columns:
            self.beginResetModel()
            self.sheet, self._looks = sheet, looks
            self.endResetModel()
            self.columns_changed.emit()
            return
        changed = [key for key, look in looks.items() if self._looks.get(key) != look]
        if as_of != (self.sheet.as_of if self.sheet else None):
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.sheet, self._looks = sheet, looks
        for row, column in changed:
            index = self.index(row, column)
            self.dataChanged.emit(index, index)

    def _looks_of(self, sheet: Sheet) -> dict[tuple[int, int], Look]:
        looks = {}
        for row, field in enumerate(self.fields):
            unit, newest = self._unit(sheet, field), sheet.newest(field)
            looks[row, 0] = Look(unit_label(unit) or "–")
            for number, which in enumerate(FIXED[1:], 1):
                looks[row, number] = Look(limit_text(newest, field, which))
            for number, column in enumerate(sheet.columns, len(FIXED)):
                looks[row, number] = sheet.look(field, column, unit)
        return looks

    def _unit(self, sheet: Sheet, field: FieldDefinition) -> str:
        return self.units.get(field.id) or unit_of_row(sheet, field)

    def add_column(self, column: Column) -> int:
        """Put an empty column for a day into the sheet and return its number."""
        self.added = (*self.added, column)
        self.refresh()
        return self.column_number(column)

    def move_column(self, old: Column, new: Column) -> int:
        """Let the samples of a column be of another time; raises ReviewError."""
        case = self.workspace.case
        assert case is not None
        changed = with_column_moved(case, self.fields, old, new)
        self.added = (*(each for each in self.added if each != old), new)
        self._put(changed, f"Samples of {old.label}: now {new.label}")
        return self.column_number(new)

    def column_number(self, column: Column) -> int:
        """Return the number of a day's column; the first one where there is none."""
        columns = self.sheet.columns if self.sheet is not None else ()
        return len(FIXED) + (columns.index(column) if column in columns else 0)

    def cell(self, index: Index) -> Cell:
        """Return the place of an index."""
        assert self.sheet is not None
        number = index.column()
        place = FIXED[number] if number < len(FIXED) else self.sheet.columns[number - len(FIXED)]
        return Cell(self.fields[index.row()], place)

    def is_refused(self, index: Index) -> bool:
        """True where a typed text stands that is not a value."""
        return self.cell(index).key in self.refused

    # ---------------------------------------------------------------- changing

    def try_text(self, index: Index, text: str, visit: Visit) -> ReviewError | None:
        """Put what is typed into the case as long as it can be a value; else say why not."""
        cell = self.cell(index)
        assert self.sheet is not None
        if cell.place == "unit":
            self.units[cell.field.id] = text
        try:
            unit = self._unit(self.sheet, cell.field)
            changed = with_cell(visit.case, self.sheet, cell, text, unit)
        except ReviewError as error:
            visit.cancel()
            return error
        if isinstance(cell.place, Column) and cell.place not in self.added:
            self.added = (*self.added, cell.place)  # it stays when its last value goes
        visit.put(changed, f"{cell.field.label} {cell.told(text)}")
        self.refresh()
        return None

    def finish(self, index: Index, text: str, visit: Visit) -> None:
        """Take what was typed for good, or keep it on screen as refused."""
        cell = self.cell(index)
        error = self.try_text(index, text, visit)
        if error is None:
            self.refused.pop(cell.key, None)
        else:
            self.refused[cell.key] = (text, str(error))
        visit.end()
        self.dataChanged.emit(index, index)

    def value(self, index: Index) -> Observation | None:
        """Return the value in a cell; of unit and limits the newest of the row."""
        cell = self.cell(index)
        assert self.sheet is not None
        if not isinstance(cell.place, Column):
            return self.sheet.newest(cell.field)
        recorded = self.sheet.at(cell.field, cell.place)
        return recorded[-1] if recorded else None

    def note(self, index: Index) -> str:
        """Return the sentence on a text that is refused, or a value not to be relied on."""
        refused = self.refused.get(self.cell(index).key)
        look = self._looks[index.row(), index.column()]
        return refused[1] if refused else look.words if look.text.startswith("?") else ""

    def discard(self, index: Index) -> None:
        """Forget a text that was refused; the cell shows again what is recorded."""
        self.refused.pop(self.cell(index).key, None)
        self.dataChanged.emit(index, index)

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Take the values of some cells out, in one step."""
        case = self.workspace.case
        assert case is not None and self.sheet is not None
        cleared = [self.cell(index) for index in indexes if self.cell(index).place != "unit"]
        for cell in cleared:
            self.refused.pop(cell.key, None)
            if isinstance(cell.place, Column):
                self.added = (*self.added, cell.place)
            elif not limit_text(self.sheet.newest(cell.field), cell.field, cell.place):
                continue
            case = with_cell(case, self.sheet, cell, "", "")
        names = ", ".join(dict.fromkeys(cell.field.label for cell in cleared))
        self._put(case, f"{names} cleared")

    def take(self, pasted: Pasted) -> None:
        """Take a pasted block: one step, whatever it holds."""
        self.added = (*self.added, *pasted.columns)
        self.refused |= {cell.key: (text, error) for cell, text, error in pasted.refused}
        self._put(pasted.case, f"{pasted.taken} pasted values")
        self.refresh()
        for row in range(self.rowCount()):
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def _put(self, case: Case, what: str) -> None:
        if case != self.workspace.case:
            self.workspace.edit(case, what)
        self.refresh()

    # ------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of fields."""
        return 0 if parent.isValid() or self.sheet is None else len(self.fields)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of columns."""
        return 0 if parent.isValid() or self.sheet is None else len(FIXED) + len(self.sheet.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a cell can be edited, unless the field has no such thing."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        cell = self.cell(index)
        fixed = (cell.place in FIXED[1:] and cell.place not in cell.field.limits) or (
            cell.place == "unit" and len(units_of(cell.field)) == 1
        )
        return flags if fixed else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, look, tip or what a screen reader says."""
        if not index.isValid() or self.sheet is None:
            return None
        refused = self.refused.get(self.cell(index).key)
        look = self._looks[index.row(), index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"× {refused[0]}" if refused else look.text
        if role == LOOK:
            return Look(f"× {refused[0]}", "fail", refused[1]) if refused else look
        if role == Qt.ItemDataRole.EditRole:
            return refused[0] if refused else self._written(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return refused[1] if refused else look.words or self._tip(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index, look, refused)
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the label of a field, or a day with the age of its samples."""
        if self.sheet is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.fields[section].label
        if section < len(FIXED):
            text = HEADS[FIXED[section]]
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{text}\nnewest" if section else text
            return f"{text} of the newest value of each row; Ctrl+Return shows those of any value"
        column = self.sheet.columns[section - len(FIXED)]
        tip = (
            "" if role == Qt.ItemDataRole.DisplayRole else "\nDouble click or F4: correct the date"
        )
        return f"{column.label}\n{self.sheet.age_text(column)}{tip}"

    def _written(self, index: Index) -> str:
        cell = self.cell(index)
        assert self.sheet is not None
        if isinstance(cell.place, Column):
            recorded = self.sheet.at(cell.field, cell.place)
            if not recorded:
                return ""
            unit, text = recorded[-1].unit, written(recorded[-1], cell.field)
            own = unit == self._unit(self.sheet, cell.field) or text in cell.field.words
            return cell.field.word(text) if own else f"{text} {unit_label(unit)}"
        if cell.place == "unit":
            return self._unit(self.sheet, cell.field)
        text = limit_text(self.sheet.newest(cell.field), cell.field, cell.place)
        return text.replace("\u00a0", "")

    def _tip(self, index: Index) -> str:
        cell = self.cell(index)
        assert self.sheet is not None
        if not isinstance(cell.place, Column):
            return ""
        recorded = self.sheet.at(cell.field, cell.place)
        notes = (recorded[-1].laboratory, recorded[-1].note) if recorded else ()
        return "; ".join(note for note in notes if note)

    def _spoken(self, index: Index, look: Look, refused: tuple[str, str] | None) -> str:
        cell = self.cell(index)
        text = f"{refused[0]}, refused: {refused[1]}" if refused else look.text or "empty"
        words = f"; {look.words}" if look.words and not refused else ""
        return f"{cell.field.label}, {cell.heading}: {text}{words}"

"""Editing a cell of the laboratory table: the case changes with every key that makes a value."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.case_page.cell_painting import CellPainter
from ui.case_page.controls import Choice
from ui.case_page.laboratory_model import Index, LaboratoryModel
from ui.case_page.live_line import LiveLine
from ui.case_page.typed import unit_choices
from ui.case_page.visit import Visit
from ui.theme import Theme

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LaboratoryDelegate(CellPainter):
    """Paints cells; while one is edited, every key that makes a value changes the case."""

    def __init__(
        self,
        view: QTableView,
        theme: Theme,
        laboratory: LaboratoryModel,
        step: Callable[[int], None],
    ) -> None:
        super().__init__(view, theme)
        self.laboratory, self.step = laboratory, step
        self.visit: Visit | None = None

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """Return a line for a number, a choice for a unit."""
        model = self.laboratory
        cell = model.cell(index)
        self.visit = Visit(model.workspace)
        name = str(index.data(Qt.ItemDataRole.AccessibleTextRole)).split(":")[0]
        if cell.place == "unit":
            choice = Choice({}, parent)
            choice.clear()
            for unit, label in unit_choices(cell.field).items():
                choice.addItem(label, unit)
            choice.activated.connect(lambda _: self._leave(choice))
            choice.setAccessibleName(name)
            QTimer.singleShot(0, choice, choice.showPopup)  # the arrows choose, Return takes
            return choice
        line = LiveLine(parent)
        line.setFrame(False)
        line.setObjectName("cellEditor")
        line.setAccessibleName(name)
        row, column = index.row(), index.column()
        line.typed.connect(lambda text: self._try(row, column, text))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """Fill the editor once; what is being typed stays as it is."""
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(text), 0))
        elif isinstance(editor, QLineEdit) and not editor.property("filled"):
            editor.setText(text)
            editor.setProperty("filled", True)

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: QAbstractItemModel, index: Index
    ) -> None:
        """Take what was typed."""
        if self.visit is None:
            return
        if isinstance(editor, QComboBox):
            text = str(editor.currentData())
        else:
            assert isinstance(editor, LiveLine)
            editor.flush()
            text = editor.text()
        if text != index.data(Qt.ItemDataRole.EditRole) or self.laboratory.is_refused(index):
            self.laboratory.finish(index, text, self.visit)
        self.visit.end()
        self.visit = None

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802
        """Escape leaves the case as it was; up and down leave the cell."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.visit is not None:
                self.visit.cancel()
                self.visit.end()
                self.visit = None
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if isinstance(editor, QLineEdit) and event.key() in ENTER:
                step = 1
            if step is not None and isinstance(editor, QLineEdit):
                self._leave(editor)
                self.step(step)  # stays where the text was refused
                return True
        return super().eventFilter(editor, event)

    def _try(self, row: int, column: int, text: str) -> None:
        if self.visit is not None and text.strip():
            model = self.laboratory
            model.try_text(model.index(row, column), text, self.visit)
        elif self.visit is not None:
            self.visit.cancel()

    def _leave(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

"""The laboratory table: arrows move, typing edits, Del clears, Ctrl+V pastes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from hccreview.errors import ReviewError
from ui.case_page.cell_note import CellNote
from ui.case_page.column_days import ColumnDays
from ui.case_page.laboratory_delegate import ENTER, LaboratoryDelegate
from ui.case_page.laboratory_entry import FIXED
from ui.case_page.laboratory_model import Index, LaboratoryModel
from ui.case_page.pasting import paste
from ui.case_page.value_sheet import ValueSheet
from ui.theme import Theme
from ui.widgets.escape import keeps
from ui.wording import plural

ROW_HEIGHT, LABEL_WIDTH, DATE_WIDTH = 27, 206, 108
_FIXED_WIDTHS = (78, 54, 54)


class LaboratoryView(QTableView):
    """As high as its rows, so that the page scrolls and not the table."""

    cell_entered = Signal(QRect)
    date_requested = Signal()
    resized = Signal()

    def __init__(self, model: LaboratoryModel, theme: Theme) -> None:
        super().__init__()
        self.laboratory = model
        self._place: tuple[int, object] = (0, None)
        self.sheet: ValueSheet | None = None
        self.note = CellNote(self)
        self.days = ColumnDays(self)
        self.setObjectName("laboratory")
        self.setAccessibleName("Laboratory values")
        self.setModel(model)
        self.setItemDelegate(LaboratoryDelegate(self, theme, model, self.step))
        self.setEditTriggers(_TRIGGERS)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_heads()
        self.horizontalHeader().sectionDoubleClicked.connect(self.days.edit)
        model.dataChanged.connect(self.show_note)
        model.columns_changed.connect(self._size)
        model.modelAboutToBeReset.connect(self._remember)
        theme.changed.connect(self.viewport().update)

    def step(self, rows: int) -> None:
        """Move some rows down; a refused text is not left."""
        current = self.currentIndex()
        if self.laboratory.is_refused(current):
            return
        target = self.laboratory.index(current.row() + rows, current.column())
        if target.isValid():
            self.setCurrentIndex(target)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell where the keyboard is, so that the page can follow."""
        super().currentChanged(current, previous)
        self.show_note()
        if current.isValid() and self.hasFocus():
            self.cell_entered.emit(self.visualRect(current))

    def show_note(self) -> None:
        """Say what is to be said of the current cell."""
        current = self.currentIndex()
        sentence = self.laboratory.note(current) if current.isValid() else ""
        self.note.tell(sentence, self.visualRect(current).translated(self.viewport().pos()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current cell as soon as the keyboard is here."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.laboratory.rowCount():
            column = min(len(FIXED), self.laboratory.columnCount() - 1)
            self.setCurrentIndex(self.laboratory.index(0, column))
        elif self.currentIndex().isValid():
            self.cell_entered.emit(self.visualRect(self.currentIndex()))

    def event(self, event: QEvent) -> bool:
        """Keep Esc for a cell whose text was refused; else it is the window's."""
        return (self._is_refused() and keeps(event)) or super().event(event)

    def _is_refused(self) -> bool:
        current = self.currentIndex()
        return current.isValid() and self.laboratory.is_refused(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del clears, Insert asks for a new date, copy and paste, F4 and Ctrl+Return for more."""
        if event.key() == Qt.Key.Key_Escape and self._is_refused():
            self.laboratory.discard(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_text(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._copied())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.laboratory.clear(self.selectedIndexes())
        elif event.key() == Qt.Key.Key_Insert:
            self.date_requested.emit()
        elif event.key() == Qt.Key.Key_F4:
            self.days.edit(self.currentIndex().column())
        elif event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_sheet(self.currentIndex())
        elif event.key() in ENTER and self.state() != QAbstractItemView.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Show all parts of the value under the mouse, or where the keyboard is."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self.open_sheet(index)

    def open_sheet(self, index: Index) -> None:
        """Show unit, limits, date, laboratory and note of a value, to be edited."""
        value = self.laboratory.value(index) if index.isValid() else None
        if value is None:
            self.note.tell(
                "Write the value first; then its unit, limits and date.",
                self.visualRect(index).translated(self.viewport().pos()),
            )
            return
        field = self.laboratory.cell(index).field
        self.sheet = ValueSheet(self, self.laboratory.workspace, field, value)
        self.sheet.open_at(self.visualRect(index))

    def paste_text(self, text: str) -> None:
        """Put a block into the sheet, from the current cell on."""
        sheet, case = self.laboratory.sheet, self.laboratory.workspace.case
        if not text.strip() or sheet is None or case is None:
            return
        current = self.currentIndex()
        column = current.column() if current.isValid() else len(FIXED)
        messages = self.laboratory.workspace.messages
        try:
            pasted = paste(case, sheet, text, max(current.row(), 0), column)
        except ReviewError as error:
            messages.problem(str(error))
            return
        self.laboratory.take(pasted)
        told = f"{plural(pasted.taken, 'value', 'values')} pasted"
        out = f"; left out: {', '.join(pasted.unknown)}" if pasted.unknown else ""
        if pasted.refused:
            first = pasted.refused[0][2]
            messages.problem(f"{told}, {len(pasted.refused)} refused: {first}{out}")
        elif out:
            messages.problem(f"{told}{out}.")
        else:
            messages.done(f"{told}.")

    def _copied(self) -> str:
        picked = sorted(self.selectedIndexes(), key=lambda i: (i.row(), i.column()))
        lines: dict[int, list[str]] = {}
        for index in picked:
            lines.setdefault(index.row(), []).append(str(index.data(Qt.ItemDataRole.EditRole)))
        return "\n".join("\t".join(line) for line in lines.values())

    def _set_heads(self) -> None:
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.setAccessibleName("Names of the laboratory values")
        heads.setAccessibleName("Dates of the laboratory values")
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setFixedWidth(LABEL_WIDTH)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setHighlightSections(False)
        heads.setDefaultSectionSize(DATE_WIDTH)
        heads.setFixedHeight(2 * QFontMetrics(self.font()).lineSpacing() + 8)

    def _remember(self) -> None:
        current = self.currentIndex()
        if current.isValid() and self.laboratory.sheet is not None:
            self._place = (current.row(), self.laboratory.cell(current).place)

    def _size(self) -> None:
        for number, width in enumerate(_FIXED_WIDTHS):
            self.setColumnWidth(number, width)
        for number in range(len(FIXED), self.laboratory.columnCount()):
            self.setColumnWidth(number, DATE_WIDTH)
        bar = self.horizontalScrollBar().sizeHint().height()
        head = self.horizontalHeader().height()
        self.setFixedHeight(head + ROW_HEIGHT * self.laboratory.rowCount() + bar + 2)
        self.resized.emit()
        row, place = self._place
        if place is not None and self.laboratory.sheet is not None:
            columns: tuple[object, ...] = (*FIXED, *self.laboratory.sheet.columns)
            number = columns.index(place) if place in columns else min(len(FIXED), len(columns) - 1)
            self.setCurrentIndex(self.laboratory.index(row, number))


_TRIGGERS = (
    QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.DoubleClicked
)

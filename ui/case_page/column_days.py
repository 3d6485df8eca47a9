"""Asking for the day above a column of the laboratory table, of one that is there or a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt

from ui.case_page.day_editor import DayEditor
from ui.case_page.laboratory import Column, read_column
from ui.case_page.laboratory_entry import FIXED

if TYPE_CHECKING:
    from ui.case_page.laboratory_view import LaboratoryView

_WIDTH = 148  # room for a day with its time


class ColumnDays:
    """Opens a line over the head of a column; what it takes goes to the model of the table."""

    def __init__(self, view: LaboratoryView) -> None:
        self.view, self.model = view, view.laboratory

    def edit(self, number: int) -> None:
        """Let the day above a column be corrected."""
        if number < len(FIXED) or self.model.sheet is None:
            return
        column = self.model.sheet.columns[number - len(FIXED)]

        def given(text: str) -> None:
            new = read_column(text)
            if new != column:
                self._go_to(self.model.move_column(column, new))

        self._ask(number, column.label, f"Date of the samples of {column.label}", given)

    def add(self, proposed: Column) -> None:
        """Ask for the day of a new column; one that is there already is gone to."""

        def given(text: str) -> None:
            self._go_to(self.model.add_column(read_column(text)))

        self._ask(len(FIXED), proposed.label, "Date of new samples", given)

    def _ask(self, number: int, text: str, name: str, given: Callable[[str], None]) -> None:
        view, editor = self.view, DayEditor(self.view, text, name, given)
        editor.setGeometry(self._place(number))
        editor.refused.connect(lambda sentence: view.note.tell(sentence, editor.geometry()))
        editor.ended.connect(lambda: view.setFocus(Qt.FocusReason.OtherFocusReason))
        editor.ended.connect(view.show_note)
        editor.block_pasted.connect(view.paste_text)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        view.cell_entered.emit(editor.geometry())

    def _place(self, number: int) -> QRect:
        heads = self.view.horizontalHeader()
        there = number < heads.count()
        left = heads.sectionViewportPosition(number) if there else heads.length() - heads.offset()
        left = max(0, min(left, self.view.viewport().width() - _WIDTH))
        return QRect(heads.x() + left, 0, _WIDTH, heads.height())

    def _go_to(self, number: int) -> None:
        row = max(self.view.currentIndex().row(), 0)
        self.view.setCurrentIndex(self.model.index(row, number))

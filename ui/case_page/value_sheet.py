"""All that belongs to one laboratory value: unit, limits, date, laboratory and note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.editing import with_observation
from hccreview.clinical.fields import FieldDefinition
from hccreview.errors import ReviewError
from ui.case_page.controls import Choice
from ui.case_page.laboratory import column_of, limit_text, read_column
from ui.case_page.laboratory_entry import HEADS, LIMITS, with_limit, with_unit
from ui.case_page.live_line import Line
from ui.case_page.typed import number_text, unit_choices
from ui.widgets.labels import text_label
from ui.workspace import Workspace

_WIDTH = 320
_NAMES = {**HEADS, "date": "Sample taken", "laboratory": "Laboratory", "note": "Note"}


class ValueSheet(QFrame):
    """Opens at its cell; each line is one change and one step to undo; Esc closes it."""

    def __init__(
        self, table: QWidget, workspace: Workspace, field: FieldDefinition, value: Observation
    ) -> None:
        super().__init__(table, Qt.WindowType.Popup)
        self.setObjectName("wordSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table, self.workspace = table, workspace
        self.field, self.value = field, value
        self.unit: Choice | None = None
        self.lines: dict[str, Line] = {}
        self.title, self.problem = text_label(), text_label()
        self.title.setProperty("role", "listTitle")
        self.problem.setProperty("role", "refusal")
        for label in (self.title, self.problem):
            label.setWordWrap(True)
        self.problem.hide()
        self._lay_out()
        self._fill()
        self.setFixedWidth(_WIDTH)

    def open_at(self, cell: QRect) -> None:
        """Open below a cell, as far as the screen has room."""
        self.adjustSize()
        place = self.table.mapToGlobal(QPoint(cell.left(), cell.bottom()))
        room = self.screen().availableGeometry()
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        place.setY(max(room.top(), min(place.y(), room.bottom() - self.height())))
        self.move(place)
        self.show()
        first = self.unit or next(iter(self.lines.values()))
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.title, 0, 0, 1, 2)
        units = unit_choices(self.field)
        if len(units) > 1:
            self.unit = Choice(units)
            self.unit.removeItem(0)  # a value has a unit
            self.unit.given.connect(self._unit_given)
            self._add_row(grid, "unit", self.unit)
        limits = [name for name in LIMITS if name in self.field.limits]
        for part in (*limits, "date", "laboratory", "note"):
            line = self.lines[part] = Line()
            line.editingFinished.connect(partial(self._given, part))
            self._add_row(grid, part, line)
        grid.addWidget(self.problem, grid.rowCount(), 0, 1, 2)

    def _add_row(self, grid: QGridLayout, part: str, widget: Line | Choice) -> None:
        row, label = grid.rowCount(), text_label(_NAMES[part])
        label.setProperty("role", "fieldLabel")
        label.setBuddy(widget)
        widget.setAccessibleName(f"{self.field.label}, {_NAMES[part]}")
        grid.addWidget(label, row, 0)
        grid.addWidget(widget, row, 1)

    def _fill(self) -> None:
        value, field = self.value, self.field
        title = f"{field.label} {number_text(value, field, '')}, {column_of(value).label}"
        self.title.setText(title)
        self.setAccessibleName(title)
        if self.unit is not None:
            self.unit.setCurrentIndex(max(self.unit.findData(value.unit or field.unit), 0))
        for part, line in self.lines.items():
            line.setText(self._text(part))

    def _text(self, part: str) -> str:
        if part in LIMITS:
            return limit_text(self.value, self.field, part).replace("\u00a0", "")
        if part == "date":
            return column_of(self.value).label if self.value.collected_on is not None else ""
        return str(getattr(self.value, part))

    # ------------------------------------------------------------------ giving

    def _unit_given(self, unit: str) -> None:
        self._change(lambda case: with_unit(case, self.field, self.value, unit), f"unit {unit}")

    def _given(self, part: str) -> None:
        line = self.lines[part]
        text = line.text().strip()
        if line.isModified() and text != self._text(part):
            done = self._change(lambda case: self._with(case, part, text), f"{_NAMES[part]} {text}")
            line.setProperty("refused", not done)
            line.style().unpolish(line)
            line.style().polish(line)
        line.setModified(False)

    def _with(self, case: Case, part: str, text: str) -> Case:
        if part in LIMITS:
            return with_limit(case, self.field, self.value, part, text)
        if part == "date":
            column = read_column(text)
            others = [o for o in case.of(self.field.id) if o is not self.value]
            if any(column_of(other) == column for other in others):
                raise ReviewError(
                    f"{column.label} has a value of {self.field.label} already; clear one of the"
                    " two, then change the date."
                )
            new = replace(self.value, collected_on=column.on, collected_at=column.at)
        elif part == "laboratory":
            new = replace(self.value, laboratory=text)
        else:
            new = replace(self.value, note=text)
        return with_observation(case, new, self.value)

    def _change(self, make: Callable[[Case], Case], what: str) -> bool:
        """Change the case; where that is refused, the sentence stands below the lines."""
        case = self.workspace.case
        assert case is not None
        place = next((n for n, o in enumerate(case.observations) if o is self.value), None)
        if place is None:  # undone meanwhile
            self.close()
            return False
        try:
            changed = make(case)
        except ReviewError as error:
            self._tell(str(error))
            return False
        self._tell("")
        self.workspace.edit(changed, f"{self.field.label}: {what}".rstrip())
        self.value = changed.observations[place]
        self._fill()
        return True

    def _tell(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.adjustSize()

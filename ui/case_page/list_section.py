"""A list of the case: its heading, who said that it is complete, its entries, the open one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import spoken
from hccreview.clinical.fields import ListDefinition
from ui.case_page.entry_form import EntryForm
from ui.case_page.form import chain_tabs
from ui.case_page.head_row import HeadRow
from ui.case_page.list_model import ListModel
from ui.case_page.list_view import ListView
from ui.case_page.lists import completeness, with_completeness
from ui.theme import Theme
from ui.widgets.labels import text_label
from ui.workspace import Workspace


class ListSection(QWidget):
    """Reads as lines of text; one entry at a time opens below them as a form.

    `entered` tells a widget and the part of it to be brought into view.
    """

    entered = Signal(QWidget, QRect)

    def __init__(self, definition: ListDefinition, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.definition, self.workspace = definition, workspace
        self.model = ListModel(definition, workspace)
        self.view = ListView(self.model, theme)
        self.form: EntryForm | None = None
        self.state = text_label()
        self.state.setProperty("role", "state")
        self.state.setAccessibleName(f"{definition.label}, completeness")
        self.add = self._button("+ Add", "add an entry", self.open_new)
        self.add.setToolTip("Ins, from an entry")
        self.complete = self._button("", "say that the list is complete", self._say_complete)
        title = text_label(definition.label)
        title.setProperty("role", "listTitle")
        title.setBuddy(self.add)
        self._lay_out(title)
        self.view.opened.connect(self.open)
        self.view.new_asked.connect(self.open_new)
        self.view.entry_entered.connect(self._entered)

    @property
    def stops(self) -> list[QWidget]:
        """The widgets on which Tab stops, in their order."""
        return [self.complete, self.add, self.view]

    # ------------------------------------------------------------------ opening

    def open(self, row: int, part: str = "") -> None:
        """Open an entry below the list, with the keyboard on one of its fields."""
        form = self.form or self._made_form()
        form.show_row(row)
        form.show()
        if row < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row))
        form.focus_part(part or self.definition.entry[0].id)

    def open_new(self) -> None:
        """Open an empty entry."""
        self.view.clearSelection()
        self.open(self.model.rowCount())

    def close_form(self) -> None:
        """Close the open entry; the keyboard goes back to the list."""
        if self.form is None or self.form.isHidden():
            return
        row = self.form.row
        target = self.view if self.model.rowCount() else self.add
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.hide()
        if target is self.view:
            self.view.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1)))

    def _entered(self, part: QRect) -> None:
        if self.form is not None and not self.form.isHidden():
            self.form.show_row(self.view.currentIndex().row())
        self.entered.emit(self.view, part)

    def _made_form(self) -> EntryForm:
        self.form = form = EntryForm(self.model)
        form.closed.connect(self.close_form)
        form.new_asked.connect(self.open_new)
        form.removed.connect(self._remove)
        for box in form.boxes.values():
            box.focused.connect(lambda box=box: self.entered.emit(box, box.rect()))
        layout = self.layout()
        assert layout is not None
        layout.addWidget(form)
        chain_tabs([self.view, *form.stops])
        return form

    def _remove(self, row: int) -> None:
        self.close_form()
        self.model.remove({row})

    # ------------------------------------------------------------------ showing

    def begin_case(self) -> None:
        """Forget what was typed for another case."""
        self.model.begin_case()
        self.view.clearSelection()
        if self.form is not None:
            self.form.hide()

    def show_case(self, chart: Chart) -> None:
        """Show the entries and what is known of the list as a whole."""
        self.model.refresh()
        if self.form is not None and not self.form.isHidden():
            self.form.show_row(self.form.row)
        state = completeness(chart, self.definition)
        if self.state.text() != state.text:
            self.state.setText(state.text)
            self.state.setToolTip(state.tip or state.text.lstrip("?✓ "))
            self.state.setProperty("tone", state.tone)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)
        day = spoken(chart.as_of)
        words = f"Complete on {day}" if self.model.entries else f"None of these on {day}"
        said = chart.case.list(self.definition.id).complete_on == chart.as_of
        words = "Not complete after all" if said else words
        if self.complete.text() != words:
            self.complete.setText(words)
            self.complete.setAccessibleName(f"{self.definition.label}: {words}")
        self.view.setVisible(bool(self.model.entries))

    def _say_complete(self) -> None:
        case, day = self.workspace.case, self.workspace.as_of
        if case is None or day is None:
            return
        said = None if case.list(self.definition.id).complete_on == day else day
        what = f"{self.definition.label}: {self.complete.text().lower()}"
        self.workspace.edit(with_completeness(case, self.definition, said), what)

    def _lay_out(self, title: QLabel) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(3)
        column.addWidget(HeadRow((title, self.state), (self.complete, self.add)))
        column.addWidget(self.view)

    def _button(self, text: str, name: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "small")
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self.definition.label}: {name}")
        button.clicked.connect(lambda: pressed())
        return button

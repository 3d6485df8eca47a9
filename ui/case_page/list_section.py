"""A list of the case with its heading, who said that it is complete, and its buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import spoken
from hccreview.clinical.fields import ListDefinition
from ui.case_page.list_model import ListModel
from ui.case_page.list_view import ListView
from ui.case_page.lists import completeness, with_completeness
from ui.theme import Theme
from ui.workspace import Workspace


class ListSection(QWidget):
    """A list with its heading, who said that it is complete, and its buttons."""

    def __init__(self, definition: ListDefinition, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.definition, self.workspace = definition, workspace
        self.model = ListModel(definition, workspace)
        self.view = ListView(self.model, theme)
        self._opened = False
        self.state = QLabel()
        self.state.setProperty("role", "state")
        self.state.setAccessibleName(f"{definition.label}, completeness")
        self.add = self._button("+ Add", "add an entry", self._add)
        self.remove = self._button("Remove", "remove the chosen entries", self.view.remove)
        self.complete = self._button("", "say that the list is complete", self._say_complete)
        title = QLabel(definition.label)
        title.setProperty("role", "listTitle")
        title.setBuddy(self.view)
        top = QHBoxLayout()
        top.addWidget(title)
        top.addWidget(self.state)
        top.addStretch(1)
        for button in (self.complete, self.add, self.remove):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(3)
        column.addLayout(top)
        column.addWidget(self.view)

    @property
    def stops(self) -> list[QWidget]:
        """The widgets on which Tab stops, in their order."""
        return [self.view, self.complete, self.add, self.remove]

    def open(self) -> None:
        """Show the table of a list without entries."""
        self._opened = True
        self.view.show()

    def begin_case(self) -> None:
        """Forget what was typed for another case."""
        self._opened = False
        self.model.begin_case()

    def show_case(self, chart: Chart) -> None:
        """Show the entries and what is known of the list as a whole."""
        self.model.refresh()
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
        self.remove.setVisible(bool(self.model.entries))
        self.view.setVisible(self._opened or bool(self.model.entries))

    def _add(self) -> None:
        self.open()
        self.view.add()

    def _say_complete(self) -> None:
        case, day = self.workspace.case, self.workspace.as_of
        if case is None or day is None:
            return
        said = None if case.list(self.definition.id).complete_on == day else day
        what = f"{self.definition.label}: {self.complete.text().lower()}"
        self.workspace.edit(with_completeness(case, self.definition, said), what)

    def _button(self, text: str, name: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "small")
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self.definition.label}: {name}")
        button.clicked.connect(lambda: pressed())
        return button

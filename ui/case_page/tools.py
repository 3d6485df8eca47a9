"""The line above the form: go to a field by its name, and the day of new values."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLabel, QLineEdit

from hccreview.clinical.dates import PartialDate, day, spoken
from hccreview.clinical.fields import Dictionary
from hccreview.errors import ReviewError
from ui.case_page.days import read_day
from ui.workspace import Workspace

_DAY_WIDTH = 100


class Tools(QFrame):
    """`field_chosen` tells the id of a field or list."""

    field_chosen = Signal(str)

    def __init__(self, workspace: Workspace, dictionary: Dictionary) -> None:
        super().__init__()
        self.setObjectName("caseTools")
        self.workspace = workspace
        self.search, self.new_day = QLineEdit(), QLineEdit()
        self.search.setPlaceholderText("Go to a field …")
        self.search.setAccessibleName("Go to a field")
        self.search.setClearButtonEnabled(True)
        names = (*dictionary.fields, *dictionary.lists)
        self._labels = {dictionary.label(name): name for name in names}
        completer = QCompleter(list(self._labels), self.search)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._found)
        self.search.setCompleter(completer)
        self.search.returnPressed.connect(self._first)
        self.new_day.setFixedWidth(_DAY_WIDTH)
        self.new_day.setAccessibleName("Day of new values")
        self.new_day.setToolTip("New values and new laboratory columns get this day")
        self.new_day.editingFinished.connect(self._day_given)
        label = QLabel("New values are of")
        label.setBuddy(self.new_day)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self.search, 1)
        row.addStretch(1)
        row.addWidget(label)
        row.addWidget(self.new_day)

    def day_of_new_values(self) -> PartialDate:
        """Return the day that new values get: as written here, else the day of the review."""
        as_of = self.workspace.as_of
        assert as_of is not None
        try:
            return read_day(self.new_day.text())
        except ReviewError:
            return day(as_of)

    def begin_case(self) -> None:
        """Propose the day of the review."""
        if self.workspace.as_of is not None:
            self.new_day.setText(spoken(self.workspace.as_of))

    def _day_given(self) -> None:
        try:
            self.new_day.setText(spoken(read_day(self.new_day.text())))
        except ReviewError as error:
            self.workspace.messages.problem(str(error))
            self.begin_case()

    def _first(self) -> None:
        wanted = self.search.text().strip().casefold()
        near = [label for label in self._labels if wanted and wanted in label.casefold()]
        if near:
            self._found(min(near, key=len))

    def _found(self, label: str) -> None:
        self.search.clear()
        self.field_chosen.emit(self._labels[label])

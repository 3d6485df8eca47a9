"""The line above the form: go to a field by its name, and the date of values still to be typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout

from hccreview.clinical.dates import PartialDate, day, spoken
from hccreview.clinical.fields import Dictionary
from hccreview.errors import ReviewError
from ui.case_page.days import read_day
from ui.case_page.live_line import Line
from ui.widgets.labels import text_label
from ui.workspace import Workspace

_DAY_WIDTH = 130


class Tools(QFrame):
    """`field_chosen` tells the id of a field or list."""

    field_chosen = Signal(str)

    def __init__(self, workspace: Workspace, dictionary: Dictionary) -> None:
        super().__init__()
        self.setObjectName("caseTools")
        self.workspace = workspace
        self.search, self.new_day = Line(), Line()
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
        self.new_day.setPlaceholderText("day of the review")
        self.new_day.setAccessibleName("Date of new values")
        self.new_day.setToolTip(
            "Date of values typed from now on; left empty, it is the day of the review above"
        )
        self.new_day.editingFinished.connect(self._day_given)
        self.problem = text_label()
        self.problem.setProperty("role", "refusal")
        self.problem.hide()
        label = text_label("New values are dated")
        label.setProperty("role", "muted")
        label.setBuddy(self.new_day)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self.search, 1)
        row.addStretch(1)
        row.addWidget(self.problem)
        row.addWidget(label)
        row.addWidget(self.new_day)

    def day_of_new_values(self) -> PartialDate:
        """Return the day that new values get: as written here, else the day of the review.

        Raises ReviewError while what is written here is no day.
        """
        as_of = self.workspace.as_of
        assert as_of is not None
        text = self.new_day.text().strip()
        return read_day(text) if text else day(as_of)

    def begin_case(self) -> None:
        """Let new values be of the day of the review."""
        self.new_day.clear()
        self._tell("")

    def _day_given(self) -> None:
        text = self.new_day.text().strip()
        try:
            self.new_day.setText(spoken(read_day(text)) if text else "")
        except ReviewError as error:
            self._tell(str(error))
        else:
            self._tell("")

    def _tell(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.new_day.setProperty("refused", bool(sentence))
        self.new_day.style().unpolish(self.new_day)
        self.new_day.style().polish(self.new_day)

    def _first(self) -> None:
        wanted = self.search.text().strip().casefold()
        near = [label for label in self._labels if wanted and wanted in label.casefold()]
        if near:
            self._found(min(near, key=len))

    def _found(self, label: str) -> None:
        self.search.clear()
        self.field_chosen.emit(self._labels[label])

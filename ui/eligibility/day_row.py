"""The planned days of a case: inclusion and first dose; assumed ones say so.

The day of the review stands in the header of the window, for all pages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QToolButton, QWidget

from ui.widgets.labels import text_label

if TYPE_CHECKING:
    from ui.workspace import Workspace

_KNOWN, _ASSUMED = "d MMM yyyy", "d MMM '(assumed)'"


class DayField(QWidget):
    """A day that is recorded or assumed; a recorded one can be given back to assumption."""

    def __init__(self, text: str, name: str, put: Callable[[date | None], None]) -> None:
        super().__init__()
        self._put = put
        self._text = text
        self.title = title = text_label(text)
        title.setProperty("role", "muted")
        self.edit = QDateEdit()
        self.edit.setCalendarPopup(True)
        self.edit.setKeyboardTracking(False)  # a day counts when it is typed to its end
        self.edit.setDisplayFormat(_KNOWN)
        self.edit.setProperty("role", "day")
        self.edit.setAccessibleName(name)
        self.edit.setToolTip(name)
        self.edit.dateChanged.connect(lambda day: self._put(day.toPython()))
        title.setBuddy(self.edit)
        self.forget = QToolButton()
        self.forget.setText("×")
        self.forget.setProperty("role", "forget")
        self.forget.setAccessibleName(f"{name}: assume the day of the review")
        self.forget.setToolTip(self.forget.accessibleName())
        self.forget.clicked.connect(lambda: self._put(None))
        self.forget.setFixedWidth(16)
        self.forget.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (title, self.edit, self.forget):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_day(self, day: date, assumed: bool, past: bool) -> None:
        """Show a day; `past`: it lies before the day of the review."""
        self.title.setText(f"{self._text} (past)" if past else self._text)
        with QSignalBlocker(self.edit):
            wanted = _ASSUMED if assumed else _KNOWN
            if self.edit.displayFormat() != wanted:
                self.edit.setDisplayFormat(wanted)
            self.edit.setDate(QDate(day.year, day.month, day.day))
        self.forget.setVisible(not assumed)


class DayRow(QWidget):
    """Inclusion and first dose belong to the case: another day is a change of it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.inclusion = DayField("Inclusion", "Planned day of inclusion", self._include_on)
        self.first_dose = DayField("First dose", "Planned day of the first dose", self._dose_on)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        for field in (self.inclusion, self.first_dose):
            row.addWidget(field)
        self.setEnabled(False)

    def show_days(self) -> None:
        """Show the days of the workspace's comparison."""
        comparison = self.workspace.comparison
        if comparison is None:
            return
        anchors = comparison.anchors
        self.setEnabled(True)
        for field, day, assumed in (
            (self.inclusion, anchors.inclusion, anchors.inclusion_assumed),
            (self.first_dose, anchors.first_dose, anchors.first_dose_assumed),
        ):
            field.show_day(day, assumed, past=day < anchors.as_of)

    def _include_on(self, day: date | None) -> None:
        case = self.workspace.case
        if case is not None:
            self._plan(day, case.first_dose, "the day of inclusion")

    def _dose_on(self, day: date | None) -> None:
        case = self.workspace.case
        if case is not None:
            self._plan(case.inclusion, day, "the day of the first dose")

    def _plan(self, inclusion: date | None, first_dose: date | None, what: str) -> None:
        from hccreview.clinical.editing import with_days

        case = self.workspace.case
        if case is not None and (inclusion, first_dose) != (case.inclusion, case.first_dose):
            self.workspace.edit(with_days(case, inclusion=inclusion, first_dose=first_dose), what)

"""The three days of a review: as of, inclusion, first dose; assumed ones say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLabel, QToolButton, QWidget

if TYPE_CHECKING:
    from ui.workspace import Workspace

_KNOWN, _ASSUMED = "d MMM yyyy", "d MMM '(assumed)'"


class DayField(QWidget):
    """A day that is recorded or assumed; a recorded one can be given back to assumption."""

    def __init__(self, text: str, name: str, put: Callable[[date | None], None]) -> None:
        super().__init__()
        self._put = put
        title = QLabel(text)
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

    def show_day(self, day: date, assumed: bool = False, may_forget: bool = False) -> None:
        """Show a day."""
        with QSignalBlocker(self.edit):
            wanted = _ASSUMED if assumed else _KNOWN
            if self.edit.displayFormat() != wanted:
                self.edit.setDisplayFormat(wanted)
            self.edit.setDate(QDate(day.year, day.month, day.day))
        self.forget.setVisible(may_forget and not assumed)


class DayRow(QWidget):
    """Another day of review is another review; inclusion and first dose belong to the case."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.as_of = DayField("As of", "Day of the review", self._review_on)
        self.inclusion = DayField("Inclusion", "Planned day of inclusion", self._include_on)
        self.first_dose = DayField("First dose", "Planned day of the first dose", self._dose_on)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        for field in (self.as_of, self.inclusion, self.first_dose):
            row.addWidget(field)
        self.setEnabled(False)

    def show_days(self) -> None:
        """Show the days of the workspace's comparison."""
        comparison = self.workspace.comparison
        if comparison is None:
            return
        anchors = comparison.anchors
        self.setEnabled(True)
        self.as_of.show_day(anchors.as_of)
        self.inclusion.show_day(anchors.inclusion, anchors.inclusion_assumed, may_forget=True)
        self.first_dose.show_day(anchors.first_dose, anchors.first_dose_assumed, may_forget=True)

    def _review_on(self, day: date | None) -> None:
        if day is not None:
            self.workspace.set_as_of(day)

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

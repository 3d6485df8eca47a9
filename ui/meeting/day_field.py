"""A field for a day, in the forms of the page."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit


class DayField(QDateEdit):
    """`entered`: Return was pressed in it, which saves a form as it does in a line of text."""

    entered = Signal()

    def __init__(self, name: str, day: date) -> None:
        super().__init__(QDate(day.year, day.month, day.day))
        self.setDisplayFormat("d MMM yyyy")
        self.setCalendarPopup(True)
        self.setAccessibleName(name)

    @property
    def day(self) -> date:
        """The day that stands in it."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the day as typed, then tell of Return."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()

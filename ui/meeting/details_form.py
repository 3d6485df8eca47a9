"""The details of a meeting: its day, its place, and who sits at the board."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.meeting.meeting import Meeting, Sitting
from ui.meeting.day_field import DayField
from ui.meeting.members import Members
from ui.regimens.parts import Form, button, flowing, line, titled
from ui.widgets.labels import label

if TYPE_CHECKING:
    from db.meeting_listing import MeetingLine, StoredMeeting

_WEEK = timedelta(days=7)
_WIDEST = 680


class DetailsForm(Form):
    """`made` carries a new meeting, `changed` the one that was there; `delete_asked`: it goes."""

    made = Signal(object)
    changed = Signal(object)
    delete_asked = Signal()

    def __init__(
        self,
        stored: StoredMeeting | None,
        today: date,
        others: Iterable[MeetingLine] = (),
        *,
        new: bool,
    ) -> None:
        known = stored.meeting if stored is not None else Meeting(Sitting(today))
        day = known.sitting.on
        super().__init__("New meeting" if new else f"Meeting of {spoken(day)}")
        self.known, self.new = known, new
        self._others = {(each.on, each.place) for each in others}
        if new and stored is not None:
            day = max(day + _WEEK, today)
        self.on = DayField("Date of the meeting", day)
        self.place = line("Place of the meeting", "such as: seminar room 2", known.sitting.place)
        self.members = Members(known.sitting.members)
        self.delete = button("Delete the meeting…", self._ask_deletion, role="")
        self.sure = label("problem")
        self.delete_now = button("Delete it", self.delete_asked.emit)
        self._lay_out()

    def begin(self) -> None:
        """Put the keyboard on the date."""
        self.on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        try:
            sitting = Sitting(self.on.day, self.place.text().strip(), self.members.members())
            self._check(sitting)
            if self.new:
                self.made.emit(Meeting(sitting))
            else:
                self.changed.emit(replace(self.known, sitting=sitting))
        except ReviewError as error:
            self.refuse(str(error))

    def _check(self, sitting: Sitting) -> None:
        """Refuse a second meeting of one day and place: nobody could tell them apart."""
        here, before = (sitting.on, sitting.place), self.known.sitting
        if here in self._others and (self.new or here != (before.on, before.place)):
            where = f"at “{sitting.place}”" if sitting.place else "without a place"
            raise ReviewError(
                f"There is a meeting on {spoken(sitting.on)} {where} already; name another place."
            )

    def _ask_deletion(self) -> None:
        """Say what goes with the meeting; a second press deletes it."""
        day = spoken(self.known.sitting.on)
        self.sure.setText(
            f"The meeting of {day} goes with its agenda, ticks, notes and drafts of decisions, and"
            " cannot be brought back. Tasks and the cases stay."
        )
        for part in (self.sure, self.delete_now):
            part.show()
        self.delete_now.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self.on.setMinimumWidth(130)
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(titled("Date", self.on, 36))
        row.addWidget(titled("Place", self.place, 36), 1)
        top.setMaximumWidth(_WIDEST)
        self.column.addWidget(top)
        self.column.addWidget(label("section", "Members of the board"))
        self.column.addWidget(self._scrolling(), 1)
        words = "Make the meeting" if self.new else "Save"
        save = button(words, self._save, role="primary")
        cancel = button("Cancel", self.left.emit, role="", name="Leave the details as they were")
        self.on.entered.connect(self._save)
        self.place.returnPressed.connect(self._save)
        self.members.save_asked.connect(self._save)
        self.end_with(save, cancel, *(() if self.new else (self.delete,)))
        self.column.addWidget(self.sure)
        self.column.addWidget(flowing((self.delete_now,)))
        for part in (self.sure, self.delete_now):
            part.hide()

    def _scrolling(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("members")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.members)
        column.addStretch(1)
        self.members.setMaximumWidth(_WIDEST)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

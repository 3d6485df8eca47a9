"""The top of the page: which meeting, what is done with it, how it leaves the page."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QPushButton

from ui.meeting.room import BoardRoom
from ui.meeting.words import counts_words, line_words
from ui.regimens.parts import button
from ui.widgets.elided_label import ElidedLabel


class TopLine(QFrame):
    """Follows the room; its signals say what the user asked for."""

    meeting_chosen = Signal(uuid.UUID)
    new_asked = Signal()
    details_asked = Signal()
    handout_asked = Signal()
    export_asked = Signal()
    list_asked = Signal()

    def __init__(self, room: BoardRoom) -> None:
        super().__init__()
        self.room = room
        self.setObjectName("meetingBar")
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("Meeting")
        self.chooser.setToolTip("Meetings, the latest first")
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.new = button("New meeting…", self.new_asked.emit, name="New meeting (Ctrl+Shift+N)")
        self.details = button(
            "Details…", self.details_asked.emit, name="Date, place and members of the meeting"
        )
        self.counts = ElidedLabel()
        self.counts.setProperty("role", "muted")
        self.present = button("Present (F5)", lambda: None, name="Present the cases (F5)")
        self.export = QPushButton("Export…")
        self.export.setProperty("role", "small")
        self.export.setAccessibleName("Export hand-outs, workbook, lists")
        self.export.clicked.connect(self._ask_what)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 12, 6)
        row.setSpacing(6)
        for part in (self.chooser, self.new, self.details):
            row.addWidget(part)
        row.addSpacing(6)
        row.addWidget(self.counts, 1)
        row.addWidget(self.present)
        row.addWidget(self.export)
        self.chooser.activated.connect(self._choose)

    def renew(self) -> None:
        """Show the meetings of now."""
        stored, lines = self.room.meeting, self.room.lines
        with QSignalBlocker(self.chooser):
            self.chooser.clear()
            for line in lines:
                self.chooser.addItem(line_words(line), line.id)
            ids = [line.id for line in lines]
            if stored is not None and stored.id in ids:
                self.chooser.setCurrentIndex(ids.index(stored.id))
        self.chooser.setVisible(bool(lines))
        self.details.setVisible(stored is not None)
        self.counts.setText(counts_words(stored.meeting) if stored is not None else "")
        self.counts.setToolTip(self.counts.text())

    def _choose(self, place: int) -> None:
        self.meeting_chosen.emit(self.chooser.itemData(place))

    def _ask_what(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Hand-out of the case …", self.handout_asked.emit)
        if self.room.meeting is not None:
            menu.addAction("Hand-out and workbook of the meeting …", self.export_asked.emit)
            menu.addAction("List of what is to be obtained …", self.list_asked.emit)
        menu.popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

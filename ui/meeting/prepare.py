"""What must be there before the day: what is to be obtained, the questions, the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hccreview.clinical.dates import spoken
from hccreview.meeting.agenda import with_notes, with_questions
from hccreview.meeting.limits import check_text
from hccreview.meeting.preparing import Tick
from ui.meeting.grouped_list import GroupedList
from ui.meeting.questions import BoardQuestions
from ui.meeting.room import BoardRoom
from ui.meeting.text_box import TextBox
from ui.meeting.wants import rows_of_all, rows_of_case
from ui.regimens.parts import button, line
from ui.theme import Theme
from ui.widgets.labels import label, plain_label
from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.meeting.meeting import Meeting

_NAMELESS = "Write who ticks it off, then tick it."


class PreparePanel(QWidget):
    """Follows the room and the current case."""

    def __init__(self, workspace: Workspace, theme: Theme, room: BoardRoom) -> None:
        super().__init__()
        self.workspace, self.room = workspace, room
        self.heading = plain_label("section")
        self.which = QButtonGroup(self)
        self.this_case = self._chip("This case", "What this case lacks")
        self.all_cases = self._chip("All cases", "What all cases of the agenda lack")
        self.this_case.setChecked(True)
        self.paper = button("Print…", self._ask_paper, name="Print what is to be obtained")
        self.list = GroupedList("To obtain", theme, {Qt.Key.Key_Space: self._turn})
        self.list.setMinimumHeight(110)
        self.list.clicked.connect(self._turn)
        self.none = label("muted")
        self.by = line("Ticked off by", "who ticks it off")
        self.problem = label("problem")
        self.questions = BoardQuestions(self._put_questions)
        self.notes = TextBox("Notes for the presenter", "only the presenter sees them", 70)
        self.notes.typed.connect(self._put_notes)
        self._lay_out()
        self.which.buttonToggled.connect(lambda *_: self.renew())
        for box in (self.questions.box, self.notes):
            box.left.connect(room.flush)

    def renew(self) -> None:
        """Show what the current case, or the meeting, lacks now."""
        stored, item, found = self.room.meeting, self.room.item, self.room.preparations
        if stored is None or item is None:
            return
        day = spoken(stored.meeting.sitting.on)
        self.heading.setText(f"To obtain before {day}")
        if self.this_case.isChecked():
            rows = rows_of_case(found.get(item.case))
        else:
            rows = rows_of_all(stored.meeting, found)
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.none.setVisible(not rows)
        waiting = item.case not in found
        self.none.setText(
            "Working it out …" if waiting else f"Nothing has to be obtained before {day}."
        )
        if not self.by.text():
            self.by.setText(self.room.author)
        asked = found[item.case].asked if item.case in found else ()
        self.questions.show_case(item.case, item.questions, asked)
        self.notes.show_text(item.case, item.notes)

    # ------------------------------------------------------------------------ intents

    def _turn(self) -> None:
        """Tick off what is chosen, or take its tick back."""
        row = self.list.row
        if row is None or row.ticked is None:
            return
        code, _, field = row.key.partition("|")
        if row.ticked:
            self.room.untick(code, field)
            return
        by = self.by.text().strip()
        self.problem.setVisible(not by)
        if not by:
            self.problem.setText(_NAMELESS)
            self.by.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        with self.workspace.messages.telling():
            self.room.tick(Tick(code, field, by, self.workspace.today()))

    def _put_questions(self, case: str, questions: tuple[str, ...]) -> None:
        """Keep questions; raises ReviewError for what cannot be kept."""
        stored = self.room.meeting
        if stored is not None and case in stored.meeting.codes:
            self._put(with_questions(stored.meeting, case, questions))

    def _put_notes(self, case: str, text: str) -> None:
        stored = self.room.meeting
        if stored is None or case not in stored.meeting.codes:
            return
        with self.notes.refusing():
            check_text(text, "The notes", 4000)
            self._put(with_notes(stored.meeting, case, text))

    def _put(self, meeting: Meeting) -> None:
        self.room.change(meeting, typing=True)

    def _ask_paper(self) -> None:
        from ui.meeting.list_on_paper import ListOnPaper

        ListOnPaper(self.workspace, self.room, self.paper).ask()

    # ------------------------------------------------------------------------ building

    def _chip(self, words: str, name: str) -> QPushButton:
        chip = QPushButton(words)
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setToolTip(name)
        chip.setAccessibleName(name)
        self.which.addButton(chip)
        return chip

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(5)
        head.addWidget(self.heading)
        head.addStretch(1)
        for part in (self.this_case, self.all_cases, self.by, self.paper):
            head.addWidget(part)
        self.by.setFixedWidth(150)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addWidget(self.none)
        column.addWidget(self.list, 100)
        column.addWidget(self.questions)
        column.addWidget(self.notes)
        column.addStretch(1)  # where there is nothing to list
        self.problem.hide()

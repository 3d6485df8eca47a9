"""The panel at the right: the chosen point in words, and the audit notes of its flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.labels import label, link_button

if TYPE_CHECKING:
    from hccreview.review.charts.model import FlagNote, Mark

_HINT = (
    "Choose a point of the chart or a row of the numbers. Its count, interval, place in the source"
    " and flags stand here."
)


class Details(QScrollArea):
    """Shows one point; each flag folds out its note."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pointDetails")
        self.setAccessibleName("Details of the point")
        self.setWidgetResizable(True)
        self.setMinimumWidth(230)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title, self.trial, self.lines = label("heading"), label("muted"), label("body")
        self.lines.setAccessibleName("What the source says")
        self.notes: list[NoteBox] = []
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(14, 12, 12, 12)
        self._column.setSpacing(8)
        for part in (self.title, self.trial, self.lines):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.clear()

    def clear(self) -> None:
        """Say how a point is chosen."""
        self._fill("About a point", "", (_HINT,), ())

    def show_mark(self, mark: Mark) -> None:
        """Show a point, the notes of its flags still folded."""
        self._fill(mark.label, mark.trial, mark.lines, mark.flags)

    def show_row(self, headings: tuple[str, ...], cells: tuple[str, ...]) -> None:
        """Show a row of the numbers that is not drawn."""
        pairs = zip(headings[1:], cells[1:], strict=True)
        self._fill(cells[0], "", tuple(f"{name}: {text}" for name, text in pairs if text), ())

    def open_notes(self) -> None:
        """Fold out every note, and put the keyboard on the first."""
        for note in self.notes:
            note.button.setChecked(True)
        if self.notes:
            self.notes[0].button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(self.notes[0])

    def _fill(
        self, title: str, trial: str, lines: tuple[str, ...], flags: tuple[FlagNote, ...]
    ) -> None:
        self.title.setText(title)
        self.trial.setText(trial)
        self.trial.setVisible(bool(trial))
        self.lines.setText("\n".join(lines))
        for old in self.notes:
            self._column.removeWidget(old)
            old.hide()  # without a parent, Qt would still show it as a window
            old.deleteLater()
        self.notes = [NoteBox(flag) for flag in flags]
        for place, note in enumerate(self.notes, start=3):
            self._column.insertWidget(place, note)
            note.show()  # at once, so that it can take the keyboard
        self.verticalScrollBar().setValue(0)


class NoteBox(QFrame):
    """A flag of the audit: its name, and below it what was found and what the program does."""

    def __init__(self, note: FlagNote) -> None:
        super().__init__()
        self.setObjectName("flagNote")
        self.note, flag = note, note.flag
        self.button: QPushButton = link_button("")
        self.button.setCheckable(True)
        self.body = QWidget()
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(3)
        places = "; ".join(place.text for place in (flag.place, *flag.also))
        for heading, text in (
            ("What the audit found", flag.finding),
            ("What the program does", flag.treatment),
            ("In the source", places),
        ):
            inner.addWidget(label("section", heading))
            inner.addWidget(label("body", text))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.body)
        self.button.toggled.connect(self._turn)
        self._turn(False)

    def _turn(self, opened: bool) -> None:
        self.body.setVisible(opened)
        action = "hide" if opened else "read"
        self.button.setText(f"⚑ {self.note.text}: {action} the note")
        self.button.setAccessibleName(f"Audit note {self.note.text}")

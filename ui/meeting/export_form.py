"""Before a meeting is written: as hand-out, as workbook, or both."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.labels import plain_label

HANDOUT, WORKBOOK = "handout", "workbook"
_CHOICES = {
    HANDOUT: "Hand-out (PDF): agenda, two pages a case, follow-ups",
    WORKBOOK: "Workbook (Excel): one summary, one sheet a case",
}
_NONE = "Choose at least one."
_LEAVES_OUT = (
    "Both name the patients by their codes, with age and sex. Key images, excerpts of reports and"
    " the presenter's notes are in neither."
)


class MeetingExportForm(QDialog):
    """`wanted` carries what was chosen, in the order in which it is written."""

    wanted = Signal(tuple)

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export meeting")
        self.boxes = {kind: QCheckBox(text) for kind, text in _CHOICES.items()}
        self.problem = plain_label("problem", _NONE)
        self.write = QPushButton("Choose the file…")
        self.write.setProperty("role", "primary")
        self.write.setDefault(True)
        self.write.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(plain_label("heading", title))
        for box in self.boxes.values():
            box.setChecked(True)
            box.toggled.connect(self._check)
            column.addWidget(box)
        column.addWidget(self.problem)
        note = plain_label("muted", _LEAVES_OUT)
        note.setWordWrap(True)
        column.addWidget(note)
        column.addWidget(self._buttons())
        self.setMinimumWidth(420)
        self._check()
        self.write.setFocus()

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is to be written."""
        return tuple(kind for kind, box in self.boxes.items() if box.isChecked())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        buttons.addButton(self.write, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        return buttons

    def _check(self) -> None:
        self.problem.setVisible(not self.chosen)

    def _take(self) -> None:
        chosen = self.chosen
        if chosen:
            self.accept()  # deletes the form while the file is being asked for
            self.wanted.emit(chosen)

"""Before a workbook is written: which trials, and whether it may point to the patient."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hccreview.trials.model import Trial
from ui.widgets.labels import plain_label

_LEAVES_OUT = (
    "Without code, label, notes, names of drugs and lesions as typed, authors and reasons; dates"
    " become days counted from the review. Age and values stay."
)
_NONE = "Choose at least one trial."
_TALLEST = 320


class ExportForm(QDialog):
    """`wanted` carries the ids of the chosen trials and whether the workbook is de-identified."""

    wanted = Signal(object, bool)

    def __init__(self, parent: QWidget, case: str, trials: tuple[Trial, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export workbook")
        self.trials = {trial.id: _box(trial) for trial in trials}
        self.deidentified = QCheckBox("De-identified")
        self.problem = plain_label("problem", _NONE)
        self.problem.hide()
        self.write = QPushButton("Choose the file…")
        self.write.setProperty("role", "primary")
        self.write.setDefault(True)
        self.write.clicked.connect(self._take)
        self._lay_out(case)
        for box in self.trials.values():
            box.toggled.connect(self._check)
        self.write.setFocus()

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of the chosen trials."""
        return frozenset(name for name, box in self.trials.items() if box.isChecked())

    def _take(self) -> None:
        chosen, deidentified = self.chosen, self.deidentified.isChecked()
        self._check()
        if chosen:
            self.accept()  # deletes the form while the file is being asked for
            self.wanted.emit(chosen, deidentified)

    def _check(self) -> None:
        self.problem.setVisible(not self.chosen)

    def _choose_all(self, chosen: bool) -> None:
        for box in self.trials.values():
            box.setChecked(chosen)

    def _lay_out(self, case: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(plain_label("heading", f"Workbook of {case}"))
        column.addLayout(self._heading())
        column.addWidget(self._list())
        column.addWidget(self.problem)
        column.addSpacing(6)
        column.addWidget(self.deidentified)
        note = plain_label("muted", _LEAVES_OUT)
        note.setWordWrap(True)
        column.addWidget(note)
        buttons = QDialogButtonBox()
        cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        buttons.addButton(self.write, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(420)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(plain_label("section", "Trials"))
        row.addStretch(1)
        for text, chosen in (("All", True), ("None", False)):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.setProperty("role", "link")
            button.setAccessibleName(f"{text} of the trials")
            button.clicked.connect(lambda _=False, on=chosen: self._choose_all(on))
            row.addWidget(button)
        return row

    def _list(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for box in self.trials.values():
            column.addWidget(box)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("trialChoice")
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(min(inner.sizeHint().height() + 4, _TALLEST))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area


def _box(trial: Trial) -> QCheckBox:
    box = QCheckBox(f"{trial.short_name}  ·  {trial.id}")
    box.setAccessibleName(f"{trial.short_name}, {trial.id}")
    box.setChecked(True)
    return box

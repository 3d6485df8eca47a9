"""Before a case leaves as workbook or case file: which trials, with or without its identity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
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
from ui.widgets.labels import label, plain_label
from ui.widgets.leaving_view import LeavingView, Preview
from ui.wording import plural

_LEAVES_OUT = (
    "Without code, label, authors, laboratories and plans. The birth becomes an age; 90 and more is"
    " told as “90 or more” (HIPAA safe harbour, 45 CFR 164.514(b)). Dates become days from the"
    " first treatment, else from the planned first dose or the review. Every value that leaves is"
    " shown here. The date of the file itself tells when it was written."
)
_IDENTIFIES = (
    "With code, remark, dates and every text as they are recorded: who has the file can find out"
    " whose it is."
)
_READ_IT = "Read each text at the right: the program cannot find a name or a date in it."
_NONE = "Choose at least one trial."
_TALLEST = 250
_NARROW, _WIDE, _HIGH = 420, 1160, 690
_MARGIN = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen in the form: ids of trials, without identity, and with free text."""

    trials: frozenset[str]
    deidentified: bool
    free_text: bool


class ExportForm(QDialog):
    """`wanted` carries the Choice. `preview` tells what leaves, with free text or without."""

    wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        heading: str,
        preview: Callable[[bool], Preview],
        trials: tuple[Trial, ...] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._preview = preview
        self.trials = {trial.id: _box(trial) for trial in trials}
        self.deidentified = QCheckBox("De-identified")
        self.free_text = QCheckBox("Free text too")
        self.note, self.remarks = label("muted", _LEAVES_OUT), label("problem")
        self.identifies = label("muted", _IDENTIFIES)
        self.leaving = LeavingView()
        self.problem = plain_label("problem", _NONE)
        self.write = QPushButton("Choose the file…")
        self.write.setProperty("role", "primary")
        self.write.setDefault(True)
        self._lay_out(heading)
        for hidden in (self.problem, self.free_text, self.note, self.remarks, self.leaving):
            hidden.hide()
        for box in self.trials.values():
            box.toggled.connect(self._check)
        self.deidentified.toggled.connect(self._show_what_leaves)
        self.free_text.toggled.connect(self._show_what_leaves)
        self.write.clicked.connect(self._take)
        self.write.setFocus()

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of the chosen trials."""
        return frozenset(name for name, box in self.trials.items() if box.isChecked())

    def _take(self) -> None:
        deidentified = self.deidentified.isChecked()
        choice = Choice(self.chosen, deidentified, deidentified and self.free_text.isChecked())
        self._check()
        if choice.trials or not self.trials:
            self.accept()  # deletes the form while the file is being asked for
            self.wanted.emit(choice)

    def _check(self) -> None:
        self.problem.setVisible(bool(self.trials) and not self.chosen)

    def _show_what_leaves(self) -> None:
        """Show or hide the preview, as it is with or without free text."""
        shown, free_text = self.deidentified.isChecked(), self.free_text.isChecked()
        if shown:
            preview = self._preview(free_text)
            texts = plural(preview.texts, "text", "texts") if preview.texts else "none is recorded"
            self.free_text.setText(f"Free text too ({texts})")
            self.free_text.setEnabled(preview.texts > 0)
            self.leaving.show_lines(preview.lines)
            remarks = [*((_READ_IT,) if free_text else ()), *preview.remarks]
            self.remarks.setText("\n".join(remarks))
        for each in (self.free_text, self.note, self.leaving):
            each.setVisible(shown)
        self.identifies.setVisible(not shown)
        self.remarks.setVisible(shown and bool(self.remarks.text()))
        self._fit(shown)

    def _fit(self, wide: bool) -> None:
        """Make room for the preview inside the window; else be as small as the choices."""
        parent = self.parentWidget()
        if wide and parent is not None:
            room = parent.size()
            self.resize(min(_WIDE, room.width() - _MARGIN), min(_HIGH, room.height() - _MARGIN))
            self.move(parent.frameGeometry().center() - self.rect().center())
        elif not wide:
            inner = _NARROW - _MARGIN
            self.identifies.setMinimumHeight(self.identifies.heightForWidth(inner))
            self.adjustSize()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size now that the fonts are known."""
        super().showEvent(event)
        self._fit(self.deidentified.isChecked())

    # -------------------------------------------------------------------------- layout

    def _lay_out(self, heading: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(plain_label("heading", heading))
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(self._choices(), 3)
        row.addWidget(self.leaving, 8)
        column.addLayout(row, 1)
        buttons = QDialogButtonBox()
        cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        buttons.addButton(self.write, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(_NARROW)

    def _choices(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        if self.trials:
            column.addLayout(self._heading())
            column.addWidget(self._list())
            column.addWidget(self.problem)
            column.addSpacing(6)
        for each in (
            self.deidentified,
            self.identifies,
            self.note,
            self.free_text,
            self.remarks,
        ):
            column.addWidget(each)
        column.addStretch(1)
        return column

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

    def _choose_all(self, chosen: bool) -> None:
        for box in self.trials.values():
            box.setChecked(chosen)

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
        area.setMinimumWidth(min(inner.sizeHint().width(), _NARROW - _MARGIN))
        return area


def _box(trial: Trial) -> QCheckBox:
    box = QCheckBox(f"{trial.short_name}  ·  {trial.id}")
    box.setAccessibleName(f"{trial.short_name}, {trial.id}")
    box.setChecked(True)
    return box

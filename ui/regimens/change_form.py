"""The form for a change: hold, delay or reduce an administration or a cycle, with the reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSpinBox

from hccreview.clinical.plan import Delay, DoseReduction, Hold
from hccreview.errors import ReviewError
from ui.regimens.parts import Form, button, choice, line, titled
from ui.widgets.labels import label

if TYPE_CHECKING:
    from hccreview.clinical.plan import Change

KINDS = {"hold": "Hold", "delay": "Delay", "reduce": "Reduce the dose"}


class ChangeForm(Form):
    """`made` carries the trial and the change."""

    made = Signal(str, object)

    def __init__(
        self, trial: str, name: str, kind: str, cycle: int, given: tuple[str, str], author: str
    ) -> None:
        """`given`: id and drug of the administration, both empty for the whole cycle."""
        super().__init__(f"{KINDS[kind]}: {name}, cycle {cycle}")
        self.trial, self.kind, self.cycle, self.given = trial, kind, cycle, given[0]
        options = [("", "the whole cycle")]
        if given[0]:
            options.insert(0, (given[0], f"only {given[1]}"))
        self.scope = choice("What is changed", options, narrow=True)
        self.amount = QSpinBox()
        self.amount.setAccessibleName("Days" if kind == "delay" else "Per cent of the stated dose")
        self.amount.setRange(1, 366 if kind == "delay" else 99)
        self.amount.setValue(7 if kind == "delay" else 75)
        self.amount.setSuffix(" days later" if kind == "delay" else " % of the stated dose")
        self.onwards = QCheckBox("and in all later cycles")
        self.author = line("Who decides", "Who decides", author)
        self.reason = line("Reason", "such as platelets 60")
        self.column.addWidget(titled("What", self.scope, 52))
        if kind != "hold":
            self.column.addWidget(self.amount)
        if kind == "delay":
            self.column.addWidget(label("muted", "What follows moves by the same days."))
        else:
            self.column.addWidget(self.onwards)
        for words, field in (("Who", self.author), ("Reason", self.reason)):
            self.column.addWidget(titled(words, field, 52))
            field.returnPressed.connect(self.save)
        self.today = date.min
        self.end_with(
            button("Save the change", self.save, role="primary"), button("Cancel", self.left.emit)
        )

    def begin(self, today: date) -> None:
        """Put the keyboard on the first field; `today` is the day of the change."""
        self.today = today
        first = self.scope if self.kind == "hold" else self.amount
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Tell the change, or what is missing."""
        for field, sentence in ((self.author, "Write who decides."), (self.reason, "Write why.")):
            if not field.text().strip():
                self.refuse(sentence)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        try:
            self.made.emit(self.trial, self._change())
        except ReviewError as error:
            self.refuse(str(error))

    def _change(self) -> Change:
        reason, author = self.reason.text().strip(), self.author.text().strip()
        scope, onwards = str(self.scope.currentData()), self.onwards.isChecked()
        if self.kind == "hold":
            return Hold(self.cycle, reason, author, self.today, scope, onwards)
        if self.kind == "delay":
            return Delay(self.cycle, self.amount.value(), reason, author, self.today, scope)
        percent = float(self.amount.value())
        return DoseReduction(self.cycle, percent, reason, author, self.today, scope, onwards)

"""On which facts a sealed decision is amended: those that were sealed, or the record of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton

from hccreview.clinical.dates import spoken
from ui.widgets.labels import label
from ui.widgets.panel_form import form_frame

if TYPE_CHECKING:
    from hccreview.meeting.seal import Sealed


class FactsChoice(QFrame):
    """`chosen` carries True for the facts that were sealed; arrows go from one to the other."""

    chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        column = form_frame(self)
        self.title = label("section")
        self.same, self.today = QRadioButton(), QRadioButton("on the record of today")
        self.choices = QButtonGroup(self)
        column.addWidget(self.title)
        for button in (self.same, self.today):
            self.choices.addButton(button)
            column.addWidget(button)
        self.choices.buttonClicked.connect(lambda _: self.chosen.emit(self.same.isChecked()))
        self.hide()

    def show_choice(self, before: Sealed | None, same: bool) -> None:
        """Show on what an amendment of `before` rests; None hides the choice."""
        self.setVisible(before is not None)
        if before is None:
            return
        day = spoken(before.snapshot.anchors.as_of)
        self.title.setText(f"Amendment of version {before.seal.version}")
        self.same.setText(f"on the facts that were sealed (as of {day}): a correction")
        (self.same if same else self.today).setChecked(True)

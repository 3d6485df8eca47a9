"""The form of one entry of a list, below the list: every field in full, nothing sideways."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.case_page.form import FieldGrid
from ui.case_page.list_model import ListModel
from ui.case_page.part_box import PartBox
from ui.widgets.escape import keeps
from ui.widgets.labels import text_label

_PART_WIDTH = 200  # neither date nor unit stands beside a part


class EntryForm(QFrame):
    """`closed`, `new_asked` and `removed` say what the user wants."""

    closed = Signal()
    new_asked = Signal()
    removed = Signal(int)

    def __init__(self, model: ListModel) -> None:
        super().__init__()
        self.setObjectName("entryForm")
        self.setAccessibleName(f"{model.definition.label}, entry")
        self.model, self.row = model, 0
        self.boxes = {field.id: PartBox(model, field) for field in model.definition.entry}
        self.title = text_label()
        self.title.setProperty("role", "fieldLabel")
        self.another = self._button("+ Another", "add another entry", self.new_asked.emit)
        self.another.setToolTip("Ins")
        self.remove = self._button(
            "Remove", "remove this entry", lambda: self.removed.emit(self.row)
        )
        self.close_button = self._button("Close", "close the entry", self.closed.emit)
        self.close_button.setToolTip("Esc")
        for box in self.boxes.values():
            box.new_asked.connect(self.new_asked)
        self._lay_out()

    @property
    def stops(self) -> list[QWidget]:
        """The widgets on which Tab stops, in their order."""
        inputs = [stop for box in self.boxes.values() for stop in box.stops]
        return [*inputs, self.another, self.remove, self.close_button]

    def show_row(self, row: int) -> None:
        """Show an entry, or the empty one behind the last."""
        self.row = min(row, self.model.rowCount())
        new = self.row == self.model.rowCount()
        self.title.setText("New entry" if new else f"Entry {self.row + 1}")
        self.remove.setEnabled(not new)
        self.another.setEnabled(not new)
        for box in self.boxes.values():
            box.show_row(self.row)

    def focus_part(self, name: str) -> None:
        """Put the keyboard on a field of the entry."""
        self.boxes[name].input.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the form; elsewhere in the window it closes other things."""
        return keeps(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the form where no typing was taken back by it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Insert:
            self.new_asked.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        for button in (self.another, self.remove, self.close_button):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(FieldGrid(self.boxes.values(), _PART_WIDTH))

    def _button(self, text: str, name: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "small")
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self.model.definition.label}: {name}")
        button.clicked.connect(partial(_press, pressed))
        return button


def _press(pressed: Callable[[], None], _: bool = False) -> None:
    pressed()

"""Before a patient is erased: what goes, what stays, and the code typed once more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.question_form import QuestionForm

_GOES = "All that the store holds of {code} is erased: every value, list, plan and answer{along}."
_SEALED = (
    "Sealed decisions on it cannot be read any more: their bytes stay, so that the record of"
    " changes can still be proved, but the key that opens them is destroyed."
)
_STAYS = (
    "What stays: the record that somebody changed a case, and when, without any value and without"
    " the code; meetings with their day, place and members; files that were exported or printed."
)
_BACKUPS = (
    "Backups keep it. Each new backup removes those from more than 28 days ago, but never the"
    " newest that was proved whole, nor one dated ahead; once it is erased here, the program offers"
    " to erase them too. Whoever restores one brings the patient back."
)
_COPIES = "These copies of the store keep it until they are erased: {names}."
_NO_WAY_BACK = "This cannot be undone."


class EraseForm(QuestionForm):
    """`wanted`: the code was typed, and the patient is to be erased.

    Return only leads to the button, so that no key that was meant for the line erases.
    """

    wanted = Signal()

    def __init__(
        self, parent: QWidget, code: str, along: str, *, sealed: bool, copies: Sequence[str]
    ) -> None:
        super().__init__(
            parent,
            "Erase the patient's data",
            f"Erase {code} for good",
            heading=f"Erase the patient's data: {code}",
        )
        self.code = code
        self.erase = self.take
        self.erase.setEnabled(False)
        self.erase.clicked.connect(self._take)
        self.say(_GOES.format(code=code, along=f", with {along}" if along else ""))
        if sealed:
            self.say(_SEALED)
        kept = [_COPIES.format(names=", ".join(copies))] if copies else []
        self.say(_STAYS, " ".join([_BACKUPS, *kept]))
        self.say(_NO_WAY_BACK, role="problem")
        self.typed = QLineEdit()
        self.typed.setProperty("role", "line")
        self.typed.setPlaceholderText(f"Type {code} to erase it")
        self.typed.setAccessibleName("Code of the case")
        self.typed.textChanged.connect(self._compare)
        self.typed.returnPressed.connect(self._go_on)
        self.column.addWidget(self.typed)
        self.end(self.typed)

    def _compare(self, typed: str) -> None:
        self.erase.setEnabled(typed.strip() == self.code)

    def _go_on(self) -> None:
        if self.erase.isEnabled():
            self.erase.setFocus()

    def _take(self) -> None:
        self.wanted.emit()
        self.accept()

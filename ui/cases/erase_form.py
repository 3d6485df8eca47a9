"""Before a patient is erased: what goes, what stays, and the code typed once more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.labels import label, plain_label

_WIDTH = 560
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
    "Backups keep it until they are rotated out, which takes 4 weeks at most while the program is"
    " in use. Whoever restores one brings the patient back."
)
_COPIES = "These copies of the store keep it until you delete them: {names}."
_NO_WAY_BACK = "This cannot be undone."


class EraseForm(QDialog):
    """`wanted`: the code was typed, and the patient is to be erased."""

    wanted = Signal()

    def __init__(
        self, parent: QWidget, code: str, along: str, *, sealed: bool, copies: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self.code = code
        self.setWindowTitle("Erase the patient's data")
        self.setFixedWidth(_WIDTH)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(f"Type {code} to erase it")
        self.typed.setAccessibleName("Code of the case")
        self.typed.textChanged.connect(self._compare)
        self.erase = QPushButton(f"Erase {code} for good")
        self.erase.setAutoDefault(False)
        self.erase.setEnabled(False)
        self.erase.clicked.connect(self._take)
        self.buttons = QDialogButtonBox()
        cancel = self.buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setDefault(True)
        self.buttons.addButton(self.erase, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        goes = _GOES.format(code=code, along=f", with {along}" if along else "")
        kept = [_COPIES.format(names=", ".join(copies))] if copies else []
        self._lay_out([goes, *([_SEALED] if sealed else []), _STAYS, " ".join([_BACKUPS, *kept])])
        self.typed.setFocus()

    def _lay_out(self, paragraphs: list[str]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(plain_label("heading", f"Erase the patient's data: {self.code}"))
        for paragraph in paragraphs:
            column.addWidget(label("", paragraph))
        column.addWidget(label("problem", _NO_WAY_BACK))
        column.addStretch(1)
        column.addWidget(self.typed)
        column.addWidget(self.buttons)

    def _compare(self, typed: str) -> None:
        self.erase.setEnabled(typed.strip() == self.code)

    def _take(self) -> None:
        self.wanted.emit()
        self.accept()

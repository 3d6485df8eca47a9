"""A passphrase is chosen, changed or taken off; and the choice before the first patient."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from hccreview.errors import ReviewError
from ui.widgets.question_form import QuestionForm
from ui.widgets.secret_line import secret_line, show_typed

_NEW = "New passphrase"
_WHY = (
    "With a passphrase all that is stored is encrypted: the file, its copies and its backups can be"
    " read by nobody without it. It is asked for at each start and after a pause. It cannot be"
    " recovered: write it down and keep it in a safe place."
)
_WITHOUT = (
    "Without one, everybody who can read the files of this computer or its backups can read the"
    " patients' data; only the rights of your account and an encrypted disk protect them."
)
_CHANGE = (
    "Backups made before keep the passphrase of their time; once it is changed, the program offers"
    " to erase them."
)
_REMOVE = (
    "The store is written anew without encryption. Backups made before keep their passphrase; new"
    " ones have none."
)


class PassphraseForm(QuestionForm):
    """`wanted` carries the present passphrase and the new one; either may be empty.

    To take the passphrase off is not done by Return: the keyboard goes to its button first.
    """

    wanted = Signal(str, str)

    def __init__(
        self, parent: QWidget, title: str, why: tuple[str, ...], *, present: bool, new: bool
    ) -> None:
        from db.passphrase import SHORTEST

        super().__init__(parent, title, title, harmless=new)
        hint = f"New passphrase, at least {SHORTEST} characters"
        self.present, self.new = secret_line("Present passphrase"), secret_line(_NEW, hint)
        self.again = secret_line("The same once more")
        self._lines = [*[self.present][: int(present)], *[self.new, self.again][: 2 * int(new)]]
        self._new = new
        self.seen = show_typed(*self._lines)
        self.take.clicked.connect(self._take)
        if not new:
            self.present.returnPressed.connect(self.take.setFocus)
        self.say(*why)
        for part in (*self._lines, self.seen):
            self.column.addWidget(part)
        self.end(self._lines[0])

    def _take(self) -> None:
        try:
            self._check()
        except ReviewError as error:
            self.refuse(str(error))
            return
        self.wanted.emit(self.present.text(), self.new.text())
        self.accept()

    def _check(self) -> None:
        """Raise ReviewError for what cannot be taken; the cursor goes there."""
        from db.passphrase import chosen_passphrase

        if self.present in self._lines and not self.present.text():
            self.present.setFocus()
            raise ReviewError("Enter the present passphrase.")
        if not self._new:
            return
        self.new.setFocus()
        chosen_passphrase(self.new.text())
        if self.new.text() != self.again.text():
            self.again.setFocus()
            raise ReviewError("The two lines differ; type the new passphrase twice.")


def set_form(parent: QWidget) -> PassphraseForm:
    """Return the form that sets the first passphrase."""
    return PassphraseForm(parent, "Set a passphrase", (_WHY,), present=False, new=True)


def change_form(parent: QWidget) -> PassphraseForm:
    """Return the form that changes the passphrase."""
    return PassphraseForm(parent, "Change the passphrase", (_CHANGE,), present=True, new=True)


def remove_form(parent: QWidget) -> PassphraseForm:
    """Return the form that takes the passphrase off."""
    return PassphraseForm(
        parent, "Remove the passphrase", (_REMOVE, _WITHOUT), present=True, new=False
    )


class FirstChoice(PassphraseForm):
    """Before the first patient: a passphrase, or the explicit choice to go without one."""

    without = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, "Protect the patients' data", (_WHY, _WITHOUT), present=False, new=True
        )
        self.take.setText("Encrypt with this passphrase")
        self.go_without = QPushButton("Go on without a passphrase")
        self.go_without.setAutoDefault(False)
        self.go_without.clicked.connect(self._go_without)
        self.buttons.addButton(self.go_without, QDialogButtonBox.ButtonRole.ActionRole)

    def _go_without(self) -> None:
        self.without.emit()
        self.accept()

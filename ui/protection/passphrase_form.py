"""A passphrase is chosen, changed or taken off; and the choice before the first patient."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hccreview.errors import ReviewError
from ui.widgets.labels import label, plain_label

_WIDTH = 460
_WHY = (
    "With a passphrase all that is stored is encrypted: the file, its copies and its backups can be"
    " read by nobody without it. It is asked for at each start and after a pause. It cannot be"
    " recovered: write it down and keep it in a safe place."
)
_WITHOUT = (
    "Without one, everybody who can read the files of this computer or its backups can read the"
    " patients' data; only the rights of your account and an encrypted disk protect them."
)
_CHANGE = "Backups made before keep the passphrase of their time."
_REMOVE = "The store is written anew without encryption."


class PassphraseForm(QDialog):
    """`wanted` carries the present passphrase and the new one; either may be empty."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget, title: str, why: str, *, present: bool, new: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        self.present, self.new, self.again = (
            _line(words) for words in ("Present passphrase", "New passphrase", "The same once more")
        )
        self._lines = [*[self.present][: int(present)], *[self.new, self.again][: 2 * int(new)]]
        self._new = new
        self.seen = QCheckBox("Show what is typed")
        self.seen.toggled.connect(self._show_typed)
        self.problem = label("problem")
        self.problem.hide()
        self.take = QPushButton(title)
        self.take.setProperty("role", "primary")
        self.take.setDefault(True)
        self.take.clicked.connect(self._take)
        self.buttons = QDialogButtonBox()
        cancel = self.buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        self.buttons.addButton(self.take, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(title, why)

    def _lay_out(self, title: str, why: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(plain_label("heading", title))
        column.addWidget(label("", why))
        for line in self._lines:
            column.addWidget(line)
        for part in (self.seen, self.problem, self.buttons):
            column.addWidget(part)

    def _take(self) -> None:
        try:
            self._check()
        except ReviewError as error:
            self.problem.setText(str(error))
            self.problem.show()
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

    def _show_typed(self, seen: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password
        for line in self._lines:
            line.setEchoMode(mode)


def set_form(parent: QWidget) -> PassphraseForm:
    """Return the form that sets the first passphrase."""
    return PassphraseForm(parent, "Set a passphrase", _WHY, present=False, new=True)


def change_form(parent: QWidget) -> PassphraseForm:
    """Return the form that changes the passphrase."""
    return PassphraseForm(parent, "Change the passphrase", _CHANGE, present=True, new=True)


def remove_form(parent: QWidget) -> PassphraseForm:
    """Return the form that takes the passphrase off."""
    why = f"{_REMOVE} {_WITHOUT}"
    return PassphraseForm(parent, "Remove the passphrase", why, present=True, new=False)


class FirstChoice(PassphraseForm):
    """Before the first patient: a passphrase, or the explicit choice to go without one."""

    without = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, "Protect the patients' data", f"{_WHY}\n\n{_WITHOUT}", present=False, new=True
        )
        self.take.setText("Encrypt with this passphrase")
        self.go_without = QPushButton("Go on without a passphrase")
        self.go_without.setAutoDefault(False)
        self.go_without.clicked.connect(self._go_without)
        self.buttons.addButton(self.go_without, QDialogButtonBox.ButtonRole.ActionRole)

    def _go_without(self) -> None:
        self.without.emit()
        self.accept()


def _line(words: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(words)
    line.setAccessibleName(words)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line

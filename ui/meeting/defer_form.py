"""Why a case is put off to a later meeting: one line, asked for at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from ui.regimens.parts import Form, button, line
from ui.widgets.labels import label


class DeferForm(Form):
    """`given` carries the code of the case and the reason."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("Deferred because")
        self.code = ""
        self.about = label("muted")
        self.reason = line("Reason for deferring", "such as: MRI is still missing")
        self.reason.returnPressed.connect(self._save)
        self.column.addWidget(self.about)
        self.column.addWidget(self.reason)
        self.end_with(
            button("Defer", self._save, role="primary"),
            button("Cancel", self.left.emit, role="", name="Do not defer"),
        )

    def begin(self, code: str, reason: str) -> None:
        """Ask for the reason of a case."""
        self.code = code
        self.about.setText(f"{code} is put off to a later meeting.")
        self.reason.setText(reason)
        self.problem.hide()
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.given.emit(self.code, reason)
        else:
            self.refuse("Write why it is deferred.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

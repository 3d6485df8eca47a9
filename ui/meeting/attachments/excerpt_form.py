"""The form for an excerpt of a report: kind, day, and the words, typed or pasted."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from hccreview.clinical.dates import parse_date
from hccreview.errors import ReviewError
from hccreview.meeting.attachment import Excerpt, Report
from ui.meeting.attachments.shelf import Shown
from ui.regimens.parts import Form, button, choice, flowing, line, titled
from ui.widgets.labels import label

_ABOUT = (
    "For {}, word for word, without names, dates of birth and numbers of the patient: the whole"
    " board sees it. It is left out of de-identified exports."
)
_KINDS = [(Report.RADIOLOGY.value, "Radiology"), (Report.PATHOLOGY.value, "Pathology")]
_KINDS.append((Report.OTHER.value, "Other"))
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ExcerptForm(Form):
    """`made` carries the code of the case, what was changed (None: new) and the excerpt."""

    made = Signal(str, object, object)

    def __init__(self) -> None:
        super().__init__("Excerpt of a report")
        self.code = ""
        self.changed: Shown | None = None
        self.kind = choice("Kind of report", _KINDS)
        self.on = line("Day of the report, such as 2026-11-12; may stay empty", "2026-11-12")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Text of the excerpt")
        self.text.setPlaceholderText("Type or paste what the report says")
        self.text.setTabChangesFocus(True)
        self.about = label("muted")
        self.column.addWidget(self.about)
        self.column.addWidget(flowing([titled("Report", self.kind), titled("Day", self.on)]))
        self.column.addWidget(self.text, 1)
        self.end_with(
            button("Save excerpt", self.save, role="primary"),
            button("Cancel", self.left.emit, name="Leave the excerpt as it was"),
        )

    @property
    def at_work(self) -> bool:
        """True while there are words that are not saved."""
        text, before = self.text.toPlainText(), self._before
        return bool(text.strip()) and (before is None or text != before.text)

    def begin(self, code: str, changed: Shown | None = None, text: str = "") -> None:
        """Ask for a new excerpt of a case, or for a correction."""
        self.code, self.changed = code, changed
        self.about.setText(_ABOUT.format(code))
        before = self._before
        self.kind.setCurrentIndex(
            self.kind.findData(before.report.value if before else "radiology")
        )
        self.on.setText(before.on.isoformat() if before and before.on else "")
        self.text.setPlainText(before.text if before else text)
        self.problem.hide()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Tell the excerpt, or what is wrong with it."""
        try:
            excerpt = Excerpt(Report(self.kind.currentData()), self.text.toPlainText(), self._day())
        except ReviewError as error:
            self.refuse(str(error))
            return
        self.made.emit(self.code, self.changed, excerpt)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save on Ctrl+Return; Return alone is a new line of the text."""
        if event.key() in _RETURNS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)

    @property
    def _before(self) -> Excerpt | None:
        found = self.changed.attachment if self.changed is not None else None
        return found if isinstance(found, Excerpt) else None

    def _day(self) -> date | None:
        text = self.on.text().strip()
        if not text:
            return None
        day = parse_date(text)
        if not day.exact:
            raise ReviewError(f"“{text}” has no day; write it as 2026-11-12, or leave it empty.")
        return day.first

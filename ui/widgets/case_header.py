"""The top of a case: who it is, the facts in pills, the day of the review, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.elided_label import ElidedLabel
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import plain_label
from ui.widgets.what_if_bar import mark_trying
from ui.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from ui.case_facts import CaseFact

_ONLY_RECORDED = "A workbook holds the recorded case only: leave “what if” first"


class CaseHeader(QFrame):
    """Shows the current case; its signals say what the user asked for."""

    export_requested = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("caseHeader")
        self.workspace = workspace
        self.code, self.person = plain_label("title"), ElidedLabel()
        self.code.setAccessibleName("Case")
        self.person.setAccessibleName("Person")
        self.trying = plain_label("trying", "What if")
        self.trying.setToolTip("Changes are only tried; nothing is saved")
        self.trying.hide()
        self.damaged = plain_label("damaged", "✕ Damaged on the disk")
        self.damaged.setAccessibleName("State of the record")
        self.damaged.hide()
        self.as_of = plain_label("muted", "As of")
        self.day = self._day_field()
        self.export = self._button("Export…", "Export the workbook", True)
        self.export.clicked.connect(self.export_requested)
        self.export.setEnabled(False)
        self.cases = self._button("Cases", "Show the list of cases")
        self.cases.hide()
        self.menu = self._button("Menu", "Menu: all commands and settings")
        self._pills = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._pills.setSizePolicy(policy)
        self._flow = FlowLayout(self._pills)
        self._lay_out()
        workspace.case_changed.connect(self.damaged.hide)
        workspace.case_changed.connect(self._show_case)
        workspace.case_edited.connect(self._show_case)
        workspace.comparison_changed.connect(self._show_comparison)
        workspace.what_if_changed.connect(self._show_mode)

    def focus_day(self) -> None:
        """Put the keyboard on the day of the review."""
        self.day.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def mark_damaged(self, sentence: str) -> None:
        """Say for as long as the case is shown that it is not what was saved."""
        self.damaged.setToolTip(sentence)
        self.damaged.show()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.cases)
        top.addWidget(self.code)
        top.addWidget(self.trying)
        top.addWidget(self.damaged)
        top.addWidget(self.person, 1)
        self.as_of.setBuddy(self.day)
        for part in (self.as_of, self.day):
            top.addWidget(part)
        for button in (self.export, self.menu):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 9, 12, 9)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._pills)

    def _day_field(self) -> QDateEdit:
        field = QDateEdit()
        field.setDisplayFormat("d MMM yyyy")
        field.setCalendarPopup(True)
        field.setAccessibleName("Day of the review")
        field.setToolTip("Day of the review (Ctrl+D)")
        field.setEnabled(False)
        field.dateChanged.connect(lambda day: self.workspace.set_as_of(day.toPython()))
        return field

    def _button(self, text: str, name: str, primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        if primary:
            button.setProperty("role", "primary")
        return button

    def _show_case(self) -> None:
        case, day = self.workspace.case, self.workspace.as_of
        if case is None or day is None:
            self._clear()
            return
        self.code.setText(case.code)
        self.code.setToolTip(f"{case.label}\n{case.shows}".strip())
        self._show_day(day)
        self.day.setEnabled(True)
        self.export.setEnabled(not self.workspace.in_what_if)

    def _show_day(self, day: date) -> None:
        with QSignalBlocker(self.day):
            self.day.setDate(QDate(day.year, day.month, day.day))

    def _show_mode(self) -> None:
        """Say in words and colour whether what is shown is only tried."""
        trying = self.workspace.in_what_if
        self.trying.setVisible(trying)
        self.as_of.setText("Tried, as of" if trying else "As of")
        self.export.setEnabled(not trying and self.workspace.case is not None)
        self.export.setToolTip(_ONLY_RECORDED if trying else "Export the workbook (Ctrl+E)")
        mark_trying(self, trying)

    def _show_comparison(self) -> None:
        from ui.case_facts import case_facts, person

        comparison = self.workspace.comparison
        if comparison is None:
            return
        self._show_day(comparison.anchors.as_of)
        case = comparison.case
        self.person.setText("  ·  ".join(part for part in (person(comparison), case.label) if part))
        self.person.setToolTip("\n".join((self.person.text(), case.shows)).strip())
        self._clear_pills()
        for fact in case_facts(comparison):
            self._flow.addWidget(_pill(fact))
        self._pills.updateGeometry()

    def _clear_pills(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # without a parent, Qt would still show it as a window
                widget.deleteLater()

    def _clear(self) -> None:
        """Keep nothing of the case that was shown, though the header is hidden without one."""
        for part in (self.code, self.person):
            part.clear()
            part.setToolTip("")
        self.day.setEnabled(False)
        self.export.setEnabled(False)
        self._clear_pills()


def _pill(fact: CaseFact) -> QFrame:
    pill = QFrame()
    pill.setObjectName("pill")
    pill.setToolTip(fact.detail or fact.label)
    pill.setAccessibleName(f"{fact.label}: {fact.text if fact.known else 'not known'}")
    row = QHBoxLayout(pill)
    row.setContentsMargins(9, 2, 9, 2)
    row.setSpacing(6)
    row.addWidget(plain_label("label", fact.label))
    row.addWidget(plain_label("value", fact.text))
    return pill

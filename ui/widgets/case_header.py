"""The top of a case: who it is, the facts in pills, the day of the review, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.elided_label import ElidedLabel
from ui.widgets.flow_layout import FlowLayout
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.case_facts import CaseFact


class CaseHeader(QFrame):
    """Shows the current case; its signals say what the user asked for."""

    export_requested = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("caseHeader")
        self.workspace = workspace
        self.code, self.person = _label("title"), ElidedLabel()
        self.code.setAccessibleName("Case")
        self.person.setAccessibleName("Person")
        self.day = self._day_field()
        self.export = self._button("Export…", "Export the workbook", True)
        self.export.clicked.connect(self.export_requested)
        self.export.setEnabled(False)
        self.menu = self._button("Menu", "Menu: all commands and settings")
        self._pills = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._pills.setSizePolicy(policy)
        self._flow = FlowLayout(self._pills)
        self._lay_out()
        workspace.case_changed.connect(self._show_case)
        workspace.case_edited.connect(self._show_case)
        workspace.comparison_changed.connect(self._show_comparison)

    def focus_day(self) -> None:
        """Put the keyboard on the day of the review."""
        self.day.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.code)
        top.addWidget(self.person, 1)
        as_of = _label("muted", "As of")
        as_of.setBuddy(self.day)
        for part in (as_of, self.day):
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
            return
        self.code.setText(case.code)
        self.code.setToolTip(f"{case.label}\n{case.shows}".strip())
        with QSignalBlocker(self.day):
            self.day.setDate(QDate(day.year, day.month, day.day))
        self.day.setEnabled(True)
        self.export.setEnabled(True)

    def _show_comparison(self) -> None:
        from ui.case_facts import case_facts, person

        comparison = self.workspace.comparison
        if comparison is None:
            return
        case = comparison.case
        self.person.setText("  ·  ".join(part for part in (person(comparison), case.label) if part))
        self.person.setToolTip("\n".join((self.person.text(), case.shows)).strip())
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # without a parent, Qt would still show it as a window
                widget.deleteLater()
        for fact in case_facts(comparison):
            self._flow.addWidget(_pill(fact))
        self._pills.updateGeometry()


def _pill(fact: CaseFact) -> QFrame:
    pill = QFrame()
    pill.setObjectName("pill")
    pill.setToolTip(fact.detail or fact.label)
    pill.setAccessibleName(f"{fact.label}: {fact.text if fact.known else 'not known'}")
    row = QHBoxLayout(pill)
    row.setContentsMargins(9, 2, 9, 2)
    row.setSpacing(6)
    row.addWidget(_label("label", fact.label))
    row.addWidget(_label("value", fact.text))
    return pill


def _label(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

"""The window: cases at the left, the chosen case with its matrix and explanation beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLabel, QMainWindow, QSplitter, QVBoxLayout, QWidget

from ui.cases.case_list import CasePane
from ui.eligibility.page import EligibilityPage
from ui.theme import Theme
from ui.widgets.case_header import CaseHeader
from ui.widgets.legend import Legend
from ui.widgets.message_bar import MessageBar
from ui.workspace import Workspace

STATEMENT = (
    "Decision support for qualified clinicians; verify against the protocol."
    " Trial documents not yet checked by a clinician are marked so."
)


class MainWindow(QMainWindow):
    """Puts the parts together and turns keys and buttons into intents of the workspace."""

    first_painted = Signal()

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.workspace, self.theme = workspace, theme
        self.setWindowTitle("HCC Review")
        self.setMinimumSize(1024, 640)
        self.resize(1280, 800)
        self._painted = False
        self.message_bar = MessageBar(workspace.messages)
        self.case_pane = CasePane(workspace, theme)
        self.header = CaseHeader(workspace)
        self.page = EligibilityPage(workspace, theme)
        self.legend: Legend | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.message_bar, self.header):
            column.addWidget(part)
        column.addWidget(self.page, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.case_pane)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([230, 1050])
        self.setCentralWidget(splitter)
        self.statusBar().setSizeGripEnabled(False)
        statement = QLabel(STATEMENT)
        statement.setContentsMargins(14, 0, 0, 0)
        self.statusBar().addWidget(statement)

    def _connect(self) -> None:
        self.header.open_requested.connect(self.ask_for_case_file)
        self.header.export_requested.connect(self.ask_for_workbook)
        self.header.theme_toggled.connect(self.theme.toggle)
        self.header.legend_requested.connect(self.show_legend)
        for keys, intent in (
            (QKeySequence.StandardKey.Open, self.ask_for_case_file),
            (QKeySequence("Ctrl+E"), self.ask_for_workbook),
            (QKeySequence("Ctrl+L"), self.case_pane.focus_list),
            (QKeySequence("Ctrl+M"), self.page.focus_matrix),
            (QKeySequence("Ctrl+D"), self.header.focus_day),
            (QKeySequence("F1"), self.show_legend),
        ):
            QShortcut(keys, self).activated.connect(intent)

    def ask_for_case_file(self) -> None:
        """Let the user choose a case file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self, "Open a case file", "", "Case files (*.yaml *.yml *.json)"
        )
        if name:
            self.workspace.open_file(Path(name))

    def ask_for_workbook(self) -> None:
        """Let the user choose where the workbook goes and write it."""
        case, day = self.workspace.case, self.workspace.as_of
        if case is None:
            self.workspace.messages.problem("No case is open; choose one from the list first.")
            return
        name, _ = QFileDialog.getSaveFileName(
            self, "Export the workbook", f"{case.code} {day}.xlsx", "Excel workbook (*.xlsx)"
        )
        if name:
            path = Path(name)
            self.workspace.export(path if path.suffix else path.with_suffix(".xlsx"))

    def show_legend(self) -> None:
        """Show what each symbol means, and the keys."""
        if self.legend is None:
            self.legend = Legend(self, self.theme)
        self.legend.show()
        self.legend.activateWindow()

    def event(self, event: QEvent) -> bool:
        """Tell once that the window has been painted."""
        handled = super().event(event)
        if event.type() is QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)
        return handled

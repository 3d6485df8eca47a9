"""The Case page in a window of its own, with the trials read; and how a test finds its parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from hccreview.clinical.dates import parse_date
from hccreview.exchange.case_file import read_case
from resources import resource_path
from ui import theme
from ui.case_page import CasePage
from ui.case_page.laboratory import Column
from ui.history import History, Kept
from ui.messages import Messages
from ui.workspace import Workspace

TODAY = date(2026, 11, 21)
FULL = "NCT06187961"
NEWEST = Column(parse_date("2026-11-18"))


class Window(QMainWindow):
    """A window that holds the page and notes what the message bar would say."""

    def __init__(self, workspace: Workspace, colours: theme.Theme) -> None:
        super().__init__()
        self.workspace = workspace
        self.page = CasePage(workspace, colours)
        self.setCentralWidget(self.page)
        self.resize(1050, 660)
        self.problems: list[str] = []
        workspace.messages.problem_told.connect(self.problems.append)


@contextmanager
def page_opened(application: QApplication) -> Iterator[Window]:
    """Open the page; it is made once for many tests, for it is meant to be used long."""
    theme.use_bundled_font(application)
    application.setStyle("Fusion")
    workspace = Workspace(Messages(), lambda: TODAY)
    window = Window(workspace, theme.Theme(application))
    workspace.load_trials()
    workspace.show(sample("SAMPLE-02"))
    window.show()
    window.page.content.complete()
    yield window
    workspace.close()
    window.close()
    window.deleteLater()
    application.setStyleSheet("")


def begin(window: Window, qtbot: QtBot) -> Window:
    """Show the near miss as it is recorded, with nothing to undo."""
    window.workspace.history = History()
    window.workspace.show(sample("SAMPLE-02"))
    window.problems.clear()
    with qtbot.waitActive(window):
        window.activateWindow()
    window.page.content.tools.search.setFocus()
    QApplication.processEvents()
    return window


def sample(code: str) -> Kept:
    """A sample case as the store keeps it."""
    return Kept(read_case(resource_path("cases", f"{code.lower()}.yaml")))


def table(window: Window):
    """The laboratory table."""
    return window.page.content.laboratory


def at(window: Window, field: str, column: Column | str = NEWEST) -> QModelIndex:
    """The cell of a field in a column."""
    model = window.page.content.model
    row = [each.id for each in model.fields].index(field)
    if isinstance(column, str):
        return model.index(row, ("unit", "lln", "uln").index(column))
    return model.index(row, model.column_number(column))


def go(window: Window, field: str, column: Column | str = NEWEST):
    """Put the keyboard on a cell of the laboratory table."""
    view = table(window)
    view.setFocus()
    view.setCurrentIndex(at(window, field, column))
    return view


def editor(window: Window):
    """The editor that is open in the laboratory table."""
    QApplication.processEvents()
    found = [
        each
        for each in table(window).viewport().findChildren(QWidget)
        if isinstance(each, QLineEdit | QComboBox) and each.isVisible()
    ]
    return found[-1]


def type_into(
    qtbot: QtBot, window: Window, field: str, text: str, column: Column | str = NEWEST
) -> None:
    """Type a text into a cell and press Return."""
    qtbot.keyClick(go(window, field, column), Qt.Key.Key_F2)
    line = editor(window)
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()


def values(window: Window, field: str) -> list[str]:
    """What is recorded of a field, as it was typed."""
    assert window.workspace.case is not None
    return [each.value_text for each in window.workspace.case.of(field)]


def verdict(window: Window, criterion: str) -> str:
    """The verdict on a criterion of the fullest trial."""
    assert window.workspace.comparison is not None
    return window.workspace.comparison.assessment(FULL).finding(criterion).verdict.value


def box(window: Window, field: str):
    """The form of one field."""
    return window.page.content.boxes[field]


def entries(window: Window, name: str):
    """The section of a list."""
    return window.page.content.lists[name]


def focused_line() -> QLineEdit:
    """The line that has the keyboard."""
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    return line

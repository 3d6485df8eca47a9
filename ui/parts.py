"""What stands in the window: made right after its first paint, so that it is on screen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from ui.case_page import CasePage
from ui.cases.actions import CaseActions
from ui.cases.case_list import CasePane
from ui.eligibility.page import EligibilityPage
from ui.menu import MainMenu
from ui.status_line import StatusLine
from ui.widgets.case_header import CaseHeader
from ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_EMPTY = "No case is open.\n\nCtrl+N makes a new one; case files can be dropped here."


def furnish(window: MainWindow) -> None:
    """Make the parts of the window, put them in place and join them to its intents.

    From the outside to the inside: a part that gets another parent is styled once more with all
    that is in it, and a start has no time for that.
    """
    workspace, theme = window.workspace, window.theme
    splitter = _splitter(window)
    window.case_pane = CasePane(workspace, theme)
    window.case_actions = CaseActions(workspace)
    splitter.addWidget(window.case_pane)
    right = QWidget()
    splitter.addWidget(right)
    splitter.setStretchFactor(1, 1)
    splitter.setSizes([230, 1050])
    _right_side(window, right)
    window.status = StatusLine(workspace)
    window.setStatusBar(window.status)
    window.menu = MainMenu(window)
    window.header.menu.setMenu(window.menu)
    _connect(window)
    window.case_pane.list.setFocus()


def _splitter(window: MainWindow) -> QSplitter:
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    window.setCentralWidget(splitter)
    return splitter


def _right_side(window: MainWindow, right: QWidget) -> None:
    outer = _column(right)
    window.message_bar = MessageBar(window.workspace.messages)
    outer.addWidget(window.message_bar)
    window.stack = QStackedWidget()
    outer.addWidget(window.stack, 1)
    shown, empty = QWidget(), QLabel(_EMPTY)
    empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
    empty.setProperty("role", "muted")
    window.stack.addWidget(shown)
    window.stack.addWidget(empty)
    inner = _column(shown)
    window.header = CaseHeader(window.workspace)
    inner.addWidget(window.header)
    window.pages = QTabWidget()
    inner.addWidget(window.pages, 1)
    _pages(window)


def _pages(window: MainWindow) -> None:
    workspace, theme, pages = window.workspace, window.theme, window.pages
    pages.setObjectName("pages")
    pages.setDocumentMode(True)
    pages.tabBar().setAccessibleName("Pages")
    pages.tabBar().setDrawBase(False)
    # The page is in front before it is told which field to show.
    workspace.field_requested.connect(lambda _: window.show_page("Case", focus=False))
    window.case_page = CasePage(workspace, theme)
    window.page = EligibilityPage(workspace, theme)
    pages.addTab(window.case_page, "Case")
    pages.addTab(window.page, "Eligibility")
    pages.setCurrentWidget(window.page)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _connect(window: MainWindow) -> None:
    pane, actions, workspace = window.case_pane, window.case_actions, window.workspace
    window.header.export_requested.connect(window.ask_for_workbook)
    pane.new_asked.connect(actions.new)
    pane.delete_asked.connect(actions.delete)
    pane.model.rename_asked.connect(actions.rename)
    pane.menu_asked.connect(
        lambda code, place: window.menu.case_menu(code).popup(place) if code else None
    )
    actions.case_made.connect(lambda: window.show_page("Case"))
    workspace.case_changed.connect(window.show_or_hide_case)
    workspace.opened.connect(window.welcome)

"""What stands in the window: made right after its first paint, so that it is on screen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from ui.backups.backups import Backups
from ui.backups.keeping import Keeping
from ui.case_page import CasePage
from ui.cases.actions import CaseActions
from ui.cases.case_list import CasePane
from ui.cases.erasing import Erasing
from ui.eligibility.page import EligibilityPage
from ui.meeting.page import MeetingPage
from ui.menu import MainMenu
from ui.outcomes.page import OutcomesPage
from ui.protection.locked_page import LockedPage
from ui.protection.protection import Protection
from ui.proving import Proving
from ui.regimens import RegimensPage
from ui.rescue import Rescue
from ui.status_line import StatusLine
from ui.who import Who
from ui.widgets.case_drawer import CaseDrawer
from ui.widgets.case_header import CaseHeader
from ui.widgets.empty_page import EmptyPage
from ui.widgets.escape import Escape
from ui.widgets.message_bar import MessageBar
from ui.widgets.what_if_bar import WhatIfBar

if TYPE_CHECKING:
    from ui.main_window import MainWindow


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
    window.protection = Protection(window)
    window.keeping = Keeping(workspace)
    window.rescue = Rescue(window)
    window.who = Who(window)
    window.erasing = Erasing(window)
    window.drawer = CaseDrawer(window, window.case_pane, window.header.cases)
    window.menu = MainMenu(window)
    window.header.menu.setMenu(window.menu)
    window.empty.take_menu(window.menu)
    _connect(window)
    window.backups = Backups(window, window.keeping)  # it speaks after the welcome
    window.proving = Proving(workspace, window.backups.show)
    window.proving.found.connect(window.header.mark_damaged)
    _connect_backups(window)
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
    shown = QWidget()
    window.empty = EmptyPage()
    window.stack.addWidget(shown)
    window.stack.addWidget(window.empty)
    window.locked = LockedPage()
    window.stack.addWidget(window.locked)
    inner = _column(shown)
    shown.setObjectName("desk")
    shown.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # "what if" frames it
    window.what_if_bar = WhatIfBar(window.workspace)
    inner.addWidget(window.what_if_bar)
    window.header = CaseHeader(window.workspace)
    inner.addWidget(window.header)
    window.pages = QTabWidget()
    inner.addWidget(window.pages, 1)
    _pages(window)
    window.page.what_if.told.connect(window.what_if_bar.show_state)


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
    window.regimens_page = RegimensPage(workspace, theme)
    pages.addTab(window.regimens_page, "Regimens")
    window.outcomes_page = OutcomesPage(workspace, theme)
    pages.addTab(window.outcomes_page, "Outcomes")
    window.meeting_page = MeetingPage(workspace, theme)
    pages.addTab(window.meeting_page, "Meeting")
    window.meeting_page.present_asked.connect(window.present)
    window.meeting_page.handout_asked.connect(window.ask_for_handout)
    window.meeting_page.export_asked.connect(window.ask_for_meeting)
    pages.setCurrentWidget(window.page)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _connect(window: MainWindow) -> None:
    pane, actions, workspace = window.case_pane, window.case_actions, window.workspace
    bar = window.message_bar
    Escape(
        window,
        (bar.isVisible, bar.hide),
        (lambda: workspace.in_what_if, workspace.end_what_if),
    )
    actions.ask_first = window.protection.first
    workspace.opening.locked.connect(window.show_locked)
    window.locked.unlock_asked.connect(workspace.opening.unlock)
    window.header.export_requested.connect(window.ask_for_workbook)
    window.empty.new_asked.connect(actions.new)
    window.empty.import_asked.connect(window.ask_for_case_files)
    window.empty.again_asked.connect(workspace.opening.again)
    workspace.not_opened.connect(window.show_no_store)
    pane.new_asked.connect(actions.new)
    pane.delete_asked.connect(actions.delete)
    pane.model.rename_asked.connect(actions.rename)
    window.case_page.code_asked.connect(actions.rename)
    pane.menu_asked.connect(
        lambda code, place: window.menu.case_menu(code).popup(place) if code else None
    )
    actions.case_made.connect(lambda: window.show_page("Case"))
    workspace.case_changed.connect(window.show_or_hide_case)
    workspace.opened.connect(window.welcome)


def _connect_backups(window: MainWindow) -> None:
    backups, empty = window.backups, window.empty
    window.protection.encrypted.connect(backups.offer_to_erase)
    window.protection.passphrase_changed.connect(backups.tell_of_changed_passphrase)
    window.workspace.opening.damaged.connect(empty.offer_backup)
    empty.restore_asked.connect(backups.restore_offered)
    empty.backups_asked.connect(backups.show)
    window.locked.backups_asked.connect(backups.show)
    window.keeping.backups_asked.connect(backups.show)

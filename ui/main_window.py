"""The window: on screen at once, filled right afterwards; keys and drops become intents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QLabel, QMainWindow

from ui.messages import Offer
from ui.settings import Settings
from ui.theme import Theme
from ui.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QStackedWidget, QTabWidget

    from ui.backups.backups import Backups
    from ui.backups.keeping import Keeping
    from ui.case_page import CasePage
    from ui.cases.actions import CaseActions
    from ui.cases.case_list import CasePane
    from ui.cases.erasing import Erasing
    from ui.eligibility.page import EligibilityPage
    from ui.meeting.content import Content
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
    from ui.widgets.legend import Legend
    from ui.widgets.message_bar import MessageBar
    from ui.widgets.what_if_bar import WhatIfBar

_SUFFIXES = (".yaml", ".yml", ".json")
_FILES = "Case files (*.yaml *.yml *.json)"
_WELCOME = (
    "Welcome. The sample cases at the left, and the meeting about four of them, are made up and"
    " marked as samples: choose one and look at Eligibility, then at Meeting. Ctrl+N makes a case"
    " of your own, F1 shows keys and symbols. Everything is saved as it is typed."
)


class MainWindow(QMainWindow):
    """Turns keys and buttons into intents of the workspace; its parts are made by `complete`."""

    first_painted = Signal()
    completed = Signal()

    message_bar: MessageBar
    what_if_bar: WhatIfBar
    case_pane: CasePane
    drawer: CaseDrawer
    case_actions: CaseActions
    header: CaseHeader
    case_page: CasePage
    page: EligibilityPage
    regimens_page: RegimensPage
    outcomes_page: OutcomesPage
    meeting_page: MeetingPage
    locked: LockedPage
    protection: Protection
    proving: Proving
    keeping: Keeping
    backups: Backups
    rescue: Rescue
    who: Who
    erasing: Erasing
    pages: QTabWidget
    stack: QStackedWidget
    empty: EmptyPage
    status: StatusLine
    menu: MainMenu

    def __init__(self, workspace: Workspace, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.workspace, self.theme, self.settings = workspace, theme, settings
        self.setWindowTitle("HCC Review")
        self.setMinimumSize(900, 480)  # 200 % on a screen of 1920 by 1080
        self.resize(1280, 800)
        if self.devicePixelRatioF() > 1:
            self.resize(self.size().boundedTo(self.screen().availableSize()))
        self.setAcceptDrops(True)
        self.legend: Legend | None = None
        self._painted = self._completed = self._warned = False
        opening = QLabel("Opening …")
        opening.setContentsMargins(24, 24, 24, 24)
        self.setCentralWidget(opening)

    def complete(self) -> None:
        """Make the parts of the window, once."""
        if not self._completed:
            self._completed = True
            from ui.parts import furnish  # with all pages: after the first paint

            furnish(self)
            self.completed.emit()

    # ------------------------------------------------------------------------ intents

    def show_page(self, name: str, *, focus: bool = True) -> None:
        """Show the page with a name and put the keyboard on it."""
        names = [self.pages.tabText(place) for place in range(self.pages.count())]
        self.pages.setCurrentIndex(names.index(name))
        if focus:
            from PySide6.QtCore import Qt

            self.pages.currentWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_matrix(self) -> None:
        """Show the matrix and put the keyboard on it."""
        self.show_page("Eligibility")
        self.page.focus_matrix()

    def choose(
        self, *, theme: str | None = None, scale: int | None = None, lock_after: int | None = None
    ) -> None:
        """Take a choice of the settings; another size holds from the next start on."""
        with self.workspace.messages.telling():
            self.settings.choose(theme=theme, scale=scale, lock_after=lock_after)
            if scale is not None:
                self.workspace.messages.done(f"The size is {scale} % from the next start on.")

    def ask_for_case_files(self) -> None:
        """Let the user choose case files and import them."""
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(self, "Import case files", "", _FILES)
        if names:
            self.case_actions.import_files([Path(name) for name in names])

    def ask_for_case_target(self, code: str) -> None:
        """Ask whether the case file is de-identified and where it goes; write it."""
        from ui.case_exporting import ask_for_case_file

        ask_for_case_file(self, code)

    def ask_for_workbook(self) -> None:
        """Ask which trials and whether de-identified, then where the workbook goes; write it."""
        from ui.case_exporting import ask_for_workbook

        ask_for_workbook(self)

    def present(self) -> None:
        """Show the meeting, or the current case alone, on the full screen."""

        def show() -> None:
            from ui.presentation import present

            present(self)

        self.meeting_page.room.when_loaded(show)

    def ask_for_handout(self) -> None:
        """Ask where the hand-out of the current case goes and write it."""

        def ask() -> None:
            from ui.meeting.exporting import export_handout

            export_handout(self)

        self.meeting_page.room.when_loaded(ask)

    def ask_for_meeting(self) -> None:
        """Ask what of the meeting is written, and where; write it."""

        def ask() -> None:
            from ui.meeting.exporting import export_meeting

            export_meeting(self)

        self.meeting_page.room.when_loaded(ask)

    def put_on_agenda(self, code: str) -> None:
        """Add a case to the agenda of the meeting that is looked at."""
        room = self.meeting_page.room
        room.when_loaded(lambda: room.add_cases((code,)))

    def meeting_content(self) -> Content:
        """Bring the Meeting page to the front and return what stands on it."""
        self.show_page("Meeting", focus=False)
        return self.meeting_page.content

    def open_menu(self) -> None:
        """Open the menu where its button is to be seen."""
        for button in (self.header.menu, self.empty.menu):
            if button.isVisible():
                button.showMenu()
                return
        self.menu.popup(self.locked.mapToGlobal(self.locked.rect().topLeft()))

    def show_legend(self) -> None:
        """Show what each symbol means, and the keys; the same key puts it away."""
        from ui.widgets.legend import Legend

        if self.legend is None:
            self.legend = Legend(self, self.theme)
        if self.legend.isVisible():
            self.legend.close()
            return
        self.legend.show()
        self.legend.activateWindow()

    def show_or_hide_case(self) -> None:
        """Show the open case and remember it, or say that none is open."""
        kept, store = self.workspace.kept, self.workspace.saving.store
        self.stack.setCurrentIndex(0 if kept is not None else 1)
        if kept is not None and store is not None:
            self.settings.remember(store.path, kept.code)

    def show_no_store(self, problem: str) -> None:
        """Say that the store could not be opened; nothing can be done with cases."""
        self.empty.say_no_store(problem, again=self.workspace.opening.path is not None)
        self.stack.setCurrentWidget(self.empty)
        self.drawer.shut()
        self.case_pane.number.clear()

    def show_locked(self, sentence: str) -> None:
        """Show nothing but the line for the passphrase."""
        self.drawer.shut()
        self.case_pane.model.forget()
        self.stack.setCurrentWidget(self.locked)
        self.locked.ask(sentence)

    def welcome(self, made: bool) -> None:
        """Show what was opened; explain the program where this start made the store."""
        self.drawer.release()
        self.empty.say_no_case()
        self.show_or_hide_case()
        if made:
            offer = Offer("Remove sample cases", self.case_actions.remove_samples)
            self.workspace.messages.done(_WELCOME, offer)

    def come_forward(self) -> None:
        """Come to the front: the program was started once more on this file."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        self.workspace.messages.done(
            "HCC Review was started once more on this file; this is the window that has it."
        )

    # ------------------------------------------------------------------------- events

    def event(self, event: QEvent) -> bool:
        """Tell once that the window has been painted, then fill it."""
        handled = super().event(event)
        if event.type() is QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._after_first_paint)
        return handled

    def _after_first_paint(self) -> None:
        self.first_painted.emit()
        self.complete()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take case files."""
        if self._completed and not self.workspace.opening.is_locked and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the case files that were dropped."""
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self.case_actions.import_files(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what waits and make a backup; where that fails, stay open once and say so."""
        if self._completed and self.rescue.holds_the_window():
            event.ignore()
            return
        if not self.workspace.write_all() and not self._warned:
            self._warned = True
            event.ignore()
            self._tell_unsaved()
            return
        problem = self.keeping.before_closing() if self._completed else ""
        if problem:
            event.ignore()
            self.workspace.messages.problem(f"{problem} Close again to leave all the same.")
            return
        self.workspace.close(anyway=True)
        event.accept()

    def _tell_unsaved(self) -> None:
        problem = self.workspace.saving.problem
        offer = Offer("Try again", self.workspace.saving.retry)
        self.workspace.messages.problem(
            f"Not saved: {problem} Close again to leave without this change.", offer
        )


def _dropped(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in _SUFFIXES]

"""The menu of the window: every command with its key, in one place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from ui.settings import LOCKS, SCALES, THEMES

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Command = tuple[str, str, Callable[[], object]]


class MainMenu(QMenu):
    """Opens from the button at the top; its keys work in the whole window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.main = window
        of_cases: list[QAction] = []
        for title, commands in _commands(window):
            menu = self.addMenu(title) if title else self
            of_cases += [self._add(menu, words, keys, act) for words, keys, act in commands]
            if not title:
                self.addSeparator()
        open_menu = QAction(window)  # no line of the menu: it opens the menu itself
        open_menu.setShortcuts([QKeySequence("F10"), QKeySequence("Alt+M")])
        open_menu.triggered.connect(window.open_menu)
        window.addAction(open_menu)
        settings = window.settings
        self._choices("Colours", THEMES, settings.theme, lambda theme: window.choose(theme=theme))
        sizes = {scale: f"{scale}\u00a0%" for scale in SCALES}
        self._choices("Size", sizes, settings.scale, lambda scale: window.choose(scale=scale))
        lock = self._choices(
            "Passphrase and backups",
            LOCKS,
            settings.lock_after,
            lambda minutes: window.choose(lock_after=minutes),
        )
        self._protect(lock)
        self._add(self, "Who is using it…", "", window.who.ask)
        self._add(self, "Keys and symbols", "F1", window.show_legend)
        self._rest_while_locked(of_cases)

    def case_menu(self, code: str) -> QMenu:
        """Return the menu of one case of the list."""
        window, menu = self.main, QMenu(self.main)
        actions, archived = window.case_actions, window.case_pane.archive.isChecked()
        commands: tuple[Command, ...] = (
            ("Rename", "", window.case_pane.rename_current),
            ("Duplicate", "", lambda: actions.duplicate(code)),
            ("Export case file…", "", lambda: window.ask_for_case_target(code)),
            ("Put on the agenda", "", lambda: window.put_on_agenda(code)),
            ("Bring back" if archived else "Archive", "", lambda: actions.put_away(code)),
            ("History…", "", lambda: window.erasing.show_history(code)),
            ("Delete", "", lambda: actions.delete(code)),
            ("Erase the patient's data…", "", lambda: window.erasing.ask(code)),
        )
        for words, keys, act in commands:
            self._add(menu, words, keys, act)
        return menu

    def _rest_while_locked(self, actions: list[QAction]) -> None:
        """Let neither the menu nor a key reach a case while the store is locked."""
        opening = self.main.workspace.opening

        def follow() -> None:
            for action in actions:
                action.setEnabled(not opening.is_locked)

        opening.changed.connect(follow)

    def _add(self, menu: QMenu, words: str, keys: str, act: Callable[[], object]) -> QAction:
        action = QAction(words, menu)
        action.triggered.connect(lambda *_: act())
        menu.addAction(action)
        if keys:
            action.setShortcut(QKeySequence(keys))
            self.main.addAction(action)  # a key of a closed menu would not be heard
        return action

    def _choices(
        self,
        title: str,
        words: Mapping[Any, str],
        chosen: Hashable,
        choose: Callable[[Any], object],
    ) -> QMenu:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for value, label in words.items():
            action = group.addAction(label)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _, value=value: choose(value))
            menu.addAction(action)
        return menu

    def _protect(self, menu: QMenu) -> None:
        """Put the commands of the passphrase over the choice of the pause."""
        protection, opening = self.main.protection, self.main.workspace.opening
        menu.insertSeparator(menu.actions()[0])
        commands: tuple[Command, ...] = (
            ("Lock now", "Ctrl+Shift+L", protection.lock),
            ("Set a passphrase…", "", protection.set_passphrase),
            ("Change the passphrase…", "", protection.change_passphrase),
            ("Remove the passphrase…", "", protection.remove_passphrase),
            ("Backups…", "", lambda: self.main.backups.show()),
        )
        first = menu.actions()[0]
        added: list[QAction] = []
        for words, keys, act in commands:
            added.append(self._add(menu, words, keys, act))
            menu.insertAction(first, added[-1])

        def follow() -> None:
            added[1].setVisible(not opening.protected)
            for action in added[2:4]:
                action.setVisible(opening.protected)

        opening.changed.connect(follow)
        follow()


def _commands(window: MainWindow) -> tuple[tuple[str, tuple[Command, ...]], ...]:
    """Return the groups of commands; one with a title has a menu of its own, to stay in height."""
    actions, pane, workspace = window.case_actions, window.case_pane, window.workspace

    def on_current(act: Callable[[str], object]) -> Callable[[], object]:
        return lambda: act(pane.current_code) if pane.current_code else None

    def in_list(act: Callable[[], object]) -> Callable[[], object]:
        def with_list() -> None:
            window.drawer.open()
            act()

        return with_list

    def on_page(act: Callable[[], object]) -> None:
        window.show_page("Eligibility", focus=False)
        act()

    return (
        (
            "",
            (
                ("New case", "Ctrl+N", actions.new),
                ("Duplicate case", "Ctrl+Shift+D", on_current(actions.duplicate)),
            ),
        ),
        (
            "Rename, archive, delete",
            (
                ("Rename case", "", pane.rename_current),
                ("Archive or bring back", "Ctrl+Shift+A", on_current(actions.put_away)),
                ("Delete case", "Ctrl+Del", on_current(actions.delete)),
                ("Erase the patient's data…", "", on_current(window.erasing.ask)),
                ("History of the case…", "", on_current(window.erasing.show_history)),
            ),
        ),
        (
            "",
            (
                ("Import case files…", "Ctrl+O", window.ask_for_case_files),
                ("Export case file…", "Ctrl+Shift+E", on_current(window.ask_for_case_target)),
                ("Export workbook…", "Ctrl+E", window.ask_for_workbook),
                ("Remove sample cases", "", actions.remove_samples),
            ),
        ),
        (
            "",
            (
                ("Undo", "Ctrl+Z", workspace.undo),
                ("Redo", "Ctrl+Shift+Z", workspace.redo),
            ),
        ),
        (
            "Go to a place",
            (
                ("Search cases", "Ctrl+F", in_list(pane.focus_search)),
                ("List of cases", "Ctrl+L", in_list(pane.focus_list)),
                ("Show or hide the list", "Ctrl+B", window.drawer.turn),
                ("Case", "Ctrl+1", lambda: window.show_page("Case")),
                ("Eligibility", "Ctrl+2", lambda: window.show_page("Eligibility")),
                ("Regimens", "Ctrl+3", lambda: window.show_page("Regimens")),
                ("Outcomes", "Ctrl+4", lambda: window.show_page("Outcomes")),
                ("Meeting", "Ctrl+5", lambda: window.show_page("Meeting")),
                ("Matrix", "Ctrl+M", window.focus_matrix),
                ("Filter of the matrix", "Ctrl+K", lambda: on_page(window.page.focus_filter)),
                ("What next", "Ctrl+J", lambda: on_page(window.page.focus_next)),
                ("Day of the review", "Ctrl+D", window.header.focus_day),
            ),
        ),
        (
            "Meeting of the board",
            (
                ("Present", "F5", window.present),
                ("New meeting…", "Ctrl+Shift+N", lambda: window.meeting_content().ask_new()),
                ("Put the case on the agenda", "Ctrl+G", on_current(window.put_on_agenda)),
                ("Hand-out of the case…", "Ctrl+P", window.ask_for_handout),
                ("Export the meeting…", "Ctrl+Shift+P", window.ask_for_meeting),
                ("What is to be obtained…", "", lambda: window.meeting_content().ask_list()),
            ),
        ),
        ("", (("What if", "Ctrl+T", lambda: window.page.what_if.turn(not workspace.in_what_if)),)),
    )

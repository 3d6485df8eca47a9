"""The steps that put the window on screen; main.py lists them in order."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from hccreview.errors import ReviewError
from ui import crash, theme
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.settings import Settings, user_settings
from ui.smooth import make_smooth
from ui.workspace import Workspace

_SETTLED_MS = 5_000


class Startup:
    """What the steps hand on to each other; `database` is the file that was asked for."""

    application: QApplication
    settings: Settings
    messages: Messages
    theme: theme.Theme
    workspace: Workspace
    window: MainWindow

    def __init__(self, database: Path | None = None) -> None:
        self.database = database


Step = tuple[str, Callable[[Startup], None]]


def run(steps: Iterable[Step], database: Path | None = None) -> int:
    """Take each step, then run the application until its window is closed.

    Nothing that is imported is ever freed, so the search for circles waits (`make_smooth`).
    """
    gc.disable()
    startup = Startup(database)
    for _, step in steps:
        step(startup)
    return startup.application.exec()


def settings(startup: Startup) -> None:
    """Read what the user chose; Qt takes the size from the environment, before it begins."""
    startup.settings = user_settings()
    if startup.settings.scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(startup.settings.scale / 100))


def application(startup: Startup) -> None:
    """Make the application (or take the one that is there)."""
    found = QApplication.instance()
    startup.application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    startup.application.setApplicationName("HCC Review")
    startup.application.setStyle("Fusion")
    startup.messages = Messages()


def unexpected_errors(startup: Startup) -> None:
    """Show our own mistakes in the message bar, and write reports without patient data."""
    crash.install(startup.messages, startup.application.quit)


def bundled_font(startup: Startup) -> None:
    """Use the font that ships with the program."""
    theme.use_bundled_font(startup.application)


def colours(startup: Startup) -> None:
    """Use light or dark colours, as chosen or as the system does."""
    chosen = startup.settings.theme
    dark = theme.begins_dark(startup.application) if chosen == "system" else chosen == "dark"
    startup.theme = theme.Theme(startup.application, dark)


def workspace(startup: Startup) -> None:
    """Make the workspace; nothing is loaded yet."""
    from ui.commands.clock import today

    startup.workspace = Workspace(startup.messages, today)


def window(startup: Startup) -> None:
    """Show the window, still empty."""
    startup.window = MainWindow(startup.workspace, startup.theme, startup.settings)
    startup.window.show()


def content(startup: Startup) -> None:
    """Open the store and read the trials as soon as the window is painted and has its parts.

    Not beside that: two threads that import at the same time only hinder each other.
    """
    startup.window.first_painted.connect(british_english)
    startup.window.first_painted.connect(lambda: follow_colours(startup))
    startup.window.completed.connect(lambda: load(startup))


def british_english() -> None:
    """Write dates and numbers in one way everywhere; Qt's table of languages starts slowly."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


def load(startup: Startup) -> None:
    """Open the store with the last case, in the background."""
    import platformdirs
    from PySide6.QtCore import Qt, QTimer

    from db.location import database_path

    try:
        path = database_path(startup.database)
    except ReviewError as error:
        startup.workspace.not_opened.emit(str(error))
        return
    if not is_only_window(startup, path):
        return
    last = startup.settings.last_case(path)
    prepared = platformdirs.user_cache_path("HCC Review", appauthor=False)
    startup.workspace.open(path, last, prepared)
    # The first comparison has loaded what stays loaded; without a case there is none.
    once = Qt.ConnectionType.SingleShotConnection
    startup.workspace.comparison_changed.connect(make_smooth, once)
    QTimer.singleShot(_SETTLED_MS, startup.workspace, make_smooth)


def is_only_window(startup: Startup, path: Path) -> bool:
    """Take the store for this window; where another one has it, that one is called instead."""
    from ui.one_window import OneWindow

    window, workspace = startup.window, startup.workspace
    one = OneWindow(path, window)
    if one.take():
        one.called.connect(window.come_forward)
        workspace.closed.connect(one.leave)
        window.rescue.moved.connect(one.move)
        return True
    where = one.holder()

    def answered(came: bool) -> None:
        told = (
            "that window was brought to the front"
            if came
            else "that window does not answer, so close it there and start again"
        )
        on = f" on the computer {where}" if where and not came else ""
        out = "" if came else f" {one.way_out()}"
        workspace.not_opened.emit(f"{path} is open in HCC Review already{on}; {told}.{out}")
        if came:
            window.close()

    one.call(answered)
    return False


def follow_colours(startup: Startup) -> None:
    """Change the colours as soon as the user chooses others, or the system changes its own."""
    settings, application = startup.settings, startup.application

    def follow() -> None:
        by_system = settings.theme == "system"
        dark = theme.system_is_dark(application) if by_system else settings.theme == "dark"
        if startup.theme.dark != dark:
            startup.theme.apply(dark)

    settings.changed.connect(follow)
    application.styleHints().colorSchemeChanged.connect(follow)

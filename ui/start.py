"""The steps that put the window on screen; main.py lists them in order."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from types import TracebackType

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.workspace import Workspace

log = logging.getLogger("hccreview")


class Startup:
    """What the steps hand on to each other."""

    application: QApplication
    messages: Messages
    theme: theme.Theme
    workspace: Workspace
    window: MainWindow


Step = tuple[str, Callable[[Startup], None]]


def run(steps: Iterable[Step]) -> int:
    """Take each step, then run the application until its window is closed."""
    startup = Startup()
    for name, step in steps:
        log.debug("start: %s", name)
        step(startup)
    return startup.application.exec()


def application(startup: Startup) -> None:
    """Make the application (or take the one that is there)."""
    found = QApplication.instance()
    startup.application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    startup.application.setApplicationName("HCC Review")
    startup.application.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    startup.messages = Messages()


def unexpected_errors(startup: Startup) -> None:
    """Show our own bugs in the message bar, and on stderr without any value of a patient."""
    messages = startup.messages

    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            startup.application.quit()
            return
        place = ""
        while trace is not None:
            code = trace.tb_frame.f_code
            place = f"{code.co_filename}:{trace.tb_lineno} in {code.co_qualname}"
            print(place, file=sys.stderr)
            trace = trace.tb_next
        print(kind.__name__, file=sys.stderr)
        messages.problem(f"The program made a mistake ({kind.__name__}); nothing was changed.")

    sys.excepthook = report


def bundled_font(startup: Startup) -> None:
    """Use the font that ships with the program."""
    theme.use_bundled_font(startup.application)


def colours(startup: Startup) -> None:
    """Use light or dark colours, as the system does."""
    dark = theme.system_is_dark(startup.application)
    startup.theme = theme.Theme(startup.application, dark)


def workspace(startup: Startup) -> None:
    """Make the workspace; nothing is loaded yet."""
    from ui.commands.clock import today

    startup.workspace = Workspace(startup.messages, today)


def window(startup: Startup) -> None:
    """Show the window, still empty."""
    startup.window = MainWindow(startup.workspace, startup.theme)
    startup.window.show()


def content(startup: Startup) -> None:
    """Load trials and sample cases as soon as the window has been painted."""
    startup.window.first_painted.connect(lambda: load(startup.workspace))


def load(workspace: Workspace) -> None:
    """Read trials and sample cases, show the first case, then fill the list one by one."""
    workspace.load_trials()
    workspace.load_samples()
    if workspace.cases:
        workspace.choose(workspace.cases[0].case.code)
    summarise(workspace)


def summarise(workspace: Workspace) -> None:
    """Work out the list case by case, so that the window answers in between."""
    if workspace.summarise():
        QTimer.singleShot(0, workspace, lambda: summarise(workspace))

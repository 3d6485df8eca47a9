"""Pictures of the real window: ``python -m tests.screenshots`` writes PNGs into docs/screenshots.

Runs under a virtual screen (``make screenshots``) or with QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from ui import start, theme
from ui.settings import Settings
from ui.widgets.legend import Legend

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SIZES = ((1280, 800), (1920, 1080))


def main(arguments: list[str]) -> int:
    """Write one picture for each size and theme, and one of the page of symbols."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as store:
        take(opened("SAMPLE-02", Path(store)), folder)
    return 0


def take(startup: start.Startup, folder: Path) -> None:
    """Write the pictures and close the window."""
    for width, height in SIZES:
        startup.window.resize(width, height)
        for dark in (False, True):
            startup.theme.apply(dark)
            settle()
            name = f"eligibility-{width}x{height}{'-dark' if dark else ''}.png"
            save(startup.window, folder / name)
    startup.theme.apply(False)
    startup.window.resize(*SIZES[0])
    startup.workspace.request_field("platelets")
    settle(1500)
    save(startup.window, folder / "case-1280x800.png")
    legend = Legend(startup.window, startup.theme)
    legend.show()
    settle()
    save(legend, folder / "symbols.png")
    legend.close()
    startup.window.close()


def opened(code: str, folder: Path) -> start.Startup:
    """Return the window on a new store, with a sample case chosen."""
    startup = start.Startup(folder / "cases.sqlite")
    for step in (start.application, start.bundled_font, light, start.workspace, start.window):
        step(startup)
    startup.window.complete()
    startup.workspace.open(folder / "cases.sqlite", code)
    settle()
    while not startup.workspace.background.idle:
        settle()
    startup.workspace.choose(code)
    settle()
    startup.window.message_bar.hide()
    startup.window.page.go_to("NCT06187961", "I12b")
    settle()
    return startup


def light(startup: start.Startup) -> None:
    """Begin with light colours, whatever the system says."""
    startup.settings = Settings(Path(startup.database or "").with_name("settings.json"))
    startup.theme = theme.Theme(startup.application, dark=False)


def settle(milliseconds: int = 300) -> None:
    """Let the window paint itself."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def save(widget, path: Path) -> None:
    """Write what a widget shows."""
    if not widget.grab().save(str(path)):
        raise SystemExit(f"{path} cannot be written; check the folder.")
    print(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Pictures of the real window: ``python -m tests.screenshots`` writes PNGs into docs/screenshots.

Runs under a virtual screen (``make screenshots``) or with QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from ui import start, theme
from ui.widgets.legend import Legend

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SIZES = ((1280, 800), (1920, 1080))


def main(arguments: list[str]) -> int:
    """Write one picture for each size and theme, and one of the page of symbols."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    startup = opened("SAMPLE-02")
    for width, height in SIZES:
        startup.window.resize(width, height)
        for dark in (False, True):
            startup.theme.apply(dark)
            settle()
            name = f"eligibility-{width}x{height}{'-dark' if dark else ''}.png"
            save(startup.window, folder / name)
    startup.theme.apply(False)
    legend = Legend(startup.window, startup.theme)
    legend.show()
    settle()
    save(legend, folder / "symbols.png")
    legend.close()
    startup.window.close()
    return 0


def opened(code: str) -> start.Startup:
    """Return the window with everything loaded and a sample case chosen."""
    startup = start.Startup()
    for step in (
        start.application, start.bundled_font, light, start.workspace, start.window, start.content,
    ):  # fmt: skip
        step(startup)
    settle()
    while startup.workspace.summarise():
        pass
    startup.workspace.choose(code)
    startup.window.page.go_to("NCT06187961", "I12b")
    settle()
    return startup


def light(startup: start.Startup) -> None:
    """Begin with light colours, whatever the system says."""
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

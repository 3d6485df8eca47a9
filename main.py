"""HCC Review: a case against the trials of the liver board.

No argument, or only ``--database PATH``, opens the window; a command (``main.py --help``) works
without a screen and without Qt. Where there is no display, the review of a sample case is shown as
text instead.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

# Platforms of Qt that draw without a display of the desktop.
SCREENLESS = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "directfb")


def main(arguments: list[str] | None = None) -> int:
    """Run a command, the window, or the review in text; return the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    database = database_alone(given)
    if given and database is None:
        return run_command(given)
    if has_display(os.environ, sys.platform):
        return open_window(database)
    return review_in_text()


def database_alone(given: list[str]) -> Path | None:
    """Return the database where nothing else is named: then the window opens on it."""
    if len(given) == 2 and given[0] == "--database":
        return Path(given[1])
    if len(given) == 1 and given[0].startswith("--database="):
        return Path(given[0].partition("=")[2])
    return None


def run_command(given: list[str]) -> int:
    """Run one of the headless commands."""
    from ui.commands import run

    return run(given)


def review_in_text() -> int:
    """Show a sample case as text and write its workbook, and say why."""
    from ui.commands import run_without_display

    return run_without_display()


def open_window(database: Path | None = None) -> int:
    """Open the window on a database (default: the user's); what is slow comes after its paint."""
    from ui import start

    steps = (
        ("the settings", start.settings),
        ("the application", start.application),
        ("unexpected errors", start.unexpected_errors),
        ("the bundled font", start.bundled_font),
        ("light or dark", start.colours),
        ("the workspace", start.workspace),
        ("the window", start.window),
        ("trials and cases, after the first paint", start.content),
    )
    return start.run(steps, database)


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """True where Qt can open a window; without one it would abort the process (Linux only)."""
    if not platform.startswith("linux"):
        return True
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in SCREENLESS:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())

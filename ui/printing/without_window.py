"""Printing from a command: Qt with the bundled font, and no window."""

from __future__ import annotations

import os
import sys


def ready_to_print() -> None:
    """Make the application that fonts and pages need, where none is there yet.

    Without a display Qt would end the process, so it draws off the screen then.
    """
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is not None:
        return
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.theme import use_bundled_font

    global _application
    _application = QApplication(["HCC Review"])
    use_bundled_font(_application)


_application: object = None  # kept: Qt ends with it

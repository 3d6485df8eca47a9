"""The meeting on the wall: the cases of the agenda as slides that nobody can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def present(window: MainWindow) -> None:
    """Show the agenda's cases full screen (F5); without a meeting the current case alone."""
    from ui.presentation.start import begin  # with the charts: when first asked for

    begin(window)

"""What the window lets go of when it is locked, beside the store and the case on screen.

The pages are made anew when they are next looked at. What the computer's memory held of a case is
free then, not wiped: somebody who reads it may find pieces of it until the program is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from ui.smooth import collect

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def forget_cases(window: MainWindow) -> None:
    """Keep nothing of a case in pages, lists and memories of what was worked out."""
    from hccreview.meeting.ground import read_ground
    from hccreview.meeting.records import forget_records

    pages = (window.case_page, window.regimens_page, window.outcomes_page, window.meeting_page)
    for page in pages:
        page.forget()
    window.case_pane.forget()
    forget_records()
    read_ground.cache_clear()
    QTimer.singleShot(0, window, collect)  # behind the pages, which go when their events are done

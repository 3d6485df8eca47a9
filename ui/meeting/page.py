"""The Meeting page of the window: empty and light until it is first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.meeting.content import Content
    from ui.meeting.room import BoardRoom


class MeetingPage(QWidget):
    """The agenda of a meeting, and what is prepared, decided and followed up of its cases.

    The signals ask the window for what leaves the page.
    `room` and `content` are made when they are first asked for: nothing of them is needed before.
    """

    present_asked = Signal()
    handout_asked = Signal()
    export_asked = Signal()

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("meetingPage")
        self.setAccessibleName("Meeting")
        self.workspace, self.theme = workspace, theme
        self._room: BoardRoom | None = None
        self._content: Content | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def room(self) -> BoardRoom:
        """What the program knows of meetings now; it reads them when it is made."""
        if self._room is None:
            from ui.meeting.room import BoardRoom

            self._room = BoardRoom(self.workspace)
            self._room.load()
        return self._room

    @property
    def content(self) -> Content:
        """Top line, agenda and tabs, made when they are first needed."""
        if self._content is None:
            from ui.meeting.content import Content

            self._content = Content(self.workspace, self.theme, self.room)
            self._content.top.present.clicked.connect(self.present_asked)
            self._content.top.handout_asked.connect(self.handout_asked)
            self._content.top.export_asked.connect(self.export_asked)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._content)
        return self._content

    def forget(self) -> None:
        """Let go of the meetings and of what is shown; both are made anew when next asked for."""
        for made in (self._content, self._room):
            if made is not None:
                made.deleteLater()
        self._content = self._room = None

    def showEvent(self, event: QShowEvent) -> None:
        """Make the content, which follows from then on."""
        super().showEvent(event)
        _ = self.content

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on; a focus proxy would make Tab pass over the top line."""
        super().focusInEvent(event)
        self.content.start.setFocus(event.reason())

"""The Regimens page of the window: empty and light until it is first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.regimens.content import Content


class RegimensPage(QWidget):
    """What each trial would mean for the patient, from one start.

    The content is made on first show, because nothing of it is needed before.
    """

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("regimensPage")
        self.setAccessibleName("Regimens")
        self.workspace, self.theme = workspace, theme
        self._content: Content | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def content(self) -> Content:
        """The views and the panel, made when they are first needed."""
        if self._content is None:
            from ui.regimens.content import Content

            self._content = Content(self.workspace, self.theme)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._content)
            self.setFocusProxy(self._content.tools.start)
        return self._content

    def forget(self) -> None:
        """Let go of what is shown; it is made anew when it is next looked at."""
        content, self._content = self._content, None
        if content is not None:
            content.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        """Make or renew the content."""
        super().showEvent(event)
        self.content.catch_up()

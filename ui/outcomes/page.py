"""The Outcomes page of the window: empty and light until it is first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.outcomes.content import Content


class OutcomesPage(QWidget):
    """Charts of the published results, with the workspace's case in the one of the populations.

    The content is made on first show: it is the first to need statistics and figures.
    """

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("outcomesPage")
        self.setAccessibleName("Outcomes")
        self.workspace, self.theme = workspace, theme
        self._content: Content | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        workspace.comparison_changed.connect(self._renew)
        workspace.case_changed.connect(self._renew)

    @property
    def content(self) -> Content:
        """Choosers, chart, table and details, made when they are first needed."""
        if self._content is None:
            from ui.outcomes.content import Content

            self._content = Content(self.workspace, self.theme)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._content)
            self.setFocusProxy(self._content.chart)
        return self._content

    def forget(self) -> None:
        """Let go of what is shown; it is made anew when it is next looked at."""
        content, self._content = self._content, None
        if content is not None:
            content.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        """Make or renew the content."""
        super().showEvent(event)
        self.content.renew()

    def _renew(self) -> None:
        if self.isVisible():
            self.content.renew()

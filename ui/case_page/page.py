"""The Case page of the window: empty and light until it is first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.case_page.content import Content


class CasePage(QWidget):
    """Forms, laboratory table, lists and scores of the workspace's case.

    The content is made on first show, because it is the first to need the data dictionary.
    `code_asked` tells the old and a new code of the case.
    """

    code_asked = Signal(str, str)

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("casePage")
        self.setAccessibleName("Case")
        self.workspace, self.theme = workspace, theme
        self._content: Content | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        workspace.case_changed.connect(self._case_changed)
        workspace.case_edited.connect(self._refresh)
        workspace.comparison_changed.connect(self._refresh)
        workspace.field_requested.connect(self.go_to)

    @property
    def content(self) -> Content:
        """The forms and tables, made when they are first needed."""
        if self._content is None:
            from ui.case_page.content import Content

            self._content = Content(self.workspace, self.theme)
            self._content.names.code_asked.connect(self.code_asked)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._content)
            self._content.refresh()
        return self._content

    def forget(self) -> None:
        """Let go of what is shown; it is made anew when it is next looked at."""
        content, self._content = self._content, None
        if content is not None:
            content.deleteLater()

    def setFocus(  # noqa: N802
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        """Put the keyboard where one begins; a focus proxy would be a second stop for Tab."""
        if self._content is not None:
            self._content.first.setFocus(reason)

    def go_to(self, name: str) -> None:
        """Bring a field, a list or a ``list.field`` into view and put the keyboard on it."""
        if self.workspace.case is not None:
            self.content.refresh()
            self.content.go_to(name)

    def showEvent(self, event: QShowEvent) -> None:
        """Make or renew the content."""
        super().showEvent(event)
        if self.workspace.case is not None:
            self.content.refresh()

    def _case_changed(self) -> None:
        if self._content is not None and not self._content.shows_it:  # else it was renamed
            self._content.begin_case()
        self._refresh()

    def _refresh(self) -> None:
        if self._content is not None:
            self._content.setVisible(self.workspace.case is not None)
        if self.isVisible() and self.workspace.case is not None:
            self.content.refresh()

"""The list of cases beside the page, or out of the way where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

_NARROW = 1000  # px: at 200 % on a screen of 1920; the matrix then takes the whole width


class CaseDrawer(QObject):
    """Hides the list in a narrow window and brings it back in a wide one; the user may differ."""

    def __init__(self, window: QWidget, pane: QWidget, button: QPushButton) -> None:
        super().__init__(window)
        self._pane, self._button = pane, button
        self._narrow = self._shut = False
        self._wanted = True  # as soon as it may be shown again
        button.setToolTip("List of cases (Ctrl+B)")
        button.clicked.connect(self.open)
        button.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        """Show the list."""
        self._put(True)

    def turn(self) -> None:
        """Show the list, or put it out of the way."""
        self._put(self._pane.isHidden())

    def shut(self) -> None:
        """Hide the list until `release`, whatever is asked for: it must not be seen now."""
        if not self._shut:
            self._shut, self._wanted = True, not self._pane.isHidden()
            self._pane.hide()

    def release(self) -> None:
        """Show the list again where it would be seen now."""
        if self._shut:
            self._shut = False
            self._put(self._wanted)

    def _put(self, shown: bool) -> None:
        if self._shut:
            self._wanted = shown
            return
        held = self._pane.isAncestorOf(QApplication.focusWidget() or self._button)
        self._button.setVisible(not shown)
        if held and not shown:  # else the keyboard would land on the next field, and change it
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pane.setVisible(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the window, where it passes the border."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            narrow = watched.width() < _NARROW
            if narrow is not self._narrow:
                self._narrow = narrow
                self._put(not narrow)
        return False

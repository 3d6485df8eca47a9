"""A heading with its buttons: side by side, or one below the other where there is no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

_GAP = 6


class HeadRow(QWidget):
    """Never asks for more width than there is."""

    def __init__(self, words: Sequence[QWidget], buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self._outer = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(_GAP)
        self._halves = [QHBoxLayout(), QHBoxLayout()]
        for half, widgets in zip(self._halves, (words, buttons), strict=True):
            half.setSpacing(_GAP)
            for widget in widgets:
                half.addWidget(widget)
            self._outer.addLayout(half)
        self._halves[0].addStretch(1)
        self._outer.setAlignment(self._halves[1], Qt.AlignmentFlag.AlignLeft)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons where they fit."""
        super().resizeEvent(event)
        needed = sum(half.minimumSize().width() for half in self._halves) + _GAP
        beside = event.size().width() >= needed
        direction = QBoxLayout.Direction
        self._outer.setDirection(direction.LeftToRight if beside else direction.TopToBottom)

"""The banner of "what if": nothing is saved, what has changed, another day, and the way out."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSlider

from ui.wording import plural

_BACK, _AHEAD = -90, 180  # days around the recorded day of review


class WhatIfBar(QFrame):
    """Stands over the matrix while changes are only tried."""

    left = Signal()
    day_tried = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("whatIf")
        self._recorded = date.min
        self.title = _label("What if: nothing is saved")
        self.title.setProperty("role", "strong")
        self.summary = _label()
        self.summary.setAccessibleName("What has changed")
        self.day = _label()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(_BACK, _AHEAD)
        self.slider.setFixedWidth(190)
        self.slider.setPageStep(7)
        self.slider.setAccessibleName("Try another day of review")
        self.slider.valueChanged.connect(self._slide)
        self.leave = QPushButton("Leave (Esc)")
        self.leave.setAccessibleName("Leave what if")
        self.leave.clicked.connect(self.left.emit)
        escape = QShortcut(QKeySequence("Escape"), self)
        escape.activated.connect(self.left.emit)
        escape.activatedAmbiguously.connect(self.left.emit)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 5, 12, 5)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for column, part in enumerate((self.title, self.day, self.slider, self.leave)):
            grid.addWidget(part, 0, column)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.summary, 1, 0, 1, 4)
        self.hide()

    def begin(self, recorded: date) -> None:
        """Stand there from now on; `recorded` is the day of review to come back to."""
        self._recorded = recorded
        self.show()

    def show_state(self, as_of: date, cells: int, headlines: tuple[str, ...]) -> None:
        """Show the day that is tried, how many cells changed, and which headlines."""
        shift = (as_of - self._recorded).days
        with QSignalBlocker(self.slider):
            self.slider.setValue(shift)
        moved = f" ({shift:+d} days)".replace("-", "−") if shift else ""
        self.day.setText(f"As of {as_of.day} {as_of:%b %Y}{moved}")
        changed = plural(cells, "cell", "cells") + " changed against the recorded case"
        told = "; ".join(headlines) if headlines else "no headline changed"
        self.summary.setText(f"{changed} · {told}")

    def _slide(self, days: int) -> None:
        self.day_tried.emit(self._recorded + timedelta(days=days))


def _label(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(not text)
    return label

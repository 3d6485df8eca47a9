"""The band of "what if" over all pages: nothing is saved, what has changed, another day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSlider, QWidget

from ui.widgets.labels import text_label
from ui.wording import plural
from ui.workspace import Workspace

_BACK, _AHEAD = -90, 180  # days around the recorded day of review
_WIDTH, _FRAME = 190, 4


class WhatIfBar(QFrame):
    """Stands over everything while changes are only tried; its frame is drawn round the pages."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("whatIf")
        self.workspace = workspace
        self._recorded = date.min
        self.title = _label("What if: nothing is saved")
        self.title.setProperty("role", "strong")
        self.summary = _label()
        self.summary.setAccessibleName("What has changed")
        self.day = _label()
        self.day.setWordWrap(False)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(_BACK, _AHEAD)
        self.slider.setFixedWidth(_WIDTH)
        self.slider.setPageStep(7)
        self.slider.setAccessibleName("Try another day of review")
        self.slider.setToolTip("Try another day of review; Page Up and Page Down: a week")
        self.slider.valueChanged.connect(self._slide)
        self.leave = QPushButton("Leave (Esc)")
        self.leave.setAccessibleName("Leave what if")
        self.leave.setToolTip("Back to the recorded case (Esc); what was tried is forgotten")
        self.leave.clicked.connect(workspace.end_what_if)
        self._lay_out()
        workspace.what_if_changed.connect(self._follow)
        self.hide()

    def show_state(self, as_of: date, cells: int, headlines: tuple[str, ...]) -> None:
        """Show the day that is tried, how many cells changed, and which headlines."""
        shift = (as_of - self._recorded).days
        with QSignalBlocker(self.slider):
            self.slider.setValue(shift)
        recorded = f"{self._recorded.day} {self._recorded:%b %Y}"
        moved = plural(abs(shift), "day", "days") + (" after " if shift > 0 else " before ")
        self.day.setText(f"{moved if shift else 'on the recorded day, '}{recorded}")
        changed = plural(cells, "cell", "cells") + " changed against the recorded case"
        told = "; ".join(headlines) if headlines else "no headline changed"
        self.summary.setText(f"{changed} · {told}")

    def _follow(self) -> None:
        day, trying = self.workspace.as_of, self.workspace.in_what_if
        if trying and day is not None:
            self._recorded = day
            self.show_state(day, 0, ())
        self.setVisible(trying)
        around = self.parentWidget()
        if around is not None and (layout := around.layout()) is not None:
            layout.setContentsMargins(*((_FRAME, 0, _FRAME, _FRAME) if trying else (0, 0, 0, 0)))
            mark_trying(around, trying)

    def _slide(self, days: int) -> None:
        self.workspace.set_as_of(self._recorded + timedelta(days=days))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 5, 12, 5)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for column, part in enumerate((self.title, self.day, self.slider, self.leave)):
            grid.addWidget(part, 0, column)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.summary, 1, 0, 1, 4)


def mark_trying(widget: QWidget, trying: bool) -> None:
    """Give a widget the looks of "what if", or take them away."""
    widget.setProperty("trying", trying)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _label(text: str = "") -> QLabel:
    label = text_label(text)
    label.setWordWrap(not text)
    return label

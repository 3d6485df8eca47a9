"""Trying another number for a finding: a button for the value that just passes, and a slider."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from ui.widgets.labels import text_label

if TYPE_CHECKING:
    from ui.eligibility.what_if import Trying


class TryValue(QWidget):
    """Tells the value that is tried; the slider is there while "what if" is on."""

    value_tried = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._trying: Trying | None = None
        self.button = QPushButton("What if?")
        self.button.clicked.connect(self._try_passing)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.valueChanged.connect(self._slide)
        self.reading = text_label()
        self.reading.setProperty("role", "value")
        self._strip = QWidget()
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.reading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._strip)

    def show_trying(self, trying: Trying | None, open_or_failing: bool, in_what_if: bool) -> None:
        """Show what can be tried, or nothing; the ends stay where they are while one slides."""
        known = self._trying
        if trying and known and in_what_if and _same(trying, known):
            trying = replace(trying, low=known.low, high=known.high)
        self._trying = trying
        self.setVisible(trying is not None and (open_or_failing or in_what_if))
        if trying is None:
            return
        self.button.setText(f"What if {trying.text(trying.passing)}?")
        self.button.setToolTip(
            f"Try {trying.label} {trying.text(trying.passing)}; nothing is saved"
        )
        self.button.setVisible(open_or_failing)
        self._strip.setVisible(in_what_if)
        value = trying.passing if trying.value is None else trying.value
        with QSignalBlocker(self.slider):
            self.slider.setRange(*trying.positions)
            self.slider.setValue(trying.position(value))
        self.slider.setAccessibleName(f"Try another value of {trying.label}")
        self.reading.setText(trying.text(value) if trying.value is not None else "not recorded")

    def _try_passing(self) -> None:
        if self._trying is not None:
            self.value_tried.emit(self._trying.passing)

    def _slide(self, position: int) -> None:
        if self._trying is not None:
            self.value_tried.emit(self._trying.at(position))


def _same(one: Trying, other: Trying) -> bool:
    return (one.field, one.passing) == (other.field, other.passing)

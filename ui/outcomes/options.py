"""How adverse events are shown: their order, by organ or not, with unreliable rows or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ui.outcomes.chooser import chip_button, heading
from ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from hccreview.review.charts.adverse_events import AdverseEventView


class EventOptions(QWidget):
    """The choices of the chart of adverse events."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        from hccreview.review.charts.adverse_events import ORDER_LABELS, AdverseEventView

        self._unreliable = 0
        self.order = QComboBox()
        self.order.setAccessibleName("Order of the adverse events")
        for name, told in ORDER_LABELS.items():
            self.order.addItem(told, name)
        self.grouped = chip_button("By organ (own grouping, not MedDRA)", "Group by organ")
        self.unreliable = chip_button("", "Show unreliable rows")
        self.unreliable.setToolTip("Rows of the table that the audit calls unreliable")
        flow = FlowLayout(self, gap=6)
        for part in (heading("Order"), self.order, self.grouped, self.unreliable):
            flow.addWidget(part)
        begin = AdverseEventView()
        self.order.setCurrentIndex(self.order.findData(begin.order))
        self.grouped.setChecked(begin.grouped)
        self.unreliable.setChecked(begin.unreliable)
        self.order.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.grouped.toggled.connect(lambda _: self.changed.emit())
        self.unreliable.toggled.connect(lambda _: self.changed.emit())

    @property
    def view(self) -> AdverseEventView:
        """What is chosen."""
        from hccreview.review.charts.adverse_events import AdverseEventView

        return AdverseEventView(
            order=self.order.currentData(),
            grouped=self.grouped.isChecked(),
            unreliable=self.unreliable.isChecked(),
        )

    def show_left_out(self, count: int) -> None:
        """Say how many rows are left out; while they are shown, how many these are."""
        if count or not self.unreliable.isChecked():
            self._unreliable = count
        self.unreliable.setText(f"Show unreliable rows ({self._unreliable})")
        self.unreliable.setAccessibleName(self.unreliable.text())
        self.unreliable.setEnabled(self._unreliable > 0)

"""The dates of the laboratory table stay in view while the page scrolls over its rows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHeaderView, QScrollArea

from ui.case_page.laboratory_view import LaboratoryView
from ui.widgets.labels import text_label


class HeldHeads(QHeaderView):
    """Repeats the heads of the table at the top of the page while the table's own are above it."""

    def __init__(self, area: QScrollArea, table: LaboratoryView) -> None:
        super().__init__(Qt.Orientation.Horizontal, area.viewport())
        self.area, self.table = area, table
        heads = table.horizontalHeader()
        self.setObjectName("heldHeads")
        self.setAccessibleName("Dates of the laboratory values")
        self.setModel(table.model())
        self.setDefaultAlignment(heads.defaultAlignment())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.corner = text_label("Laboratory values", area.viewport())
        self.corner.setObjectName("heldCorner")
        self.corner.hide()
        self.hide()
        area.verticalScrollBar().valueChanged.connect(self.follow)
        # What stands above the table may take less room on a wider page; then nothing is scrolled.
        queued = Qt.ConnectionType.QueuedConnection
        area.verticalScrollBar().rangeChanged.connect(self.follow, queued)
        table.horizontalScrollBar().valueChanged.connect(self.follow)
        table.resized.connect(self.follow)

    def follow(self) -> None:
        """Lie where the table's own heads would be, as long as rows of it are in view."""
        table, heads = self.table, self.table.horizontalHeader()
        place = table.mapTo(self.area.viewport(), QPoint(0, 0))
        # Also while another page is in front: nothing tells of it when this one comes back.
        held = place.y() < 0 < place.y() + table.height() - 2 * heads.height()
        held = held and table.isVisibleTo(self.area)
        for part in (self, self.corner):
            part.setVisible(held)
        if not held:
            return
        for number in range(self.count()):
            self.resizeSection(number, table.columnWidth(number))
        names = table.verticalHeader().width()
        self.corner.setGeometry(place.x(), 0, names, heads.height())
        self.setGeometry(place.x() + names, 0, table.viewport().width(), heads.height())
        self.setOffset(heads.offset())
        self.corner.raise_()
        self.raise_()

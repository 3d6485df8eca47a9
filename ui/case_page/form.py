"""The fields of one group, in as many columns as the width allows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.case_page.board_box import BoardBox
from ui.case_page.field_frame import FieldFrame

_WIDTH, _GAP = 236, 14


class FieldGrid(QWidget):
    """Fields run from left to right, as they are read; questions to the board take a line."""

    def __init__(self, boxes: Iterable[FieldFrame], width: int = _WIDTH) -> None:
        super().__init__()
        self._width = width
        self.boxes = tuple(boxes)
        self._columns = 0
        self._fillers: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(9)
        self._place(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use another number of columns where the width asks for it."""
        super().resizeEvent(event)
        self._place(max(1, (event.size().width() + _GAP) // (self._width + _GAP)))

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        for number in range(max(columns, self._columns)):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
            self._grid.setColumnMinimumWidth(number, 100 if number < columns else 0)
        self._columns = columns
        for filler in self._fillers:
            filler.deleteLater()
        # an empty column would get no gap, and the fields of two groups would not stand in line
        self._fillers = [QWidget() for _ in range(len(self.boxes), columns)]
        for number, filler in enumerate(self._fillers, len(self.boxes)):
            self._grid.addWidget(filler, 0, number)
        place = 0
        for box in self.boxes:
            span = min(_span(box, columns), columns)
            if place % columns + span > columns:
                place += columns - place % columns
            row, column = 2 * (place // columns), place % columns
            self._grid.addWidget(box, row, column, 1, span)
            self._grid.addWidget(box.sentence, row + 1, column, 1, span)  # moves no other field
            place += span


def _span(box: FieldFrame, columns: int) -> int:
    """Return how many columns a field needs: several words need room."""
    if isinstance(box, BoardBox):
        return columns
    return 2 if box.field.type == "set" and box.dated else 1


def chain_tabs(stops: list[QWidget]) -> None:
    """Let Tab go through the widgets in this order."""
    for stop, following in pairwise(stops):
        QWidget.setTabOrder(stop, following)

"""Chart, standing notes and numbers, with the details of a point at the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.outcomes.chart_view import ChartView
from ui.outcomes.details import Details
from ui.outcomes.table_model import TableModel
from ui.outcomes.table_view import TableView
from ui.theme import Theme
from ui.widgets.labels import label

if TYPE_CHECKING:
    from hccreview.review.charts.model import OutcomeChart, TableRow

_BAR = 12  # room for the scroll bar, whether it shows or not: else the width would go to and fro


class ChartSheet(QSplitter):
    """The parts of a chart; the standing note stands outside what scrolls: it is always seen."""

    def __init__(self, theme: Theme, details: Details) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.summary = label("sentence")
        self.caution, self.silent = label("caution"), label("silent")
        self.remarks = label("muted")
        self.caution.setAccessibleName("Caution")
        self.summary.setAccessibleName("This patient")
        self.silent.setAccessibleName("Trials without results")
        self.chart = ChartView(theme)
        self.table = TableView(TableModel(), theme)
        self.viewed = QScrollArea()
        self.viewed.setWidgetResizable(True)
        self.viewed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown = ""
        self._details = details
        self.details_wait = False  # where the window is narrow, until a point is chosen
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(self._middle())
        self.addWidget(details)
        self.setStretchFactor(0, 1)
        self.setSizes([790, 260])

    @property
    def room(self) -> int:
        """The width for a picture."""
        return self.viewed.width() - _BAR

    def show_details(self) -> None:
        """Show the details of a point, where there is room or a point is chosen."""
        self._details.setVisible(bool(self.chart.current) or not self.details_wait)

    def expect(self, chart: OutcomeChart) -> None:
        """Wait for the picture of a chart; another one than before is shown from its top."""
        if chart.id != self._shown:
            self._shown = chart.id
            self.viewed.verticalScrollBar().setValue(0)
        told = {mark.key: "\n".join((mark.label, *mark.lines)) for mark in chart.marks}
        self.chart.expect(chart.title, told)

    def show_words(self, chart: OutcomeChart, names: Mapping[str, str]) -> None:
        """Show what a chart says in words and numbers.

        `names` are the short names of the trials.
        """
        self._say(self.summary, chart.summary)
        self._say(self.caution, chart.caution)
        self._say(self.silent, silent_text(chart, names))
        self._say(self.remarks, " ".join(chart.remarks))
        rows = rows_of(chart)
        self.table.numbers.show(
            chart.table.headings, tuple(row.cells for row in rows.values()), tuple(rows)
        )

    def clear(self) -> None:
        """Show nothing of a chart that is made anew."""
        for part in (self.summary, self.silent, self.remarks):
            part.hide()
        self.chart.expect("", {})
        self.table.numbers.show((), (), ())

    def bring_up(self, key: str) -> None:
        """Scroll to a point of the chart."""
        place = self.chart.place_of(key)
        if not place.isEmpty():
            middle = place.translated(self.chart.pos()).center()
            self.viewed.ensureVisible(middle.x(), middle.y(), 0, place.height() // 2 + 12)

    def _say(self, where: QLabel, text: str) -> None:
        where.setText(text)
        where.setVisible(bool(text))

    def _middle(self) -> QWidget:
        upper = QWidget()
        upper.setObjectName("chartSide")
        self.viewed.setObjectName("chartScroll")
        self.viewed.setFrameShape(QFrame.Shape.NoFrame)
        self.viewed.setWidget(self._scrolled())
        self.viewed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(upper)
        column.setContentsMargins(14, 6, 2, 4)
        column.setSpacing(4)
        column.addWidget(self.caution)
        column.addWidget(self.viewed, 1)
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.setHandleWidth(1)
        middle.setChildrenCollapsible(False)
        middle.addWidget(upper)
        middle.addWidget(self.table)
        middle.setStretchFactor(0, 3)
        middle.setStretchFactor(1, 1)
        middle.setSizes([420, 170])
        return middle

    def _scrolled(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.summary)
        column.addWidget(self.silent)
        column.addWidget(self.chart, 1)
        column.addWidget(self.remarks)
        return inner


def rows_of(chart: OutcomeChart) -> dict[str, TableRow]:
    """Return the rows by their keys; one that is not drawn gets the number of its line."""
    rows = enumerate(chart.table.rows, start=1)
    return {row.key or f"line {line}": row for line, row in rows}


def silent_text(chart: OutcomeChart, names: Mapping[str, str]) -> str:
    """Return which trials have nothing for a chart, those of the same reason in one sentence."""
    reasons: dict[str, list[str]] = {}
    for each in chart.silent:
        reasons.setdefault(each.text, []).append(names.get(each.trial, each.trial))
    return "\n".join(f"{', '.join(trials)}: {text}" for text, trials in reasons.items())

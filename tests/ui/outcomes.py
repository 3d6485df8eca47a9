"""The Outcomes page in the real window: how a test waits for a chart and finds its points."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hccreview.review.charts.model import OutcomeChart
from ui.main_window import MainWindow
from ui.outcomes.content import Content
from ui.outcomes.picture import Picture


def shown(qtbot: QtBot, window: MainWindow, kind: str = "") -> Content:
    """Show the page, with a chart where one is named, and wait until it is drawn."""
    window.show_page("Outcomes")
    content = window.outcomes_page.content
    if kind:
        content.charts.choose(kind)
    drawn(qtbot, window)
    assert chart(content).id == (kind or chart(content).id)
    return content


def drawn(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the picture of what is chosen is there."""
    content, background = window.outcomes_page.content, window.workspace.background

    def done() -> bool:
        return background.idle and content.shown is not None and content.chart.picture is not None

    qtbot.waitUntil(done, timeout=20_000)


def chart(content: Content) -> OutcomeChart:
    """The chart that is shown."""
    assert content.shown is not None
    return content.shown


def picture(content: Content) -> Picture:
    """The picture that is shown."""
    assert content.chart.picture is not None
    return content.chart.picture


def place_of(content: Content, key: str) -> QPoint:
    """The middle of the marks of a point, scrolled into view."""
    content.sheet.bring_up(key)
    place = content.chart.place_of(key)
    assert not place.isEmpty(), f"{key} is not drawn"
    return place.center()


def told(content: Content) -> str:
    """All words of the panel at the right."""
    QApplication.processEvents()  # parts that were just put in become visible
    labels = content.details.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisibleTo(content))

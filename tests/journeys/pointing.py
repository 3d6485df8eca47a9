"""Where a place of a widget lies in the native window, and how the wheel brings it there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

Place = Callable[[], QPoint]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def spoken(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    if widget.accessibleName():
        return widget.accessibleName()  # of a choice, Qt itself tells what is chosen
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name) if face else ""


def click(widget: QWidget, place: Place, button: Qt.MouseButton = LEFT) -> None:
    """Click where a place of a widget is on screen; whatever lies there gets the click."""
    wheel_to(widget, place)
    handle, spot = _native(widget, place())
    QTest.mouseClick(handle, button, NO_KEY, spot)


def double_click(widget: QWidget, place: Place) -> None:
    """Click twice, as quickly as a hand does."""
    click(widget, place)
    handle, spot = _native(widget, place())
    QTest.mouseDClick(handle, LEFT, NO_KEY, spot)


def wheel_to(widget: QWidget, place: Place) -> None:
    """Turn the wheel until a place of a widget can be seen."""
    for _ in range(1000):
        area = _hiding(widget, place())
        if area is None:
            return
        above = widget.mapTo(area.viewport(), place()).y() < 0
        _turn_wheel(area.viewport(), 30 if above else -30)
    raise AssertionError(f"{spoken(widget)} cannot be scrolled to")


def _native(widget: QWidget, place: QPoint) -> tuple[QWindow, QPoint]:
    top = widget.window()
    handle = top.windowHandle()
    assert handle is not None
    return handle, widget.mapTo(top, place)


def _hiding(widget: QWidget, place: QPoint) -> QAbstractScrollArea | None:
    """The scroll area that shows neither the place nor a little around it."""
    inner: QWidget | None = widget
    while inner is not None:
        outer = inner.parentWidget()
        if isinstance(outer, QAbstractScrollArea) and outer.viewport() is inner:
            shown = 0 <= widget.mapTo(inner, place).y() < inner.height()
            if not shown:
                return outer
        inner = outer
    return None


def _turn_wheel(viewport: QWidget, angle: int) -> None:
    middle = viewport.rect().center()
    turned = QWheelEvent(
        QPointF(middle), QPointF(viewport.mapToGlobal(middle)), QPoint(), QPoint(0, angle),
        Qt.MouseButton.NoButton, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, turned)
    QApplication.processEvents()

"""The chart on screen: a picture, a ring round the chosen point, mouse and keys to its points."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.outcomes.picture import Picture, Spot
from ui.theme import Theme

_DRAWING = "Drawing …"
_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}
_KEYS = "Arrow keys go from point to point, Return opens the note of a flag."


class ChartView(QWidget):
    """Shows a picture; `point_chosen` and `note_asked` carry the key of a point.

    `resized` tells that a picture of another size is wanted.
    """

    point_chosen = Signal(str)
    note_asked = Signal(str)
    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.picture: Picture | None = None
        self.current = ""
        self._image = QImage()
        self._told: Mapping[str, str] = {}
        self._hovered = ""
        self.setObjectName("chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def expect(self, name: str, told: Mapping[str, str]) -> None:
        """Say "Drawing …" until the picture is there; `told` says what is told of each point."""
        self.setAccessibleName(f"Chart: {name}")
        self.picture, self._told, self._hovered, self.current = None, told, "", ""
        self.update()  # as high as before, so that nothing moves where it is drawn anew

    def show_picture(self, picture: Picture) -> None:
        """Show what was drawn."""
        self.picture = picture
        image = QImage(
            picture.pixels,
            picture.columns,
            picture.lines,
            4 * picture.columns,
            QImage.Format.Format_RGBA8888_Premultiplied,
        )
        image.setDevicePixelRatio(picture.ratio)
        self._image = image
        self.setMinimumHeight(image.deviceIndependentSize().toSize().height())
        self.update()

    def choose(self, key: str) -> None:
        """Mark a point; an empty key marks none."""
        if key != self.current:
            self.current = key
            text = self._told.get(key, "")
            self.setAccessibleDescription(text.replace("\n", ", ") if text else _KEYS)
            event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)
            self.update()

    def place_of(self, key: str) -> QRect:
        """Return where a point lies; empty where it is not drawn."""
        spots = self.picture.spots if self.picture is not None else ()
        return next((_box(spot).toRect() for spot in spots if spot.key == key), QRect())

    def place_of_flag(self, key: str) -> QRect:
        """Return where the flags of a point lie; empty where it has none."""
        spots = self.picture.spots if self.picture is not None else ()
        return next(
            (_box(each).toRect() for each in spots if each.flag and each.key == key), QRect()
        )

    # ------------------------------------------------------------------------- events

    def event(self, event: QEvent) -> bool:
        """Draw anew on a screen with another density of pixels."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.resized.emit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture of the new width; the old one stays until it is there."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, the ring of the chosen point and that of the one under the mouse."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour("panel"))
        if self.picture is None:
            painter.setPen(self.theme.colour("muted"))
            painter.drawText(
                self.rect().adjusted(16, 16, 0, 0), Qt.AlignmentFlag.AlignLeft, _DRAWING
            )
        else:
            painter.drawImage(QPoint(0, 0), self._image)
            self._paint_rings(painter, self.picture)

    def _paint_rings(self, painter: QPainter, picture: Picture) -> None:
        """Ring all that belongs to a point, its flags too, so that no line crosses a text."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key in {self._hovered, self.current} - {""}:
            chosen = key == self.current
            width = 3 if chosen and self.hasFocus() else 2 if chosen else 1
            box = QRectF()
            for spot in picture.spots:
                if spot.key == key:
                    box = box.united(_box(spot))
            if not box.isNull():
                painter.setPen(QPen(self.theme.colour("accent"), width))
                painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 5, 5)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell of the point under the mouse."""
        spot = self._spot_at(event)
        key = spot.key if spot is not None else ""
        if key != self._hovered:
            self._hovered = key
            self.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
            self.update()
        if spot is not None:
            place = event.globalPosition().toPoint()
            QToolTip.showText(place, self._told.get(key, ""), self, _box(spot).toRect())

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the point that was under the mouse."""
        super().leaveEvent(event)
        self._hovered = ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the point under the mouse; a flag opens its note."""
        spot = self._spot_at(event)
        if spot is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if spot.flag:
            self.note_asked.emit(spot.key)
        else:
            self.point_chosen.emit(spot.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from point to point; Return opens the notes of the chosen one."""
        spots = self.picture.spots if self.picture is not None else ()
        keys = list(dict.fromkeys(spot.key for spot in spots))
        step = _STEPS.get(Qt.Key(event.key()))
        if keys and step is not None:
            self.point_chosen.emit(self._beside(keys, step))
        elif keys and event.key() == Qt.Key.Key_Home:
            self.point_chosen.emit(keys[0])
        elif keys and event.key() == Qt.Key.Key_End:
            self.point_chosen.emit(keys[-1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.note_asked.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _beside(self, keys: list[str], step: int) -> str:
        if self.current not in keys:
            return keys[0 if step > 0 else -1]
        return keys[min(max(keys.index(self.current) + step, 0), len(keys) - 1)]

    def _spot_at(self, event: QMouseEvent) -> Spot | None:
        if self.picture is None:
            return None
        return self.picture.spot_at(event.position().x(), event.position().y())


def _box(spot: Spot) -> QRectF:
    return QRectF(spot.left, spot.top, spot.width, spot.height)

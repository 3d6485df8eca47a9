"""A painted view whose parts can be reached by mouse and keys and are told to a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from ui.regimens.figures import Tell
from ui.theme import Theme
from ui.widgets.verdict_painter import sized

TEXT, SMALL = 12, 11


@dataclass(frozen=True, slots=True)
class Spot:
    """A part that can be pointed at: `act` names what Return or a click asks for beyond a look."""

    key: str
    box: QRectF
    tell: Tell
    act: str = ""

    @property
    def told(self) -> str:
        """Everything about it in words."""
        return self.tell()


class Canvas(QAbstractScrollArea):
    """Paints a content that scrolls under a head that stays; arrows go from spot to spot.

    `pointed` tells the key of the spot that has the keyboard or was clicked; `asked` the act and
    key of one that was pressed.
    """

    pointed = Signal(str)
    asked = Signal(str, str)
    head_height = 0

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme, self.name = theme, name
        self.spots: tuple[Spot, ...] = ()
        self.current = ""
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetricsF]] = {}
        self.setObjectName("canvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(name)
        theme.changed.connect(self._recolour)

    # ------------------------------------------------------------- for the views

    def arrange(self, width: float) -> tuple[float, Sequence[Spot]]:
        """Place everything in a width; return the height and the spots. The views override it."""
        raise NotImplementedError

    def paint_content(self, painter: QPainter, visible: QRectF) -> None:
        """Paint the content. The views override it."""
        raise NotImplementedError

    def paint_head(self, painter: QPainter, width: float) -> None:
        """Paint the head, which does not scroll."""

    def renew(self) -> None:
        """Arrange anew after the figure or the width has changed."""
        height, spots = self.arrange(self.viewport().width())
        self.spots = tuple(spots)
        room = self.viewport().height() - self.head_height
        bar = self.verticalScrollBar()
        bar.setPageStep(max(int(room), 1))
        bar.setSingleStep(24)
        bar.setRange(0, max(0, int(height - room + 0.999)))
        if not any(spot.key == self.current for spot in self.spots):
            self.current = ""
        self._describe()
        self.viewport().update()

    def font_of(self, size: int = TEXT, bold: bool = False) -> tuple[QFont, QFontMetricsF]:
        """Return a font of the page and its measures."""
        key = (size, bold)
        if key not in self._fonts:
            made = sized(self.font(), size, bold)
            self._fonts[key] = made, QFontMetricsF(made)
        return self._fonts[key]

    def write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        token: str = "text",
        size: int = TEXT,
        *,
        bold: bool = False,
        flags: int = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
    ) -> None:
        """Paint a text in a colour of the theme."""
        painter.setFont(self.font_of(size, bold)[0])
        painter.setPen(self.theme.colour(token))
        painter.drawText(box, flags, text)

    # ---------------------------------------------------------------- for the page

    def go_to(self, key: str) -> None:
        """Make a spot the current one and bring it into view."""
        if not any(spot.key == key for spot in self.spots):
            return
        self.current = key
        self._bring_into_view(self._spot())
        self._describe()
        self.viewport().update()

    def spot_at(self, point: QPoint) -> Spot | None:
        """Return the topmost spot under a point of the viewport."""
        if point.y() < self.head_height:
            return None
        place = point + QPoint(0, self.verticalScrollBar().value() - self.head_height)
        found = [spot for spot in self.spots if spot.box.contains(place)]
        return found[-1] if found else None

    def box_on_viewport(self, spot: Spot) -> QRectF:
        """Return where a spot is on the viewport now."""
        return spot.box.translated(0, self.head_height - self.verticalScrollBar().value())

    # ---------------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint content and head."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = self.viewport().width(), self.viewport().height()
        painter.fillRect(self.viewport().rect(), self.theme.colour("page"))
        top = self.verticalScrollBar().value()
        painter.save()
        painter.setClipRect(QRectF(0, self.head_height, width, height - self.head_height))
        painter.translate(0, self.head_height - top)
        self.paint_content(painter, QRectF(0, top, width, height))
        self._paint_current(painter)
        painter.restore()
        self.paint_head(painter, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self.renew()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be pressed."""
        spot = self.spot_at(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Point at a spot; press it where it is a command."""
        spot = self.spot_at(event.position().toPoint())
        if spot is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._point(spot)
        if spot.act:
            self.asked.emit(spot.act, spot.key)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole line of a spot beside the mouse."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self.spot_at(event.pos())
            if spot is not None:
                QToolTip.showText(event.globalPos(), spot.told, self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from spot to spot, Home and End to the first and last, Return presses."""
        spot = self._spot()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if spot is not None and spot.act:
                self.asked.emit(spot.act, spot.key)
            return
        target = self._next(event.key(), spot)
        if target is not None:
            self._point(target)
        elif event.key() not in _MOVES:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current spot as soon as the keyboard is here."""
        super().focusInEvent(event)
        if self._spot() is None and self.spots and event.reason() in _BY_KEY:
            self._point(self.spots[0])
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint without the frame of the keyboard."""
        super().focusOutEvent(event)
        self.viewport().update()

    # --------------------------------------------------------------------- inside

    def _spot(self) -> Spot | None:
        return next((spot for spot in self.spots if spot.key == self.current), None)

    def _point(self, spot: Spot) -> None:
        self.current = spot.key
        self._bring_into_view(spot)
        self._describe()
        self.viewport().update()
        self.pointed.emit(spot.key)

    def _next(self, key: int, spot: Spot | None) -> Spot | None:
        if not self.spots or key not in _MOVES:
            return None
        if spot is None or key == Qt.Key.Key_Home:
            return self.spots[0]
        if key == Qt.Key.Key_End:
            return self.spots[-1]
        place = self.spots.index(spot)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            return self.spots[min(max(place + step, 0), len(self.spots) - 1)]
        return _nearest(self.spots, spot, down=key == Qt.Key.Key_Down)

    def _bring_into_view(self, spot: Spot | None) -> None:
        if spot is None:
            return
        bar, room = self.verticalScrollBar(), self.viewport().height() - self.head_height
        if spot.box.top() < bar.value():
            bar.setValue(int(spot.box.top()) - 8)
        elif spot.box.bottom() > bar.value() + room:
            bar.setValue(int(spot.box.bottom() - room) + 8)

    def _describe(self) -> None:
        """Let a screen reader read the current spot, or how much there is."""
        spot = self._spot()
        told = spot.told if spot is not None else f"{len(self.spots)} parts; arrows go through them"
        if self.accessibleDescription() != told:
            self.setAccessibleDescription(told)
            if self.hasFocus():
                change = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
                QAccessible.updateAccessibility(change)

    def _paint_current(self, painter: QPainter) -> None:
        spot = self._spot()
        if spot is not None:
            width = 2.0 if self.hasFocus() else 1.0
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("accent"), width))
            painter.drawRoundedRect(spot.box.adjusted(-2, -2, 2, 2), 4, 4)

    def _recolour(self) -> None:
        self.viewport().update()


def _nearest(spots: Sequence[Spot], here: Spot, *, down: bool) -> Spot | None:
    """Return the spot of the next line that lies nearest beside `here`."""
    middle = here.box.center()
    beyond = [
        spot
        for spot in spots
        if (spot.box.top() >= here.box.bottom() if down else spot.box.bottom() <= here.box.top())
    ]
    if not beyond:
        return None

    def away(spot: Spot) -> tuple[float, float]:
        return abs(spot.box.center().y() - middle.y()) // 8, abs(spot.box.left() - here.box.left())

    return min(beyond, key=away)


_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_MOVES = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)

"""Facts proposed below a field: Down goes to them, Return takes one, Up goes back."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.meeting.decision.inputs import GrowingText, WrappedButton
from ui.regimens.parts import flowing
from ui.widgets.labels import plain_label

_NARROWEST, _WIDEST = 200, 490  # px
_FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_Right)
_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Left)
_GAP = 5  # px
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Proposals(QObject):
    """The proposals of one field, as buttons in a layout; `taken` carries the place of one.

    Nothing is written without a key press or a click. Tab leaves them out: it goes on.
    """

    taken = Signal(int)

    def __init__(self, field: QWidget, layout: QLayout) -> None:
        super().__init__(field)
        self.field, self.layout_ = field, layout
        self.words: tuple[str, ...] = ()
        self.buttons: list[WrappedButton] = []
        self._width = _NARROWEST
        field.installEventFilter(self)

    def show(self, words: Iterable[str]) -> None:
        """Propose other words."""
        wanted = tuple(words)
        if wanted == self.words:
            return
        self.words = wanted
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(place, each) for place, each in enumerate(wanted)]

    def fit(self, width: int) -> None:
        """Give the proposals as much width as there is, within what is pleasant to read."""
        self._width = min(max(width, _NARROWEST), _WIDEST)
        for button in self.buttons:
            button.fit(self._width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Go down to the proposals, along them, and back."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, shown = Qt.Key(event.key()), self.buttons
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != (
            Qt.KeyboardModifier.NoModifier
        ):
            return False
        if watched is self.field:
            return key == Qt.Key.Key_Down and self._go_down()
        if not isinstance(watched, WrappedButton) or watched not in shown:
            return False
        place = shown.index(watched)
        if key in _TAKES:
            watched.click()
        elif key in _FORWARD:
            shown[min(place + 1, len(shown) - 1)].setFocus()
        elif key in _BACK:
            (shown[place - 1] if place else self.field).setFocus()
        elif key == Qt.Key.Key_Tab:
            self.field.setFocus()
            self.field.focusNextPrevChild(True)
        else:
            return False
        return True

    def _go_down(self) -> bool:
        shown = self.buttons
        if not shown or (isinstance(self.field, GrowingText) and not self.field.on_last_line):
            return False
        shown[0].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _button(self, place: int, words: str) -> WrappedButton:
        button = WrappedButton(f"↓ {words}", "proposal", widest=self._width)
        button.setAccessibleName(f"Proposed: {words}")
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.taken.emit(place))
        button.installEventFilter(self)
        self.layout_.addWidget(button)
        return button


class ProposedText(QWidget):
    """A named text with facts that may be taken into it; `written`: it was changed."""

    written = Signal()

    def __init__(self, name: str, hint: str, room: int) -> None:
        super().__init__()
        self.text = GrowingText(name, hint)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.text)
        below = flowing(())
        column.addWidget(below)
        flow = below.layout()
        assert flow is not None
        self.proposals = Proposals(self.text, flow)
        self._room = room + _GAP
        self._facts: tuple[str, ...] = ()
        self.proposals.taken.connect(lambda place: self.text.take(self.proposals.words[place]))
        self.text.written.connect(self._renew)
        self.text.written.connect(self.written)
        title = plain_label("muted", name)
        title.setBuddy(self.text)
        title.setFixedWidth(room)
        title.setContentsMargins(0, 4, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the proposals for the new width."""
        super().resizeEvent(event)
        self.proposals.fit(event.size().width() - self._room)

    def propose(self, words: Iterable[str]) -> None:
        """Propose other facts."""
        self._facts = tuple(words)
        self._renew()

    def _renew(self) -> None:
        """Propose what the text does not say already."""
        written = self.text.words
        self.proposals.show(each for each in self._facts if each not in written)

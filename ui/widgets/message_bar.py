"""One line at the top for what the program has to say; Escape or the button closes it.

The window decides what Escape does (`ui.widgets.escape`): an open message goes first.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from ui.messages import Messages, Offer
from ui.widgets.labels import text_label

_STAYS_MS = 8_000  # what was done may go by itself; a problem or an offer stays until it is closed


class MessageBar(QFrame):
    """Shows the last message, with a button where something can be done about it."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self.setObjectName("messageBar")
        self.text = text_label()
        self.text.setWordWrap(True)
        self.text.setAccessibleName("Message")
        self._offer: Offer | None = None
        self.act = QPushButton()
        self.act.clicked.connect(self._take_offer)
        close = QPushButton("Close (Esc)")
        close.setAccessibleName("Close the message")
        close.clicked.connect(self.hide)
        for button in (self.act, close):  # a click leaves the keyboard where it is
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(self.text, 1)
        row.addWidget(self.act)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        messages.problem_told.connect(lambda sentence: self._show(sentence, "problem"))
        messages.done_told.connect(lambda sentence: self._show(sentence, "done"))
        messages.offer_told.connect(self._show_offer)
        messages.withdrawn.connect(self._forget)
        self.hide()

    def _show(self, sentence: str, tone: str) -> None:
        self.text.setText(sentence)
        self._offer = None
        self.act.hide()
        self.setProperty("tone", tone)
        for widget in (self, self.text):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.show()
        if tone == "done":
            self._timer.start(_STAYS_MS)
        else:
            self._timer.stop()

    def _show_offer(self, offer: Offer) -> None:
        self._offer = offer
        self.act.setText(offer.label)
        self.act.setAccessibleName(offer.label)
        self.act.show()
        self._timer.stop()

    def _forget(self) -> None:
        self._offer = None
        for part in (self.text, self.act):
            part.setText("")
        self.act.setAccessibleName("")
        self.hide()

    def _take_offer(self) -> None:
        offer, self._offer = self._offer, None
        self.hide()
        if offer is not None:
            offer.act()

"""Inputs of the form: texts that grow as they are written, names that complete, a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
)

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from ui.case_page.days import read_day
from ui.eligibility.fitting import broken

_MOST_LINES = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LATER = re.compile(r"\+\s*(\d{1,3})\s*(d|w|)\Z", re.IGNORECASE)


class GrowingText(QPlainTextEdit):
    """As high as its words; Return goes on to the next field, Shift+Return begins a line."""

    written = Signal()

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setProperty("role", "text")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._grow)
        self.textChanged.connect(self.written)
        self._grow()

    @property
    def words(self) -> str:
        """What was written, without the spaces around it."""
        return self.toPlainText().strip()

    @property
    def on_last_line(self) -> bool:
        """True where Down leads no further in the text."""
        below = self.textCursor()
        return not below.movePosition(below.MoveOperation.Down)

    def put(self, text: str) -> None:
        """Show a text; one that is there already keeps the cursor."""
        if self.words != text.strip():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._grow()

    def take(self, words: str) -> None:
        """Write proposed words behind what is there, where the author goes on."""
        before = self.words
        if before and before[-1] not in ".;:,":
            before += ";"
        self.setPlainText(f"{before} {words}".strip())
        self.moveCursor(self.textCursor().MoveOperation.End)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Return."""
        if event.key() in _ENTER and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == (
            Qt.KeyboardModifier.NoModifier
        ):
            self.focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = min(max(int(self.document().size().height()), 1), _MOST_LINES)
        margins = 2 * int(self.document().documentMargin()) + 2 * self.frameWidth() + 4
        height = lines * self.fontMetrics().lineSpacing() + margins
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)


class NameLine(QLineEdit):
    """A name, completed from those who sit at the board; Return goes on."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setToolTip(name)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.editingFinished.connect(self._spell)
        self.returnPressed.connect(lambda: self.focusNextPrevChild(True))

    @property
    def words(self) -> str:
        """The name, without the spaces around it."""
        return self.text().strip()

    def offer(self, names: Iterable[str]) -> None:
        """Complete these names."""
        wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
        if wanted != self._names.stringList():
            self._names.setStringList(wanted)

    def put(self, text: str) -> None:
        """Show a name."""
        if self.words != text.strip():
            self.setText(text)

    def _spell(self) -> None:
        """Write a known name as it is written, however it was typed."""
        for name in self._names.stringList():
            if name.casefold() == self.words.casefold() and name != self.words:
                self.setText(name)


class DayLine(QLineEdit):
    """A day as people type it, or days from the day of the decision (``+14``, ``+2w``)."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setToolTip(name)
        self.start: date | None = None
        self.editingFinished.connect(self._tidy)
        self.returnPressed.connect(lambda: self.focusNextPrevChild(True))

    @property
    def day(self) -> date | None:
        """The day; None where there is none, or what is typed is none (see `problem`)."""
        try:
            return self._read()
        except ReviewError:
            return None

    @property
    def problem(self) -> str:
        """Why what is typed is no day; empty where it is one, or nothing."""
        try:
            self._read()
        except ReviewError as error:
            return str(error)
        return ""

    def put(self, day: date | None) -> None:
        """Show a day."""
        if self.day != day or (day is None and not self.problem):
            self.setText(spoken(day) if day is not None else "")

    def _read(self) -> date | None:
        text = self.text().strip()
        if not text:
            return None
        later = _LATER.match(text)
        if later is not None and self.start is not None:
            days = int(later[1]) * (7 if later[2].lower() == "w" else 1)
            return self.start + timedelta(days=days)
        found = read_day(text)
        if found.first != found.last:
            raise ReviewError(f"“{text}” is no single day; write it as 28 Nov 2026, or +14.")
        return found.first

    def _tidy(self) -> None:
        if (day := self.day) is not None:
            self.setText(spoken(day))


class WrappedButton(QPushButton):
    """A button whose words go on in the next line where it is narrow.

    `widest`: as wide as its words, at most so many pixels; else as wide as its column.
    """

    def __init__(self, words: str, role: str, *, widest: int = 0) -> None:
        super().__init__()
        self.words, self._widest = words, widest
        self.setProperty("role", role)
        self.setAccessibleName(words.replace("\n", ". "))
        self.setAutoDefault(False)
        across = QSizePolicy.Policy.Preferred if widest else QSizePolicy.Policy.Ignored
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._wrap(widest or 280)

    def sizeHint(self) -> QSize:
        """Return the height of the words in the width that there is."""
        metrics, lines = QFontMetrics(self.font()), self.text().split("\n")
        width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * self._room()[0]
        height = len(lines) * metrics.lineSpacing() + 2 * self._room()[1]
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        """Return the height of the words in the width that there is."""
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        if not self._widest:
            self._wrap(event.size().width())

    def fit(self, width: int) -> None:
        """Be at most so wide."""
        if width != self._widest:
            self._widest = width
            self._wrap(width)

    def _wrap(self, width: int) -> None:
        self.ensurePolished()  # the style sheet chooses the size of the font
        room = max(width - 2 * self._room()[0], 60)
        metrics = QFontMetrics(self.font())
        parts = [broken(part, metrics, room) for part in self.words.split("\n")]
        wrapped = "\n".join(line for part in parts for line in part)
        if wrapped != self.text():
            self.setText(wrapped)
            self.updateGeometry()

    def _room(self) -> tuple[int, int]:
        """Return what frame and padding take at the side and above."""
        return (4, 2) if self.property("role") == "proposal" else (12, 6)

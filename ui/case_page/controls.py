"""The inputs of the form, one for each kind of field; each tells what the user gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CLEARS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


def paint_arrow(widget: QWidget) -> None:
    """Paint the arrow that says that there is more to open."""
    painter = QPainter(widget)
    painter.setPen(widget.palette().placeholderText().color())
    painter.drawText(widget.rect().adjusted(0, 0, -7, 0), _RIGHT, "▾")


class Choice(QComboBox):
    """One of several words, or nothing; the wheel scrolls the page, Del clears."""

    given = Signal(str)

    def __init__(self, words: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.addItem("–", "")
        for word, label in words.items():
            self.addItem(label, word)
            self.setItemData(self.count() - 1, label, Qt.ItemDataRole.ToolTipRole)
        self.activated.connect(lambda _: self.given.emit(self.currentData()))

    def put(self, word: str) -> None:
        """Show a word."""
        self.setCurrentIndex(max(self.findData(word), 0))
        self.setToolTip(self.currentText() if word else "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow in the colour of the text, whatever the theme."""
        super().paintEvent(event)
        paint_arrow(self)

    def showPopup(self) -> None:  # noqa: N802
        """Show every word in full, however narrow the field is."""
        metrics = self.view().fontMetrics()
        widest = max(
            metrics.horizontalAdvance(self.itemText(number)) for number in range(self.count())
        )
        self.view().setMinimumWidth(max(self.width(), widest + 40))
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the answer out with Del."""
        if event.key() in _CLEARS and self.currentIndex() > 0:
            self.setCurrentIndex(0)
            self.given.emit("")
        else:
            super().keyPressEvent(event)


class YesNo(QWidget):
    """Two buttons side by side; a second press on the same one takes the answer out."""

    given = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons: dict[str, QPushButton] = {}
        for word in ("yes", "no"):
            button = _AnswerButton(word, self)
            button.setAccessibleName(f"{name}: {word}")
            button.clicked.connect(lambda _=False, w=word: self._choose(w))
            self.buttons[word] = button
            row.addWidget(button)
        self.put("")

    def setFocus(  # noqa: N802
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        """Put the keyboard on the answer; a focus proxy would be a second stop for Tab."""
        self._entry.setFocus(reason)

    def put(self, word: str) -> None:
        """Show an answer, or none."""
        for name, button in self.buttons.items():
            button.setChecked(name == word)
        self._entry = self.buttons["no" if word == "no" else "yes"]
        for button in self.buttons.values():
            is_entry = button is self._entry
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if is_entry else Qt.FocusPolicy.ClickFocus
            )

    def press(self, word: str) -> None:
        """Answer by key; an empty word takes the answer out."""
        self.put(word)
        self.given.emit(word)

    def _choose(self, word: str) -> None:
        self.press(word if self.buttons[word].isChecked() else "")


class _AnswerButton(QPushButton):
    """Y and N answer, Del takes the answer out, the arrows go to the other button."""

    def __init__(self, word: str, pair: YesNo) -> None:
        super().__init__(word)
        self.pair = pair
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("role", "answer")
        self.setProperty("side", word)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with a key."""
        word = {Qt.Key.Key_Y: "yes", Qt.Key.Key_N: "no"}.get(Qt.Key(event.key()))
        if word is not None:
            self.pair.press(word)
            self.pair.buttons[word].setFocus()
        elif event.key() in _CLEARS:
            self.pair.press("")
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            other = "no" if event.key() == Qt.Key.Key_Right else "yes"
            self.pair.buttons[other].setFocus()
        else:
            super().keyPressEvent(event)


class WordSet(QPushButton):
    """Several words at once, ticked in a sheet that opens below the button.

    `begun` and `ended` tell that the sheet was opened and closed.
    """

    given = Signal(list)
    begun = Signal()
    ended = Signal()

    def __init__(
        self,
        name: str,
        words: Mapping[str, str],
        exclusive: Iterable[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("–", parent)
        self.name, self.words, self.exclusive = name, words, tuple(exclusive)
        self.chosen: tuple[str, ...] = ()
        self.setAutoDefault(False)
        self.setProperty("role", "set")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(80)
        self.clicked.connect(self.open)
        self.sheet: QFrame | None = None

    def put(self, chosen: Iterable[str]) -> None:
        """Show the chosen words in the order of the dictionary."""
        wanted = frozenset(chosen)
        self.chosen = tuple(word for word in self.words if word in wanted)
        text = ", ".join(self.words[word] for word in self.chosen)
        self.setText(text or "–")
        self.setToolTip(text)
        self.setAccessibleName(f"{self.name}: {text or 'not recorded'}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an arrow, as a choice has one."""
        super().paintEvent(event)
        paint_arrow(self)

    def open(self) -> None:
        """Show a box for each word."""
        self.begun.emit()
        self.sheet = _Sheet(self, Qt.WindowType.Popup)
        self.sheet.hidden.connect(self.ended)
        self.sheet.setObjectName("wordSheet")
        self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet.setAccessibleName(self.name)
        column = QVBoxLayout(self.sheet)
        for word, label in self.words.items():
            box = QCheckBox(label)
            box.setChecked(word in self.chosen)
            box.clicked.connect(lambda on, w=word: self._tick(w, on))
            box.setProperty("word", word)
            column.addWidget(box)
        self.sheet.move(self.mapToGlobal(QPoint(0, self.height())))
        self.sheet.show()
        self.sheet.findChildren(QCheckBox)[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the sheet, Del takes every word out."""
        if event.key() in _CLEARS and self.chosen:
            self.put(())
            self.given.emit([])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4, Qt.Key.Key_F2):
            self.open()
        else:
            super().keyPressEvent(event)

    def _tick(self, word: str, on: bool) -> None:
        chosen = set(self.chosen) - {word}
        if on:
            alone = word in self.exclusive
            chosen = {word} if alone else (chosen - set(self.exclusive)) | {word}
        self.put(chosen)
        if self.sheet is not None:
            for box in self.sheet.findChildren(QCheckBox):
                box.setChecked(box.property("word") in chosen)
        self.given.emit(list(self.chosen))


class _Sheet(QFrame):
    """Tells that it is gone."""

    hidden = Signal()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell it once it is hidden."""
        super().hideEvent(event)
        self.hidden.emit()

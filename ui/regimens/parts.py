"""Small parts that the tools, forms and panel of the page share."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label, text_label
from ui.widgets.panel_form import PanelForm


def button(
    text: str, act: Callable[[], object], *, role: str = "small", name: str = ""
) -> QPushButton:
    """Return a button that does something when it is pressed."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    if name:
        made.setAccessibleName(name)
        made.setToolTip(name)
    made.clicked.connect(lambda *_: act())
    return made


def choice(name: str, options: list[tuple[str, str]], *, narrow: bool = False) -> QComboBox:
    """Return a box with words to choose from; the data of each is its value.

    `narrow`: it takes the width that there is, whatever its words.
    """
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    if narrow:
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(9)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for value, words in options:
        made.addItem(words, value)
    return made


def line(name: str, hint: str = "", text: str = "") -> QLineEdit:
    """Return a field for a text."""
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint or name)
    made.setToolTip(name)
    return made


def titled(words: str, field: QWidget, room: int = 0) -> QWidget:
    """Return a field with its name before it, in a column of `room` pixels."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(5)
    title = text_label(words)
    title.setProperty("role", "muted")
    title.setBuddy(field)
    if room:
        title.setFixedWidth(room)
    row.addWidget(title)
    row.addWidget(field, 1 if room else 0)
    return holder


def flowing(widgets: Iterable[QWidget]) -> QWidget:
    """Return widgets that fill lines as words do."""
    holder = QWidget()
    flow = FlowLayout(holder, gap=5)
    for widget in widgets:
        flow.addWidget(widget)
    policy = holder.sizePolicy()
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


class Form(PanelForm):
    """A form inside the panel: `left` says that it is given up (Esc or Cancel)."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.column.addWidget(label("section", title))
        self.problem.setAccessibleName("What is missing")

    def refuse(self, sentence: str) -> None:
        """Say what is missing or wrong."""
        self.problem.setText(sentence)
        self.problem.show()

    def end_with(self, *buttons: QPushButton) -> None:
        """Add the line for what is missing, and the buttons."""
        self.column.addWidget(self.problem)
        self.column.addWidget(flowing(buttons))

"""Forms inside the explanation: an answer of the board, a disagreement with a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from ui.eligibility.fitting import broken
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label
from ui.widgets.panel_form import PanelForm, form_frame
from ui.wording import VERDICTS

if TYPE_CHECKING:
    from hccreview.clinical.case import Override
    from ui.eligibility.answers import BoardQuestion

_WIDEST_CHOICE = 165  # px: a radio button does not wrap, and the panel may be narrow
AGAIN = VERDICTS["needs_judgement"][0]
UNFOUNDED = (
    "Recorded without the facts that it rests on, so that it stands whatever changes; answer it"
    " again to have them watched."
)
NEVER_CHANGES = "It stands beside the finding and never changes the verdict or the headline."
KINDS = (
    ("data wrong", "The data are wrong"),
    ("text misread", "The text was misread"),
    ("source ambiguous", "The source is ambiguous"),
)


class _Form(PanelForm):
    """A form with an author and a reason; Escape leaves it."""

    def __init__(self, author: str, reason: str = "") -> None:
        super().__init__()
        self.choices = QButtonGroup(self)
        self.author = _line("Author", author, "who says so")
        self.reason = _line("Reason", reason, "why")

    def add_choices(self, choices: list[tuple[str, str, str]]) -> None:
        """Add a radio button for each (value, label, what follows)."""
        for value, text, follows in choices:
            whole = f"{text}{follows}"
            button = QRadioButton("\n".join(broken(whole, self.fontMetrics(), _WIDEST_CHOICE)))
            button.setProperty("value", value)
            button.setAccessibleName(whole)
            self.choices.addButton(button)
            self.column.addWidget(button)

    @property
    def chosen(self) -> str:
        """The value of the chosen radio button, or an empty text."""
        button = self.choices.checkedButton()
        return "" if button is None else str(button.property("value"))

    def choose(self, value: str) -> None:
        """Choose the radio button of a value."""
        for button in self.choices.buttons():
            button.setChecked(button.property("value") == value)

    def add_rest(self, *buttons: QPushButton) -> None:
        """Add author, reason, the line for what is missing, and the buttons."""
        for part in (self.author, self.reason, self.problem):
            self.column.addWidget(part)
        self.column.addWidget(flowing(*buttons))

    def complete(self, *, reason: bool) -> bool:
        """True when all is there; else say what is missing and go to it."""
        first: QWidget = next(iter(self.choices.buttons()), self)
        wanted = [(bool(self.chosen), first, "Choose one of the answers.")]
        wanted.append((bool(self.author.text().strip()), self.author, "Write who says so."))
        if reason:
            wanted.append((bool(self.reason.text().strip()), self.reason, "Write why."))
        missing = next((each for each in wanted if not each[0]), None)
        self.problem.setVisible(missing is not None)
        if missing is not None:
            self.problem.setText(missing[2])
            missing[1].setFocus(Qt.FocusReason.OtherFocusReason)
        return missing is None


class AnswerForm(_Form):
    """A question to the board; `answered` carries field, value, author and reason."""

    answered = Signal(str, str, str, str)
    withdrawn = Signal(str)

    def __init__(self, question: BoardQuestion, author: str) -> None:
        super().__init__(question.author or author, question.reason)
        self.question = question
        self.setAccessibleName(question.text)
        again = ", open again" if question.reopened else ""
        self.column.addWidget(label("section", f"For the board{again}"))
        self.column.addWidget(label("body", question.text))
        for role, text in _about(question):
            self.column.addWidget(label(role, text))
        self.add_choices([(c.value, c.label, f": {c.gives.word}") for c in question.choices])
        self.choose(question.answered)
        save = _button(_verb(question), primary=True)
        save.clicked.connect(self._save)
        buttons = [save]
        if question.told:
            withdraw = _button("Withdraw")
            withdraw.setAccessibleName("Withdraw the answer")
            withdraw.clicked.connect(lambda: self.withdrawn.emit(question.field))
            buttons.append(withdraw)
        self.add_rest(*buttons)
        for line in (self.author, self.reason):
            line.returnPressed.connect(self._save)

    def start(self) -> None:
        """Put the keyboard on the first choice."""
        buttons = self.choices.buttons()
        chosen = self.choices.checkedButton() or buttons[0]
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        if self.complete(reason=False):
            author, reason = self.author.text().strip(), self.reason.text().strip()
            self.answered.emit(self.question.field, self.chosen, author, reason)


class OverrideForm(_Form):
    """A clinician disagrees with a finding; `recorded` carries kind, author and reason."""

    recorded = Signal(str, str, str)

    def __init__(self, author: str, known: Override | None = None, again: bool = False) -> None:
        own = (
            author if again or known is None else known.author
        )  # who gives it again may be another
        super().__init__(own, known.reason if known else "")
        self.setAccessibleName("Override")
        self.column.addWidget(label("section", "Override"))
        self.column.addWidget(label("muted", NEVER_CHANGES))
        self.add_choices([(value, text, "") for value, text in KINDS])
        self.choose(known.kind if known else KINDS[0][0])
        save, cancel = _button("Save override", primary=True), _button("Cancel")
        save.clicked.connect(self._save)
        cancel.clicked.connect(self.left.emit)
        self.add_rest(save, cancel)
        for line in (self.author, self.reason):
            line.returnPressed.connect(self._save)

    def _save(self) -> None:
        if self.complete(reason=True):
            self.recorded.emit(self.chosen, self.author.text().strip(), self.reason.text().strip())


class OverrideNote(QFrame):
    """A recorded override beside its finding; it can be changed and removed."""

    change_wanted = Signal()
    removed = Signal()

    def __init__(self, told: str, again: str = "") -> None:
        super().__init__()
        column = form_frame(self)
        column.addWidget(label("section", f"1 override{', open again' if again else ''}"))
        words = label("body", told)
        font = words.font()
        font.setStrikeOut(bool(again))
        words.setFont(font)
        column.addWidget(words)
        if again:
            column.addWidget(label("again", f"{AGAIN} {again}"))
        column.addWidget(label("muted", NEVER_CHANGES))
        change, remove = _button("Give again…" if again else "Change…"), _button("Remove")
        change.setAccessibleName(f"{'Give' if again else 'Change'} the override{_more(again)}")
        remove.setAccessibleName("Remove the override")
        change.clicked.connect(self.change_wanted.emit)
        remove.clicked.connect(self.removed.emit)
        column.addWidget(flowing(change, remove))
        self.setFocusProxy(change)


def _more(again: str) -> str:
    return " again" if again else ""


def _verb(question: BoardQuestion) -> str:
    if question.reopened:
        return "Answer again"
    return "Change the answer" if question.answered else "Answer"


def _about(question: BoardQuestion) -> Iterator[tuple[str, str]]:
    """Yield role and words of what is to be said of an answer."""
    if question.reopened:
        if not question.said:
            yield "again", f"{AGAIN} {question.reopened}"
        yield "muted", f"was answered: {question.told}"
    elif question.told:
        yield "muted", f"answered: {question.told}"
    if question.unfounded:
        yield "muted", UNFOUNDED


def flowing(*buttons: QPushButton) -> QFrame:
    """Return buttons beside each other, on a new line where the panel is narrow."""
    holder = QFrame()
    policy = holder.sizePolicy()
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    flow = FlowLayout(holder)
    for button in buttons:
        flow.addWidget(button)
    return holder


def _line(name: str, text: str, hint: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setAccessibleName(name)
    line.setPlaceholderText(f"{name}: {hint}")
    line.setToolTip(f"{name}: {hint}")
    return line


def _button(text: str, primary: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    if primary:
        button.setProperty("role", "primary")
    return button

"""What stays in sight below the form: the draft, what is missing, the way to the seal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from hccreview.errors import ReviewError
from ui.widgets.labels import label, link_button
from ui.wording import plural


class Foot(QFrame):
    """`seal_asked` and `discard_asked`; a problem is said in words, how many more in a number."""

    seal_asked = Signal()
    discard_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("decisionFoot")
        self.state, self.problem = label("muted"), label("problem")
        self.discard = link_button("Discard")
        self.discard.setAutoDefault(True)
        self.discard.clicked.connect(self.discard_asked)
        self.seal = QPushButton("Seal… (Ctrl+Return)")
        self.seal.setProperty("role", "primary")
        self.seal.setAutoDefault(True)
        self.seal.clicked.connect(self.seal_asked)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.problem)
        state = QHBoxLayout()
        state.addWidget(self.state, 1)
        words.addLayout(state)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 6)
        row.setSpacing(10)
        row.addLayout(words, 1)
        row.addWidget(self.discard)
        row.addWidget(self.seal)

    def show_state(self, sentence: str, version: int, has_draft: bool) -> None:
        """Say how the draft is kept, and what it is a draft of."""
        amends = f"Amendment, will be version {version}. " if version > 1 else ""
        self.state.setText(f"{amends}{sentence}")
        self.discard.setText("Discard the amendment" if version > 1 else "Discard the draft")
        self.discard.setVisible(has_draft)

    def show_problems(self, problems: Sequence[str], *, refused: bool = False) -> None:
        """Say the first thing that is missing and how many more; `refused`: it hinders the seal."""
        self.problem.setProperty("role", "problem" if refused else "muted")
        self.problem.style().unpolish(self.problem)
        self.problem.style().polish(self.problem)
        more = len(problems) - 1
        still = "" if refused else "Before it can be sealed: "
        told = f"{still}{problems[0]}" if problems else ""
        if more > 0:
            told += f" ({plural(more, 'more point', 'more points')})"
        self.problem.setText(told)
        self.problem.setToolTip("\n".join(problems))
        self.problem.setVisible(bool(problems))

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say below the form what is refused inside the block."""
        try:
            yield
        except ReviewError as error:
            self.show_problems([str(error)], refused=True)

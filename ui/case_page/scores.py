"""Beside the form: what follows from it, live – every trial's headline and every derived score."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hccreview.review.compare import Comparison
from hccreview.review.profile import ProfileLine, profile
from hccreview.review.recruitment import can_be_entered
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import plain_label, text_label
from ui.wording import RECRUITMENTS, counts_text, eligibility_mark

NOT_KNOWN = "?"


class ScoreLine(QWidget):
    """A score; pressed, it shows its inputs, what is missing and its source."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: ProfileLine | None = None
        self.button = QPushButton()
        self.button.setProperty("role", "score")
        self.button.setCheckable(True)
        self.button.setAutoDefault(False)
        self.label, self.value, self.detail = ElidedLabel(), plain_label("scoreValue"), text_label()
        self.label.setProperty("role", "scoreLabel")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self.button)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(6)
        row.addWidget(self.label, 1)
        row.addWidget(self.value)
        for part in (self.label, self.value):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.detail.setProperty("role", "scoreDetail")
        self.detail.setWordWrap(True)
        self.detail.hide()
        self.button.toggled.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button)
        column.addWidget(self.detail)

    def show_line(self, line: ProfileLine) -> None:
        """Show a score; an unchanged one is not painted again."""
        if line == self._shown:
            return
        self._shown = line
        text, known = shown_value(line)
        self.value.setText(text)
        self.value.setProperty("tone", "known" if known else "unknown")
        self.value.style().unpolish(self.value)
        self.value.style().polish(self.value)
        self.detail.setText(_details(line))
        self.button.setAccessibleName(f"{line.label}: {text if text != NOT_KNOWN else 'not known'}")
        self.button.setToolTip(f"{line.label}\n{_details(line)}")
        self._arrow()

    def _open(self, is_open: bool) -> None:
        self.detail.setVisible(is_open)
        self._arrow()

    def _arrow(self) -> None:
        if self._shown is not None:
            arrow = "▾" if self.button.isChecked() else "▸"
            self.label.setText(f"{arrow} {self._shown.label}")
        self.button.setFixedHeight(max(24, self.label.sizeHint().height() + 6))


def shown_value(line: ProfileLine) -> tuple[str, bool]:
    """Return the value in short, and whether it is settled; what lies within bounds says "?"."""
    if not line.value_text or (line.missing and not line.inputs):
        return NOT_KNOWN, False
    bounded = any(word in line.value_text for word in (" or ", " to "))
    if not (line.missing and bounded):
        return line.value_text, True
    short = line.value_text.replace(" or ", "/").replace(", score", "").replace(" to ", "–")
    return f"{NOT_KNOWN} {short}", False


def _details(line: ProfileLine) -> str:
    rows = [f"{label}: {value}" for label, value in line.inputs]
    if line.missing:
        rows.append(f"Missing: {'; '.join(line.missing)}")
    if line.note:
        rows.append(line.note[0].upper() + line.note[1:])
    rows.append(f"Source: {line.source or 'the record itself'}")
    return "\n".join(rows)


class TrialLine(QLabel):
    """A trial's headline in one line."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "trialLine")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def show_trial(self, comparison: Comparison, number: int) -> None:
        """Show a trial of the comparison."""
        found = comparison.assessments[number]
        recruitment = comparison.recruitment(found)
        mark = eligibility_mark(found.eligibility.value, can_be_entered(recruitment))
        counts = counts_text({str(key): n for key, n in found.counts.items()})
        text = f"{mark.symbol} {found.trial.short_name}: {mark.word.lower()}"
        if self.text() != text or self.property("tone") != mark.tone:
            self.setText(text)
            self.setProperty("tone", mark.tone)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(f"{found.trial.id}\n{counts}\n{RECRUITMENTS[recruitment.value]}")
        self.setAccessibleName(f"{text}; {counts}")


class Scores(QScrollArea):
    """The panel at the right of the Case page."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scores")
        self.setAccessibleName("Scores and stages")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines: dict[str, ScoreLine] = {}
        self.trials: list[TrialLine] = []
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 10, 10, 12)
        column.setSpacing(2)
        self._trials, self._scores = QVBoxLayout(), QVBoxLayout()
        self._trials.setSpacing(2)
        self._scores.setSpacing(2)
        for title, part in (("Trials", self._trials), ("Scores and stages", self._scores)):
            heading = plain_label("heading", title)
            column.addWidget(heading)
            column.addLayout(part)
            column.addSpacing(8)
        column.addStretch(1)
        self.setWidget(inner)

    @property
    def buttons(self) -> list[QPushButton]:
        """The lines on which Tab stops."""
        return [line.button for line in self.lines.values()]

    def show_comparison(self, comparison: Comparison) -> None:
        """Show the headlines and scores of a comparison."""
        while len(self.trials) < len(comparison.assessments):
            self.trials.append(TrialLine())
            self._trials.addWidget(self.trials[-1])
        for number, line in enumerate(self.trials):
            line.setVisible(number < len(comparison.assessments))
            if number < len(comparison.assessments):
                line.show_trial(comparison, number)
        for found in profile(comparison):
            if found.id not in self.lines:
                self.lines[found.id] = ScoreLine()
                self._scores.addWidget(self.lines[found.id])
            self.lines[found.id].show_line(found)

"""The panel at the right: the chosen finding, or the chosen trial, explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ui.eligibility.scale import Scale
from ui.theme import Theme
from ui.wording import verdict_mark

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison
    from hccreview.review.eligibility import Finding
    from ui.eligibility.explained import Explained


class Explanation(QScrollArea):
    """Shows one explanation; where a cell holds several findings, a row of tabs chooses."""

    trial_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("explanation")
        self.setWidgetResizable(True)
        self.setMinimumWidth(250)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Explanation")
        self._findings: tuple[Finding, ...] = ()
        self._comparison: Comparison | None = None
        self._trial = ""
        self.title, self.subtitle = _label("heading"), _label("muted")
        self.verdict, self.sentence = _label("verdict"), _label("sentence")
        self.verdict.setObjectName("verdict")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Findings of this cell")
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self._show_tab)
        self.scale = Scale(theme)
        self.about = QPushButton("About this trial")
        self.about.clicked.connect(lambda: self.trial_requested.emit(self._trial))
        self._sections = QVBoxLayout()
        self._sections.setSpacing(10)
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """Show how to get an explanation."""
        self.title.setText("Why?")
        self.subtitle.setText("")
        self.sentence.setText("Choose a cell of the matrix, or the head of a trial.")
        for widget in (self.verdict, self.tabs, self.scale, self.about):
            widget.hide()
        self._fill(())

    def show_findings(
        self, findings: tuple[Finding, ...], comparison: Comparison, criterion: str = ""
    ) -> None:
        """Explain the findings of a cell, `criterion` (or else the first) in front."""
        self._findings, self._comparison = findings, comparison
        ids = [finding.criterion.id for finding in findings]
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for finding in findings:
                mark = verdict_mark(finding.verdict.value)
                self.tabs.addTab(f"{mark.symbol} {finding.criterion.id}")
            self.tabs.setCurrentIndex(ids.index(criterion) if criterion in ids else 0)
        self.tabs.setVisible(len(findings) > 1)
        self._show_tab(self.tabs.currentIndex())

    def show_not_stated(self, concept: str, trial_id: str) -> None:
        """Say that the source is silent."""
        self.clear()
        self._trial = trial_id
        self.title.setText(concept)
        self.subtitle.setText(trial_id)
        self.sentence.setText("Not stated in source.")
        self.about.show()

    def show_trial(self, trial_id: str, comparison: Comparison) -> None:
        """Explain the headline of a trial."""
        from ui.eligibility.explained import explain_trial

        self.tabs.hide()
        self._trial = trial_id
        self._show(explain_trial(trial_id, comparison))
        self.about.hide()

    @property
    def shown_criterion(self) -> str:
        """The id of the criterion in front, or an empty text."""
        row = self.tabs.currentIndex()
        return self._findings[row].criterion.id if 0 <= row < len(self._findings) else ""

    def _show_tab(self, row: int) -> None:
        from ui.eligibility.explained import explain_finding

        if self._comparison is None or not 0 <= row < len(self._findings):
            return
        self._trial = self._findings[row].trial_id
        self._show(explain_finding(self._findings[row], self._comparison))
        self.about.show()

    def _show(self, found: Explained) -> None:
        self.title.setText(found.title)
        self.subtitle.setText(found.subtitle)
        self.verdict.setText(f"{found.mark.symbol}  {found.verdict}")
        self.verdict.setProperty("tone", found.mark.tone)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.verdict.show()
        self.sentence.setText(found.sentence)
        self.scale.show_scale(found.scale, found.mark.tone)
        self._fill(found.sections)
        self.verticalScrollBar().setValue(0)

    def _fill(self, sections: tuple[tuple[str, str], ...]) -> None:
        while (item := self._sections.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # without a parent, Qt would still show it as a window
                widget.deleteLater()
        for heading, text in sections:
            if text.strip():
                self._sections.addWidget(_section(heading, text))

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 14, 12)
        column.setSpacing(8)
        for part in (self.title, self.subtitle, self.tabs, self.verdict, self.sentence, self.scale):
            column.addWidget(part)
        column.addLayout(self._sections)
        foot = QHBoxLayout()
        foot.addWidget(self.about)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        self.setWidget(inner)


def _section(heading: str, text: str) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addWidget(_label("section", heading))
    body = _label("body", text)
    body.setAccessibleName(heading)
    column.addWidget(body)
    return part


def _label(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

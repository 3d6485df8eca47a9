"""The panel at the right: the chosen finding, or the chosen trial, explains itself."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ui.eligibility.finding_forms import FindingForms
from ui.eligibility.scale import Scale
from ui.eligibility.sections import SectionPart
from ui.eligibility.try_value import TryValue
from ui.theme import Theme
from ui.widgets.labels import label
from ui.wording import verdict_mark

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison
    from hccreview.review.eligibility import Finding
    from ui.eligibility.explained import Explained, Section

_OPEN_OR_FAILING = ("fail", "unknown", "needs_judgement")


class Explanation(QScrollArea):
    """Shows one explanation; where a cell holds several findings, a row of tabs chooses."""

    trial_requested = Signal(str)
    field_requested = Signal(str)
    value_tried = Signal(object, float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("explanation")
        self.setWidgetResizable(True)
        self.setMinimumWidth(250)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Explanation")
        self.in_what_if = False
        self._findings: tuple[Finding, ...] = ()
        self._comparison: Comparison | None = None
        self._trial = ""
        self._explained: Explained | None = None
        self._parts: list[tuple[Section, SectionPart]] = []
        self.title, self.subtitle = label("heading"), label("muted")
        self.verdict, self.sentence = label("verdict"), label("sentence")
        self.verdict.setObjectName("verdict")
        self.verdict.setTextFormat(Qt.TextFormat.RichText)
        self.tabs = self._tab_bar()
        self.scale = Scale(theme)
        self.attempt = TryValue()
        self.attempt.value_tried.connect(self._try)
        self.forms = FindingForms()
        self.about = QPushButton("About this trial")
        self.about.clicked.connect(lambda: self.trial_requested.emit(self._trial))
        self._sections = QVBoxLayout()
        self._sections.setSpacing(10)
        self._lay_out()
        self.forms.opened.connect(self._bring_up)
        self.clear()

    def clear(self) -> None:
        """Show how to get an explanation."""
        self._findings, self._comparison = (), None
        self._blank("Why?", "", "Choose a cell of the matrix, or the head of a trial.")

    def show_findings(
        self, findings: tuple[Finding, ...], comparison: Comparison, criterion: str = ""
    ) -> None:
        """Explain the findings of a cell, `criterion` (or else the first) in front."""
        self._findings, self._comparison = findings, comparison
        ids = [finding.criterion.id for finding in findings]
        names = [f"{verdict_mark(f.verdict.value).symbol} {f.criterion.id}" for f in findings]
        with QSignalBlocker(self.tabs):
            if names != [self.tabs.tabText(place) for place in range(self.tabs.count())]:
                while self.tabs.count():
                    self.tabs.removeTab(0)
                for name in names:
                    self.tabs.addTab(name)
            self.tabs.setCurrentIndex(ids.index(criterion) if criterion in ids else 0)
        self.tabs.setVisible(len(findings) > 1)
        self._show_tab(self.tabs.currentIndex())

    def show_not_stated(
        self, concept_id: str, concept: str, trial_id: str, comparison: Comparison
    ) -> None:
        """Say that the source is silent, and what the other trials say."""
        from ui.eligibility.explained import Section, across

        self._findings, self._comparison, self._trial = (), comparison, trial_id
        self._blank(concept, trial_id, "Not stated in source.")
        self._fill((Section("Across trials", across(concept_id, trial_id, comparison)),))
        self.about.show()

    def show_trial(self, trial_id: str, comparison: Comparison) -> None:
        """Explain the headline of a trial."""
        from ui.eligibility.explained import explain_trial

        self._findings, self._comparison, self._trial = (), comparison, trial_id
        self.tabs.hide()
        self._show(explain_trial(trial_id, comparison))
        self.attempt.hide()
        self.forms.clear()
        self.about.hide()

    @property
    def shown_criterion(self) -> str:
        """The id of the criterion in front, or an empty text."""
        return self.finding.criterion.id if self.finding is not None else ""

    @property
    def shown_trial(self) -> str:
        """The id of the trial whose headline is explained, or an empty text."""
        return self._trial if not self._findings and self.verdict.isVisibleTo(self) else ""

    @property
    def finding(self) -> Finding | None:
        """The finding in front, if one is shown."""
        row = self.tabs.currentIndex()
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def start(self) -> None:
        """Put the keyboard on the first control of the explanation."""
        first = self.forms.controls()
        for widget in (*first, self.attempt.button, self.tabs, self.forms.open_override):
            if widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                self.ensureWidgetVisible(widget)
                return
        self.about.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tab(self, row: int) -> None:
        from ui.eligibility.explained_finding import explain_finding
        from ui.eligibility.what_if import trying

        finding = self.finding
        if self._comparison is None or finding is None:
            return
        self._trial = finding.trial_id
        self._show(explain_finding(finding, self._comparison))
        open_or_failing = finding.verdict.value in _OPEN_OR_FAILING
        self.attempt.show_trying(
            trying(finding, self._comparison), open_or_failing, self.in_what_if
        )
        self.forms.show_finding(finding, self._comparison)
        self.about.show()

    def _try(self, value: float) -> None:
        from ui.eligibility.what_if import trying

        if self.finding is not None and self._comparison is not None:
            tried = trying(self.finding, self._comparison)
            if tried is not None:
                self.value_tried.emit(tried, value)

    def _blank(self, title: str, subtitle: str, sentence: str) -> None:
        self._explained = None
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.sentence.setText(sentence)
        for widget in (self.verdict, self.tabs, self.scale, self.attempt, self.about):
            widget.hide()
        self.forms.clear()
        self._fill(())

    def _show(self, found: Explained) -> None:
        before, self._explained = self._explained, found
        if found == before:
            return
        same = before is not None and before.title == found.title
        same = same and before is not None and before.subtitle == found.subtitle
        self.title.setText(found.title)
        self.subtitle.setText(found.subtitle)
        way = f"<br>{escape(found.way)}" if found.way else ""
        self.verdict.setText(f"<b>{found.mark.symbol}\u2002{escape(found.verdict)}</b>{way}")
        words = f"{found.verdict}, {found.way}" if found.way else found.verdict
        self.verdict.setAccessibleName(words)
        if self.verdict.property("tone") != found.mark.tone:
            self.verdict.setProperty("tone", found.mark.tone)
            self.verdict.style().unpolish(self.verdict)
            self.verdict.style().polish(self.verdict)
        self.verdict.show()
        self.sentence.setText(found.sentence)
        self.scale.show_scale(found.scale, found.mark.tone)
        self._fill(found.sections)
        if not same:
            self.verticalScrollBar().setValue(0)

    def _fill(self, sections: tuple[Section, ...]) -> None:
        """Show sections; a part whose section is the same as before is kept."""
        known = {section.heading: (section, part) for section, part in self._parts}
        self._parts = []
        for place, section in enumerate(sections):
            old = known.get(section.heading)
            if old is not None and old[0] == section:
                part = known.pop(section.heading)[1]
            else:
                part = SectionPart(section)
                part.field_requested.connect(self.field_requested)
            if self._sections.indexOf(part) != place:
                self._sections.insertWidget(place, part)
            self._parts.append((section, part))
        for _, part in known.values():
            self._sections.removeWidget(part)
            part.hide()  # without a parent, Qt would still show it as a window
            part.deleteLater()

    def _bring_up(self, form: QWidget) -> None:
        """Bring a form into view, once it has its place."""
        QTimer.singleShot(0, form, lambda: self.ensureWidgetVisible(form))

    def _tab_bar(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setAccessibleName("Findings of this cell")
        tabs.setUsesScrollButtons(True)
        tabs.setExpanding(False)
        tabs.setDrawBase(False)
        tabs.currentChanged.connect(self._show_tab)
        return tabs

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 10, 14, 12)
        column.setSpacing(8)
        for part in (
            self.title, self.subtitle, self.tabs, self.verdict, self.sentence, self.scale,
            self.attempt, self.forms,
        ):  # fmt: skip
            column.addWidget(part)
        column.addLayout(self._sections)
        foot = QHBoxLayout()
        foot.addWidget(self.forms.open_override)
        foot.addWidget(self.about)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        self.setWidget(inner)

"""The eligibility page: filters and plan above, the matrix, what to ask below, why at the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from ui.background import IDLE, QUESTION
from ui.eligibility.ask_bar import AskBar
from ui.eligibility.day_row import DayRow
from ui.eligibility.explanation import Explanation
from ui.eligibility.filter_bar import FilterBar
from ui.eligibility.filters import FILTER_IDS, RowPlace
from ui.eligibility.matrix_model import MatrixModel
from ui.eligibility.matrix_view import MatrixView
from ui.eligibility.what_if_mode import WhatIfMode
from ui.eligibility.when_work import WhenWork
from ui.eligibility.written import Written
from ui.theme import Theme
from ui.widgets.flow_layout import FlowLayout
from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison
    from hccreview.review.insight import Question
    from ui.eligibility.next import WhatNext
    from ui.eligibility.prepared import Prepared

_AT_ONCE = 20  # so many trials are looked through between two key presses
_PAUSE_MS = 20  # with more, or a case just opened, a part is painted before the next is begun


class EligibilityPage(QWidget):
    """Shows the workspace's comparison."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("eligibilityPage")
        self.workspace, self.theme = workspace, theme
        self.model = MatrixModel()
        self.matrix = MatrixView(self.model, theme)
        self.filters = FilterBar()
        self.days = DayRow(workspace)
        self.what_if = WhatIfMode(workspace, self.model, self.matrix)
        self.ask = AskBar(theme)
        self.when = WhenWork(workspace.background, self.ask, _AT_ONCE)
        self.explanation = Explanation(theme)
        self.explanation.forms.user = lambda: workspace.user
        self.written = Written(workspace)
        self._case = ""
        self._rows: Mapping[str, frozenset[RowPlace]] = dict.fromkeys(FILTER_IDS, frozenset())
        self._stale = False  # the panel and the bar below wait until they are seen
        self._lay_out()
        self._connect()

    def focus_matrix(self) -> None:
        """Put the keyboard on the matrix."""
        self.matrix.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_filter(self) -> None:
        """Put the keyboard on the chosen filter."""
        chip = self.filters.chips[self.filters.chosen]
        chip.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_next(self) -> None:
        """Put the keyboard on what stands below the matrix."""
        self.ask.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to(self, trial_id: str, criterion_id: str) -> None:
        """Choose the cell of a criterion and put it in front."""
        index = self.model.index_of(trial_id, criterion_id)
        comparison = self.workspace.comparison
        if index.isValid() and comparison is not None:
            self.matrix.choose(index)
            findings = self.model.findings_at(index)
            self.explanation.show_findings(findings, comparison, criterion_id)

    def explain_trial(self, trial_id: str) -> None:
        """Explain the headline of a trial."""
        if self.workspace.comparison is not None:
            self.explanation.show_trial(trial_id, self.workspace.comparison)

    def ask_for(self, question: Question) -> None:
        """Open what a question asks for: the field to fill, or the form of the board's answer."""
        self.go_to(*question.settles[0])
        if question.board:
            self.explanation.forms.start_answer(question.field)
        else:
            self.workspace.request_field(question.field)

    # ------------------------------------------------------------------- showing

    def _show(self) -> None:
        """Show the comparison: at once, or prepared in the background where trials are many."""
        from ui.eligibility.prepared import prepare

        comparison = self.workspace.comparison
        if comparison is None:
            return
        if len(comparison.assessments) <= _AT_ONCE:
            self._take(prepare(comparison))
        else:
            self.workspace.background.run(lambda _: prepare(comparison), self._take, rank=QUESTION)

    def _take(self, prepared: Prepared) -> None:
        comparison = prepared.comparison
        if comparison is not self.workspace.comparison:
            return
        self._rows = prepared.rows
        self._stale = True
        self.model.show(prepared)
        self.what_if.show_changes(comparison)
        another = comparison.case.code != self._case
        self._case = comparison.case.code
        rows = self._filter(keep_current=not another)
        self.days.show_days()
        if another or not self.matrix.currentIndex().isValid():
            self.matrix.choose(self.model.worst(self.matrix.unfolded(rows)))
        if not self.isVisible():
            return
        if len(comparison.assessments) <= _AT_ONCE and not another:
            self._show_rest()
        else:
            QTimer.singleShot(_PAUSE_MS, self, self._show_rest)

    def _clear(self) -> None:
        """Show nothing where no case is open any more, or while many trials are compared."""
        if self.workspace.case is None or len(self.workspace.trials) > _AT_ONCE:
            self._case = ""
            self.model.clear()
            self.explanation.clear()
            self.ask.clear()
            self.when.forget()
            self.days.setEnabled(False)

    def _show_rest(self) -> None:
        """Show what stands around the matrix."""
        comparison = self.workspace.comparison
        if comparison is None or not self._stale:
            return
        from ui.eligibility.next import what_next  # the first start of the medicine

        self._stale = False
        self._explain_again()
        if len(comparison.assessments) <= _AT_ONCE:
            self._show_next(what_next(comparison))
        else:
            QTimer.singleShot(_PAUSE_MS, self, lambda: self._work_out_next(comparison))

    def _work_out_next(self, comparison: Comparison) -> None:
        from ui.eligibility.next import what_next

        if comparison is self.workspace.comparison:
            self.workspace.background.run(
                lambda _: what_next(comparison), self._show_next, rank=IDLE
            )

    def _show_next(self, found: WhatNext) -> None:
        if found.comparison is self.workspace.comparison:
            self.ask.show_questions(found.questions)
            self.ask.show_changes(found.changes, found.when, found.comparison)
            self.when.follow(found.comparison, self._trial_in_front(found.comparison))

    def _trial_in_front(self, comparison: Comparison) -> str:
        place = max(self.matrix.currentIndex().column() - 1, 0)
        return comparison.assessments[place].trial.id

    def _filter(self, keep_current: bool = False) -> frozenset[RowPlace]:
        """Show the rows of the chosen filter; the row in front stays while one works on it."""
        self.filters.show_counts({name: len(rows) for name, rows in self._rows.items()})
        rows, current = self._rows[self.filters.chosen], self.matrix.currentIndex()
        kept = keep_current and current.isValid() and current.parent().isValid()
        shown = rows | {(current.parent().row(), current.row())} if kept else rows
        self.matrix.show_rows(shown, self.filters.none)
        return rows

    def _choose_filter(self) -> None:
        rows, current = self._filter(), self.matrix.currentIndex()
        if (current.parent().row(), current.row()) not in rows:
            self.matrix.choose(self.model.worst(self.matrix.unfolded(rows)))
        else:
            self.matrix.keep_in_view()

    def _turn(self, in_what_if: bool) -> None:
        self.explanation.in_what_if = in_what_if
        self._explain_again()

    def _explain_again(self) -> None:
        comparison, trial = self.workspace.comparison, self.explanation.shown_trial
        if comparison is None:
            return
        if trial and any(a.trial.id == trial for a in comparison.assessments):
            self.explanation.show_trial(trial, comparison)
        else:
            self._explain(self.matrix.currentIndex(), self.explanation.shown_criterion)

    def _explain(self, index: QModelIndex, criterion: str = "") -> None:
        comparison = self.workspace.comparison
        if comparison is None or not index.parent().isValid() or index.column() == 0:
            return
        if self._stale:  # of a case that has just been opened, the matrix is painted first
            return
        if self.ask.shows_when:
            self.when.follow(comparison, self._trial_in_front(comparison))
        row, findings = self.model.row_of(index), self.model.findings_at(index)
        if findings:
            self.explanation.show_findings(findings, comparison, criterion)
        elif row is not None:
            trial = self.model.heads[index.column() - 1].trial_id
            self.explanation.show_not_stated(row.concept.id, row.label, trial, comparison)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the height to the matrix where there is little."""
        super().resizeEvent(event)
        self.ask.make_room(event.size().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while another page was shown."""
        super().showEvent(event)
        self._show_rest()

    # ------------------------------------------------------------------ building

    def _connect(self) -> None:
        self.matrix.cell_chosen.connect(self._explain)
        self.matrix.clicked.connect(self._explain)
        self.matrix.trial_chosen.connect(self.explain_trial)
        self.matrix.explanation_wanted.connect(self.explanation.start)
        self.filters.filter_chosen.connect(self._choose_filter)
        self.what_if.changed.connect(self._turn)
        self.ask.question_chosen.connect(self.ask_for)
        self.ask.trial_chosen.connect(self.explain_trial)
        panel, forms = self.explanation, self.explanation.forms
        panel.trial_requested.connect(self.explain_trial)
        panel.field_requested.connect(self.workspace.request_field)
        panel.value_tried.connect(self.what_if.try_value)
        forms.answered.connect(self.written.answer)
        forms.withdrawn.connect(self.written.withdraw)
        forms.override_recorded.connect(self.written.override)
        forms.override_removed.connect(self.written.remove_override)
        self.workspace.case_changed.connect(self._clear)
        self.workspace.comparison_changed.connect(self._show)

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setObjectName("matrixBar")
        outer = QVBoxLayout(bar)
        outer.setContentsMargins(14, 4, 8, 4)
        inside = QWidget()
        policy = inside.sizePolicy()
        policy.setHeightForWidth(True)
        inside.setSizePolicy(policy)
        flow = FlowLayout(inside, gap=8)
        flow.addWidget(self.filters)
        flow.addWidget(self.what_if.button)
        flow.addWidget(self.days)
        outer.addWidget(inside)
        middle = QWidget()
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.matrix, 1)
        inner.addWidget(self.ask)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(middle)
        splitter.addWidget(self.explanation)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([784, 266])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(splitter, 1)

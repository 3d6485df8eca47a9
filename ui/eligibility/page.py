"""The eligibility page: matrix and what to ask in the middle, the explanation at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui.eligibility.ask_bar import AskBar
from ui.eligibility.explanation import Explanation
from ui.eligibility.matrix_model import MatrixModel
from ui.eligibility.matrix_view import MatrixView
from ui.theme import Theme
from ui.workspace import Workspace


class EligibilityPage(QSplitter):
    """Shows the workspace's comparison."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.workspace = workspace
        self.model = MatrixModel()
        self.matrix = MatrixView(self.model, theme)
        self.ask = AskBar()
        self.explanation = Explanation(theme)
        self._case = ""
        self._lay_out()
        self.matrix.cell_chosen.connect(self._explain)
        self.matrix.trial_chosen.connect(self.explain_trial)
        self.explanation.trial_requested.connect(self.explain_trial)
        self.ask.question_chosen.connect(self.go_to)
        workspace.comparison_changed.connect(self._show)

    def focus_matrix(self) -> None:
        """Put the keyboard on the matrix."""
        self.matrix.setFocus(Qt.FocusReason.ShortcutFocusReason)

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

    def _show(self) -> None:
        from hccreview.review.insight import ask_list
        from hccreview.review.matrix import matrix

        comparison = self.workspace.comparison
        if comparison is None:
            return
        shown = self.explanation.shown_criterion
        self.model.show(comparison, matrix(comparison))
        self.ask.show_questions(ask_list(comparison))
        current = self.matrix.currentIndex()
        if comparison.case.code != self._case or not current.isValid():
            self._case = comparison.case.code
            self.matrix.choose(self.model.worst())
            self._explain(self.matrix.currentIndex())
        else:
            self._explain(current, shown)

    def _explain(self, index: QModelIndex, criterion: str = "") -> None:
        comparison = self.workspace.comparison
        if comparison is None or not index.parent().isValid() or index.column() == 0:
            return
        findings = self.model.findings_at(index)
        if findings:
            self.explanation.show_findings(findings, comparison, criterion)
        else:
            concept = str(index.siblingAtColumn(0).data())
            trial = self.model.heads[index.column() - 1].trial_id
            self.explanation.show_not_stated(concept, trial)

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.matrix, 1)
        column.addWidget(self.ask)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(middle)
        self.addWidget(self.explanation)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 1)
        self.setSizes([784, 266])

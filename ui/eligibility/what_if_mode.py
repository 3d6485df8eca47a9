"""The mode "what if" of the page: how it begins, what is tried, what it changes, how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from ui.eligibility.matrix_model import MatrixModel
from ui.eligibility.matrix_view import MatrixView
from ui.widgets.what_if_bar import mark_trying
from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison


class WhatIfMode(QObject):
    """Follows the workspace: the button and the marks of the matrix agree with it.

    `told` carries the day that is tried, the number of changed cells and the changed headlines.
    """

    changed = Signal(bool)
    told = Signal(object, int, object)

    def __init__(self, workspace: Workspace, model: MatrixModel, matrix: MatrixView) -> None:
        super().__init__()
        self.workspace, self.model, self.matrix = workspace, model, matrix
        self.button = QPushButton("What if")
        self.button.setCheckable(True)
        self.button.setProperty("role", "chip")
        self.button.setToolTip("Try changes of values and days; nothing is saved")
        self._recorded: Comparison | None = None  # what is tried is compared with it
        self.button.toggled.connect(self.turn)
        workspace.what_if_changed.connect(self._follow)

    def turn(self, wanted: bool) -> None:
        """Begin or leave "what if"."""
        if wanted:
            self.workspace.begin_what_if()
        else:
            self.workspace.end_what_if()
        self.button.setChecked(self.workspace.in_what_if)

    def try_value(self, tried: object, value: float) -> None:
        """Try another number; begins "what if" where it is not on yet."""
        from ui.eligibility.what_if import Trying, case_with

        case, day = self.workspace.case, self.workspace.as_of
        if case is None or day is None or not isinstance(tried, Trying):
            return
        self.workspace.begin_what_if()
        changed = case_with(case, day, tried, value)
        self.workspace.edit(changed, f"{tried.label} {tried.text(value)}")

    def show_changes(self, comparison: Comparison) -> None:
        """Mark what differs from the record, and tell it."""
        if self._recorded is None:
            return
        from ui.eligibility.what_if import changed_cells, changed_headlines

        rows = ((group, row, found.cells) for group, row, found in self.model.rows())
        self.model.mark_changes(changed_cells(self._recorded, comparison, rows))
        headlines = changed_headlines(self._recorded, comparison)
        self.told.emit(comparison.anchors.as_of, self.model.changes, headlines)

    def _follow(self) -> None:
        on = self.workspace.in_what_if
        self._recorded = self.workspace.comparison if on else None
        self.button.setChecked(on)
        mark_trying(self.matrix, on)
        if self._recorded is not None:
            self.show_changes(self._recorded)
        else:
            self.model.mark_changes({})
        self.changed.emit(on)

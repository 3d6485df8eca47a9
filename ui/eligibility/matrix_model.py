"""The matrix as Qt sees it: groups of rows by concept, a column a trial, cells already worded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from ui.wording import (
    LATER,
    NOT_STATED,
    NOT_STATED_MARK,
    RECRUITMENTS,
    WORST_FIRST,
    Mark,
    counts_text,
    eligibility_mark,
    verdict_mark,
)

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison
    from hccreview.review.eligibility import Finding, TrialAssessment
    from hccreview.review.matrix import EligibilityMatrix

CELL = Qt.ItemDataRole.UserRole
HEAD = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_GROUP = 0xFFFF  # internal id of a group; a row carries the place of its group


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and the findings behind it, the worst first."""

    mark: Mark
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class TrialHead:
    """What the head of a column shows."""

    trial_id: str
    name: str
    number: str
    recruitment: str
    mark: Mark
    counts: str
    listed: str


class MatrixModel(QAbstractItemModel):
    """A tree of two levels; its cells are worded once for each comparison."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: tuple[TrialHead, ...] = ()
        self.days = ""
        self._groups: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._cells: tuple[tuple[tuple[Cell | None, ...], ...], ...] = ()

    def show(self, comparison: Comparison, found: EligibilityMatrix) -> None:
        """Show a comparison; where rows and columns stay the same, only cells are repainted."""
        from ui.case_facts import days_text

        self.days = days_text(comparison).replace("; first", "\nFirst")
        heads = tuple(head_of(each, comparison) for each in comparison.assessments)
        groups = tuple(group.label for group in found.groups)
        rows = tuple(tuple(row.label for row in group.rows) for group in found.groups)
        cells = tuple(
            tuple(tuple(cell_of(cell, comparison) for cell in row.cells) for row in group.rows)
            for group in found.groups
        )
        same = (groups, rows, [h.trial_id for h in heads]) == (
            self._groups, self._rows, [h.trial_id for h in self.heads]
        )  # fmt: skip
        if not same:
            self.beginResetModel()
        self.heads, self._groups, self._rows, self._cells = heads, groups, rows, cells
        if not same:
            self.endResetModel()
            return
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(heads))
        for number in range(len(groups)):
            group = self.index(number, 0)
            last = self.index(len(rows[number]) - 1, len(heads), group)
            self.dataChanged.emit(self.index(0, 0, group), last)

    def findings_at(self, index: Index) -> tuple[Finding, ...]:
        """Return the findings behind a cell; none for labels and for what is not stated."""
        cell = self._cell(index)
        return cell.findings if cell is not None else ()

    def index_of(self, trial_id: str, criterion_id: str) -> QModelIndex:
        """Return the cell that holds a criterion of a trial, or an invalid index."""
        ids = [head.trial_id for head in self.heads]
        if trial_id not in ids:
            return QModelIndex()
        column = ids.index(trial_id)
        for number, group in enumerate(self._cells):
            for row, cells in enumerate(group):
                cell = cells[column]
                if cell and any(f.criterion.id == criterion_id for f in cell.findings):
                    return self.index(row, column + 1, self.index(number, 0))
        return QModelIndex()

    def worst(self) -> QModelIndex:
        """Return the first failing cell, else the first open one, else the first stated one."""
        for verdict in WORST_FIRST:
            for number, group in enumerate(self._cells):
                for row, cells in enumerate(group):
                    for column, cell in enumerate(cells):
                        if cell and cell.findings[0].verdict.value == verdict:
                            return self.index(row, column + 1, self.index(number, 0))
        return QModelIndex()

    # ------------------------------------------------------------------ what Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a group, or of a cell below one."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() if parent.isValid() else _GROUP)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Return the group of a cell."""
        if not index.isValid() or index.internalId() == _GROUP:
            return QModelIndex()
        return self.createIndex(index.internalId(), 0, _GROUP)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of groups, or of rows in one."""
        if not parent.isValid():
            return len(self._groups)
        is_group = parent.internalId() == _GROUP and parent.column() == 0
        return len(self._rows[parent.row()]) if is_group else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return one column for the concept and one a trial."""
        return len(self.heads) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a label, a cell, or what a screen reader says."""
        if index.internalId() == _GROUP:
            return self._group_data(index, role)
        if index.column() == 0:
            shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return self._rows[index.internalId()][index.row()] if role in shown else None
        cell = self._cell(index)
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{cell.mark.symbol} {cell.text}" if cell else NOT_STATED_MARK
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._spoken(index, cell)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section <= len(self.heads):
            return None
        if section == 0:
            return {int(Qt.ItemDataRole.DisplayRole): "Concept", int(HEAD): self.days}.get(
                int(role)
            )
        head = self.heads[section - 1]
        if role == HEAD:
            return head
        if role == Qt.ItemDataRole.DisplayRole:
            return head.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            parts = (
                head.name,
                head.number,
                head.recruitment,
                head.mark.word,
                head.counts,
                head.listed,
            )
            return "\n".join(part for part in parts if part)
        return None

    def _group_data(self, index: Index, role: int) -> object:
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self._groups[index.row()] if index.column() == 0 and role in shown else None

    def _cell(self, index: Index) -> Cell | None:
        if not index.isValid() or index.internalId() == _GROUP or index.column() == 0:
            return None
        return self._cells[index.internalId()][index.row()][index.column() - 1]

    def _spoken(self, index: Index, cell: Cell | None) -> str:
        concept = self._rows[index.internalId()][index.row()]
        trial = self.heads[index.column() - 1]
        said = f"{cell.mark.word}: {cell.text}" if cell else NOT_STATED
        return f"{concept}, {trial.name} ({trial.trial_id}): {said}"


def cell_of(findings: tuple[Finding, ...], comparison: Comparison) -> Cell | None:
    """Return the cell of the findings of one concept in one trial; the worst one speaks."""
    from hccreview.review.explain import short_text

    if not findings:
        return None
    ranked = tuple(sorted(findings, key=lambda f: WORST_FIRST.index(f.verdict.value)))
    text = short_text(ranked[0], comparison)
    same = [f for f in ranked if f.verdict is ranked[0].verdict]
    if len(same) > 1 and ranked[0].verdict.value != "pass":
        text = f"{text} ({len(same)})"
    return Cell(verdict_mark(ranked[0].verdict.value), text, ranked)


def head_of(assessment: TrialAssessment, comparison: Comparison) -> TrialHead:
    """Return the head of a trial's column."""
    from hccreview.review.recruitment import can_be_entered

    trial, recruitment = assessment.trial, comparison.recruitment(assessment)
    counts = {verdict.value: number for verdict, number in assessment.counts.items()}
    for finding in assessment.open_later:
        counts[finding.verdict.value] -= 1
    counts[LATER] = len(assessment.open_later)
    listed = {"some": "key criteria only", "none": "no criteria in source"}
    return TrialHead(
        trial_id=trial.id,
        name=trial.short_name,
        number=trial.id if trial.registry.number else "no registry number",
        recruitment=RECRUITMENTS[recruitment.value],
        mark=eligibility_mark(assessment.eligibility.value, can_be_entered(recruitment)),
        counts=counts_text(counts),
        listed=listed.get(trial.criteria_listed, ""),
    )

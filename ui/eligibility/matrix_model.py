"""The matrix as Qt sees it: groups of rows by concept, a column a trial.

A cell is worded when it is first asked for, so that a library of hundreds of trials costs no more
than what is on screen; after an edit only the cells that look different are painted again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ui.eligibility.cells import (
    Cell,
    TrialHead,
    cell_of,
    overrides_on,
    ranked,
    worst_of,
)
from ui.wording import NOT_STATED, NOT_STATED_MARK, WORST_FIRST

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison
    from hccreview.review.eligibility import Finding
    from hccreview.review.matrix import MatrixGroup, MatrixRow
    from ui.eligibility.prepared import Prepared

CELL = Qt.ItemDataRole.UserRole
HEAD = Qt.ItemDataRole.UserRole + 1
WAS = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, int, int]  # group, row in it, trial
_GROUP = 0xFFFF  # internal id of a group; a row carries the place of its group
_MOST_KEPT = 600  # worded cells that are compared after an edit; more are worded afresh when seen
_SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class MatrixModel(QAbstractItemModel):
    """A tree of two levels.

    `heads_changed` carries columns whose heads look different; Qt's own signal for it would have
    the view lay out every row again.
    """

    heads_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.heads: tuple[TrialHead, ...] = ()
        self.groups: tuple[MatrixGroup, ...] = ()
        self.days = ""
        self._comparison: Comparison | None = None
        self._worded: dict[Place, Cell | None] = {}
        self._was: Mapping[Place, str] = {}

    def show(self, prepared: Prepared) -> None:
        """Show a comparison; where rows and columns stay the same, only what changed is painted."""
        from ui.case_facts import days_text

        days = days_text(prepared.comparison).replace("; first", "\nFirst")
        comparison, found, heads = prepared.comparison, prepared.found, prepared.heads
        same = _shape(heads, found.groups) == _shape(self.heads, self.groups)
        if not same:
            self.beginResetModel()
        old_heads, old_cells = self.heads, self._worded
        old_days, self.days = self.days, days
        self.heads, self.groups, self._comparison = heads, found.groups, comparison
        self._worded = {}
        if not same:
            self._was = {}
            self.endResetModel()
            return
        self._tell_heads(old_heads, days != old_days)
        self._tell_cells(old_cells)

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.heads, self.groups, self._comparison = (), (), None
        self._worded, self._was = {}, {}
        self.endResetModel()

    def mark_changes(self, was: Mapping[Place, str]) -> None:
        """Mark the cells that differ from the recorded case; `was` says what stood there."""
        touched = {place for place in {*was, *self._was} if was.get(place) != self._was.get(place)}
        self._was = dict(was)
        for place in touched:
            self._tell(place)

    @property
    def changes(self) -> int:
        """Number of cells that are marked as changed."""
        return len(self._was)

    def findings_at(self, index: Index) -> tuple[Finding, ...]:
        """Return the findings behind a cell, the worst first; none for labels and empty cells."""
        cell = self._cell(index)
        return cell.findings if cell is not None else ()

    def row_of(self, index: Index) -> MatrixRow | None:
        """Return the row of a cell or label; None for a group."""
        if not index.isValid() or index.internalId() == _GROUP:
            return None
        return self.groups[index.internalId()].rows[index.row()]

    def place_of(self, index: Index) -> Place:
        """Return group, row and trial of a cell."""
        return index.internalId(), index.row(), index.column() - 1

    def index_at(self, place: Place) -> QModelIndex:
        """Return the index of a cell."""
        group, row, trial = place
        return self.index(row, trial + 1, self.index(group, 0))

    def index_of(self, trial_id: str, criterion_id: str) -> QModelIndex:
        """Return the cell that holds a criterion of a trial, or an invalid index."""
        ids = [head.trial_id for head in self.heads]
        if trial_id not in ids:
            return QModelIndex()
        column = ids.index(trial_id)
        for group, row, found in self.rows():
            if any(f.criterion.id == criterion_id for f in found.cells[column]):
                return self.index_at((group, row, column))
        return QModelIndex()

    def rows(self) -> Iterator[tuple[int, int, MatrixRow]]:
        """Yield group, place in the group and row of the whole matrix."""
        for number, group in enumerate(self.groups):
            for row, found in enumerate(group.rows):
                yield number, row, found

    def worst(self, among: frozenset[tuple[int, int]] | None = None) -> QModelIndex:
        """Return the first failing cell, else the first open one, else the first stated one.

        `among` limits the search to rows given by group and place in it.
        """
        best: tuple[int, Place] | None = None
        for group, row, found in self.rows():
            if among is not None and (group, row) not in among:
                continue
            for column, findings in enumerate(found.cells):
                if findings:
                    rank = WORST_FIRST.index(worst_of(findings))
                    if best is None or rank < best[0]:
                        best = rank, (group, row, column)
        return self.index_at(best[1]) if best is not None else QModelIndex()

    # ------------------------------------------------------------------ what is told

    def _tell_heads(self, before: tuple[TrialHead, ...], corner: bool) -> None:
        sections = [0] if corner else []
        pairs = zip(before, self.heads, strict=True)
        sections += [place for place, (old, new) in enumerate(pairs, start=1) if old != new]
        if sections:
            self.heads_changed.emit(tuple(sections))

    def _tell_cells(self, before: Mapping[Place, Cell | None]) -> None:
        if len(before) > _MOST_KEPT:
            for number, group in enumerate(self.groups):
                parent = self.index(number, 0)
                last = self.index(len(group.rows) - 1, len(self.heads), parent)
                self.dataChanged.emit(self.index(0, 0, parent), last)
            return
        for place, old in before.items():
            if old is not None and self._still(place, old):
                self._worded[place] = old
                continue
            new = self._cell_at(place)
            if (old and old.looks) != (new and new.looks):
                self._tell(place)

    def _still(self, place: Place, old: Cell) -> bool:
        """True where a cell rests on the same findings as before: its words stay the same."""
        group, row, trial = place
        comparison = self._comparison
        findings = self.groups[group].rows[row].cells[trial]
        if comparison is None or ranked(findings) != old.findings:
            return False
        return overrides_on(findings, comparison) == old.overrides

    def _tell(self, place: Place) -> None:
        index = self.index_at(place)
        self.dataChanged.emit(index, index)

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
            return len(self.groups)
        is_group = parent.internalId() == _GROUP and parent.column() == 0
        return len(self.groups[parent.row()].rows) if is_group else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return one column for the concept and one a trial."""
        return len(self.heads) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a label, a cell, or what a screen reader says."""
        if index.internalId() == _GROUP:
            return self._group_data(index, role)
        if index.column() == 0:
            shown = (Qt.ItemDataRole.DisplayRole, *_SPOKEN)
            row = self.row_of(index)
            return row.label if row is not None and role in shown else None
        if role == CELL:
            return self._cell(index)
        if role == WAS:
            return self._was.get(self.place_of(index), "")
        if role == Qt.ItemDataRole.DisplayRole:
            cell = self._cell(index)
            return f"{cell.mark.symbol} {cell.text}" if cell else NOT_STATED_MARK
        return self._spoken(index) if role in _SPOKEN else None

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
        return _head_words(head) if role in _SPOKEN else None

    def _group_data(self, index: Index, role: int) -> object:
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.groups[index.row()].label if index.column() == 0 and role in shown else None

    def _cell(self, index: Index) -> Cell | None:
        if not index.isValid() or index.internalId() == _GROUP or index.column() == 0:
            return None
        return self._cell_at(self.place_of(index))

    def _cell_at(self, place: Place) -> Cell | None:
        if place not in self._worded:
            group, row, trial = place
            findings = self.groups[group].rows[row].cells[trial]
            self._worded[place] = cell_of(findings, self._comparison) if findings else None  # type: ignore[arg-type]
        return self._worded[place]

    def _spoken(self, index: Index) -> str:
        row, cell = self.row_of(index), self._cell(index)
        trial = self.heads[index.column() - 1]
        was = self._was.get(self.place_of(index), "")
        recorded = f"\nChanged by “what if”; recorded: {was}" if was else ""
        said = cell.words if cell else NOT_STATED
        assert row is not None
        return f"{row.label}, {trial.name} ({trial.trial_id}): {said}{recorded}"


def _shape(heads: tuple[TrialHead, ...], groups: tuple[MatrixGroup, ...]) -> object:
    rows = tuple((group.id, tuple(row.concept.id for row in group.rows)) for group in groups)
    return tuple(head.trial_id for head in heads), rows


def _head_words(head: TrialHead) -> str:
    parts = (
        head.name,
        head.number,
        head.recruitment,
        head.mark.word,
        head.counts,
        head.listed,
        head.overrides,
    )
    return "\n".join(part for part in parts if part)

"""The matrix on screen: foldable groups, filtered rows, heads that say eligibility in words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from ui.eligibility.filters import RowPlace
from ui.eligibility.matrix_delegate import MatrixDelegate
from ui.eligibility.matrix_model import Index, MatrixModel
from ui.eligibility.trial_header import TrialHeader
from ui.theme import Theme

LABEL_WIDTH, _WIDE_LABEL, _ROOMY = 158, 230, 1000


class MatrixView(QTreeView):
    """Tells which cell or which trial was chosen."""

    cell_chosen = Signal(QModelIndex)
    trial_chosen = Signal(str)
    explanation_wanted = Signal()

    def __init__(self, model: MatrixModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = model
        self._column = 1  # where the keyboard goes on behind the row of a group
        self._folded: set[str] = set()  # groups by id; they stay folded whatever is shown
        self._shown: frozenset[RowPlace] | None = None
        self._none = ""
        self._kept = False  # the chosen cell was in view before the window changed its size
        self.setAccessibleName("Eligibility matrix")
        self.setHeader(TrialHeader(theme, self))
        self.setItemDelegate(MatrixDelegate(self, theme))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.header().setSectionsClickable(True)  # a tree view takes this away
        self.header().sectionClicked.connect(self._choose_trial)
        self.clicked.connect(self._fold)
        self.expanded.connect(lambda index: self._folded.discard(self._group_id(index)))
        self.collapsed.connect(lambda index: self._folded.add(self._group_id(index)))
        model.modelReset.connect(self._prepare)
        model.heads_changed.connect(self._show_heads)
        theme.changed.connect(self.viewport().update)

    def choose(self, index: QModelIndex) -> None:
        """Make a cell the current one and bring it into view."""
        if index.isValid():
            self.setRowHidden(index.row(), index.parent(), False)
            self.setRowHidden(index.parent().row(), QModelIndex(), False)
            self.expand(index.parent())
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keep_in_view(self) -> None:
        """Bring the chosen cell into view, unless its group is folded."""
        current = self.currentIndex()
        if current.isValid() and self.isExpanded(current.parent()):
            self.scrollTo(current)

    def show_rows(self, shown: frozenset[RowPlace], none: str) -> None:
        """Show these rows only; groups without any are hidden, and `none` is said of no rows."""
        self._shown, self._none = shown, none
        self.setAccessibleDescription("" if shown else none)
        self.viewport().update()
        groups = {group for group, _ in shown}
        for group, row, _ in self.matrix.rows():
            parent, hidden = self.matrix.index(group, 0), (group, row) not in shown
            if self.isRowHidden(row, parent) != hidden:
                self.setRowHidden(row, parent, hidden)
        for group in range(self.matrix.rowCount()):
            if self.isRowHidden(group, QModelIndex()) != (group not in groups):
                self.setRowHidden(group, QModelIndex(), group not in groups)

    def unfolded(self, rows: frozenset[RowPlace]) -> frozenset[RowPlace]:
        """Return those of the rows whose group is open."""
        open_groups = {
            place for place, g in enumerate(self.matrix.groups) if g.id not in self._folded
        }
        return frozenset(each for each in rows if each[0] in open_groups)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell the chosen cell."""
        super().currentChanged(current, previous)
        if current.isValid():
            if current.parent().isValid():
                self._column = current.column()
            self.cell_chosen.emit(current)

    def moveCursor(  # noqa: N802
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Left and right go from trial to trial and fold groups; up and down keep the trial."""
        current = self.currentIndex()
        in_group = current.isValid() and not current.parent().isValid()
        sideways = {
            QAbstractItemView.CursorAction.MoveLeft: -1,
            QAbstractItemView.CursorAction.MoveRight: 1,
        }.get(action)
        if sideways is not None and in_group:
            self.setExpanded(current.siblingAtColumn(0), sideways > 0)
            return current
        if sideways is not None and current.isValid():
            column = min(max(current.column() + sideways, 0), self.matrix.columnCount() - 1)
            return current.siblingAtColumn(column)
        target = super().moveCursor(action, modifiers)
        if not target.isValid():
            return target
        return target.siblingAtColumn(self._column if target.parent().isValid() else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes on to the explanation of a cell, and folds or opens a group."""
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            if current.parent().isValid():
                self.explanation_wanted.emit()
            else:
                self._fold(current.siblingAtColumn(0))
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say in words where there is nothing to show."""
        super().paintEvent(event)
        if self.matrix.heads and not self._shown:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().text().color())
            room = self.viewport().rect().adjusted(20, 24, -20, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, self._none)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:  # noqa: N802
        """Paint nothing: groups carry their own mark."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows may need another height at another width; the chosen cell stays in view."""
        current, before = self.currentIndex(), QRect(QPoint(), event.oldSize())
        kept = current.isValid() and before.intersects(self.visualRect(current))
        super().resizeEvent(event)
        width = _WIDE_LABEL if self.viewport().width() >= _ROOMY else LABEL_WIDTH
        if self.matrix.heads and self.header().sectionSize(0) != width:
            self.header().resizeSection(0, width)
        self._kept = self._kept or kept
        self.scheduleDelayedItemsLayout()

    def doItemsLayout(self) -> None:  # noqa: N802
        """Bring back what a resize may have pushed out of view, now that the rows have places."""
        super().doItemsLayout()
        kept, self._kept = self._kept, False
        if kept:
            self.keep_in_view()

    def _prepare(self) -> None:
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        wide = self.viewport().width() >= _ROOMY
        header.resizeSection(0, _WIDE_LABEL if wide else LABEL_WIDTH)
        folded = set(self._folded)
        self.scheduleDelayedItemsLayout()  # else each group that opens measures all rows again
        for row in range(self.matrix.rowCount()):
            self.setFirstColumnSpanned(row, QModelIndex(), True)
            self.setExpanded(self.matrix.index(row, 0), self.matrix.groups[row].id not in folded)

    def _show_heads(self, sections: tuple[int, ...]) -> None:
        header = self.header()
        if header.sizeHint().height() != header.height():
            self.scheduleDelayedItemsLayout()
        for section in sections:
            place = header.sectionViewportPosition(section)
            box = QRect(place, 0, header.sectionSize(section), header.height())
            header.viewport().update(box)

    def _group_id(self, index: Index) -> str:
        return self.matrix.groups[index.row()].id

    def _fold(self, index: QModelIndex) -> None:
        if index.isValid() and not index.parent().isValid():
            self.setExpanded(index, not self.isExpanded(index))

    def _choose_trial(self, section: int) -> None:
        if 0 < section <= len(self.matrix.heads):
            self.trial_chosen.emit(self.matrix.heads[section - 1].trial_id)

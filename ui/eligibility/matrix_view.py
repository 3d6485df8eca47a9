"""The matrix on screen: foldable groups, tinted cells, heads that say eligibility in words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from ui.eligibility.matrix_model import CELL, Cell, Index, MatrixModel
from ui.eligibility.trial_header import TrialHeader
from ui.theme import Theme
from ui.widgets.verdict_painter import sized
from ui.wording import NOT_STATED_MARK

LABEL_WIDTH = 154
_TEXT, _PAD, _SIGN = 12, 4, 19
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_WRAP = _LEFT | Qt.TextFlag.TextWordWrap


class MatrixDelegate(QStyledItemDelegate):
    """Paints labels and cells; a row is as high as its longest text needs, two lines at most."""

    def __init__(self, view: QTreeView, theme: Theme) -> None:
        super().__init__(view)
        self.view, self.theme = view, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height that this cell needs at the width of its column."""
        font = sized(option.font, _TEXT)
        metrics, line = QFontMetrics(font), QFontMetrics(font).lineSpacing()
        if not index.parent().isValid():
            return QSize(60, line + 12)
        width = self.view.columnWidth(index.column())
        cell: Cell | None = index.data(CELL)
        if index.column() == 0:
            text, room = str(index.data()), width - 22
        else:
            text, room = (cell.text if cell else ""), width - _SIGN - 2 * _PAD - 5
        lines = 2 if metrics.horizontalAdvance(text) > room else 1
        return QSize(60, lines * line + 7)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a group, a label or a cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if not index.parent().isValid():
            self._group(painter, rect, option, index)
        elif index.column() == 0:
            self._label(painter, rect, option, index)
        else:
            self._cell(painter, rect, option, index)
        painter.restore()

    def _group(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        mark = "▾" if self.view.isExpanded(index) else "▸"
        painter.setFont(sized(option.font, 13, bold=True))
        painter.setPen(self.theme.colour("text"))
        box = rect.adjusted(6, 4, 0, 0)
        painter.drawText(box, _LEFT, mark)
        painter.drawText(box.adjusted(15, 0, 0, 0), _LEFT, str(index.data()))
        painter.setPen(QPen(self.theme.colour("line")))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._focus(painter, QRectF(rect).adjusted(2, 3, -2, -2), option)

    def _label(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        painter.setFont(sized(option.font, _TEXT))
        painter.setPen(self.theme.colour("text"))
        painter.drawText(rect.adjusted(20, 0, -2, 0), _WRAP, str(index.data()))
        self._focus(painter, QRectF(rect).adjusted(12, 1.5, -1.5, -1.5), option)

    def _cell(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        cell: Cell | None = index.data(CELL)
        box = QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setFont(sized(option.font, _TEXT))
        if cell is None:
            painter.setPen(self.theme.colour("neutral"))
            painter.drawText(box.adjusted(_PAD + 4, 0, 0, 0), _LEFT, NOT_STATED_MARK)
        else:
            self._tinted(painter, box, cell)
        self._focus(painter, box, option)

    def _tinted(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(f"{cell.mark.tone}_tint"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self.theme.colour(cell.mark.tone))
        sign = QRectF(box.left() + _PAD, box.top(), _SIGN - 4, box.height())
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, cell.mark.symbol)
        room = box.adjusted(_PAD + _SIGN, 0, -2, 0)
        painter.drawText(
            room, _WRAP, two_lines(cell.text, painter.fontMetrics(), int(room.width()))
        )

    def _focus(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("accent"), 2))
            painter.drawRoundedRect(box, 4, 4)


def two_lines(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return `text`, cut with an ellipsis where two lines of `width` do not hold it."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    first, rest = "", text
    for word in text.split(" "):
        longer = f"{first} {word}".strip()
        if metrics.horizontalAdvance(longer) > width:
            break
        first, rest = longer, text[len(longer) :].strip()
    cut = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return f"{first}\n{cut}" if first else cut


class MatrixView(QTreeView):
    """Tells which cell or which trial was chosen."""

    cell_chosen = Signal(QModelIndex)
    trial_chosen = Signal(str)

    def __init__(self, model: MatrixModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = model
        self._column = 1  # where the keyboard goes on behind the row of a group
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
        model.modelReset.connect(self._prepare)
        theme.changed.connect(self.viewport().update)

    def choose(self, index: QModelIndex) -> None:
        """Make a cell the current one and bring it into view."""
        if index.isValid():
            self.expand(index.parent())
            self.setCurrentIndex(index)
            self.scrollTo(index)

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

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:  # noqa: N802
        """Paint nothing: groups carry their own mark."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows may need another height at another width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _prepare(self) -> None:
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, LABEL_WIDTH)
        for row in range(self.matrix.rowCount()):
            self.setFirstColumnSpanned(row, QModelIndex(), True)
        self.expandAll()

    def _fold(self, index: QModelIndex) -> None:
        if index.isValid() and not index.parent().isValid():
            self.setExpanded(index, not self.isExpanded(index))

    def _choose_trial(self, section: int) -> None:
        if 0 < section <= len(self.matrix.heads):
            self.trial_chosen.emit(self.matrix.heads[section - 1].trial_id)

"""The table beside the chart: wide enough for its words, never wider than its place."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.outcomes.cell_delegate import LONGEST, SIDE, WRAP, CellDelegate, height_of, words_of
from ui.outcomes.table_model import TableModel
from ui.theme import Theme

_PAD, _WIDEST = 2 * SIDE + 2, 300
_MOST = 0.85  # so many of the texts stand in one line, if there is room


class TableView(QTableView):
    """Rows of a chart; `point_chosen` and `note_asked` carry the key of a point.

    `copy_asked` leaves it to the page whether its numbers may leave it.
    """

    point_chosen = Signal(str)
    note_asked = Signal(str)
    copy_asked = Signal()

    def __init__(self, model: TableModel, theme: Theme) -> None:
        super().__init__()
        self._cells = CellDelegate(theme)
        self.setItemDelegate(self._cells)
        self.numbers = model
        self.narrow = False  # long words are broken, because there is no room for them
        self.setModel(model)
        self.setObjectName("numbers")
        self.setAccessibleName("Numbers of the chart")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(22)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag(WRAP))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        model.modelReset.connect(self._fit)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.activated.connect(lambda index: self.note_asked.emit(model.keys[index.row()]))

    def choose(self, key: str) -> None:
        """Choose the row of a point without telling of it; an empty key chooses none."""
        current = self.currentIndex()
        if key and current.isValid() and self.numbers.keys[current.row()] == key:
            return
        with QSignalBlocker(self.selectionModel()):
            if key in self.numbers.keys:
                index = self.numbers.index(self.numbers.keys.index(key), 0)
                choice = QItemSelectionModel.SelectionFlag.ClearAndSelect
                rows = QItemSelectionModel.SelectionFlag.Rows
                self.selectionModel().setCurrentIndex(index, choice | rows)
                self.scrollTo(index)
            else:
                self.selectionModel().clear()
        self.viewport().update()

    def copy(self) -> None:
        """Put the chosen rows on the clipboard, all of them where none is chosen."""
        chosen = sorted({index.row() for index in self.selectedIndexes()})
        self._put(chosen or list(range(self.numbers.rowCount())))

    def copy_all(self) -> None:
        """Put all numbers on the clipboard."""
        self._put(list(range(self.numbers.rowCount())))

    def _put(self, rows: list[int]) -> None:
        QGuiApplication.clipboard().setText(self.numbers.text(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for a copy by the usual key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.point_chosen.emit(self.numbers.keys[current.row()])

    def _fit(self) -> None:
        """Share the width among the columns; words wrap, head and rows are as high as they must."""
        room, columns = self.viewport().width(), range(self.numbers.columnCount())
        needs = [self._needs(column) for column in columns]
        self.narrow = sum(need[0] for need in needs) > room
        if self.narrow:
            needs = [self._needs(column, LONGEST) for column in columns]
        self._cells.narrow = self.narrow
        widths = _shared(room, needs)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        for row, cells in enumerate(self.numbers.rows):
            self.setRowHeight(row, self._highest(cells, widths))
        self.numbers.narrow = self.narrow
        self.horizontalHeader().setFixedHeight(self._highest(self.numbers.headings, widths))

    def _needs(self, column: int, longest: int | None = None) -> tuple[int, int]:
        """Return the width of the longest word of a column, and one in which most texts fit."""
        metrics = self.fontMetrics()
        texts = [words_of(row[column]) for row in self.numbers.rows]
        words = {
            word[:longest]
            for text in (*texts, self.numbers.headings[column])
            for word in text.split(" ")
        }
        least = max((metrics.horizontalAdvance(word) for word in words), default=0)
        widths = sorted(metrics.horizontalAdvance(text) for text in texts) or [0]
        most = widths[int(_MOST * (len(widths) - 1))]
        return least + _PAD, max(least, min(most, _WIDEST)) + _PAD

    def _highest(self, cells: tuple[str, ...], widths: list[int]) -> int:
        metrics = self.fontMetrics()
        words = [words_of(text, self.narrow) for text in cells]
        pairs = zip(words, widths, strict=True)
        return max((height_of(text, metrics, width) for text, width in pairs), default=0)


def _shared(room: int, needs: list[tuple[int, int]]) -> list[int]:
    """Share a width: each column gets its longest word, and what is left by what it could use."""
    least, most = sum(need[0] for need in needs), sum(need[1] for need in needs)
    if least >= room:
        return [word * room // max(1, least) for word, _ in needs]
    if most <= room:
        return [text + (room - most) // len(needs) for _, text in needs]
    share = (room - least) / (most - least)
    return [int(word + share * (text - word)) for word, text in needs]

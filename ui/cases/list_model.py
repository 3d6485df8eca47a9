"""The case list as Qt sees it: lines of the store, page by page, as far as one has scrolled.

How many there are in all is counted after the first page is shown: that takes longer than the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ui.background import QUESTION, Task
from ui.cases.strips import Strip, Strips
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.listing import CaseLine, CaseSearch, Page, SortBy

LISTED = Qt.ItemDataRole.UserRole
PAGE = 100
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for."""

    text: str = ""
    by: SortBy = "code"
    descending: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the store with what is known of its verdicts."""

    line: CaseLine
    strip: Strip | None

    @property
    def summary(self) -> str:
        """One line on the patient: what the strip says, else what the store knows."""
        if self.strip is not None:
            return self.strip.summary
        return f"BCLC {self.line.stage}" if self.line.stage else "…"


class CaseListModel(QAbstractListModel):
    """Holds the lines read so far; an answer to an older question is dropped.

    `shown`: a page has come. `counted`: so many lines are there in all.
    """

    shown = Signal()
    counted = Signal(int)
    rename_asked = Signal(str, str)

    def __init__(self, workspace: Workspace, strips: Strips) -> None:
        super().__init__()
        self.workspace, self.strips = workspace, strips
        self.asked = Asked()
        self.lines: list[CaseLine] = []
        self.total = 0
        self._more = False
        self._task: Task | None = None
        self._counting: Task | None = None
        strips.ready.connect(self._repaint)

    def ask(self, asked: Asked) -> None:
        """Ask for other lines; they arrive later, and typing goes on."""
        self.asked = asked
        self._read(0, PAGE)

    def refresh(self) -> None:
        """Read the lines again that are shown."""
        self._read(0, max(PAGE, len(self.lines)))

    def forget(self) -> None:
        """Keep no line of a case; the next `refresh` reads them again."""
        self._replace([])

    @property
    def is_reading(self) -> bool:
        """True while lines are on their way; those that are shown answer an older question."""
        return self._task is not None

    def row_of(self, code: str) -> int:
        """Return the row of a case, -1 where it is not among the lines read so far."""
        return next((row for row, line in enumerate(self.lines) if line.code == code), -1)

    # ------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of lines read so far."""
        return 0 if parent.isValid() else len(self.lines)

    def canFetchMore(self, parent: Index) -> bool:
        """True where the store has more lines."""
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:
        """Read the next page, unless something is being read."""
        if self._task is None:
            self._read(len(self.lines), PAGE)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a code can be edited in its place."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return code, line, or what a screen reader says."""
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return line.code
        listed = Listed(line, self.strips.of(line))
        if role == LISTED:
            return listed
        words = [mark for mark, _ in listed.strip.marks] if listed.strip is not None else []
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (line.label, listed.summary, *words) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            sample = ["Sample case"] if line.sample else []
            return ". ".join((line.code, *sample, listed.summary, *words))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another code; the line changes when the store has it."""
        old, new = self.lines[index.row()].code, str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not new or new == old:
            return False
        self.rename_asked.emit(old, new)
        return True

    # ------------------------------------------------------------------------ reading

    def _read(self, offset: int, limit: int) -> None:
        store = self.workspace.saving.store
        if store is None:
            return
        for earlier in (self._task, None if offset else self._counting):
            if earlier is not None:
                earlier.cancel()
        asked = self.asked

        def work(_: Task) -> Page[CaseLine]:
            from db.listing import Sort

            sort = Sort(asked.by, asked.descending)
            return store.cases(_search_of(asked), sort, offset, limit)

        self._task = self.workspace.background.run(work, self._take, self._failed, rank=QUESTION)

    def _failed(self, sentence: str) -> None:
        self._task = None
        self.workspace.messages.problem(sentence)

    def _take(self, page: Page[CaseLine]) -> None:
        self._task, self._more = None, page.more
        if page.offset:
            self._append(list(page.lines))
        else:
            self._replace(list(page.lines))
        self.shown.emit()
        if not page.more:
            self._take_total(len(self.lines))
        elif not page.offset:
            self._count()

    def _count(self) -> None:
        store, asked = self.workspace.saving.store, self.asked
        if store is not None:
            self._counting = self.workspace.background.run(
                lambda _: store.count(_search_of(asked)), self._take_total, rank=QUESTION
            )

    def _take_total(self, total: int) -> None:
        self._counting, self.total = None, total
        self.counted.emit(total)

    def _append(self, lines: list[CaseLine]) -> None:
        if lines:
            first = len(self.lines)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self.lines += lines
            self.endInsertRows()

    def _replace(self, lines: list[CaseLine]) -> None:
        if [line.code for line in lines] == [line.code for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def _repaint(self, code: str) -> None:
        row = self.row_of(code)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))


def _search_of(asked: Asked) -> CaseSearch:
    from db.listing import CaseSearch

    return CaseSearch(asked.text, archived=asked.archived)

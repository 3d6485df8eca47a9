"""The left side of the window: search, order, and the cases with their verdicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
)

from ui.cases.delegate import LEFT, CaseDelegate
from ui.cases.list_model import CaseListModel
from ui.cases.strips import Strips
from ui.theme import Theme
from ui.widgets.labels import text_label
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.listing import SortBy

_TYPING_MS, _CHANGE_MS, _VIEW_MS = 120, 150, 40
ORDERS: tuple[tuple[str, SortBy, bool], ...] = (
    ("By code", "code", False),
    ("Youngest first", "age", False),
    ("Oldest first", "age", True),
    ("By stage", "stage", False),
    ("Latest diagnosis first", "diagnosed_on", True),
    ("Last changed first", "changed_at", True),
)


class CasePane(QFrame):
    """Shows the cases of the store; what is done with them is asked for by signals."""

    new_asked = Signal()
    delete_asked = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("casePane")
        self.setMinimumWidth(200)
        self.workspace = workspace
        self.strips = Strips(workspace)
        self.model = CaseListModel(workspace, self.strips)
        self.number = text_label("loading …")
        self.number.setProperty("role", "muted")
        self.search = _search_field()
        self.order = QComboBox()
        self.order.setAccessibleName("Order of the cases")
        self.order.addItems([words for words, *_ in ORDERS])
        self.archive = QPushButton("Archived")
        self.archive.setProperty("role", "small")
        self.archive.setCheckable(True)
        self.archive.setToolTip("Show the archived cases instead")
        self.new = QPushButton("+ New case")
        self.new.setProperty("role", "small")
        self.new.setToolTip("New case (Ctrl+N)")
        self.list = self._view(theme)
        self._row = 0
        self._first_wanted = False
        self._lay_out()
        self._typing = _timer(self, _TYPING_MS, self._ask)
        self._changed = _timer(self, _CHANGE_MS, self.model.refresh)
        self._moved = _timer(self, _VIEW_MS, self._show_strips)
        self.timers = (self._typing, self._changed, self._moved)
        self._connect(theme)

    def forget(self) -> None:
        """Keep no line of a case; they are read again when a store is opened."""
        self.model.forget()
        self.strips.forget()

    def focus_list(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_search(self) -> None:
        """Put the keyboard on the search and mark what is in it."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def rename_current(self) -> None:
        """Edit the code of the current case in its place."""
        if self.list.currentIndex().isValid():
            self.list.edit(self.list.currentIndex())

    @property
    def current_code(self) -> str:
        """The code of the chosen line, else of the open case; empty without one."""
        index = self.list.currentIndex()
        if index.isValid():
            return str(index.data())
        return self.workspace.kept.code if self.workspace.kept is not None else ""

    def _connect(self, theme: Theme) -> None:
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self._want_first)
        self.order.currentIndexChanged.connect(self._ask)
        self.archive.toggled.connect(self._ask)
        self.new.clicked.connect(self.new_asked)
        self._key("F2", self.rename_current)
        self._key("Del", lambda: self.delete_asked.emit(self.current_code))
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.customContextMenuRequested.connect(self._ask_for_menu)
        self.list.verticalScrollBar().valueChanged.connect(self._moved.start)
        self.list.verticalScrollBar().rangeChanged.connect(self._moved.start)
        self.model.shown.connect(self._look_again)
        self.model.counted.connect(self._count)
        self.workspace.opened.connect(self.model.refresh)
        self.workspace.cases_changed.connect(self._changed.start)
        self.workspace.case_changed.connect(self._follow)
        theme.changed.connect(self.list.viewport().update)

    def _key(self, keys: str, act: Callable[[], None]) -> None:
        """Let a key work while the keyboard is on the list; elsewhere it means something else."""
        shortcut = QShortcut(QKeySequence(keys), self.list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(act)

    def _typed(self) -> None:
        self._first_wanted = False
        self._typing.start()

    def _ask(self) -> None:
        self._typing.stop()
        _, by, descending = ORDERS[self.order.currentIndex()]
        asked = replace(self.model.asked, text=self.search.text(), by=by, descending=descending)
        self.model.ask(replace(asked, archived=self.archive.isChecked()))

    def _count(self, total: int) -> None:
        narrowed = "found" if self.search.text().strip() else ""
        archived = "archived" if self.archive.isChecked() else ""
        words = [f"{total:,}".replace(",", "\u00a0"), archived, narrowed]
        self.number.setText(" ".join(word for word in words if word))

    def _look_again(self) -> None:
        self._follow()
        if self._first_wanted and not self._typing.isActive():
            self._take_first()
        self._moved.start()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.workspace.choose(str(index.data()))

    def _want_first(self) -> None:
        """Open the first case that is found; the lines of an older search are not taken for it."""
        if self._typing.isActive():
            self._ask()
        self._first_wanted = self.model.is_reading
        if not self._first_wanted:
            self._take_first()

    def _take_first(self) -> None:
        self._first_wanted = False
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
            self.focus_list()

    def _follow(self) -> None:
        """Mark the line of the open case; where it was deleted, open the one in its place."""
        kept = self.workspace.kept
        code = self.workspace.wanted or (kept.code if kept is not None else "")
        row = self.model.row_of(code)
        if not code and self.model.rowCount():
            row = min(self._row, self.model.rowCount() - 1)
        if row < 0:
            self.list.selectionModel().clear()
        elif row != self.list.currentIndex().row():
            self.list.setCurrentIndex(self.model.index(row))
        self._row = max(row, 0)

    def _show_strips(self) -> None:
        view = self.list.viewport().rect()
        first = self.list.indexAt(QPoint(8, 8))
        last = self.list.indexAt(QPoint(8, view.height() - 4))
        if first.isValid():
            end = last.row() + 1 if last.isValid() else len(self.model.lines)
            self.strips.show(self.model.lines[first.row() : end])

    def _ask_for_menu(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        code = str(index.data()) if index.isValid() else ""
        self.menu_asked.emit(code, self.list.viewport().mapToGlobal(place))

    def _view(self, theme: Theme) -> QListView:
        view = QListView()
        view.setModel(self.model)
        self.delegate = CaseDelegate(theme)
        view.setItemDelegate(self.delegate)
        view.setAccessibleName("Cases")
        view.setUniformItemSizes(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        return view

    def _lay_out(self) -> None:
        title = text_label("Cases")
        title.setProperty("role", "heading")
        head, tools = QHBoxLayout(), QHBoxLayout()
        for row in (head, tools):
            row.setContentsMargins(LEFT, 0, 10, 0)
            row.setSpacing(6)
        head.addWidget(title, 1)
        head.addWidget(self.number)
        tools.addWidget(self.order, 1)
        tools.addWidget(self.archive)
        search, foot = QHBoxLayout(), QHBoxLayout()
        search.setContentsMargins(LEFT, 0, 10, 0)
        search.addWidget(self.search)
        foot.setContentsMargins(LEFT, 2, 10, 2)
        foot.addWidget(self.new)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 4)
        column.setSpacing(6)
        for part in (head, search, tools):
            column.addLayout(part)
        column.addWidget(self.list, 1)
        column.addLayout(foot)


def _search_field() -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText("Search code, stage, text")
    field.setToolTip("Each word begins a word of the case, such as bclc-c (Ctrl+F)")
    field.setAccessibleName("Search the cases")
    field.setClearButtonEnabled(True)
    return field


def _timer(parent: CasePane, milliseconds: int, work: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(work)
    return timer

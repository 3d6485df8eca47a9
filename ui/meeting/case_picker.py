"""Choosing several cases for the agenda at once: search, tick with Space, Return adds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ui.background import QUESTION, Task
from ui.regimens.parts import Form, button, line
from ui.widgets.labels import label
from ui.wording import plural
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.listing import CaseLine, Page

_MOST = 200  # lines at once; the search finds the others
_TYPING_MS = 120


class CasePicker(Form):
    """`picked` carries the codes in the order of the list."""

    picked = Signal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Cases for the agenda")
        self.workspace = workspace
        self._there: frozenset[str] = frozenset()
        self._ticked: dict[str, None] = {}
        self._task: Task | None = None
        self.search = line("Search the cases for the agenda", "Search code, stage, text")
        self.list = _Ticks()
        self.more = label("muted")
        self.add = button("Add", self._take, role="primary")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self._lay_out()
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self._to_list)
        self.list.itemChanged.connect(self._note)
        self.list.add_asked.connect(self._take)

    def begin(self, there: frozenset[str]) -> None:
        """Show the cases that are not on the agenda."""
        self._there = there
        self._ticked = {}
        with QSignalBlocker(self.search):
            self.search.clear()
        self.problem.hide()
        self._count()
        self.show()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask()

    def _ask(self) -> None:
        store, text = self.workspace.saving.store, self.search.text()
        if store is None:
            return
        if self._task is not None:
            self._task.cancel()

        def work(_: Task) -> Page[CaseLine]:
            from db.listing import CaseSearch, Sort

            return store.cases(CaseSearch(text), Sort(), 0, _MOST)

        self._task = self.workspace.background.run(work, self._show, rank=QUESTION)

    def _show(self, page: Page[CaseLine]) -> None:
        self._task = None
        with QSignalBlocker(self.list):
            self.list.clear()
            for found in page.lines:
                if found.code not in self._there:
                    self.list.addItem(_item(found, ticked=found.code in self._ticked))
        self.list.setCurrentRow(0)
        self.more.setVisible(page.more)
        self.more.setText(f"The first {_MOST} cases; the search finds the others.")

    def _note(self, item: QListWidgetItem) -> None:
        code = str(item.data(Qt.ItemDataRole.UserRole))
        if item.checkState() is Qt.CheckState.Checked:
            self._ticked[code] = None
        else:
            self._ticked.pop(code, None)
        self._count()

    def _count(self) -> None:
        number = len(self._ticked)
        self.add.setText(f"Add {plural(number, 'case', 'cases')}" if number else "Add")

    def _to_list(self) -> None:
        """Go on to the list of what is found."""
        if self._typing.isActive():
            self._typing.stop()
            self._ask()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        """Add the ticked cases, else the one the keyboard is on."""
        here = self.list.currentItem()
        codes = tuple(self._ticked)
        if not codes and here is not None:
            codes = (str(here.data(Qt.ItemDataRole.UserRole)),)
        if codes:
            self.picked.emit(codes)
        else:
            self.refuse("Tick at least one case.")

    def _lay_out(self) -> None:
        self.column.addWidget(self.search)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.more)
        tick, name = self.list.tick_all, "Tick all cases shown (Ctrl+A)"
        every = button("All", lambda: tick(True), role="", name=name)
        none = button("None", lambda: tick(False), role="", name="Tick no case")
        cancel = button("Cancel", self.left.emit, role="", name="Add no case")
        self.end_with(self.add, every, none, cancel)


class _Ticks(QListWidget):
    """Space ticks and goes on; Return adds."""

    add_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Cases to choose from")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks a case and steps to the next, Return adds what is ticked."""
        here = self.currentItem()
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add_asked.emit()
        elif event.key() == Qt.Key.Key_A and with_control:
            self.tick_all(True)
        elif event.key() == Qt.Key.Key_Space and here is not None:
            on = here.checkState() is Qt.CheckState.Checked
            here.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
            self.setCurrentRow(min(self.currentRow() + 1, self.count() - 1))
        else:
            super().keyPressEvent(event)

    def tick_all(self, on: bool) -> None:
        """Tick every case that is shown, or none."""
        for row in range(self.count()):
            self.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def _item(found: CaseLine, *, ticked: bool) -> QListWidgetItem:
    stage = f"BCLC {found.stage}" if found.stage else ""
    sample = "sample" if found.sample else ""
    words = "  ·  ".join(part for part in (found.code, stage, sample) if part)
    item = QListWidgetItem(words)
    item.setData(Qt.ItemDataRole.UserRole, found.code)
    item.setFlags(
        Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
    )
    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    return item

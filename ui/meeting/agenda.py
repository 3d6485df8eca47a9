"""The left side of the page: the agenda, what is done with it, and the forms it opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QPushButton, QVBoxLayout, QWidget

from hccreview.clinical.dates import spoken
from hccreview.meeting.agenda import moved, moved_to, set_readiness, without_case
from hccreview.meeting.meeting import Readiness
from ui.meeting.agenda_list import STATE_KEYS, AgendaList
from ui.meeting.case_picker import CasePicker
from ui.meeting.defer_form import DeferForm
from ui.meeting.room import BoardRoom
from ui.meeting.words import READINESS
from ui.regimens.parts import button, flowing
from ui.theme import Theme
from ui.widgets.labels import label
from ui.workspace import Workspace

_WIDTH = 318
_EMPTY = "No case is on the agenda yet: Ins chooses cases, Ctrl+G adds the current one."


class Agenda(QFrame):
    """Follows the room; choosing a case makes it the current one of the workspace."""

    def __init__(self, workspace: Workspace, theme: Theme, room: BoardRoom) -> None:
        super().__init__()
        self.workspace, self.room = workspace, room
        self.setObjectName("agendaSide")
        self.setFixedWidth(_WIDTH)
        self.list = AgendaList(theme)
        self.empty = label("muted", _EMPTY)
        self.add = button("Add cases… (Ins)", self.pick, name="Add cases to the agenda")
        self.add_current = button("Add this case", self._add_current)
        self.up = button("↑", lambda: self._move(-1), name="Move up (Alt+Up)")
        self.down = button("↓", lambda: self._move(1), name="Move down (Alt+Down)")
        self.remove = button("Remove", self._remove, name="Take the case off the agenda (Del)")
        self.states = QButtonGroup(self)
        self.chips = {state: self._chip(state) for state in Readiness}
        self.picker = CasePicker(workspace)
        self.defer = DeferForm()
        self._lay_out()
        self._connect()

    def renew(self) -> None:
        """Show the agenda of now."""
        stored, item = self.room.meeting, self.room.item
        items = stored.meeting.items if stored is not None else ()
        self.list.places.show(items, self.room.preparations)
        kept = self.workspace.kept
        if not self.workspace.wanted:
            self.list.mark(kept.code if kept is not None else "")
        self.empty.setVisible(stored is not None and not items)
        self.add.setEnabled(stored is not None)
        self.add_current.setVisible(stored is not None and item is None and kept is not None)
        if kept is not None:
            self.add_current.setText(f"Add {kept.code}")
            self.add_current.setAccessibleName(f"Add {kept.code} to the agenda")
        for part in (self.up, self.down, self.remove, *self.chips.values()):
            part.setEnabled(item is not None)
        self._show_state(item.readiness if item is not None else None)

    def pick(self) -> None:
        """Open the choice of cases."""
        if self.room.meeting is not None:
            self.defer.hide()
            self.picker.begin(frozenset(self.room.meeting.meeting.codes))

    # ------------------------------------------------------------------------ intents

    def _choose(self, code: str) -> None:
        if self.defer.isVisible():
            self.defer.hide()
        self.workspace.choose(code)

    def _add_current(self) -> None:
        if self.workspace.kept is not None:
            self.room.add_cases((self.workspace.kept.code,))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, codes: tuple[str, ...]) -> None:
        self._leave_forms()
        self.room.add_cases(codes)
        if codes:
            self.list.mark(codes[0])

    def _move(self, by: int) -> None:
        stored, code = self.room.meeting, self.list.code
        if stored is not None and code:
            self.room.change(moved(stored.meeting, code, by))

    def _move_to(self, code: str, place: int) -> None:
        if self.room.meeting is not None:
            self.room.change(moved_to(self.room.meeting.meeting, code, place))

    def _remove(self) -> None:
        stored, code = self.room.meeting, self.list.code
        if stored is None or not code:
            return
        day = spoken(stored.meeting.sitting.on)
        with self.workspace.messages.telling():
            without = without_case(stored.meeting, code)
            row = self.list.places.row_of(code)
            self.room.change(without, f"{code} is no longer on the agenda of {day}.")
            if without.codes:
                self.list.mark(without.codes[min(row, len(without.codes) - 1)])

    def _set_state(self, state: Readiness) -> None:
        stored, code = self.room.meeting, self.list.code
        if stored is None or not code:
            return
        if state is Readiness.DEFERRED:
            self.picker.hide()
            self.defer.begin(code, stored.meeting.item(code).reason)
        else:
            self.defer.hide()
            self.room.change(set_readiness(stored.meeting, code, state))
        self.renew()

    def _defer(self, code: str, reason: str) -> None:
        if self.room.meeting is not None:
            with self.workspace.messages.telling():
                meeting = self.room.meeting.meeting
                self.room.change(set_readiness(meeting, code, Readiness.DEFERRED, reason))
                self._leave_forms()

    def _leave_forms(self) -> None:
        self.picker.hide()
        self.defer.hide()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.renew()

    # ------------------------------------------------------------------------ building

    def _show_state(self, state: Readiness | None) -> None:
        self.states.setExclusive(False)
        for each, chip in self.chips.items():
            chip.setChecked(each is state)
        self.states.setExclusive(state is not None)

    def _chip(self, state: Readiness) -> QPushButton:
        mark = READINESS[state]
        key = next(key for key, each in STATE_KEYS.items() if each is state)
        chip = button(f"{mark.symbol} {mark.word}", lambda: self._set_state(state), role="chip")
        chip.setAccessibleName(mark.word)
        chip.setToolTip(f"{mark.word} (key {key.name.removeprefix('Key_')} on the agenda)")
        chip.setCheckable(True)
        self.states.addButton(chip)
        return chip

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        if self.list.code:
            for state, mark in READINESS.items():
                menu.addAction(mark.word, partial(self._set_state, state))
            menu.addSeparator()
            menu.addAction("Move up", lambda: self._move(-1))
            menu.addAction("Move down", lambda: self._move(1))
            menu.addAction("Take off the agenda", self._remove)
        menu.addAction("Add cases…", self.pick)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def _connect(self) -> None:
        view = self.list
        view.chosen.connect(self._choose)
        view.places.move_asked.connect(self._move_to)
        view.move_asked.connect(self._move)
        view.state_asked.connect(self._set_state)
        view.add_asked.connect(self.pick)
        view.remove_asked.connect(self._remove)
        view.customContextMenuRequested.connect(self._menu)
        self.picker.picked.connect(self._add)
        self.picker.left.connect(self._leave_forms)
        self.defer.given.connect(self._defer)
        self.defer.left.connect(self._leave_forms)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 1, 8)  # beside it the line to the right
        column.setSpacing(6)
        column.addWidget(self.list, 1)
        parts: tuple[QWidget, ...] = (
            self.empty,
            self.defer,
            self.picker,
            flowing((*self.chips.values(), self.up, self.down, self.remove)),
            flowing((self.add, self.add_current)),
        )
        for part in parts:
            inner = QVBoxLayout()
            inner.setContentsMargins(10, 0, 10, 0)
            inner.addWidget(part)
            column.addLayout(inner, 1 if part is self.picker else 0)
        self.picker.hide()
        self.defer.hide()

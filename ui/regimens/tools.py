"""The top of the page: start, clock time, cycles, body surface, rounding, and the views."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from ui.regimens.parts import button, choice, titled
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import text_label

if TYPE_CHECKING:
    from ui.regimens.work import Worked

VIEWS = (
    ("hours", "Cycle by the hour"),
    ("course", "Course"),
    ("month", "Month"),
    ("table", "Table"),
)
_LINE = 26  # the height of a field, so that words stand on its middle
_FORMULAS = [("", "as the site"), ("mosteller", "Mosteller"), ("du_bois", "Du Bois")]
_ROUNDINGS = [
    ("", "as the site"),
    ("none", "none"),
    ("1", "1 mg"),
    ("5", "5 mg"),
    ("10", "10 mg"),
    ("vial", "whole vials"),
]


class Tools(QFrame):
    """Signals say what the user chose; `show_worked` shows what holds."""

    planned = Signal(str, object)
    visit_ended = Signal()
    first_dose_asked = Signal()
    view_chosen = Signal(str)
    shown_changed = Signal()
    month_turned = Signal(int)
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("regimenTools")
        self.start = QDateEdit()
        self.start.setDisplayFormat("d MMM yyyy")
        self.start.setCalendarPopup(True)
        self.start.setKeyboardTracking(False)
        self.clock = QTimeEdit()
        self.clock.setDisplayFormat("HH:mm")
        self.clock.setKeyboardTracking(False)
        self.cycles = QSpinBox()
        self.cycles.setRange(1, 99)
        self.cycles.setKeyboardTracking(False)
        self.formula = choice("Formula of the body surface", _FORMULAS)
        self.rounding = choice("Rounding of doses", _ROUNDINGS)
        self.surface = text_label()
        self.surface.setMinimumHeight(_LINE)
        self.relation = text_label()
        self.relation.setProperty("role", "muted")
        self.as_first = button(
            "Set as first dose",
            self.first_dose_asked.emit,
            role="link",
            name="Record this start as the planned day of the first dose",
        )
        self.cycle = QSpinBox()
        self.cycle.setPrefix("cycle ")
        self.whole = QCheckBox("whole cycle")
        self.all_cycles = QCheckBox("all cycles")
        self.month = text_label()
        self._name()
        self._lay_out()
        self._connect()

    def show_worked(self, worked: Worked, surface: str, warned: bool, relation: str) -> None:
        """Show the start, what it is to the first dose, and what the doses rest on."""
        first = worked.planned[0] if worked.planned else None
        with QSignalBlocker(self.start):
            self.start.setDate(QDate(worked.start.year, worked.start.month, worked.start.day))
        if first is not None:
            self._show_plan(worked)
        self.surface.setText(surface)
        self.surface.setProperty("role", "state")
        tone = "unknown" if warned else "neutral"
        if self.surface.property("tone") != tone:
            self.surface.setProperty("tone", tone)
            self.surface.style().unpolish(self.surface)
            self.surface.style().polish(self.surface)
        self.relation.setText(relation)
        self.as_first.setVisible(worked.case.first_dose != worked.start)

    def show_range(self, longest: int) -> None:
        """Let the cycles from 1 to the longest course be shown."""
        if self.cycle.maximum() != longest or not self.cycle.suffix():
            with QSignalBlocker(self.cycle):
                self.cycle.setRange(1, longest)
                self.cycle.setSuffix(f" of {longest}")

    def show_view(self, view: str) -> None:
        """Mark a view as chosen and show what belongs to it."""
        for name, chip in self.chips.items():
            chip.setChecked(name == view)
        for names, holder in self._of_view:
            holder.setVisible(view in names)

    @property
    def view(self) -> str:
        """The chosen view."""
        return next(name for name, chip in self.chips.items() if chip.isChecked())

    def _show_plan(self, worked: Worked) -> None:
        schedule, plan = worked.planned[0].schedule, worked.planned[0].plan
        clock = schedule.time
        with QSignalBlocker(self.clock):
            self.clock.setTime(QTime(clock.hour, clock.minute))
        with QSignalBlocker(self.cycles):
            self.cycles.setValue(worked.longest)
        for box, chosen in ((self.formula, plan.formula), (self.rounding, plan.rounding)):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(box.findData(chosen), 0))
        settings = schedule.settings
        for box, names, value in (
            (self.formula, dict(_FORMULAS), settings.formula),
            (self.rounding, dict(_ROUNDINGS), settings.rounding),
        ):
            if not box.currentData():
                box.setItemText(0, f"{names[value]} (site)")

    def _name(self) -> None:
        for field, name in (
            (self.start, "Start: day 1 of cycle 1"),
            (self.clock, "Clock time at which infusions begin"),
            (self.cycles, "Number of cycles planned, at most as many as each source states"),
            (self.cycle, "Cycle shown"),
            (self.whole, "Show the days to the end of the cycle"),
            (self.all_cycles, "Show the rows of all cycles"),
            (self.surface, "Body surface"),
            (self.relation, "Start and first dose"),
        ):
            field.setAccessibleName(name)
            field.setToolTip(name)

    def _lay_out(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(14, 5, 10, 5)
        inside = QWidget()
        policy = inside.sizePolicy()
        policy.setHeightForWidth(True)
        inside.setSizePolicy(policy)
        flow = FlowLayout(inside, gap=9)
        flow.addWidget(self._views())
        flow.addWidget(titled("Start", self.start))
        flow.addWidget(titled("at", self.clock))
        flow.addWidget(self._relation())
        flow.addWidget(titled("Cycles", self.cycles))
        flow.addWidget(self.surface)
        flow.addWidget(self.formula)
        flow.addWidget(titled("Rounding", self.rounding))
        month = self._month()
        self._of_view = (
            (("hours", "table"), self.cycle),
            (("hours",), self.whole),
            (("table",), self.all_cycles),
            (("month",), month),
        )
        for _, holder in self._of_view:
            flow.addWidget(holder)
        self.export = button(
            "Save or print …", self.export_asked.emit, name="Calendar file, PDF, print"
        )
        outer.addWidget(inside, 1)
        outer.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)

    def _views(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        group = QButtonGroup(holder)
        self.chips: dict[str, QPushButton] = {}
        for number, (name, words) in enumerate(VIEWS):
            chip = button(words, partial(self.view_chosen.emit, name), role="chip")
            chip.setCheckable(True)
            chip.setChecked(number == 0)
            chip.setToolTip(f"{words} (Alt+{number + 1})")
            chip.setShortcut(f"Alt+{number + 1}")
            group.addButton(chip)
            row.addWidget(chip)
            self.chips[name] = chip
        return holder

    def _relation(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        holder.setMinimumHeight(_LINE)
        row.addWidget(self.relation)
        row.addWidget(self.as_first)
        return holder

    def _month(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.month.setMinimumWidth(108)
        row.addWidget(button("‹", lambda: self.month_turned.emit(-1), name="Month before"))
        row.addWidget(self.month)
        row.addWidget(button("›", lambda: self.month_turned.emit(1), name="Month after"))
        return holder

    def _connect(self) -> None:
        self.start.dateChanged.connect(lambda day: self.planned.emit("start", _day(day)))
        self.clock.timeChanged.connect(lambda at: self.planned.emit("time", _time(at)))
        self.cycles.valueChanged.connect(lambda number: self.planned.emit("cycles", number))
        for field in (self.start, self.clock, self.cycles):
            field.editingFinished.connect(self.visit_ended)
        for box, name in ((self.formula, "formula"), (self.rounding, "rounding")):
            box.activated.connect(
                lambda _, box=box, name=name: self.planned.emit(name, box.currentData())
            )
        self.cycle.valueChanged.connect(self.shown_changed)
        self.whole.toggled.connect(self.shown_changed)
        self.all_cycles.toggled.connect(self.shown_changed)


def _day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _time(at: QTime) -> time:
    return time(at.hour(), at.minute())

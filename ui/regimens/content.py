"""What the Regimens page holds: the tools, four views of one schedule, the panel beside them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from hccreview.clinical.dates import spoken
from hccreview.review.schedule.words import surface_text
from ui.planning_choice import choose_planning, chosen_planning
from ui.regimens.canvas import Canvas
from ui.regimens.course import course_figure
from ui.regimens.course_view import CourseView
from ui.regimens.exporting import Exporting
from ui.regimens.figures import CourseFigure, HourFigure, MonthFigure
from ui.regimens.hour_view import HourView
from ui.regimens.hours import hour_figure
from ui.regimens.lines import short_day
from ui.regimens.month_view import MonthView
from ui.regimens.months import month_figure, months_of
from ui.regimens.panel import Panel
from ui.regimens.panel_filling import PanelFilling
from ui.regimens.protocols import Protocols
from ui.regimens.table_rows import table_rows
from ui.regimens.table_view import TableView
from ui.regimens.tools import VIEWS, Tools
from ui.regimens.work import replanned, work_out
from ui.theme import Theme
from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.clinical.planning import PlanningSettings
    from ui.history import Step
    from ui.regimens.work import Worked

_WEIGHT = ("missing", "weight_age", "height_age", "weight_change", "cap")
_TYPED = ("start", "time", "cycles")
_WHAT = {
    "start": "start of the regimens",
    "time": "clock time of the infusions",
    "cycles": "number of cycles",
    "formula": "formula of the body surface",
    "rounding": "rounding of doses",
}


class Content(QWidget):
    """Works the schedules out again after every change and shows them in the chosen view."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.workspace, self.theme = workspace, theme
        self.worked: Worked | None = None
        self.protocols = Protocols(workspace)
        self.tools = Tools()
        self.hours, self.course = HourView(theme), CourseView(theme)
        self.month, self.table = MonthView(theme), TableView(theme)
        self.panel = Panel(theme)
        self.filling = PanelFilling(self)
        self.exporting = Exporting(self)
        self._settings: PlanningSettings | None = None
        self._month: date | None = None
        self._code = self._stepping = ""
        self._step: Step | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_around)
        self._lay_out()
        self._connect()

    @property
    def view(self) -> Canvas | TableView:
        """The view in front."""
        views = {"hours": self.hours, "course": self.course, "month": self.month}
        return views.get(self.tools.view, self.table)

    def settings(self) -> PlanningSettings:
        """Return how the site works out schedules, read once; raises ReviewError."""
        if self._settings is None:
            self._settings = chosen_planning()
        return self._settings

    def choose_settings(self, settings: PlanningSettings) -> None:
        """Keep other rules of the site; raises ReviewError where they cannot be kept."""
        choose_planning(settings)
        self._settings = settings
        self.refresh()

    def catch_up(self) -> None:
        """Show the case on screen, where it is not shown yet, with what is in force by now."""
        self.protocols.load()
        case = self.workspace.case
        if self.worked is None or self.worked.case is not case:
            self._show_case()
        elif self.worked.as_of != self.workspace.as_of:
            self.refresh()

    def refresh(self) -> None:
        """Work out the schedules of the case on screen and show them."""
        if self._work_out():
            self._show_view()
            self._show_around()

    def choose_view(self, name: str) -> None:
        """Show another view; what is pointed at stays pointed at."""
        self.tools.show_view(name)
        self._show_view()
        self.view.go_to(self.filling.key)
        self.stack.setCurrentWidget(self.view)

    def plan(self, name: str, value: object) -> None:
        """Change something in the plans of all trials."""
        if self.worked is None:
            return
        with self.workspace.messages.telling():
            if name == "cycles" and value == self.worked.longest:
                return
            changed = replanned(self.worked, **{name: value})
            if name in _TYPED:
                # One visit of a field is one change, however many keys and parts it has.
                step = self._step if self._stepping == name else None
                self._step = self.workspace.amend(step, changed, _WHAT[name])
                self._stepping = name
            else:
                self.workspace.edit(changed, _WHAT[name])

    def end_visit(self) -> None:
        """Let the next change of a field be one of its own."""
        self._step, self._stepping = None, ""
        self.workspace.saving.end_visit()

    # ------------------------------------------------------------------- showing

    def _show_case(self) -> None:
        """Begin with a case: no form, no month, nothing pointed at of another one."""
        case = self.workspace.case
        if case is None:
            return
        if case.code != self._code:
            self._code, self._month = case.code, None
            self._step = None
            self.panel.close_form()
            self.filling.key = ""
        self.refresh()

    def _edited(self) -> None:
        """Follow a change: the figure is painted at once, what stands around it right after."""
        if self.isVisible() and self._work_out():
            self._show_view()
            self.view.viewport().repaint()
            self._later.start(0)

    def _compared(self) -> None:
        """Follow another case or day; the panel follows every comparison."""
        worked, case = self.worked, self.workspace.case
        if not self.isVisible():
            return
        if worked is None or worked.case is not case or worked.as_of != self.workspace.as_of:
            self._show_case()
        else:
            self._later.start(0)

    def _show_around(self) -> None:
        if self.worked is not None and self.worked.case is self.workspace.case:
            self._show_tools(self.worked)
            self.filling.show_all()

    def _work_out(self) -> bool:
        """Return True where there are schedules; else nothing is shown, and why is told."""
        case, as_of = self.workspace.case, self.workspace.as_of
        if case is None or as_of is None or not self.workspace.trials:
            return False
        found: list[Worked] = []
        with self.workspace.messages.telling():
            protocols, settings = self.protocols.by_trial, self.settings()
            found.append(work_out(case, self.workspace.trials, as_of, protocols, settings))
        self.worked = found[0] if found else None
        if self.worked is None:
            self._clear()  # what stands there may be of another case
        else:
            self.tools.show_range(self.worked.longest)
        return bool(found)

    def _clear(self) -> None:
        self.hours.show_figure(HourFigure((), ()))
        self.course.show_figure(CourseFigure(1, (), ()))
        self.month.show_figure(MonthFigure("", ()))
        self.table.show_rows(())
        self.filling.clear()

    def _show_tools(self, worked: Worked) -> None:
        first = worked.planned[0].schedule
        surface = first.surface
        words = f"BSA {surface.value:.2f} m²" if surface else "Body surface not known"
        found = [c for each in worked.planned for c in each.schedule.cautions if c.kind in _WEIGHT]
        self.tools.surface.setToolTip("\n".join([surface_text(first), *(c.text for c in found)]))
        warned = surface is None or bool(found)
        sign = "? " if warned else ""
        self.tools.show_worked(
            worked, f"{sign}{words}{_measures(worked)}", warned, relation(worked)
        )

    def _show_view(self) -> None:
        worked = self.worked
        if worked is None:
            return
        view = self.view
        if view is self.hours:
            whole = self.tools.whole.isChecked()
            self.hours.show_figure(hour_figure(worked, self.tools.cycle.value(), whole=whole))
        elif view is self.course:
            self.course.show_figure(course_figure(worked))
        elif view is self.month:
            figure = month_figure(worked, self._month or worked.start)
            self.tools.month.setText(figure.title)
            self.month.show_figure(figure)
        else:
            only = None if self.tools.all_cycles.isChecked() else self.tools.cycle.value()
            self.table.show_rows(table_rows(worked, only))

    def turn_month(self, step: int) -> None:
        """Show the month before or after, within what is planned."""
        if self.worked is None:
            return
        first, last = months_of(self.worked)
        shown = self._month or self.worked.start
        number = shown.year * 12 + shown.month - 1 + step
        month = date(number // 12, number % 12 + 1, 1)
        if first.replace(day=1) <= month <= last:
            self._month = month
            self._show_view()

    # ------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for view in (self.hours, self.course, self.month, self.table):
            self.stack.addWidget(view)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.stack)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([770, 280])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addWidget(splitter, 1)
        self.tools.show_view(VIEWS[0][0])

    def _connect(self) -> None:
        tools = self.tools
        tools.planned.connect(self.plan)
        tools.visit_ended.connect(self.end_visit)
        tools.view_chosen.connect(self.choose_view)
        tools.shown_changed.connect(self._show_view)
        tools.month_turned.connect(self.turn_month)
        tools.first_dose_asked.connect(self._record_first_dose)
        tools.export_asked.connect(self.exporting.ask)
        self.panel.rules_asked.connect(self.filling.open_rules)
        for view in (self.hours, self.course, self.month):
            view.asked.connect(lambda act, key: self.filling.open_local(key.partition(":")[2]))
        for each in (self.hours, self.course, self.month, self.table):
            each.pointed.connect(self.filling.point)
        self.workspace.case_edited.connect(self._edited)
        self.workspace.comparison_changed.connect(self._compared)
        self.protocols.changed.connect(self.refresh)
        self.workspace.opened.connect(self.protocols.load)

    def _record_first_dose(self) -> None:
        from hccreview.clinical.editing import with_days

        case, worked = self.workspace.case, self.worked
        if case is not None and worked is not None:
            changed = with_days(case, inclusion=case.inclusion, first_dose=worked.start)
            self.workspace.edit(changed, "the day of the first dose")


def relation(worked: Worked) -> str:
    """Return what the start is to the first dose of the case."""
    planned = worked.case.first_dose
    if planned == worked.start:
        return "= planned first dose"
    if planned is not None:
        return f"first dose planned {short_day(planned)}"
    if not worked.recorded:
        return "not planned; day of review assumed"
    return "first dose not planned"


def _measures(worked: Worked) -> str:
    surface = worked.planned[0].schedule.surface
    if surface is None:
        return ""
    weight, height = surface.weight, surface.height
    when = f", {spoken(weight.on)}" if weight.on is not None else ""
    return f" · {height.value:g} cm, {weight.value:g} kg{when}"

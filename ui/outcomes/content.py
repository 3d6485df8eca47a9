"""What stands on the Outcomes page: choosers above, chart and numbers, the chosen point beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.leaving import leave
from ui.outcomes.chooser import ChartChooser, TrialChooser, WayOut
from ui.outcomes.details import Details
from ui.outcomes.drawing import Asked, Drawing, Look
from ui.outcomes.options import EventOptions
from ui.outcomes.saving import Saving
from ui.outcomes.sheet import ChartSheet, rows_of
from ui.theme import Theme
from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.review.charts.catalogue import ChartKind
    from hccreview.review.charts.model import OutcomeChart
    from hccreview.trials.model import Trial
    from ui.outcomes.picture import Picture


_ONLY_TRIED = "The chart shows what is only tried; leave “what if” before it is saved or copied."
_LOW, _NARROW = 400, 700  # px: a window at 200 % on a screen or projector


class Content(QWidget):
    """Asks for the chart that is chosen, and keeps chart, table and details on one point."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        from hccreview.review.charts.catalogue import CHARTS

        self.workspace, self.theme = workspace, theme
        self.kinds: dict[str, ChartKind] = {kind.id: kind for kind in CHARTS}
        self.shown: OutcomeChart | None = None
        self._low = False
        self._asked: Asked | None = None
        self._seen: Look | None = None  # how the picture on screen was drawn
        self._point: dict[str, str] = {}  # the chosen point of each chart
        self._trials: tuple[Trial, ...] = ()
        self.charts = ChartChooser((kind.id, kind.label) for kind in CHARTS)
        self.way_out = WayOut()
        self.trials = TrialChooser(self.way_out)
        self.options = EventOptions()
        self.details = Details()
        self.sheet = ChartSheet(theme, self.details)
        self.chart, self.table = self.sheet.chart, self.sheet.table
        self.drawing = Drawing(workspace.background)
        self.saving = Saving(workspace, self._stamp)
        self.kind: str = CHARTS[0].id
        self.charts.choose(self.kind)
        self._lay_out()
        self._connect()

    def renew(self) -> None:
        """Ask for the chart anew where trials, case or choices have changed."""
        if self._trials != self.workspace.trials:
            self._trials = self.workspace.trials
            self.trials.show_trials((t.id, t.short_name, t.title) for t in self._trials)
        asked, before = self._wanted(), self._asked
        if before is None or asked.key != before.key:
            if before is not None and asked.case_code != before.case_code:
                self._forget_patient()
            self._asked = asked
            self.drawing.chart(asked)
        else:
            self._draw()  # colours or width may have changed while another page was shown

    def choose_chart(self, kind: str) -> None:
        """Show another chart; its own point is chosen again."""
        self.kind = kind
        self.renew()

    def _wanted(self) -> Asked:
        kind, chosen = self.kinds[self.kind], self.trials.chosen
        trials = tuple(trial for trial in self._trials if trial.id in chosen)
        events = self.kind == "adverse_events"
        return Asked(
            kind.id,
            trials,
            self.options.view if events else None,
            self.workspace.comparison if kind.needs_case else None,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the chart where there is little; a click shows the numbers."""
        super().resizeEvent(event)
        low = self.height() < _LOW
        if low != self._low:
            self._low = low
            self.way_out.numbers.setChecked(not low)
        self.sheet.details_wait = self.width() < _NARROW
        self.sheet.show_details()

    def _forget_patient(self) -> None:
        """Show nothing of another patient while the chart of this one is made."""
        if self.shown is not None and self.kinds[self.shown.id].needs_case:
            self.shown = None
            self.sheet.clear()
            self.details.clear()

    # ------------------------------------------------------------------------ showing

    def _show_chart(self, asked: Asked, chart: OutcomeChart) -> None:
        from hccreview.review.charts.adverse_events import AdverseEventsChart

        if asked is not self._asked:
            return
        self.shown = chart
        self._seen = None
        self.sheet.expect(chart)
        self._draw()  # now: the worker draws while the words are put in place
        self.options.setVisible(isinstance(chart, AdverseEventsChart))
        if isinstance(chart, AdverseEventsChart):
            self.options.show_left_out(chart.left_out)
        self.trials.show_silent(frozenset(each.trial for each in chart.silent))
        self.sheet.show_words(chart, {trial.id: trial.short_name for trial in asked.trials})
        self._choose(self._point.get(chart.id, ""))

    @property
    def look(self) -> Look:
        """Width and colours of now."""
        colours: Literal["dark", "light"] = "dark" if self.theme.dark else "light"
        return Look(colours, self.sheet.room, self.devicePixelRatioF())

    def _draw(self) -> None:
        """Ask for the picture, unless it is there: a scroll bar that comes changes nothing."""
        look = self.look
        if look == self._seen:
            self.drawing.stop_painting()
        elif self.shown is not None and self.isVisible():
            self.drawing.draw(self.shown, look)

    def _show_picture(self, chart: OutcomeChart, look: Look, picture: Picture) -> None:
        if chart is self.shown:
            self._seen = look
            self.chart.show_picture(picture)

    def _choose(self, key: str) -> None:
        """Choose a point in chart, table and details alike."""
        chart = self.shown
        if chart is None:
            return
        rows = rows_of(chart)
        key = key if key in rows else ""
        self._point[chart.id] = key
        self.chart.choose(key)
        self.sheet.show_details()
        self.sheet.bring_up(key)
        self.table.choose(key)
        mark = next((mark for mark in chart.marks if mark.key == key), None)
        if mark is not None:
            self.details.show_mark(mark)
        elif key:
            self.details.show_row(chart.table.headings, rows[key].cells)
        else:
            self.details.clear()

    def _open_notes(self, key: str) -> None:
        self._choose(key)
        self.details.open_notes()

    # ----------------------------------------------------------------------- building

    def _connect(self) -> None:
        self.charts.chosen.connect(self.choose_chart)
        self.trials.changed.connect(self.renew)
        self.options.changed.connect(self.renew)
        self.drawing.charted.connect(self._show_chart)
        self.drawing.drawn.connect(self._show_picture)
        self.theme.changed.connect(self._draw)
        self.chart.resized.connect(self._draw)
        for part in (self.chart, self.table):
            part.point_chosen.connect(self._choose)
            part.note_asked.connect(self._open_notes)
        self.way_out.numbers.toggled.connect(self.table.setVisible)
        self.way_out.save.clicked.connect(self._save)
        self.way_out.copy_picture.clicked.connect(self._copy_picture)
        self.way_out.copy_numbers.clicked.connect(self._copy_numbers)
        self.table.copy_asked.connect(self._copy_rows)

    def _stamp(self) -> str:
        """Return what stands below a picture that leaves the program."""
        from hccreview.clinical.dates import spoken
        from hccreview.review.digest import made_from
        from hccreview.review.explain import STATEMENT

        made = made_from(self._asked.trials if self._asked is not None else self._trials)
        return f"{STATEMENT} {made} Made {spoken(self.workspace.today())}."

    def _save(self) -> None:
        if (chart := self._recorded) is not None:
            self.saving.ask(self, chart, self._about)

    def _copy_picture(self) -> None:
        if (chart := self._recorded) is not None:
            self.saving.copy_picture(chart, self._about)

    def _copy_numbers(self) -> None:
        def copied() -> None:
            self.table.copy_all()
            self.workspace.messages.done("The numbers are on the clipboard, for a spreadsheet.")

        if self._recorded is not None:
            leave(self.workspace, self._about, copied)

    def _copy_rows(self) -> None:
        if self._recorded is not None:
            leave(self.workspace, self._about, self.table.copy)

    @property
    def _about(self) -> tuple[str, ...]:
        """The code of the case that the chart on screen shows, where it shows one."""
        chart, case = self.shown, self.workspace.case
        shows = chart is not None and self.kinds[chart.id].needs_case
        return (case.code,) if shows and case is not None else ()

    @property
    def _recorded(self) -> OutcomeChart | None:
        """The chart, unless it shows a patient as "what if" tries him: that stays on screen."""
        chart, trying = self.shown, self.workspace.in_what_if
        if chart is not None and trying and self.kinds[chart.id].needs_case:
            self.workspace.messages.problem(_ONLY_TRIED)
            return None
        return chart

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setObjectName("outcomesBar")
        inner = QVBoxLayout(bar)
        inner.setContentsMargins(14, 6, 8, 6)
        inner.setSpacing(5)
        inner.addWidget(self.charts)
        inner.addWidget(self.trials)
        inner.addWidget(self.options)
        for part in (self.charts, self.trials, self.options):
            policy = part.sizePolicy()
            policy.setHeightForWidth(True)
            part.setSizePolicy(policy)
        self.options.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.sheet, 1)

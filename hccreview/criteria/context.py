"""What an evaluation receives, and the days and facts that it works out once for all criteria."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hccreview.clinical.case import Case
from hccreview.clinical.chart import Chart, EntryTime, Fact, Gap, entry_time
from hccreview.clinical.dates import Period
from hccreview.clinical.fields import Dictionary, SiteSettings
from hccreview.criteria import nodes
from hccreview.criteria.outcome import Outcome

Corrections = tuple[tuple[Gap, ...], tuple[tuple[str | None, str, EntryTime | None], ...]]
"""Why corrective drugs may be missing, and (class, name, time) of each drug that may be one."""


@dataclass(slots=True)
class Context:
    """Everything an evaluation receives: the case, the three days, the arm, other criteria.

    It belongs to one comparison: what it keeps (charts, first days, drugs) is gone with it.
    """

    case: Case
    as_of: date
    anchors: Mapping[str, date]
    dictionary: Dictionary
    settings: SiteSettings
    anchor: str = "as_of"
    trial: str = ""
    arm: str = ""
    criterion: Callable[[str], Outcome] | None = None
    given: Mapping[str, Fact] | None = None
    charts: dict[date, Chart] = field(default_factory=dict)
    first_days: dict[tuple[int, str, date], date] = field(default_factory=dict)
    corrections: Corrections | None = None
    day: date = field(init=False)
    here: Chart = field(init=False)
    reviewed: Chart = field(init=False)

    def __post_init__(self) -> None:
        self.reviewed = self.chart(self.as_of)
        self.stand_at(self.anchor)

    def stand_at(self, anchor: str) -> None:
        """Count from another anchor: `day` is its day, `here` the chart of that day.

        `reviewed` stays the chart of the day of the review, which questions to the board go to.
        """
        self.anchor, self.day = anchor, self.anchors[anchor]
        self.here = self.chart(self.day)

    def chart(self, day: date) -> Chart:
        """Return the chart of a day; it is made once."""
        chart = self.charts.get(day)
        if chart is None:
            chart = Chart(self.case, self.as_of, day, self.dictionary, self.settings, self.given)
            self.charts[day] = chart
        return chart

    def first_day(self, period: Period, anchor: date) -> date:
        """Return the first day of a window; it is worked out once."""
        key = (period.number, period.unit, anchor)
        day = self.first_days.get(key)
        if day is None:
            day = self.first_days[key] = period.before(anchor)
        return day

    def anchor_day(self, name: str) -> tuple[date | None, tuple[Gap, ...]]:
        """Return the day of an anchor; a fact's date that is missing or not exact is a gap."""
        if not name:
            return self.day, ()
        if name in self.anchors:
            return self.anchors[name], ()
        fact = self.here.fact(name)
        if fact.when is None or not fact.when.exact:
            return None, fact.gaps or (Gap(name, "range"),)
        return fact.when.first, ()

    def corrective(self) -> Corrections:
        """Return the drugs that may have corrected a sample; they are looked up once."""
        if self.corrections is None:
            self.corrections = _corrective(self)
        return self.corrections


def _corrective(context: Context) -> Corrections:
    view = context.dictionary.views["corrective_drug"]
    state = context.reviewed.list(view.of)
    found = []
    for entry in state.entries:
        kind = entry.get(view.field)
        if kind is None or kind in view.values:
            time = entry_time(state.definition, entry, context.as_of)
            found.append((kind, str(entry.get("drug") or kind), time))
    return state.gaps, tuple(found)


Check = Callable[[Context], Outcome]
"""A compiled expression."""

Compile = Callable[[nodes.Node], Check]
"""What turns a part of an expression into its check."""

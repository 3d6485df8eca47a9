"""Adverse events of each trial: any grade against grade 3 or more, grouped by organ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hccreview.review.charts.model import CAUTION, Mark, OutcomeChart, Silent, Table, TableRow
from hccreview.review.charts.telling import (
    flag_notes,
    flags_text,
    percent_text,
    place_text,
    share,
    silence,
)
from hccreview.trials.figures import NOT_STATED, Number
from hccreview.trials.model import AdverseEventCell, AdverseEventRow, AdverseEvents, Trial
from hccreview.trials.outcomes import Outcome

Order = Literal["any", "grade3", "organ", "name"]
ORDER_LABELS: dict[Order, str] = {
    "grade3": "by grade 3 or more",
    "any": "by any grade",
    "organ": "by organ",
    "name": "by name",
}
_LYMPHOCYTES_ROSE = "printed as increased, probably decreased"
OVERALL = "all events"
_ANY_EVENT = {"any_grade3_trae": "Any treatment-related event"}
_TOLD = (
    "treatment_related_deaths",
    "dose_reduction_for_ae",
    "discontinuation_for_ae",
    "immune_related_serious_ae",
    "infusion_reactions",
)


@dataclass(frozen=True, slots=True)
class AdverseEventView:
    """How the rows are ordered, whether by organ, and whether unreliable rows are shown."""

    order: Order = "grade3"
    grouped: bool = True
    unreliable: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed share of patients; `count` is None where only the percentage is printed."""

    count: int | None
    percent: Number
    implied: int | None = None

    def text(self, denominator: int) -> str:
        """Return count, denominator and percentage."""
        if self.count is None:
            implied = f", implied {self.implied}" if self.implied is not None else ""
            return f"{percent_text(self.percent)}, count not printed{implied}"
        return share(self.count, denominator, self.percent)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One term, or all of them (organ OVERALL); a rate that is not printed is None: no bar."""

    mark: Mark
    term: str
    organ: str
    any: Rate | None
    grade3: Rate | None
    reliable: bool
    caveat: str


@dataclass(frozen=True, slots=True)
class EventPanel:
    """The table of one trial in the order asked for; `grading` is the CTCAE version as stated."""

    trial: str
    name: str
    denominator: int
    grading: str
    attribution: str
    rows: tuple[EventRow, ...]
    left_out: int
    left_out_flags: str
    single: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEventsChart(OutcomeChart):
    """A panel for each trial: never pooled, for versions of CTCAE and attribution differ."""

    panels: tuple[EventPanel, ...] = ()
    view: AdverseEventView = AdverseEventView()

    @property
    def left_out(self) -> int:
        """How many unreliable rows are not shown."""
        return sum(panel.left_out for panel in self.panels)


def adverse_events_chart(
    trials: tuple[Trial, ...], view: AdverseEventView | None = None
) -> AdverseEventsChart:
    """Return the adverse-event tables of all trials that print one."""
    asked = view or AdverseEventView()
    panels = tuple(
        _panel(trial, trial.adverse_events, asked) for trial in trials if trial.adverse_events
    )
    headings = ("Trial", "Organ (own grouping)", "Term", "Any grade", "Grade 3 or more", "Place")
    return AdverseEventsChart(
        id="adverse_events",
        title="Adverse events",
        table=Table(
            (*headings, "Flags"), tuple(_cells(panel, r) for panel in panels for r in panel.rows)
        ),
        marks=tuple(row.mark for panel in panels for row in panel.rows),
        caution=CAUTION,
        remarks=_remarks(panels, asked),
        silent=tuple(_silent(trial) for trial in trials if trial.adverse_events is None),
        panels=panels,
        view=asked,
    )


def _remarks(panels: tuple[EventPanel, ...], view: AdverseEventView) -> tuple[str, ...]:
    if not panels:
        return ()
    told = ["Organs are our own grouping, not MedDRA; terms are those of the sources."]
    told += [f"{p.trial}: {p.grading}; {p.attribution}." for p in panels]
    told.append("Versions of CTCAE are not pooled.")
    for panel in panels:
        if panel.left_out:
            told.append(
                f"{panel.trial}: {panel.left_out} rows that the audit calls unreliable are left"
                f" out (flag {panel.left_out_flags})."
            )
        if panel.single:
            told.append(f"{panel.trial}, patients named singly: {'; '.join(panel.single)}.")
        if panel.told:
            told.append(f"{panel.trial}, also printed: {'; '.join(panel.told)}.")
    if view.unreliable and any(not row.reliable for p in panels for row in p.rows):
        told.append("Hatched pale rows are those that the audit calls unreliable.")
    return tuple(told)


def _panel(trial: Trial, events: AdverseEvents, view: AdverseEventView) -> EventPanel:
    table = [row for row in events.rows if row.kind == "table"]
    hidden = [row for row in table if not row.reliable and not view.unreliable]
    rows = tuple(
        _row(trial, events, index, row)
        for index, row in enumerate(events.rows)
        if row.kind == "table" and row not in hidden
    )
    grading = events.grading
    return EventPanel(
        trial.id,
        trial.short_name,
        events.denominator,
        f"{grading.value}" if grading else f"CTCAE version {NOT_STATED}",
        events.attribution,
        _overall(trial) + ordered(rows, view),
        len(hidden),
        ", ".join(dict.fromkeys(name for row in hidden for name in row.flags)),
        tuple(
            f"{row.term}, grade {row.grade}, {row.count} patient"
            for row in events.rows
            if row.kind == "single"
        ),
        tuple(_told_only(each) for each in trial.outcomes if each.measure in _TOLD),
    )


def _overall(trial: Trial) -> tuple[EventRow, ...]:
    """Return the share of patients with any event, which no sum of the terms could give."""
    rows = []
    for found in trial.outcomes:
        if found.measure in _ANY_EVENT and found.percent is not None:
            severe = Rate(found.count, found.percent)
            lines = (
                f"Any grade: {NOT_STATED}",
                f"Grade 3 or more: {share(found.count, found.denominator, found.percent)}",
                place_text(found.place, found.also),
            )
            term = _ANY_EVENT[found.measure]
            label = f"{trial.short_name}: {term}"
            notes = flag_notes(trial, found.flags)
            mark = Mark(f"{trial.id}:{found.id}", trial.id, label, lines, notes)
            rows.append(EventRow(mark, term, OVERALL, None, severe, True, ""))
    return tuple(rows)


def _told_only(found: Outcome) -> str:
    counted = found.as_printed or share(found.count, found.denominator, found.percent)
    return f"{found.label}: {counted} ({place_text(found.place, found.also)})"


def ordered(rows: tuple[EventRow, ...], view: AdverseEventView) -> tuple[EventRow, ...]:
    """Return the rows in the order asked for; groups stand as their first row would."""
    by = {"name": _by_name, "any": _by_any, "organ": _by_any, "grade3": _by_grade3}[view.order]
    inside = sorted(rows, key=by)
    if view.order == "organ":
        return tuple(sorted(inside, key=lambda row: row.organ))
    if not view.grouped:
        return tuple(inside)
    organs = list(dict.fromkeys(row.organ for row in inside))
    return tuple(sorted(inside, key=lambda row: organs.index(row.organ)))


def _percent(rate: Rate | None) -> float:
    return -1.0 if rate is None else float(rate.percent)


def _by_name(row: EventRow) -> tuple[object, ...]:
    return (row.term.casefold(),)


def _by_any(row: EventRow) -> tuple[object, ...]:
    return -_percent(row.any), -_percent(row.grade3), row.term.casefold()


def _by_grade3(row: EventRow) -> tuple[object, ...]:
    return -_percent(row.grade3), -_percent(row.any), row.term.casefold()


def _row(trial: Trial, events: AdverseEvents, index: int, row: AdverseEventRow) -> EventRow:
    cells = [cell for cell in (row.any, row.grade_1_2, row.grade_3_plus) if cell is not None]
    some, severe = _rate(row.any), _rate(row.grade_3_plus)
    caveat = _caveat(row)
    place = cells[0].place if cells else row.place or events.place
    lines = (
        f"Any grade: {_told(some, events)}",
        f"Grade 3 or more: {_told(severe, events)}",
        f"Attention: {caveat}" if caveat else "",
        row.note or "",
        place.text,
    )
    flags = (*row.flags, *(name for cell in cells for name in cell.flags))
    mark = Mark(
        f"{trial.id}:ae{index}",
        trial.id,
        f"{trial.short_name}: {row.term}",
        tuple(line for line in lines if line),
        flag_notes(trial, flags),
    )
    return EventRow(mark, row.term, row.organ, some, severe, row.reliable, caveat)


def _rate(cell: AdverseEventCell | None) -> Rate | None:
    if cell is None or cell.percent is None:
        return None
    return Rate(cell.count, cell.percent, cell.implied_count)


def _told(rate: Rate | None, events: AdverseEvents) -> str:
    return NOT_STATED if rate is None else rate.text(events.denominator)


def _caveat(row: AdverseEventRow) -> str:
    if not row.reliable:
        return "unreliable row"
    if row.direction_as_printed == "increased" and "ymphocyte" in row.term:
        return _LYMPHOCYTES_ROSE
    return ""


def _cells(panel: EventPanel, row: EventRow) -> TableRow:
    rates = [
        NOT_STATED if rate is None else rate.text(panel.denominator)
        for rate in (row.any, row.grade3)
    ]
    cells = (
        panel.trial,
        row.organ,
        f"{row.term} ({row.caveat})" if row.caveat else row.term,
        *rates,
        row.mark.lines[-1],
        flags_text(row.mark.flags),
    )
    return TableRow(row.mark.key, cells)


def _silent(trial: Trial) -> Silent:
    return silence(trial, "no adverse events" if trial.outcomes else "")

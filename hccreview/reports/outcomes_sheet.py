"""The sheet Outcomes: a row for every figure of the sources, with its place and flags."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.reports.adverse_event_rows import adverse_event_rows
from hccreview.reports.baseline_rows import baseline_rows
from hccreview.reports.cells import Column, Sheet
from hccreview.reports.comparator_rows import background_rows, comparator_rows
from hccreview.reports.figure_row import FigureRow, cells
from hccreview.reports.printed import figure_text, interval_text, joined, words
from hccreview.trials.model import Outcome, PlannedOutcome, Trial

_COLUMNS = (
    Column("Trial", 19),
    Column("Part", 14),
    Column("Item", 26),
    Column("Standard, grade or arm", 14),
    Column("Population or end point", 16),
    Column("Count", 8),
    Column("Of", 7),
    Column("Percent", 9),
    Column("Sign", 5),
    Column("Value", 10),
    Column("Unit", 8),
    Column("At months", 8),
    Column("Low", 8),
    Column("High", 8),
    Column("What low and high are", 16),
    Column("As printed and note", 26),
    Column("Place in the source", 24),
    Column("Flags", 11),
)
_RESPONSES = (
    "objective_response",
    "disease_control",
    "complete_response",
    "partial_response",
    "stable_disease",
    "progressive_disease",
)
_SURVIVAL = ("time_to_event_median", "survival_rate", "survival_gain")


def outcomes_sheet(trials: tuple[Trial, ...]) -> Sheet:
    """Return the sheet of all figures; those of other studies are marked "as cited"."""
    rows = tuple(cells(row) for trial in trials for row in _rows(trial))
    heading = "Outcomes, baseline, adverse events and cited comparators, as printed"
    return Sheet("Outcomes", heading, _COLUMNS, rows, frozen=3)


def _rows(trial: Trial) -> Iterator[FigureRow]:
    for outcome in trial.outcomes:
        yield _outcome(trial, outcome)
    for planned in trial.planned_outcomes:
        yield _planned(trial, planned)
    if not trial.outcomes:
        yield FigureRow(trial, "Outcome", "Results of this trial", silent=True)
    yield from baseline_rows(trial)
    yield from adverse_event_rows(trial)
    yield from comparator_rows(trial)
    yield from background_rows(trial)


def part_of(measure: str) -> str:
    """Return whether a measure is a response, survival or another outcome."""
    if measure in _RESPONSES:
        return "Response"
    return "Survival" if measure in _SURVIVAL else "Outcome"


def _outcome(trial: Trial, outcome: Outcome) -> FigureRow:
    derived = (
        "Count not printed; it follows from percentage and denominator" if outcome.derived else ""
    )
    printed = f"Printed: {outcome.as_printed}" if outcome.as_printed else ""
    interval = outcome.interval
    endpoint = f"{outcome.endpoint} end point" if outcome.endpoint else ""
    return FigureRow(
        trial,
        part_of(outcome.measure),
        outcome.label,
        detail=outcome.criteria or "",
        population="; ".join(part for part in (outcome.population, endpoint) if part),
        count=outcome.count,
        denominator=outcome.denominator,
        percent=outcome.percent,
        value=outcome.value,
        unit=outcome.unit,
        at_months=outcome.at_months,
        bounds=(interval.low, interval.high) if interval else None,
        bounds_text=interval_text(interval),
        note=joined(printed, derived, outcome.note),
        place=outcome.place,
        also=outcome.also,
        flags=(*outcome.flags, *(name for other in outcome.also for name in other.flags)),
    )


def _planned(trial: Trial, planned: PlannedOutcome) -> FigureRow:
    definition, frame = planned.definition, planned.time_frame
    months = ", ".join(str(month) for month in planned.at_months)
    return FigureRow(
        trial,
        "Announced",
        planned.label,
        detail=planned.criteria_as_printed or ", ".join(planned.criteria),
        population=f"{planned.endpoint} end point",
        at_months=planned.at_months[0] if len(planned.at_months) == 1 else None,
        note=joined(
            f"Measured: {words(planned.event)}" if planned.event else "",
            definition.text if definition else "",
            f"Standard: {definition.standard}" if definition and definition.standard else "",
            f"At months {months}" if len(planned.at_months) > 1 else "",
            f"Time frame: {figure_text(frame)}" if frame else "Time frame: not stated in source",
        ),
        place=planned.place,
        also=planned.also,
        flags=(*planned.flags, *(frame.flags if frame else ())),
    )

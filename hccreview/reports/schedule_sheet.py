"""The sheet Schedule: dates and doses as formulas, so that a changed weight counts at once.

Coloured cells are inputs: height, weight, and for each trial its start, clock time and rounding. A
formula holds references and numbers only. What a spreadsheet cannot know stays as it was worked out
here, and the sheet says so: moves by weekends and holidays, delays, the reading of the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hccreview.clinical.dates import spoken
from hccreview.reports.cells import BLANK, Cell, Column, Formula, Row, Sheet, number, stated, text
from hccreview.reports.printed import joined, unit_text
from hccreview.review.schedule.model import Amount, Dosage, Given, Measurement, Schedule, Total
from hccreview.review.schedule.openings import PART_NAMES
from hccreview.review.schedule.words import change_text, route_text
from hccreview.trials.figures import NOT_STATED

_SITE_CLOCK = "clock time is our setting; the source names none"
_COLUMNS = (
    Column("Trial", 19),
    Column("Cycle", 12),
    Column("Drug", 18),
    Column("Route", 15),
    Column("Day of the cycle", 10),
    Column("Days after the start", 10),
    Column("Hour of the infusion", 10),
    Column("Begins", 22),
    Column("Ends", 22),
    Column("Stated dose", 10),
    Column("Unit", 8),
    Column("Given (%)", 9),
    Column("Rounded to (mg)", 10),
    Column("One dose (mg)", 12),
    Column("Doses", 8),
    Column("Total (mg)", 12),
    Column("Changes", 26),
    Column("What the place rests on", 30),
)
_HEIGHT, _WEIGHT = "$B$#2", "$B$#3"
_MOST_ARGUMENTS = 200  # a function takes 255 at most
_SURFACES = {
    "mosteller": f"SQRT({_HEIGHT}*{_WEIGHT}/3600)",
    "du_bois": f"0.007184*POWER({_HEIGHT},0.725)*POWER({_WEIGHT},0.425)",
}
_NOT_LIVE = (
    "Change a coloured cell: body surface, doses and dates follow. Not worked out anew: delays,"
    " moves by weekends and holidays, the reading of the source, the day on which a drug begins"
    " after an infusion, the change of the clock, and every sentence (the age of the weight)."
)


@dataclass(frozen=True, slots=True)
class _Inputs:
    """The line of the inputs of one schedule."""

    line: int

    def cell(self, column: str) -> str:
        return f"${column}$#{self.line}"


def schedule_sheet(schedules: Sequence[Schedule]) -> Sheet:
    """Return the sheet of schedules of one case; lines are counted below the stamp from 1."""
    lead = _lead(schedules)
    inputs = [_Inputs(6 + index) for index in range(len(schedules))]
    first = len(lead) + 2  # the headings of the table lie between
    rows: list[Row] = []
    totals: list[Row] = []
    for schedule, own in zip(schedules, inputs, strict=True):
        begin = first + len(rows)
        rows += [
            _row(schedule, given, own, begin + index) for index, given in enumerate(schedule.given)
        ]
        totals += [_total(schedule, total, begin) for total in schedule.totals]
    heading = tuple(
        Cell(name, "bold") for name in ("Trial", "Drug", "Total (mg)", "Total (mg/m²)", "Missing")
    )
    below = (
        (Cell("Cumulative doses of the planned cycles", "section"),),
        heading,
        *totals,
        BLANK,
        (Cell("What the sources leave open, and what to know", "section"),),
        *(row for schedule in schedules for row in _remarks(schedule)),
    )
    return Sheet(
        "Schedule",
        "Schedules worked out for this patient",
        _COLUMNS,
        tuple(rows) or ((Cell(f"No administration has a day: {NOT_STATED}"),),),
        lead=lead,
        below=below,
        frozen=3,
        live=True,
    )


# --- inputs ---------------------------------------------------------------------------------------


def _lead(schedules: Sequence[Schedule]) -> tuple[Row, ...]:
    patient = schedules[0].patient
    names = ("Trial", "Start", "Clock time", "Body surface (m²)", "Rounded to (mg)", "Rules")
    return (
        (Cell(_NOT_LIVE, "line"),),
        _measured("Height (cm)", patient.height),
        _measured("Weight (kg)", patient.weight),
        BLANK,
        tuple(Cell(name, "bold") for name in names),
        *(_inputs(schedule) for schedule in schedules),
        BLANK,
    )


def _measured(label: str, value: Measurement | None) -> Row:
    if value is None:
        return (Cell(label, "bold"), Cell(None, "input"), Cell("not known", "quiet"))
    when = spoken(value.on) if value.on else "no date"
    return (Cell(label, "bold"), Cell(value.value, "input"), Cell(when, "quiet"))


def _inputs(schedule: Schedule) -> Row:
    clock = schedule.time
    settings = schedule.settings
    step = 0 if settings.rounding in ("none", "vial") else int(settings.rounding)
    rules = [
        # No dates here: a sentence does not follow the cell beside it.
        "clock time as chosen" if schedule.time_chosen else _SITE_CLOCK,
        {"mosteller": "Mosteller", "du_bois": "Du Bois"}[settings.formula],
    ]
    if settings.cap is not None:
        rules.append(f"capped at {settings.cap:g} m² (our setting)")
    if settings.rounding == "vial":
        rules.append("rounded to whole vials where their size is set (our setting)")
    return (
        Cell(schedule.trial),
        Cell(schedule.start, "input_date"),
        Cell((clock.hour * 60 + clock.minute) / 1440, "input_time"),
        Cell(_surface(schedule), "number4"),
        Cell(step, "input"),
        Cell(joined(*rules), "line"),
    )


def _surface(schedule: Schedule) -> Formula:
    area = _SURFACES[schedule.settings.formula]
    if schedule.settings.cap is not None:
        area = f"MIN({area},{_plain(schedule.settings.cap)})"
    return Formula(f'IF(AND(ISNUMBER({_HEIGHT}),ISNUMBER({_WEIGHT})),{area},"not known")')


# --- one administration ---------------------------------------------------------------------------


def _row(schedule: Schedule, given: Given, inputs: _Inputs, line: int) -> Row:
    begins, ends = _times(schedule, given, inputs, line)
    return (
        Cell(schedule.trial, "quiet"),
        Cell(given.cycle, "count"),
        Cell(given.drug, "bold"),
        Cell(route_text(given.route), "text" if given.route else "quiet"),
        Cell(given.day, "count"),
        Cell(_days_after(schedule, given), "count"),
        number(given.hour),
        begins,
        ends,
        *_dose(schedule, given.dose, inputs, line),
        Cell(0 if given.held else given.doses, "count"),
        Cell(Formula(f'IF(ISNUMBER(N#{line}),N#{line}*O#{line},"not known")'), "number2")
        if given.dose
        else stated(None),
        text(change_text(given)),
        text(joined(*given.implied, *(f"{part}: {place.text}" for part, place in given.local))),
    )


def _days_after(schedule: Schedule, given: Given) -> int:
    """Return the days from the start to the day that the hours are counted from."""
    if given.start is not None and given.hour is not None:
        return ((given.start - timedelta(hours=given.hour)).date() - schedule.start).days
    return (given.first - schedule.start).days


def _times(
    schedule: Schedule, given: Given, inputs: _Inputs, line: int
) -> tuple[Cell, Cell | None]:
    day = f"{inputs.cell('B')}+F#{line}"
    if given.start is None:
        last = (given.last - given.first).days
        ends = Cell(Formula(f"H#{line}+{last}"), "date") if given.kind == "daily" else None
        return Cell(Formula(day), "date"), ends or stated(None)
    clocked = f"{day}+{inputs.cell('C')}+G#{line}/24"
    base = datetime.combine(schedule.start, schedule.time) + timedelta(
        days=_days_after(schedule, given), hours=given.hour or 0
    )
    begins = Cell(Formula(clocked + _shift(given.start - base)), "moment")
    if given.end is None or given.hours is None:
        return begins, stated(None)
    moved = given.end - given.start - timedelta(hours=given.hours)
    ended = f"H#{line}+{_plain(given.hours)}/24{_shift(moved)}"
    return begins, Cell(Formula(ended), "moment")


def _shift(moved: timedelta) -> str:
    """Return what a change of the clock adds, empty where there is none."""
    minutes = round(moved / timedelta(minutes=1))
    return f"{minutes:+d}/1440" if minutes else ""


def _dose(
    schedule: Schedule, dose: Dosage | None, inputs: _Inputs, line: int
) -> tuple[Cell | None, ...]:
    """Return stated dose, unit, share, rounding and the dose of one time."""
    if dose is None:
        return stated(None), None, None, None, stated(None)
    area = inputs.cell("D")
    exact = f"J#{line}*L#{line}/100"
    exact = f"J#{line}*{area}*L#{line}/100" if dose.per_m2 else exact
    step = f"M#{line}"
    # A dose too small for the step is kept, as the program keeps it.
    nearest = f"ROUND({exact}/{step},0)"
    rounded = f"IF({step}>0,IF({nearest}=0,{exact},{nearest}*{step}),{exact})"
    known = f'IF(ISNUMBER({area}),{rounded},"not known")' if dose.per_m2 else rounded
    return (
        number(dose.stated),
        Cell(unit_text(dose.unit)),
        number(dose.percent),
        _step(schedule, dose, inputs),
        Cell(Formula(known), "number2"),
    )


def _step(schedule: Schedule, dose: Dosage, inputs: _Inputs) -> Cell:
    """Return what a dose is rounded to: the input of the trial, a vial, or nothing (0)."""
    if schedule.settings.rounding == "vial" or not (dose.per_m2 or dose.percent != 100):
        return number(dose.step or 0) or Cell(0, "count")
    return Cell(Formula(inputs.cell("E")), "number0")


def _plain(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".")


# --- sums and remarks -----------------------------------------------------------------------------


def _total(schedule: Schedule, total: Total, begin: int) -> Row:
    lines = [
        begin + index
        for index, given in enumerate(schedule.given)
        if given.drug == total.drug and given.held is None and given.dose is not None
    ]
    sums = Cell(Formula(_sum(lines)), "number2") if lines else stated(None)
    per_m2 = total.per_m2.value if total.per_m2 is not None else None
    onwards = "goes on after the planned cycles" if total.goes_on else None
    return (
        Cell(schedule.trial, "quiet"),
        Cell(total.drug, "bold"),
        sums,
        number(per_m2) or Cell("flat dose" if total.per_m2 is None else "not known", "quiet"),
        text(joined(_missing(total.mg), onwards)),
    )


def _missing(amount: Amount) -> str | None:
    """Return what a sum lacks; a body surface that is not known shows in the sum itself."""
    lacking = [part for part in amount.missing if part != "body surface not known"]
    return f"at least: {'; '.join(lacking)}" if lacking else None


def _sum(lines: list[int]) -> str:
    chunks = [lines[i : i + _MOST_ARGUMENTS] for i in range(0, len(lines), _MOST_ARGUMENTS)]
    listed = [",".join(f"P#{line}" for line in chunk) for chunk in chunks]
    counted = "+".join(f"COUNT({cells})" for cells in listed)
    added = "+".join(f"SUM({cells})" for cells in listed)
    return f'IF({counted}={len(lines)},{added},"not known")'


def _remarks(schedule: Schedule) -> Iterator[Row]:
    for caution in schedule.cautions:
        yield (Cell(schedule.trial, "quiet"), Cell(caution.text, "line"))
    for line in schedule.lines:
        if line.open:
            names = ", ".join(PART_NAMES[part.part] for part in line.open)
            stage = " (maintenance)" if line.stage == "maintenance" else ""
            told = f"{line.administration.drug}{stage}: {NOT_STATED}: {names}"
            yield (Cell(schedule.trial, "quiet"), Cell(told, "line"))

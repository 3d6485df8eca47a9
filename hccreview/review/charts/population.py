"""The baseline table of a trial with this patient in each row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from hccreview.clinical.bundled import bundled
from hccreview.clinical.chart import Chart as PatientChart
from hccreview.review.charts.model import Mark, OutcomeChart, Table, TableRow
from hccreview.review.charts.patient_groups import UNKNOWN, Standing, standing
from hccreview.review.charts.telling import (
    flag_notes,
    flags_text,
    number,
    place_text,
    share,
    silence,
    span_text,
)
from hccreview.review.compare import Comparison
from hccreview.trials.figures import NOT_STATED, Number
from hccreview.trials.model import Baseline, BaselineCategory, BaselineRow, Trial

_NOBODY = "no group of the table"
_THE_REST = "the others"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a row; `here` says whether the patient is in it, None where that is open."""

    mark: Mark
    id: str
    label: str
    count: int | None
    percent: Number | None
    derived: bool
    here: bool | None


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """One variable: groups, or a median with its range; `patient` is the value in words.

    `outside` is True where the patient certainly is in no printed group; where the groups are
    all patients (`whole`) nobody like this was enrolled, else the source prints no count. `few` is
    True where the patient is certainly in a group of few or no enrolled patients, None where the
    case or the source does not settle it.
    """

    label: str
    groups: tuple[Group, ...]
    median: Number | None
    range: tuple[Number, Number] | None
    unit: str
    patient: str
    patient_number: float | None
    outside: bool
    whole: bool
    few: bool | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Population:
    """The baseline table of one trial."""

    trial: str
    name: str
    denominator: int
    rows: tuple[PopulationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationChart(OutcomeChart):
    """Baseline tables; `case` is the code of the patient, empty where none was given."""

    case: str = ""
    populations: tuple[Population, ...] = ()


def population_chart(
    trials: tuple[Trial, ...], comparison: Comparison | None = None
) -> PopulationChart:
    """Return the baseline tables, with the patient of the comparison where there is one."""
    patient = comparison.chart() if comparison is not None else None
    populations = tuple(
        _population(trial, trial.baseline, patient) for trial in trials if trial.baseline
    )
    told = {population.trial for population in populations}
    return PopulationChart(
        id="population",
        title="Population",
        table=Table(
            ("Trial", "Row", "Group", "Enrolled", "This patient", "Place", "Flags"),
            tuple(row for population in populations for row in _rows(population)),
        ),
        marks=tuple(m for p in populations for row in p.rows for m in _marks(row)),
        summary=" ".join(_summary(p) for p in populations) if patient is not None else "",
        remarks=_remarks(populations),
        silent=tuple(
            silence(trial, "no baseline table" if trial.outcomes else "")
            for trial in trials
            if trial.id not in told
        ),
        case=comparison.case.code if comparison is not None else "",
        populations=populations,
    )


def _remarks(populations: tuple[Population, ...]) -> tuple[str, ...]:
    if not populations:
        return ()
    flags = {n.text for p in populations for r in p.rows for m in _marks(r) for n in m.flags}
    unit = ("The unit of AFP is not stated in source (flag A12); ng/mL is presumed.",)
    return unit if any(text.startswith("A12") for text in flags) else ()


def _marks(row: PopulationRow) -> tuple[Mark, ...]:
    return tuple(group.mark for group in row.groups) or (row.mark,)


def _population(trial: Trial, table: Baseline, patient: PatientChart | None) -> Population:
    rows = tuple(_row(trial, table, row, patient) for row in table.rows)
    return Population(trial.id, trial.short_name, table.denominator, rows)


def _row(
    trial: Trial, table: Baseline, row: BaselineRow, patient: PatientChart | None
) -> PopulationRow:
    found = standing(patient, row) if patient is not None else Standing("", None)
    groups = tuple(_group(trial, table, row, category, found) for category in row.categories)
    whole = sum(each.count or 0 for each in row.categories) == table.denominator
    few = _few(found, row, whole)
    if row.kind == "median":
        few = _beyond(found, row)
    lines = [f"Median {number(row.value)} {_unit(row)}".strip()] if row.value is not None else []
    if row.range is not None:
        lines.append(f"Range {span_text(*row.range)}")
    lines += [f"This patient: {found.text}"] if found.text else []
    lines.append(place_text(row.place, row.also))
    flags = flag_notes(trial, row.flags)
    key = f"{trial.id}:baseline:{row.variable}"
    return PopulationRow(
        row.label,
        groups,
        row.value,
        row.range,
        _unit(row),
        found.text,
        found.number,
        found.groups == frozenset({""}),
        whole,
        few,
        Mark(key, trial.id, f"{trial.short_name}: {row.label}", tuple(lines), flags),
    )


def _unit(row: BaselineRow) -> str:
    return {"a": "years"}.get(row.unit or "", row.unit or "")


def _group(
    trial: Trial, table: Baseline, row: BaselineRow, category: BaselineCategory, found: Standing
) -> Group:
    here = None
    if found.groups is not None:
        possible = category.id in found.groups
        here = (True if found.settled else None) if possible else False
    lines = [share(category.count, table.denominator, category.percent)]
    if category.derived:
        lines.append("The count is derived, not printed")
    if category.as_printed:
        lines.append(f"Printed: {category.as_printed}")
    if here:
        lines.append(f"This patient: {found.text}")
    lines.append(place_text(category.place, category.also))
    flags = flag_notes(trial, (*row.flags, *category.flags))
    label = f"{row.label}: {category.label}"
    key = f"{trial.id}:baseline:{row.variable}:{category.id}"
    return Group(
        Mark(key, trial.id, label, tuple(lines), flags),
        category.id,
        category.label,
        category.count,
        category.percent,
        category.derived,
        here,
    )


def _few(found: Standing, row: BaselineRow, whole: bool) -> bool | None:
    """Whether the group of the patient holds few or no enrolled patients, None while open."""
    counts = {each.id: each.count for each in row.categories}
    counts[""] = 0 if whole else None
    answers = {
        None if (count := counts.get(name)) is None else count <= few_enrolled()
        for name in found.groups or ()
    }
    return next(iter(answers)) if len(answers) == 1 else None


def _beyond(found: Standing, row: BaselineRow) -> bool | None:
    if found.number is None or row.range is None:
        return None
    return not row.range[0] <= found.number <= row.range[1]


@lru_cache(maxsize=1)
def few_enrolled() -> int:
    """Return up to how many enrolled patients are called few: a setting of the site."""
    return bundled("site.yaml", lambda data: int(data["few_enrolled"]))


# --- in words -------------------------------------------------------------------------------------


def _summary(population: Population) -> str:
    rows = population.rows
    few = [row for row in rows if row.few]
    unknown = [row.label for row in rows if row.patient == UNKNOWN.text]
    unprinted = [row.label for row in rows if row.outside and not row.whole]
    told_apart = (*unknown, *unprinted)
    still_open = [row.label for row in rows if row.few is None and row.label not in told_apart]
    told = f"{population.trial}: "
    if few:
        named = "; ".join(f"{row.label} ({_told(row, population)})" for row in few)
        told += (
            f"in {len(few)} of {len(rows)} rows this patient belongs to a group with few or no"
            f" enrolled patients: {named}."
        )
    elif len(unknown) < len(rows):
        told += (
            f"in none of the {len(rows)} rows is this patient known to belong to a group with few"
            " or no enrolled patients."
        )
    else:
        told += "no row of the table can be answered for this patient."
    told += f" Few: at most {few_enrolled()} of {population.denominator}, our setting."
    if unknown:
        told += f" Unknown for this patient: {'; '.join(unknown)}."
    if still_open:
        told += f" More than one group is possible: {'; '.join(still_open)}."
    if unprinted:
        told += f" No count is printed for such patients: {'; '.join(unprinted)}."
    return told


def _told(row: PopulationRow, population: Population) -> str:
    if row.median is not None:
        assert row.range is not None
        return f"{row.patient}, outside the range {span_text(*row.range)}"
    here = [group for group in row.groups if group.here is not False]
    if not here:
        return f"{row.patient}, none enrolled"
    return ", ".join(f"{g.label}, {g.count} of {population.denominator}" for g in here)


def _rows(population: Population) -> list[TableRow]:
    rows: list[TableRow] = []
    for row in population.rows:
        if row.median is not None:
            rows.append(_median_row(population, row))
        rows += [_group_row(population, row, group) for group in row.groups]
        if row.outside:
            group, count = (_NOBODY, "none") if row.whole else (_THE_REST, NOT_STATED)
            cells = (population.trial, row.label, group, count, f"▸ {row.patient}")
            rows.append(TableRow("", (*cells, row.mark.lines[-1], "")))
    return rows


def _median_row(population: Population, row: PopulationRow) -> TableRow:
    enrolled = "; ".join(row.mark.lines[: 2 if row.range else 1])
    cells = (population.trial, row.label, "median", enrolled, row.patient, row.mark.lines[-1])
    return TableRow(row.mark.key, (*cells, flags_text(row.mark.flags)))


def _group_row(population: Population, row: PopulationRow, group: Group) -> TableRow:
    patient = ""
    if group.here:
        patient = f"▸ {row.patient}"
    elif group.here is None and row.patient:
        patient = "unknown" if row.patient == UNKNOWN.text else f"possible: {row.patient}"
    counted = share(group.count, population.denominator, group.percent)
    cells = (
        population.trial,
        row.label,
        group.label,
        f"{counted}, count derived" if group.derived else counted,
        patient,
        group.mark.lines[-1],
        flags_text(group.mark.flags),
    )
    return TableRow(group.mark.key, cells)

"""Which figures and criteria of a trial an audit flag hangs on."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.trials.model import Regimen, Trial


def flagged_items(trial: Trial) -> dict[str, tuple[str, ...]]:
    """Return for each flag id the names of what carries it, in the order of the document."""
    found: dict[str, list[str]] = {}
    for name, flags in _carriers(trial):
        for flag in flags:
            found.setdefault(flag, []).append(name)
    return {flag: tuple(dict.fromkeys(names)) for flag, names in found.items()}


def _carriers(trial: Trial) -> Iterator[tuple[str, tuple[str, ...]]]:
    for criterion in trial.criteria:
        yield f"criterion {criterion.id}", criterion.flags
    for fact in trial.facts:
        yield fact.item, fact.flags
    for arm in trial.arms:
        yield arm.name, arm.flags
    yield from _regimen(trial.regimen)
    for outcome in trial.outcomes:
        mentioned = (name for other in outcome.also for name in other.flags)
        yield outcome.label, (*outcome.flags, *mentioned)
    for planned in trial.planned_outcomes:
        yield planned.label, planned.flags
    yield from _tables(trial)
    for study in trial.comparators:
        results = (name for result in study.results for name in result.flags)
        yield f"{study.study} (as cited)", (*study.flags, *results)
    for figure in trial.background:
        yield figure.item, figure.flags


def _regimen(regimen: Regimen) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "regimen", regimen.flags
    for given in (*regimen.administrations, *regimen.maintenance):
        parts = (given.dose, given.route, given.days, given.start_hour, given.duration, given.until)
        inner = (name for part in (*parts, *given.variants) if part for name in part.flags)
        yield f"{given.drug} (regimen)", (*given.flags, *inner)


def _tables(trial: Trial) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in trial.baseline.rows if trial.baseline else ():
        inner = (name for category in row.categories for name in category.flags)
        yield f"{row.label} (baseline)", (*row.flags, *inner)
    for event in trial.adverse_events.rows if trial.adverse_events else ():
        cells = (event.any, event.grade_1_2, event.grade_3_plus)
        yield event.term, (*event.flags, *(name for cell in cells if cell for name in cell.flags))

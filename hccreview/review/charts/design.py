"""Two-stage designs: the plan as printed, its operating characteristics computed, the result."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from hccreview.review.charts.model import Mark, OutcomeChart, Table, TableRow
from hccreview.review.charts.telling import flag_notes, flags_text, number, silence
from hccreview.review.statistics import SimonDesign, SimonSearch, simon_design
from hccreview.trials.figures import NOT_STATED, StatedFact
from hccreview.trials.model import Outcome, Trial

_ITEMS = ("p0", "p1", "one-sided alpha", "power", "n1", "r1 as printed", "n", "r")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the first-stage rule with what it does, at p0 and p1 (fractions)."""

    mark: Mark
    label: str
    design: SimonDesign
    alpha: float
    power: float
    stop_p0: float
    stop_p1: float
    expected_p0: float


@dataclass(frozen=True, slots=True)
class TwoStage:
    """A printed plan, its readings, and the responders that were observed in the first stage."""

    trial: str
    name: str
    p0: float
    p1: float
    alpha: float
    power: float
    readings: tuple[Reading, ...]
    observed: Mark | None
    responders: int | None
    of: int | None
    stated: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignChart(OutcomeChart):
    """The two-stage designs of the chosen trials."""

    designs: tuple[TwoStage, ...] = ()


def design_chart(trials: tuple[Trial, ...]) -> DesignChart:
    """Return each printed two-stage plan with its characteristics as computed here."""
    found = [(trial, _two_stage(trial)) for trial in trials]
    designs = tuple(design for _, design in found if design is not None)
    rows = tuple(row for design in designs for row in _rows(design))
    marks = tuple(mark for design in designs for mark in _marks(design))
    return DesignChart(
        id="design",
        title="Two-stage design",
        table=Table(("Trial", "Item", "Value", "Printed or computed", "Place", "Flags"), rows),
        marks=marks,
        remarks=("Operating characteristics are computed here from the binomial distribution.",)
        if designs
        else (),
        silent=tuple(
            silence(trial, "no two-stage design" if trial.outcomes else "")
            for trial, design in found
            if design is None
        ),
        designs=designs,
    )


def _two_stage(trial: Trial) -> TwoStage | None:
    facts = {fact.item: fact for fact in trial.facts}
    if any(item not in facts for item in _ITEMS):
        return None
    p0, p1, alpha, power = (_number(facts[item]) / 100 for item in _ITEMS[:4])
    n1, limit, n, r = (int(_number(facts[item])) for item in _ITEMS[4:])
    best = _search(p0, p1, alpha, 1 - power).optimal
    rule = facts["r1 as printed"]
    designs = [(f"As printed: more than {limit} of {n1}", SimonDesign(limit, n1, r, n))]
    if (best.n1, best.n, best.r) == (n1, n, r) and best.r1 != limit:
        designs.append((f"Optimal design: at least {best.r1 + 1} of {n1}", best))
    readings = tuple(
        _reading(trial, index, label, design, (p0, p1), rule)
        for index, (label, design) in enumerate(designs)
    )
    primary = _primary(trial, n1)
    return TwoStage(
        trial.id,
        trial.short_name,
        p0,
        p1,
        alpha,
        power,
        readings,
        _observed(trial, primary, p0, p1) if primary else None,
        primary.count if primary else None,
        primary.denominator if primary else None,
        tuple(_stated(trial, facts[item]) for item in _ITEMS),
    )


def _number(fact: StatedFact) -> float:
    value = fact.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{fact.item} is not a number")
    return float(value)


@lru_cache(maxsize=8)
def _search(p0: float, p1: float, alpha: float, beta: float) -> SimonSearch:
    return simon_design(p0, p1, round(alpha, 9), round(beta, 9))


def _primary(trial: Trial, n1: int) -> Outcome | None:
    for outcome in trial.outcomes:
        if outcome.endpoint == "primary" and outcome.count is not None:
            return outcome if outcome.denominator == n1 else None
    return None


def _reading(
    trial: Trial,
    index: int,
    label: str,
    design: SimonDesign,
    rates: tuple[float, float],
    rule: StatedFact,
) -> Reading:
    p0, p1 = rates
    alpha, power = design.reject(p0), design.reject(p1)
    stop0, stop1, size = design.stop_early(p0), design.stop_early(p1), design.expected_size(p0)
    lines = (
        f"Stop at {design.r1} of {design.n1} or fewer; success above {design.r} of {design.n}",
        f"Alpha {alpha:.4f}, power {power:.4f}",
        f"Stop early: {100 * stop0:.1f} % at p0, {100 * stop1:.1f} % at p1",
        f"Expected size at p0: {size:.2f}",
        rule.place.text,
    )
    key = f"{trial.id}:design:reading{index}"
    mark = Mark(key, trial.id, label, lines, flag_notes(trial, rule.flags))
    return Reading(mark, label, design, alpha, power, stop0, stop1, size)


def _observed(trial: Trial, outcome: Outcome, p0: float, p1: float) -> Mark:
    count, of = outcome.count, outcome.denominator
    assert count is not None and of is not None
    over = math.fsum(_pmf(x, of, p0) for x in range(count, of + 1))
    under = math.fsum(_pmf(x, of, p1) for x in range(count + 1))
    lines = (
        f"{count} of {of} responders, {outcome.criteria}",
        f"Chance of so many or more at p0: {over:.3f}; of so few or fewer at p1: {under:.3f}",
        outcome.place.text,
    )
    notes = flag_notes(trial, outcome.flags)
    return Mark(f"{trial.id}:design:observed", trial.id, "Observed", lines, notes)


def _pmf(x: int, n: int, p: float) -> float:
    return math.comb(n, x) * p**x * (1 - p) ** (n - x)


def _stated(trial: Trial, fact: StatedFact) -> Mark:
    sign = {">": "more than ", ">=": "at least "}.get(fact.comparison or "", "")
    value = number(fact.value) if isinstance(fact.value, int | float) else str(fact.value)
    text = fact.as_printed or f"{sign}{value} {fact.unit or ''}".strip()
    key = f"{trial.id}:design:{fact.item.replace(' ', '_')}"
    return Mark(key, trial.id, fact.item, (text, fact.place.text), flag_notes(trial, fact.flags))


def _marks(design: TwoStage) -> tuple[Mark, ...]:
    observed = (design.observed,) if design.observed else ()
    return (*(reading.mark for reading in design.readings), *observed)


def _rows(design: TwoStage) -> tuple[TableRow, ...]:
    printed = tuple(_row(design, mark, mark.label, "printed") for mark in design.stated)
    computed = tuple(
        TableRow(
            r.mark.key if index == 0 else f"{r.mark.key}:{index}",
            (design.trial, r.label, line, "computed here", *_where(r.mark)),
        )
        for r in design.readings
        for index, line in enumerate(r.mark.lines[:-1])
    )
    if design.observed is None:
        return (*printed, *computed)
    mark = design.observed
    place, flags = _where(mark)
    chance = (design.trial, "Chance of the observed", mark.lines[1], "computed here", place, flags)
    return (*printed, *computed, _row(design, mark, "Observed", "printed"), TableRow("", chance))


def _row(design: TwoStage, mark: Mark, item: str, source: str) -> TableRow:
    return TableRow(mark.key, (design.trial, item, mark.lines[0], source, *_where(mark)))


def _where(mark: Mark) -> tuple[str, str]:
    return mark.lines[-1] or NOT_STATED, flags_text(mark.flags)

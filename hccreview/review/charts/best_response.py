"""The best responses of all patients of a trial, where a source prints all four."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hccreview.review.charts.model import CAUTION, Mark, OutcomeChart, Silent, Table, TableRow
from hccreview.review.charts.telling import flag_notes, flags_text, place_text, share, silence
from hccreview.trials.figures import Number
from hccreview.trials.model import Outcome, Trial

_BEST = {
    "complete_response": "Complete response",
    "partial_response": "Partial response",
    "stable_disease": "Stable disease",
    "progressive_disease": "Progressive disease",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """The patients with one best response."""

    mark: Mark
    measure: str
    label: str
    count: int
    percent: Number


@dataclass(frozen=True, slots=True)
class ResponseBar:
    """The best responses of one trial under one standard; `missing` patients are in none."""

    trial: str
    name: str
    criteria: str
    denominator: int
    segments: tuple[Segment, ...]

    @property
    def missing(self) -> int:
        """How many patients have no printed best response."""
        return self.denominator - sum(segment.count for segment in self.segments)


@dataclass(frozen=True, slots=True, kw_only=True)
class BestResponseChart(OutcomeChart):
    """Stacked bars, one for each trial and standard with all four responses printed."""

    bars: tuple[ResponseBar, ...] = ()


def best_response_chart(trials: tuple[Trial, ...]) -> BestResponseChart:
    """Return complete, partial, stable and progressive disease where all are printed."""
    bars = tuple(bar for trial in trials for bar in _bars(trial))
    told = {bar.trial for bar in bars}
    headings = ("Trial", "Standard", "Best response", "n/N (%)", "Place", "Flags")
    return BestResponseChart(
        id="best_response",
        title="Best response",
        table=Table(headings, tuple(_best_cells(bar, s) for bar in bars for s in bar.segments)),
        marks=tuple(segment.mark for bar in bars for segment in bar.segments),
        caution=CAUTION,
        silent=tuple(_no_best(trial) for trial in trials if trial.id not in told),
        bars=bars,
    )


def _bars(trial: Trial) -> Iterable[ResponseBar]:
    for criteria in ("RECIST 1.1", "mRECIST"):
        found = {
            outcome.measure: outcome
            for outcome in trial.outcomes
            if outcome.measure in _BEST and outcome.criteria == criteria and outcome.denominator
        }
        if len(found) == len(_BEST):
            segments = tuple(_segment(trial, found[name]) for name in _BEST)  # type: ignore[index]
            size = next(iter(found.values())).denominator
            assert size is not None
            yield ResponseBar(trial.id, trial.short_name, criteria, size, segments)


def _segment(trial: Trial, outcome: Outcome) -> Segment:
    assert outcome.count is not None and outcome.percent is not None
    lines = (
        share(outcome.count, outcome.denominator, outcome.percent),
        outcome.population or "",
        place_text(outcome.place, outcome.also),
    )
    mark = Mark(
        f"{trial.id}:{outcome.id}",
        trial.id,
        f"{trial.short_name}: {outcome.label}",
        tuple(line for line in lines if line),
        flag_notes(trial, outcome.flags),
    )
    label = _BEST[outcome.measure]
    return Segment(mark, outcome.measure, label, outcome.count, outcome.percent)


def _best_cells(bar: ResponseBar, segment: Segment) -> TableRow:
    cells = (
        bar.trial,
        bar.criteria,
        segment.label,
        share(segment.count, bar.denominator, segment.percent),
        segment.mark.lines[-1],
        flags_text(segment.mark.flags),
    )
    return TableRow(segment.mark.key, cells)


def _no_best(trial: Trial) -> Silent:
    """Say what a trial prints where it does not print all four responses of all patients."""
    parts = [
        f"{outcome.count} {_BEST[outcome.measure].lower()} ({outcome.population or 'group'},"
        f" {outcome.criteria}, {outcome.place.text})"
        for outcome in trial.outcomes
        if outcome.measure in _BEST and outcome.count is not None
    ]
    if not trial.outcomes:
        return silence(trial)
    why = "the four responses of all patients are not stated in source"
    return silence(trial, f"{why}; printed only: {', '.join(parts)}" if parts else why)

"""The eight charts by name: one list for window, workbook and command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hccreview.clinical.fields import suggestion
from hccreview.errors import ReviewError
from hccreview.review.charts.adverse_events import AdverseEventView, adverse_events_chart
from hccreview.review.charts.best_response import best_response_chart
from hccreview.review.charts.comparators import comparators_chart
from hccreview.review.charts.design import design_chart
from hccreview.review.charts.flow import flow_chart
from hccreview.review.charts.model import ChartId, OutcomeChart
from hccreview.review.charts.population import population_chart
from hccreview.review.charts.response import response_chart
from hccreview.review.charts.time_to_event import time_to_event_chart
from hccreview.review.compare import Comparison
from hccreview.trials.model import Trial


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A chart as it is offered: its name in a list and whether it speaks of the patient."""

    id: ChartId
    label: str
    needs_case: bool = False


CHARTS: tuple[ChartKind, ...] = (
    ChartKind("response", "Response"),
    ChartKind("best_response", "Best response"),
    ChartKind("time_to_event", "Time to event"),
    ChartKind("adverse_events", "Adverse events"),
    ChartKind("flow", "Flow of patients"),
    ChartKind("design", "Two-stage design"),
    ChartKind("population", "Population", needs_case=True),
    ChartKind("comparators", "Cited studies"),
)


def make_chart(
    name: str,
    trials: tuple[Trial, ...],
    *,
    comparison: Comparison | None = None,
    view: AdverseEventView | None = None,
) -> OutcomeChart:
    """Return a chart of the chosen trials; raises ReviewError for an unknown name.

    `comparison` puts its patient into the population, `view` orders the adverse events.
    """
    if name == "adverse_events":
        return adverse_events_chart(trials, view)
    if name == "population":
        return population_chart(trials, comparison)
    makers: dict[str, Callable[[tuple[Trial, ...]], OutcomeChart]] = {
        "response": response_chart,
        "best_response": best_response_chart,
        "time_to_event": time_to_event_chart,
        "flow": flow_chart,
        "design": design_chart,
        "comparators": comparators_chart,
    }
    if name not in makers:
        known = [kind.id for kind in CHARTS]
        near = suggestion(name, known) or f"; known: {', '.join(known)}."
        raise ReviewError(f"There is no chart “{name}”{near}")
    return makers[name](trials)


def make_charts(
    trials: tuple[Trial, ...], comparison: Comparison | None = None
) -> tuple[OutcomeChart, ...]:
    """Return all eight charts of the chosen trials."""
    return tuple(make_chart(kind.id, trials, comparison=comparison) for kind in CHARTS)

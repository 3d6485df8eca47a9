"""Taking the values out of a case for the criteria by hand: done before the clock starts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hccreview.clinical.chart import Chart, Fact
from hccreview.clinical.dates import PartialDate, Period
from hccreview.clinical.derived import DERIVATIONS
from hccreview.clinical.fields import NUMERIC
from hccreview.clinical.quantity import Span
from hccreview.review.compare import Comparison
from tests.bench.questions import Values

_WINDOWS = {  # first day of each window: the anchor it is counted back from, and its length
    "year": ("inclusion", Period(1, "year")),
    "half_year": ("as_of", Period(6, "month")),
    "quarter": ("as_of", Period(3, "month")),
    "one_week": ("first_dose", Period(7, "day")),
    "two_weeks": ("first_dose", Period(2, "week")),
    "three_weeks": ("first_dose", Period(3, "week")),
    "four_weeks": ("first_dose", Period(4, "week")),
    "dose_year": ("first_dose", Period(1, "year")),
    "two_years": ("first_dose", Period(2, "year")),
    "five_years": ("first_dose", Period(5, "year")),
}


def values_of(comparison: Comparison) -> Values:
    """Return the values of a case in plain Python; dates are day numbers, not known is None.

    `lab_…` are the samples of the seven days before inclusion, `…_complete` says that a list is.
    """
    chart, anchors = comparison.chart(), comparison.anchors
    values: Values = {}
    for name in (*chart.dictionary.fields, *DERIVATIONS):
        values[name] = _plain_fact(chart.fact(name))
    values |= _samples(comparison.chart(anchors.inclusion), anchors.inclusion)
    for name, definition in chart.dictionary.lists.items():
        state, empty = chart.list(name), dict.fromkeys(definition.by_id)
        values[f"{name}_complete"] = state.complete
        values[name] = [
            empty | {key: _plain(value) for key, value in entry.values.items()}
            for entry in state.entries
        ]
    for name, (anchor, period) in _WINDOWS.items():
        values[name] = period.before(anchors.day(anchor)).toordinal()
    return values | {"arm": "haic"}


def _samples(chart: Chart, inclusion: date) -> Values:
    values: Values = {}
    for name, definition in chart.dictionary.fields.items():
        if definition.type in (*NUMERIC, "enum"):
            fact = chart.fact(name, inclusion - timedelta(days=7))
            values[f"lab_{name}"] = _plain_fact(fact)
            values[f"{name}_uln"] = fact.observation.uln if fact.observation else None
    return values


def _plain_fact(fact: Fact) -> Any:
    if fact.span is not None:
        return None if fact.gaps else fact.span.high
    if fact.settled_word is not None:
        return {"yes": True, "no": False}.get(fact.settled_word, fact.settled_word)
    return fact.members if fact.when is None else fact.when.last.toordinal()


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return value.high
    return value.last.toordinal() if isinstance(value, PartialDate) else value

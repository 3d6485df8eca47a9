"""Facts on the body: age on the day, kidney function, and the QT time for the heart rate."""

from __future__ import annotations

import math
from datetime import date

from hccreview.clinical import body
from hccreview.clinical.chart import Chart, Fact
from hccreview.clinical.dates import age_in_years
from hccreview.clinical.derivation import fact_of_score, mixed_dates, word
from hccreview.clinical.quantity import Span
from hccreview.clinical.scores import Score


def age_fact(chart: Chart, since: date | None) -> Fact:
    """Return the age in years on the chart's day, bounded where the birth is not exact."""
    birth = chart.fact("birth_date")
    if birth.when is not None:
        low = age_in_years(birth.when.last, chart.day)
        high = age_in_years(birth.when.first, chart.day)
        return Fact("age", Span(float(max(low, 0)), float(high)), inputs=birth.inputs, unit="a")
    recorded = chart.fact("age_recorded")
    if recorded.span is None:
        return Fact("age", gaps=birth.gaps, unit="a")
    seen = recorded.observation.collected_on if recorded.observation else None
    fewest = 0 if seen is None else age_in_years(min(seen.last, chart.day), chart.day)
    most = 0 if seen is None or seen.first == chart.day else age_in_years(seen.first, chart.day) + 1
    span = Span(recorded.span.low + fewest, recorded.span.high + most)
    return Fact("age", span, inputs=recorded.inputs, unit="a")


def clearance_score(chart: Chart, since: date | None = None) -> tuple[Score, dict[str, Fact]]:
    """Return the Cockcroft-Gault clearance for the older of the possible ages, and its facts."""
    facts = {name: chart.fact(name) for name in ("age", "weight", "sex")}
    facts["creatinine"] = chart.fact("creatinine", since)
    age = facts["age"].span
    score = body.creatinine_clearance(
        None if age is None or math.isinf(age.high) else age.high,
        facts["weight"].number,
        facts["creatinine"].number,
        word(facts["sex"]),
    )
    return score, facts


def creatinine_clearance(chart: Chart, since: date | None) -> Fact:
    """Return the clearance in mL/min, bounded by the possible ages."""
    score, facts = clearance_score(chart, since)
    age = facts["age"].span
    fact = fact_of_score(score, facts)
    span = fact.span
    if span is not None and age is not None and not age.exact:
        younger = body.creatinine_clearance(
            age.low, facts["weight"].number, facts["creatinine"].number, word(facts["sex"])
        )
        assert younger.high is not None
        span = Span(span.low, younger.high)
    return Fact("creatinine_clearance", span, gaps=fact.gaps, inputs=fact.inputs, unit="mL/min")


def qtcf(chart: Chart, since: date | None) -> Fact:
    """Return the QT time for the heart rate (Fridericia) in ms."""
    facts = {name: chart.fact(name, since) for name in ("qt", "heart_rate")}
    score = body.qtcf(facts["qt"].number, facts["heart_rate"].number)
    fact = fact_of_score(score, facts, mixed_dates(chart, facts))
    return Fact("qtcf", fact.span, gaps=fact.gaps, inputs=fact.inputs, unit="ms", note=fact.note)

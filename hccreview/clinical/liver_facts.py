"""Facts on liver function: Child-Pugh, ALBI, MELD, and the prothrombin time over its control."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from hccreview.clinical import child_pugh
from hccreview.clinical.chart import Chart, Fact
from hccreview.clinical.derivation import (
    Derivation,
    fact_of_grade,
    fact_of_score,
    flag,
    inputs_of,
    mixed_dates,
    number,
    word,
)
from hccreview.clinical.quantity import Span
from hccreview.clinical.scores import Score


def _liver_facts(chart: Chart, since: date | None) -> dict[str, Fact]:
    names = ("bilirubin", "albumin", "inr")
    facts = {name: chart.fact(name, since) for name in names}
    facts["ascites"] = chart.fact("ascites")
    facts["encephalopathy"] = chart.fact("encephalopathy")
    if facts["inr"].number is None:
        facts["prothrombin_time"] = chart.fact("pt_prolongation", since)
    return facts


def child_pugh_score(chart: Chart, since: date | None = None) -> tuple[Score, dict[str, Fact]]:
    """Return the Child-Pugh score of a chart and the facts it rests on."""
    facts = _liver_facts(chart, since)
    bilirubin = facts["bilirubin"]
    measured = bilirubin.observation.unit if bilirubin.observation else "umol/L"
    clotting = facts.get("prothrombin_time")
    score = child_pugh.child_pugh(
        bilirubin.number,
        facts["albumin"].number,
        facts["inr"].number,
        clotting.number if clotting is not None else None,
        word(facts["ascites"]),
        word(facts["encephalopathy"]),
        bilirubin_unit=measured if measured == "mg/dL" else "umol/L",
    )
    return score, facts


def _samples(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    names = ("bilirubin", "albumin", "inr", "prothrombin_time", "creatinine", "sodium")
    return {name: facts[name] for name in names if name in facts}


def child_pugh_fact(chart: Chart, since: date | None) -> Fact:
    """Return the Child-Pugh score."""
    score, facts = child_pugh_score(chart, since)
    return _clotting_once(fact_of_score(score, facts, mixed_dates(chart, _samples(facts))))


def child_pugh_class(chart: Chart, since: date | None) -> Fact:
    """Return the Child-Pugh class."""
    score, facts = child_pugh_score(chart, since)
    fact = fact_of_grade(score, facts, mixed_dates(chart, _samples(facts)))
    return _clotting_once(fact)


def _clotting_once(fact: Fact) -> Fact:
    """Return a fact that asks for INR alone where neither clotting test is known."""
    fields = {gap.field for gap in fact.gaps}
    if "inr" not in fields:
        return fact
    twins = ("prothrombin_time", "prothrombin_time_control")
    gaps = tuple(gap for gap in fact.gaps if gap.field not in twins)
    return Fact(fact.name, fact.span, fact.words, gaps=gaps, inputs=fact.inputs, note=fact.note)


def albi_fact(kind: Callable[[float | None, float | None], Score], graded: bool) -> Derivation:
    """Return the derivation of an ALBI score or grade by one of its formulas."""

    def derive(chart: Chart, since: date | None) -> Fact:
        facts = {name: chart.fact(name, since) for name in ("bilirubin", "albumin")}
        score = kind(facts["bilirubin"].number, facts["albumin"].number)
        return (fact_of_grade if graded else fact_of_score)(score, facts, mixed_dates(chart, facts))

    return derive


def pt_prolongation(chart: Chart, since: date | None) -> Fact:
    """Return by how many seconds the prothrombin time exceeds its control."""
    time = chart.fact("prothrombin_time", since)
    control = chart.fact("prothrombin_time_control", since)
    gaps = time.gaps + control.gaps
    if time.span is None or control.span is None or not control.span.exact or gaps:
        return Fact("pt_prolongation", gaps=gaps, inputs=inputs_of(time, control), unit="s")
    base = control.span.low
    span = Span(
        time.span.low - base, time.span.high - base, time.span.low_open, time.span.high_open
    )
    return Fact("pt_prolongation", span=span, inputs=inputs_of(time, control), unit="s")


def meld_fact(formula: Callable[..., Score], names: tuple[str, ...]) -> Derivation:
    """Return the derivation of a MELD score from the facts its formula takes, in their order."""

    def derive(chart: Chart, since: date | None) -> Fact:
        facts = {name: chart.fact(name, since) for name in names if name not in ("sex", "age")}
        arguments: list[object] = []
        for name in names:
            fact = facts.setdefault(name, chart.fact(name))
            kinds = {"dialysis": flag, "sex": word}
            arguments.append(kinds.get(name, number)(fact))
        return fact_of_score(formula(*arguments), facts, mixed_dates(chart, _samples(facts)))

    return derive

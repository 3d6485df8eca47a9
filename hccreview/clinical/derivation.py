"""What every derivation needs: facts taken as plain values, and scores turned into facts.

A derivation receives the chart of a day and the earliest day a laboratory sample may come from
(None: the site's own age limit), and returns a Fact with bounds where partial data bound it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from hccreview.clinical.case import Observation
from hccreview.clinical.chart import NO, YES, YES_OR_NO, Chart, Fact, Gap
from hccreview.clinical.quantity import Span
from hccreview.clinical.scores import Score

Derivation = Callable[[Chart, date | None], Fact]
FLAG_WORDS = {True: YES, False: NO, None: YES_OR_NO}
_GRADES = {"child_pugh": "child_pugh_class", "albi": "albi_grade", "malbi": "malbi_grade"}


def number(fact: Fact) -> float | None:
    """Return the exact number of a fact, else None."""
    return fact.number


def word(fact: Fact) -> str | None:
    """Return the settled word of a fact, else None."""
    return fact.settled_word


def flag(fact: Fact) -> bool | None:
    """Return yes or no as a truth value, None where it is open."""
    settled = fact.settled_word
    return None if settled is None else settled == "yes"


def inputs_of(*facts: Fact) -> tuple[Observation, ...]:
    """Return the observations several facts rest on, each once."""
    return tuple(dict.fromkeys(o for fact in facts for o in fact.inputs))


def gaps_of(facts: Mapping[str, Fact], missing: tuple[str, ...]) -> tuple[Gap, ...]:
    """Return why the missing inputs of a score are of no use."""
    gaps: list[Gap] = []
    for name in missing:
        fact = facts.get(name)
        own = fact.gaps if fact is not None else ()
        if fact is not None and not own and fact.span is not None and not fact.span.exact:
            own = (Gap(fact.name, "range"),)
        gaps += own or ((Gap(name),) if fact is None else (Gap(fact.name),))
    return tuple(dict.fromkeys(gaps))


def mixed_dates(chart: Chart, facts: Mapping[str, Fact]) -> tuple[Gap, ...]:
    """Return a gap for each sample when they may lie further apart than one score allows."""
    days = {
        name: (o.collected_on.first, min(o.collected_on.last, chart.as_of))
        for name, fact in facts.items()
        for o in fact.inputs
        if o.collected_on is not None and not fact.gaps
    }
    if len(days) < 2:
        return ()
    oldest = min(first for first, _ in days.values())
    apart = (max(last for _, last in days.values()) - oldest).days
    if apart <= chart.settings.one_score_within_days:
        return ()
    return tuple(
        Gap(facts[name].name, "mixed_dates", f"{apart} days apart")
        for name, (first, _) in days.items()
        if first == oldest
    )


def fact_of_score(score: Score, facts: Mapping[str, Fact], mixed: tuple[Gap, ...] = ()) -> Fact:
    """Return a number with its bounds as a fact; samples of mixed dates leave it unknown."""
    note = "; ".join(score.notes)
    name = f"{score.name}_score"
    if mixed:
        return Fact(name, gaps=mixed, inputs=inputs_of(*facts.values()), note=note)
    span = None if score.low is None or score.high is None else Span(score.low, score.high)
    gaps = gaps_of(facts, score.missing) if score.value is None else ()
    return Fact(name, span=span, gaps=gaps, inputs=inputs_of(*facts.values()), note=note)


def fact_of_grade(score: Score, facts: Mapping[str, Fact], mixed: tuple[Gap, ...] = ()) -> Fact:
    """Return the possible grades or stages as a fact."""
    note = score.deciding or "; ".join(score.notes)
    words = None if mixed or not score.grades else frozenset(score.grades)
    gaps = mixed or (gaps_of(facts, score.missing) if score.grade is None else ())
    name = _GRADES.get(score.name, score.name)
    return Fact(name, words=words, gaps=gaps, inputs=inputs_of(*facts.values()), note=note)

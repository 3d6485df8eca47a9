"""Questions to a list: whether an entry exists, how many there are, which is the largest."""

from __future__ import annotations

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import Fact, Gap, ListState
from hccreview.clinical.quantity import Span
from hccreview.criteria import nodes
from hccreview.criteria.context import Check, Compile, Context
from hccreview.criteria.entries import Possible, compile_where
from hccreview.criteria.logic import F, T, U
from hccreview.criteria.outcome import TRUTH_OF, Evidence, Outcome, of_atom

_ENDLESS = float("inf")


def compile_exists(node: nodes.Exists, compiled: Compile) -> Check:
    """Return the check of an entry that exists; only a complete list can say that none does."""
    name, possible_of = node.list, compile_where(node.where, compiled)

    def check(context: Context) -> Outcome:
        state = context.here.list(name)
        if not state.entries:
            if node.recorded_only:
                return of_atom(node, F, None)
            if state.complete:
                return of_atom(node, F, state.fact)
            return of_atom(node, U, state.fact, None, None, None, state.gaps)
        possible = possible_of(state, context)
        found = [(entry, outcome) for entry, outcome in possible if outcome.truth is T]
        if node.recorded_only:
            truth = T if found else F
            entries = tuple([entry for entry, _ in found])
            return Outcome(truth, (Evidence(node, truth, entries=entries),))
        if found and not state.stale:
            return _found(node, found, context)
        unsure = [(entry, outcome) for entry, outcome in possible if outcome.truth is U]
        if not unsure and not state.stale and state.complete:
            return of_atom(node, F, state.fact)
        return _open(node, state, unsure)

    return check


def _found(node: nodes.Exists, found: Possible, context: Context) -> Outcome:
    notes: dict[str, None] = {}
    for _, outcome in found:
        for item in outcome.evidence:
            notes |= dict.fromkeys(item.notes)
    entries, anchor = tuple([entry for entry, _ in found]), context.day
    return Outcome(T, (Evidence(node, T, None, None, None, anchor, entries, tuple(notes)),))


def _open(node: nodes.Exists, state: ListState, unsure: Possible) -> Outcome:
    gaps = tuple([gap for _, outcome in unsure for gap in outcome.gaps])
    questions = tuple([name for _, outcome in unsure for name in outcome.questions])
    if state.stale:
        gaps = (Gap(node.list, "stale"),)
    if not state.complete:
        gaps += state.gaps
    entries = tuple([entry for entry, _ in unsure])
    return Outcome(U, (Evidence(node, U, state.fact, entries=entries),), gaps, questions)


# -------------------------------------------------------------------- numbers


def compile_count(node: nodes.Comparison, count: nodes.Count, compiled: Compile) -> Check:
    """Return the check of the number of entries, or of distinct values, against a limit."""
    possible_of = compile_where(count.where, compiled)

    def check(context: Context) -> Outcome:
        state = context.here.list(count.list)
        possible = possible_of(state, context) if state.entries else []
        sure = [entry for entry, outcome in possible if outcome.truth is T]
        maybe = [entry for entry, outcome in possible if outcome.truth is U]
        gaps = [gap for _, outcome in possible if outcome.truth is U for gap in outcome.gaps]
        low, high, nameless = _how_many(sure, maybe, count.distinct)
        if nameless:
            gaps.append(Gap(f"{count.list}.{count.distinct}"))
        if not state.complete:
            high = _ENDLESS
            gaps += state.gaps
        if state.stale:
            gaps.append(Gap(count.list, "stale"))
            low, high = 0.0, _ENDLESS
        fact = Fact(count.list, Span(low, high), gaps=tuple(gaps))
        return _against(node, fact, tuple(sure), _questions(possible))

    return check


def _how_many(sure: list[Entry], maybe: list[Entry], distinct: str) -> tuple[float, float, int]:
    """Return the lowest and highest count, and how many entries do not say what is counted."""
    if not distinct:
        return float(len(sure)), float(len(sure) + len(maybe)), 0
    known = {entry.get(distinct) for entry in sure} - {None}
    possible = {entry.get(distinct) for entry in (*sure, *maybe)} - {None}
    nameless = sum(entry.get(distinct) is None for entry in (*sure, *maybe))
    return float(max(len(known), bool(sure))), float(len(possible) + nameless), nameless


def _questions(possible: Possible) -> tuple[str, ...]:
    asked = (name for _, outcome in possible if outcome.truth is U for name in outcome.questions)
    return tuple(dict.fromkeys(asked))


def compile_extreme(node: nodes.Comparison, extreme: nodes.Extreme, compiled: Compile) -> Check:
    """Return the check of the largest or smallest value of a field against a limit."""
    possible_of = compile_where(extreme.where, compiled)

    def check(context: Context) -> Outcome:
        state = context.here.list(extreme.list)
        possible = possible_of(state, context) if state.entries else []
        measured, gaps = _measured(possible, extreme)
        spans = [span for _, span in measured]
        if state.stale:
            spans, gaps = [], [Gap(extreme.list, "stale")]
        gaps += [] if state.complete else list(state.gaps)
        known = _extreme_of(spans, extreme.largest)
        if gaps or any(outcome.truth is U for _, outcome in possible):
            known = Span(known.low, _ENDLESS) if extreme.largest else Span(-_ENDLESS, known.high)
        fact = Fact(extreme.list, known, gaps=tuple(gaps))
        return _against(node, fact, tuple([e for e, _ in measured]), _questions(possible))

    return check


def _measured(
    possible: Possible, extreme: nodes.Extreme
) -> tuple[list[tuple[Entry, Span]], list[Gap]]:
    """Return the entries that count, each with its value, and what is missing of the others."""
    measured: list[tuple[Entry, Span]] = []
    gaps: list[Gap] = []
    for entry, outcome in possible:
        value = entry.get(extreme.field)
        gaps += outcome.gaps if outcome.truth is U else ()
        if not isinstance(value, Span):
            gaps.append(Gap(f"{extreme.list}.{extreme.field}"))
        elif outcome.truth is T:
            measured.append((entry, value))
    return measured, gaps


def _extreme_of(spans: list[Span], largest: bool) -> Span:
    """Return the extreme of some spans; of none it is the value that passes every upper limit."""
    if not spans:
        return Span(-_ENDLESS, -_ENDLESS) if largest else Span(_ENDLESS, _ENDLESS)
    pick = max if largest else min
    return Span(pick(s.low for s in spans), pick(s.high for s in spans))


def _against(
    node: nodes.Comparison, fact: Fact, entries: tuple[Entry, ...], asked: tuple[str, ...]
) -> Outcome:
    limit, span = node.limit, fact.span
    assert isinstance(limit, nodes.Amount) and span is not None
    truth = TRUTH_OF[span.compare(node.operator, limit.value)]
    fact = fact._replace(unit=limit.unit)
    evidence = (Evidence(node, truth, fact, limit.value, entries=entries),)
    if truth is not U:
        return Outcome(truth, evidence)
    gaps = fact.gaps or (() if asked else (Gap(fact.name, "range"),))
    return Outcome(U, evidence, gaps, asked)

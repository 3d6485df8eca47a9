"""Questions to one field: yes or no, a word, a set of words, a number against its limit."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from hccreview.clinical.case import Observation
from hccreview.clinical.chart import NO, YES, Fact, Gap
from hccreview.clinical.quantity import Span
from hccreview.criteria import nodes
from hccreview.criteria.context import Check, Compile, Context
from hccreview.criteria.limits import against_date, measure
from hccreview.criteria.logic import F, T, Truth, U
from hccreview.criteria.outcome import ON_THE_EDGE, TRUTH_OF, Evidence, Outcome, missing_of, of_atom
from hccreview.criteria.samples import corrected

Dated = tuple[Fact, date | None, date | None]
"""The fact of a field, the first day of its window and the day it is seen from."""

TruthOf = Callable[[Fact], Truth]

_ANSWERS: dict[frozenset[str] | None, Truth] = {YES: T, NO: F}


def compile_judgement(node: nodes.Judgement, compiled: Compile) -> Check:
    """Return the check of a question to the board."""
    name = node.name

    def check(context: Context) -> Outcome:
        fact = context.reviewed.fact(name)
        truth = answer(fact)
        if truth is U:
            return Outcome(U, (Evidence(node, U, fact),), (), (name,))
        return of_atom(node, truth, fact)

    return check


def compile_recorded_flag(node: nodes.RecordedFlag, compiled: Compile) -> Check:
    """Return the check of a yes that is written down."""

    def check(context: Context) -> Outcome:
        fact = context.here.fact(node.name)
        truth = T if fact.settled_word == "yes" else F
        return of_atom(node, truth, fact)

    return check


def compile_flag(node: nodes.Flag, compiled: Compile) -> Check:
    """Return the check of a field that is yes or no."""
    return _of_fact(node, node.operand, node.window, answer)


def compile_member(node: nodes.Member, compiled: Compile) -> Check:
    """Return the check of a field that must be one of some words or whole numbers."""
    return _of_fact(node, node.operand, node.window, membership(node.words))


def compile_includes(node: nodes.Includes, compiled: Compile) -> Check:
    """Return the check of a set of words that must hold one of some."""
    return _of_fact(node, node.operand, node.window, inclusion(node.words))


def compile_comparison(node: nodes.Comparison, operand: nodes.FieldRef) -> Check:
    """Return the check of a field against its limit."""
    dated = _field_fact(operand, node.window)
    if isinstance(node.limit, nodes.DateOf):
        other = node.limit
        return lambda context: against_date(node, other, dated(context)[0], context)
    measured, operator, settled = measure(node.limit, operand), node.operator, _settled(node)

    def check(context: Context) -> Outcome:
        fact, since, anchor = dated(context)
        span, limit, gap = measured(fact, context.dictionary)
        if gap is not None:
            return of_atom(node, U, fact, None, since, anchor, (gap,))
        if span is None or limit is None:
            return settled(U, fact, limit, since, anchor, context)
        truth = TRUTH_OF[span.compare(operator, limit)]
        return settled(truth, fact, limit, since, anchor, context)

    return check


# ---------------------------------------------------------------------- truths


def answer(fact: Fact) -> Truth:
    """Return the truth of a yes or no."""
    return _ANSWERS.get(fact.words, U)


def inclusion(wanted: frozenset[str]) -> TruthOf:
    """Return what says whether a recorded set holds one of some words."""

    def truth_of(fact: Fact) -> Truth:
        members = fact.members
        return U if members is None else (T if members & wanted else F)

    return truth_of


def membership(wanted: frozenset[str]) -> TruthOf:
    """Return what says whether a fact is one of some words, or one of some whole numbers."""

    def truth_of(fact: Fact) -> Truth:
        words = fact.words
        if words is None:
            return U if fact.span is None else _among(wanted, fact.span)
        found = words & wanted
        if not found:
            return F
        return T if len(found) == len(words) else U

    return truth_of


def _among(wanted: frozenset[str], span: Span) -> Truth:
    if span.exact and span.low.is_integer():
        return T if str(int(span.low)) in wanted else F
    found = [word for word in wanted if span.compare("=", float(word)) is not False]
    if not found:
        return F
    return T if len(found) == (1 if span.exact else _how_many(span)) else U


def _how_many(span: Span) -> int:
    """Return how many whole numbers lie within bounds; 0 where they never end."""
    if math.isinf(span.low) or math.isinf(span.high):
        return 0
    low, high = math.ceil(span.low), math.floor(span.high)
    low += span.low_open and low == span.low
    high -= span.high_open and high == span.high
    return high - low + 1


# ------------------------------------------------------------------ one field


def _of_fact(
    node: nodes.Flag | nodes.Member | nodes.Includes,
    operand: nodes.FieldRef,
    window: nodes.Window,
    truth_of: TruthOf,
) -> Check:
    if window == nodes.NO_WINDOW:
        return _of_newest(node, operand.name, truth_of)
    dated, settled = _field_fact(operand, window), _settled(node)

    def check(context: Context) -> Outcome:
        fact, since, anchor = dated(context)
        return settled(truth_of(fact), fact, None, since, anchor, context)

    return check


def _of_newest(node: nodes.Node, name: str, truth_of: TruthOf) -> Check:
    """Return the check of the newest value: the commonest atom, so it is made on the spot."""
    new = tuple.__new__

    def check(context: Context) -> Outcome:
        fact = context.here.fact(name)
        truth = truth_of(fact)
        evidence = new(Evidence, (node, truth, fact, None, None, context.day, (), ()))
        return new(Outcome, (truth, (evidence,), missing_of(fact) if truth is U else (), (), ()))

    return check


def _field_fact(operand: nodes.FieldRef, window: nodes.Window) -> Callable[[Context], Dated]:
    """Return what finds the fact of a field within its window."""
    assert not operand.of_list
    name, period, named = operand.name, window.period, window.anchor
    if window == nodes.NO_WINDOW:
        return lambda context: (context.here.fact(name), None, context.day)

    def dated(context: Context) -> Dated:
        anchor = context.anchors.get(named or context.anchor)
        if anchor is None:
            anchor, missing = context.anchor_day(named)
            if anchor is None:
                return Fact(name, gaps=missing), None, None
        since = None if period is None else context.first_day(period, anchor)
        return context.chart(anchor).fact(name, since), since, anchor

    return dated


Settled = Callable[[Truth, Fact, float | None, date | None, date | None, Context], Outcome]


def _settled(node: nodes.Flag | nodes.Member | nodes.Includes | nodes.Comparison) -> Settled:
    """Return what makes the outcome of one atom; a pass on a corrected sample is not a pass."""
    uncorrected = node.window.uncorrected

    def settled(
        truth: Truth,
        fact: Fact,
        limit: float | None,
        since: date | None,
        anchor: date | None,
        context: Context,
    ) -> Outcome:
        gaps: tuple[Gap, ...] = ()
        if truth is T and uncorrected is not None:
            gaps = corrected(fact.inputs, uncorrected, context)
            truth = U if gaps else T
        elif truth is U:
            gaps = missing_of(fact)
        if since is not None and truth is not U and _on_edge(fact.inputs, since):
            evidence = Evidence(node, truth, fact, limit, since, anchor, (), ON_THE_EDGE)
            return Outcome(truth, (evidence,), gaps)
        return of_atom(node, truth, fact, limit, since, anchor, gaps)

    return settled


def _on_edge(inputs: tuple[Observation, ...], since: date) -> bool:
    for observation in inputs:
        collected = observation.collected_on
        if collected is not None and collected.first == since:
            return True
    return False

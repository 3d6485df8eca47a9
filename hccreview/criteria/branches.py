"""And, or, not, readings, conditions, other criteria: outcomes made of other outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hccreview.clinical.chart import Gap
from hccreview.criteria import nodes
from hccreview.criteria.context import Check, Compile, Context
from hccreview.criteria.logic import NOT, F, T, Truth, U
from hccreview.criteria.outcome import CERTAIN, OUT, Evidence, Outcome, combined, joined


def compile_and(node: nodes.And, compiled: Compile) -> Check:
    """Return the check of a conjunction: of TRUE, UNKNOWN and FALSE the last that occurs."""
    return _joined([compiled(part) for part in node.parts], T, F)


def compile_or(node: nodes.Or, compiled: Compile) -> Check:
    """Return the check of a disjunction: of FALSE, UNKNOWN and TRUE the last that occurs."""
    return _joined([compiled(part) for part in node.parts], F, T)


def _joined(parts: list[Check], weakest: Truth, strongest: Truth) -> Check:
    """Return the check of several parts; all are looked at, so that everything missing is known.

    A part decides when it has the truth of the whole.
    """

    def check(context: Context) -> Outcome:
        truth, deciding = weakest, []
        for part in parts:
            outcome = part(context)
            own = outcome[0]
            if own is truth:
                deciding.append(outcome)
            elif own is strongest or truth is weakest:
                truth, deciding = own, [outcome]
        return deciding[0] if len(deciding) == 1 else joined(truth, deciding)

    return check


def compile_not(node: nodes.Not, compiled: Compile) -> Check:
    """Return the check of a negation."""
    part = compiled(node.part)

    def check(context: Context) -> Outcome:
        return negated(part(context))

    return check


def negated(outcome: Outcome) -> Outcome:
    """Return the outcome of the negation: what is not known stays as it is."""
    truth, evidence, gaps, questions, readings = outcome
    if truth is U:
        return outcome
    return tuple.__new__(Outcome, (NOT[truth], evidence, gaps, questions, readings))


def compile_readings(node: nodes.Readings, compiled: Compile) -> Check:
    """Return the check of a text that can be read in several ways."""
    options = [(label, compiled(part)) for label, part in node.options]

    def check(context: Context) -> Outcome:
        asked = [(label, _bound(part, context)) for label, part in options]
        return read(node.chooser, asked, context)

    return check


def _bound(part: Check, context: Context) -> Callable[[], Outcome]:
    return lambda: part(context)


def read(
    chooser: str, options: Sequence[tuple[str, Callable[[], Outcome]]], context: Context
) -> Outcome:
    """Return the outcome of the chosen reading, or of all where none is chosen."""
    chosen = context.reviewed.fact(chooser).settled_word
    for label, evaluated in options:
        if label == chosen:
            return evaluated()
    outcomes = [(label, evaluated()) for label, evaluated in options]
    truths = {outcome.truth for _, outcome in outcomes}
    if len(truths) == 1:
        return outcomes[0][1]
    shown = tuple((chooser, label, outcome.truth) for label, outcome in outcomes)
    evidence = tuple(item for _, outcome in outcomes for item in outcome.evidence)
    if T in truths and F in truths:
        questions: tuple[str, ...] = (chooser,)
        for _, outcome in outcomes:
            questions += outcome.questions if outcome.truth is U else ()
        return Outcome(U, evidence, (), questions, shown)
    gaps = tuple(gap for _, outcome in outcomes for gap in outcome.gaps)
    asked = tuple(name for _, outcome in outcomes for name in outcome.questions)
    return Outcome(U, evidence, gaps, asked, shown)


def compile_provided(node: nodes.Provided, compiled: Compile) -> Check:
    """Return the check of a part that counts only where a condition holds."""
    part, condition = compiled(node.part), compiled(node.condition)

    def check(context: Context) -> Outcome:
        outcome = part(context)
        return outcome if outcome.truth is not T else provided(outcome, condition(context))

    return check


def provided(part: Outcome, condition: Outcome) -> Outcome:
    """Return the outcome of a true part under a condition: not true where that does not hold."""
    if condition.truth is T:
        return combined(T, [part, condition])
    gaps = condition.gaps
    if condition.truth is F:
        gaps = tuple(Gap(_named(item), "condition") for item in condition.evidence)
    return Outcome(U, part.evidence + condition.evidence, gaps, condition.questions)


def _named(item: Evidence) -> str:
    """Return the field or list an atom looked at."""
    if item.fact is not None:
        return item.fact.name
    return item.node.list if isinstance(item.node, nodes.Exists) else ""


def compile_criterion(node: nodes.CriterionRef, compiled: Compile) -> Check:
    """Return the check of another criterion of the trial."""

    def check(context: Context) -> Outcome:
        assert context.criterion is not None, "the loader checks that a trial stands behind it"
        return context.criterion(node.id)

    return check


def compile_arm(node: nodes.ArmIs, compiled: Compile) -> Check:
    """Return the check of the arm that is assessed."""
    return lambda context: CERTAIN if context.arm in node.arms else OUT

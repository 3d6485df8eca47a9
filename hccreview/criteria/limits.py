"""A value against its limit: the limit in the unit of the fact, steps of a scale, other dates."""

from __future__ import annotations

from collections.abc import Callable

from hccreview.clinical.chart import Fact, Gap
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.fields import Dictionary, FieldDefinition
from hccreview.clinical.quantity import Span
from hccreview.criteria import nodes
from hccreview.criteria.context import Context
from hccreview.criteria.logic import U
from hccreview.criteria.outcome import TRUTH_OF, Evidence, Outcome

_UNIT_MARGIN = 10

Measured = tuple[Span | None, float | None, Gap | None]
"""The value as a number, its limit, and the gap that keeps the limit from being known."""


def measure(limit: nodes.Limit, operand: nodes.FieldRef) -> Callable[[Fact, Dictionary], Measured]:
    """Return what brings a fact and its limit to one scale."""
    if isinstance(limit, nodes.Step):
        step = float(limit.index)
        return lambda fact, dictionary: (_steps(operand, fact, dictionary), step, None)
    if isinstance(limit, nodes.Multiple):
        multiple = limit
        return lambda fact, _: (fact.span, *_normal_limit(multiple, fact))
    assert not isinstance(limit, nodes.DateOf), "a date is no number"
    amounts = limit.amounts if isinstance(limit, nodes.ByUnit) else (limit,)
    return lambda fact, _: _amount(amounts, fact)


def _amount(amounts: tuple[nodes.Amount, ...], fact: Fact) -> Measured:
    unit, span = fact.unit, fact.span
    for amount in amounts:
        value = amount.value
        if unit == amount.unit or not unit or span is None or _not_found(span, value):
            return span, value, None
    return span, None, Gap(fact.name, "other_unit", unit)


def _normal_limit(limit: nodes.Multiple, fact: Fact) -> tuple[float | None, Gap | None]:
    """Return a multiple of the limit of normal of the same report (or reports of one day)."""
    normals = {getattr(observation, limit.limit) for observation in fact.inputs}
    if fact.gaps and (not normals or None in normals):
        return None, None
    if not normals or None in normals:
        return None, Gap(fact.name, "no_limit", limit.limit)
    if len(normals) > 1:
        return None, Gap(fact.name, "conflict", limit.limit)
    return limit.factor * normals.pop(), None


def _not_found(span: Span, limit: float) -> bool:
    """True for a load reported as not found, or as below a bound far under the limit.

    Copies are some 3 to 6 times the IU, by assay; a tenth of the limit is below it in both.
    """
    far_below = span.high * _UNIT_MARGIN <= limit
    return span.high == 0 or (span.low == 0 and span.high_open and far_below)


def _steps(operand: nodes.FieldRef, fact: Fact, dictionary: Dictionary) -> Span | None:
    if fact.words is None:
        return None
    definition = (
        dictionary.lists[operand.of_list].by_id[operand.name]
        if operand.of_list
        else definition_of(operand.name, dictionary)
    )
    steps = [place for place, word in enumerate(definition.values) if word in fact.words]
    return Span(float(steps[0]), float(steps[-1]))


def definition_of(name: str, dictionary: Dictionary) -> FieldDefinition:
    """Return the definition of a recorded field or a derived fact."""
    return DERIVED_FIELDS.get(name) or dictionary.fields[name]


def against_date(
    node: nodes.Comparison, limit: nodes.DateOf, fact: Fact, context: Context
) -> Outcome:
    """Return whether a date lies before or after that of another fact."""
    other = context.here.fact(limit.name)
    left, right = fact.when, other.when
    gaps = fact.gaps + other.gaps
    if left is None or right is None:
        return Outcome(U, (Evidence(node, U, fact),), gaps or (Gap(fact.name),))
    low = float(left.first.toordinal() - right.last.toordinal())
    high = float(left.last.toordinal() - right.first.toordinal())
    truth = TRUTH_OF[Span(low, high).compare(node.operator, 0.0)]
    return Outcome(truth, (Evidence(node, truth, fact),), gaps if truth is U else ())

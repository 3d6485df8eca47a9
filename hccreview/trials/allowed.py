"""What an expression allows, compared without a patient: does one imply or exclude another?

Both answers are "certainly" or "cannot say": False never means the opposite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from hccreview.clinical.quantity import Span
from hccreview.criteria import nodes
from hccreview.criteria.nodes import And, Node, Not, Or

_OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True, slots=True)
class Allowed:
    """The values of one thing (`key`) for which an atom is true.

    Either a span of numbers, or words: one of them (`inside`), or none of them.
    """

    key: object
    span: Span | None = None
    words: frozenset[str] = frozenset()
    inside: bool = True

    def implies(self, other: Allowed) -> bool:
        """True when every value allowed here is allowed there."""
        if self.key != other.key:
            return False
        if self.span is not None and other.span is not None:
            return self.span.join(other.span) == other.span
        if self.inside:
            words = self.words
            return words <= other.words if other.inside else not words & other.words
        return not other.inside and other.words <= self.words

    def excludes(self, other: Allowed) -> bool:
        """True when no value is allowed by both."""
        if self.key != other.key:
            return False
        if self.span is not None and other.span is not None:
            return _apart(self.span, other.span) or _apart(other.span, self.span)
        if self.inside and other.inside:
            return not self.words & other.words
        if self.inside:
            return self.words <= other.words
        return other.inside and other.words <= self.words


def _apart(low: Span, high: Span) -> bool:
    return low.high < high.low or (low.high == high.low and (low.high_open or high.low_open))


def allowed(atom: Node, wanted: bool = True) -> Allowed:
    """Return what an atom allows, or with `wanted` False what its negation allows."""
    if isinstance(atom, Not):
        return allowed(atom.part, not wanted)
    if isinstance(atom, nodes.Member):
        return Allowed((atom.operand, atom.window), None, atom.words, wanted)
    if isinstance(atom, nodes.Comparison) and atom.operator in _OPPOSITE:
        measure = _measure(atom.limit)
        if measure is not None:
            number, unit = measure
            operator = atom.operator if wanted else _OPPOSITE[atom.operator]
            return Allowed((atom.operand, atom.window, unit), _span(operator, number))
    return Allowed(atom, None, frozenset({"true"}), wanted)


def _measure(limit: nodes.Limit) -> tuple[float, str] | None:
    """Return a limit as a number and what it is counted in; None where it is several numbers."""
    if isinstance(limit, nodes.Amount):
        return limit.value, limit.unit
    if isinstance(limit, nodes.Multiple):
        return limit.factor, limit.limit
    return (float(limit.index), "step") if isinstance(limit, nodes.Step) else None


def _span(operator: str, limit: float) -> Span:
    if operator in ("<", "<="):
        return Span(-math.inf, limit, False, operator == "<")
    return Span(limit, math.inf, operator == ">", False)


def plain_form(node: Node, wanted: bool = True) -> Node:
    """Return an equivalent expression whose negations stand at atoms and whose groups are flat."""
    if isinstance(node, Not):
        return plain_form(node.part, not wanted)
    if isinstance(node, And | Or):
        kind = type(node) if wanted else (Or if isinstance(node, And) else And)
        parts: list[Node] = []
        for part in node.parts:
            inner = plain_form(part, wanted)
            parts += inner.parts if isinstance(inner, kind) else [inner]
        return kind(tuple(parts))
    return node if wanted else Not(node)


def implies(left: Node, right: Node) -> bool:
    """True when `right` certainly holds where `left` does; both in plain form."""
    if left == right:
        return True
    if isinstance(left, And | Or) or isinstance(right, And | Or):
        return _group_implies(left, right)
    return allowed(left).implies(allowed(right))


# Without a memory the same parts are compared again for each way that leads to them: twice as
# often with every level of nesting.
@lru_cache(maxsize=20_000)
def _group_implies(left: Node, right: Node) -> bool:
    if isinstance(left, Or):
        return all(implies(part, right) for part in left.parts)
    if isinstance(right, And):
        return all(implies(left, part) for part in right.parts)
    if isinstance(left, And) and any(implies(part, right) for part in left.parts):
        return True
    if isinstance(right, Or):
        return any(implies(left, part) for part in right.parts)
    return False


def excludes(left: Node, right: Node) -> bool:
    """True when both can certainly not hold at once; both in plain form."""
    if isinstance(left, And | Or) or isinstance(right, And | Or):
        return _group_excludes(left, right)
    return allowed(left).excludes(allowed(right))


@lru_cache(maxsize=20_000)
def _group_excludes(left: Node, right: Node) -> bool:
    if isinstance(left, Or):
        return all(excludes(part, right) for part in left.parts)
    if isinstance(right, Or):
        return all(excludes(left, part) for part in right.parts)
    if isinstance(left, And):
        return any(excludes(part, right) for part in left.parts)
    return isinstance(right, And) and any(excludes(left, part) for part in right.parts)

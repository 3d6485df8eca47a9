"""Which facts an open criterion still needs: along its cheapest way to a pass."""

from __future__ import annotations

from typing import cast

from hccreview.criteria import nodes
from hccreview.criteria.evaluate import evaluate
from hccreview.criteria.logic import Truth
from hccreview.review.again import context_of, expression_of, wanted_of
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Finding
from hccreview.review.gaps import missing_fields
from hccreview.review.repeat import corrected_fields


def needed_fields(finding: Finding, comparison: Comparison) -> tuple[str, ...]:
    """Return the facts and questions that would settle an open finding, the fewest possible.

    Of alternatives only the one that asks for the least is asked for; where it is open whether a
    criterion applies at all, that comes first.
    """
    if finding.verdict not in OPEN:
        return ()
    walk = _Walk(finding, comparison)
    applies = finding.criterion.applies
    if applies is not None:
        asked = walk.fields(cast(nodes.Node, applies), True)
        if asked:
            return asked
    return walk.fields(expression_of(finding), wanted_of(finding)) or missing_fields(finding)


class _Walk:
    """Walks down an expression to the open atoms that stand in the way of what is wanted."""

    def __init__(self, finding: Finding, comparison: Comparison) -> None:
        self.finding, self.comparison = finding, comparison
        self.context = context_of(comparison, finding)

    def fields(self, node: nodes.Node, wanted: bool) -> tuple[str, ...]:
        """Return the fields that are needed for `node` to become what is wanted."""
        if isinstance(node, nodes.Not):
            return self.fields(node.part, not wanted)
        outcome = evaluate(node, self.context)
        if outcome.truth is (Truth.TRUE if wanted else Truth.FALSE):
            return ()
        if isinstance(node, nodes.And | nodes.Or):
            return self._parts(node, wanted)
        if isinstance(node, nodes.Provided):
            return self.fields(node.part, wanted) or self.fields(node.condition, True)
        names = [gap.field for gap in outcome.gaps if gap.reason != "corrected"]
        if any(gap.reason == "corrected" for gap in outcome.gaps):
            names += [f for f in corrected_fields(self.finding) if f in _fields_in(node)]
        return tuple(dict.fromkeys((*names, *outcome.questions)))

    def _parts(self, node: nodes.And | nodes.Or, wanted: bool) -> tuple[str, ...]:
        found = [self.fields(part, wanted) for part in node.parts if self._open(part, wanted)]
        if not found:
            return ()
        if isinstance(node, nodes.And) is wanted:
            return tuple(dict.fromkeys(name for names in found for name in names))
        return min((names for names in found if names), key=len, default=())

    def _open(self, part: nodes.Node, wanted: bool) -> bool:
        return evaluate(part, self.context).truth is not (Truth.TRUE if wanted else Truth.FALSE)


def _fields_in(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Sampled):
        return node.fields
    operand = getattr(node, "operand", None)
    return (operand.name,) if isinstance(operand, nodes.FieldRef) else ()

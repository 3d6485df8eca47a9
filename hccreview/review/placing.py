"""Where an atom stands in its criterion: inside a negation, or only together with other parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from hccreview.criteria import nodes
from hccreview.trials.model import Criterion


@dataclass(frozen=True, slots=True)
class Placing:
    """`positive` is False inside a negation; `together` are the parts that must hold as well.

    `together` is only filled for an exclusion, where an atom alone then does not exclude.
    `condition` marks what another part only counts under.
    """

    positive: bool = True
    together: tuple[nodes.Node, ...] = ()
    condition: bool = False


def placings(criterion: Criterion) -> Mapping[int, Placing]:
    """Return the placing of each atom of a criterion by the identity of its node."""
    found: dict[int, Placing] = {}
    if criterion.expression is not None:
        _walk(cast(nodes.Node, criterion.expression), Placing(), criterion.kind, found)
    return found


def _walk(node: nodes.Node, place: Placing, kind: str, found: dict[int, Placing]) -> None:
    if isinstance(node, nodes.Not):
        _walk(node.part, replace(place, positive=not place.positive), kind, found)
    elif isinstance(node, nodes.And | nodes.Or):
        joint = kind == "exclusion" and isinstance(node, nodes.And) is place.positive
        for part in node.parts:
            others = tuple(other for other in node.parts if other is not part and joint)
            if not place.positive:
                others = tuple(nodes.Not(other) for other in others)
            _walk(part, replace(place, together=place.together + others), kind, found)
    elif isinstance(node, nodes.Provided):
        _walk(node.part, place, kind, found)
        _walk(node.condition, replace(place, condition=True), kind, found)
    elif isinstance(node, nodes.Readings):
        for _, option in node.options:
            _walk(option, place, kind, found)
    else:
        found[id(node)] = place

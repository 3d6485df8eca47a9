"""What the expressions of a trial may name: its own criteria, in no circle, and its own arms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from hccreview.clinical.fields import suggestion
from hccreview.clinical.strict_yaml import Document
from hccreview.criteria import nodes
from hccreview.trials.model import Arm, Criterion

_MOST_STEPS = 5
_MOST_PARTS = 2_000


def check_references(
    document: Document, criteria: tuple[Criterion, ...], arms: tuple[Arm, ...]
) -> None:
    """Raise ReviewError for the first criterion or arm that an expression must not name."""
    ids, known = [criterion.id for criterion in criteria], [arm.id for arm in arms]
    for index, criterion in enumerate(criteria):
        for key in ("expression", "applies"):
            for node in _atoms(getattr(criterion, key)):
                fault = _fault(node, ids, known)
                if fault:
                    where = ("criteria", index, key)
                    raise document.error(where, f"criterion {criterion.id}, {key}: {fault}")
    named = {criterion.id: _named(criterion) for criterion in criteria}
    for index, criterion in enumerate(criteria):
        circle = _circle(criterion.id, named)
        if circle:
            message = f"criteria name each other in a circle: {', '.join(circle)}."
            where = ("criteria", index, "expression")
            raise document.error(where, f"criterion {criterion.id}, expression: {message}")
    if criteria:
        _check_reach(document, criteria)


def _check_reach(document: Document, criteria: tuple[Criterion, ...]) -> None:
    """Raise ReviewError where criteria that name others would be worked out without an end.

    Each name stands for a whole expression: three that name the next twice hold eight of the last.
    """
    parts = {each.id: tuple(_atoms(each.expression)) for each in criteria}
    sizes = dict.fromkeys(parts, 0)
    for _ in range(_MOST_STEPS + 1):
        before, sizes = sizes, {name: _size(parts[name], sizes) for name in parts}
        if sizes == before or max(sizes.values()) > _MOST_PARTS:
            break
    for index, criterion in enumerate(criteria):
        asked = _size(tuple(_atoms(criterion.applies)), sizes)
        too_deep = sizes[criterion.id] != before[criterion.id]
        if too_deep or max(asked, sizes[criterion.id]) > _MOST_PARTS:
            message = "it names criteria that name others, too many in all; write them out."
            where = ("criteria", index, "expression")
            raise document.error(where, f"criterion {criterion.id}, expression: {message}")


def _size(parts: tuple[nodes.Node, ...], sizes: Mapping[str, int]) -> int:
    """Return of how many parts an expression consists, those of criteria it names included."""
    named = (sizes[part.id] for part in parts if isinstance(part, nodes.CriterionRef))
    return len(parts) + sum(named)


def _atoms(expression: object) -> Iterator[nodes.Node]:
    """Yield an expression and everything inside it; nothing where there is none."""
    if expression is None:
        return
    node = cast(nodes.Node, expression)
    yield node
    for part in nodes.children(node):
        yield from _atoms(part)


def _fault(node: nodes.Node, criteria: list[str], arms: list[str]) -> str:
    """Return what is wrong with what a node names; empty where nothing is."""
    if isinstance(node, nodes.CriterionRef) and node.id not in criteria:
        return f"there is no criterion “{node.id}” in this trial{_near(node.id, criteria)}"
    if isinstance(node, nodes.ArmIs):
        for name in sorted(node.arms - set(arms)):
            return f"there is no arm “{name}” in this trial{_near(name, arms)}"
    return ""


def _near(name: str, known: list[str]) -> str:
    return suggestion(name, known) or f"; known: {', '.join(known)}."


def _named(criterion: Criterion) -> tuple[str, ...]:
    found = (n.id for n in _atoms(criterion.expression) if isinstance(n, nodes.CriterionRef))
    return tuple(dict.fromkeys(found))


def _circle(start: str, named: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the criteria by which one comes back to itself, itself first and last; else none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for name in named[way[-1]]:
            if name == start:
                return (*way, start)
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()

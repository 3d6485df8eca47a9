"""Where in the text of an expression an atom stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hccreview.criteria import nodes
from hccreview.criteria.nodes import Node, children

_HIDDEN = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*")


def position(text: str, root: Node, part: Node) -> tuple[int, int]:
    """Return line and column (from 1) of the first atom of `part` within the expression `root`.

    `part` is found by identity. Where the text does not name the atom, the answer is 1, 1.
    """
    target = next(_atoms(part), part)
    pattern, before = _pattern(target), 0
    for atom in _atoms(root):
        if atom is target:
            break
        before += _pattern(atom) == pattern
    visible = _HIDDEN.sub(lambda match: " " * len(match[0]), text)
    places = [match.start() for match in re.finditer(pattern, visible)] if pattern else []
    if before >= len(places):
        return 1, 1
    start = places[before]
    return visible.count("\n", 0, start) + 1, start - visible.rfind("\n", 0, start)


def _atoms(node: Node) -> Iterator[Node]:
    """Yield the atoms of an expression in the order of its text, those in ``where`` included."""
    inner = children(node)
    if not isinstance(node, nodes.And | nodes.Or | nodes.Not | nodes.Provided | nodes.Readings):
        yield node
    for child in inner:
        yield from _atoms(child)


def _pattern(atom: Node) -> str:
    """Return how the text names an atom; empty where it may not name it."""
    if isinstance(atom, nodes.Exists | nodes.RecordedFlag):
        return r"\b(?:some|no|recorded)\b"
    if isinstance(atom, nodes.Comparison) and not isinstance(atom.operand, nodes.FieldRef):
        return r"\b(?:count|max|min)\s*\("
    operand = getattr(atom, "operand", None)
    if isinstance(operand, nodes.FieldRef):
        return rf"\b{operand.name}\b"
    if isinstance(atom, nodes.Judgement | nodes.DateWithin):
        return rf"\b{atom.name}\b"
    words = {nodes.Sampled: "sampled", nodes.CriterionRef: "criterion", nodes.ArmIs: "arm"}
    word = words.get(type(atom))
    return rf"\b{word}\b" if word else ""

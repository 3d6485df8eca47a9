"""From one readable line to checked nodes; every error points at line and column."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from hccreview.criteria import nodes
from hccreview.criteria.grammar import GRAMMAR
from hccreview.criteria.read_atoms import (
    read_arm,
    read_comparison,
    read_criterion,
    read_flag,
    read_inclusion,
    read_membership,
    read_sampled,
)
from hccreview.criteria.read_lists import read_during, read_none, read_recorded, read_some
from hccreview.criteria.scope import Scope, name_of
from hccreview.criteria.tree import ExpressionError, error_at
from hccreview.criteria.vocabulary import Vocabulary, bundled_vocabulary

MAXIMUM_LENGTH = 4_000
_MAXIMUM_DEPTH = 60


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=False)


@lru_cache(maxsize=4096)
def parse(text: str, vocabulary: Vocabulary | None = None) -> nodes.Node:
    """Return the checked nodes of an expression; raises ExpressionError."""
    if len(text) > MAXIMUM_LENGTH:
        raise ExpressionError(f"The expression is longer than {MAXIMUM_LENGTH} characters.")
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        raise _syntax_error(error, text) from error
    return Scope(vocabulary or bundled_vocabulary(), _expression).expression(tree.children[0])


def _syntax_error(error: UnexpectedInput, text: str) -> ExpressionError:
    if isinstance(error, UnexpectedEOF) or (
        isinstance(error, UnexpectedToken) and error.token.type == "$END"
    ):
        lines = text.split("\n")
        return ExpressionError("The expression ends too early.", len(lines), len(lines[-1]) + 1)
    line, column = max(error.line, 1), max(error.column, 1)
    if isinstance(error, UnexpectedCharacters):
        return ExpressionError(f"“{error.char}” has no meaning here.", line, column)
    token = error.token if isinstance(error, UnexpectedToken) else ""
    return ExpressionError(f"“{token}” is not expected here.", line, column)


def _expression(tree: Any, scope: Scope) -> nodes.Node:
    if scope.depth == _MAXIMUM_DEPTH:
        raise error_at(tree, "The expression is nested too deeply; split it.")
    scope.depth += 1
    node = _READERS[tree.data](tree, scope)
    scope.depth -= 1
    return node


def _disjunction(tree: Tree[Token], scope: Scope) -> nodes.Node:
    return nodes.Or(tuple(scope.expression(child) for child in tree.children))


def _conjunction(tree: Tree[Token], scope: Scope) -> nodes.Node:
    return nodes.And(tuple(scope.expression(child) for child in tree.children))


def _negated(tree: Tree[Token], scope: Scope) -> nodes.Node:
    return nodes.Not(scope.expression(tree.children[0]))


def _group(tree: Tree[Token], scope: Scope) -> nodes.Node:
    with scope.inside(window=scope.window_of(tree)):
        return scope.expression(tree.children[0])


def _provided(tree: Tree[Token], scope: Scope) -> nodes.Node:
    part, condition = (scope.expression(child) for child in tree.children)
    return nodes.Provided(part, condition)


def _readings(tree: Tree[Token], scope: Scope) -> nodes.Node:
    name = name_of(tree)
    chooser = scope.field(name)
    if chooser.type != "reading":
        raise error_at(name, f"“{name}” is not a reading of the data dictionary.")
    options: list[tuple[str, nodes.Node]] = []
    for branch in tree.children[1:]:
        assert isinstance(branch, Tree)
        label, inner = branch.children
        assert isinstance(label, Token)
        if label not in chooser.values:
            known = ", ".join(chooser.values)
            raise error_at(label, f"“{label}” is no reading of {name}; known: {known}.")
        if any(label == seen for seen, _ in options):
            raise error_at(label, f"The reading “{label}” is given twice.")
        options.append((str(label), scope.expression(inner)))
    return nodes.Readings(str(name), tuple(options))


_READERS: dict[str, Callable[[Tree[Token], Scope], nodes.Node]] = {
    "disjunction": _disjunction,
    "conjunction": _conjunction,
    "negated": _negated,
    "group": _group,
    "provided": _provided,
    "readings": _readings,
    "criterion": read_criterion,
    "arm": read_arm,
    "flag": read_flag,
    "sampled": read_sampled,
    "comparison": read_comparison,
    "membership": read_membership,
    "inclusion": read_inclusion,
    "some": read_some,
    "none": read_none,
    "recorded": read_recorded,
    "during": read_during,
}

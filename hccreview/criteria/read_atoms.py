"""Reading one question to the case: yes or no, a word, a set of words, a comparison, a sample."""

from __future__ import annotations

from lark import Token, Tree

from hccreview.clinical.fields import NUMERIC, FieldDefinition
from hccreview.criteria import nodes
from hccreview.criteria.read_limits import read_limit
from hccreview.criteria.read_lists import read_operand
from hccreview.criteria.scope import Scope, name_of, word
from hccreview.criteria.tree import error_at, only, tokens, unquoted, values


def read_criterion(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``criterion I7``."""
    scope.refuse(scope.window, tree, "Another criterion")
    return nodes.CriterionRef(str(tree.children[0]))


def read_arm(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``arm in {…}``."""
    scope.refuse(scope.window, tree, "The arm")
    return nodes.ArmIs(frozenset(unquoted(token) for token in values(tree)))


def read_flag(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return a name alone: yes or no, a question to the board, or a date within a period."""
    name = name_of(tree)
    reference, definition = scope.reference(name)
    window = scope.own_window(tree, reference, definition)
    if definition.type == "date" and not reference.of_list:
        return _date_within(name, window)
    if definition.type == "judgement":
        return nodes.Judgement(reference.name)
    if definition.type != "yes_no":
        raise error_at(name, f"“{name}” is not yes or no; compare it with a value.")
    return nodes.Flag(reference, window)


def _date_within(name: Token, window: nodes.Window) -> nodes.Node:
    if window.period is None:
        raise error_at(name, f"“{name}” is a date; say within which period.")
    return nodes.DateWithin(str(name), window.period, window.anchor)


def read_sampled(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``sampled {…}``."""
    names = tokens(tree, "NAME")
    for name in names:
        if scope.field(name).type not in (*NUMERIC, "enum"):
            raise error_at(name, f"“{name}” is not measured in a sample.")
    return nodes.Sampled(tuple(str(name) for name in names), scope.window_of(tree))


def read_comparison(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``<operand> <operator> <limit>``."""
    operand_tree, operator, limit_tree = tree.children[:3]
    assert isinstance(operand_tree, Tree) and isinstance(operator, Token)
    assert isinstance(limit_tree, Tree)
    operand, definition = read_operand(operand_tree, scope)
    window = scope.own_window(tree, operand, definition)
    _check_comparable(operand_tree, operator, definition)
    if definition.type == "enum" and operator in ("=", "!="):
        assert isinstance(operand, nodes.FieldRef)
        words = frozenset({word(only(limit_tree), definition)})
        member = nodes.Member(operand, words, window)
        return nodes.Not(member) if operator == "!=" else member
    limit = read_limit(limit_tree, definition, operand, scope)
    return nodes.Comparison(operand, str(operator), limit, window)


def _check_comparable(place: Tree[Token], operator: Token, definition: FieldDefinition) -> None:
    label = definition.label
    if definition.type in ("yes_no", "judgement"):
        message = f"{label} is yes or no; write its name alone, or after “not”."
        raise error_at(place, message)
    if definition.type == "set":
        raise error_at(operator, f"{label} holds several words; use “includes”.")
    if definition.type in ("text", "reading"):
        raise error_at(place, f"{label} cannot be compared.")
    if definition.type == "enum" and not definition.ordered and operator not in ("=", "!="):
        raise error_at(operator, f"{label} has no order; use = or in.")


def read_membership(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``<field> in {…}``."""
    operand_tree = tree.children[0]
    assert isinstance(operand_tree, Tree)
    operand, definition = read_operand(operand_tree, scope)
    if not isinstance(operand, nodes.FieldRef) or definition.type not in ("enum", "integer"):
        raise error_at(operand_tree, "“in” needs a field with words or whole numbers.")
    words = frozenset(word(token, definition) for token in values(tree))
    return nodes.Member(operand, words, scope.own_window(tree, operand, definition))


def read_inclusion(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``<field> includes {…}``."""
    operand_tree = tree.children[0]
    assert isinstance(operand_tree, Tree)
    operand, definition = read_operand(operand_tree, scope)
    if not isinstance(operand, nodes.FieldRef) or definition.type != "set":
        raise error_at(operand_tree, "“includes” needs a field that holds several words.")
    words = frozenset(word(token, definition) for token in values(tree))
    return nodes.Includes(operand, words, scope.own_window(tree, operand, definition))

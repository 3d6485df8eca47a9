"""Reading what a value is compared with: amounts and units, multiples of a normal limit, steps."""

from __future__ import annotations

from typing import Any

from lark import Token, Tree

from hccreview.clinical.fields import NUMERIC, FieldDefinition
from hccreview.clinical.quantity import plain
from hccreview.criteria import nodes
from hccreview.criteria.scope import Scope, word
from hccreview.criteria.tree import error_at, only, unquoted
from hccreview.errors import ReviewError

_MAXIMUM_NUMBER = 1e12


def read_limit(
    tree: Tree[Token], definition: FieldDefinition, operand: nodes.Operand, scope: Scope
) -> nodes.Limit:
    """Return the limit of a comparison, in the unit of the field; raises ExpressionError."""
    if tree.data == "multiple":
        number, limit = tree.children
        assert isinstance(number, Token)
        if str(limit).lower() not in definition.limits:
            raise error_at(number, f"{definition.label} carries no {limit}.")
        return nodes.Multiple(_number(number), str(limit).lower())
    if tree.data == "amount":
        if definition.type == "enum":
            return _named(only(tree), definition, scope)
        return _amount(tree.children, definition)
    if tree.data == "by_unit":
        if not definition.separate or not isinstance(operand, nodes.FieldRef):
            raise error_at(tree, f"{definition.label} needs one limit, in one unit.")
        pairs = zip(tree.children[::2], tree.children[1::2], strict=True)
        return nodes.ByUnit(tuple(_amount(pair, definition) for pair in pairs))
    return _named(only(tree), definition, scope)


def _named(token: Token, definition: FieldDefinition, scope: Scope) -> nodes.Limit:
    if definition.type == "enum":
        step = word(token, definition)
        return nodes.Step(list(definition.values).index(step), step)
    if definition.type != "date":
        raise error_at(token, f"{definition.label} is compared with a number.")
    other = scope.field(token)
    if other.type != "date":
        raise error_at(token, f"“{token}” is not a date.")
    return nodes.DateOf(str(token))


def _amount(parts: Any, definition: FieldDefinition) -> nodes.Amount:
    number = parts[0]
    if definition.type not in NUMERIC:
        raise error_at(number, f"{definition.label} is not a number.")
    value = _number(number)
    unit = unquoted(parts[1]) if len(parts) > 1 else ""
    if unit in definition.separate:
        return nodes.Amount(value, unit, f"{plain(value, 4)} {unit}")
    if not unit and definition.unit not in ("", "1"):
        example = f"such as '{definition.unit}'"
        raise error_at(number, f"{definition.label} needs a unit, {example}.")
    if unit and definition.unit in ("", "1") and unit not in ("1", *definition.units):
        raise error_at(parts[1], f"{definition.label} has no unit; leave '{unit}' out.")
    try:
        factor = definition.factor(unit) if unit else 1.0
    except ReviewError as error:
        raise error_at(parts[1], str(error)) from error
    text = f"{plain(value, 4)} {unit}".rstrip()
    return nodes.Amount(value * factor, definition.unit, text)


def _number(token: Token) -> float:
    value = float(str(token))
    if value > _MAXIMUM_NUMBER:
        raise error_at(token, "The number is too large for a limit.")
    return value

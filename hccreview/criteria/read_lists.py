"""Reading what is asked of a list: whether an entry exists, how many there are, the largest."""

from __future__ import annotations

from lark import Token, Tree

from hccreview.clinical.fields import NUMERIC, FieldDefinition, suggestion
from hccreview.criteria import nodes
from hccreview.criteria.scope import Scope, name_of, period
from hccreview.criteria.tree import error_at, is_tree, tokens

_COUNTED = FieldDefinition("count", "Count", "integer")


def read_some(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``some <list> …``."""
    name, where = _entries(tree, name_of(tree), scope)
    return nodes.Exists(name, where)


def read_none(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``no <list> …``."""
    return nodes.Not(read_some(tree, scope))


def read_recorded(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``recorded <list> …`` or ``recorded <flag>``."""
    token = name_of(tree)
    field = scope.vocabulary.fields.get(str(token))
    if field is not None and field.type == "yes_no":
        scope.refuse(scope.window, token, "“recorded”")
        return nodes.RecordedFlag(str(token))
    name, where = _entries(tree, token, scope)
    return nodes.Exists(name, where, recorded_only=True)


def _entries(tree: Tree[Token], name: Token, scope: Scope) -> tuple[str, nodes.Node | None]:
    """Return the list and the condition of ``<list or view> [timing] [where (…)]``."""
    scope.refuse(scope.window, name, f"A list ({name})")
    vocabulary = scope.vocabulary
    parts: list[nodes.Node] = []
    view = vocabulary.views.get(str(name))
    list_name = view.of if view else str(name)
    if list_name not in vocabulary.lists:
        near = suggestion(str(name), [*vocabulary.lists, *vocabulary.views])
        raise error_at(name, f"There is no list “{name}”{near}.")
    if view:
        parts.append(nodes.Member(nodes.FieldRef(view.field, list_name), view.values))
    with scope.inside(list_name):
        for child in tree.children:
            if is_tree(child, "lately", "lasting"):
                parts.append(_timing(child, scope))
            elif is_tree(child, "where"):
                parts.append(scope.expression(child.children[0]))
    if not parts:
        return list_name, None
    return list_name, parts[0] if len(parts) == 1 else nodes.And(tuple(parts))


def read_during(tree: Tree[Token], scope: Scope) -> nodes.Node:
    """Return ``within …`` alone, as it stands inside ``where (…)``."""
    inner = tree.children[0]
    assert isinstance(inner, Tree)
    if not scope.list:
        raise error_at(inner, "A time of its own is only possible inside “where (…)”.")
    return _timing(inner, scope)


def _timing(tree: Tree[Token], scope: Scope) -> nodes.During:
    periods = [period(child) for child in tree.children if is_tree(child, "period")]
    for_days = 0
    if tree.data == "lasting":
        if periods[0].unit not in ("day", "week"):
            raise error_at(tree, "A duration is stated in days or weeks.")
        for_days = periods[0].number * (7 if periods[0].unit == "week" else 1)
    return nodes.During(periods[-1], scope.anchor(tree), for_days)


def read_operand(tree: Tree[Token], scope: Scope) -> tuple[nodes.Operand, FieldDefinition]:
    """Return what is compared, a field or something of a list, and how it is defined."""
    names = tokens(tree, "NAME")
    if tree.data == "field":
        return scope.reference(names[0])
    if tree.data == "count":
        list_name, where = _entries(tree, names[0], scope)
        return nodes.Count(list_name, where), _COUNTED
    list_name, where = _entries(tree, names[1], scope)
    inner = scope.entry_field(names[0], list_name)
    if tree.data == "count_distinct":
        return nodes.Count(list_name, where, distinct=inner.id), _COUNTED
    if inner.type not in NUMERIC:
        raise error_at(names[0], f"“{names[0]}” is not a number.")
    return nodes.Extreme(tree.data == "largest", inner.id, list_name, where), inner

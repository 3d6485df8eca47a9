"""What a name means where it stands: a field, a field of an entry, the window it inherits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lark import Token, Tree

from hccreview.clinical.dates import Period
from hccreview.clinical.fields import FieldDefinition, suggestion
from hccreview.criteria import nodes
from hccreview.criteria.tree import error_at, subtree, tokens, unquoted
from hccreview.criteria.vocabulary import ANCHORS, Vocabulary


class Scope:
    """The place of reading: the list of the ``where`` and the window of the group around it.

    `expression` reads a part of any kind.
    """

    def __init__(self, vocabulary: Vocabulary, read: Callable[[Any, Scope], nodes.Node]) -> None:
        self.vocabulary, self._read = vocabulary, read
        self.list = ""
        self.window = nodes.NO_WINDOW
        self.depth = 0

    def expression(self, tree: Any) -> nodes.Node:
        """Return the node of a part of the expression."""
        return self._read(tree, self)

    @contextmanager
    def inside(
        self, list_name: str | None = None, window: nodes.Window | None = None
    ) -> Iterator[None]:
        """Read what follows within a list or a group with a window."""
        outer = self.list, self.window
        self.list = self.list if list_name is None else list_name
        self.window = self.window if window is None else window
        yield
        self.list, self.window = outer

    # ------------------------------------------------------------------ names

    def reference(self, name: Token) -> tuple[nodes.FieldRef, FieldDefinition]:
        """Return what a name refers to: a field of the entry first, then one of the case."""
        if self.list and name in self.vocabulary.entry_fields[self.list]:
            definition = self.vocabulary.entry_fields[self.list][str(name)]
            return nodes.FieldRef(str(name), self.list), definition
        return nodes.FieldRef(str(name)), self.field(name)

    def field(self, name: Token) -> FieldDefinition:
        """Return the field called `name`; raises ExpressionError that suggests the nearest."""
        if name not in self.vocabulary.fields:
            near = self.vocabulary.near(str(name), self.list)
            raise error_at(name, f"There is no field “{name}”{near}.")
        return self.vocabulary.fields[str(name)]

    def entry_field(self, name: Token, list_name: str) -> FieldDefinition:
        """Return a field of the entries of a list; raises ExpressionError."""
        fields = self.vocabulary.entry_fields[list_name]
        if name not in fields:
            near = suggestion(str(name), fields)
            raise error_at(name, f"{list_name} has no field “{name}”{near}.")
        return fields[str(name)]

    # ---------------------------------------------------------------- windows

    def own_window(
        self, tree: Tree[Token], operand: nodes.Operand, definition: FieldDefinition
    ) -> nodes.Window:
        """Return the window of an atom; raises where the atom could not obey one."""
        window = self.window_of(tree)
        if not isinstance(operand, nodes.FieldRef):
            self.refuse(window, tree, "What is counted in a list")
        elif operand.of_list:
            self.refuse(window, tree, f"A value of an entry ({operand.name})")
        elif definition.type == "judgement":
            self.refuse(window, tree, "A question to the board")
        return window

    def refuse(self, window: nodes.Window, place: Any, what: str) -> None:
        """Raise ExpressionError where something that cannot have a window stands in one."""
        if window != nodes.NO_WINDOW:
            message = f"{what} has no window; write “within …” at the values or list it limits."
            raise error_at(place, message)

    def window_of(self, tree: Tree[Token]) -> nodes.Window:
        """Return the window written beside `tree`; what it leaves out comes from the group."""
        qualifiers = subtree(tree, "qualifiers")
        if qualifiers is None:
            return self.window
        outer = self.window
        period, anchor, uncorrected = outer.period, outer.anchor, outer.uncorrected
        within = subtree(qualifiers, "window")
        if within is not None:
            period, anchor = _period_of(within), self.anchor(within)
        correction = subtree(qualifiers, "uncorrected")
        if correction is not None:
            uncorrected = _period_of(correction)
        return nodes.Window(period, anchor, uncorrected)

    def anchor(self, tree: Tree[Token]) -> str:
        """Return the anchor that a window names, empty where it names none."""
        inner = subtree(tree, "anchor")
        if inner is None:
            return ""
        name = inner.children[0]
        assert isinstance(name, Token)
        if name not in ANCHORS and self.field(name).type != "date":
            raise error_at(name, f"“{name}” is not a date.")
        return str(name)


def _period_of(tree: Tree[Token]) -> Period:
    inner = subtree(tree, "period")
    assert inner is not None
    return period(inner)


def period(tree: Any) -> Period:
    """Return a period such as ``3 weeks``; raises ExpressionError."""
    number, unit = tree.children
    if "." in number or not 0 < int(number) <= 1000:
        raise error_at(number, "A period is a whole number from 1 to 1000.")
    return Period(int(number), str(unit).rstrip("s"))


def word(token: Token, definition: FieldDefinition) -> str:
    """Return a word of a field, or a whole number written as one; raises ExpressionError."""
    found = unquoted(token)
    if definition.type == "integer":
        if not (found.isascii() and found.isdigit()):
            raise error_at(token, f"{definition.label} is a whole number.")
        return str(int(found))
    if found not in definition.values:
        near = suggestion(found, definition.values)
        known = ", ".join(definition.values)
        raise error_at(token, f"“{found}” is no value of {definition.label} ({known}){near}.")
    return found


def name_of(tree: Tree[Token]) -> Token:
    """Return the first name directly below a tree."""
    return tokens(tree, "NAME")[0]

"""From one readable line to checked nodes; every error points at line and column."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from hccreview.clinical.dates import Period
from hccreview.clinical.fields import NUMERIC, FieldDefinition, suggestion
from hccreview.clinical.quantity import plain
from hccreview.criteria import nodes
from hccreview.criteria.grammar import GRAMMAR
from hccreview.criteria.vocabulary import ANCHORS, Vocabulary, bundled_vocabulary
from hccreview.errors import ReviewError

MAXIMUM_LENGTH = 4_000
_MAXIMUM_DEPTH = 60
_MAXIMUM_NUMBER = 1e12


class ExpressionError(ReviewError):
    """An expression that cannot be read; `line` and `column` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message, self.line, self.column = message, line, column


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
    return _Reader(vocabulary or bundled_vocabulary()).expression(tree.children[0])


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


def _tokens(tree: Tree[Token], kind: str) -> list[Token]:
    return [child for child in tree.children if isinstance(child, Token) and child.type == kind]


def _subtree(tree: Tree[Token], *names: str) -> Tree[Token] | None:
    for child in tree.children:
        if isinstance(child, Tree) and child.data in names:
            return child
    return None


def _unquoted(token: Token) -> str:
    return str(token)[1:-1] if token.type in ("STRING", "UNIT") else str(token)


class _Reader:
    """Turns Lark's tree into nodes while checking names, units and values."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.list = ""
        self.window = nodes.NO_WINDOW
        self.depth = 0

    # ------------------------------------------------------------------ logic

    def expression(self, tree: Any) -> nodes.Node:
        if self.depth == _MAXIMUM_DEPTH:
            raise self._error(tree, "The expression is nested too deeply; split it.")
        handler = getattr(self, f"_{tree.data}")
        self.depth += 1
        node: nodes.Node = handler(tree)
        self.depth -= 1
        return node

    def _disjunction(self, tree: Tree[Token]) -> nodes.Node:
        return nodes.Or(tuple(self.expression(child) for child in tree.children))

    def _conjunction(self, tree: Tree[Token]) -> nodes.Node:
        return nodes.And(tuple(self.expression(child) for child in tree.children))

    def _negated(self, tree: Tree[Token]) -> nodes.Node:
        return nodes.Not(self.expression(tree.children[0]))

    def _group(self, tree: Tree[Token]) -> nodes.Node:
        outer, self.window = self.window, self._window(tree)
        node = self.expression(tree.children[0])
        self.window = outer
        return node

    def _readings(self, tree: Tree[Token]) -> nodes.Node:
        name = _tokens(tree, "NAME")[0]
        chooser = self._field(name)
        if chooser.type != "reading":
            raise self._error(name, f"“{name}” is not a reading of the data dictionary.")
        options: list[tuple[str, nodes.Node]] = []
        for branch in tree.children[1:]:
            assert isinstance(branch, Tree)
            label, inner = branch.children
            assert isinstance(label, Token)
            if label not in chooser.values:
                known = ", ".join(chooser.values)
                raise self._error(label, f"“{label}” is no reading of {name}; known: {known}.")
            if any(label == seen for seen, _ in options):
                raise self._error(label, f"The reading “{label}” is given twice.")
            options.append((str(label), self.expression(inner)))
        return nodes.Readings(str(name), tuple(options))

    def _criterion(self, tree: Tree[Token]) -> nodes.Node:
        self._refuse(self.window, tree, "Another criterion")
        return nodes.CriterionRef(str(tree.children[0]))

    def _arm(self, tree: Tree[Token]) -> nodes.Node:
        self._refuse(self.window, tree, "The arm")
        return nodes.ArmIs(frozenset(_unquoted(token) for token in self._values(tree)))

    # ------------------------------------------------------------------ atoms

    def _flag(self, tree: Tree[Token]) -> nodes.Node:
        name = _tokens(tree, "NAME")[0]
        reference, definition = self._reference(name)
        window = self._own_window(tree, reference, definition)
        if definition.type == "date" and not reference.of_list:
            return self._date_within(name, window)
        if definition.type == "judgement":
            return nodes.Judgement(reference.name)
        if definition.type != "yes_no":
            raise self._error(name, f"“{name}” is not yes or no; compare it with a value.")
        return nodes.Flag(reference, window)

    def _date_within(self, name: Token, window: nodes.Window) -> nodes.Node:
        if window.period is None:
            raise self._error(name, f"“{name}” is a date; say within which period.")
        return nodes.DateWithin(str(name), window.period, window.anchor)

    def _sampled(self, tree: Tree[Token]) -> nodes.Node:
        names = _tokens(tree, "NAME")
        for name in names:
            if self._field(name).type not in (*NUMERIC, "enum"):
                raise self._error(name, f"“{name}” is not measured in a sample.")
        return nodes.Sampled(tuple(str(name) for name in names), self._window(tree))

    def _provided(self, tree: Tree[Token]) -> nodes.Node:
        part, condition = (self.expression(child) for child in tree.children)
        return nodes.Provided(part, condition)

    def _comparison(self, tree: Tree[Token]) -> nodes.Node:
        operand_tree, operator, limit_tree = tree.children[:3]
        assert isinstance(operand_tree, Tree) and isinstance(operator, Token)
        assert isinstance(limit_tree, Tree)
        operand, definition = self._operand(operand_tree)
        window = self._own_window(tree, operand, definition)
        self._check_comparable(operand_tree, operator, definition)
        if definition.type == "enum" and operator in ("=", "!="):
            assert isinstance(operand, nodes.FieldRef)
            words = frozenset({self._word(self._only(limit_tree), definition)})
            member = nodes.Member(operand, words, window)
            return nodes.Not(member) if operator == "!=" else member
        limit = self._limit(limit_tree, definition, operand)
        return nodes.Comparison(operand, str(operator), limit, window)

    def _check_comparable(
        self, place: Tree[Token], operator: Token, definition: FieldDefinition
    ) -> None:
        label = definition.label
        if definition.type in ("yes_no", "judgement"):
            message = f"{label} is yes or no; write its name alone, or after “not”."
            raise self._error(place, message)
        if definition.type == "set":
            raise self._error(operator, f"{label} holds several words; use “includes”.")
        if definition.type in ("text", "reading"):
            raise self._error(place, f"{label} cannot be compared.")
        if definition.type == "enum" and not definition.ordered and operator not in ("=", "!="):
            raise self._error(operator, f"{label} has no order; use = or in.")

    def _membership(self, tree: Tree[Token]) -> nodes.Node:
        operand_tree = tree.children[0]
        assert isinstance(operand_tree, Tree)
        operand, definition = self._operand(operand_tree)
        if not isinstance(operand, nodes.FieldRef) or definition.type not in ("enum", "integer"):
            raise self._error(operand_tree, "“in” needs a field with words or whole numbers.")
        words = frozenset(self._word(token, definition) for token in self._values(tree))
        return nodes.Member(operand, words, self._own_window(tree, operand, definition))

    def _inclusion(self, tree: Tree[Token]) -> nodes.Node:
        operand_tree = tree.children[0]
        assert isinstance(operand_tree, Tree)
        operand, definition = self._operand(operand_tree)
        if not isinstance(operand, nodes.FieldRef) or definition.type != "set":
            raise self._error(operand_tree, "“includes” needs a field that holds several words.")
        words = frozenset(self._word(token, definition) for token in self._values(tree))
        return nodes.Includes(operand, words, self._own_window(tree, operand, definition))

    # ------------------------------------------------------------------ lists

    def _some(self, tree: Tree[Token]) -> nodes.Node:
        name, where = self._entries(tree, _tokens(tree, "NAME")[0])
        return nodes.Exists(name, where)

    def _none(self, tree: Tree[Token]) -> nodes.Node:
        return nodes.Not(self._some(tree))

    def _recorded(self, tree: Tree[Token]) -> nodes.Node:
        token = _tokens(tree, "NAME")[0]
        field = self.vocabulary.fields.get(str(token))
        if field is not None and field.type == "yes_no":
            self._refuse(self.window, token, "“recorded”")
            return nodes.RecordedFlag(str(token))
        name, where = self._entries(tree, token)
        return nodes.Exists(name, where, recorded_only=True)

    def _entries(self, tree: Tree[Token], name: Token) -> tuple[str, nodes.Node | None]:
        """Return the list and the condition of ``<list or view> [timing] [where (…)]``."""
        self._refuse(self.window, name, f"A list ({name})")
        vocabulary = self.vocabulary
        parts: list[nodes.Node] = []
        view = vocabulary.views.get(str(name))
        list_name = view.of if view else str(name)
        if list_name not in vocabulary.lists:
            near = suggestion(str(name), [*vocabulary.lists, *vocabulary.views])
            raise self._error(name, f"There is no list “{name}”{near}.")
        if view:
            parts.append(nodes.Member(nodes.FieldRef(view.field, list_name), view.values))
        outer, self.list = self.list, list_name
        for child in tree.children:
            if isinstance(child, Tree) and child.data in ("lately", "lasting"):
                parts.append(self._timing(child))
            elif isinstance(child, Tree) and child.data == "where":
                parts.append(self.expression(child.children[0]))
        self.list = outer
        if not parts:
            return list_name, None
        return list_name, parts[0] if len(parts) == 1 else nodes.And(tuple(parts))

    def _during(self, tree: Tree[Token]) -> nodes.Node:
        inner = tree.children[0]
        assert isinstance(inner, Tree)
        if not self.list:
            raise self._error(inner, "A time of its own is only possible inside “where (…)”.")
        return self._timing(inner)

    def _timing(self, tree: Tree[Token]) -> nodes.During:
        periods = [self._period(child) for child in tree.children if _is(child, "period")]
        for_days = 0
        if tree.data == "lasting":
            if periods[0].unit not in ("day", "week"):
                raise self._error(tree, "A duration is stated in days or weeks.")
            for_days = periods[0].number * (7 if periods[0].unit == "week" else 1)
        return nodes.During(periods[-1], self._anchor(tree), for_days)

    # --------------------------------------------------------------- operands

    def _operand(self, tree: Tree[Token]) -> tuple[nodes.Operand, FieldDefinition]:
        names = _tokens(tree, "NAME")
        if tree.data == "field":
            return self._reference(names[0])
        counted = FieldDefinition("count", "Count", "integer")
        if tree.data == "count":
            list_name, where = self._entries(tree, names[0])
            return nodes.Count(list_name, where), counted
        list_name, where = self._entries(tree, names[1])
        inner = self._entry_field(names[0], list_name)
        if tree.data == "count_distinct":
            return nodes.Count(list_name, where, distinct=inner.id), counted
        if inner.type not in NUMERIC:
            raise self._error(names[0], f"“{names[0]}” is not a number.")
        return nodes.Extreme(tree.data == "largest", inner.id, list_name, where), inner

    def _reference(self, name: Token) -> tuple[nodes.FieldRef, FieldDefinition]:
        if self.list and name in self.vocabulary.entry_fields[self.list]:
            definition = self.vocabulary.entry_fields[self.list][str(name)]
            return nodes.FieldRef(str(name), self.list), definition
        return nodes.FieldRef(str(name)), self._field(name)

    def _field(self, name: Token) -> FieldDefinition:
        if name not in self.vocabulary.fields:
            near = self.vocabulary.near(str(name), self.list)
            raise self._error(name, f"There is no field “{name}”{near}.")
        return self.vocabulary.fields[str(name)]

    def _entry_field(self, name: Token, list_name: str) -> FieldDefinition:
        fields = self.vocabulary.entry_fields[list_name]
        if name not in fields:
            near = suggestion(str(name), fields)
            raise self._error(name, f"{list_name} has no field “{name}”{near}.")
        return fields[str(name)]

    # ----------------------------------------------------------------- limits

    def _limit(
        self, tree: Tree[Token], definition: FieldDefinition, operand: nodes.Operand
    ) -> nodes.Limit:
        if tree.data == "multiple":
            number, limit = tree.children
            assert isinstance(number, Token)
            if str(limit).lower() not in definition.limits:
                raise self._error(number, f"{definition.label} carries no {limit}.")
            return nodes.Multiple(self._number(number), str(limit).lower())
        if tree.data == "amount":
            if definition.type == "enum":
                return self._named_limit(self._only(tree), definition)
            return self._amount(tree.children, definition)
        if tree.data == "by_unit":
            if not definition.separate or not isinstance(operand, nodes.FieldRef):
                raise self._error(tree, f"{definition.label} needs one limit, in one unit.")
            pairs = zip(tree.children[::2], tree.children[1::2], strict=True)
            return nodes.ByUnit(tuple(self._amount(pair, definition) for pair in pairs))
        return self._named_limit(self._only(tree), definition)

    def _named_limit(self, token: Token, definition: FieldDefinition) -> nodes.Limit:
        if definition.type == "enum":
            word = self._word(token, definition)
            return nodes.Step(list(definition.values).index(word), word)
        if definition.type != "date":
            raise self._error(token, f"{definition.label} is compared with a number.")
        other = self._field(token)
        if other.type != "date":
            raise self._error(token, f"“{token}” is not a date.")
        return nodes.DateOf(str(token))

    def _amount(self, parts: Any, definition: FieldDefinition) -> nodes.Amount:
        number = parts[0]
        if definition.type not in NUMERIC:
            raise self._error(number, f"{definition.label} is not a number.")
        value = self._number(number)
        unit = _unquoted(parts[1]) if len(parts) > 1 else ""
        if unit in definition.separate:
            return nodes.Amount(value, unit, f"{plain(value, 4)} {unit}")
        if not unit and definition.unit not in ("", "1"):
            example = f"such as '{definition.unit}'"
            raise self._error(number, f"{definition.label} needs a unit, {example}.")
        if unit and definition.unit in ("", "1") and unit not in ("1", *definition.units):
            raise self._error(parts[1], f"{definition.label} has no unit; leave '{unit}' out.")
        try:
            factor = definition.factor(unit) if unit else 1.0
        except ReviewError as error:
            raise self._error(parts[1], str(error)) from error
        text = f"{plain(value, 4)} {unit}".rstrip()
        return nodes.Amount(value * factor, definition.unit, text)

    def _number(self, token: Token) -> float:
        value = float(str(token))
        if value > _MAXIMUM_NUMBER:
            raise self._error(token, "The number is too large for a limit.")
        return value

    def _word(self, token: Token, definition: FieldDefinition) -> str:
        word = _unquoted(token)
        if definition.type == "integer":
            if not (word.isascii() and word.isdigit()):
                raise self._error(token, f"{definition.label} is a whole number.")
            return str(int(word))
        if word not in definition.values:
            near = suggestion(word, definition.values)
            known = ", ".join(definition.values)
            raise self._error(token, f"“{word}” is no value of {definition.label} ({known}){near}.")
        return word

    # ------------------------------------------------------------ small parts

    def _own_window(
        self, tree: Tree[Token], operand: nodes.Operand, definition: FieldDefinition
    ) -> nodes.Window:
        """Return the window of an atom; raises where the atom could not obey one."""
        window = self._window(tree)
        if not isinstance(operand, nodes.FieldRef):
            self._refuse(window, tree, "What is counted in a list")
        elif operand.of_list:
            self._refuse(window, tree, f"A value of an entry ({operand.name})")
        elif definition.type == "judgement":
            self._refuse(window, tree, "A question to the board")
        return window

    def _refuse(self, window: nodes.Window, place: Any, what: str) -> None:
        if window != nodes.NO_WINDOW:
            message = f"{what} has no window; write “within …” at the values or list it limits."
            raise self._error(place, message)

    def _window(self, tree: Tree[Token]) -> nodes.Window:
        """Return the window written beside `tree`; what it leaves out comes from the group."""
        qualifiers = _subtree(tree, "qualifiers")
        if qualifiers is None:
            return self.window
        outer = self.window
        period, anchor, uncorrected = outer.period, outer.anchor, outer.uncorrected
        within = _subtree(qualifiers, "window")
        if within is not None:
            period, anchor = self._period_of(within), self._anchor(within)
        correction = _subtree(qualifiers, "uncorrected")
        if correction is not None:
            uncorrected = self._period_of(correction)
        return nodes.Window(period, anchor, uncorrected)

    def _period_of(self, tree: Tree[Token]) -> Period:
        inner = _subtree(tree, "period")
        assert inner is not None
        return self._period(inner)

    def _period(self, tree: Any) -> Period:
        number, unit = tree.children
        if "." in number or not 0 < int(number) <= 1000:
            raise self._error(number, "A period is a whole number from 1 to 1000.")
        return Period(int(number), str(unit).rstrip("s"))

    def _anchor(self, tree: Tree[Token]) -> str:
        inner = _subtree(tree, "anchor")
        if inner is None:
            return ""
        name = inner.children[0]
        assert isinstance(name, Token)
        if name not in ANCHORS and self._field(name).type != "date":
            raise self._error(name, f"“{name}” is not a date.")
        return str(name)

    def _values(self, tree: Tree[Token]) -> list[Token]:
        words = _subtree(tree, "words")
        assert words is not None
        return [value.children[0] for value in words.children]  # type: ignore[union-attr,misc]

    def _only(self, tree: Tree[Token]) -> Token:
        token = tree.children[0]
        assert isinstance(token, Token)
        return token

    def _error(self, place: Any, message: str) -> ExpressionError:
        if isinstance(place, Token):
            return ExpressionError(message, place.line or 1, place.column or 1)
        return ExpressionError(message, place.meta.line, place.meta.column)


def _is(child: object, name: str) -> bool:
    return isinstance(child, Tree) and child.data == name

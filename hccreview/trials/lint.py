"""What looks wrong in the criteria of a trial document that can be read.

Rules: duplicate, contradiction, inverted range, unreachable branch, no effect, out of range.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from hccreview.clinical.fields import NUMERIC, FieldDefinition
from hccreview.clinical.quantity import plain
from hccreview.criteria import nodes
from hccreview.criteria.nodes import And, Node, Or, children
from hccreview.criteria.vocabulary import Vocabulary, bundled_vocabulary
from hccreview.trials.allowed import allowed, excludes, implies, plain_form
from hccreview.trials.model import Criterion, Trial
from hccreview.trials.positions import position


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One remark; line and column count from 1 within the criterion's expression."""

    criterion: str
    line: int
    column: int
    rule: str
    message: str


def lint(trial: Trial, vocabulary: Vocabulary | None = None) -> tuple[LintFinding, ...]:
    """Return the remarks on all criteria of a trial, each criterion's own first."""
    words = vocabulary or bundled_vocabulary()
    found: list[LintFinding] = []
    for criterion in trial.criteria:
        root = _root(criterion)
        if root is not None:
            found += [
                LintFinding(criterion.id, *_at(criterion, part), rule, message)
                for rule, part, message in _inside(root, words)
            ]
    found += _across(trial.criteria)
    return tuple(dict.fromkeys(found))


Remark = tuple[str, Node, str]


def _root(criterion: Criterion) -> Node | None:
    expression = criterion.expression
    return expression if isinstance(expression, Node) else None


def _at(criterion: Criterion, part: Node) -> tuple[int, int]:
    root = _root(criterion)
    return (1, 1) if root is None else position(criterion.expression_text, root, part)


# ------------------------------------------------------------------ one criterion


def _inside(node: Node, words: Vocabulary) -> Iterator[Remark]:
    """Yield remarks on an expression and everything inside it."""
    if isinstance(node, And | Or):
        form = plain_form(node)
        assert isinstance(form, And | Or)
        yield from _parts(form)
        nested: tuple[Node, ...] = form.parts
    else:
        nested = children(node)
        yield from _limits(node, words)
    if isinstance(node, nodes.Readings):
        yield from _same_readings(node)
    for part in nested:
        yield from _inside(part, words)


def _parts(node: And | Or) -> Iterator[Remark]:
    for first, second in combinations(node.parts, 2):
        if first == second:
            yield "duplicate", second, "the same condition is written twice; leave one out."
        elif isinstance(node, And):
            yield from _both(first, second)
        else:
            yield from _either(first, second)


def _both(first: Node, second: Node) -> Iterator[Remark]:
    if excludes(first, second):
        yield _never(first, second)
    elif implies(first, second):
        yield "no effect", second, "this always holds where another condition beside it holds."
    elif implies(second, first):
        yield "no effect", first, "this always holds where another condition beside it holds."


def _never(first: Node, second: Node) -> Remark:
    if not isinstance(first, And | Or) and not isinstance(second, And | Or):
        one, two = allowed(first).span, allowed(second).span
        if one is not None and two is not None:
            low, high = max(one.low, two.low), min(one.high, two.high)
            message = f"no value is above {plain(low, 4)} and below {plain(high, 4)} at once."
            return "inverted range", second, message
    return "contradiction", second, "this can never hold together with a condition beside it."


def _either(first: Node, second: Node) -> Iterator[Remark]:
    if implies(first, second):
        yield "unreachable branch", first, "another branch holds wherever this one does."
    elif implies(second, first):
        yield "unreachable branch", second, "another branch holds wherever this one does."
    elif excludes(plain_form(first, False), plain_form(second, False)):
        yield "no effect", second, "one of the two branches always holds."


def _same_readings(node: nodes.Readings) -> Iterator[Remark]:
    for (one, first), (two, second) in combinations(node.options, 2):
        if first == second:
            yield "duplicate", second, f"the readings {one} and {two} say the same."


def _limits(node: Node, words: Vocabulary) -> Iterator[Remark]:
    operand = getattr(node, "operand", None)
    if not isinstance(operand, nodes.FieldRef):
        return
    definition = _definition(operand, words)
    if isinstance(node, nodes.Member) and definition.type == "enum":
        if set(node.words) >= set(definition.values):
            yield "no effect", node, f"every value of {definition.label} is named."
    elif isinstance(node, nodes.Member) and definition.type in NUMERIC:
        outside = [word for word in sorted(node.words) if not _plausible(definition, float(word))]
        if outside:
            yield "out of range", node, _beyond(definition, ", ".join(outside))
    elif isinstance(node, nodes.Comparison) and isinstance(node.limit, nodes.Amount):
        limit = node.limit
        beyond = limit.unit == definition.unit and not _plausible(definition, limit.value)
        if beyond:
            yield "out of range", node, _beyond(definition, limit.text)


def _definition(operand: nodes.FieldRef, words: Vocabulary) -> FieldDefinition:
    table = words.entry_fields[operand.of_list] if operand.of_list else words.fields
    return table[operand.name]


def _plausible(definition: FieldDefinition, value: float) -> bool:
    low, high = definition.plausible or (value, value)
    return low <= value <= high


def _beyond(definition: FieldDefinition, text: str) -> str:
    low, high = definition.plausible or (0.0, 0.0)
    return f"{definition.label} lies between {plain(low, 4)} and {plain(high, 4)}; {text} does not."


# ------------------------------------------------------------------ all criteria


def _across(criteria: tuple[Criterion, ...]) -> Iterator[LintFinding]:
    """Yield duplicates and contradictions between criteria that apply alike."""
    for first, second in combinations(criteria, 2):
        one, two = _required(first), _required(second)
        if one is None or two is None or first.applies != second.applies:
            continue
        if first.id in second.linked_to or second.id in first.linked_to:
            continue
        if first.anchor != second.anchor:
            continue
        place = _at(second, two)
        if one == two:
            message = f"this says the same as criterion {first.id}; leave one out."
            yield LintFinding(second.id, *place, "duplicate", message)
        elif excludes(one, two):
            message = f"nobody can pass this and criterion {first.id} too."
            if first.kind != second.kind:
                message = f"this {second.kind} and the {first.kind} {first.id} leave nobody."
            yield LintFinding(second.id, *place, "contradiction", message)


def _required(criterion: Criterion) -> Node | None:
    """Return what must hold for a criterion to pass, in plain form."""
    root = _root(criterion)
    return None if root is None else plain_form(root, criterion.kind == "inclusion")

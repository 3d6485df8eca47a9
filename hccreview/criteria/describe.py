"""An expression as a sentence, so that a clinician can check what the program computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.entry_facts import ENTRY_FIELDS
from hccreview.clinical.fields import Dictionary, FieldDefinition, bundled_dictionary
from hccreview.clinical.quantity import plain
from hccreview.criteria import nodes
from hccreview.criteria.phrases import (
    ENTRY_NOUNS,
    FLAG_PHRASES,
    lower_first,
    short_label,
    unit_label,
    words_joined,
)

ANCHOR_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "as_of": "the review",
        "inclusion": "inclusion",
        "first_dose": "the first dose",
        "": "the criterion's day",
    }
)
_OPERATORS = {
    "<=": "at most",
    ">=": "at least",
    "<": "below",
    ">": "above",
    "=": "exactly",
    "!=": "other than",
}
_DATE_OPERATORS = {"<=": "on or before", ">=": "on or after", "<": "before", ">": "after"}


def describe(node: nodes.Node, dictionary: Dictionary | None = None, anchor: str = "") -> str:
    """Return the meaning of an expression in one English sentence, without a full stop.

    `anchor` (as_of, inclusion or first_dose) names the day of windows that name none themselves.
    """
    anchors = {**ANCHOR_WORDS, "": ANCHOR_WORDS[anchor]}
    text = Describer(dictionary or bundled_dictionary(), anchors).of(node)
    return text[0].upper() + text[1:]


class Describer:
    """Turns nodes into words; `anchors` holds what each anchor is called.

    With `brief` the explanations in brackets behind labels are left out.
    """

    def __init__(
        self, dictionary: Dictionary, anchors: Mapping[str, str], brief: bool = False
    ) -> None:
        self.dictionary, self.anchors, self.brief = dictionary, anchors, brief

    def of(self, node: nodes.Node) -> str:
        """Return an expression in words, beginning with a small letter or a label."""
        return _HANDLERS[type(node)](self, node)

    # ---------------------------------------------------------------- logic

    def _and(self, node: nodes.And) -> str:
        return self._joined(node.parts, " and ")

    def _or(self, node: nodes.Or) -> str:
        return self._joined(node.parts, " or ")

    def _flag(self, node: nodes.Flag) -> str:
        return f"{self._name(node.operand)}: yes{self._window(node.window)}"

    def _judgement(self, node: nodes.Judgement) -> str:
        return f"the board answers yes to “{self._field(node.name)}”"

    def _recorded_flag(self, node: nodes.RecordedFlag) -> str:
        return f"“{self._field(node.name)}” is recorded"

    def _criterion(self, node: nodes.CriterionRef) -> str:
        return f"criterion {node.id} holds"

    def _arm(self, node: nodes.ArmIs) -> str:
        return f"the arm is {words_joined(sorted(node.arms))}"

    def _joined(self, parts: tuple[nodes.Node, ...], word: str) -> str:
        texts = [
            f"({self.of(part)})" if isinstance(part, nodes.And | nodes.Or) else self.of(part)
            for part in parts
        ]
        return word.join(texts)

    def _not(self, node: nodes.Not) -> str:
        part = node.part
        if isinstance(part, nodes.Exists):
            return f"no {self.looked_for(part)}"
        if isinstance(part, nodes.Flag):
            return f"{self._name(part.operand)}: no{self._window(part.window)}"
        if isinstance(part, nodes.Judgement):
            return f"the board answers no to “{self._field(part.name)}”"
        if isinstance(part, nodes.Member):
            return self._member(part, "is none of" if len(part.words) > 1 else "is not")
        if isinstance(part, nodes.Includes):
            return self._member(part, "does not include")
        return f"not ({self.of(part)})"

    def _readings(self, node: nodes.Readings) -> str:
        chooser = self.dictionary.fields[node.chooser]
        shown = [f"“{chooser.word(label)}”: {self.of(part)}" for label, part in node.options]
        return f"depending on the reading, {'; '.join(shown)}"

    def _provided(self, node: nodes.Provided) -> str:
        return f"{self.of(node.part)} (counts only provided that {self.of(node.condition)})"

    # ---------------------------------------------------------------- atoms

    def _comparison(self, node: nodes.Comparison) -> str:
        limit = node.limit
        if isinstance(limit, nodes.DateOf):
            return f"{self._name(node.operand)} {self._against_date(node.operator, limit)}"
        return (
            f"{self._name(node.operand)} {_OPERATORS[node.operator]} {self.limit(limit)}"
            f"{self._window(node.window)}"
        )

    def _against_date(self, operator: str, limit: nodes.DateOf) -> str:
        word = _DATE_OPERATORS.get(operator, "on")
        return f"{word} {self.anchor(limit.name)}"

    def limit(self, limit: nodes.Limit) -> str:
        """Return a limit with its unit."""
        if isinstance(limit, nodes.Amount):
            number, _, unit = limit.text.rpartition(" ") if limit.unit else (limit.text, "", "")
            return f"{number} {unit_label(unit)}".strip() if number else limit.text
        if isinstance(limit, nodes.Multiple):
            return f"{plain(limit.factor)} × {limit.limit.upper()}"
        if isinstance(limit, nodes.ByUnit):
            return " or ".join(self.limit(amount) for amount in limit.amounts)
        return limit.word if isinstance(limit, nodes.Step) else self._field(limit.name)

    def _member(self, node: nodes.Member | nodes.Includes, verb: str = "") -> str:
        verb = verb or ("is" if isinstance(node, nodes.Member) else "includes")
        words = words_joined(self.word_labels(node))
        return f"{self._name(node.operand)} {verb} {words}{self._window(node.window)}"

    def word_labels(self, node: nodes.Member | nodes.Includes) -> list[str]:
        """Return the labels of the words of an atom, in the order of the dictionary."""
        definition = self._definition(node.operand)
        order = list(definition.values) if definition is not None else []
        words = sorted(node.words, key=lambda w: (order.index(w) if w in order else 99, w))
        labels = [definition.word(word) if definition is not None else word for word in words]
        shown = [short_label(label) for label in labels] if self.brief else labels
        return [f"“{label}”" if "," in short_label(label) else label for label in shown]

    def _date_within(self, node: nodes.DateWithin) -> str:
        anchor = self.anchor(node.anchor)
        return f"{self._field(node.name)} lies within {node.period} before {anchor}"

    def _sampled(self, node: nodes.Sampled) -> str:
        names = words_joined([self._field(name) for name in node.fields], "and")
        return f"there are samples of {names}{self._window(node.window)}"

    def _window(self, window: nodes.Window) -> str:
        text = ""
        if window.period is not None:
            text += f" within {window.period} before {self.anchor(window.anchor)}"
        if window.uncorrected is not None:
            text += f", without corrective treatment in the {window.uncorrected} before the sample"
        return text

    def anchor(self, name: str) -> str:
        """Return what an anchor is called; any other name is that of a date in the case."""
        return self.anchors.get(name) or f"the date “{lower_first(self._field(name))}”"

    # ---------------------------------------------------------------- lists

    def _exists(self, node: nodes.Exists) -> str:
        start = "an entry is recorded: " if node.recorded_only else "some "
        return f"{start}{self.looked_for(node)}"

    def looked_for(self, node: nodes.Exists | nodes.Count | nodes.Extreme) -> str:
        """Return what is looked for in a list: ``bleeding within 3 months before … (severe)``."""
        noun, parts = self._noun(node)
        during = [part for part in parts if isinstance(part, nodes.During)]
        conditions = [self._aspect(part) for part in parts if not isinstance(part, nodes.During)]
        text = noun + "".join(f" {self._time(part)}" for part in during)
        return f"{text} ({'; '.join(conditions)})" if conditions else text

    def _noun(
        self, node: nodes.Exists | nodes.Count | nodes.Extreme
    ) -> tuple[str, tuple[nodes.Node, ...]]:
        where = node.where
        parts = () if where is None else _conjuncts(where)
        for view in self.dictionary.views.values():
            first = parts[0] if parts else None
            if view.of != node.list or not isinstance(first, nodes.Member):
                continue
            if first.operand.name == view.field and first.words == view.values:
                return lower_first(view.label), parts[1:]
        label = lower_first(self.dictionary.lists[node.list].label)
        return ENTRY_NOUNS.get(node.list, f"entry of “{label}”"), parts

    def _time(self, node: nodes.During) -> str:
        lasting = f"for {node.for_days} days or more " if node.for_days else ""
        return f"{lasting}within {node.period} before {self.anchor(node.anchor)}"

    def _aspect(self, node: nodes.Node) -> str:
        """Return a condition on an entry: ``severe``, ``organ: brain or bone``."""
        if isinstance(node, nodes.And | nodes.Or):
            word = " and " if isinstance(node, nodes.And) else " or "
            return word.join(
                f"[{self._aspect(part)}]"
                if isinstance(part, nodes.And | nodes.Or)
                else self._aspect(part)
                for part in node.parts
            )
        if isinstance(node, nodes.During):
            return self._time(node)
        if isinstance(node, nodes.Not):
            return self._negated_aspect(node.part)
        operand = getattr(node, "operand", None)
        if not isinstance(operand, nodes.FieldRef) or not operand.of_list:
            return self.of(node)
        if isinstance(node, nodes.Flag):
            return self._flag_phrase(operand, True)
        label = lower_first(self._name(operand))
        if isinstance(node, nodes.Member | nodes.Includes):
            return f"{label}: {words_joined(self.word_labels(node))}"
        assert isinstance(node, nodes.Comparison)
        if isinstance(node.limit, nodes.DateOf):
            return f"{label} {self._against_date(node.operator, node.limit)}"
        return f"{label} {_OPERATORS[node.operator]} {self.limit(node.limit)}"

    def _negated_aspect(self, node: nodes.Node) -> str:
        operand = getattr(node, "operand", None)
        if isinstance(node, nodes.Flag) and isinstance(operand, nodes.FieldRef) and operand.of_list:
            return self._flag_phrase(operand, False)
        if isinstance(node, nodes.Member | nodes.Includes) and node.operand.of_list:
            label, words = lower_first(self._name(node.operand)), self.word_labels(node)
            either = "neither " if len(words) > 1 else "not "
            return f"{label}: {either}{words_joined(words, 'nor')}"
        text = self._aspect(node)
        return f"not [{text}]" if isinstance(node, nodes.And | nodes.Or) else f"not {text}"

    def _flag_phrase(self, operand: nodes.FieldRef, wanted: bool) -> str:
        known = FLAG_PHRASES.get(operand.name)
        if known is not None:
            return known[0] if wanted else known[1]
        label = lower_first(self._name(operand))
        return label if wanted else f"not {label}"

    # ---------------------------------------------------------------- names

    def name(self, operand: nodes.Operand) -> str:
        """Return what is compared: a field, a number of entries, a largest or smallest value."""
        text = self._name(operand)
        return text[0].upper() + text[1:]

    def _name(self, operand: nodes.Operand) -> str:
        if isinstance(operand, nodes.FieldRef):
            definition = self._definition(operand)
            label = definition.label if definition is not None else operand.name
            return short_label(label) if self.brief and operand.of_list else label
        entries = self.looked_for(operand)
        plural = _plural(entries)
        if isinstance(operand, nodes.Extreme):
            inner = self.dictionary.lists[operand.list].by_id[operand.field].label
            side = "largest" if operand.largest else "smallest"
            measure = lower_first(inner).removeprefix("longest ")
            return f"{side} {measure} of {plural}"
        if operand.distinct:
            inner = self.dictionary.lists[operand.list].by_id[operand.distinct].label
            return f"number of different {lower_first(inner)}s among {plural}"
        return f"number of {plural}"

    def _definition(self, operand: nodes.FieldRef) -> FieldDefinition | None:
        if operand.of_list:
            own = ENTRY_FIELDS.get(operand.of_list, {}).get(operand.name)
            return own or self.dictionary.lists[operand.of_list].by_id.get(operand.name)
        return DERIVED_FIELDS.get(operand.name) or self.dictionary.fields.get(operand.name)

    def _field(self, name: str) -> str:
        definition = DERIVED_FIELDS.get(name) or self.dictionary.fields.get(name)
        return definition.label if definition is not None else name


def _conjuncts(node: nodes.Node) -> tuple[nodes.Node, ...]:
    """Return the parts of a conjunction, those of a conjunction inside it too."""
    if not isinstance(node, nodes.And):
        return (node,)
    return tuple(inner for part in node.parts for inner in _conjuncts(part))


def _plural(noun: str) -> str:
    """Return ``lesions outside the liver`` for ``lesion outside the liver``."""
    for one, many in (("lesion", "lesions"), ("nodule", "nodules"), ("treatment", "treatments")):
        if noun.startswith(one):
            return many + noun.removeprefix(one)
    return f"entries: {noun}"


_HANDLERS: dict[type, Callable[[Describer, Any], str]] = {
    nodes.And: Describer._and,
    nodes.Or: Describer._or,
    nodes.Not: Describer._not,
    nodes.Comparison: Describer._comparison,
    nodes.Member: Describer._member,
    nodes.Includes: Describer._member,
    nodes.Flag: Describer._flag,
    nodes.Judgement: Describer._judgement,
    nodes.Readings: Describer._readings,
    nodes.Exists: Describer._exists,
    nodes.DateWithin: Describer._date_within,
    nodes.Sampled: Describer._sampled,
    nodes.Provided: Describer._provided,
    nodes.RecordedFlag: Describer._recorded_flag,
    nodes.CriterionRef: Describer._criterion,
    nodes.ArmIs: Describer._arm,
}

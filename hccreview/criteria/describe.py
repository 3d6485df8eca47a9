"""An expression as a sentence, so that a clinician can check what the program computes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hccreview.clinical.derived import DERIVED_FIELDS, ENTRY_FIELDS
from hccreview.clinical.fields import Dictionary, FieldDefinition, bundled_dictionary
from hccreview.clinical.quantity import plain
from hccreview.criteria import nodes

_ANCHORS = {"as_of": "the review", "inclusion": "inclusion", "first_dose": "the first dose"}
_OPERATORS = {
    "<=": "at most",
    ">=": "at least",
    "<": "below",
    ">": "above",
    "=": "exactly",
    "!=": "other than",
}


def describe(node: nodes.Node, dictionary: Dictionary | None = None) -> str:
    """Return the meaning of an expression in one English sentence, without a full stop."""
    text = _Describer(dictionary or bundled_dictionary()).of(node)
    return text[0].upper() + text[1:]


class _Describer:
    """Turns nodes into words."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.handlers: dict[type, Callable[[Any], str]] = {
            nodes.And: lambda node: self._joined(node.parts, " and "),
            nodes.Or: lambda node: self._joined(node.parts, " or "),
            nodes.Not: self._not,
            nodes.Comparison: self._comparison,
            nodes.Member: self._member,
            nodes.Includes: self._member,
            nodes.Flag: lambda node: self._name(node.operand) + self._window(node.window),
            nodes.Judgement: lambda node: f"the board finds: {self._field(node.name)}",
            nodes.Readings: self._readings,
            nodes.Exists: self._exists,
            nodes.During: self._during,
            nodes.DateWithin: self._date_within,
            nodes.Sampled: self._sampled,
            nodes.Provided: self._provided,
            nodes.RecordedFlag: lambda node: f"{self._field(node.name)} is recorded",
            nodes.CriterionRef: lambda node: f"criterion {node.id} holds",
            nodes.ArmIs: lambda node: f"the arm is {self._words(sorted(node.arms))}",
        }

    def of(self, node: nodes.Node) -> str:
        return self.handlers[type(node)](node)

    def _joined(self, parts: tuple[nodes.Node, ...], word: str) -> str:
        texts = [
            f"({self.of(part)})" if isinstance(part, nodes.And | nodes.Or) else self.of(part)
            for part in parts
        ]
        return word.join(texts)

    def _not(self, node: nodes.Not) -> str:
        if isinstance(node.part, nodes.Exists):
            return "no" + self._exists(node.part).removeprefix("some").removeprefix("a")
        return f"not ({self.of(node.part)})"

    def _comparison(self, node: nodes.Comparison) -> str:
        limit = self._limit(node.limit)
        return (
            f"{self._name(node.operand)} {_OPERATORS[node.operator]} {limit}"
            f"{self._window(node.window)}"
        )

    def _limit(self, limit: nodes.Limit) -> str:
        if isinstance(limit, nodes.Amount):
            return limit.text
        if isinstance(limit, nodes.Multiple):
            return f"{plain(limit.factor)} × {limit.limit.upper()}"
        if isinstance(limit, nodes.ByUnit):
            return " or ".join(f"{amount.text}" for amount in limit.amounts)
        return limit.word if isinstance(limit, nodes.Step) else self._field(limit.name)

    def _member(self, node: nodes.Member | nodes.Includes) -> str:
        definition = self._definition(node.operand)
        order = list(definition.values) if definition is not None else []
        words = sorted(node.words, key=lambda w: (order.index(w) if w in order else 99, w))
        labels = [definition.word(word) if definition is not None else word for word in words]
        verb = "is" if isinstance(node, nodes.Member) else "includes"
        return f"{self._name(node.operand)} {verb} {self._words(labels)}{self._window(node.window)}"

    def _readings(self, node: nodes.Readings) -> str:
        chooser = self.dictionary.fields[node.chooser]
        shown = [f"“{chooser.word(label)}”: {self.of(part)}" for label, part in node.options]
        return f"depending on the reading, {'; '.join(shown)}"

    def _exists(self, node: nodes.Exists) -> str:
        label = self.dictionary.lists[node.list].label
        start = "a recorded entry" if node.recorded_only else "some entry"
        where = f" where {self.of(node.where)}" if node.where is not None else ""
        return f"{start} of {label[0].lower()}{label[1:]}{where}"

    def _during(self, node: nodes.During) -> str:
        lasting = f"it lasts {node.for_days} days or more" if node.for_days else "it falls"
        return f"{lasting} within {node.period} before {self._anchor(node.anchor)}"

    def _date_within(self, node: nodes.DateWithin) -> str:
        anchor = self._anchor(node.anchor)
        return f"{self._field(node.name)} lies within {node.period} before {anchor}"

    def _sampled(self, node: nodes.Sampled) -> str:
        names = self._words([self._field(name) for name in node.fields], "and")
        return f"there are samples of {names}{self._window(node.window)}"

    def _provided(self, node: nodes.Provided) -> str:
        return f"{self.of(node.part)} (counts only provided that {self.of(node.condition)})"

    def _window(self, window: nodes.Window) -> str:
        text = ""
        if window.period is not None:
            text += f" within {window.period} before {self._anchor(window.anchor)}"
        if window.uncorrected is not None:
            text += f", without corrective treatment in the {window.uncorrected} before the sample"
        return text

    def _anchor(self, name: str) -> str:
        return _ANCHORS.get(name) or (self._field(name) if name else "the criterion's day")

    def _name(self, operand: nodes.Operand) -> str:
        if isinstance(operand, nodes.FieldRef):
            definition = self._definition(operand)
            return definition.label if definition is not None else operand.name
        label = self.dictionary.lists[operand.list].label
        where = f" where {self.of(operand.where)}" if operand.where is not None else ""
        if isinstance(operand, nodes.Extreme):
            inner = self.dictionary.lists[operand.list].by_id[operand.field].label
            side = "largest" if operand.largest else "smallest"
            return f"{side} {inner[0].lower()}{inner[1:]} of {label[0].lower()}{label[1:]}{where}"
        what = f"distinct values of {operand.distinct} in " if operand.distinct else ""
        return f"number of {what}{label[0].lower()}{label[1:]}{where}"

    def _definition(self, operand: nodes.FieldRef) -> FieldDefinition | None:
        if operand.of_list:
            own = ENTRY_FIELDS.get(operand.of_list, {}).get(operand.name)
            return own or self.dictionary.lists[operand.of_list].by_id.get(operand.name)
        return DERIVED_FIELDS.get(operand.name) or self.dictionary.fields.get(operand.name)

    def _field(self, name: str) -> str:
        definition = DERIVED_FIELDS.get(name) or self.dictionary.fields.get(name)
        return definition.label if definition is not None else name

    def _words(self, labels: list[str], last: str = "or") -> str:
        if len(labels) == 1:
            return labels[0]
        return f"{', '.join(labels[:-1])} {last} {labels[-1]}"

"""Findings opened up: for each atom that decided, the patient's value, date, limit and distance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import Fact
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.fields import FieldDefinition
from hccreview.clinical.quantity import Span, close, plain
from hccreview.criteria import nodes
from hccreview.criteria.describe import Describer
from hccreview.criteria.logic import Truth
from hccreview.criteria.outcome import Evidence
from hccreview.criteria.phrases import lower_first, short_label, words_joined
from hccreview.criteria.phrases import unit_label as unit_label
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, Verdict
from hccreview.review.placing import Placing, placings
from hccreview.review.wording import definition_of as definition_of
from hccreview.review.wording import (
    describer,
    entry_text,
    from_to,
    is_foreign,
    span_text,
    with_unit,
)
from hccreview.review.wording import fact_text as fact_text
from hccreview.review.wording import label_of as label_of
from hccreview.review.wording import observation_text as observation_text

NONE_APPLIES = "none that applies"
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "not"}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One atom of a finding, ready to be shown.

    `value` and `limit` are numbers in `unit`; `distance` is how far the value lies from the limit
    (absolute, in `unit`), `percent` the same in percent of the limit. `operator` is the relation
    the expression asks for; for a list `limit_text` is what was looked for. `positive` is False
    inside a negation; `only_with` names what must hold too for an exclusion to exclude; `open`
    holds the reasons why a value is of no use (see `Gap`).
    """

    field: str
    label: str
    value_text: str
    value: float | None = None
    unit: str = ""
    on: PartialDate | None = None
    operator: str = ""
    limit: float | None = None
    limit_text: str = ""
    distance: float | None = None
    percent: float | None = None
    laboratory: str = ""
    note: str = ""
    truth: Truth = Truth.UNKNOWN
    kind: str = "value"  # "value", "flag", "list", "judgement", "sample" or "condition"
    positive: bool = True
    only_with: str = ""
    open: tuple[str, ...] = ()


def evidence_rows(finding: Finding, comparison: Comparison) -> tuple[EvidenceRow, ...]:
    """Return the rows of a finding, each atom once."""
    reader = _Reader(finding, comparison)
    rows: dict[tuple[str, str, str], EvidenceRow] = {}
    for item in finding.outcome.evidence:
        for row in reader.rows(item):
            rows.setdefault((row.field, row.value_text, row.limit_text), row)
    return tuple(rows.values())


class _Reader:
    """Turns the evidence of one finding into rows."""

    def __init__(self, finding: Finding, comparison: Comparison) -> None:
        self.finding, self.comparison = finding, comparison
        self.dictionary = comparison.dictionary
        self.words: Describer = describer(comparison, finding.criterion.anchor)
        self.places = placings(finding.criterion)

    def rows(self, item: Evidence) -> Iterator[EvidenceRow]:
        """Return the rows of one atom."""
        node = item.node
        if isinstance(node, nodes.Exists):
            yield from self._list_rows(item, node)
        elif isinstance(node, nodes.Judgement):
            yield self._judgement_row(item, node)
        elif item.fact is not None:
            yield self._field_row(item, item.fact)

    # ------------------------------------------------------------------ fields

    def _field_row(self, item: Evidence, fact: Fact) -> EvidenceRow:
        node = item.node
        definition = definition_of(fact.name, self.dictionary)
        operand = getattr(node, "operand", None)
        counted = isinstance(operand, nodes.Count | nodes.Extreme)
        label = label_of(fact.name, self.dictionary)
        if isinstance(operand, nodes.Count | nodes.Extreme):
            label = self.words.name(operand)
        limit = None if isinstance(getattr(node, "limit", None), nodes.Step) else item.limit
        distance, percent = _distance(fact.span if fact.words is None else None, limit)
        operator, limit_text = self._relation(item, fact, definition)
        place = self.places.get(id(node), Placing())
        observation = fact.observation if fact.name not in DERIVED_FIELDS else None
        return EvidenceRow(
            field=fact.name,
            label=label,
            value_text=_shown(fact, definition, limit),
            value=_finite(fact) if fact.words is None else None,
            unit=fact.unit or (definition.unit if definition is not None else ""),
            on=_date_of(fact) or (_day(item) if fact.name == "age" else None),
            operator=operator,
            limit=limit,
            limit_text=limit_text,
            distance=distance,
            percent=percent,
            laboratory=observation.laboratory if observation is not None else "",
            note="; ".join((*self._notes(item, fact, counted), *item.notes)),
            truth=item.truth,
            kind="condition" if place.condition else _kind(node),
            positive=place.positive,
            only_with=self._only_with(place),
            open=tuple(gap.reason for gap in fact.gaps),
        )

    def _notes(self, item: Evidence, fact: Fact, counted: bool) -> Iterator[str]:
        if fact.note:
            yield fact.note
        if counted:
            definition = self.dictionary.lists[fact.name]
            if item.entries and item.truth is not Truth.UNKNOWN:
                yield _listed([entry_text(entry, definition) for entry in item.entries])
            said = self.comparison.case.list(fact.name).complete_on
            if said is not None and not fact.gaps:
                yield f"list complete on {spoken(said)}"
        elif fact.name in DERIVED_FIELDS and fact.inputs:
            if self._tells_inputs(item, fact):
                yield self._inputs(fact, item.anchor)
            days = _days_of(fact)
            if days and fact.name != "age":
                yield days if len(fact.inputs) == 1 else f"values of {days}"

    def _tells_inputs(self, item: Evidence, fact: Fact) -> bool:
        """True for a number that decides and was worked out from a few others."""
        decides = self.finding.verdict is not Verdict.PASS
        return decides and fact.span is not None and 1 < len(fact.inputs) < 8 and bool(item.limit)

    def _inputs(self, fact: Fact, day: date | None) -> str:
        shown = []
        for observation in fact.inputs:
            if observation.field == "birth_date":  # the age says as much, and less of the person
                age = self.comparison.chart(day).fact("age")
                shown.append(f"age {fact_text(age, definition_of('age', self.dictionary))}")
                continue
            definition = definition_of(observation.field, self.dictionary)
            label = lower_first(short_label(label_of(observation.field, self.dictionary)))
            shown.append(f"{label} {observation_text(observation, definition)}")
        return "from " + ", ".join(dict.fromkeys(shown))

    def _only_with(self, place: Placing) -> str:
        return " and ".join(
            f"{self.words.looked_for(part)} is recorded"
            if isinstance(part, nodes.Exists)
            else self.words.of(part)
            for part in place.together
        )

    # --------------------------------------------------------------- relations

    def _relation(
        self, item: Evidence, fact: Fact, definition: FieldDefinition | None
    ) -> tuple[str, str]:
        """Return the operator and the limit of an atom in words."""
        node = item.node
        if isinstance(node, nodes.Member | nodes.Includes):
            sign = "in" if isinstance(node, nodes.Member) else "includes"
            return sign, words_joined(self.words.word_labels(node))
        if isinstance(node, nodes.DateWithin):
            return "within", f"{node.period} before {self.words.anchor(node.anchor)}"
        if isinstance(node, nodes.Comparison):
            sign = _SIGNS.get(node.operator, node.operator)
            return sign, self._limit_text(node.limit, item, fact, definition)
        return "", ""

    def _limit_text(
        self, limit: nodes.Limit, item: Evidence, fact: Fact, definition: FieldDefinition | None
    ) -> str:
        unit = fact.unit or (definition.unit if definition is not None else "")
        if isinstance(limit, nodes.Multiple):
            shown = f"{plain(limit.factor)} × {limit.limit.upper()}"
            if item.limit is None:
                return shown
            amounts = [with_unit(plain(item.limit), unit), *self._own_unit(item, definition)]
            return f"{shown} ({', '.join(amounts)})"
        if isinstance(limit, nodes.Amount | nodes.ByUnit):
            choices = limit.amounts if isinstance(limit, nodes.ByUnit) else (limit,)
            fitting = [a for a in choices if a.unit == unit and fact.span] or list(choices)
            shown = " or ".join(with_unit(plain(a.value, 4), a.unit) for a in fitting)
            own = self._own_unit(item, definition)
            return f"{shown} ({own[0]})" if own else shown
        if isinstance(limit, nodes.Step):
            return definition.word(limit.word) if definition is not None else limit.word
        return self.words.anchor(limit.name)

    def _own_unit(self, item: Evidence, definition: FieldDefinition | None) -> list[str]:
        """Return the limit in the unit in which the value was entered, where that is another."""
        fact = item.fact
        observation = fact.observation if fact is not None else None
        if observation is None or definition is None or item.limit is None:
            return []
        if definition.id in DERIVED_FIELDS or not is_foreign(observation, definition):
            return []
        factor = definition.factor(observation.unit)
        return [with_unit(plain(item.limit / factor), observation.unit)]

    # ------------------------------------------------------------------- lists

    def _list_rows(self, item: Evidence, node: nodes.Exists) -> Iterator[EvidenceRow]:
        definition = self.dictionary.lists[node.list]
        place = self.places.get(id(node), Placing())
        row = EvidenceRow(
            field=node.list,
            label=definition.label,
            value_text="",
            limit_text=self.words.looked_for(node),
            note="; ".join(item.notes),
            truth=item.truth,
            kind="condition" if place.condition else "list",
            positive=place.positive,
            only_with=self._only_with(place),
            open=tuple(gap.reason for gap in item.fact.gaps) if item.fact is not None else (),
        )
        for entry in item.entries:
            yield _with(row, entry_text(entry, definition), _entry_date(entry))
        if item.truth is Truth.FALSE:
            said = self.comparison.case.list(node.list).complete_on
            listed = f"list “{definition.label}” complete on "
            note = "" if said is None or node.recorded_only else f"{listed}{spoken(said)}"
            yield _with(row, NONE_APPLIES, None, self._what_there_is(node, row) + note)
        elif not item.entries:
            yield row

    def _what_there_is(self, node: nodes.Exists, row: EvidenceRow) -> str:
        """Return the recorded entries where one of another kind is required."""
        required = (self.finding.criterion.kind == "inclusion") is row.positive
        if self.finding.verdict is not Verdict.FAIL or not required:
            return ""
        entries = self.comparison.chart(self.finding.day).list(node.list).entries
        definition = self.dictionary.lists[node.list]
        shown = _listed([entry_text(entry, definition) for entry in entries])
        return f"recorded: {shown}; " if shown else ""

    def _judgement_row(self, item: Evidence, node: nodes.Judgement) -> EvidenceRow:
        definition = self.dictionary.fields[node.name]
        place = self.places.get(id(node), Placing())
        row = EvidenceRow(
            field=node.name,
            label=definition.label,
            value_text="",
            note=definition.question,
            kind="judgement",
            positive=place.positive,
            only_with=self._only_with(place),
        )
        observation = item.fact.observation if item.fact is not None else None
        if observation is None or item.truth is Truth.UNKNOWN:
            return row
        answer, on = "yes" if observation.value is True else "no", observation.collected_on
        said = ", ".join(part for part in (observation.author, spoken(on) if on else "") if part)
        note = ": ".join(part for part in (said, observation.reason) if part)
        return _with(row, answer, on, note, item.truth)


def _with(
    row: EvidenceRow, text: str, on: PartialDate | None, note: str = "", truth: Truth | None = None
) -> EvidenceRow:
    """Return a row with its value, date and note."""
    return replace(row, value_text=text, on=on, note=note or row.note, truth=truth or row.truth)


def _kind(node: nodes.Node) -> str:
    if isinstance(node, nodes.Sampled):
        return "sample"
    return "flag" if isinstance(node, nodes.Flag | nodes.RecordedFlag) else "value"


def _distance(span: Span | None, limit: float | None) -> tuple[float | None, float | None]:
    """Return the least distance of a number (or its bounds) from a limit, absolute and percent."""
    if span is None or limit is None or abs(span.low if span.exact else 0.0) == float("inf"):
        return None, None
    if span.low <= limit <= span.high and not span.exact:
        return None, None
    distance = abs(span.low - limit) if span.low > limit else abs(limit - span.high)
    return distance, (100 * distance / abs(limit) if limit else None)


def _finite(fact: Fact) -> float | None:
    """Return an exact number; the extreme of no entries at all is none."""
    return None if fact.number is None or math.isinf(fact.number) else fact.number


def _shown(fact: Fact, definition: FieldDefinition | None, limit: float | None) -> str:
    """Return a value with so many digits that it does not look like a limit it does not equal."""
    text = fact_text(fact, definition)
    number = fact.number
    if number is None or limit is None or fact.words is not None or close(number, limit):
        return text
    unit = fact.unit or (definition.unit if definition is not None else "")
    if text != with_unit(plain(limit, 1 if abs(limit) >= 100 else 2), unit):
        return text
    return span_text(Span(number, number), unit, 6)


def _date_of(fact: Fact) -> PartialDate | None:
    dates = [o.collected_on for o in fact.inputs if o.collected_on is not None]
    return min(dates, key=lambda each: each.last) if dates else None


def _days_of(fact: Fact) -> str:
    """Return the day of the inputs, or the first and the last of several."""
    dates = sorted(
        {o.collected_on for o in fact.inputs if o.collected_on is not None},
        key=lambda each: (each.first, each.last),
    )
    if not dates:
        return ""
    return from_to(dates[0], dates[-1])


def _day(item: Evidence) -> PartialDate | None:
    return None if item.anchor is None else PartialDate(item.anchor, item.anchor)


def _entry_date(entry: Entry) -> PartialDate | None:
    for name in ("end", "on", "start"):
        value = entry.get(name)
        if isinstance(value, PartialDate):
            return value
    return None


def _listed(texts: list[str]) -> str:
    """Return entries for use inside brackets: five of them, and how many more there are."""
    texts = [text.replace(" (", ", ").removesuffix(")") for text in texts]
    return "; ".join(texts[:5]) + (f" and {len(texts) - 5} more" if len(texts) > 5 else "")

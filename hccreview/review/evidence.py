"""Findings opened up: for each atom that decided, the patient's value, date, limit and distance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hccreview.clinical.case import Entry, Observation, Value
from hccreview.clinical.chart import Fact
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.fields import Dictionary, FieldDefinition, ListDefinition
from hccreview.clinical.quantity import Span, plain
from hccreview.criteria import nodes
from hccreview.criteria.evaluate import Evidence
from hccreview.criteria.logic import Truth
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding

_UNITS = {
    "10*9/L": "×10⁹/L",
    "umol/L": "µmol/L",
    "mm[Hg]": "mmHg",
    "a": "years",
    "1": "",
    "/min": "per minute",
    "mg/d": "mg a day",
}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One atom of a finding, ready to be shown.

    `value` and `limit` are numbers in `unit`; `distance` is how far the value lies from the limit
    (absolute, in `unit`), `percent` the same in percent of the limit. `operator` is the relation
    the expression asks for.
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


def unit_label(unit: str) -> str:
    """Return a unit as it is read: ``×10⁹/L`` for ``10*9/L``."""
    return _UNITS.get(unit, unit)


def with_unit(text: str, unit: str) -> str:
    """Return a number with its unit."""
    label = unit_label(unit)
    return f"{text} {label}" if label else text


def definition_of(name: str, dictionary: Dictionary) -> FieldDefinition | None:
    """Return the definition of a field, derived fact or ``list.field``; None for a list."""
    head, _, tail = name.partition(".")
    if tail and head in dictionary.lists:
        return dictionary.lists[head].by_id.get(tail)
    return DERIVED_FIELDS.get(name) or dictionary.fields.get(name)


def label_of(name: str, dictionary: Dictionary) -> str:
    """Return the label of anything an expression can name."""
    definition = DERIVED_FIELDS.get(name)
    return definition.label if definition is not None else dictionary.label(name)


def evidence_rows(finding: Finding, comparison: Comparison) -> tuple[EvidenceRow, ...]:
    """Return the rows of a finding, each atom once."""
    rows: dict[tuple[str, str, str], EvidenceRow] = {}
    for item in finding.outcome.evidence:
        for row in _rows(item, comparison):
            rows.setdefault((row.field, row.value_text, row.limit_text), row)
    return tuple(rows.values())


def _rows(item: Evidence, comparison: Comparison) -> Iterator[EvidenceRow]:
    node, dictionary = item.node, comparison.dictionary
    if isinstance(node, nodes.Exists):
        yield from _list_rows(item, node, comparison)
    elif isinstance(node, nodes.Judgement):
        yield _judgement_row(item, node, dictionary)
    elif item.fact is not None:
        yield _field_row(item, item.fact, dictionary)


# ---------------------------------------------------------------------- fields


def _field_row(item: Evidence, fact: Fact, dictionary: Dictionary) -> EvidenceRow:
    definition = definition_of(fact.name, dictionary)
    observation = fact.observation if fact.name not in DERIVED_FIELDS else None
    operator, limit_text = relation(item, dictionary)
    number, limit = fact.number, item.limit
    ordered = isinstance(getattr(item.node, "limit", None), nodes.Step)
    distance = percent = None
    if number is not None and limit is not None and not ordered:
        distance = abs(number - limit)
        percent = 100 * distance / abs(limit) if limit else None
    return EvidenceRow(
        field=fact.name,
        label=label_of(fact.name, dictionary),
        value_text=fact_text(fact, definition),
        value=number,
        unit=fact.unit or (definition.unit if definition is not None else ""),
        on=_date_of(fact),
        operator=operator,
        limit=None if ordered else limit,
        limit_text=limit_text,
        distance=distance,
        percent=percent,
        laboratory=observation.laboratory if observation is not None else "",
        note="; ".join(part for part in (fact.note, *item.notes) if part),
        truth=item.truth,
    )


def _date_of(fact: Fact) -> PartialDate | None:
    dates = [o.collected_on for o in fact.inputs if o.collected_on is not None]
    return min(dates, key=lambda each: each.last) if dates else None


def fact_text(fact: Fact, definition: FieldDefinition | None) -> str:
    """Return what is known of a fact: a value, bounds, possible words, or nothing."""
    if fact.words is not None and definition is not None and fact.span is None:
        if fact.gaps and len(fact.words) > 3:
            return ""
        order = list(definition.values) or ["yes", "no"]
        words = sorted(fact.words, key=lambda w: order.index(w) if w in order else 99)
        return " or ".join(definition.word(word) for word in words)
    if fact.members is not None and definition is not None:
        return ", ".join(sorted(definition.word(word) for word in fact.members))
    if fact.when is not None:
        return spoken(fact.when)
    if fact.span is not None:
        return _span_text(fact, definition)
    if fact.inputs and fact.name not in DERIVED_FIELDS:
        return observation_text(fact.inputs[0], definition)
    return ""


def _span_text(fact: Fact, definition: FieldDefinition | None) -> str:
    unit = fact.unit or (definition.unit if definition is not None else "")
    observation = fact.observation
    if observation is not None and fact.name not in DERIVED_FIELDS:
        return observation_text(observation, definition)
    span = fact.span
    assert span is not None
    if fact.words is not None:
        return "none by serology" if "none_by_serology" in fact.words else "not detected"
    return span_text(span, unit)


def span_text(span: Span, unit: str) -> str:
    """Return a number or its bounds with the unit."""
    if span.exact and abs(span.low) == float("inf"):
        return "none"
    if span.exact:
        return with_unit(plain(span.low, 1 if abs(span.low) >= 100 else 2), unit)
    if span.high == float("inf"):
        if span.low in (0.0, float("-inf")):
            return ""
        return with_unit(f"{'>' if span.low_open else '≥'} {plain(span.low)}", unit)
    if span.low in (0.0, float("-inf")):
        return with_unit(f"{'<' if span.high_open else '≤'} {plain(span.high)}", unit)
    return with_unit(f"{plain(span.low)} to {plain(span.high)}", unit)


def observation_text(observation: Observation, definition: FieldDefinition | None) -> str:
    """Return a recorded value as entered, with the canonical one where the unit differs."""
    value = observation.value
    if isinstance(value, Span):
        entered = observation.value_text or plain(value.low)
        shown = with_unit(_spaced(entered), observation.unit)
        if definition is None or observation.unit in (definition.unit, *definition.separate, ""):
            return shown
        if unit_label(observation.unit) == unit_label(definition.unit):
            return shown
        return f"{shown} ({span_text(value, definition.unit)})"
    return value_text(value, definition)


def _spaced(entered: str) -> str:
    """Return a number as it was typed, with a space after a comparator."""
    for sign in ("<=", ">=", "<", ">", "≤", "≥"):
        if entered.startswith(sign):
            return f"{sign} {entered[len(sign) :].strip()}"
    try:
        return plain(float(entered), 4)
    except ValueError:
        return entered


def value_text(value: Value | None, definition: FieldDefinition | None) -> str:
    """Return any recorded value in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Span):
        return span_text(value, definition.unit if definition is not None else "")
    if isinstance(value, PartialDate):
        return spoken(value)
    if isinstance(value, frozenset):
        return ", ".join(sorted(definition.word(w) if definition else w for w in value))
    return definition.word(value) if definition is not None else value


# -------------------------------------------------------------------- relations

_SIGNS = {"<=": "≤", ">=": "≥", "!=": "not"}


def relation(item: Evidence, dictionary: Dictionary) -> tuple[str, str]:
    """Return the operator and the limit of an atom in words."""
    node = item.node
    if isinstance(node, nodes.Member | nodes.Includes):
        definition = _operand_definition(node.operand, dictionary)
        order = list(definition.values) if definition is not None else []
        words = sorted(node.words, key=lambda w: (order.index(w) if w in order else 99, w))
        labels = [definition.word(word) if definition is not None else word for word in words]
        return ("in" if isinstance(node, nodes.Member) else "includes"), _any_of(labels)
    if isinstance(node, nodes.Comparison):
        return _SIGNS.get(node.operator, node.operator), _limit_text(node.limit, item)
    return "", ""


def _any_of(labels: list[str]) -> str:
    return " or ".join((", ".join(labels[:-1]), labels[-1])) if len(labels) > 1 else labels[0]


def _operand_definition(operand: nodes.Operand, dictionary: Dictionary) -> FieldDefinition | None:
    assert isinstance(operand, nodes.FieldRef)
    name = f"{operand.of_list}.{operand.name}" if operand.of_list else operand.name
    return definition_of(name, dictionary)


def _limit_text(limit: nodes.Limit, item: Evidence) -> str:
    if isinstance(limit, nodes.Amount):
        return with_unit(plain(limit.value, 4), limit.unit)
    if isinstance(limit, nodes.Multiple):
        shown = f"{plain(limit.factor)} × {limit.limit.upper()}"
        if item.limit is None:
            return shown
        unit = item.fact.unit if item.fact is not None else ""
        return f"{shown} ({with_unit(plain(item.limit), unit)})"
    if isinstance(limit, nodes.ByUnit):
        unit = item.fact.unit if item.fact is not None else ""
        fitting = [a for a in limit.amounts if a.unit == unit] or list(limit.amounts)
        return " or ".join(with_unit(plain(a.value, 4), a.unit) for a in fitting)
    return limit.word if isinstance(limit, nodes.Step) else limit.name


# ------------------------------------------------------------------------ lists


NONE_APPLIES = "none that applies"


def _list_rows(item: Evidence, node: nodes.Exists, comparison: Comparison) -> Iterator[EvidenceRow]:
    definition = comparison.dictionary.lists[node.list]
    if not item.entries and not node.recorded_only:
        said = comparison.case.list(node.list).complete_on
        state = NONE_APPLIES if item.truth is Truth.FALSE else ""
        note = f"list complete on {spoken(said)}" if said is not None and state else ""
        yield EvidenceRow(node.list, definition.label, state, note=note, truth=item.truth)
    for entry in item.entries:
        yield EvidenceRow(
            field=node.list,
            label=definition.label,
            value_text=entry_text(entry, definition),
            on=_entry_date(entry),
            note="; ".join(item.notes),
            truth=item.truth,
        )


def _entry_date(entry: Entry) -> PartialDate | None:
    for name in ("end", "on", "start"):
        value = entry.get(name)
        if isinstance(value, PartialDate):
            return value
    return None


_TITLES = (
    "drug",
    "term",
    "name",
    "substance",
    "organ",
    "lesion",
    "kind",
    "class",
    "site",
    "source",
)
_DATES = ("on", "start", "end")
_SIZES = ("longest", "diameter", "short_axis", "grade", "daily_dose")


def entry_text(entry: Entry, definition: ListDefinition) -> str:
    """Return an entry in a few words: what it is, its size, when."""
    titles = [
        value_text(entry.get(name), definition.by_id.get(name))
        for name in _TITLES
        if name in definition.by_id and entry.get(name) is not None
    ]
    sizes = [
        value_text(entry.get(name), definition.by_id.get(name))
        for name in _SIZES
        if entry.get(name) is not None
    ]
    words = ", ".join(dict.fromkeys((*titles[:2], *sizes)))
    start, end = entry.get("on") or entry.get("start"), entry.get("end")
    when = spoken(start) if isinstance(start, PartialDate) else ""
    if isinstance(end, PartialDate):
        when += f" to {spoken(end)}"
    elif entry.get("on") is None and when:
        when = f"since {when}"
    return f"{words} ({when})" if when and words else words or when


def _judgement_row(item: Evidence, node: nodes.Judgement, dictionary: Dictionary) -> EvidenceRow:
    definition = dictionary.fields[node.name]
    observation = item.fact.observation if item.fact is not None else None
    if observation is None:
        return EvidenceRow(node.name, definition.label, "", note=definition.question)
    note = ", ".join(part for part in (observation.author, observation.reason) if part)
    answer = "yes" if observation.value is True else "no"
    on = observation.collected_on
    return EvidenceRow(node.name, definition.label, answer, on=on, note=note, truth=item.truth)

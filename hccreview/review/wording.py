"""Recorded values, facts, entries and days in words: the vocabulary of every sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from hccreview.clinical.case import Anchors, Entry, Observation, Value
from hccreview.clinical.chart import Fact
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.fields import Dictionary, FieldDefinition, ListDefinition
from hccreview.clinical.quantity import Span, plain
from hccreview.criteria.describe import ANCHOR_WORDS, Describer
from hccreview.criteria.phrases import short_label, unit_label, words_joined
from hccreview.review.compare import Comparison

# ----------------------------------------------------------------------- names


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


def named(labels: Iterable[str]) -> str:
    """Return names one after the other, each once: ``Albumin, INR and Ascites``."""
    shown = list(dict.fromkeys(labels))
    if any("," in label for label in shown):
        return "; ".join(shown)
    return words_joined(shown, "and")


# ------------------------------------------------------------------------ days


def from_to(first: PartialDate, last: PartialDate) -> str:
    """Return a stretch of time: ``8 to 15 Nov 2026``, one day, or two dates in full."""
    begins, ends = spoken(first), spoken(last)
    if begins == ends:
        return begins
    if first.exact and last.exact and begins.split(" ")[1:] == ends.split(" ")[1:]:
        begins = begins.split(" ")[0]
    return f"{begins} to {ends}"


def anchor_words(name: str, comparison: Comparison) -> str:
    """Return an anchor with its day: ``the first dose of 26 Nov 2026``; assumed ones say so."""
    return _words_of(comparison.anchors)[name]


@lru_cache(maxsize=4)
def _words_of(anchors: Anchors) -> Mapping[str, str]:
    assumed = {"inclusion": anchors.inclusion_assumed, "first_dose": anchors.first_dose_assumed}
    words = {}
    for name in ("as_of", "inclusion", "first_dose"):
        day = spoken(anchors.day(name))
        told = f"{'on' if name == 'inclusion' else 'of'} {day}"
        if assumed.get(name):
            told = f"assumed on the day of the review, {day}"
        words[name] = f"{ANCHOR_WORDS[name]} {told}"
    return MappingProxyType(words)


def describer(comparison: Comparison, anchor: str) -> Describer:
    """Return what tells an expression with the days of this comparison; brief in its labels."""
    words = dict(_words_of(comparison.anchors))
    dose = comparison.chart().fact("first_combination_dose").when
    if dose is not None:
        words["first_combination_dose"] = f"the first dose of the combination of {spoken(dose)}"
    return Describer(comparison.dictionary, {**words, "": words[anchor]}, brief=True)


_DATED = re.compile(
    r"(the review|inclusion|the first dose) "
    r"(?:assumed on the day of the review, |of |on )(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}"
)


def without_days(text: str) -> str:
    """Return a text with its anchors named but not dated, for all but the first mention."""
    return _DATED.sub(r"\1", text)


# ---------------------------------------------------------------------- values


def with_unit(text: str, unit: str) -> str:
    """Return a number with its unit."""
    label = unit_label(unit)
    return f"{text} {label}" if label else text


def fact_text(fact: Fact, definition: FieldDefinition | None) -> str:
    """Return what is known of a fact: a value, bounds, possible words, or nothing."""
    if fact.words is not None and definition is not None and fact.span is None:
        if fact.gaps and (len(fact.words) > 3 or not fact.inputs):
            return ""
        order = list(definition.values) or ["yes", "no"]
        words = sorted(fact.words, key=lambda w: order.index(w) if w in order else 99)
        return " or ".join(definition.word(word) for word in words)
    if fact.members is not None and definition is not None:
        return words_of(fact.members, definition)
    if fact.when is not None:
        return spoken(fact.when)
    if fact.span is not None:
        return _span_of_fact(fact, definition)
    if fact.inputs and fact.name not in DERIVED_FIELDS:
        return " or ".join(
            dict.fromkeys(observation_text(each, definition) for each in fact.inputs)
        )
    return ""


def _span_of_fact(fact: Fact, definition: FieldDefinition | None) -> str:
    unit = fact.unit or (definition.unit if definition is not None else "")
    span, observation = fact.span, fact.observation
    assert span is not None
    if fact.words is not None:
        texts = {"none_by_serology": "none by serology", "not_detected": "not detected"}
        known = [definition.word(word) if definition else word for word in sorted(fact.words)]
        return " or ".join(texts.get(word, word) for word in known)
    if len(fact.inputs) == 1 and observation is not None and observation.value == span:
        return observation_text(observation, definition)
    if fact.gaps and not fact.inputs and not span.exact and fact.name in DERIVED_FIELDS:
        return span_text(span, unit) if fact.name in ("tumour_count", "largest_nodule") else ""
    return span_text(span, unit)


def span_text(span: Span, unit: str, digits: int | None = None) -> str:
    """Return a number or its bounds with the unit."""
    if span.exact and abs(span.low) == float("inf"):
        return "none"
    if span.exact:
        digits = digits if digits is not None else (1 if abs(span.low) >= 100 else 2)
        return with_unit(plain(span.low, digits), unit)
    if span.high == float("inf"):
        if span.low in (0.0, float("-inf")):
            return ""
        return with_unit(f"{'>' if span.low_open else '≥'} {plain(span.low)}", unit)
    if span.low in (0.0, float("-inf")):
        return with_unit(f"{'<' if span.high_open else '≤'} {plain(span.high)}", unit)
    return with_unit(f"{plain(span.low)} to {plain(span.high)}", unit)


def is_foreign(observation: Observation, definition: FieldDefinition | None) -> bool:
    """True where a number was entered in a unit that is converted for the comparison."""
    if definition is None or not isinstance(observation.value, Span):
        return False
    if observation.unit in (definition.unit, *definition.separate, ""):
        return False
    return unit_label(observation.unit) != unit_label(definition.unit)


def observation_text(observation: Observation, definition: FieldDefinition | None) -> str:
    """Return a recorded value as entered, with the canonical one where the unit differs."""
    value = observation.value
    if not isinstance(value, Span):
        return value_text(value, definition)
    shown = with_unit(_spaced(observation.value_text or plain(value.low)), observation.unit)
    if is_foreign(observation, definition) and definition is not None:
        return f"{shown} ({span_text(value, definition.unit)})"
    return shown


def _spaced(entered: str) -> str:
    """Return a number as it was typed, with a space after a comparator."""
    for sign in ("<=", ">=", "<", ">", "≤", "≥"):
        if entered.startswith(sign):
            shown = {"<=": "≤", ">=": "≥"}.get(sign, sign)
            return f"{shown} {_spaced(entered[len(sign) :].strip())}"
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
        return words_of(value, definition)
    return definition.word(value) if definition is not None else value


def words_of(members: frozenset[str], definition: FieldDefinition | None) -> str:
    """Return a set of words in the order of the dictionary; of an empty one ``none``."""
    order = list(definition.values) if definition is not None else []
    words = sorted(members, key=lambda w: (order.index(w) if w in order else 99, w))
    return ", ".join(definition.word(w) if definition else w for w in words) or "none"


# --------------------------------------------------------------------- entries

_TITLES = ("drug", "term", "name", "substance", "lesion", "organ", "kind", "class", "site")
_MORE = ("source",)
_SIZES = ("longest", "diameter", "short_axis", "daily_dose", "prednisone_equivalent", "grade")
_SIZE_LABELS = {
    "short_axis": "short axis {}",
    "grade": "grade {}",
    "prednisone_equivalent": "{} prednisone equivalent",
}


def entry_title(entry: Entry, definition: ListDefinition) -> str:
    """Return what an entry is: ``TACE with epirubicin``, ``lung right``, ``bleeding, varices``."""
    titles: list[str] = []
    for name in (*_TITLES, *_MORE):
        if name not in definition.by_id or entry.get(name) is None:
            continue
        text = value_text(entry.get(name), definition.by_id[name])
        if definition.by_id[name].type != "text":
            text = "" if text == "other" and titles else short_label(text)
        if text and not any(text.casefold() in told.casefold() for told in titles):
            titles.append(text)
    return ", ".join(titles[:2]) or "entry without a name"


def entry_text(entry: Entry, definition: ListDefinition) -> str:
    """Return an entry in a few words: what it is, its size, when."""
    sizes = [
        _SIZE_LABELS.get(name, "{}").format(value_text(entry.get(name), definition.by_id[name]))
        for name in _SIZES
        if name in definition.by_id and entry.get(name) is not None
    ]
    words = ", ".join((entry_title(entry, definition), *sizes))
    when = entry_days(entry)
    return f"{words} ({when})" if when else words


def entry_days(entry: Entry) -> str:
    """Return when an entry was: a day, ``since`` a day, or from one day to another."""
    start, end = entry.get("on") or entry.get("start"), entry.get("end")
    if not isinstance(start, PartialDate):
        return f"until {spoken(end)}" if isinstance(end, PartialDate) else ""
    if isinstance(end, PartialDate):
        return from_to(start, end)
    return spoken(start) if entry.get("on") is not None else f"since {spoken(start)}"

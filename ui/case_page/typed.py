"""What people type into a cell: a number, perhaps with its unit, or a word of the dictionary."""

from __future__ import annotations

import re

from hccreview.clinical.case import Observation
from hccreview.clinical.fields import FieldDefinition
from hccreview.clinical.quantity import Span
from hccreview.criteria.phrases import unit_label
from hccreview.review.wording import observation_text, value_text

_NUMBER_UNIT = re.compile(r"((?:[<>]=?|≤|≥)?\s*[-+]?[\d.][\d.,eE+-]*)\s*(.*)\Z")


def units_of(definition: FieldDefinition) -> tuple[str, ...]:
    """Return every unit in which a field may be written, the canonical one first."""
    return (definition.unit, *definition.units, *definition.separate)


def unit_choices(definition: FieldDefinition) -> dict[str, str]:
    """Return units and their labels, of several that read the same only the first."""
    labels: dict[str, str] = {}
    for unit in units_of(definition):
        label = unit_label(unit) or unit
        if label not in labels.values():
            labels[unit] = label
    return labels


def unit_named(definition: FieldDefinition, text: str) -> str:
    """Return the unit meant by its code or label, or `text` where there is none."""
    wanted = _folded(text)
    for unit in units_of(definition):
        if wanted in (_folded(unit), _folded(unit_label(unit))):
            return unit
    return text.strip()


def _folded(text: str) -> str:
    return text.strip().casefold().replace("µ", "u").replace("μ", "u").replace(" ", "")


def split_typed(definition: FieldDefinition, text: str) -> tuple[str, str]:
    """Return value and unit (empty where none was typed) of ``6.8 10*4/uL`` or ``<100``."""
    text = text.replace("\u00a0", " ").strip()
    for word, label in definition.words.items():
        if text.casefold() in (word.casefold(), label.casefold()):
            return word, ""
    match = _NUMBER_UNIT.match(text)
    if match is None:
        return text, ""
    return match[1].strip(), unit_named(definition, match[2]) if match[2] else ""


def written(observation: Observation, definition: FieldDefinition) -> str:
    """Return the value as it was entered, ready to be edited."""
    value = observation.value
    if isinstance(value, Span):
        if observation.value_text:
            return observation.value_text
        factor = 1.0
        if observation.unit not in definition.separate and observation.unit:
            factor = definition.factor(observation.unit)
        return f"{value.low / factor:g}"
    return value_text(value, definition)


def number_text(observation: Observation, definition: FieldDefinition, unit: str) -> str:
    """Return the value for reading, with its unit only where that is not `unit`."""
    if not isinstance(observation.value, Span):
        return value_text(observation.value, definition)
    text = observation_text(observation, None)
    label = unit_label(observation.unit)
    if observation.unit == unit and label and text.endswith(label):
        return text[: -len(label)].strip()
    return text

"""From a Case to the text of a case file, which reads back as the same Case."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator

from hccreview.clinical.case import Case, CaseList, Entry, Observation, Override, Value
from hccreview.clinical.dates import PartialDate
from hccreview.clinical.entry import read_value
from hccreview.clinical.fields import NUMERIC, Dictionary, FieldDefinition
from hccreview.clinical.plan import Change, Delay, DoseReduction, Hold, Plan
from hccreview.clinical.quantity import Span
from hccreview.clinical.strict_yaml import without_hidden
from hccreview.errors import ReviewError
from hccreview.exchange.case_reader import FORMAT, OBSERVATION_TEXTS, OVERRIDE

_PLAIN = re.compile(r"\w[\w./*+\-]*( [\w./*+\-]+)*")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LOOKS_LIKE_NUMBER = re.compile(r"[0-9.eE+\-_]+")
_OTHER_TYPES = ("null", "true", "false")
_Parts = list[tuple[str, str]]


def case_text(case: Case, dictionary: Dictionary) -> str:
    """Return the case file of `case`; observations of one field are written together.

    Hidden characters of a text, which no case file may hold, are left out.

    Raises ReviewError for a value that a case file cannot hold.
    """
    lines = [f"format: {FORMAT}", f"code: {_text(case.code)}", *_head(case)]
    if case.arms:
        arms = ", ".join(f"{_text(trial)}: {_text(arm)}" for trial, arm in case.arms)
        lines.append(f"arms: {{{arms}}}")
    if case.observations:
        lines.append("observations:")
        for name in dict.fromkeys(o.field for o in case.observations):
            lines += _field(dictionary.field(name), case.of(name))
    if case.lists:
        lines.append("lists:")
        for entries in case.lists:
            lines += _list(entries, case)
    if case.overrides:
        lines += ["overrides:", *(f"  - {_flow(_override_parts(o))}" for o in case.overrides)]
    if case.plans:
        lines.append("plans:")
        for plan in case.plans:
            lines += _plan(plan)
    return "\n".join(lines) + "\n"


def _head(case: Case) -> Iterator[str]:
    for name in ("label", "shows"):
        if text := getattr(case, name):
            yield f"{name}: {_text(text)}"
    if case.synthetic:
        yield "synthetic: true"
    for name in ("as_of", "inclusion", "first_dose"):
        if day := getattr(case, name):
            yield f"{name}: {day.isoformat()}"


def _override_parts(override: Override) -> _Parts:
    parts = [(name, _text(str(getattr(override, name)))) for name in OVERRIDE]
    if override.at is not None:
        parts.append(("at", _text(override.at.strftime("%H:%M"))))
    if override.ground:
        parts.append(("ground", _text(override.ground)))
    return parts


# -------------------------------------------------------------------------- plans


def _plan(plan: Plan) -> Iterator[str]:
    yield f"  - trial: {_text(plan.trial)}"
    yield f"    start: {plan.start.isoformat()}"
    for name in ("arm", "formula", "rounding"):
        if word := getattr(plan, name):
            yield f"    {name}: {_text(word)}"
    if plan.time is not None:
        yield f"    time: {_text(plan.time.strftime('%H:%M'))}"
    if plan.cycles is not None:
        yield f"    cycles: {plan.cycles}"
    if plan.choices:
        yield f"    choices: {_flow((_text(name), _text(option)) for name, option in plan.choices)}"
    if plan.changes:
        yield "    changes:"
        for change in plan.changes:
            yield f"      - {_flow(_change_parts(change))}"


def _change_parts(change: Change) -> _Parts:
    kinds = {Hold: "hold", Delay: "delay", DoseReduction: "reduce"}
    parts: _Parts = [("change", kinds[type(change)]), ("cycle", str(change.cycle))]
    if isinstance(change, Delay):
        parts.append(("days", str(change.days)))
    if isinstance(change, DoseReduction):
        parts.append(("to_percent", _number(change.to_percent)))
    if change.administration:
        parts.append(("administration", _text(change.administration)))
    if not isinstance(change, Delay) and change.onwards:
        parts.append(("onwards", "yes"))
    return [
        *parts,
        *((name, _text(str(getattr(change, name)))) for name in ("reason", "author", "on")),
    ]


# ------------------------------------------------------------------- observations


def _field(definition: FieldDefinition, observations: tuple[Observation, ...]) -> Iterator[str]:
    written = [_observation(definition, observation) for observation in observations]
    if len(written) == 1:
        yield f"  {definition.id}: {written[0]}"
        return
    yield f"  {definition.id}:"
    for one in written:
        yield f"    - {one}"


def _observation(definition: FieldDefinition, observation: Observation) -> str:
    value, unit = _value(definition, observation)
    parts: _Parts = []
    if observation.collected_on is not None:
        parts.append(("on", str(observation.collected_on)))
    if observation.collected_at:
        parts.append(("at", _text(observation.collected_at)))
    factor = 1.0 if unit in definition.separate or not unit else definition.factor(unit)
    for name in ("uln", "lln"):
        limit: float | None = getattr(observation, name)
        if limit is not None:
            parts.append((name, _number(_divided(limit, factor))))
    for name in OBSERVATION_TEXTS:
        if text := getattr(observation, name):
            parts.append((name, _text(text)))
    if not parts and unit == definition.unit and definition.type != "set":
        return value
    named = [("unit", _text(unit))] if unit not in ("", "1") else []
    return _flow([("value", value), *named, *parts])


def _value(definition: FieldDefinition, observation: Observation) -> tuple[str, str]:
    """Return value and unit as entered; where that is not known, in the canonical unit."""
    entered = observation.value_text, observation.unit
    try:
        raw: object = entered[0].split(", ") if definition.type == "set" else entered[0]
        faithful = read_value(definition, raw, entered[1])[0] == observation.value
    except ReviewError:
        faithful = False
    if not faithful:
        unit = observation.unit_of(definition)
        return _canonical(observation.value, definition.label), unit
    if definition.type in NUMERIC:
        return _number(entered[0]), entered[1]
    if definition.type == "set":
        return f"[{', '.join(_text(part) for part in entered[0].split(', '))}]", entered[1]
    return _text(entered[0]), entered[1]


def _divided(limit: float, factor: float) -> float:
    """Return the shortest number that gives `limit` again when it is multiplied by `factor`."""
    exact = limit / factor
    neighbours = (exact, math.nextafter(exact, 0.0), math.nextafter(exact, math.inf))
    shorter = (float(f"{exact:.{digits}g}") for digits in range(1, 17))
    for candidate in (*shorter, *neighbours):
        if candidate * factor == limit:
            return candidate
    return exact


# -------------------------------------------------------------------------- lists


def _list(entries: CaseList, case: Case) -> Iterator[str]:
    said, listed = entries.complete_on, entries.entries
    if not listed and said is not None and said == case.as_of:
        yield f"  {entries.id}: []"
        return
    yield f"  {entries.id}:"
    indent = "    "
    if said is not None or not listed:
        if said is not None:
            yield f"    complete_on: {said.isoformat()}"
        yield "    entries:" if listed else "    entries: []"
        indent = "      "
    for entry in listed:
        yield f"{indent}- {_flow(_entry_parts(entry, entries.id))}"


def _entry_parts(entry: Entry, list_id: str) -> _Parts:
    return [(name, _canonical(value, f"{list_id}.{name}")) for name, value in entry.values.items()]


# ------------------------------------------------------------------------ scalars


def _flow(parts: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in parts) + "}"


def _canonical(value: Value, what: str) -> str:
    """Return a canonical value as a case file writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Span):
        return _span(value, what)
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, frozenset):
        return f"[{', '.join(_text(word) for word in sorted(value))}]"
    return _text(value)


def _span(span: Span, what: str) -> str:
    if span.high == math.inf and span.low != -math.inf:
        return _text(f"{'>' if span.low_open else '>='}{_digits(span.low)}")
    if span.high_open:
        return _text(f"<{_digits(span.high)}")
    if span.exact:
        return _number(span.low)
    if span.low in (0.0, -math.inf) and not span.low_open and span.high != math.inf:
        return _text(f"<={_digits(span.high)}")
    raise ReviewError(f"{what}: a range cannot be saved; enter the value as one number.")


def _digits(number: float) -> str:
    whole = float(number).is_integer() and abs(number) < 1e15
    return str(int(number)) if whole else repr(float(number))


def _number(value: float | str) -> str:
    """Return a number as the loader reads it; digits it would change are kept as text."""
    text = value if isinstance(value, str) else _digits(value)
    if _NUMBER.fullmatch(text) and len(text) <= 30:
        same = text == str(float(text) if "." in text else int(text))
        return text if same else _quoted(text)
    return _text(text)


def _text(text: str) -> str:
    """Return a text plain where no reader could mistake it, else in double quotes."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ReviewError("A text holds half a character, which cannot be saved; type it again.")
    text = without_hidden(text)
    mistaken = text in _OTHER_TYPES or _LOOKS_LIKE_NUMBER.fullmatch(text)
    if _PLAIN.fullmatch(text) and (not mistaken or re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text)):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(each if _printable(each) else f"\\U{ord(each):08x}" for each in escaped)


def _printable(character: str) -> bool:
    return " " <= character <= "~" or (character >= "\u00a0" and character.isprintable())

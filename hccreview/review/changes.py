"""What one writing changed in a case: from what to what, in words, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from hccreview.clinical.case import Case, Entry, Observation
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.fields import Dictionary
from hccreview.clinical.plan import Plan
from hccreview.review.wording import label_of, observation_text, value_text

_SCALARS = {
    "code": "Code",
    "label": "Label",
    "shows": "What the case shows",
    "synthetic": "Made up",
    "as_of": "Day of the review",
    "inclusion": "Planned inclusion",
    "first_dose": "Planned first dose",
    "arms": "Planned arms",
}
# Parts of a value whose text does not tell them; a ground is long, and says nothing a reader knows.
_BESIDE = ("lln", "uln", "collected_at", "laboratory", "note", "author", "reason", "suspect")


@dataclass(frozen=True, slots=True)
class Changed:
    """One part of a case: `before` is empty where it was new, `after` where it was taken out."""

    what: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """Such as ``Platelets: 68 ×10⁹/L of 14 Nov 2026 → 80 ×10⁹/L of 14 Nov 2026``."""
        if not self.before:
            return f"{self.what}: new, {self.after}"
        if not self.after:
            return f"{self.what}: taken out, was {self.before}"
        return f"{self.what}: {self.before} → {self.after}"


def changes(before: Case | None, after: Case | None, dictionary: Dictionary) -> tuple[Changed, ...]:
    """Return all that differs between two states of a case; None: it was not there.

    Every part of a value counts, its note and its author too; the order of values does not.
    """
    empty = Case("")
    return tuple(_changes(before or empty, after or empty, dictionary))


def record_changes(
    title: str, before: Any, after: Any, skip: tuple[str, ...] = ()
) -> tuple[Changed, ...]:
    """Return what differs between two states of one record, part by part; None: it was not there.

    A record is a dataclass, such as a task or a decision; parts called as in `skip` do not count.
    """
    if before is None or after is None:
        then, now = (_told(each, skip) if each is not None else "" for each in (before, after))
        return (Changed(title, then, now),) if then != now else ()
    return tuple(
        changed
        for part in fields(after)
        if part.name not in skip
        for changed in _moved(
            f"{title}, {part.name.replace('_', ' ')}",
            getattr(before, part.name),
            getattr(after, part.name),
        )
    )


def _changes(then: Case, now: Case, dictionary: Dictionary) -> Iterator[Changed]:
    for name, label in _SCALARS.items():
        yield from _moved(label, getattr(then, name), getattr(now, name))
    values = _Records(dictionary)
    yield from _paired(then.observations, now.observations, values.key, values.label, values.text)
    for name in sorted({each.id for each in (*then.lists, *now.lists)}):
        label = label_of(name, dictionary)
        old, new = then.list(name), now.list(name)
        entries = _Entries(dictionary, name)
        yield from _paired(old.entries, new.entries, entries.key, entries.title, entries.text)
        yield from _moved(f"{label} complete on", old.complete_on, new.complete_on)
    yield from _paired(
        then.overrides,
        now.overrides,
        lambda each: (each.trial, each.criterion),
        lambda each: f"Disagreement with {each.trial} {each.criterion}",
        lambda each: _told(each, skip=("trial", "criterion", "ground")),
    )
    for trial in sorted({plan.trial for plan in (*then.plans, *now.plans)}):
        yield from _plan(trial, then.plan(trial), now.plan(trial))


def _moved(label: str, before: object, after: object) -> Iterator[Changed]:
    if before != after:
        yield Changed(label, _plain(before), _plain(after))


def _paired(
    then: Iterable[Any],
    now: Iterable[Any],
    key: Callable[[Any], Hashable],
    label: Callable[[Any], str],
    text: Callable[[Any], str],
) -> Iterator[Changed]:
    """Pair what went with what came under the same key, the rest is new or gone."""
    old, new = list(then), list(now)
    gone, come = _left(old, new), _left(new, old)
    for each in gone:
        place = next((i for i, other in enumerate(come) if key(other) == key(each)), None)
        after = text(come.pop(place)) if place is not None else ""
        yield Changed(label(each), text(each), after)
    for each in come:
        yield Changed(label(each), "", text(each))


def _left(some: list[Any], others: list[Any]) -> list[Any]:
    """Return what of `some` is not among `others`, each as often as it is there."""
    there = Counter(map(_mark, others))
    left = []
    for each in some:
        if there[_mark(each)]:
            there[_mark(each)] -= 1
        else:
            left.append(each)
    return left


def _mark(record: Any) -> Hashable:
    if isinstance(record, Entry):
        return frozenset(record.values.items())
    return record if isinstance(record, Hashable) else repr(record)


class _Records:
    """Dated values of fields."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def key(self, each: Observation) -> Hashable:
        """Values of one field and day are one and the same, corrected."""
        return each.field, each.collected_on

    def label(self, each: Observation) -> str:
        return label_of(each.field, self._dictionary)

    def text(self, each: Observation) -> str:
        words = [observation_text(each, self._dictionary.fields.get(each.field))]
        if each.collected_on is not None:
            words[0] = f"{words[0]} of {spoken(each.collected_on)}"
        for name in _BESIDE:
            found = getattr(each, name)
            if found not in ("", None):
                words.append(f"{name.replace('_', ' ')} {_plain(found)}")
        return "; ".join(words)


class _Entries:
    """Entries of one list, told with all their parts."""

    def __init__(self, dictionary: Dictionary, name: str) -> None:
        self._definition = dictionary.lists.get(name)
        self._label = label_of(name, dictionary)

    def key(self, entry: Entry) -> Hashable:
        """An entry has no name: what it says first and when is what it is known by."""
        return next(iter(entry.values.values()), None), entry.get("on") or entry.get("start")

    def title(self, _: Entry) -> str:
        return self._label

    def text(self, entry: Entry) -> str:
        known = self._definition.by_id if self._definition is not None else {}
        words = []
        for name, value in entry.values.items():
            definition = known.get(name)
            label = definition.label if definition is not None else name
            shown = value_text(value, definition)
            words.append(f"{label} {shown}")
        return "; ".join(words)


def _plan(trial: str, then: Plan | None, now: Plan | None) -> Iterator[Changed]:
    for part in fields(Plan):
        if part.name in ("trial", "changes"):
            continue
        before, after = (getattr(plan, part.name, None) for plan in (then, now))
        label = f"Plan in {trial}, {part.name}"
        yield from _moved(label, before or None, after or None)
    old, new = (plan.changes if plan is not None else () for plan in (then, now))
    yield from _paired(
        old,
        new,
        lambda each: (type(each), each.cycle, each.administration),
        lambda each: f"Plan in {trial}, {type(each).__name__}",
        lambda each: _told(each),
    )


def _told(record: Any, skip: tuple[str, ...] = ()) -> str:
    """Return all parts of a record that hold something, with their names."""
    parts = [
        f"{part.name.replace('_', ' ')} {_plain(getattr(record, part.name))}"
        for part in fields(record)
        if part.name not in skip and getattr(record, part.name) not in ("", None, False, ())
    ]
    return "; ".join(parts)


def _plain(value: object) -> str:
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (date, PartialDate)):
        return spoken(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if is_dataclass(value) and not isinstance(value, type):
        return _told(value)
    if isinstance(value, Mapping):
        return _plain(tuple(value.items()))
    if isinstance(value, tuple):
        return ", ".join(
            " ".join(map(_plain, each)) if isinstance(each, tuple) else _plain(each)
            for each in value
        )
    return str(value)

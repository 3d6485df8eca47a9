"""A case as it is known on one day: the newest usable value of each field, and why one is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hccreview.clinical.case import Case, Entry, Observation
from hccreview.clinical.dates import PartialDate
from hccreview.clinical.fields import (
    Dictionary,
    FieldDefinition,
    ListDefinition,
    SiteSettings,
    bundled_dictionary,
    bundled_settings,
)
from hccreview.clinical.quantity import Span

YES, NO = frozenset({"yes"}), frozenset({"no"})
YES_OR_NO = frozenset({"yes", "no"})


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known: the field (or list) that is needed, and why it is of no use.

    Reasons: missing, stale, undated, suspect_unit, no_limit, other_unit, corrected, mixed_dates,
    not_complete, conflict, range.
    """

    field: str
    reason: str = "missing"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a field or derived fact on a day.

    `span` bounds a number, `words` holds the possible words (yes and no for a flag), `members` is
    a recorded set, `when` a recorded date. `gaps` names what is missing; a fact can have bounds and
    gaps at once. `inputs` are the observations it rests on; `setting_days` is the age limit of the
    site where no source window applied.
    """

    name: str
    span: Span | None = None
    words: frozenset[str] | None = None
    members: frozenset[str] | None = None
    when: PartialDate | None = None
    gaps: tuple[Gap, ...] = ()
    inputs: tuple[Observation, ...] = ()
    unit: str = ""
    setting_days: int = 0
    note: str = ""

    @property
    def observation(self) -> Observation | None:
        """The observation of a recorded field."""
        return self.inputs[0] if self.inputs else None

    @property
    def settled_word(self) -> str | None:
        """The only possible word, or None."""
        return next(iter(self.words)) if self.words is not None and len(self.words) == 1 else None

    @property
    def number(self) -> float | None:
        """The number where it is known exactly, else None."""
        return self.span.low if self.span is not None and self.span.exact else None


@dataclass(frozen=True, slots=True)
class ListState:
    """The visible entries of a list, whether they are all, and why not."""

    definition: ListDefinition
    entries: tuple[Entry, ...]
    complete: bool
    gaps: tuple[Gap, ...]
    stale: bool = False


class Chart:
    """The case on `day`, seen with what was known on `as_of`; asks each question once.

    `given` holds facts that are given instead of derived, such as a score from a report.
    """

    def __init__(
        self,
        case: Case,
        as_of: date,
        day: date | None = None,
        dictionary: Dictionary | None = None,
        settings: SiteSettings | None = None,
        given: Mapping[str, Fact] | None = None,
    ) -> None:
        self.case = case
        self.as_of = as_of
        self.day = day or as_of
        self.dictionary = dictionary or bundled_dictionary()
        self.settings = settings or bundled_settings()
        self.given = given or {}
        self._facts: dict[tuple[str, date | None], Fact] = {}
        self._lists: dict[str, ListState] = {}

    def fact(self, name: str, since: date | None = None) -> Fact:
        """Return a recorded field or derived fact; samples before `since` are too old."""
        key = (name, since)
        known = self._facts.get(key)
        if known is None:
            known = self._facts[key] = self._find(name, since)
        return known

    def list(self, name: str) -> ListState:
        """Return the state of a list."""
        known = self._lists.get(name)
        if known is None:
            known = self._lists[name] = self._list(self.dictionary.lists[name])
        return known

    # ------------------------------------------------------------------ fields

    def _find(self, name: str, since: date | None) -> Fact:
        if name in self.given:
            return self.given[name]
        from hccreview.clinical.derived import DERIVATIONS  # a derivation asks the chart again

        derive = DERIVATIONS.get(name)
        if derive is not None:
            return derive(self, since)
        return self._recorded(self.dictionary.fields[name], since)

    def _recorded(self, definition: FieldDefinition, since: date | None) -> Fact:
        visible = [o for o in self.case.of(definition.id) if self._visible(o)]
        if not visible:
            return Fact(definition.id, gaps=(Gap(definition.id),))
        newest = _newest(visible)
        fact = _joined(definition, newest)
        reason, days = self._unusable(definition, newest[0], since)
        if reason:
            return Fact(
                definition.id,
                gaps=(Gap(definition.id, *reason),),
                inputs=tuple(newest),
                setting_days=days,
            )
        return replace(fact, setting_days=days)

    def _visible(self, observation: Observation) -> bool:
        collected = observation.collected_on
        return collected is None or collected.first <= min(self.day, self.as_of)

    def _unusable(
        self, definition: FieldDefinition, newest: Observation, since: date | None
    ) -> tuple[tuple[str, str] | None, int]:
        """Return (reason, detail) and the age limit of the site that was applied, in days."""
        if newest.suspect:
            return ("suspect_unit", newest.suspect), 0
        days = 0
        if since is None and definition.age:
            days = self.settings.ages[definition.age]
            since = self.day - timedelta(days=days)
        if since is None:
            return None, 0
        if newest.collected_on is None:
            return (("undated", ""), days) if definition.dated else (None, 0)
        if newest.collected_on.first < since:
            return ("stale", str(newest.collected_on)), days
        return None, days

    # ------------------------------------------------------------------- lists

    def _list(self, definition: ListDefinition) -> ListState:
        recorded = self.case.list(definition.id)
        entries = tuple(e for e in recorded.entries if self._entry_visible(e))
        if definition.same:
            entries = _newest_of_each(entries, definition.same)
        days = self.settings.ages.get(definition.age, 0)
        earliest = self.day - timedelta(days=days) if days else None
        said = recorded.complete_on
        gap: tuple[Gap, ...] = ()
        if said is None or said > self.as_of:
            gap = (Gap(definition.id, "not_complete"),)
        elif earliest is not None and said < earliest:
            gap = (Gap(definition.id, "stale", said.isoformat()),)
        return ListState(
            definition, entries, not gap, gap, _imaging_is_old(definition, entries, earliest)
        )

    def _entry_visible(self, entry: Entry) -> bool:
        for name in ("on", "start"):
            value = entry.get(name)
            if isinstance(value, PartialDate):
                return value.first <= self.as_of
        return True


def _imaging_is_old(
    definition: ListDefinition, entries: tuple[Entry, ...], earliest: date | None
) -> bool:
    if definition.age != "imaging" or earliest is None or not entries:
        return False
    dates = [value for e in entries if isinstance(value := e.get("on"), PartialDate)]
    return not dates or max(value.last for value in dates) < earliest


def _newest(visible: list[Observation]) -> list[Observation]:
    """Return the newest observations; several only where the same day holds several values."""
    if len(visible) == 1:
        return visible

    def when(observation: Observation) -> tuple[date, str]:
        collected = observation.collected_on
        return (collected.last if collected else date.min, observation.collected_at)

    latest = max(when(o) for o in visible)
    same_day = [o for o in visible if when(o)[0] == latest[0]]
    if all(o.collected_at for o in same_day):
        same_day = [o for o in same_day if when(o) == latest]
    return same_day


def _joined(definition: FieldDefinition, newest: list[Observation]) -> Fact:
    """Return one fact of the newest observations; values of one day that differ become bounds."""
    facts = [_of_one(definition, observation) for observation in newest]
    fact = facts[0]
    for other in facts[1:]:
        if fact.span is not None and other.span is not None and fact.unit == other.unit:
            fact = replace(fact, span=fact.span.join(other.span))
        elif fact.words is not None and other.words is not None:
            fact = replace(fact, words=fact.words | other.words)
        elif fact != replace(other, inputs=fact.inputs):
            conflict = (Gap(definition.id, "conflict"),)
            return Fact(definition.id, gaps=conflict, inputs=tuple(newest))
    return replace(fact, inputs=tuple(newest)) if len(newest) > 1 else fact


def _of_one(definition: FieldDefinition, observation: Observation) -> Fact:
    value, inputs = observation.value, (observation,)
    name = definition.id
    if isinstance(value, bool):
        return Fact(name, words=YES if value else NO, inputs=inputs)
    if isinstance(value, Span):
        return Fact(name, span=value, unit=observation.unit_of(definition), inputs=inputs)
    if isinstance(value, PartialDate):
        return Fact(name, when=value, inputs=inputs)
    if isinstance(value, frozenset):
        return Fact(name, members=value, inputs=inputs)
    if value == "not_detected":
        return Fact(name, span=Span(0.0, 0.0), words=frozenset({value}), unit="", inputs=inputs)
    return Fact(name, words=frozenset({value}), inputs=inputs)


def _newest_of_each(entries: tuple[Entry, ...], same: str) -> tuple[Entry, ...]:
    """Return the newest entry of each named thing; entries without a name are things of their own."""
    newest: dict[object, Entry] = {}
    for index, entry in enumerate(entries):
        key = entry.get(same) or index
        held = newest.get(key)
        if held is None or _seen(entry) >= _seen(held):
            newest[key] = entry
    return tuple(newest.values())


def _seen(entry: Entry) -> date:
    value = entry.get("on")
    return value.last if isinstance(value, PartialDate) else date.min


@dataclass(frozen=True, slots=True)
class EntryTime:
    """When an entry lasted: earliest and latest start, earliest and latest end (None: goes on)."""

    start: PartialDate
    end: PartialDate | None


def entry_time(definition: ListDefinition, entry: Entry, as_of: date) -> EntryTime | None:
    """Return when an entry lasted, or None where its date is not recorded.

    A treatment without an end goes on; a procedure of one day ends on its day.
    """
    start = entry.get("on") or entry.get("start")
    if not isinstance(start, PartialDate):
        return None
    start = PartialDate(start.first, max(start.first, min(start.last, as_of)))
    end = entry.get("end")
    if isinstance(end, PartialDate):
        return EntryTime(start, PartialDate(max(end.first, start.first), end.last))
    if _kind_in(definition.open_ended, entry):
        healed = entry.get("healed")
        if healed is False:
            return EntryTime(start, None)
        return EntryTime(start, PartialDate(start.first, as_of if healed else date.max))
    if "on" in entry.values or _kind_in(definition.one_day, entry):
        return EntryTime(start, start)
    return EntryTime(start, None)


def _kind_in(rule: tuple[str, tuple[str, ...]] | None, entry: Entry) -> bool:
    return rule is not None and entry.get(rule[0]) in rule[1]

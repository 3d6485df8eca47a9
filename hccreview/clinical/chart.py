"""A case as it is known on one day: the newest usable values, and why one is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

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

_new = tuple.__new__  # makes a named tuple without the detour of its own call


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known: the field (or list) that is needed, and why it is of no use.

    Reasons: missing, stale, undated, suspect_unit, no_limit, other_unit, corrected, mixed_dates,
    not_complete, conflict, range.
    """

    field: str
    reason: str = "missing"
    detail: str = ""


class Fact(NamedTuple):
    """What is known of a field or derived fact on a day.

    `span` bounds a number, `words` holds the possible words (yes and no for a flag), `members` is
    a recorded set, `when` a recorded date. `gaps` names what is missing; a fact can have bounds and
    gaps at once. `inputs` are the observations it rests on; `setting_days` is the age limit of the
    site where no source window applied.

    A named tuple is as frozen as a dataclass and six times quicker to make: a comparison makes
    hundreds.
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


class ListState(NamedTuple):
    """The visible entries of a list, whether they are all, and why not (`fact` says it as one)."""

    definition: ListDefinition
    entries: tuple[Entry, ...]
    complete: bool
    gaps: tuple[Gap, ...]
    fact: Fact
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
        self._derivations = _derivations()
        self._until = min(self.day, as_of)
        self._oldest = {age: self.day - timedelta(n) for age, n in self.settings.ages.items()}
        self._facts: dict[str | tuple[str, date], Fact] = {}
        self._lists: dict[str, ListState] = {}
        self._entry_facts: dict[tuple[str, int], Fact] = {}

    def fact(self, name: str, since: date | None = None) -> Fact:
        """Return a recorded field or derived fact; samples before `since` are too old."""
        key = name if since is None else (name, since)
        known = self._facts.get(key)
        if known is None:
            known = self._facts[key] = self._find(name, since)
        return known

    def recorded(self, name: str) -> tuple[Observation, ...]:
        """Return every observation of a field up to the day, whatever its age."""
        found, until = self.case.of(name), self._until
        for observation in found:
            collected = observation.collected_on
            if collected is not None and collected.first > until:
                return tuple(o for o in found if self._visible(o))
        return found

    def list(self, name: str) -> ListState:
        """Return the state of a list."""
        known = self._lists.get(name)
        if known is None:
            known = self._lists[name] = self._list(self.dictionary.lists[name])
        return known

    def entry_fact(
        self, name: str, entry: Entry, derive: Callable[[str, Entry, Chart], Fact]
    ) -> Fact:
        """Return a derived fact of an entry, such as whether a lesion is measurable."""
        key = (name, id(entry))  # the case keeps its entries as long as this chart lives
        known = self._entry_facts.get(key)
        if known is None:
            known = self._entry_facts[key] = derive(name, entry, self)
        return known

    # ------------------------------------------------------------------ fields

    def _find(self, name: str, since: date | None) -> Fact:
        given = self.given.get(name)
        if given is not None:
            return given
        derive = self._derivations.get(name)
        if derive is not None:
            return derive(self, since)
        return self._recorded(self.dictionary.fields[name], since)

    def _recorded(self, definition: FieldDefinition, since: date | None) -> Fact:
        days = 0
        if since is None and definition.age:
            days = self.settings.ages[definition.age]
            since = self._oldest[definition.age]
        found = self.case.of(definition.id)
        if len(found) == 1 and self._surely_usable(found[0], since):
            return _of_one(definition, found[0], days if found[0].collected_on else 0)
        visible = self.recorded(definition.id)
        if not visible:
            return Fact(definition.id, gaps=(Gap(definition.id),))
        newest = visible if len(visible) == 1 else _newest(visible, self._until)
        gap = _unusable(definition, newest, since)
        if gap is None:
            return _joined(definition, newest, days if newest[0].collected_on else 0)
        days = 0 if gap.reason == "suspect_unit" else days
        return Fact(definition.id, gaps=(gap,), inputs=tuple(newest), setting_days=days)

    def _surely_usable(self, observation: Observation, since: date | None) -> bool:
        """True for a value that is neither to come nor too old nor suspect, as most are."""
        collected = observation.collected_on
        if observation.suspect:
            return False
        if collected is None:
            return since is None
        return collected.first <= self._until and (since is None or collected.first >= since)

    def _visible(self, observation: Observation) -> bool:
        collected = observation.collected_on
        return collected is None or collected.first <= self._until

    # ------------------------------------------------------------------- lists

    def _list(self, definition: ListDefinition) -> ListState:
        recorded = self.case.list(definition.id)
        entries, earliest, said = recorded.entries, None, recorded.complete_on
        if entries:
            entries = tuple([e for e in entries if self._entry_visible(e)])
            if definition.same:
                entries = _newest_of_each(entries, definition.same)
        if definition.age and self.settings.ages.get(definition.age):
            earliest = self._oldest[definition.age]
        gap: tuple[Gap, ...] = ()
        if said is None or said > self.as_of:
            gap = (Gap(definition.id, "not_complete"),)
        elif earliest is not None and said < earliest:
            gap = (Gap(definition.id, "stale", said.isoformat()),)
        stale = bool(entries) and _imaging_is_old(definition, entries, earliest)
        return ListState(definition, entries, not gap, gap, Fact(definition.id, gaps=gap), stale)

    def _entry_visible(self, entry: Entry) -> bool:
        for name in ("on", "start"):
            value = entry.get(name)
            if isinstance(value, PartialDate):
                return value.first <= self._until
        return True


def _imaging_is_old(
    definition: ListDefinition, entries: tuple[Entry, ...], earliest: date | None
) -> bool:
    if definition.age != "imaging" or earliest is None:
        return False
    dates = [value for e in entries if isinstance(value := e.get("on"), PartialDate)]
    return not dates or max(value.first for value in dates) < earliest


def _unusable(
    definition: FieldDefinition, newest: Sequence[Observation], since: date | None
) -> Gap | None:
    """Return why the newest observations are of no use, or None."""
    latest: PartialDate | None = None
    for observation in newest:
        if observation.suspect:
            return Gap(definition.id, "suspect_unit", observation.suspect)
        when = observation.collected_on
        if when is not None and (latest is None or when.first > latest.first):
            latest = when
    if since is None or (latest is not None and latest.first >= since):
        return None
    if latest is not None:
        return Gap(definition.id, "stale", str(latest))
    return Gap(definition.id, "undated") if definition.dated else None


def _newest(visible: Sequence[Observation], until: date) -> Sequence[Observation]:
    """Return the newest observations: several where none is certainly the newest.

    That is so for values of one day without a time, and for one that is dated by month or year
    and may lie after a day that is known.
    """
    if len(visible) == 1:
        return visible
    dated = [(o.collected_on, o) for o in visible if o.collected_on is not None]
    if not dated:
        return visible
    surest = max(when.first for when, _ in dated)
    newest = [(when, o) for when, o in dated if min(when.last, until) >= surest]
    if all(when.exact and o.collected_at for when, o in newest):
        latest = max(o.collected_at for _, o in newest)
        return [o for _, o in newest if o.collected_at == latest]
    return [o for _, o in newest]


@lru_cache(maxsize=1)
def _derivations() -> Mapping[str, Callable[[Chart, date | None], Fact]]:
    from hccreview.clinical.derived import DERIVATIONS  # a derivation asks the chart again

    return DERIVATIONS


def _joined(definition: FieldDefinition, newest: Sequence[Observation], days: int) -> Fact:
    """Return one fact of the newest observations; values of one day that differ become bounds."""
    fact = _of_one(definition, newest[0], days)
    for observation in newest[1:]:
        other = _of_one(definition, observation, days)
        if fact.span is not None and other.span is not None and fact.unit == other.unit:
            fact = fact._replace(span=fact.span.join(other.span))
        elif fact.words is not None and other.words is not None:
            fact = fact._replace(words=fact.words | other.words)
        elif fact != other._replace(inputs=fact.inputs):
            conflict = (Gap(definition.id, "conflict"),)
            return Fact(definition.id, gaps=conflict, inputs=tuple(newest), setting_days=days)
    return fact._replace(inputs=tuple(newest)) if len(newest) > 1 else fact


def _of_one(definition: FieldDefinition, observation: Observation, days: int) -> Fact:
    value, inputs, name = observation.value, (observation,), definition.id
    if isinstance(value, bool):
        words = YES if value else NO
        return _new(Fact, (name, None, words, None, None, (), inputs, "", days, ""))
    if isinstance(value, Span):
        unit = observation.unit_of(definition)
        return _new(Fact, (name, value, None, None, None, (), inputs, unit, days, ""))
    if isinstance(value, PartialDate):
        return Fact(name, when=value, inputs=inputs, setting_days=days)
    if isinstance(value, frozenset):
        return Fact(name, members=value, inputs=inputs, setting_days=days)
    span = Span(0.0, 0.0) if value == "not_detected" else None
    return _new(Fact, (name, span, frozenset({value}), None, None, (), inputs, "", days, ""))


def _newest_of_each(entries: tuple[Entry, ...], same: str) -> tuple[Entry, ...]:
    """Return the newest entry of each named thing; one without a name is a thing of its own."""
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

"""A case: everything that is recorded of one patient, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from types import MappingProxyType

from hccreview.clinical.dates import PartialDate
from hccreview.clinical.fields import FieldDefinition
from hccreview.clinical.plan import Plan
from hccreview.clinical.quantity import Span

Value = Span | str | bool | frozenset[str] | PartialDate
"""A recorded value in canonical form: number, word, yes or no, set of words, date."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One dated value of a field.

    `value` is in the canonical unit of the data dictionary, or in `unit` where that unit is never
    converted; `value_text` and `unit` are what was entered. `uln` and `lln` are the limits of the
    same report. `suspect` is the sentence that explains a value only another unit would explain.
    `ground` is what an answer of the board rests on (see meeting/ground.py), empty where nobody
    recorded it.
    """

    field: str
    value: Value
    unit: str = ""
    value_text: str = ""
    collected_on: PartialDate | None = None
    collected_at: str = ""
    uln: float | None = None
    lln: float | None = None
    laboratory: str = ""
    note: str = ""
    author: str = ""
    reason: str = ""
    suspect: str = ""
    ground: str = ""

    def unit_of(self, definition: FieldDefinition) -> str:
        """Return the unit of `value`: canonical, or as entered where it is never converted."""
        return self.unit if self.unit in definition.separate else definition.unit


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: field ids of the list's definition → recorded values."""

    values: Mapping[str, Value]

    def get(self, name: str) -> Value | None:
        """Return the value of `name`, or None where it is not recorded."""
        return self.values.get(name)


@dataclass(frozen=True, slots=True)
class CaseList:
    """A list of a case; `complete_on` is the day someone said that nothing is missing from it."""

    id: str
    entries: tuple[Entry, ...] = ()
    complete_on: date | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A clinician's recorded disagreement with a finding; it never changes the verdict.

    `ground` is what it rests on (see meeting/ground.py), empty where nobody recorded it.
    """

    trial: str
    criterion: str
    author: str
    on: date
    kind: str
    reason: str
    at: time | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A patient under a code (a pseudonym), with dated observations and lists."""

    code: str
    observations: tuple[Observation, ...] = ()
    lists: tuple[CaseList, ...] = ()
    label: str = ""
    shows: str = ""
    synthetic: bool = False
    as_of: date | None = None
    inclusion: date | None = None
    first_dose: date | None = None
    arms: tuple[tuple[str, str], ...] = ()
    overrides: tuple[Override, ...] = ()
    plans: tuple[Plan, ...] = ()
    _by_field: Mapping[str, tuple[Observation, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _by_list: Mapping[str, CaseList] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        grouped: dict[str, tuple[Observation, ...]] = {}
        for observation in self.observations:
            grouped[observation.field] = (*grouped.get(observation.field, ()), observation)
        # The value is frozen; its index is made once, here.
        object.__setattr__(self, "_by_field", MappingProxyType(grouped))
        lists = MappingProxyType({entries.id: entries for entries in self.lists})
        object.__setattr__(self, "_by_list", lists)

    def of(self, name: str) -> tuple[Observation, ...]:
        """Return every observation of a field, as recorded."""
        return self._by_field.get(name, ())

    def list(self, name: str) -> CaseList:
        """Return a list of the case; one that was never filled is empty and not complete."""
        return self._by_list.get(name) or CaseList(name)

    def plan(self, trial: str) -> Plan | None:
        """Return what is planned in a trial, None where nothing is."""
        return next((plan for plan in self.plans if plan.trial == trial), None)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The three days of a review; inclusion and first dose are assumed where they equal as_of."""

    as_of: date
    inclusion: date
    first_dose: date
    inclusion_assumed: bool = False
    first_dose_assumed: bool = False

    def day(self, name: str) -> date:
        """Return the day of the anchor called as_of, inclusion or first_dose."""
        day: date = getattr(self, name)
        return day


def anchors_of(
    case: Case,
    as_of: date,
    inclusion: date | None = None,
    first_dose: date | None = None,
) -> Anchors:
    """Return the anchors of a review on `as_of`; what neither caller nor case names is assumed."""
    chosen_inclusion = inclusion or case.inclusion
    chosen_dose = first_dose or case.first_dose
    return Anchors(
        as_of=as_of,
        inclusion=chosen_inclusion or as_of,
        first_dose=chosen_dose or as_of,
        inclusion_assumed=chosen_inclusion is None,
        first_dose_assumed=chosen_dose is None,
    )

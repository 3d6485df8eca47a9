"""A case without what could point to a person.

The rule is the safe harbour of HIPAA, 45 CFR 164.514(b)(2): no name, number or other mark of the
person, no date but the year, and of an age above 89 only that it is 90 or more, nor any date that
would tell such an age. We go further where it costs nothing: no calendar date at all, only days
counted from the first treatment; and a month or a year is widened until its ends tell nothing of
the calendar. What a person typed as free text can hold anything, so it is left
out unless somebody who has read it chooses otherwise; who wrote it and which laboratory measured it
(a place) never go along. Where a case names a trial, a criterion or an arm, only those of the
compared trials go along: there, too, anything could have been typed. Of the times of day only the
order is kept, where values of one day differ in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hccreview.clinical.case import Anchors, Case, CaseList, Entry, Observation, Override, Value
from hccreview.clinical.dates import PartialDate, add_months, day
from hccreview.clinical.entry import read_observation
from hccreview.clinical.fields import Dictionary, ListDefinition
from hccreview.review.compare import Comparison

CODE = "de-identified"
LEFT_OUT = "left out"
OLDEST = 90
"""Years: all ages from here on are told as one, “90 or more” (45 CFR 164.514(b)(2)(i)(C))."""
AGE, BIRTH = "age_recorded", "birth_date"
_TRIAL = "index_of"  # the field of an entry that names a trial
OTHER_TRIAL = "another-trial"
"""What stands for the id of a trial that is none of the compared ones."""
_MONTH, _LONGEST_MONTH, _YEAR = 30, 31, 360  # days


# ------------------------------------------------------------------ days for dates


@dataclass(frozen=True, slots=True)
class DayZero:
    """The day from which days are counted, and which day of the patient's that is."""

    day: date
    words: str

    def of(self, when: PartialDate | date) -> str:
        """Return a date as days: ``day −3``, or ``day −31 to day −1`` of a stretch of time."""
        if isinstance(when, date):
            return f"day {(when - self.day).days}".replace("-", "−")
        days = self.of(when.first)
        return days if when.exact else f"{days} to {self.of(when.last)}"

    def widened(self, when: PartialDate) -> PartialDate:
        """Return a month as whole stretches of 30 days from day 0, a year as such of 360.

        A year that kept its ends would tell where the first of January is, and so every date.
        """
        if when.exact:
            return when
        step = _MONTH if (when.last - when.first).days < _LONGEST_MONTH else _YEAR
        before = (when.first - self.day).days // step * step
        after = -(-((when.last - self.day).days + 1) // step) * step - 1
        return PartialDate(self.day + timedelta(before), self.day + timedelta(after))


def day_zero(case: Case, anchors: Anchors) -> DayZero:
    """Return the first treatment whose day is recorded, else the planned first dose, or the review.

    A treatment of which only the month is known is passed over: day 0 would be the first of it.
    """
    starts = [
        when
        for entry in case.list("treatments").entries
        if isinstance(when := entry.get("on") or entry.get("start"), PartialDate)
    ]
    days = [when.first for when in starts if when.exact]
    if days:
        earliest = min(when.first for when in starts) == min(days)
        first = "the first recorded treatment" if earliest else "the first treatment of known day"
        return DayZero(min(days), first)
    if not anchors.first_dose_assumed:
        return DayZero(anchors.first_dose, "the planned first dose")
    return DayZero(anchors.as_of, "the review")


# ------------------------------------------------------------------ the case


@dataclass(frozen=True, slots=True)
class Bare:
    """Takes the identity out of the case of a comparison, part by part; known days stay.

    `free_text` keeps notes, reasons and the names of drugs, lesions and other tumours as typed.
    """

    comparison: Comparison
    free_text: bool = False
    code: str = CODE
    zero: DayZero = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # The value is frozen; what follows from its parts is made once, here.
        zero = day_zero(self.comparison.case, self.comparison.anchors)
        object.__setattr__(self, "zero", zero)

    @property
    def dictionary(self) -> Dictionary:
        """The dictionary by which the case is read."""
        return self.comparison.dictionary

    def case(self) -> Case:
        """Return the case without code, label, birth, authors, laboratories and plans."""
        case = self.comparison.case
        overrides = (self.override(each) for each in case.overrides)
        kept = (self.observation(each) for each in case.observations)
        age = self.age()
        return replace(
            case,
            code=self.code,
            label="",
            shows="",
            observations=(
                *((age,) if age is not None else ()),
                *(each for each in kept if each is not None),
            ),
            lists=tuple(self.entries(each) for each in case.lists),
            arms=tuple((trial, arm) for trial, arm in case.arms if self.knows(trial, arm=arm)),
            overrides=tuple(each for each in overrides if each is not None),
            plans=(),  # dates of treatment, and reasons in free text
        )

    def age(self) -> Observation | None:
        """Return the age on the day of the review in place of the birth; None where unknown.

        Of an age that is known to lie between two numbers only the lower one goes along.
        """
        span = self.comparison.chart().fact("age").span
        if span is None or span.low <= 0:
            return None
        exact = span.exact and span.low < OLDEST
        text = f"{span.low:g}" if exact else f">={min(span.low, OLDEST):g}"
        when = day(self.comparison.anchors.as_of)
        return read_observation(self.dictionary.fields[AGE], text, collected_on=when)

    def observation(self, observation: Observation) -> Observation | None:
        """Return an observation without author, laboratory and text; None where nothing is left."""
        definition = self.dictionary.fields[observation.field]
        if observation.field in (AGE, BIRTH) or (definition.type == "text" and not self.free_text):
            return None
        if not self._tellable(observation.value):
            return None
        when = observation.collected_on
        return replace(
            observation,
            value=self._blurred(observation.value),
            collected_on=None
            if when is None or not self._tellable(when)
            else self.zero.widened(when),
            collected_at=self.clock(observation),
            laboratory="",
            note=observation.note if self.free_text else "",
            reason=observation.reason if self.free_text else "",
            author=LEFT_OUT if observation.author else "",
            ground="",
        )

    def entries(self, entries: CaseList) -> CaseList:
        """Return a list without text; one that lost an entry as a whole is not complete."""
        bare = tuple(each for each in self.each(entries) if each is not None)
        lost = len(bare) < len(entries.entries)
        return replace(entries, entries=bare, complete_on=None if lost else entries.complete_on)

    def each(self, entries: CaseList) -> tuple[Entry | None, ...]:
        """Return every entry of a list without text; None for one that held nothing else."""
        definition = self.dictionary.lists[entries.id]
        names: dict[Value, str] = {}
        return tuple(self._entry(each, definition, names) for each in entries.entries)

    def override(self, override: Override) -> Override | None:
        """Return an override without its author; None where it is on no criterion of a trial."""
        if not self.knows(override.trial, criterion=override.criterion):
            return None
        reason = override.reason if self.free_text else LEFT_OUT
        return replace(override, author=LEFT_OUT, reason=reason, at=None, ground="")

    def knows(self, trial: object, *, arm: str = "", criterion: str = "") -> bool:
        """True for the id of a compared trial, and of an arm or criterion that it has."""
        found = next((a for a in self.comparison.assessments if a.trial.id == trial), None)
        return found is not None and (
            (not arm or any(each.id == arm for each in found.trial.arms))
            and (not criterion or any(each.id == criterion for each in found.trial.criteria))
        )

    def clock(self, observation: Observation) -> str:
        """Return which of the values of its day one is, as a time: 00:01 for the first."""
        same = (
            each.collected_at
            for each in self.comparison.case.of(observation.field)
            if each.collected_on == observation.collected_on
        )
        times = sorted(set(same))
        if len(times) < 2 or not observation.collected_at:
            return ""
        hour, minute = divmod(times.index(observation.collected_at) + 1, 60)
        return f"{hour:02}:{minute:02}"

    def _entry(
        self, entry: Entry, definition: ListDefinition, names: dict[Value, str]
    ) -> Entry | None:
        values: dict[str, Value] = {}
        for name, value in entry.values.items():
            text = definition.by_id[name].type == "text"
            if name == _TRIAL:
                values[name] = value if self.knows(value) else OTHER_TRIAL
            elif text and not self.free_text and name == definition.same:
                # one thing seen on several dates stays one thing
                values[name] = names.setdefault(value, f"no. {len(names) + 1}")
            elif self._tellable(value) and (not text or self.free_text):
                values[name] = self._blurred(value)
        return Entry(values) if values else None

    def _blurred(self, value: Value) -> Value:
        return self.zero.widened(value) if isinstance(value, PartialDate) else value

    def _tellable(self, value: Value) -> bool:
        """False for a date so long ago that it would tell an age above 89."""
        oldest = add_months(self.comparison.anchors.as_of, -12 * (OLDEST - 1))
        return not isinstance(value, PartialDate) or value.first > oldest

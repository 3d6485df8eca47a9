"""What leaves with a de-identified export, line by line: as it is recorded, and as it will be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from hccreview.clinical.case import CaseList, Entry, Observation, Override, Value
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.fields import Dictionary, FieldDefinition, ListDefinition
from hccreview.review.compare import Comparison
from hccreview.review.identity import AGE, BIRTH, LEFT_OUT, Bare
from hccreview.review.wording import observation_text, value_text, with_unit

Say = Callable[[PartialDate | date], str]


@dataclass(frozen=True, slots=True)
class Leaving:
    """One line of the preview: what it is, how it is recorded, and how it stands in the file."""

    what: str
    recorded: str
    leaves: str


def leaving(
    comparison: Comparison, code: str, *, free_text: bool = False, without: tuple[str, ...] = ()
) -> tuple[Leaving, ...]:
    """Return every value of a case, with what of it leaves in a de-identified export.

    `without` names fields that are left out as a whole: answers of the board that are open again.
    """
    return tuple(_Lines(comparison, Bare(comparison, free_text, code), without).all())


def changed_verdicts(before: Comparison, after: Comparison) -> tuple[str, ...]:
    """Return where two comparisons of the same trials differ, a sentence each."""
    return tuple(
        f"{old.trial_id} {old.criterion.id}: {_words(old.verdict)} here,"
        f" {_words(new.verdict)} in the file."
        for ours in before.assessments
        for old, new in zip(ours.findings, after.assessment(ours.trial.id).findings, strict=True)
        if old.verdict is not new.verdict
    )


def free_texts(comparison: Comparison) -> tuple[str, ...]:
    """Return what was typed as text and would go along with free text, each once."""
    kept, bare = Bare(comparison, free_text=True), Bare(comparison)
    case, found = comparison.case, []
    for each in case.observations:
        found += [each.note, each.reason]
        if isinstance(each.value, str) and bare.observation(each) is None:
            found.append(each.value if kept.observation(each) is not None else "")
    for listed in case.lists:
        fields = comparison.dictionary.lists[listed.id].by_id
        for entry in listed.entries:
            found += [
                value
                for name, value in entry.values.items()
                if isinstance(value, str) and fields[name].type == "text" and name != "index_of"
            ]
    found += [each.reason for each in case.overrides if bare.override(each) is not None]
    return tuple(dict.fromkeys(text for text in found if text.strip()))


class _Lines:
    """Tells each part of a case twice: with its dates, and bare with days."""

    def __init__(self, comparison: Comparison, bare: Bare, without: tuple[str, ...]) -> None:
        self.comparison, self.bare, self.without = comparison, bare, without
        self.case = comparison.case
        self.zero = bare.zero
        self.here = _Told(spoken, comparison.dictionary)
        self.there = _Told(self.zero.of, comparison.dictionary)

    def all(self) -> Iterator[Leaving]:
        yield from self.head()
        for text in free_texts(self.comparison):
            yield Leaving("Free text", text, text if self.bare.free_text else LEFT_OUT)
        for each in self.case.observations:
            if each.field not in (AGE, BIRTH):
                yield self.observation(each)
        for listed in self.case.lists:
            yield from self.entries(listed)
        for override in self.case.overrides:
            yield self.override(override)
        for plan in self.case.plans:
            recorded = f"{plan.trial} from {spoken(plan.start)}"
            yield Leaving("Plan", recorded, LEFT_OUT)

    def head(self) -> Iterator[Leaving]:
        case, anchors = self.case, self.comparison.anchors
        yield Leaving("Code", case.code, self.bare.code)
        for what, text in (("Label", case.label), ("What the case shows", case.shows)):
            if text:
                yield Leaving(what, text, LEFT_OUT)
        yield Leaving("Day 0", f"{self.zero.words}, {spoken(self.zero.day)}", "day 0")
        yield Leaving("Day of the review", spoken(anchors.as_of), self.zero.of(anchors.as_of))
        for what, day, assumed in (
            ("Inclusion", anchors.inclusion, anchors.inclusion_assumed),
            ("First dose", anchors.first_dose, anchors.first_dose_assumed),
        ):
            if not assumed:
                yield Leaving(what, spoken(day), self.zero.of(day))
        yield from self.age()
        for trial, arm in case.arms:
            known = self.bare.knows(trial, arm=arm)
            yield Leaving(f"Planned arm of {trial}", arm, f"{trial}: {arm}" if known else LEFT_OUT)

    def age(self) -> Iterator[Leaving]:
        fields, age = self.comparison.dictionary.fields, self.bare.age()
        for each in (*self.case.of(BIRTH), *self.case.of(AGE)):
            leaves = LEFT_OUT if age is None else f"age {age_words(age)}"
            yield Leaving(fields[each.field].label, self.here.observation(each), leaves)

    def observation(self, observation: Observation) -> Leaving:
        bare = None if observation.field in self.without else self.bare.observation(observation)
        leaves = LEFT_OUT if bare is None else self.there.observation(bare)
        label = self.comparison.dictionary.fields[observation.field].label
        return Leaving(label, self.here.observation(observation), leaves)

    def entries(self, listed: CaseList) -> Iterator[Leaving]:
        definition = self.comparison.dictionary.lists[listed.id]
        bare = self.bare.entries(listed)
        said = listed.complete_on
        if said is not None:
            told = "none" if not listed.entries else "complete"
            leaves = LEFT_OUT if bare.complete_on is None else f"{told}, {self.zero.of(said)}"
            yield Leaving(definition.label, f"{told}, {spoken(said)}", leaves)
        for entry, kept in zip(listed.entries, self.bare.each(listed), strict=True):
            leaves = LEFT_OUT if kept is None else self.there.entry(kept, definition)
            yield Leaving(definition.label, self.here.entry(entry, definition), leaves)

    def override(self, override: Override) -> Leaving:
        on = f"{override.trial} {override.criterion}"
        bare = self.bare.override(override)
        leaves = LEFT_OUT if bare is None else f"{on}: {self.there.override(bare)}"
        return Leaving(f"Override of {on}", self.here.override(override), leaves)


@dataclass(frozen=True, slots=True)
class _Told:
    """Tells a part of a case in full, with its dates as `say` says them."""

    say: Say
    dictionary: Dictionary

    def observation(self, observation: Observation) -> str:
        definition = self.dictionary.fields[observation.field]
        value = observation.value
        said = (
            self.say(value)
            if isinstance(value, PartialDate)
            else observation_text(observation, definition)
        )
        when, unit = observation.collected_on, observation.unit_of(definition)
        limits = (("LLN", observation.lln), ("ULN", observation.uln))
        parts = (
            said,
            self.say(when) if when is not None else "",
            observation.collected_at,
            *(f"{name} {with_unit(f'{n:g}', unit)}" for name, n in limits if n is not None),
            *_named("laboratory", observation.laboratory),
            *_named("note", observation.note),
            *_named("author", observation.author),
            *_named("reason", observation.reason),
            "with what it rests on" if observation.ground else "",
        )
        return "; ".join(part for part in parts if part)

    def entry(self, entry: Entry, definition: ListDefinition) -> str:
        fields = definition.by_id
        return "; ".join(
            f"{fields[name].label}: {self.value(value, fields[name])}"
            for name, value in entry.values.items()
        )

    def override(self, override: Override) -> str:
        at = f" {override.at:%H:%M}" if override.at is not None else ""
        who = f"{override.author}, {self.say(override.on)}{at}"
        return f"{override.kind}; {who}; reason: {override.reason}"

    def value(self, value: Value, definition: FieldDefinition) -> str:
        if isinstance(value, PartialDate):
            return self.say(value)
        return value_text(value, definition)


def age_words(age: Observation) -> str:
    """Return an age as it leaves: ``58 years``, ``57 or more``, ``90 or more``."""
    text = age.value_text
    return f"{text.removeprefix('>=')} or more" if text.startswith(">=") else f"{text} years"


def _named(name: str, text: str) -> tuple[str, ...]:
    return (f"{name}: {text}",) if text else ()


def _words(verdict: object) -> str:
    return str(getattr(verdict, "value", verdict)).replace("_", " ")

"""On what an override or an answer of the board stands: the records below it, with digests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, cast

from hccreview.clinical.case import Entry, Observation
from hccreview.clinical.chart import Chart, Fact, ListState
from hccreview.clinical.dates import spoken
from hccreview.clinical.strict_yaml import load_strict
from hccreview.criteria import nodes
from hccreview.meeting.canonical import canonical_bytes, digest_of, parsed
from hccreview.meeting.shapes import plain, shaped
from hccreview.review.again import ANCHORS, assessment_of
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, Verdict
from hccreview.review.wording import entry_text, observation_text
from hccreview.trials.model import Criterion, Trial
from resources import resource_path

_WHAT = "What an override or answer stands on"


@dataclass(frozen=True, slots=True)
class GroundFact:
    """One record: its field (or list), the label and text it is told by, and its digest."""

    field: str
    label: str
    shown: str
    digest: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a word stands on: the criteria it is about, and every record that they read.

    `asked` holds pairs of ``trial criterion`` and the digest of what it asks. `verdict` is that of
    the finding an override disagrees with, None for an answer.
    """

    asked: tuple[tuple[str, str], ...]
    facts: tuple[GroundFact, ...]
    verdict: Verdict | None = None


def ground_text(ground: Ground) -> str:
    """Return a ground as one line of text, to be kept beside the override or answer."""
    return canonical_bytes(plain(ground)).decode("utf-8")


def read_ground(text: str) -> Ground:
    """Return the ground that a text holds; raises ReviewError for a text that is none."""
    return shaped(Ground, parsed(text.encode("utf-8", "surrogatepass"), _WHAT), _WHAT)


def ground_of_finding(finding: Finding, comparison: Comparison) -> Ground:
    """Return what an override of a finding stands on; the day of a sample is part of it."""
    trial = assessment_of(finding, comparison).trial
    reader = _Reader(comparison, finding.day)
    facts = reader.facts(names_of(finding.criterion, trial), dated=True)
    return Ground((_asked(trial, finding.criterion),), facts, finding.verdict)


def ground_of_answer(question: str, comparison: Comparison) -> Ground:
    """Return what an answer to a question of the board stands on.

    That are the criteria that ask it and, for a judgement, the facts that these read and those in
    ``resources/board.yaml``. The choice between readings of a text rests on the text alone. A value
    that is measured again with the same result is the same.
    """
    asking = [
        (assessment.trial, criterion)
        for assessment in comparison.assessments
        for criterion in assessment.trial.criteria
        if question in names_of(criterion, assessment.trial)
    ]
    asked = tuple(_asked(trial, criterion) for trial, criterion in asking)
    if comparison.dictionary.field(question).type == "reading":
        return Ground(asked, ())
    names = {name: None for trial, each in asking for name in names_of(each, trial)}
    names |= dict.fromkeys(judged_on(question))
    answers = {n for n, each in comparison.dictionary.fields.items() if each.board_question}
    reader = _Reader(comparison, comparison.anchors.as_of)
    return Ground(asked, reader.facts([n for n in names if n not in answers], dated=False))


@lru_cache(maxsize=1)
def _board() -> dict[str, list[str]]:
    path = resource_path("board.yaml")
    data: Any = load_strict(path.read_text(encoding="utf-8"), path.name)
    return cast(dict[str, list[str]], data["judged_on"])


def judged_on(question: str) -> tuple[str, ...]:
    """Return the facts that a question of judgement rests on beside those its criteria name."""
    return tuple(_board().get(question, ()))


# --------------------------------------------------------------------- what is read


def names_of(criterion: Criterion, trial: Trial) -> tuple[str, ...]:
    """Return the fields, lists and derived facts that a criterion names, each once.

    A criterion that it refers to counts with what that one names.
    """
    names: dict[str, None] = {}
    for expression in (criterion.expression, criterion.applies):
        if expression is not None:
            names |= dict.fromkeys(_names(cast(nodes.Node, expression), trial))
    return tuple(names)


def _names(node: nodes.Node, trial: Trial) -> Iterator[str]:
    if isinstance(node, nodes.CriterionRef):
        named = next(each for each in trial.criteria if each.id == node.id)
        yield from names_of(named, trial)
    operand = getattr(node, "operand", None)
    if isinstance(operand, nodes.FieldRef):
        yield operand.of_list or operand.name
    window = getattr(node, "window", nodes.NO_WINDOW)
    if window.anchor not in ("", *ANCHORS):
        yield window.anchor
    if window.uncorrected is not None:
        yield "drugs"  # what may have corrected a sample
    for part in (node, operand, getattr(node, "limit", None)):
        yield from (getattr(part, name) for name in ("list", "name", "chooser") if _has(part, name))
    yield from getattr(node, "fields", ())
    for inner in nodes.children(node):
        yield from _names(inner, trial)


def _has(part: object, name: str) -> bool:
    return bool(getattr(part, name, "")) and not isinstance(part, nodes.FieldRef)


class _Footprint(Chart):
    """A chart that notes which recorded fields and lists it was asked for."""

    def __init__(self, comparison: Comparison, day: date) -> None:
        super().__init__(
            comparison.case,
            comparison.anchors.as_of,
            day,
            comparison.dictionary,
            comparison.settings,
        )
        self.read: dict[str, None] = {}

    def fact(self, name: str, since: date | None = None) -> Fact:
        """Return a fact; a recorded field is noted."""
        if name in self.dictionary.fields:
            self.read[name] = None
        return super().fact(name, since)

    def list(self, name: str) -> ListState:
        """Return a list; it is noted."""
        self.read[name] = None
        return super().list(name)


class _Reader:
    """Reads the records below some names of a case on a day."""

    def __init__(self, comparison: Comparison, day: date) -> None:
        self.comparison, self.dictionary = comparison, comparison.dictionary
        self.chart = _Footprint(comparison, day)

    def facts(self, names: Iterable[str], *, dated: bool) -> tuple[GroundFact, ...]:
        """Return the newest record of each field, and each entry of the lists, that names read."""
        for name in names:
            (self.chart.list if name in self.dictionary.lists else self.chart.fact)(name)
        found: dict[GroundFact, None] = {}
        for name in sorted(self.chart.read):
            if name in self.dictionary.lists:
                entries = self.chart.list(name).entries
                found |= dict.fromkeys(self._entry(name, each) for each in entries)
            else:
                inputs = self.chart.fact(name).inputs
                found |= dict.fromkeys(self._value(each, dated) for each in inputs)
        return tuple(found)

    def _value(self, observation: Observation, dated: bool) -> GroundFact:
        definition = self.dictionary.fields[observation.field]
        shown = observation_text(observation, definition)
        when = observation.collected_on
        if dated and when is not None:
            shown = f"{shown} of {spoken(when)}"
        bare = replace(
            observation,
            unit=observation.unit_of(definition),
            value_text="",
            laboratory="",
            note="",
            author="",
            reason="",
        )
        if not dated:
            bare = replace(bare, collected_on=None, collected_at="")
        return GroundFact(observation.field, definition.label, shown, _digest(bare))

    def _entry(self, name: str, entry: Entry) -> GroundFact:
        definition = self.dictionary.lists[name]
        return GroundFact(name, definition.label, entry_text(entry, definition), _digest(entry))


def _asked(trial: Trial, criterion: Criterion) -> tuple[str, str]:
    text = f"{criterion.kind}\n{criterion.expression_text}\n{criterion.applies_text or ''}"
    return f"{trial.id} {criterion.id}", digest_of(text.encode("utf-8"))[:16]


def _digest(record: Observation | Entry) -> str:
    return digest_of(canonical_bytes(plain(record)))[:16]

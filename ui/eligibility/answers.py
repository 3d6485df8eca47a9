"""The board's questions of a finding: what may be answered, what follows, what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import day, spoken
from hccreview.clinical.editing import with_observation
from hccreview.clinical.entry import read_observation
from hccreview.clinical.fields import FieldDefinition
from hccreview.criteria import nodes
from hccreview.criteria.phrases import lower_first
from hccreview.review.again import expression_of
from hccreview.review.compare import Comparison, compare
from hccreview.review.eligibility import Finding
from hccreview.review.explain import sentence
from ui.wording import Mark, verdict_mark

_YES_OR_NO = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer and the verdict that the finding would then have."""

    value: str
    label: str
    gives: Mark


@dataclass(frozen=True, slots=True)
class BoardQuestion:
    """A question of a finding to the board, with its choices and the answer in force, if any.

    `reopened` says why an answer is open again (`said`: so does the sentence of the finding): then
    `told` says what was answered, and nothing is in force. `unfounded` is an answer that was
    recorded without what it rests on.
    """

    field: str
    text: str
    choices: tuple[Choice, ...]
    answered: str = ""
    told: str = ""
    author: str = ""
    reason: str = ""
    reopened: str = ""
    said: bool = False
    unfounded: bool = False


def board_questions(finding: Finding, comparison: Comparison) -> tuple[BoardQuestion, ...]:
    """Return the questions that are open in a finding, and those that have been answered."""
    names = dict.fromkeys((*finding.outcome.questions, *asked_in(expression_of(finding))))
    return tuple(
        _question(name, finding, comparison)
        for name in names
        if name in finding.outcome.questions or _given(name, comparison) is not None
    )


def asked_in(node: nodes.Node) -> Iterator[str]:
    """Yield the fields of the questions and readings inside an expression."""
    if isinstance(node, nodes.Judgement):
        yield node.name
    if isinstance(node, nodes.Readings):
        yield node.chooser
    for child in nodes.children(node):
        yield from asked_in(child)


def answered_case(
    case: Case, definition: FieldDefinition, on: date, value: str, author: str, reason: str
) -> Case:
    """Return the case with an answer to a question, given on a day.

    An answer of the same day is replaced; earlier ones stay, the newest counts.
    """
    name, when = definition.id, day(on)
    answer = read_observation(definition, value, collected_on=when, author=author, reason=reason)
    same_day = [o for o in case.of(name) if o.collected_on in (when, None)]
    return with_observation(case, answer, same_day[-1] if same_day else None)


def _question(name: str, finding: Finding, comparison: Comparison) -> BoardQuestion:
    definition = comparison.dictionary.fields[name]
    known, reopened = _given(name, comparison), comparison.reopened.get(name, "")
    in_force = None if reopened else known
    return BoardQuestion(
        field=name,
        text=definition.question or definition.label,
        choices=tuple(
            Choice(value, label, _verdict_after(name, value, finding, comparison))
            for value, label in _possible(definition)
        ),
        answered="" if in_force is None else _word(in_force),
        told="" if known is None else _told(known, definition if reopened else None),
        author="" if in_force is None else in_force.author,
        reason="" if in_force is None else in_force.reason,
        reopened=reopened,
        said=bool(reopened) and lower_first(reopened) in sentence(finding, comparison),
        unfounded=in_force is not None and not in_force.ground,
    )


def _possible(definition: FieldDefinition) -> tuple[tuple[str, str], ...]:
    return tuple(definition.values.items()) if definition.type == "reading" else _YES_OR_NO


def _verdict_after(name: str, value: str, finding: Finding, comparison: Comparison) -> Mark:
    assessment = comparison.assessment(finding.trial_id)
    definition, on = comparison.dictionary.fields[name], comparison.anchors.as_of
    after = compare(
        answered_case(comparison.case, definition, on, value, "", ""),
        (assessment.trial,),
        comparison.anchors,
        arms={finding.trial_id: assessment.arm},
        dictionary=comparison.dictionary,
        settings=comparison.settings,
        reopened={field: why for field, why in comparison.reopened.items() if field != name},
    )
    return verdict_mark(after.assessments[0].finding(finding.criterion.id).verdict.value)


def _given(name: str, comparison: Comparison) -> Observation | None:
    """Return the newest answer, also one that is open again."""
    if name not in comparison.reopened:
        return comparison.chart().fact(name).observation
    dictionary, settings = comparison.dictionary, comparison.settings
    chart = Chart(comparison.case, comparison.anchors.as_of, None, dictionary, settings)
    return chart.fact(name).observation


def _word(observation: Observation) -> str:
    if isinstance(observation.value, bool):
        return "yes" if observation.value else "no"
    return str(observation.value)


def _told(observation: Observation, definition: FieldDefinition | None) -> str:
    """Return who answered and when; with a definition also what, and why."""
    on = spoken(observation.collected_on) if observation.collected_on is not None else "no date"
    parts: tuple[str, ...] = (observation.author, on, observation.collected_at)
    if definition is not None:
        word = dict(_possible(definition)).get(_word(observation), "").lower()
        parts = (word, *parts, observation.reason)
    return ", ".join(part for part in parts if part)

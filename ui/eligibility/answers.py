"""The board's questions of a finding: what may be answered, what follows, what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.dates import day, spoken
from hccreview.clinical.editing import with_observation
from hccreview.clinical.entry import read_observation
from hccreview.clinical.fields import FieldDefinition
from hccreview.criteria import nodes
from hccreview.review.again import expression_of
from hccreview.review.compare import Comparison, compare
from hccreview.review.eligibility import Finding
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
    """A question of a finding to the board, with its choices and the answer in force, if any."""

    field: str
    text: str
    choices: tuple[Choice, ...]
    answered: str = ""
    told: str = ""
    author: str = ""
    reason: str = ""


def board_questions(finding: Finding, comparison: Comparison) -> tuple[BoardQuestion, ...]:
    """Return the questions that are open in a finding, and those that have been answered."""
    names = dict.fromkeys((*finding.outcome.questions, *asked_in(expression_of(finding))))
    return tuple(
        _question(name, finding, comparison)
        for name in names
        if name in finding.outcome.questions or _in_force(name, comparison) is not None
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
    known = _in_force(name, comparison)
    return BoardQuestion(
        field=name,
        text=definition.question or definition.label,
        choices=tuple(
            Choice(value, label, _verdict_after(name, value, finding, comparison))
            for value, label in _possible(definition)
        ),
        answered="" if known is None else _word(known),
        told="" if known is None else _told(known),
        author="" if known is None else known.author,
        reason="" if known is None else known.reason,
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
    )
    return verdict_mark(after.assessments[0].finding(finding.criterion.id).verdict.value)


def _in_force(name: str, comparison: Comparison) -> Observation | None:
    return comparison.chart().fact(name).observation


def _word(observation: Observation) -> str:
    if isinstance(observation.value, bool):
        return "yes" if observation.value else "no"
    return str(observation.value)


def _told(observation: Observation) -> str:
    on = spoken(observation.collected_on) if observation.collected_on is not None else "no date"
    return ", ".join(part for part in (observation.author, on) if part)

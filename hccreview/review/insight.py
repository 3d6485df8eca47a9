"""What to ask next, and what stands nearest to a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hccreview.review.change import Step, cost, steps_of
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Eligibility, Finding, TrialAssessment, Verdict
from hccreview.review.evidence import definition_of, label_of
from hccreview.review.explain import missing_fields


@dataclass(frozen=True, slots=True)
class Question:
    """A fact (or a question to the board) and the criteria that it would help to settle."""

    field: str
    label: str
    text: str
    board: bool
    settles: tuple[tuple[str, str], ...]

    @property
    def trials(self) -> tuple[str, ...]:
        """The trials it concerns, each once."""
        return tuple(dict.fromkeys(trial for trial, _ in self.settles))


@dataclass(frozen=True, slots=True)
class Change:
    """What would have to change for one failing criterion."""

    criterion_id: str
    how: str
    from_day: date | None
    distance_percent: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class TrialChange:
    """The nearest change of a failing trial; `fixed` counts the fails that nothing can change."""

    trial_id: str
    fixed: int
    changes: tuple[Change, ...]
    sentence: str


def nearest_changes(comparison: Comparison) -> tuple[TrialChange, ...]:
    """Return the failing trials, those first that need the least to change.

    Ranked by the number of fixed fails, then of all fails, then by the largest relative distance.
    """
    changes = [
        _trial_change(assessment, comparison)
        for assessment in comparison.assessments
        if assessment.eligibility is Eligibility.INELIGIBLE
    ]
    return tuple(sorted(changes, key=_rank))


def _rank(change: TrialChange) -> tuple[int, int, float]:
    farthest = max((each.distance_percent or 0.0 for each in change.changes), default=0.0)
    return change.fixed, len(change.changes), farthest


def _trial_change(assessment: TrialAssessment, comparison: Comparison) -> TrialChange:
    failing = [f for f in assessment.findings if f.verdict is Verdict.FAIL and f.counted]
    changes = tuple(_change(finding, steps_of(finding, comparison)) for finding in failing)
    fixed = sum(change.how == "fixed" for change in changes)
    words = "; ".join(f"{c.criterion_id}: {c.sentence}" for c in changes if c.sentence)
    return TrialChange(assessment.trial.id, fixed, changes, words)


def _change(finding: Finding, steps: tuple[Step, ...]) -> Change:
    if not steps:
        return Change(finding.criterion.id, "fixed", None, None, "nothing known could change it")
    order = ("time", "repeat_test", "treatment", "fixed")
    how = max((step.how for step in steps), key=order.index)
    days = [step.from_day for step in steps if step.from_day is not None]
    words = "; ".join(dict.fromkeys(step.sentence for step in steps if step.sentence))
    far = cost(steps)[3] or None
    return Change(finding.criterion.id, how, max(days) if days else None, far, words)


def ask_list(comparison: Comparison) -> tuple[Question, ...]:
    """Return the facts that can still move a headline, the most useful first.

    Trials that cannot change (a fixed fail, nothing assessable) ask for nothing; nor does anything
    that is not due before the board. A fact counts more when it settles a criterion alone.
    """
    settles: dict[str, list[tuple[str, str]]] = {}
    weight: dict[str, float] = {}
    fixed = {change.trial_id for change in nearest_changes(comparison) if change.fixed}
    for assessment in comparison.assessments:
        if assessment.trial.id in fixed or assessment.eligibility is Eligibility.NOT_ASSESSABLE:
            continue
        for finding in assessment.findings:
            if finding.verdict in OPEN and finding.counted and finding.decides_now:
                _collect(finding, settles, weight)
    questions = [_question(name, tuple(pairs), comparison) for name, pairs in settles.items()]
    return tuple(sorted(questions, key=lambda q: (-len(q.trials), -weight[q.field], q.board)))


def _collect(
    finding: Finding, settles: dict[str, list[tuple[str, str]]], weight: dict[str, float]
) -> None:
    fields = missing_fields(finding)
    for name in fields:
        pair = (finding.trial_id, finding.criterion.id)
        settles.setdefault(name, []).append(pair)
        weight[name] = weight.get(name, 0.0) + 1 / len(fields)


def _question(name: str, pairs: tuple[tuple[str, str], ...], comparison: Comparison) -> Question:
    definition = definition_of(name, comparison.dictionary)
    board = definition is not None and definition.board_question
    label = label_of(name, comparison.dictionary)
    text = definition.question if definition is not None and definition.question else label
    return Question(name, label, text, board, pairs)

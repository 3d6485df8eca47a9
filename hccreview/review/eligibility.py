"""From truth to verdict to headline: the only place where an exclusion is turned round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from hccreview.clinical.chart import Gap
from hccreview.clinical.fields import suggestion
from hccreview.criteria.context import Context
from hccreview.criteria.evaluate import evaluate
from hccreview.criteria.logic import NOT, F, T, Truth, U
from hccreview.criteria.outcome import Outcome
from hccreview.errors import ReviewError
from hccreview.trials.model import Arm, Criterion, Trial


class Verdict(Enum):
    """What a finding says of one criterion."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NEEDS_JUDGEMENT = "needs_judgement"
    NOT_APPLICABLE = "not_applicable"


class Eligibility(Enum):
    """A trial's headline for one case."""

    ELIGIBLE = "eligible"
    NO_VIOLATION_STATED = "no_violation_stated"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"
    NOT_ASSESSABLE = "not_assessable"


OPEN = (Verdict.UNKNOWN, Verdict.NEEDS_JUDGEMENT)


class Finding(NamedTuple):
    """What one criterion says of the case: verdict, and the outcome it was read from.

    Sentences, distances and ways to change it are made from this value when they are shown.
    """

    trial_id: str
    criterion: Criterion
    verdict: Verdict
    outcome: Outcome
    day: date
    gaps: tuple[Gap, ...] = ()

    @property
    def counted(self) -> bool:
        """False for the mirror of other criteria: shown, but outside counts and changes."""
        return not self.criterion.linked_to

    @property
    def decides_now(self) -> bool:
        """True when the criterion is due before the board meets."""
        return self.criterion.due == "before_board"


@dataclass(frozen=True, slots=True)
class TrialAssessment:
    """One trial (one arm of it) for one case."""

    trial: Trial
    arm: str
    findings: tuple[Finding, ...]
    eligibility: Eligibility
    overrides: int = 0

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Number of findings of each verdict; linked criteria are counted once, at their source."""
        counts = dict.fromkeys(Verdict, 0)
        for finding in self.findings:
            if finding.counted:
                counts[finding.verdict] += 1
        return counts

    @property
    def open_later(self) -> tuple[Finding, ...]:
        """What is open but not due before the board."""
        return tuple(
            f for f in self.findings if f.counted and f.verdict in OPEN and not f.decides_now
        )

    def finding(self, criterion_id: str) -> Finding:
        """Return the finding of a criterion."""
        return next(f for f in self.findings if f.criterion.id == criterion_id)


def verdict_of(kind: str, truth: Truth, gaps: object, questions: object) -> Verdict:
    """Return the verdict of a criterion's truth; an exclusion passes where it is false.

    `gaps` and `questions` count as whether there are any. An UNKNOWN that only open questions to
    the board keep open is NEEDS_JUDGEMENT; a missing fact that also decides goes before it.
    """
    fulfilled = truth if kind == "inclusion" else NOT[truth]
    if fulfilled is T:
        return Verdict.PASS
    if fulfilled is F:
        return Verdict.FAIL
    return Verdict.NEEDS_JUDGEMENT if questions and not gaps else Verdict.UNKNOWN


def headline(verdicts: Iterable[tuple[Verdict, bool]], listed: str) -> Eligibility:
    """Return the headline of (verdict, due before the board) pairs; `listed`: all, some or none."""
    if listed == "none":
        return Eligibility.NOT_ASSESSABLE
    undetermined = False
    for verdict, due in verdicts:
        if verdict is Verdict.FAIL:
            return Eligibility.INELIGIBLE
        undetermined = undetermined or (due and verdict in OPEN)
    if undetermined:
        return Eligibility.UNDETERMINED
    return Eligibility.ELIGIBLE if listed == "all" else Eligibility.NO_VIOLATION_STATED


class _Trial:
    """Evaluates the criteria of one trial, each once, each on its own anchor."""

    def __init__(self, trial: Trial, context: Context) -> None:
        self.trial, self.context = trial, context
        self.outcomes: dict[str, Outcome] = {}
        self.asked: list[str] = []
        context.criterion = self.outcome

    def outcome(self, criterion_id: str) -> Outcome:
        """Return the outcome of a criterion's expression.

        Raises ReviewError for a criterion that the trial does not have, or that names itself.
        """
        known = self.outcomes.get(criterion_id)
        if known is None:
            criterion, outer = self._criterion(criterion_id), self.context.anchor
            self.context.stand_at(criterion.anchor)
            known = self._evaluated(criterion)
            self.context.stand_at(outer)
        return known

    def _evaluated(self, criterion: Criterion) -> Outcome:
        self.asked.append(criterion.id)
        expression: Any = criterion.expression  # a node: the loader has parsed it
        outcome = evaluate(expression, self.context)
        self.asked.pop()
        self.outcomes[criterion.id] = outcome
        return outcome

    def _criterion(self, criterion_id: str) -> Criterion:
        by_id = {criterion.id: criterion for criterion in self.trial.criteria}
        if criterion_id not in by_id:
            near = suggestion(criterion_id, by_id)
            raise ReviewError(f"{self.trial.id} has no criterion “{criterion_id}”{near}.")
        if criterion_id in self.asked:
            circle = ", ".join([*self.asked, criterion_id])
            raise ReviewError(f"{self.trial.id}: criteria name each other in a circle: {circle}.")
        return by_id[criterion_id]

    def finding(self, criterion: Criterion) -> Finding:
        """Return the finding of a criterion."""
        context = self.context
        if context.anchor != criterion.anchor:
            context.stand_at(criterion.anchor)
        outcome = self.outcomes.get(criterion.id) or self._evaluated(criterion)
        gaps = outcome.gaps
        verdict = verdict_of(criterion.kind, outcome.truth, gaps, outcome.questions)
        if criterion.role == "validity" and verdict is Verdict.FAIL:
            verdict, gaps = Verdict.UNKNOWN, _gaps_seen(outcome)
        if criterion.applies is not None:
            condition: Any = criterion.applies
            applies = evaluate(condition, context)
            if applies.truth is F:
                verdict, gaps = Verdict.NOT_APPLICABLE, ()
            elif applies.truth is U and verdict is not Verdict.PASS:
                verdict, gaps = Verdict.UNKNOWN, applies.gaps + gaps
        made = (self.trial.id, criterion, verdict, outcome, context.day, gaps)
        return tuple.__new__(Finding, made)  # as Finding(…), without the detour of that call


def _gaps_seen(outcome: Outcome) -> tuple[Gap, ...]:
    """Return why samples are not valid; they are not missing, they must be repeated."""
    seen = [gap for e in outcome.evidence if e.fact is not None for gap in e.fact.gaps]
    return tuple(dict.fromkeys((*seen, *outcome.gaps)))


def assess(trial: Trial, arm: Arm, context: Context) -> TrialAssessment:
    """Return the assessment of one arm of a trial."""
    context.trial, context.arm = trial.id, arm.id
    evaluation = _Trial(trial, context)
    findings = tuple([evaluation.finding(criterion) for criterion in trial.criteria])
    context.criterion = None  # no circle of references: what is no longer needed is freed at once
    pairs = ((f.verdict, f.decides_now) for f in findings if f.counted)
    overrides = sum(override.trial == trial.id for override in context.case.overrides)
    return TrialAssessment(
        trial, arm.id, findings, headline(pairs, trial.criteria_listed), overrides
    )

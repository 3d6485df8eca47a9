"""What to ask next, what stands nearest to a change, and from which day time alone helps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hccreview.clinical.case import Anchors
from hccreview.clinical.chart import Gap
from hccreview.clinical.dates import read_back, spoken
from hccreview.criteria.phrases import words_joined
from hccreview.review.again import ageless, assessment_of
from hccreview.review.change import Step, cost, joined, steps_of
from hccreview.review.compare import Comparison, compare
from hccreview.review.eligibility import OPEN, Eligibility, Finding, TrialAssessment, Verdict
from hccreview.review.needs import needed_fields
from hccreview.review.wording import definition_of, label_of
from hccreview.trials.model import Trial


@dataclass(frozen=True, slots=True)
class Question:
    """A fact (or a question to the board) and the criteria that it would help to settle.

    `reopened` says why a question that was answered is asked again.
    """

    field: str
    label: str
    text: str
    board: bool
    settles: tuple[tuple[str, str], ...]
    reopened: str = ""

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


class EligibleWhen(NamedTuple):
    """From which first dose on no fail is left that time alone ends; None where there is none."""

    trial_id: str
    day: date | None
    sentence: str


# --------------------------------------------------------------- nearest changes


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


def _fails(assessment: TrialAssessment) -> list[Finding]:
    return [f for f in assessment.findings if f.verdict is Verdict.FAIL and f.counted]


def _trial_change(assessment: TrialAssessment, comparison: Comparison) -> TrialChange:
    changes = tuple(
        _change(finding, steps_of(finding, comparison)) for finding in _fails(assessment)
    )
    fixed = sum(change.how == "fixed" for change in changes)
    words = "; ".join(f"{c.criterion_id}: {c.sentence}" for c in changes if c.sentence)
    return TrialChange(assessment.trial.id, fixed, changes, words)


def _change(finding: Finding, steps: tuple[Step, ...]) -> Change:
    if not steps:
        return Change(finding.criterion.id, "fixed", None, None, "nothing known could change it")
    way = joined(steps)
    return Change(finding.criterion.id, way.how, way.from_day, cost(steps)[3] or None, way.sentence)


# ----------------------------------------------------------------- eligible when


def eligible_when(comparison: Comparison, trials: Iterable[Trial]) -> tuple[EligibleWhen, ...]:
    """Return for each failing trial from which first dose on time has ended what it can end.

    The same comparison is made with later anchors: the first dose moves, inclusion and the review
    move with it where a criterion counts from them. Values that grow old meanwhile are taken as
    repeated with the same result, so the day says nothing about them.
    """
    wanted = {trial.id: trial for trial in trials}
    return tuple(
        _eligible_when(assessment, wanted[assessment.trial.id], comparison)
        for assessment in comparison.assessments
        if assessment.trial.id in wanted and _fails(assessment)
    )


def _eligible_when(
    assessment: TrialAssessment, trial: Trial, comparison: Comparison
) -> EligibleWhen:
    timed: list[tuple[Finding, date]] = []
    rest: list[str] = []
    for finding in _fails(assessment):
        steps = steps_of(finding, comparison)
        way = joined(steps) if steps else None
        if way is not None and way.how == "time" and way.from_day is not None:
            timed.append((finding, way.from_day))
        else:
            rest.append(finding.criterion.id)
    if not timed:
        return EligibleWhen(trial.id, None, "No fail of this trial ends by time alone.")
    day = _first_day(timed, trial, comparison)
    names = words_joined([finding.criterion.id for finding, _ in timed], "and")
    if day is None:
        return EligibleWhen(trial.id, None, f"No later first dose was found that ends {names}.")
    verb = "no longer fail" if len(timed) > 1 else "no longer fails"
    text = f"With a first dose from {spoken(day)} {names} {verb}"
    if any(finding.criterion.anchor == "as_of" for finding, _ in timed):
        text += ", if the case is reviewed again on that day"
    elif any(finding.criterion.anchor == "inclusion" for finding, _ in timed):
        text += ", with inclusion on that day"
    if rest:
        verb = "needs" if len(rest) == 1 else "need"
        text += f"; {words_joined(rest, 'and')} {verb} more than time"
    return EligibleWhen(trial.id, day, f"{text}. Values that are too old by then must be repeated.")


def _first_day(
    timed: list[tuple[Finding, date]], trial: Trial, comparison: Comparison
) -> date | None:
    """Return the day on which the last of the fails ends, if the comparison confirms it."""
    day = max(free for _, free in timed)
    anchors = {finding.criterion.anchor for finding, _ in timed}
    later = compare(
        comparison.case,
        (trial,),
        moved(comparison.anchors, day, anchors),
        arms={trial.id: assessment_of(timed[0][0], comparison).arm},
        dictionary=comparison.dictionary,
        settings=ageless(comparison.settings),
        reopened=comparison.reopened,
    ).assessments[0]
    names = [finding.criterion.id for finding, _ in timed]
    ended = all(later.finding(name).verdict is not Verdict.FAIL for name in names)
    return day if ended else None


def moved(anchors: Anchors, day: date, counted_from: Iterable[str]) -> Anchors:
    """Return anchors with the first dose on `day`; others move there where they are counted from.

    No anchor moves back, and none lies after the first dose.
    """
    names = set(counted_from)
    first_dose = max(day, anchors.first_dose) if day >= anchors.as_of else anchors.first_dose
    inclusion = first_dose if names & {"inclusion", "as_of"} else anchors.inclusion
    as_of = first_dose if "as_of" in names else anchors.as_of
    return Anchors(as_of, inclusion, first_dose)


# ---------------------------------------------------------------------- questions


def ask_list(comparison: Comparison) -> tuple[Question, ...]:
    """Return the facts that can still move a headline, the most useful first.

    Trials that cannot change (a fixed fail, nothing assessable) ask for nothing; nor does anything
    that is not due before the board. First come the facts that most undetermined trials need, then
    those of most trials and criteria; a fact counts more when it settles a criterion alone.
    """
    asked = _Asked()
    closed = {change.trial_id for change in nearest_changes(comparison) if change.fixed}
    for assessment in comparison.assessments:
        if assessment.trial.id in closed or assessment.eligibility is Eligibility.NOT_ASSESSABLE:
            continue
        for finding in assessment.findings:
            if finding.verdict in OPEN and finding.counted and finding.decides_now:
                asked.add(finding, needed_fields(finding, comparison))
    undetermined = {
        each.trial.id
        for each in comparison.assessments
        if each.eligibility is Eligibility.UNDETERMINED
    }
    questions = [asked.question(name, comparison) for name in asked.settles]

    def usefulness(question: Question) -> tuple[int, int, float, bool]:
        open_trials = sum(trial in undetermined for trial in question.trials)
        return -open_trials, -len(question.trials), -asked.weight[question.field], question.board

    return tuple(sorted(questions, key=usefulness))


class _Asked:
    """Collects what each fact would settle."""

    def __init__(self) -> None:
        self.settles: dict[str, list[tuple[str, str]]] = {}
        self.weight: dict[str, float] = {}
        self.gaps: dict[str, Gap] = {}

    def add(self, finding: Finding, fields: tuple[str, ...]) -> None:
        """Note the fields that a finding needs."""
        for name in fields:
            self.settles.setdefault(name, []).append((finding.trial_id, finding.criterion.id))
            self.weight[name] = self.weight.get(name, 0.0) + 1 / len(fields)
        for gap in finding.gaps:
            self.gaps.setdefault(gap.field, gap)

    def question(self, name: str, comparison: Comparison) -> Question:
        """Return the question that asks for a field."""
        definition = definition_of(name, comparison.dictionary)
        board = definition is not None and definition.board_question
        label = label_of(name, comparison.dictionary)
        text = definition.question if definition is not None and definition.question else ""
        gap = self.gaps.get(name)
        shown = text or (label if gap is None else _wish(label, gap, comparison))
        again = comparison.reopened.get(name, "")
        return Question(name, label, shown, board, tuple(self.settles[name]), again)


def _wish(label: str, gap: Gap, comparison: Comparison) -> str:
    """Return what is asked for: the value, a repeat, a unit, or that a list is complete."""
    listed = gap.field in comparison.dictionary.lists
    if gap.reason in ("not_complete", "stale") and listed:
        if not comparison.case.list(gap.field).entries:
            return f"{label}: list them, or confirm that there are none"
        return f"{label}: confirm that the list is complete"
    if gap.reason == "stale" and gap.detail:
        return f"{label}: repeat, the last is of {spoken(read_back(gap.detail))}"
    wishes = {
        "stale": "repeat",
        "mixed_dates": "repeat, so that all samples are of about the same day",
        "suspect_unit": "check the unit",
        "no_limit": f"the {gap.detail.upper()} of the same report",
        "undated": "the date of the sample",
        "other_unit": "repeat, in the unit of the limit",
        "conflict": "records contradict each other; correct one",
        "awaited": "the result is awaited",
        "condition": "treat, then measure again",
        "range": "an exact value",
    }
    wish = wishes.get(gap.reason)
    return f"{label}: {wish}" if wish else label

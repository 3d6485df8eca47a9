"""What a decision is made from: the case compared as of a day, and the standard of care."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.fields import bundled_dictionary
from hccreview.meeting.decision import Decision, Kind
from hccreview.meeting.meeting import Sitting
from hccreview.meeting.orientation import Orientation, orientation
from hccreview.meeting.snapshot import Snapshot
from hccreview.meeting.standing import compared
from hccreview.review.compare import Comparison
from hccreview.review.insight import Question, ask_list
from hccreview.trials.model import Trial


@dataclass(frozen=True, slots=True)
class Facts:
    """The comparison of a day with its open questions and the standard of care.

    `as_sealed`: they are those of the sealed version that is amended.
    """

    sitting: Sitting
    comparison: Comparison
    questions: tuple[Question, ...]
    care: Orientation
    as_sealed: bool = False

    @property
    def day(self) -> date:
        """The day as of which the case was compared."""
        return self.comparison.anchors.as_of

    @property
    def tests(self) -> tuple[Question, ...]:
        """What can be obtained; questions that only the board answers are no tests."""
        return tuple(each for each in self.questions if not each.board)

    def names(self) -> dict[str, str]:
        """Return the names of the trials by id, and of all their arms by ``trial/arm``."""
        trials = [each.trial for each in self.comparison.assessments]
        named = {trial.id: f"{trial.id} ({trial.short_name})" for trial in trials}
        return named | {f"{t.id}/{arm.id}": arm.name for t in trials for arm in t.arms}


def facts_of(
    case: Case,
    trials: Iterable[Trial],
    sitting: Sitting,
    day: date,
    arms: Mapping[str, str] | None = None,
) -> Facts:
    """Return the facts of a recorded case as of a day, each trial for the arm that is wanted."""
    return facts_from(sitting, compared(case, trials, anchors_of(case, day), arms=arms))


def facts_from(sitting: Sitting, comparison: Comparison, *, as_sealed: bool = False) -> Facts:
    """Return what is said beside a comparison."""
    asked, care = ask_list(comparison), orientation(comparison)
    return Facts(sitting, comparison, asked, care, as_sealed)


def arms_of(decision: Decision | None, trials: Iterable[Trial]) -> dict[str, str]:
    """Return the arm for which each recommended trial is to be compared; one that it has."""
    known = {(trial.id, arm.id) for trial in trials for arm in trial.arms}
    recommended = decision.recommendations if decision is not None else ()
    arms: dict[str, str] = {}
    for kind in (Kind.TRIAL, Kind.PRECEDENT):
        for each in recommended:
            if each.kind is kind and (each.trial, each.arm) in known:
                arms.setdefault(each.trial, each.arm)
    return arms


def arms_since(snapshot: Snapshot, case: Case, trials: Iterable[Trial]) -> dict[str, str]:
    """Return for which arms a case is compared with what was sealed of it.

    The arms of then, but where another one has been planned since, or the trial has it no longer.
    """
    planned_then, planned = dict(snapshot.case.arms), dict(case.arms)
    known = {trial.id: {arm.id for arm in trial.arms} for trial in trials}
    return {
        each.id: each.arm
        for each in snapshot.trials
        if each.arm in known.get(each.id, ()) and planned.get(each.id) == planned_then.get(each.id)
    }


def labels_of(decision: Decision) -> dict[str, str]:
    """Return the labels of the requested tests; a field that is no longer known has none."""
    dictionary = bundled_dictionary()
    asked = {name for each in decision.recommendations for name in each.asked}
    known = {*dictionary.fields, *dictionary.lists}
    return {name: dictionary.label(name) for name in asked & known}


def sentences_of(decision: Decision, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the recommendations in words, ranked where there are several."""
    labels = labels_of(decision)
    told = [each.sentence(names, labels) for each in decision.recommendations]
    if len(told) < 2:
        return tuple(told)
    return tuple(f"{rank}. {sentence}" for rank, sentence in enumerate(told, start=1))

"""Whether a decision may stand: its rules, against what the trials say of the case on the day."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.clinical.dates import spoken
from hccreview.criteria.phrases import words_joined
from hccreview.errors import ReviewError
from hccreview.meeting.decision import Decision, Kind, Recommendation
from hccreview.meeting.meeting import Sitting
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Eligibility, TrialAssessment, Verdict
from hccreview.review.explain import eligibility_word
from hccreview.review.insight import ask_list
from hccreview.review.recruitment import can_be_entered, recruitment_sentence

_SETTLED = (Eligibility.ELIGIBLE, Eligibility.NO_VIOLATION_STATED)


def check(decision: Decision, comparison: Comparison, sitting: Sitting) -> None:
    """Raise ReviewError with the first reason why a decision may not stand (see `problems`)."""
    for problem in problems(decision, comparison, sitting):
        raise ReviewError(problem)


def problems(decision: Decision, comparison: Comparison, sitting: Sitting) -> tuple[str, ...]:
    """Return a sentence for each reason why a decision may not stand; none where it may.

    `comparison` is the one of the day of the decision: recruitment and verdicts are taken from it,
    and which overrides are open again (standing.py), as these excuse no fail. `sitting` limits the
    votes to its members that have one.
    """
    found = [*_of_decision(decision, comparison), *_of_votes(decision, sitting)]
    judge = _Recommended(comparison)
    for recommendation in decision.recommendations:
        found += judge.problems(recommendation)
    return tuple(dict.fromkeys(found))


def _of_decision(decision: Decision, comparison: Comparison) -> Iterator[str]:
    day, as_of = decision.decided_on, comparison.anchors.as_of
    recommended = decision.recommendations
    none = any(each.kind is Kind.NONE for each in recommended)
    if decision.case != comparison.case.code:
        yield (
            f"The decision is on {decision.case}, the comparison on {comparison.case.code};"
            " open the right case."
        )
    if day != as_of:
        yield (
            f"The case was compared as of {spoken(as_of)}; compare it as of the day of the"
            f" decision, {spoken(day)}."
        )
    if not recommended:
        yield "A decision needs a recommendation; where there is none, say so and why."
    if none and len(recommended) > 1:
        yield "“No recommendation” stands alone; remove it, or the others."
    if len(set(recommended)) < len(recommended):
        yield "A recommendation is there twice; remove one of them."
    yield from _of_duty(decision, none)


def _of_duty(decision: Decision, none: bool) -> Iterator[str]:
    if not decision.basis.strip():
        yield "The basis of the decision is missing; write what it rests on."
    if not decision.author.strip():
        yield "Who writes the decision down is missing; enter the name."
    if not none and not decision.responsible.strip():
        yield "Who is responsible is missing; enter a name."
    if not none and decision.due is None:
        yield "By when is missing; enter a day."
    if decision.due is not None and decision.due < decision.decided_on:
        yield f"“By when” lies before the decision of {spoken(decision.decided_on)}; correct it."


def _of_votes(decision: Decision, sitting: Sitting) -> Iterator[str]:
    votes = decision.votes
    if votes is not None and votes.cast > sitting.voters:
        yield (
            f"{votes.cast} votes were counted, but {sitting.voters} members have one; correct the"
            " votes or the members."
        )
    if votes is not None and votes.in_favour < votes.against:
        yield "More votes are against the decision than for it; correct them, or decide otherwise."


class _Recommended:
    """Asks each recommendation whether it may stand beside the comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        given = {(each.trial, each.criterion) for each in comparison.case.overrides}
        self.overridden = given - set(comparison.overrides_reopened)

    def problems(self, recommended: Recommendation) -> Iterator[str]:
        if recommended.kind in (Kind.TRIAL, Kind.PRECEDENT):
            yield from self._trial(recommended)
        elif recommended.trial or recommended.arm:
            yield "Only a trial or a precedent names a trial; choose another kind, or remove it."
        if recommended.kind is Kind.DIAGNOSTICS:
            yield from self._diagnostics(recommended)
        elif recommended.asked:
            yield "Only further diagnostics request tests; choose that kind, or remove them."
        if recommended.kind is Kind.STANDARD and not recommended.text.strip():
            yield "A standard treatment needs its name; write which one."
        if recommended.kind is Kind.NONE and not recommended.reason.strip():
            yield "“No recommendation” needs its reason; write it."

    def _trial(self, recommended: Recommendation) -> Iterator[str]:
        name = recommended.trial
        if not name:
            yield "A recommended trial is missing its name; choose a trial."
            return
        known = [each for each in self.comparison.assessments if each.trial.id == name]
        if not known:
            yield f"{name} is not among the compared trials; choose one of them."
            return
        if recommended.kind is Kind.PRECEDENT:
            if not recommended.reason.strip():
                yield f"{name} as a precedent needs its reason; write why."
            if recommended.arm:
                yield from _of_arm(recommended, known)
            return
        yield from _of_arm(recommended, known)
        for assessment in known:
            if assessment.arm == recommended.arm:
                yield from self._entry(recommended, assessment)

    def _entry(self, recommended: Recommendation, assessment: TrialAssessment) -> Iterator[str]:
        """Yield why a trial cannot be entered on the day, or what has to be said beside it."""
        trial, as_of = assessment.trial, self.comparison.anchors.as_of
        if not can_be_entered(self.comparison.recruitment(assessment)):
            yield (
                f"{trial.id} cannot be entered ({recruitment_sentence(trial, as_of)}); recommend it"
                " as a precedent, with a reason."
            )
            return
        fails = self._standing_fails(assessment)
        if fails:
            verb = "fails" if len(fails) == 1 else "fail"
            yield (
                f"{trial.id} cannot be entered: {words_joined(fails, 'and')} {verb}. Record an"
                " override where the finding is wrong, or recommend it as a precedent."
            )
        elif assessment.eligibility not in _SETTLED and not recommended.reason.strip():
            yield (
                f"{trial.id} is not settled ({eligibility_word(assessment).lower()}); give the"
                " reason, and what has to be settled first."
            )

    def _standing_fails(self, assessment: TrialAssessment) -> list[str]:
        """Return the failing criteria on which no clinician's override stands."""
        return [
            finding.criterion.id
            for finding in assessment.findings
            if finding.counted
            and finding.verdict is Verdict.FAIL
            and (finding.trial_id, finding.criterion.id) not in self.overridden
        ]

    def _diagnostics(self, recommended: Recommendation) -> Iterator[str]:
        wanted = {question.field for question in ask_list(self.comparison)}
        if not recommended.asked:
            yield "Further diagnostics name a test of the ask-list; choose at least one."
        for name in recommended.asked:
            if name not in wanted:
                label = self.comparison.dictionary.label(name)
                yield f"{label} is not on the ask-list of this case; choose from the list."


def _of_arm(recommended: Recommendation, known: list[TrialAssessment]) -> Iterator[str]:
    trial = known[0].trial
    arms = [arm.id for arm in trial.arms]
    if not recommended.arm:
        yield f"{trial.id} is recommended without its arm; choose one of {', '.join(arms)}."
    elif recommended.arm not in arms:
        yield f"{trial.id} has no arm “{recommended.arm}”; choose one of {', '.join(arms)}."
    elif all(each.arm != recommended.arm for each in known) and recommended.kind is Kind.TRIAL:
        yield (
            f"{trial.id} was compared for the arm {known[0].arm}; compare it for"
            f" {recommended.arm} first."
        )

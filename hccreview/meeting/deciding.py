"""Which criteria decide a case, and in which order trials and criteria are told to a board."""

from __future__ import annotations

from collections.abc import Iterable

from hccreview.meeting.decision import Decision
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Eligibility, Finding, TrialAssessment, Verdict
from hccreview.review.explain import eligibility_word
from hccreview.review.recruitment import can_be_entered

_HEADLINES = (
    Eligibility.ELIGIBLE,
    Eligibility.NO_VIOLATION_STATED,
    Eligibility.UNDETERMINED,
    Eligibility.INELIGIBLE,
    Eligibility.NOT_ASSESSABLE,
)
_VERDICTS = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.NEEDS_JUDGEMENT)


def deciding(assessment: TrialAssessment) -> tuple[Finding, ...]:
    """Return the findings that decide: fails, then what is open now, then what is open later.

    The mirrors of other criteria are left aside, as they are in the counts.
    """
    found = [f for f in assessment.findings if f.counted and f.verdict in _VERDICTS]

    def order(finding: Finding) -> tuple[bool, int]:
        later = finding.verdict is not Verdict.FAIL and not finding.decides_now
        return later, _VERDICTS.index(finding.verdict)

    return tuple(sorted(found, key=order))


def headline_told(assessment: TrialAssessment, comparison: Comparison) -> str:
    """Return the headline with what it is worth: what cannot be entered is a precedent only."""
    word = eligibility_word(assessment)
    enters = can_be_entered(comparison.recruitment(assessment))
    return word if enters else f"{word}; a precedent only"


def by_relevance(
    comparison: Comparison, decision: Decision | None = None
) -> tuple[TrialAssessment, ...]:
    """Return the assessments: recommended trials first, then those that fit best.

    Of two with the same headline, the one that can be entered on the day comes first.
    """
    first = recommended_trials(decision)

    def order(assessment: TrialAssessment) -> tuple[int, int, bool]:
        name = assessment.trial.id
        return (
            first.index(name) if name in first else len(first),
            _HEADLINES.index(assessment.eligibility),
            not can_be_entered(comparison.recruitment(assessment)),
        )

    return tuple(sorted(comparison.assessments, key=order))


def recommended_trials(decision: Decision | None) -> list[str]:
    """Return the ids of the trials that a decision names, the first recommendation first."""
    named: Iterable[str] = (
        (each.trial for each in decision.recommendations) if decision is not None else ()
    )
    return list(dict.fromkeys(name for name in named if name))

"""Findings as a sealed record keeps them: data and sentences, no longer the engine's nodes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hccreview.clinical.dates import PartialDate
from hccreview.errors import ReviewError
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Eligibility, Finding, TrialAssessment, Verdict
from hccreview.review.evidence import EvidenceRow, evidence_rows
from hccreview.review.explain import eligibility_sentence, eligibility_word, sentence
from hccreview.review.recruitment import Recruitment, recruitment_sentence


@dataclass(frozen=True, slots=True)
class SealedFact:
    """One value that decided a finding, as it was shown: text, date, and the limit beside it."""

    field: str
    label: str
    text: str = ""
    on: PartialDate | None = None
    limit: str = ""


@dataclass(frozen=True, slots=True)
class SealedGap:
    """What was missing or of no use, and why (see Gap)."""

    field: str
    reason: str = "missing"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SealedFinding:
    """What one criterion said of the case; `day` is the one its windows counted from.

    `asked` is the criterion's expression, `counted` is False for the mirror of other criteria.
    """

    criterion: str
    label: str
    kind: str
    verdict: Verdict
    day: date
    sentence: str
    asked: str
    counted: bool = True
    facts: tuple[SealedFact, ...] = ()
    gaps: tuple[SealedGap, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedTrial:
    """One compared trial: which version and arm, its headline and recruitment on the day."""

    id: str
    name: str
    title: str
    digest: str
    arm: str
    arm_name: str
    eligibility: Eligibility
    headline_word: str
    headline: str
    recruitment: Recruitment
    recruiting: str
    findings: tuple[SealedFinding, ...] = ()
    source: str = ""


def sealed_trials(comparison: Comparison) -> tuple[SealedTrial, ...]:
    """Return what is kept of each trial of a comparison, in its order.

    Raises ReviewError where a trial is compared for two arms: a decision rests on one.
    """
    names = [assessment.trial.id for assessment in comparison.assessments]
    for name in names:
        if names.count(name) > 1:
            raise ReviewError(f"{name} is compared for two arms; compare it for one of them.")
    return tuple(_trial(assessment, comparison) for assessment in comparison.assessments)


def _trial(assessment: TrialAssessment, comparison: Comparison) -> SealedTrial:
    trial, as_of = assessment.trial, comparison.anchors.as_of
    arms = {arm.id: arm.name for arm in trial.arms}
    return SealedTrial(
        id=trial.id,
        name=trial.short_name,
        title=trial.title,
        digest=trial.digest,
        arm=assessment.arm,
        arm_name=arms[assessment.arm],
        eligibility=assessment.eligibility,
        headline_word=eligibility_word(assessment),
        headline=eligibility_sentence(assessment, comparison),
        recruitment=comparison.recruitment(assessment),
        recruiting=recruitment_sentence(trial, as_of),
        findings=tuple(sealed_finding(each, comparison) for each in assessment.findings),
        source=trial.source.version or "",
    )


def sealed_finding(finding: Finding, comparison: Comparison) -> SealedFinding:
    """Return what is kept of a finding."""
    criterion = finding.criterion
    return SealedFinding(
        criterion=criterion.id,
        label=criterion.label,
        kind=criterion.kind,
        verdict=finding.verdict,
        day=finding.day,
        sentence=sentence(finding, comparison),
        asked=criterion.expression_text,
        counted=finding.counted,
        facts=tuple(_fact(row) for row in evidence_rows(finding, comparison)),
        gaps=tuple(SealedGap(gap.field, gap.reason, gap.detail) for gap in finding.gaps),
    )


def _fact(row: EvidenceRow) -> SealedFact:
    return SealedFact(row.field, row.label, row.value_text, row.on, row.limit_text)

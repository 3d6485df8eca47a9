"""Parts of a criterion evaluated again: the same engine, the same case, perhaps on other days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from hccreview.clinical.fields import SiteSettings
from hccreview.criteria import nodes
from hccreview.criteria.context import Context
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, TrialAssessment

_NEVER_OLD = 36_525  # days: a hundred years
ANCHORS = ("as_of", "inclusion", "first_dose")


def ageless(settings: SiteSettings) -> SiteSettings:
    """Return settings under which nothing grows old, so that only time itself is asked about."""
    ages = dict.fromkeys(settings.ages, _NEVER_OLD)
    return SiteSettings(ages, settings.one_score_within_days)


def assessment_of(finding: Finding, comparison: Comparison) -> TrialAssessment:
    """Return the assessment a finding belongs to, also where two arms of a trial are compared."""
    for assessment in comparison.assessments:
        if any(each is finding for each in assessment.findings):
            return assessment
    return comparison.assessment(finding.trial_id)


def context_of(
    comparison: Comparison, finding: Finding, days: Mapping[str, date] | None = None
) -> Context:
    """Return the context of a finding; `days` are other days for some of the anchors.

    On other days the age limits of the site are lifted: values are repeated by then.
    """
    assessment = assessment_of(finding, comparison)
    own = {name: comparison.anchors.day(name) for name in ANCHORS}
    context = Context(
        comparison.counted,
        comparison.anchors.as_of,
        {**own, **(days or {})},
        comparison.dictionary,
        comparison.settings if days is None else ageless(comparison.settings),
        anchor=finding.criterion.anchor,
        trial=finding.trial_id,
        arm=assessment.arm,
    )
    context.criterion = lambda name: assessment.finding(name).outcome
    return context


def expression_of(finding: Finding) -> nodes.Node:
    """Return the parsed expression of a finding's criterion."""
    return cast(nodes.Node, finding.criterion.expression)


def wanted_of(finding: Finding) -> bool:
    """Return what the expression must be for the criterion to pass."""
    return finding.criterion.kind == "inclusion"

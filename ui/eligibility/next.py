"""What to ask next and what is near, worked out together: perhaps away from the screen."""

from __future__ import annotations

from dataclasses import dataclass

from hccreview.review.compare import Comparison
from hccreview.review.insight import (
    EligibleWhen,
    Question,
    TrialChange,
    ask_list,
    eligible_when,
    nearest_changes,
)


@dataclass(frozen=True, slots=True)
class WhatNext:
    """The answers for one comparison."""

    comparison: Comparison
    questions: tuple[Question, ...]
    changes: tuple[TrialChange, ...]
    when: tuple[EligibleWhen, ...]


def what_next(comparison: Comparison) -> WhatNext:
    """Return what to ask next and what stands nearest to a change."""
    trials = [each.trial for each in comparison.assessments]
    return WhatNext(
        comparison,
        ask_list(comparison),
        nearest_changes(comparison),
        eligible_when(comparison, trials),
    )

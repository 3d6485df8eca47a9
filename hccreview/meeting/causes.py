"""Because of what a verdict moved: the comparison is made again with one input changed at a time.

Between a sealed comparison and today's there are at most seven differences: the program, the case,
the answers of the board that are open again, the trial's version, the chosen arm, the settings of
the site, and the days. A difference is a cause
of a moved verdict where it alone moves the sealed verdict, or where the verdict of today does not
stand without it. Where no single one does, all that differ are causes together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from hccreview.clinical.case import Anchors, Case
from hccreview.clinical.fields import Dictionary, SiteSettings
from hccreview.review.compare import Comparison, compare
from hccreview.review.eligibility import Verdict
from hccreview.trials.model import Trial


class Difference(Enum):
    """In what the inputs of two comparisons can differ."""

    PROGRAM = "program"
    CASE = "value"
    ANSWER = "answer"
    TRIAL = "trial_version"
    ARM = "arm"
    SETTINGS = "setting"
    DAYS = "date"


INPUTS = tuple(each for each in Difference if each is not Difference.PROGRAM)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that the findings of one trial are made from, but for the program."""

    case: Case
    trial: Trial
    arm: str
    settings: SiteSettings
    anchors: Anchors
    reopened: Mapping[str, str] = field(default_factory=dict)

    def of(self, difference: Difference) -> object:
        """Return the input in which two comparisons may differ."""
        parts: Mapping[Difference, object] = {
            Difference.CASE: self.case,
            Difference.ANSWER: set(self.reopened),
            Difference.TRIAL: self.trial.digest,
            Difference.ARM: self.arm,
            Difference.SETTINGS: self.settings,
            Difference.DAYS: self.anchors,
        }
        return parts[difference]


def inputs_of(comparison: Comparison, trial_id: str) -> Inputs:
    """Return the inputs of one trial of a comparison."""
    assessment = comparison.assessment(trial_id)
    return Inputs(
        comparison.case,
        assessment.trial,
        assessment.arm,
        comparison.settings,
        comparison.anchors,
        comparison.reopened,
    )


class Tracing:
    """Finds the causes of the moved verdicts of one trial; makes each comparison once."""

    def __init__(self, then: Inputs, now: Inputs, dictionary: Dictionary) -> None:
        self.then, self.now, self.dictionary = then, now, dictionary
        self.differing = tuple(each for each in INPUTS if then.of(each) != now.of(each))
        self._made: dict[frozenset[Difference], dict[str, Verdict]] = {}

    def causes(self, criterion: str, sealed: Verdict | None) -> tuple[Difference, ...]:
        """Return because of what a criterion's verdict is not `sealed` any more (None: absent)."""
        start, end = self._verdict((), criterion), self._verdict(self.differing, criterion)
        found = [] if start is sealed else [Difference.PROGRAM]
        if start is not end:
            single = [each for each in self.differing if self._decides(each, criterion, start, end)]
            found += single or self.differing
        return tuple(found)

    def _decides(
        self, each: Difference, criterion: str, start: Verdict | None, end: Verdict | None
    ) -> bool:
        alone = self._verdict((each,), criterion)
        without = self._verdict(tuple(d for d in self.differing if d is not each), criterion)
        return alone is not start or without is not end

    def _verdict(self, changed: tuple[Difference, ...], criterion: str) -> Verdict | None:
        """Return the verdict with some of the inputs as they are today, the others as sealed."""
        key = frozenset(changed)
        if key not in self._made:
            self._made[key] = self._verdicts(key)
        return self._made[key].get(criterion)

    def _verdicts(self, changed: frozenset[Difference]) -> dict[str, Verdict]:
        def source(difference: Difference) -> Inputs:
            return self.now if difference in changed else self.then

        trial, arm = source(Difference.TRIAL).trial, source(Difference.ARM).arm
        if arm not in {each.id for each in trial.arms}:
            arm = trial.default_arm.id  # that version of the trial has no such arm
        made = compare(
            source(Difference.CASE).case,
            (trial,),
            source(Difference.DAYS).anchors,
            arms={trial.id: arm},
            dictionary=self.dictionary,
            settings=source(Difference.SETTINGS).settings,
            reopened=source(Difference.ANSWER).reopened,
        )
        return {f.criterion.id: f.verdict for f in made.assessments[0].findings}

"""One case against many trials on given days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hccreview.clinical.case import Anchors, Case
from hccreview.clinical.chart import Chart, Fact
from hccreview.clinical.editing import without_answers
from hccreview.clinical.fields import (
    Dictionary,
    SiteSettings,
    bundled_dictionary,
    bundled_settings,
    suggestion,
)
from hccreview.criteria.context import Context
from hccreview.errors import ReviewError
from hccreview.review.eligibility import TrialAssessment, assess
from hccreview.review.recruitment import Recruitment, recruitment_on
from hccreview.trials.model import Arm, Trial


@dataclass(frozen=True, slots=True)
class Comparison:
    """One case, three days, and what every trial says of it.

    `reopened` says why an answer of the board is open again, by field: it stays in `case`, but
    nothing counts it. `overrides_reopened` says the same of overrides, by trial and criterion.
    `counted` is the case as the engine saw it.
    """

    case: Case
    anchors: Anchors
    assessments: tuple[TrialAssessment, ...]
    dictionary: Dictionary
    settings: SiteSettings
    reopened: Mapping[str, str] = field(default_factory=dict)
    overrides_reopened: Mapping[tuple[str, str], str] = field(default_factory=dict)
    counted: Case = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The value is frozen; what follows from its parts is made once, here.
        object.__setattr__(self, "counted", without_answers(self.case, self.reopened))

    def assessment(self, trial_id: str) -> TrialAssessment:
        """Return the assessment of a trial."""
        return next(a for a in self.assessments if a.trial.id == trial_id)

    def chart(self, day: date | None = None) -> Chart:
        """Return the case as it is known on a day (as_of where none is given)."""
        as_of = self.anchors.as_of
        return Chart(self.counted, as_of, day or as_of, self.dictionary, self.settings)

    def recruitment(self, assessment: TrialAssessment) -> Recruitment:
        """Return a trial's recruitment on the day of the review."""
        return recruitment_on(assessment.trial, self.anchors.as_of)


def compare(
    case: Case,
    trials: Iterable[Trial],
    anchors: Anchors,
    *,
    arms: Mapping[str, str] | None = None,
    dictionary: Dictionary | None = None,
    settings: SiteSettings | None = None,
    given: Mapping[str, Fact] | None = None,
    reopened: Mapping[str, str] | None = None,
) -> Comparison:
    """Return what every trial says of a case.

    `arms` chooses an arm by trial id; else the case's planned arm, else the trial's default.
    `given` holds derived facts that are given instead of computed. `reopened` names the answers of
    the board that are open again and why: they are not counted (`meeting.standing.compared` works
    them out; who compares a part of a comparison again passes its own on). Raises ReviewError for
    an arm that a trial does not have.
    """
    dictionary, settings = dictionary or bundled_dictionary(), settings or bundled_settings()
    days = {name: anchors.day(name) for name in ("as_of", "inclusion", "first_dose")}
    counted = without_answers(case, reopened or {})
    context = Context(counted, anchors.as_of, days, dictionary, settings, given=given)
    planned = {**dict(case.arms), **(arms or {})}
    assessments = tuple(
        assess(trial, arm_of(trial, planned.get(trial.id)), context) for trial in trials
    )
    return Comparison(case, anchors, assessments, dictionary, settings, reopened or {})


def arm_of(trial: Trial, chosen: str | None) -> Arm:
    """Return the chosen arm of a trial, or its default; raises ReviewError for an unknown one."""
    if chosen is None:
        return trial.default_arm
    for arm in trial.arms:
        if arm.id == chosen:
            return arm
    known = [arm.id for arm in trial.arms]
    raise ReviewError(
        f"{trial.id} has no arm “{chosen}”{suggestion(chosen, known)}; known: {', '.join(known)}."
    )

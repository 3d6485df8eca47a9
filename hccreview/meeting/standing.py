"""Which answers of the board and overrides still stand, worked out with every comparison.

An answer that is open again is not counted: the criteria that ask it need judgement as before it
was given. An override never changes a verdict; that it is open again is said beside it. An answer
without what it rests on (of an older file) stands, an override without it does not: it could excuse
a fail that is another one by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from hccreview.clinical.case import Anchors, Case
from hccreview.clinical.chart import Chart
from hccreview.clinical.fields import (
    Dictionary,
    SiteSettings,
    bundled_dictionary,
    bundled_settings,
)
from hccreview.errors import ReviewError
from hccreview.meeting.ground import AnswerGrounds, ground_of_finding, read_ground
from hccreview.meeting.reopening import Reopened, open_again
from hccreview.review.compare import Comparison, compare
from hccreview.trials.model import Trial

_UNREADABLE = Reopened(("the facts that it rests on were recorded in a form that is not known",))


def compared(
    case: Case,
    trials: Iterable[Trial],
    anchors: Anchors,
    *,
    arms: Mapping[str, str] | None = None,
    settings: SiteSettings | None = None,
) -> Comparison:
    """Return what every trial says of a case, without the answers that are open again.

    `Comparison.reopened` and `overrides_reopened` say which and why. Raises ReviewError as
    `compare` does.
    """
    dictionary, settings = bundled_dictionary(), settings or bundled_settings()
    chosen = tuple(trials)
    answers = _Answers(case, chosen, anchors, dictionary, settings)
    found = compare(
        case,
        chosen,
        anchors,
        arms=arms,
        dictionary=dictionary,
        settings=settings,
        reopened=dict(answers.reopened()),
    )
    overrides = dict(_overrides(found))
    return replace(found, overrides_reopened=overrides) if overrides else found


class _Answers:
    """Asks of each answer whether the facts below it are still those it was given on."""

    def __init__(
        self,
        case: Case,
        trials: tuple[Trial, ...],
        anchors: Anchors,
        dictionary: Dictionary,
        settings: SiteSettings,
    ) -> None:
        self.case, self.dictionary = case, dictionary
        self.chart = Chart(case, anchors.as_of, None, dictionary, settings)
        self.grounds = AnswerGrounds(case, trials, anchors.as_of, dictionary, settings)
        self.compared = {trial.id for trial in trials}

    def reopened(self) -> Iterator[tuple[str, str]]:
        """Yield the questions whose newest answer is open again, and why."""
        for name in dict.fromkeys(each.field for each in self.case.observations if each.ground):
            definition = self.dictionary.fields.get(name)
            if definition is None or not definition.board_question:
                continue
            given = {o.ground for o in self.chart.fact(name).inputs if o.ground}
            why = [reason for text in sorted(given) for reason in self._why(name, text)]
            if why:
                yield name, Reopened(tuple(dict.fromkeys(why))).sentence

    def _why(self, name: str, text: str) -> tuple[str, ...]:
        try:
            then = read_ground(text)
        except ReviewError:
            return _UNREADABLE.reasons
        # Where some of the trials are compared, the others are not missing.
        asked = tuple(each for each in then.asked if each[0].split()[0] in self.compared)
        now = self.grounds.of(name, also=then.fields)
        found = open_again(replace(then, asked=asked), now)
        return found.reasons if found is not None else ()


def _overrides(comparison: Comparison) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the overrides of compared trials that are open again, and why."""
    known = {
        (finding.trial_id, finding.criterion.id): finding
        for assessment in (comparison.assessments if comparison.case.overrides else ())
        for finding in assessment.findings
    }
    compared_trials = {trial for trial, _ in known}
    for each in comparison.case.overrides:
        key = (each.trial, each.criterion)
        if each.trial not in compared_trials:
            continue
        try:
            then = read_ground(each.ground) if each.ground else None
        except ReviewError:
            yield key, _UNREADABLE.sentence
            continue
        finding, now = known.get(key), None
        if finding is not None:
            now = ground_of_finding(finding, comparison, also=then.fields if then else ())
        found = open_again(then, now)
        if found is not None:
            yield key, found.sentence

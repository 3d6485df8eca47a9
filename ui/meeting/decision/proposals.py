"""Facts that an author may take into a reason or a basis, each by a key press."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hccreview.clinical.dates import spoken
from hccreview.criteria.phrases import lower_first, words_joined
from hccreview.meeting.decision import Decision, Kind, Recommendation
from hccreview.review.eligibility import OPEN, TrialAssessment, Verdict
from hccreview.review.explain import eligibility_sentence
from hccreview.review.recruitment import can_be_entered, recruitment_sentence
from hccreview.review.wording import definition_of, fact_text, label_of
from ui.meeting.decision.facts import Facts

_MOST = 3  # so many are named; that there are more is said
_WEEKS = ((1, "in 1 week"), (2, "in 2 weeks"), (4, "in 4 weeks"))
_STATE = ("child_pugh_class", "ecog")


def reasons_for(recommended: Recommendation, facts: Facts) -> tuple[str, ...]:
    """Return the facts that bear on the reason of a recommendation, none where there are none."""
    if recommended.kind is Kind.NONE:
        return tuple(_for_none(facts))
    if recommended.kind not in (Kind.TRIAL, Kind.PRECEDENT):
        return ()
    found = [a for a in facts.comparison.assessments if a.trial.id == recommended.trial]
    return tuple(_of_trial(found[0], facts)) if found else ()


def basis_for(decision: Decision, facts: Facts) -> tuple[str, ...]:
    """Return the facts that bear on the basis: stage, state, headlines of what is recommended."""
    found = [facts.care.sentence.rstrip("."), *_state(facts)]
    for name in dict.fromkeys(each.trial for each in decision.recommendations if each.trial):
        for assessment in facts.comparison.assessments:
            if assessment.trial.id == name:
                found.append(f"{name}: {_headline(assessment, facts)}")
    return tuple(found)


def days_for(day: date) -> tuple[tuple[str, date], ...]:
    """Return days by when something may be done, with their words."""
    return tuple((words, day + timedelta(weeks=weeks)) for weeks, words in _WEEKS)


def _of_trial(assessment: TrialAssessment, facts: Facts) -> Iterator[str]:
    trial = assessment.trial
    if not can_be_entered(facts.comparison.recruitment(assessment)):
        yield f"cannot be entered: {lower_first(recruitment_sentence(trial, facts.day))}"
    yield _headline(assessment, facts)
    for verdicts, words in (((Verdict.FAIL,), "fails"), (OPEN, "open")):
        found = [
            f"{f.criterion.id} ({f.criterion.label})"
            for f in assessment.findings
            if f.counted and f.verdict in verdicts and f.decides_now
        ]
        if found:
            yield f"{words}: {some(found)}"


def _for_none(facts: Facts) -> Iterator[str]:
    comparison = facts.comparison
    if not any(can_be_entered(comparison.recruitment(a)) for a in comparison.assessments):
        yield f"none of the compared trials can be entered on {spoken(facts.day)}"
    if facts.questions:
        yield f"not known: {some([each.label for each in facts.questions])}"


def _state(facts: Facts) -> Iterator[str]:
    chart, dictionary = facts.comparison.chart(), facts.comparison.dictionary
    for name in _STATE:
        definition = definition_of(name, dictionary)
        if definition is not None and (told := fact_text(chart.fact(name), definition)):
            yield f"{label_of(name, dictionary)} {told}"


def _headline(assessment: TrialAssessment, facts: Facts) -> str:
    return lower_first(eligibility_sentence(assessment, facts.comparison).rstrip("."))


def some(names: list[str]) -> str:
    """Return the first few names, and how many more there are."""
    more = len(names) - _MOST
    if more <= 0:
        return words_joined(names, "and")
    return f"{', '.join(names[:_MOST])} and {more} more"

"""A comparison as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hccreview.clinical.dates import spoken
from hccreview.review.change import recoverable
from hccreview.review.compare import Comparison
from hccreview.review.digest import data_version, made_from
from hccreview.review.eligibility import Finding, TrialAssessment, Verdict
from hccreview.review.explain import (
    STATEMENT,
    checked_sentence,
    eligibility_sentence,
    override_sentence,
    sentence,
    verdict_symbol,
)
from hccreview.review.insight import ask_list, eligible_when, nearest_changes
from hccreview.review.recruitment import can_be_entered, recruitment_sentence
from ui.case_facts import case_facts, days_text, person
from ui.commands.layout import WIDTH, wrapped

_SHOWN = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.NEEDS_JUDGEMENT)
_MOST_QUESTIONS = 12
# What time does stands in the sentence already, with its day.
_WAYS = {
    "repeat_test": " Recoverable by a repeat test.",
    "treatment": " Recoverable by treatment.",
    "fixed": " Fixed.",
}


def comparison_text(comparison: Comparison) -> str:
    """Return the whole comparison: case, trials, what to ask, nearest changes, statement."""
    blocks = ["\n".join(_case(comparison))]
    blocks += ["\n".join(_trial(each, comparison)) for each in comparison.assessments]
    blocks += ["\n".join(part) for part in (_ask(comparison), _nearest(comparison)) if part]
    blocks.append("\n".join(_closing(comparison)))
    return "\n\n".join(blocks)


def _case(comparison: Comparison) -> Iterator[str]:
    case = comparison.case
    yield "=" * WIDTH
    yield wrapped(f"{case.code}  {person(comparison)}")
    if case.label:
        yield wrapped(case.label)
    # A fact stays on one line: its own spaces do not break.
    facts = [f"{fact.label} {fact.text}".replace(" ", "\u00a0") for fact in case_facts(comparison)]
    yield wrapped(" | ".join(facts)).replace("\u00a0", " ")
    yield wrapped(f"As of {spoken(comparison.anchors.as_of)}. {days_text(comparison)}")
    yield "=" * WIDTH


def _trial(assessment: TrialAssessment, comparison: Comparison) -> Iterator[str]:
    trial = assessment.trial
    yield wrapped(f"{trial.id}  {trial.short_name}")
    yield wrapped(eligibility_sentence(assessment, comparison), "  ")
    recruitment = recruitment_sentence(trial, comparison.anchors.as_of)
    precedent = "" if can_be_entered(comparison.recruitment(assessment)) else "; a precedent only"
    yield wrapped(f"{recruitment}{precedent}. {checked_sentence(trial)}", "  ")
    if len(trial.arms) > 1:
        arm = next(each for each in trial.arms if each.id == assessment.arm)
        yield wrapped(f"Arm: {arm.name} ({arm.id})", "  ")
    for verdict in _SHOWN:
        for finding in assessment.findings:
            if finding.verdict is verdict and finding.decides_now:
                yield _finding_line(finding, comparison)
    for finding in assessment.open_later:
        yield _finding_line(finding, comparison, "later: ")


def _finding_line(finding: Finding, comparison: Comparison, when: str = "") -> str:
    way = recoverable(finding, comparison) if finding.verdict is Verdict.FAIL else None
    ways = {
        "repeat_test": " Recoverable by a repeat test.",
        "treatment": " Recoverable by treatment.",
    }
    ways["fixed"] = " Fixed."
    tail = ways.get(way.how, "") if way is not None else ""  # the sentence says what time does
    linked = finding.criterion.linked_to
    mirror = f" (mirrors {', '.join(linked)}, not counted)" if linked else ""
    mark = verdict_symbol(finding.verdict)
    start = f"    {mark} {finding.criterion.id:<5} "
    override = override_sentence(finding, comparison)
    told = f"{when}{sentence(finding, comparison)}{tail}{mirror} {override}".rstrip()
    return wrapped(told, start)


def _ask(comparison: Comparison) -> list[str]:
    questions = ask_list(comparison)
    if not questions:
        return []
    lines = ["Ask next (facts that would settle the most)"]
    for question in questions[:_MOST_QUESTIONS]:
        board = "for the board; " if question.board else ""
        again = f" {question.reopened}" if question.reopened else ""
        text = f"{question.text.rstrip('.')} ({board}{_settled(question.settles)}){again}"
        lines.append(wrapped(text, "  - "))
    if len(questions) > _MOST_QUESTIONS:
        lines.append(f"  - and {len(questions) - _MOST_QUESTIONS} more (see --json)")
    return lines


def _settled(pairs: Iterable[tuple[str, str]]) -> str:
    by_trial: dict[str, list[str]] = {}
    for trial, criterion in pairs:
        by_trial.setdefault(trial, []).append(criterion)
    return "; ".join(f"{trial} {', '.join(names)}" for trial, names in by_trial.items())


def _nearest(comparison: Comparison) -> list[str]:
    changes = nearest_changes(comparison)
    if not changes:
        return []
    lines = ["Nearest changes (trials that fail, nearest first)"]
    for change in changes:
        fixed = f" [{change.fixed} fixed]" if change.fixed else ""
        lines.append(wrapped(f"{change.trial_id}{fixed}: {change.sentence}", "  - "))
    trials = [assessment.trial for assessment in comparison.assessments]
    for when in eligible_when(comparison, trials):
        if when.day is not None:
            lines.append(wrapped(f"{when.trial_id}: {when.sentence}", "  - "))
    return lines


def _closing(comparison: Comparison) -> Iterator[str]:
    yield wrapped(STATEMENT)
    if comparison.case.synthetic:
        yield "A synthetic case: no patient stands behind it."
    trials = tuple(assessment.trial for assessment in comparison.assessments)
    yield f"Trial documents {data_version(trials)}."
    yield wrapped(made_from(trials))

"""Findings in words: the sentence of a finding, what is missing, the headline of a trial."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from hccreview.clinical.case import Override
from hccreview.clinical.dates import spoken
from hccreview.criteria import nodes
from hccreview.criteria.evaluate import evaluate
from hccreview.criteria.logic import Truth
from hccreview.criteria.phrases import lower_first, words_joined
from hccreview.review.again import assessment_of, context_of
from hccreview.review.cells import short_text as short_text
from hccreview.review.change import Recoverable as Recoverable
from hccreview.review.change import any_is_enough
from hccreview.review.change import recoverable as recoverable
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Eligibility, Finding, TrialAssessment, Verdict
from hccreview.review.evidence import EvidenceRow, evidence_rows
from hccreview.review.gaps import gap_sentences
from hccreview.review.gaps import missing_fields as missing_fields
from hccreview.review.matrix import bundled_concepts
from hccreview.review.needs import needed_fields
from hccreview.review.phrasing import row_sentence, sentences_of, together_sentence, told_once
from hccreview.review.wording import definition_of, describer, fact_text
from hccreview.trials.model import Trial

STATEMENT = "Decision support for qualified clinicians; verify against the protocol."
NOT_CHECKED = "Not yet checked by a clinician."

_WORDS = {
    Verdict.PASS: "Pass",
    Verdict.FAIL: "Fail",
    Verdict.UNKNOWN: "Unknown",
    Verdict.NEEDS_JUDGEMENT: "Needs judgement",
    Verdict.NOT_APPLICABLE: "Not applicable",
}
_SYMBOLS = {
    Verdict.PASS: "✓",
    Verdict.FAIL: "×",
    Verdict.UNKNOWN: "?",
    Verdict.NEEDS_JUDGEMENT: "◆",
    Verdict.NOT_APPLICABLE: "–",
}
_HEADLINES = {
    Eligibility.ELIGIBLE: "Eligible per registry text",
    Eligibility.NO_VIOLATION_STATED: "No violation stated",
    Eligibility.INELIGIBLE: "Ineligible",
    Eligibility.UNDETERMINED: "Undetermined",
    Eligibility.NOT_ASSESSABLE: "Not assessable",
}
# A value of which these are true is of no use, so it is not told as what is known so far.
_OF_NO_USE = {"stale", "suspect_unit", "undated", "awaited", "conflict"}


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict in words."""
    return _WORDS[verdict]


def verdict_symbol(verdict: Verdict) -> str:
    """Return the mark of a verdict."""
    return _SYMBOLS[verdict]


def checked_sentence(trial: Trial) -> str:
    """Return who checked a trial document, or that nobody has yet."""
    if not trial.checked:
        return NOT_CHECKED
    return f"Checked by {trial.encoding.checked_by} on {trial.encoding.checked_on}."


def eligibility_word(assessment: TrialAssessment) -> str:
    """Return a trial's eligibility in two or three words."""
    return _HEADLINES[assessment.eligibility]


def eligibility_sentence(assessment: TrialAssessment, comparison: Comparison) -> str:
    """Return the headline of a trial with its counts and what is open later."""
    counts = assessment.counts
    shown = [f"{counts[v]} {_WORDS[v].lower()}" for v in Verdict if counts[v]]
    parts = [f"{eligibility_word(assessment)}: {', '.join(shown) or 'no criteria'}"]
    if assessment.trial.criteria_listed == "none":
        parts.append("the source lists no eligibility criteria")
    elif assessment.trial.criteria_listed == "some":
        parts.append("the source lists key criteria only")
    later = list(dict.fromkeys(_concept_word(finding) for finding in assessment.open_later))
    before = [f for f in assessment.findings if f.counted and f.decides_now and f.verdict in OPEN]
    if later:
        parts.append(("also open later: " if before else "open only: ") + ", ".join(later))
    if assessment.overrides:
        plural = "" if assessment.overrides == 1 else "s"
        again = sum(trial == assessment.trial.id for trial, _ in comparison.overrides_reopened)
        told = f" ({again} open again)" if again else ""
        parts.append(f"{assessment.overrides} override{plural}{told}")
    return "; ".join(parts)


def _concept_word(finding: Finding) -> str:
    concept = bundled_concepts().by_id.get(finding.criterion.concept)
    return lower_first(concept.label if concept is not None else finding.criterion.label)


# -------------------------------------------------------------------- sentences


def sentence(finding: Finding, comparison: Comparison) -> str:
    """Return the sentence of a finding: value, date, limit, distance, or what is missing."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return _not_applicable(finding, comparison)
    if finding.criterion.linked_to:
        names = words_joined(list(finding.criterion.linked_to), "and")
        return f"The mirror of {names}: see there, it is not counted again."
    if finding.verdict is Verdict.UNKNOWN:
        return missing_sentence(finding, comparison)
    if finding.verdict is Verdict.NEEDS_JUDGEMENT:
        return judgement_sentence(finding, comparison)
    rows = evidence_rows(finding, comparison)
    samples = [row for row in rows if row.kind == "sample"]
    parts = sentences_of(tuple(row for row in rows if row.kind != "sample"), finding)
    if samples:
        parts.insert(0, _samples_sentence(samples, finding, comparison))
    text = ". ".join(part for part in parts if part) or finding.criterion.label
    return f"{text}.{together_sentence(rows, finding)}{_ways(finding, comparison)}"


def _ways(finding: Finding, comparison: Comparison) -> str:
    """Return what is to be added to a fail: that one change is enough, and the free day."""
    text = ""
    if any_is_enough(finding, comparison):
        text = " A change of one of these is enough."
    way = recoverable(finding, comparison)
    if way is not None and way.how == "time" and way.from_day is not None:
        text += f" Free {way.sentence}."
    return text


def _samples_sentence(rows: list[EvidenceRow], finding: Finding, comparison: Comparison) -> str:
    """Return that all samples lie within their window, with the days of the oldest and newest."""
    words = describer(comparison, finding.criterion.anchor)
    window = next(
        item.node.window
        for item in finding.outcome.evidence
        if isinstance(item.node, nodes.Sampled)
    )
    days = sorted({row.on for row in rows if row.on is not None}, key=lambda each: each.last)
    shown = " to ".join(dict.fromkeys(spoken(day) for day in (days[:1] + days[-1:])))
    text = f"{len(rows)} samples of {shown}"
    if window.period is not None:
        text += f", all within {window.period} before {words.anchor(window.anchor)}"
    if window.uncorrected is not None:
        text += f"; no corrective treatment in the {window.uncorrected} before them"
    return text


def _not_applicable(finding: Finding, comparison: Comparison) -> str:
    """Return for whom a criterion is meant, and what this patient or arm is instead."""
    if finding.criterion.applies is None:
        return "Does not apply to this patient or arm."
    node = cast(nodes.Node, finding.criterion.applies)
    assessment = assessment_of(finding, comparison)
    names = {arm.id: arm.name for arm in assessment.trial.arms}
    if isinstance(node, nodes.ArmIs):
        wanted = words_joined([names.get(arm, arm) for arm in sorted(node.arms)])
        own = names.get(assessment.arm, assessment.arm)
        return f"Does not apply: asked only in the arm {wanted}; assessed here is {own}."
    outcome = evaluate(node, context_of(comparison, finding))
    facts = [item.fact for item in outcome.evidence if item.fact is not None]
    table = comparison.dictionary
    shown = [fact_text(fact, definition_of(fact.name, table)) for fact in facts]
    known = f"; recorded: {', '.join(dict.fromkeys(shown))}" if shown else ""
    condition = describer(comparison, finding.criterion.anchor).of(node)
    return f"Does not apply: asked only where “{condition}”{known}."


# ------------------------------------------------------------------- what is missing


def missing_sentence(finding: Finding, comparison: Comparison) -> str:
    """Return what is missing or of no use, in words; empty where nothing is open."""
    if finding.verdict not in OPEN:
        return ""
    parts = gap_sentences(finding, comparison)
    text = "; ".join(parts) or "not recorded"
    text = f"{text[0].upper()}{text[1:]}."
    known = list(dict.fromkeys(_known_so_far(finding, comparison)))
    if known:
        text += f" Known so far: {'. '.join(known)}."
    needed = needed_fields(finding, comparison)
    names = [name for name in dict.fromkeys(finding.outcome.questions) if name in needed]
    asked = [comparison.dictionary.fields[name] for name in names]
    text += "".join(f" Also for the board: {each.question or each.label}" for each in asked)
    return text + _answered_once(names, comparison)


def _known_so_far(finding: Finding, comparison: Comparison) -> list[str]:
    return [
        row_sentence(row, finding)
        for row in evidence_rows(finding, comparison)
        if row.value_text
        and row.kind in ("value", "flag")
        and (row.truth is Truth.UNKNOWN or not row.open)
        and not _OF_NO_USE & set(row.open)
        and not _is_condition(row, finding)
    ]


def _is_condition(row: EvidenceRow, finding: Finding) -> bool:
    return any(gap.reason == "condition" and gap.field == row.field for gap in finding.gaps)


def judgement_sentence(finding: Finding, comparison: Comparison) -> str:
    """Return the question to the board, with the readings where a text has several."""
    dictionary = comparison.dictionary
    questions = []
    for name in dict.fromkeys(finding.outcome.questions):
        definition = dictionary.fields[name]
        if definition.type == "reading":
            questions.append(_readings_words(name, finding, comparison))
        else:
            questions.append(definition.question or definition.label)
    asked = " ".join(f"For the board: {question}" for question in questions)
    known = [
        row_sentence(row, finding).split("; ")[0]
        for row in told_once(evidence_rows(finding, comparison))
        if row.kind in ("value", "list") and row.truth is not Truth.UNKNOWN
    ]
    shown = "".join(f"{text}. " for text in dict.fromkeys(known))
    return f"{shown}{asked}{_answered_once(finding.outcome.questions, comparison)}"


def _answered_once(questions: Iterable[str], comparison: Comparison) -> str:
    """Return of each question that was answered why it is asked again."""
    names = dict.fromkeys(name for name in questions if name in comparison.reopened)
    return "".join(f" Answered before, {lower_first(comparison.reopened[name])}" for name in names)


def _readings_words(chooser: str, finding: Finding, comparison: Comparison) -> str:
    definition = comparison.dictionary.fields[chooser]
    kind = finding.criterion.kind
    outcome_words = {
        Truth.TRUE: "pass" if kind == "inclusion" else "fail",
        Truth.FALSE: "fail" if kind == "inclusion" else "pass",
        Truth.UNKNOWN: "open",
    }
    shown = [
        f"“{definition.word(label)}” gives {outcome_words[truth]}"
        for name, label, truth in dict.fromkeys(finding.outcome.readings)
        if name == chooser
    ]
    return f"the text has several readings: {'; '.join(shown)}."


# ------------------------------------------------------------------------ overrides


def overrides_of(finding: Finding, comparison: Comparison) -> tuple[Override, ...]:
    """Return the overrides that stand beside a finding."""
    return tuple(
        each
        for each in comparison.case.overrides
        if each.trial == finding.trial_id and each.criterion == finding.criterion.id
    )


def override_sentence(finding: Finding, comparison: Comparison) -> str:
    """Return who disagrees with a finding, when and why; the verdict stays as it is."""
    told = [
        f"Override by {each.author or 'an author not named'} on {spoken(each.on)}"
        f" ({each.kind.replace('_', ' ')}): {each.reason.rstrip('.')}."
        for each in overrides_of(finding, comparison)
    ]
    if not told:
        return ""
    again = comparison.overrides_reopened.get((finding.trial_id, finding.criterion.id), "")
    told += [again] if again else []
    return f"{' '.join(told)} The verdict stays: {verdict_word(finding.verdict).lower()}."

"""What the panel at the right shows, and a trial opened up in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hccreview.clinical.case import Override
from hccreview.clinical.dates import spoken
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Finding, TrialAssessment, Verdict
from hccreview.review.explain import checked_sentence, eligibility_sentence, sentence
from hccreview.review.insight import eligible_when, nearest_changes
from hccreview.review.matrix import bundled_concepts
from hccreview.review.recruitment import can_be_entered, recruitment_sentence
from hccreview.trials.model import Trial
from ui.wording import NOT_STATED, Mark, eligibility_mark, verdict_mark

_MOST_OPEN = 10
_MOST_ACROSS = 8  # other trials that are told in full


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A value beside its limit; `above` is True where the allowed side lies above.

    `label` names the value where a finding looks at several.
    """

    value: float
    limit: float
    value_text: str
    limit_text: str
    above: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part under its heading; `links` are (words, field) to go to, `folded` opens on demand."""

    heading: str
    text: str
    links: tuple[tuple[str, str], ...] = ()
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """Title, verdict in words, sentence, scale, and further parts under their headings.

    `way` is how the verdict could change, in a few words.
    """

    title: str
    subtitle: str
    mark: Mark
    verdict: str
    way: str
    sentence: str
    scale: ScaleView | None
    sections: tuple[Section, ...]


def concept_label(concept: str, otherwise: str) -> str:
    """Return what a criterion is about."""
    known = bundled_concepts().by_id.get(concept)
    return known.label if known is not None else otherwise


def across(concept: str, trial_id: str, comparison: Comparison) -> str:
    """Return what the other trials say about the same concept, in short sentences."""
    lines, silent, others = [], 0, len(comparison.assessments) - 1
    for assessment in comparison.assessments:
        if assessment.trial.id == trial_id:
            continue
        same = [f for f in assessment.findings if f.criterion.concept == concept]
        silent += not same
        name = assessment.trial.short_name
        lines += [(name, finding) for finding in same]
    told = [
        f"{name}: {verdict_mark(each.verdict.value).symbol} {_first_sentence(each, comparison)}"
        for name, each in lines[:_MOST_ACROSS]
    ]
    if len(lines) > _MOST_ACROSS:
        told.append(f"and {len(lines) - _MOST_ACROSS} more criteria")
    if silent and others:
        which = "the other trials" if silent == others else f"{silent} of {others} other trials"
        told.append(f"{which}: {NOT_STATED}")
    return "\n".join(told)


def _first_sentence(finding: Finding, comparison: Comparison) -> str:
    first = sentence(finding, comparison).split(". ")[0]
    parts = first.split("; ")
    kept = parts[0]
    for part in parts[1:]:
        if kept.count("(") <= kept.count(")"):
            break
        kept = f"{kept}; {part}"  # a semicolon inside brackets ends nothing
    return kept.rstrip(".")


def explain_trial(trial_id: str, comparison: Comparison) -> Explained:
    """Return everything that is to be said of one trial's headline."""
    assessment = comparison.assessment(trial_id)
    enterable = can_be_entered(comparison.recruitment(assessment))
    mark = eligibility_mark(assessment.eligibility.value, enterable)
    headline = eligibility_sentence(assessment, comparison)
    precedent = "" if enterable else "a precedent only"
    return Explained(
        title=assessment.trial.short_name,
        subtitle=trial_id,
        mark=mark,
        verdict=mark.word,
        way=precedent,
        sentence=f"{headline}.",
        scale=None,
        sections=tuple(s for s in _trial_sections(assessment, comparison) if s.text.strip()),
    )


def _trial_sections(assessment: TrialAssessment, comparison: Comparison) -> Iterator[Section]:
    trial, day = assessment.trial, comparison.anchors.as_of
    yield Section(f"Recruitment on {spoken(day)}", recruitment_sentence(trial, day))
    fails = [f for f in assessment.findings if f.verdict is Verdict.FAIL and f.counted]
    told = [f"{f.criterion.id}: {sentence(f, comparison)}" for f in fails]
    yield Section("What fails", "\n".join(told))
    due = [f for f in assessment.findings if f.verdict in OPEN and f.counted and f.decides_now]
    told = [f"{f.criterion.id}: {_first_sentence(f, comparison)}" for f in due[:_MOST_OPEN]]
    told += [f"and {len(due) - _MOST_OPEN} more"] if len(due) > _MOST_OPEN else []
    yield Section("What is open", "\n".join(told))
    own = replace(comparison, assessments=(assessment,))
    yield Section("Nearest change", "\n".join(c.sentence for c in nearest_changes(own)))
    when = "\n".join(each.sentence for each in eligible_when(own, (trial,)))
    yield Section("Eligible when", when)
    later = [f"{f.criterion.id}: {f.criterion.label}" for f in assessment.open_later]
    yield Section("Open later", "\n".join(later))
    told = [
        f"{o.criterion}: {override_words(o)}{_again(o, comparison)}"
        for o in comparison.case.overrides
        if o.trial == trial.id
    ]
    yield Section("Overrides (they change no verdict)", "\n".join(told))
    yield Section("Trial", trial.title)
    arms = [f"{arm.name}{' (assessed)' if arm.id == assessment.arm else ''}" for arm in trial.arms]
    yield Section("Arms", "\n".join(arms))
    yield Section("Source", _source(trial))
    yield Section("Encoding", checked_sentence(trial))


def override_words(override: Override) -> str:
    """Return who disagrees, when and why."""
    at = f", {override.at:%H:%M}" if override.at is not None else ""
    return f"{override.author}, {spoken(override.on)}{at}, {override.kind}: {override.reason}"


def _again(override: Override, comparison: Comparison) -> str:
    why = comparison.overrides_reopened.get((override.trial, override.criterion), "")
    return f". {why}" if why else ""


def _source(trial: Trial) -> str:
    version = (
        f" of {trial.source.version}" if trial.source.version else ", date not stated in source"
    )
    notes = [note for note in (trial.source.note, trial.registry.note) if note]
    return "\n".join((trial.source.kind + version, *notes))

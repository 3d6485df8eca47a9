"""A finding, or a trial, opened up in words: what the panel at the right shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hccreview.clinical.dates import spoken
from hccreview.criteria.describe import describe
from hccreview.review.again import expression_of
from hccreview.review.change import recoverable
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Finding, TrialAssessment, Verdict
from hccreview.review.evidence import EvidenceRow, evidence_rows
from hccreview.review.explain import (
    checked_sentence,
    eligibility_sentence,
    missing_fields,
    sentence,
)
from hccreview.review.insight import eligible_when, nearest_changes
from hccreview.review.matrix import bundled_concepts
from hccreview.review.recruitment import can_be_entered, recruitment_sentence
from hccreview.review.wording import label_of, with_unit
from hccreview.trials.model import Trial
from ui.wording import NOT_STATED, RECOVERABLE, Mark, eligibility_mark, verdict_mark

_ANCHORS = {"as_of": "the review", "inclusion": "inclusion", "first_dose": "the first dose"}
_DUE = {"at_enrolment": "at enrolment", "after_start": "after the start"}
_TURNED = {"≥": "<", ">": "≤", "≤": ">", "<": "≥"}
_MOST_OPEN = 10
_MOST_ACROSS = 8  # other trials that are told in full


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A value beside its limit; `above` is True where the allowed side lies above."""

    value: float
    limit: float
    value_text: str
    limit_text: str
    above: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A part under its heading; `links` are (label, field) to go to, `folded` opens on demand."""

    heading: str
    text: str
    links: tuple[tuple[str, str], ...] = ()
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """Title, verdict in words, sentence, scale, and further parts under their headings."""

    title: str
    subtitle: str
    mark: Mark
    verdict: str
    sentence: str
    scale: ScaleView | None
    sections: tuple[Section, ...]


def explain_finding(finding: Finding, comparison: Comparison) -> Explained:
    """Return everything that is to be said of one finding."""
    criterion, mark = finding.criterion, verdict_mark(finding.verdict.value)
    way = recoverable(finding, comparison)
    words = [mark.word] + ([RECOVERABLE[way.how]] if way is not None else [])
    rows = evidence_rows(finding, comparison)
    return Explained(
        title=concept_label(criterion.concept, criterion.label),
        subtitle=f"{finding.trial_id} · {criterion.id} · {criterion.kind}",
        mark=mark,
        verdict=", ".join(words),
        sentence=sentence(finding, comparison),
        scale=next((s for row in rows if (s := _scale(row, criterion.kind))), None),
        sections=tuple(s for s in _finding_sections(finding, comparison, rows) if s.text.strip()),
    )


def concept_label(concept: str, otherwise: str) -> str:
    """Return what a criterion is about."""
    known = bundled_concepts().by_id.get(concept)
    return known.label if known is not None else otherwise


def required_sign(row: EvidenceRow, kind: str) -> str:
    """Return the sign as a value must stand to its limit to pass: an exclusion's is turned."""
    return row.operator if (kind == "inclusion") is row.positive else _TURNED[row.operator]


def _scale(row: EvidenceRow, kind: str) -> ScaleView | None:
    if row.value is None or row.limit is None or row.operator not in _TURNED:
        return None
    above = required_sign(row, kind) in ("≥", ">")
    return ScaleView(row.value, row.limit, row.value_text, row.limit_text, above)


def _finding_sections(
    finding: Finding, comparison: Comparison, rows: tuple[EvidenceRow, ...]
) -> Iterator[Section]:
    criterion = finding.criterion
    trial = comparison.assessment(finding.trial_id).trial
    links = links_of(finding, comparison)
    if finding.verdict in OPEN:
        labels = [label_of(name, comparison.dictionary) for name in missing_fields(finding)]
        yield Section("Missing", "\n".join(labels), links)
    way = recoverable(finding, comparison)
    if way is not None and way.sentence:
        since = f" (from {spoken(way.from_day)})" if way.from_day is not None else ""
        yield Section("What could change it", way.sentence + since)
    shown = "\n".join(line for row in rows if (line := _evidence(row)))
    yield Section("Evidence", shown, () if finding.verdict in OPEN else links)
    yield Section("Criterion", criterion.label)
    meaning = describe(expression_of(finding), comparison.dictionary, criterion.anchor)
    yield Section("What is computed", f"{meaning}.", folded=criterion.expression_text.strip())
    day = f"{_ANCHORS[criterion.anchor]}, {spoken(finding.day)}"
    due = f"; due {_DUE[criterion.due]}, so it decides nothing yet" if criterion.due in _DUE else ""
    yield Section("Counted from", day + due)
    if criterion.linked_to:
        mirrored = ", ".join(criterion.linked_to)
        yield Section("Linked", f"mirrors {mirrored}; shown, but not counted")
    places = "\n".join(place.text for place in (criterion.place, *criterion.also))
    yield Section("In the source", places)
    yield Section("Notes on the text", "\n".join(criterion.notes))
    flags = [trial.flag(name) for name in criterion.flags]
    told = "\n".join(f"{flag.id} ({flag.severity}): {flag.finding}" for flag in flags)
    yield Section("Flags", told)
    yield Section("Across trials", across(criterion.concept, finding.trial_id, comparison))
    yield Section("Encoding", checked_sentence(trial))


def links_of(finding: Finding, comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Return label and name of the recorded fields and lists on which a finding rests.

    Of a score they are its inputs; questions to the board are answered in the panel itself.
    """
    dictionary = comparison.dictionary
    names = [gap.field for gap in finding.gaps]
    for item in finding.outcome.evidence:
        if item.fact is not None:
            names += [item.fact.name, *(each.field for each in item.fact.inputs)]
            names += [gap.field for gap in item.fact.gaps]
    found = []
    for name in dict.fromkeys(names):
        field = dictionary.fields.get(name)
        if name.partition(".")[0] in dictionary.lists or (field and not field.board_question):
            found.append((label_of(name, dictionary), name))
    return tuple(found)


def _evidence(row: EvidenceRow) -> str:
    if not row.value_text:
        return ""
    parts = [f"{row.label} {row.value_text}"]
    if row.on is not None:
        parts.append(spoken(row.on))
    if row.operator:
        parts.append(f"{row.operator} {row.limit_text}")
    if row.distance is not None and row.percent is not None:
        parts.append(f"distance {with_unit(f'{row.distance:g}', row.unit)} ({row.percent:.0f} %)")
    parts += [part for part in (row.laboratory, row.note) if part]
    return "\u00a0· ".join(parts)


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
    return first.split("; ")[0].rstrip(".")


def explain_trial(trial_id: str, comparison: Comparison) -> Explained:
    """Return everything that is to be said of one trial's headline."""
    assessment = comparison.assessment(trial_id)
    enterable = can_be_entered(comparison.recruitment(assessment))
    mark = eligibility_mark(assessment.eligibility.value, enterable)
    headline = eligibility_sentence(assessment, comparison)
    precedent = "" if enterable else ", a precedent only"
    return Explained(
        title=assessment.trial.short_name,
        subtitle=trial_id,
        mark=mark,
        verdict=f"{mark.word}{precedent}",
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
        f"{o.criterion}: {o.author}, {spoken(o.on)}, {o.kind}: {o.reason}"
        for o in comparison.case.overrides
        if o.trial == trial.id
    ]
    yield Section("Overrides (they change no verdict)", "\n".join(told))
    yield Section("Trial", trial.title)
    arms = [f"{arm.name}{' (assessed)' if arm.id == assessment.arm else ''}" for arm in trial.arms]
    yield Section("Arms", "\n".join(arms))
    yield Section("Source", _source(trial))
    yield Section("Encoding", checked_sentence(trial))


def _source(trial: Trial) -> str:
    version = (
        f" of {trial.source.version}" if trial.source.version else ", date not stated in source"
    )
    notes = [note for note in (trial.source.note, trial.registry.note) if note]
    return "\n".join((trial.source.kind + version, *notes))

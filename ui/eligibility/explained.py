"""A finding, or a trial, opened up in words: what the panel at the right shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hccreview.clinical.dates import spoken
from hccreview.review.change import recoverable
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Finding, TrialAssessment
from hccreview.review.evidence import EvidenceRow, evidence_rows
from hccreview.review.explain import (
    checked_sentence,
    eligibility_sentence,
    missing_fields,
    sentence,
    short_text,
)
from hccreview.review.insight import nearest_changes
from hccreview.review.matrix import bundled_concepts
from hccreview.review.recruitment import can_be_entered, recruitment_sentence
from hccreview.review.wording import label_of, with_unit
from hccreview.trials.model import Trial
from ui.wording import RECOVERABLE, Mark, eligibility_mark, verdict_mark

_ANCHORS = {"as_of": "the review", "inclusion": "inclusion", "first_dose": "the first dose"}
_DUE = {"at_enrolment": "at enrolment", "after_start": "after the start"}
_TURNED = {"≥": "<", ">": "≤", "≤": ">", "<": "≥"}


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A value beside its limit; `above` is True where the allowed side lies above."""

    value: float
    limit: float
    value_text: str
    limit_text: str
    above: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """Title, verdict in words, sentence, scale, and further parts under their headings."""

    title: str
    subtitle: str
    mark: Mark
    verdict: str
    sentence: str
    scale: ScaleView | None
    sections: tuple[tuple[str, str], ...]


def explain_finding(finding: Finding, comparison: Comparison) -> Explained:
    """Return everything that is to be said of one finding."""
    criterion, mark = finding.criterion, verdict_mark(finding.verdict.value)
    way = recoverable(finding, comparison)
    words = [mark.word] + ([RECOVERABLE[way.how]] if way is not None else [])
    rows = evidence_rows(finding, comparison)
    return Explained(
        title=bundled_concepts().by_id[criterion.concept].label,
        subtitle=f"{finding.trial_id} · {criterion.id} · {criterion.kind}",
        mark=mark,
        verdict=", ".join(words),
        sentence=sentence(finding, comparison),
        scale=next((s for row in rows if (s := _scale(row, criterion.kind))), None),
        sections=tuple(_finding_sections(finding, comparison, rows)),
    )


def _scale(row: EvidenceRow, kind: str) -> ScaleView | None:
    if row.value is None or row.limit is None or row.operator not in _TURNED:
        return None
    sign = row.operator if kind == "inclusion" else _TURNED[row.operator]
    return ScaleView(row.value, row.limit, row.value_text, row.limit_text, sign in ("≥", ">"))


def _finding_sections(
    finding: Finding, comparison: Comparison, rows: tuple[EvidenceRow, ...]
) -> Iterator[tuple[str, str]]:
    criterion = finding.criterion
    trial = comparison.assessment(finding.trial_id).trial
    if finding.verdict in OPEN:
        labels = [label_of(name, comparison.dictionary) for name in missing_fields(finding)]
        yield "Missing", "\n".join(labels)
    way = recoverable(finding, comparison)
    if way is not None and way.sentence:
        since = f" (from {spoken(way.from_day)})" if way.from_day is not None else ""
        yield "What could change it", way.sentence + since
    yield "Criterion", f"{criterion.label}\n{criterion.expression_text.strip()}"
    yield "Evidence", "\n".join(line for row in rows if (line := _evidence(row)))
    day = f"{_ANCHORS[criterion.anchor]}, {spoken(finding.day)}"
    due = f"; due {_DUE[criterion.due]}, so it decides nothing yet" if criterion.due in _DUE else ""
    yield "Counted from", day + due
    if criterion.linked_to:
        yield "Linked", f"mirrors {', '.join(criterion.linked_to)}; shown, but not counted"
    yield "In the source", "\n".join(place.text for place in (criterion.place, *criterion.also))
    yield "Notes on the text", "\n".join(criterion.notes)
    flags = [trial.flag(name) for name in criterion.flags]
    yield "Flags", "\n".join(f"{flag.id} ({flag.severity}): {flag.finding}" for flag in flags)
    yield "Override", "\n".join(_overrides(finding, comparison))
    yield "Across trials", _across(finding, comparison)
    yield "Encoding", checked_sentence(trial)


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


def _overrides(finding: Finding, comparison: Comparison) -> Iterator[str]:
    for each in comparison.case.overrides:
        if (each.trial, each.criterion) == (finding.trial_id, finding.criterion.id):
            yield f"{each.author}, {spoken(each.on)}, {each.kind.replace('_', ' ')}: {each.reason}"


def _across(finding: Finding, comparison: Comparison) -> str:
    """Return what the other trials say about the same concept."""
    lines, silent = [], 0
    for assessment in comparison.assessments:
        if assessment.trial.id == finding.trial_id:
            continue
        same = [f for f in assessment.findings if f.criterion.concept == finding.criterion.concept]
        silent += not same
        for other in same:
            mark = verdict_mark(other.verdict.value)
            name = assessment.trial.short_name
            lines.append(f"{name}: {mark.symbol} {short_text(other, comparison)}")
    if silent:
        others = len(comparison.assessments) - 1
        lines.append(f"{silent} of {others} other trials: not stated in source" if others else "")
    return "\n".join(lines)


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
        sections=tuple(_trial_sections(assessment, comparison)),
    )


def _trial_sections(
    assessment: TrialAssessment, comparison: Comparison
) -> Iterator[tuple[str, str]]:
    trial, day = assessment.trial, comparison.anchors.as_of
    yield f"Recruitment on {spoken(day)}", recruitment_sentence(trial, day)
    changes = [c for c in nearest_changes(comparison) if c.trial_id == trial.id]
    yield "Nearest change", "\n".join(c.sentence for c in changes)
    later = [f"{f.criterion.id}: {f.criterion.label}" for f in assessment.open_later]
    yield "Open later", "\n".join(later)
    yield "Trial", trial.title
    arms = [f"{arm.name}{' (assessed)' if arm.id == assessment.arm else ''}" for arm in trial.arms]
    yield "Arms", "\n".join(arms)
    yield "Source", _source(trial)
    yield "Encoding", checked_sentence(trial)


def _source(trial: Trial) -> str:
    version = (
        f" of {trial.source.version}" if trial.source.version else ", date not stated in source"
    )
    notes = [note for note in (trial.source.note, trial.registry.note) if note]
    return "\n".join((trial.source.kind + version, *notes))

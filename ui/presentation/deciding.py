"""The rows that decide about a trial: what fails, is unknown or is left to the board, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hccreview.review.cells import short_text
from hccreview.review.eligibility import Finding, TrialAssessment, Verdict
from hccreview.review.explain import missing_fields, override_sentence, overrides_of, sentence
from hccreview.review.insight import Question
from hccreview.review.wording import label_of
from ui.presentation.shapes import TEXT
from ui.presentation.sheet import Sheet
from ui.wording import verdict_mark

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison

_WORST = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.NEEDS_JUDGEMENT)
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class DecidingRow:
    """What decides; `texts` say why, the fullest first, the last one shortest.

    A text is taken where it needs no more than so many `lines`.
    """

    symbol: str
    tone: str
    texts: tuple[str, ...]
    lines: int


def deciding_rows(
    assessment: TrialAssessment, comparison: Comparison, questions: Iterable[Question]
) -> list[DecidingRow]:
    """Return what is due before the board and not passed, the worst first.

    `questions` is the ask-list: it says what a criterion leaves to the board.
    """
    found = [
        each
        for each in assessment.findings
        if each.counted and each.verdict in _WORST and (each.decides_now or _fails(each))
    ]
    found.sort(key=lambda each: _WORST.index(each.verdict))
    asked = {
        place: question_words(each) for each in questions if each.board for place in each.settles
    }
    unknown = [each for each in found if each.verdict is Verdict.UNKNOWN]
    rows = [_row(each, comparison, asked) for each in found if each.verdict is not Verdict.UNKNOWN]
    fails = sum(each.verdict is Verdict.FAIL for each in found)
    return [*rows[:fails], *_unknown_rows(unknown, comparison), *rows[fails:]]


def question_words(question: Question) -> str:
    """Return what is asked, and why it is asked again where it was answered before."""
    return f"{question.text} {question.reopened}".strip()


def _fails(finding: Finding) -> bool:
    return finding.verdict is Verdict.FAIL


def _row(
    finding: Finding, comparison: Comparison, asked: dict[tuple[str, str], str]
) -> DecidingRow:
    """Return why a criterion fails, or the question that it leaves to the board."""
    mark, label = verdict_mark(finding.verdict.value), _label(finding)
    if finding.verdict is Verdict.FAIL:
        full = sentence(finding, comparison)
        texts: tuple[str, ...] = (full, f"{full.split('. ')[0].rstrip('.')}.", f"{label}: fails.")
    else:
        question = asked.get((finding.trial_id, finding.criterion.id), "for the board.")
        texts = (f"{label}: {question}",)
    return DecidingRow(mark.symbol, mark.tone, _overridden(texts, finding, comparison), 3)


def _label(finding: Finding) -> str:
    """Return what the criterion is about; an exclusion says that it is one."""
    criterion = finding.criterion
    return criterion.label if criterion.kind == "inclusion" else f"Excluded: {criterion.label}"


def _overridden(
    texts: tuple[str, ...], finding: Finding, comparison: Comparison
) -> tuple[str, ...]:
    if not overrides_of(finding, comparison):
        return texts
    told = override_sentence(finding, comparison)
    return tuple(f"{text} {told}" for text in texts)


def _unknown_rows(found: list[Finding], comparison: Comparison) -> list[DecidingRow]:
    """Return what is unknown, criteria that lack the same facts in one row."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for finding in found:
        (label,) = _overridden((_label(finding),), finding, comparison)
        why = short_text(finding, comparison), _lacking(finding, comparison)
        grouped.setdefault(why, []).append(label)
    mark = verdict_mark(Verdict.UNKNOWN.value)
    rows = []
    for (short, lacking), labels in grouped.items():
        told, others = "; ".join(labels), len(labels) - 1
        texts = [f"{told} – {short}: {lacking}"] if lacking else []
        texts.append(f"{told} – {short}")
        if others:
            texts.append(f"{labels[0]}, and {others} more criteria – {short}")
        rows.append(DecidingRow(mark.symbol, mark.tone, tuple(texts), 1 + bool(others)))
    return rows


def _lacking(finding: Finding, comparison: Comparison) -> str:
    named = [label_of(name, comparison.dictionary) for name in missing_fields(finding)]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return ", ".join(named[:_MOST_NAMED]) + more


def row_words(row: DecidingRow, sheet: Sheet, width: float) -> str:
    """Return the fullest text that takes few lines, else the shortest one.

    Measured at the smallest size, so that larger letters never say less.
    """
    lettering = sheet.lettering
    for text in row.texts:
        if len(lettering.lines(text, TEXT, width)) <= row.lines:
            return text
    return row.texts[-1]

"""Which trials could fit: all of them on one slide, then what decides in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hccreview.meeting.orientation import Orientation
from hccreview.review.eligibility import Eligibility, TrialAssessment
from hccreview.review.recruitment import can_be_entered
from ui.presentation.care import care_column, care_strip
from ui.presentation.deciding import DecidingRow, row_words
from ui.presentation.shapes import Block, Piece, Slide, Words, moved
from ui.presentation.sheet import GAP, Area, Sheet, below, paged, shifted, shortened
from ui.wording import LATER, RECRUITMENTS, Mark, counts_text, eligibility_mark

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison

Rows = Mapping[str, list[DecidingRow]]
"""The rows that decide, by trial id."""
_ORDER = (
    Eligibility.ELIGIBLE,
    Eligibility.NO_VIOLATION_STATED,
    Eligibility.UNDETERMINED,
    Eligibility.INELIGIBLE,
    Eligibility.NOT_ASSESSABLE,
)
_APART = 8.0
_MOST = 5  # rows of one trial; the rest is told by its number
_LEFT = 0.59  # of the width; the standard of care has the rest


def ordered(comparison: Comparison) -> list[TrialAssessment]:
    """Return the trials: those that can be entered first, then as far as they could fit."""
    return sorted(
        comparison.assessments,
        key=lambda each: (not _open(each, comparison), _ORDER.index(each.eligibility)),
    )


def _open(assessment: TrialAssessment, comparison: Comparison) -> bool:
    return can_be_entered(comparison.recruitment(assessment))


def mark_of(assessment: TrialAssessment, comparison: Comparison) -> Mark:
    """Return the headline of a trial; one that cannot be entered is grey, whatever it says."""
    can = _open(assessment, comparison)
    found = eligibility_mark(assessment.eligibility.value, can)
    return found if can else Mark(found.symbol, found.word, "neutral")


def standing_words(assessment: TrialAssessment, comparison: Comparison) -> str:
    """Return the id and whether it can be entered: ``NCT05099848: precedent, stopped early``."""
    words = RECRUITMENTS[comparison.recruitment(assessment).value]
    entered = words if _open(assessment, comparison) else f"precedent, {words}"
    return f"{assessment.trial.id}: {entered}"


def trial_slides(comparison: Comparison, care: Orientation, sheet: Sheet) -> list[Slide]:
    """Return all trials beside the standard of care."""
    body = sheet.body
    width = body.width * _LEFT
    trials = ordered(comparison)
    entered = sum(_open(each, comparison) for each in trials)
    title = f"Trials: {entered} of {len(trials)} can be entered"
    room = Area(body.x + width + 28, body.y, body.width - width - 28, body.height)
    beside = shifted(care_column(care, sheet, room), room.x, room.y)
    blocks = [_summary(each, comparison, sheet, width) for each in trials]
    slides = []
    for page in paged(blocks, body.height, _APART):
        left = shifted(below(*page, gap=_APART), body.x, body.y)
        slides.append(Slide(title, (*left, *beside)))
    return slides


def _summary(
    assessment: TrialAssessment, comparison: Comparison, sheet: Sheet, width: float
) -> Block:
    """Return name and headline of a trial, what it is, and the counts of its findings."""
    head = _head(assessment, comparison, sheet, width)
    lines = [standing_words(assessment, comparison), _counts(assessment)]
    if assessment.overrides:
        lines[1] += f" · {assessment.overrides} overridden"
    left = sheet.indent
    inner = below(*(sheet.text(line, width - left, tone="muted") for line in lines))
    return Block(head.height + inner.height, (*head.pieces, *shifted(inner, left, head.height)))


def _counts(assessment: TrialAssessment) -> str:
    """Return the counts of the findings; what is open but not due yet is told apart."""
    counts = {verdict.value: number for verdict, number in assessment.counts.items()}
    for finding in assessment.open_later:
        counts[finding.verdict.value] -= 1
    counts[LATER] = len(assessment.open_later)
    return counts_text(counts).replace("\u00a0", " ") or "no criteria in the source"


def _head(assessment: TrialAssessment, comparison: Comparison, sheet: Sheet, width: float) -> Block:
    mark = mark_of(assessment, comparison)
    word = sheet.line(mark.word, tone=mark.tone, bold=True)
    name = assessment.trial.short_name
    room = width - word.width - 20
    left = sheet.marked(mark.symbol, name, room, mark.tone, bold=True)
    return Block(left.height, (*left.pieces, moved(word, width - word.width, 0)))


# -------------------------------------------------------------------------- what decides


def deciding_slides(
    comparison: Comparison, care: Orientation, rows: Rows, sheet: Sheet
) -> list[Slide]:
    """Return the rows that decide, trial by trial, above a strip with the standard of care."""
    body, strip = sheet.body, care_strip(care, sheet)
    height = body.height - strip.height - GAP
    found = (
        _deciding(each, rows[each.trial.id], comparison, sheet, height)
        for each in ordered(comparison)
    )
    blocks = [block for block in found if block is not None]
    pages = paged(blocks, height, 18)
    below_all = shifted(strip, body.x, body.bottom - strip.height)
    slides = []
    for number, page in enumerate(pages, start=1):
        pieces: tuple[Piece, ...] = shifted(below(*page, gap=18), body.x, body.y)
        counted = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        slides.append(Slide(f"What decides{counted}", (*pieces, *below_all)))
    return slides


def _deciding(
    assessment: TrialAssessment,
    rows: list[DecidingRow],
    comparison: Comparison,
    sheet: Sheet,
    height: float,
) -> Block | None:
    if not rows:
        return None
    width, left = sheet.body.width, sheet.indent
    name = f"{assessment.trial.short_name} · {standing_words(assessment, comparison)}"
    mark = mark_of(assessment, comparison)
    head = sheet.marked(mark.symbol, name, width, mark.tone, bold=True)
    told = [
        sheet.marked(row.symbol, row_words(row, sheet, width - 2 * left), width - left, row.tone)
        for row in rows
    ]
    room = Area(0, 0, width - left, height - head.height - 8)
    shown = shifted(shortened(sheet, told, room, most=_MOST), left, head.height + 8)
    bottom = max(p.y + p.height for p in shown if isinstance(p, Words))
    return Block(bottom, (*head.pieces, *shown))

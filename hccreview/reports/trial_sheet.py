"""One sheet a trial: every criterion with its finding, opened up to the patient's values."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.reports.cells import Cell, Column, Row, Sheet, day, number, text
from hccreview.reports.printed import flags_text, joined
from hccreview.reports.styles import eligibility_look, verdict_look
from hccreview.review.change import recoverable
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, TrialAssessment
from hccreview.review.evidence import EvidenceRow, evidence_rows, label_of, unit_label
from hccreview.review.explain import (
    checked_sentence,
    eligibility_sentence,
    missing_fields,
    override_sentence,
    sentence,
    verdict_symbol,
    verdict_word,
)
from hccreview.review.recruitment import recruitment_sentence

_COLUMNS = (
    Column("Id", 5),
    Column("Kind", 9),
    Column("Criterion (paraphrased)", 24),
    Column("Verdict", 11),
    Column("Fact", 15),
    Column("Patient's value", 11),
    Column("Unit", 8),
    Column("Date of the value", 13),
    Column("Sign", 7),
    Column("Limit", 12),
    Column("Distance", 9),
    Column("Distance (%)", 9),
    Column("Finding", 31),
    Column("Missing", 13),
    Column("What could change it", 17),
    Column("Due", 9),
    Column("Place in the source", 13),
    Column("Flags and notes", 24),
)
_DUE = {
    "before_board": "before the board",
    "at_enrolment": "at enrolment",
    "after_start": "after the start",
}
_NO_FACT: tuple[None, ...] = (None,) * 8


def trial_sheet(assessment: TrialAssessment, comparison: Comparison) -> Sheet:
    """Return the sheet of a trial; a finding of several values has a line for each."""
    trial, as_of = assessment.trial, comparison.anchors.as_of
    recruitment = comparison.recruitment(assessment)
    arm = next(arm for arm in trial.arms if arm.id == assessment.arm)
    look = eligibility_look(assessment.eligibility, recruitment)
    rows = (
        row for finding in assessment.findings for row in _rows(finding, assessment, comparison)
    )
    return Sheet(
        trial.id,
        f"{trial.id}: {trial.short_name}",
        _COLUMNS,
        tuple(rows),
        lead=(
            (Cell(f"{trial.title}. Arm assessed: {arm.name}.", "line"),),
            (Cell(eligibility_sentence(assessment, comparison), f"{look}_line"),),
            (
                Cell(
                    f"{recruitment_sentence(trial, as_of)}. {checked_sentence(trial)} Sign and"
                    " limit stand as the criterion reads: what an exclusion names excludes.",
                    "line",
                ),
            ),
        ),
        frozen=4,
    )


def _rows(finding: Finding, assessment: TrialAssessment, comparison: Comparison) -> Iterator[Row]:
    criterion, verdict = finding.criterion, finding.verdict
    rows = evidence_rows(finding, comparison)
    words = f"{verdict_symbol(verdict)} {verdict_word(verdict)}"
    yield (
        Cell(criterion.id, "bold"),
        Cell(criterion.kind.capitalize()),
        Cell(criterion.label),
        Cell(words, verdict_look(verdict)),
        *(_fact(rows[0]) if rows else _NO_FACT),
        Cell(sentence(finding, comparison)),
        text(_missing(finding, comparison)),
        text(_change(finding, comparison)),
        Cell(_DUE[criterion.due]),
        Cell("; ".join(place.text for place in (criterion.place, *criterion.also))),
        text(_remarks(finding, rows[:1], assessment, comparison)),
    )
    for row in rows[1:]:
        yield (
            Cell(criterion.id, "quiet"),
            Cell(criterion.kind.capitalize(), "quiet"),
            Cell("further value", "quiet"),
            Cell(words, "quiet"),
            *_fact(row),
            *[None] * 5,
            text(joined(_laboratory(row), row.note), "quiet"),
        )


def _fact(row: EvidenceRow) -> tuple[Cell | None, ...]:
    """Return fact, value, unit, date, sign, limit, distance and percentage of one atom."""
    value, limit = number(row.value), number(row.limit)
    has_unit = value is not None or limit is not None
    return (
        Cell(row.label),
        value or text(row.value_text),
        text(unit_label(row.unit)) if has_unit else None,
        day(row.on),
        text(row.operator),
        limit or text(row.limit_text),
        number(row.distance),
        number(row.percent if row.percent is None else round(row.percent, 1)),
    )


def _missing(finding: Finding, comparison: Comparison) -> str:
    return "; ".join(label_of(name, comparison.dictionary) for name in missing_fields(finding))


def _change(finding: Finding, comparison: Comparison) -> str:
    way = recoverable(finding, comparison)
    if way is None:
        return ""
    how = way.how.replace("_", " ").capitalize()
    return f"{how}: {way.sentence}" if way.sentence else how


def _laboratory(row: EvidenceRow) -> str:
    return f"Laboratory: {row.laboratory}" if row.laboratory else ""


def _remarks(
    finding: Finding,
    rows: tuple[EvidenceRow, ...],
    assessment: TrialAssessment,
    comparison: Comparison,
) -> str:
    """Return flags, notes and links of a criterion, and the overrides that stand beside it."""
    criterion = finding.criterion
    flags = flags_text(assessment.trial, criterion.flags)
    linked = ", ".join(criterion.linked_to)
    return joined(
        f"Flags: {flags}" if flags else "",
        f"Linked to {linked}, not counted again" if linked else "",
        override_sentence(finding, comparison),
        *criterion.notes,
        *(_laboratory(row) for row in rows),
    )

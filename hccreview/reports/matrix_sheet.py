"""The sheet Matrix: concepts in rows, trials in columns, every verdict coloured and worded."""

from __future__ import annotations

from hccreview.reports.cells import Cell, Column, Row, Sheet
from hccreview.reports.styles import eligibility_look, verdict_look
from hccreview.review.cells import Say
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, Verdict
from hccreview.review.explain import (
    eligibility_sentence,
    short_text,
    verdict_symbol,
    verdict_word,
)
from hccreview.review.matrix import MatrixRow, matrix
from hccreview.review.recruitment import recruitment_sentence
from hccreview.trials.figures import NOT_STATED

_WORST_FIRST = (
    Verdict.FAIL,
    Verdict.UNKNOWN,
    Verdict.NEEDS_JUDGEMENT,
    Verdict.PASS,
    Verdict.NOT_APPLICABLE,
)


def matrix_sheet(comparison: Comparison, say: Say = str) -> Sheet:
    """Return the sheet of the matrix; a cell of several findings has the colour of the worst.

    `say` words the values of the cells; see `short_text`.
    """
    trials = (Column(_heading(a.trial.id, a.trial.short_name), 30) for a in comparison.assessments)
    rows: list[Row] = []
    for group in matrix(comparison).groups:
        for index, row in enumerate(group.rows):
            first = Cell(group.label, "bold" if index == 0 else "quiet")
            rows.append((first, Cell(row.label, "bold"), *_cells(row, comparison, say)))
    return Sheet(
        "Matrix",
        "Matrix: what each criterion says of this case",
        (Column("Group", 25), Column("About", 25), *trials),
        tuple(rows),
        lead=_lead(comparison),
        frozen=2,
    )


def _heading(trial_id: str, short_name: str) -> str:
    return f"{trial_id}: {short_name}"


def _lead(comparison: Comparison) -> tuple[Row, ...]:
    headlines: list[Cell] = []
    recruitments: list[Cell] = []
    for assessment in comparison.assessments:
        recruitment = comparison.recruitment(assessment)
        look = eligibility_look(assessment.eligibility, recruitment)
        headlines.append(Cell(eligibility_sentence(assessment, comparison), look))
        words = recruitment_sentence(assessment.trial, comparison.anchors.as_of)
        recruitments.append(Cell(words, "text"))
    return (
        (Cell("Eligibility", "bold"), None, *headlines),
        (Cell("Recruitment on the day", "bold"), None, *recruitments),
    )


def _cells(row: MatrixRow, comparison: Comparison, say: Say) -> tuple[Cell, ...]:
    return tuple(_cell(findings, comparison, say) for findings in row.cells)


def _cell(findings: tuple[Finding, ...], comparison: Comparison, say: Say) -> Cell:
    if not findings:
        return Cell(f"· {NOT_STATED}", "quiet")
    worst = min((finding.verdict for finding in findings), key=_WORST_FIRST.index)
    lines = (_line(finding, comparison, say) for finding in findings)
    return Cell("\n".join(lines), verdict_look(worst))


def _line(finding: Finding, comparison: Comparison, say: Say) -> str:
    """Return one finding: ``× Fail: 68, ≥ 75 [I12b]``."""
    verdict = finding.verdict
    short = short_text(finding, comparison, say)
    word = verdict_word(verdict)
    more = "" if short.casefold() == word.casefold() else f": {short}"
    return f"{verdict_symbol(verdict)} {word}{more} [{finding.criterion.id}]"

"""Which rows of the matrix a filter lets through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hccreview.review.eligibility import Finding
    from hccreview.review.matrix import EligibilityMatrix, MatrixRow

ALL = "all"
_NOT_PASSED = ("fail", "unknown", "needs_judgement")
FILTER_IDS = (ALL, "not_passed", "unknown", "needs_judgement", "differ")
RowPlace = tuple[int, int]  # group, row in it


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of rows: its label, what it lets through in words, and what is said of no rows."""

    id: str
    label: str
    meaning: str
    none: str


FILTERS = (
    Filter(ALL, "All", "Every concept that some trial states", "No trial states anything."),
    Filter(
        "not_passed",
        "Not passed",
        "Rows with a fail or something open",
        "Nothing fails or is open.",
    ),
    Filter("unknown", "Unknown", "Rows in which a fact is missing", "No fact is missing."),
    Filter(
        "needs_judgement",
        "Judgement",
        "Rows with a question to the board",
        "No question to the board is open.",
    ),
    Filter(
        "differ",
        "Differ",
        "Rows in which trials ask for different things",
        "No two trials ask for different things.",
    ),
)


def filters_of(row: MatrixRow) -> frozenset[str]:
    """Return the ids of all filters that let a row through."""
    verdicts = {finding.verdict.value for cell in row.cells for finding in cell}
    found = {ALL, *(verdicts & {"unknown", "needs_judgement"})}
    if verdicts & set(_NOT_PASSED):
        found.add("not_passed")
    if len({_asked(cell) for cell in row.cells if cell}) > 1:
        found.add("differ")
    return frozenset(found)


def _asked(cell: tuple[Finding, ...]) -> frozenset[tuple[str, str]]:
    """Return what a trial asks for: on the same case nothing else can part two verdicts."""
    return frozenset((f.criterion.kind, f.criterion.expression_text) for f in cell)


def rows_by_filter(matrix: EligibilityMatrix) -> dict[str, frozenset[RowPlace]]:
    """Return for each filter the rows that it lets through."""
    found: dict[str, set[RowPlace]] = {each.id: set() for each in FILTERS}
    for number, group in enumerate(matrix.groups):
        for place, row in enumerate(group.rows):
            for name in filters_of(row):
                found[name].add((number, place))
    return {name: frozenset(places) for name, places in found.items()}

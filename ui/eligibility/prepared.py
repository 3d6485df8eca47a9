"""A comparison made ready for the screen: a pure function, so that it may be done elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hccreview.review.compare import Comparison
from hccreview.review.matrix import EligibilityMatrix, matrix
from ui.eligibility.cells import TrialHead, head_of
from ui.eligibility.filters import RowPlace, rows_by_filter


@dataclass(frozen=True, slots=True)
class Prepared:
    """A comparison with its matrix, the heads of its columns, and the rows of each filter."""

    comparison: Comparison
    found: EligibilityMatrix
    heads: tuple[TrialHead, ...]
    rows: Mapping[str, frozenset[RowPlace]]


def prepare(comparison: Comparison) -> Prepared:
    """Return a comparison made ready for the screen."""
    found = matrix(comparison)
    heads = tuple([head_of(each, comparison) for each in comparison.assessments])
    return Prepared(comparison, found, heads, rows_by_filter(found))

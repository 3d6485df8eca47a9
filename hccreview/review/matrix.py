"""Findings of all trials aligned by what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hccreview.clinical.bundled import bundled
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding

_STRANGE = ""  # the group of concepts that are not in the list


@dataclass(frozen=True, slots=True)
class Concept:
    """What a criterion is about: an entry of the closed list in ``resources/concepts.yaml``."""

    id: str
    label: str
    group: str


@dataclass(frozen=True, slots=True)
class Concepts:
    """The closed list of concepts with the labels of their groups."""

    groups: Mapping[str, str]
    by_id: Mapping[str, Concept]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One concept: for each trial its findings; empty where the source states nothing."""

    concept: Concept
    cells: tuple[tuple[Finding, ...], ...]

    @property
    def label(self) -> str:
        """The concept's label."""
        return self.concept.label


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """Rows that belong together."""

    id: str
    label: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class EligibilityMatrix:
    """Rows by concept in groups, columns in the order of the comparison's assessments."""

    groups: tuple[MatrixGroup, ...]

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        """All rows in order."""
        return tuple(row for group in self.groups for row in group.rows)


@lru_cache(maxsize=1)
def bundled_concepts() -> Concepts:
    """Return the concepts that ship with the program."""
    return bundled("concepts.yaml", _concepts)


def _concepts(data: Any) -> Concepts:
    by_id = {row["id"]: Concept(row["id"], row["label"], row["group"]) for row in data["concepts"]}
    return Concepts(data["groups"], by_id)


def _strangers(stated: set[str], concepts: Concepts) -> list[Concept]:
    """Return concepts that a trial document names but the list does not: no finding is lost."""
    return [
        Concept(name, name.replace("_", " ").capitalize(), _STRANGE)
        for name in sorted(stated - set(concepts.by_id))
    ]


def matrix(comparison: Comparison, concepts: Concepts | None = None) -> EligibilityMatrix:
    """Return the matrix of a comparison; only concepts that some trial states have a row."""
    concepts = concepts or bundled_concepts()
    columns: list[dict[str, list[Finding]]] = []
    for assessment in comparison.assessments:
        column: dict[str, list[Finding]] = {}
        for finding in assessment.findings:
            column.setdefault(finding.criterion.concept, []).append(finding)
        columns.append(column)
    stated = {name for column in columns for name in column}
    known = [*concepts.by_id.values(), *_strangers(stated, concepts)]
    groups = []
    for group_id, label in {**concepts.groups, _STRANGE: "Other"}.items():
        rows = [
            MatrixRow(concept, tuple(tuple(column.get(concept.id, ())) for column in columns))
            for concept in known
            if concept.group == group_id and concept.id in stated
        ]
        if rows:
            groups.append(MatrixGroup(group_id, label, tuple(rows)))
    return EligibilityMatrix(tuple(groups))

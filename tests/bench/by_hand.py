"""The 87 criteria as hand-written closures on values taken out of the case beforehand.

This is the floor the engine is measured against. Units, windows and partial values are dealt with
when the values are taken out; what is left is each criterion in three-valued Python (True, False,
None for not known) and one frozen finding for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.bench.questions import Answer, Check, Values
from tests.bench.tables import APPLIES, TABLES


@dataclass(frozen=True, slots=True)
class HandFinding:
    """What a hand-written criterion says: "pass", "fail", "unknown" or "not_applicable".

    `seen` are the values it looked at, `missing` the names of those an unknown one lacks.
    """

    trial_id: str
    criterion_id: str
    verdict: str
    truth: Answer
    seen: tuple[Any, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandCriterion:
    """One criterion by hand; `applies` is None where it always applies."""

    trial_id: str
    id: str
    inclusion: bool
    check: Check
    applies: Check | None = None


BY_HAND: tuple[HandCriterion, ...] = tuple(
    HandCriterion(trial, name, name[0] == "I", check, APPLIES.get((trial, name)))
    for trial, table in TABLES.items()
    for name, check in table.items()
)


class _Watched(dict[str, Any]):
    """Values that remember which of them were asked for."""

    def __init__(self, values: Values) -> None:
        super().__init__(values)
        self.asked: dict[str, None] = {}

    def __getitem__(self, name: str) -> Any:
        self.asked[name] = None
        return super().__getitem__(name)


def prepared(values: Values) -> list[tuple[HandCriterion, tuple[str, ...]]]:
    """Return each criterion with the names of the values it looks at (found by trying it)."""
    pairs = []
    for criterion in BY_HAND:
        watched = _Watched(values)
        criterion.check(watched)
        pairs.append((criterion, tuple(watched.asked)))
    return pairs


def review_by_hand(
    values: Values, criteria: list[tuple[HandCriterion, tuple[str, ...]]]
) -> list[HandFinding]:
    """Return one frozen finding for each of the 87 criteria."""
    findings = []
    for criterion, reads in criteria:
        truth = criterion.check(values)
        missing: tuple[str, ...] = ()
        if criterion.applies is not None and criterion.applies(values) is False:
            verdict = "not_applicable"
        elif truth is None:
            verdict, missing = "unknown", tuple([n for n in reads if values[n] is None])
        else:
            verdict = "pass" if truth is criterion.inclusion else "fail"
        seen = tuple([values[name] for name in reads])
        findings.append(
            HandFinding(criterion.trial_id, criterion.id, verdict, truth, seen, missing)
        )
    return findings

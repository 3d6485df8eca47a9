"""The 87 criteria as hand-written closures on values taken out of the case beforehand.

This is the floor the engine is measured against. Units, windows and partial values are dealt with
when the values are taken out; what is left is each criterion in three-valued Python (True, False,
None for not known) and one frozen finding for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.bench.questions import Answer, Check, Values
from tests.bench.tables import APPLIES, TABLES

Kind = Literal["inclusion", "exclusion"]


# The least that can be called a finding: no evidence, no limit, no day, no gap, no trial. All that
# the engine keeps beyond these four, so that a sentence can be made of it, counts as its own cost.
@dataclass(frozen=True, slots=True)
class HandFinding:
    """What a hand-written criterion says: "pass", "fail", "unknown" or "not_applicable"."""

    criterion_id: str
    kind: Kind
    truth: Answer
    verdict: str


@dataclass(frozen=True, slots=True)
class HandCriterion:
    """One criterion by hand; `applies` is None where it always applies."""

    trial_id: str
    id: str
    kind: Kind
    check: Check
    applies: Check | None = None


BY_HAND: tuple[HandCriterion, ...] = tuple(
    HandCriterion(
        trial,
        name,
        "inclusion" if name[0] == "I" else "exclusion",
        check,
        APPLIES.get((trial, name)),
    )
    for trial, table in TABLES.items()
    for name, check in table.items()
)


def review_by_hand(values: Values) -> list[HandFinding]:
    """Return one frozen finding for each of the 87 criteria, in their order."""
    findings = []
    for criterion in BY_HAND:
        truth, kind = criterion.check(values), criterion.kind
        if criterion.applies is not None and criterion.applies(values) is False:
            verdict = "not_applicable"
        elif truth is None:
            verdict = "unknown"
        else:
            verdict = "pass" if truth is (kind == "inclusion") else "fail"
        findings.append(HandFinding(criterion.id, kind, truth, verdict))
    return findings

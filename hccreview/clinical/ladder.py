"""Staging as a ladder of rules, first match wins, under incomplete knowledge.

Every rule is True, False or None (open). Walking down: a True rule ends the walk, an open one adds
its stage and the walk goes on. What was met is the set of stages still possible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hccreview.clinical.rounding import exceeds
from hccreview.clinical.scores import Score

# Lowest and highest possible number of nodules (None: no upper end); None: nothing is known.
Count: TypeAlias = tuple[int, int | None] | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One step of the ladder: `stage` when `holds`; `uses` names the facts that it looks at."""

    stage: str
    holds: bool | None
    because: str
    uses: tuple[str, ...]


def every(*truths: bool | None) -> bool | None:
    """Return the three-valued AND: one False settles it."""
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def some(*truths: bool | None) -> bool | None:
    """Return the three-valued OR: one True settles it."""
    if any(truth is True for truth in truths):
        return True
    return None if any(truth is None for truth in truths) else False


def negated(truth: bool | None) -> bool | None:
    """Return the three-valued NOT."""
    return None if truth is None else not truth


def at_least(count: Count, number: int) -> bool | None:
    """Return whether there are `number` nodules or more."""
    if count is None:
        return None
    low, high = count
    if low >= number:
        return True
    return False if high is not None and high < number else None


def single(count: Count) -> bool | None:
    """Return whether there is exactly one nodule."""
    return every(at_least(count, 1), negated(at_least(count, 2)))


def burden_facts(count: Count, *limits: int) -> tuple[str, ...]:
    """Return the names of the facts that a rule of burden needs: the number only where it counts.

    `limits` are the numbers of nodules at which the rules turn.
    """
    settled = all(at_least(count, limit) is not None for limit in limits)
    return ("largest_diameter",) if settled else ("nodule_count", "largest_diameter")


def larger(size: float | None, limit: float) -> bool | None:
    """Return whether the largest diameter (mm) is above `limit`; the limit itself is not."""
    return None if size is None else exceeds(size, limit)


def open_facts(facts: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of facts that are missing or known as a range only."""
    return tuple(name for name, given in facts.items() if _is_open(given))


def staged(
    name: str,
    rules: Sequence[Rule],
    order: Sequence[str],
    facts: Mapping[str, object],
    source: str,
) -> Score:
    """Return the stages that the rules leave possible, in the given order, as a Score."""
    met, deciding, uses = _walk(rules)
    grades = tuple(stage for stage in order if stage in met)
    settled = len(grades) == 1
    return Score(
        name=name,
        value=None,
        low=None,
        high=None,
        grade=grades[0] if settled else None,
        grades=grades,
        inputs=tuple((key, given) for key, given in facts.items() if given is not None),
        missing=() if settled else tuple(key for key in open_facts(facts) if key in uses),
        source=source,
        deciding=deciding if settled else "",
    )


def answered(name: str, truth: bool | None, facts: Mapping[str, object], source: str) -> Score:
    """Return a yes/no result as a Score."""
    grade = None if truth is None else "yes" if truth else "no"
    return Score(
        name=name,
        value=None,
        low=None,
        high=None,
        grade=grade,
        grades=("yes", "no") if grade is None else (grade,),
        inputs=tuple((key, given) for key, given in facts.items() if given is not None),
        missing=open_facts(facts) if truth is None else (),
        source=source,
    )


def _walk(rules: Sequence[Rule]) -> tuple[set[str], str, set[str]]:
    met: set[str] = set()
    uses: set[str] = set()
    deciding = ""
    for rule in rules:
        if rule.holds is False:
            continue
        met.add(rule.stage)
        deciding = rule.because
        if rule.holds:
            break
        uses.update(rule.uses)
    return met, deciding, uses


def _is_open(given: object) -> bool:
    if isinstance(given, frozenset):
        return len(given) != 1
    if isinstance(given, tuple):
        return bool(given[0] != given[1])
    return given is None

"""The answer of an expression: its truth, what decided it, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import Fact, Gap
from hccreview.criteria import nodes
from hccreview.criteria.logic import F, T, Truth, U

_new = tuple.__new__
TRUTH_OF = {True: T, False: F, None: U}
ON_THE_EDGE = ("our reading: the last day of the window still counts",)


class Evidence(NamedTuple):
    """One atom that was looked at: the expression, its truth, the fact, its limit in its unit.

    `since` is the first day of the window, `entries` are the list entries that made it true,
    `notes` are remarks such as "our reading".
    """

    node: nodes.Node
    truth: Truth
    fact: Fact | None = None
    limit: float | None = None
    since: date | None = None
    anchor: date | None = None
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """The truth of an expression with the evidence that decides it (see Fact for its form)."""

    truth: Truth
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    questions: tuple[str, ...] = ()
    readings: tuple[tuple[str, str, Truth], ...] = ()


def of_atom(
    node: nodes.Node,
    truth: Truth,
    fact: Fact | None,
    limit: float | None = None,
    since: date | None = None,
    anchor: date | None = None,
    gaps: tuple[Gap, ...] = (),
) -> Outcome:
    """Return the outcome of one atom; made directly, for this is what a comparison does most."""
    evidence = _new(Evidence, (node, truth, fact, limit, since, anchor, (), ()))
    return _new(Outcome, (truth, (evidence,), gaps, (), ()))


def missing_of(fact: Fact) -> tuple[Gap, ...]:
    """Return what an unknown atom lacks: what its fact lacks, or a value that is no mere range."""
    return fact.gaps or (Gap(fact.name, "range"),)


CERTAIN = Outcome(T)
OUT = Outcome(F)


def combined(truth: Truth, outcomes: list[Outcome]) -> Outcome:
    """Return the outcome of several: only the parts that share the result's truth decide it."""
    deciding = [outcome for outcome in outcomes if outcome.truth is truth]
    return deciding[0] if len(deciding) == 1 else joined(truth, deciding)


def joined(truth: Truth, deciding: list[Outcome]) -> Outcome:
    """Return the outcome of several parts that decide together."""
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    questions: tuple[str, ...] = ()
    readings: tuple[tuple[str, str, Truth], ...] = ()
    for _, seen, missing, asked, read in deciding:
        evidence += seen
        if missing:
            gaps += missing
        if asked:
            questions += asked
        if read:
            readings += read
    return _new(Outcome, (truth, evidence, gaps, questions, readings))

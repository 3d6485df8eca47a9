"""What an expression is for a case on a day: truth, what decided it, and what is missing.

Truth is strong Kleene. An open question to the board is UNKNOWN too, but is kept apart from
missing facts: an outcome lists its `gaps` (facts) and its `questions` (board).

Each node is compiled once into a function of the context. It is kept on the node, lives as long as
that, and knows nothing of any case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hccreview.criteria import atoms, branches, lists, nodes, samples, windows
from hccreview.criteria.context import Check, Compile, Context
from hccreview.criteria.outcome import Outcome


def evaluate(node: nodes.Node, context: Context) -> Outcome:
    """Return the outcome of an expression on the day of the context's anchor."""
    try:
        check: Check = node.check
    except AttributeError:
        check = compiled(node)
    return check(context)


def compiled(node: nodes.Node) -> Check:
    """Return the check of an expression, made once and kept on its node."""
    try:
        check: Check = node.check
    except AttributeError:
        check = _COMPILERS[type(node)](node, compiled)
        object.__setattr__(node, "check", check)  # no part of the value, which stays frozen
    return check


def _comparison(node: nodes.Comparison, compiled: Compile) -> Check:
    operand = node.operand
    if isinstance(operand, nodes.Count):
        return lists.compile_count(node, operand, compiled)
    if isinstance(operand, nodes.Extreme):
        return lists.compile_extreme(node, operand, compiled)
    return atoms.compile_comparison(node, operand)


_COMPILERS: dict[type, Callable[[Any, Compile], Check]] = {
    nodes.And: branches.compile_and,
    nodes.Or: branches.compile_or,
    nodes.Not: branches.compile_not,
    nodes.Readings: branches.compile_readings,
    nodes.Provided: branches.compile_provided,
    nodes.CriterionRef: branches.compile_criterion,
    nodes.ArmIs: branches.compile_arm,
    nodes.Judgement: atoms.compile_judgement,
    nodes.Flag: atoms.compile_flag,
    nodes.Member: atoms.compile_member,
    nodes.Includes: atoms.compile_includes,
    nodes.RecordedFlag: atoms.compile_recorded_flag,
    nodes.Comparison: _comparison,
    nodes.Exists: lists.compile_exists,
    nodes.DateWithin: windows.compile_date_within,
    nodes.Sampled: samples.compile_sampled,
}

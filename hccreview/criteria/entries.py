"""The condition of a list, asked of each entry; names mean the entry's fields first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import NO, YES, Chart, Fact, Gap, ListState, entry_time
from hccreview.clinical.dates import PartialDate, day
from hccreview.clinical.entry_facts import ENTRY_DERIVATIONS
from hccreview.clinical.quantity import Span
from hccreview.criteria import nodes
from hccreview.criteria.atoms import TruthOf, answer, inclusion, membership
from hccreview.criteria.branches import negated, provided, read
from hccreview.criteria.context import Compile, Context
from hccreview.criteria.limits import against_date, measure
from hccreview.criteria.logic import AND, OR, F, T, U
from hccreview.criteria.outcome import (
    CERTAIN,
    ON_THE_EDGE,
    TRUTH_OF,
    Evidence,
    Outcome,
    combined,
    missing_of,
    of_atom,
)
from hccreview.criteria.windows import lasts, overlaps


@dataclass(slots=True)
class ListView:
    """A list as it is seen on one day."""

    state: ListState
    chart: Chart
    context: Context


EntryCheck = Callable[[Entry, ListView], Outcome]
Possible = list[tuple[Entry, Outcome]]
"""The entries for which a condition is true or unknown."""


def compile_where(
    where: nodes.Node | None, compiled: Compile
) -> Callable[[ListState, Context], Possible]:
    """Return what finds the entries for which a condition is not false.

    Nobody asks why an entry is out, so the words that it must have (its kind, mostly) are looked at
    first, without making an outcome of it.
    """
    if where is None:
        return lambda state, context: [(entry, CERTAIN) for entry in state.entries]
    check, words = _entry_check(where, compiled), tuple(_words_needed(where))

    def possible(state: ListState, context: Context) -> Possible:
        view, found = ListView(state, context.here, context), []
        for entry in state.entries:
            for field, wanted in words:
                value = entry.values.get(field)
                if isinstance(value, str) and value not in wanted:
                    break
            else:
                outcome = check(entry, view)
                if outcome.truth is not F:
                    found.append((entry, outcome))
        return found

    return possible


def _words_needed(where: nodes.Node) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield recorded fields of an entry, each with the words one of which it must have."""
    if isinstance(where, nodes.And):
        for part in where.parts:
            yield from _words_needed(part)
    elif isinstance(where, nodes.Member) and where.operand.of_list:
        operand = where.operand
        if (operand.of_list, operand.name) not in ENTRY_DERIVATIONS:
            yield operand.name, where.words


def _entry_check(node: nodes.Node, compiled: Compile) -> EntryCheck:
    operand = getattr(node, "operand", None)
    if isinstance(operand, nodes.FieldRef) and operand.of_list:
        return _atom(node, operand)
    if isinstance(node, nodes.And | nodes.Or):
        return _joined(node, [_entry_check(part, compiled) for part in node.parts])
    if isinstance(node, nodes.Not):
        return _negated(_entry_check(node.part, compiled))
    if isinstance(node, nodes.During):
        return _during(node)
    if isinstance(node, nodes.Provided):
        condition = _entry_check(node.condition, compiled)
        return _provided(_entry_check(node.part, compiled), condition)
    if isinstance(node, nodes.Readings):
        options = [(label, _entry_check(part, compiled)) for label, part in node.options]
        return _readings(node.chooser, options)
    of_case = compiled(node)
    return lambda entry, view: of_case(view.context)


# ---------------------------------------------------------------------- logic


def _joined(node: nodes.And | nodes.Or, parts: list[EntryCheck]) -> EntryCheck:
    """Return the check of all parts; nobody asks why an entry is out: one FALSE ends it."""
    every = isinstance(node, nodes.And)
    table, start = (AND, T) if every else (OR, F)

    def check(entry: Entry, view: ListView) -> Outcome:
        outcomes, truth = [], start
        for part in parts:
            outcome = part(entry, view)
            truth = table[truth, outcome.truth]
            if every and truth is F:
                return outcome
            outcomes.append(outcome)
        return combined(truth, outcomes)

    return check


def _negated(part: EntryCheck) -> EntryCheck:
    return lambda entry, view: negated(part(entry, view))


def _provided(part: EntryCheck, condition: EntryCheck) -> EntryCheck:
    def check(entry: Entry, view: ListView) -> Outcome:
        outcome = part(entry, view)
        return outcome if outcome.truth is not T else provided(outcome, condition(entry, view))

    return check


def _readings(chooser: str, options: list[tuple[str, EntryCheck]]) -> EntryCheck:
    def check(entry: Entry, view: ListView) -> Outcome:
        asked = [(label, _bound(part, entry, view)) for label, part in options]
        return read(chooser, asked, view.context)

    return check


def _bound(part: EntryCheck, entry: Entry, view: ListView) -> Callable[[], Outcome]:
    return lambda: part(entry, view)


# ---------------------------------------------------------------------- atoms


def _atom(node: nodes.Node, operand: nodes.FieldRef) -> EntryCheck:
    fact_of = _entry_fact(operand)
    if isinstance(node, nodes.Comparison):
        return _compared(node, operand, fact_of)
    truth_of = _truth_of(node)

    def check(entry: Entry, view: ListView) -> Outcome:
        fact = fact_of(entry, view)
        truth = truth_of(fact)
        return of_atom(node, truth, fact, gaps=fact.gaps if truth is U else ())

    return check


def _truth_of(node: nodes.Node) -> TruthOf:
    if isinstance(node, nodes.Member):
        return membership(node.words)
    if isinstance(node, nodes.Includes):
        return inclusion(node.words)
    return answer


def _compared(
    node: nodes.Comparison, operand: nodes.FieldRef, fact_of: Callable[[Entry, ListView], Fact]
) -> EntryCheck:
    if isinstance(node.limit, nodes.DateOf):
        other = node.limit
        return lambda entry, view: against_date(node, other, fact_of(entry, view), view.context)
    measured = measure(node.limit, operand)

    def check(entry: Entry, view: ListView) -> Outcome:
        fact = fact_of(entry, view)
        span, limit, gap = measured(fact, view.context.dictionary)
        if gap is not None or span is None or limit is None:
            return of_atom(node, U, fact, gaps=(gap,) if gap else fact.gaps)
        truth = TRUTH_OF[span.compare(node.operator, limit)]
        return of_atom(node, truth, fact, limit, gaps=missing_of(fact) if truth is U else ())

    return check


def _entry_fact(operand: nodes.FieldRef) -> Callable[[Entry, ListView], Fact]:
    """Return what finds a field of an entry as a fact."""
    field, name = operand.name, f"{operand.of_list}.{operand.name}"
    if field == "index":  # a drug of this trial's own combination

        def belongs(entry: Entry, view: ListView) -> Fact:
            own = entry.get("index_of") == view.context.trial
            return Fact(name, words=YES if own else NO)

        return belongs
    derive = ENTRY_DERIVATIONS.get((operand.of_list, field))
    if derive is not None:
        return lambda entry, view: view.chart.entry_fact(name, entry, derive)
    return lambda entry, view: _recorded(field, name, entry, view.state)


def _recorded(field: str, name: str, entry: Entry, state: ListState) -> Fact:
    value = entry.values.get(field)
    definition = state.definition.by_id[field]
    if value is None:
        if definition.absent:
            return Fact(name, words=frozenset({definition.absent}))
        return Fact(name, gaps=(Gap(name),))
    if isinstance(value, bool):
        return Fact(name, words=YES if value else NO)
    if isinstance(value, Span):
        return Fact(name, span=value, unit=definition.unit)
    if isinstance(value, PartialDate):
        return Fact(name, when=value)
    if isinstance(value, frozenset):
        return Fact(name, members=value)
    return Fact(name, words=frozenset({value}))


def _during(node: nodes.During) -> EntryCheck:
    def check(entry: Entry, view: ListView) -> Outcome:
        context, definition = view.context, view.state.definition
        anchor, gaps = context.anchor_day(node.anchor)
        time = entry_time(definition, entry, context.as_of)
        if anchor is None or time is None:
            return Outcome(U, (Evidence(node, U),), gaps or (Gap(f"{definition.id}.on"),))
        if node.for_days:
            answered = lasts(time, node.period, anchor, node.for_days)
        else:
            answered = overlaps(time, node.period, day(anchor))
        truth, since = TRUTH_OF[answered], context.first_day(node.period, anchor)
        end = time.end
        edge = truth is T and end is not None and end.exact and end.last == since
        notes = ON_THE_EDGE if edge else ()
        evidence = Evidence(node, truth, None, None, since, anchor, (entry,), notes)
        return Outcome(truth, (evidence,), (Gap(f"{definition.id}.on"),) if truth is U else ())

    return check

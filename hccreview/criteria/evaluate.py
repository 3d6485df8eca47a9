"""What an expression is for a case on a day: truth, what decided it, and what is missing.

Truth is strong Kleene. An open question to the board is UNKNOWN too, but is kept apart from
missing facts: an outcome lists its `gaps` (facts) and its `questions` (board).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from hccreview.clinical.case import Case, Entry, Observation
from hccreview.clinical.chart import (
    NO,
    YES,
    Chart,
    EntryTime,
    Fact,
    Gap,
    ListState,
    entry_time,
)
from hccreview.clinical.dates import PartialDate, Period, day
from hccreview.clinical.derived import DERIVED_FIELDS, ENTRY_DERIVATIONS
from hccreview.clinical.fields import Dictionary, FieldDefinition, SiteSettings
from hccreview.clinical.quantity import Span
from hccreview.criteria import nodes
from hccreview.criteria.logic import AND, NOT, OR, F, T, Truth, U

_UNIT_MARGIN = 10
_BOOL = {True: T, False: F, None: U}


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


Corrections = tuple[tuple[Gap, ...], tuple[tuple[str | None, str, EntryTime | None], ...]]
"""Why corrective drugs may be missing, and (class, name, time) of each drug that may be one."""


@dataclass(slots=True)
class Context:
    """Everything an evaluation receives: the case, the three days, the arm, other criteria."""

    case: Case
    as_of: date
    anchors: Mapping[str, date]
    dictionary: Dictionary
    settings: SiteSettings
    anchor: str = "as_of"
    trial: str = ""
    arm: str = ""
    criterion: Callable[[str], Outcome] | None = None
    given: Mapping[str, Fact] | None = None
    charts: dict[date, Chart] = field(default_factory=dict)
    first_days: dict[tuple[int, str, date], date] = field(default_factory=dict)
    corrections: Corrections | None = None

    def chart(self, day: date) -> Chart:
        """Return the chart of a day; it is made once."""
        chart = self.charts.get(day)
        if chart is None:
            chart = Chart(self.case, self.as_of, day, self.dictionary, self.settings, self.given)
            self.charts[day] = chart
        return chart

    def first_day(self, period: Period, anchor: date) -> date:
        """Return the first day of a window; it is worked out once."""
        key = (period.number, period.unit, anchor)
        day = self.first_days.get(key)
        if day is None:
            day = self.first_days[key] = period.before(anchor)
        return day

    def corrective(self) -> Corrections:
        """Return the drugs that may have corrected a sample; they are looked up once."""
        if self.corrections is None:
            self.corrections = _corrective(self)
        return self.corrections


def evaluate(node: nodes.Node, context: Context) -> Outcome:
    """Return the outcome of an expression on the day of the context's anchor."""
    return _HANDLERS[type(node)](node, context)


# ---------------------------------------------------------------------- logic


def _and(node: nodes.And, context: Context) -> Outcome:
    outcomes = [_HANDLERS[type(part)](part, context) for part in node.parts]
    truth = T
    for outcome in outcomes:
        truth = AND[truth, outcome.truth]
    return _combined(truth, outcomes)


def _or(node: nodes.Or, context: Context) -> Outcome:
    outcomes = [_HANDLERS[type(part)](part, context) for part in node.parts]
    truth = F
    for outcome in outcomes:
        truth = OR[truth, outcome.truth]
    return _combined(truth, outcomes)


def _combined(truth: Truth, outcomes: list[Outcome]) -> Outcome:
    """Return the outcome of several: only the parts that share the result's truth decide it."""
    deciding = [outcome for outcome in outcomes if outcome.truth is truth]
    if len(deciding) == 1:
        return deciding[0]
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    questions: tuple[str, ...] = ()
    readings: tuple[tuple[str, str, Truth], ...] = ()
    for _, seen, missing, asked, read in deciding:
        evidence += seen
        gaps += missing
        questions += asked
        readings += read
    return Outcome(truth, evidence, gaps, questions, readings)


def _not(node: nodes.Not, context: Context) -> Outcome:
    inner = _HANDLERS[type(node.part)](node.part, context)
    return Outcome(NOT[inner.truth], inner.evidence, inner.gaps, inner.questions, inner.readings)


def _readings(node: nodes.Readings, context: Context) -> Outcome:
    return _read(node, lambda part: evaluate(part, context), context)


def _read(
    node: nodes.Readings, evaluated: Callable[[nodes.Node], Outcome], context: Context
) -> Outcome:
    """Return the outcome of the chosen reading, or of all where none is chosen."""
    chosen = context.chart(context.as_of).fact(node.chooser).settled_word
    for label, part in node.options:
        if label == chosen:
            return evaluated(part)
    outcomes = [(label, evaluated(part)) for label, part in node.options]
    truths = {outcome.truth for _, outcome in outcomes}
    if len(truths) == 1:
        return outcomes[0][1]
    shown = tuple((node.chooser, label, outcome.truth) for label, outcome in outcomes)
    evidence = tuple(item for _, outcome in outcomes for item in outcome.evidence)
    if T in truths and F in truths:
        questions: tuple[str, ...] = (node.chooser,)
        for _, outcome in outcomes:
            questions += outcome.questions if outcome.truth is U else ()
        return Outcome(U, evidence, (), questions, shown)
    gaps = tuple(gap for _, outcome in outcomes for gap in outcome.gaps)
    asked = tuple(name for _, outcome in outcomes for name in outcome.questions)
    return Outcome(U, evidence, gaps, asked, shown)


def _criterion(node: nodes.CriterionRef, context: Context) -> Outcome:
    assert context.criterion is not None, "the loader checks that a trial stands behind it"
    return context.criterion(node.id)


def _arm(node: nodes.ArmIs, context: Context) -> Outcome:
    return Outcome(T if context.arm in node.arms else F)


# ---------------------------------------------------------------------- atoms


def _judgement(node: nodes.Judgement, context: Context) -> Outcome:
    fact = context.chart(context.as_of).fact(node.name)
    truth = _answer(fact)
    return Outcome(truth, (Evidence(node, truth, fact),), (), (node.name,) if truth is U else ())


def _flag(node: nodes.Flag, context: Context) -> Outcome:
    fact, since, anchor = _field_fact(node.operand, node.window, context)
    truth = _answer(fact)
    return _settled(node, truth, fact, node.window, since, anchor, context)


def _answer(fact: Fact) -> Truth:
    words = fact.words
    return T if words == YES else (F if words == NO else U)


def _member(node: nodes.Member, context: Context) -> Outcome:
    fact, since, anchor = _field_fact(node.operand, node.window, context)
    truth = _membership(node.words, fact)
    return _settled(node, truth, fact, node.window, since, anchor, context)


def _membership(wanted: frozenset[str], fact: Fact) -> Truth:
    """Return whether a fact is one of some words, or one of some whole numbers."""
    if fact.words is not None:
        found = fact.words & wanted
        possible = len(fact.words)
    elif fact.span is not None:
        span = fact.span
        if span.exact and span.low.is_integer():
            return T if str(int(span.low)) in wanted else F
        found = frozenset(w for w in wanted if span.compare("=", float(w)) is not False)
        possible = 1 if span.exact else _how_many(span)
    else:
        return U
    if not found:
        return F
    return T if len(found) == possible else U


def _how_many(span: Span) -> int:
    """Return how many whole numbers lie within bounds; 0 where they never end."""
    if math.isinf(span.low) or math.isinf(span.high):
        return 0
    low, high = math.ceil(span.low), math.floor(span.high)
    low += span.low_open and low == span.low
    high -= span.high_open and high == span.high
    return high - low + 1


def _includes(node: nodes.Includes, context: Context) -> Outcome:
    fact, since, anchor = _field_fact(node.operand, node.window, context)
    truth = U if fact.members is None else (T if fact.members & node.words else F)
    return _settled(node, truth, fact, node.window, since, anchor, context)


def _comparison(node: nodes.Comparison, context: Context) -> Outcome:
    operand = node.operand
    if isinstance(operand, nodes.Count):
        return _counted(node, operand, context)
    if isinstance(operand, nodes.Extreme):
        return _extreme(node, operand, context)
    fact, since, anchor = _field_fact(operand, node.window, context)
    if isinstance(node.limit, nodes.DateOf):
        return _against_date(node, node.limit, fact, context)
    limit, gap = _limit_value(node.limit, fact)
    span = _ordered_span(node.limit, fact, context, operand)
    if gap is not None:
        evidence = Evidence(node, U, fact, None, since, anchor)
        return Outcome(U, (evidence,), (gap,))
    truth = U if span is None or limit is None else _BOOL[span.compare(node.operator, limit)]
    return _settled(node, truth, fact, node.window, since, anchor, context, limit)


def _limit_value(limit: nodes.Limit, fact: Fact) -> tuple[float | None, Gap | None]:
    """Return the limit in the unit of the fact, or the gap that keeps it from being known."""
    if isinstance(limit, nodes.Multiple):
        return _normal_limit(limit, fact)
    if isinstance(limit, nodes.Step):
        return float(limit.index), None
    amounts = limit.amounts if isinstance(limit, nodes.ByUnit) else (limit,)
    for amount in amounts:
        assert isinstance(amount, nodes.Amount)
        if fact.unit == amount.unit or not fact.unit or fact.span is None:
            return amount.value, None
        if _not_found(fact.span, amount.value):
            return amount.value, None
    return None, Gap(fact.name, "other_unit", fact.unit)


def _normal_limit(limit: nodes.Multiple, fact: Fact) -> tuple[float | None, Gap | None]:
    """Return a multiple of the limit of normal of the same report (or reports of one day)."""
    normals = {getattr(observation, limit.limit) for observation in fact.inputs}
    if fact.gaps and (not normals or None in normals):
        return None, None
    if not normals or None in normals:
        return None, Gap(fact.name, "no_limit", limit.limit)
    if len(normals) > 1:
        return None, Gap(fact.name, "conflict", limit.limit)
    return limit.factor * normals.pop(), None


def _not_found(span: Span, limit: float) -> bool:
    """True for a load reported as not found, or as below a bound far under the limit.

    Copies are some 3 to 6 times the IU, by assay; a tenth of the limit is below it in both.
    """
    far_below = span.high * _UNIT_MARGIN <= limit
    return span.high == 0 or (span.low == 0 and span.high_open and far_below)


def _ordered_span(
    limit: nodes.Limit, fact: Fact, context: Context, operand: nodes.FieldRef
) -> Span | None:
    if not isinstance(limit, nodes.Step):
        return fact.span
    if fact.words is None:
        return None
    table = context.dictionary
    definition = (
        table.lists[operand.of_list].by_id[operand.name]
        if operand.of_list
        else _definition(operand.name, table)
    )
    steps = [place for place, word in enumerate(definition.values) if word in fact.words]
    return Span(float(steps[0]), float(steps[-1]))


def _definition(name: str, dictionary: Dictionary) -> FieldDefinition:
    return DERIVED_FIELDS.get(name) or dictionary.fields[name]


def _against_date(
    node: nodes.Comparison, limit: nodes.DateOf, fact: Fact, context: Context
) -> Outcome:
    other = context.chart(_anchor_day(context)).fact(limit.name)
    left, right = fact.when, other.when
    gaps = fact.gaps + other.gaps
    if left is None or right is None:
        return Outcome(U, (Evidence(node, U, fact),), gaps or (Gap(fact.name),))
    low = float(left.first.toordinal() - right.last.toordinal())
    high = float(left.last.toordinal() - right.first.toordinal())
    truth = _BOOL[Span(low, high).compare(node.operator, 0.0)]
    return Outcome(truth, (Evidence(node, truth, fact),), gaps if truth is U else ())


def _settled(
    node: nodes.Node,
    truth: Truth,
    fact: Fact,
    window: nodes.Window,
    since: date | None,
    anchor: date | None,
    context: Context,
    limit: float | None = None,
) -> Outcome:
    """Return the outcome of one atom; a pass on a corrected sample is not a pass."""
    if since is None and truth is not U and window.uncorrected is None:
        return Outcome(truth, (Evidence(node, truth, fact, limit, None, anchor),))
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()
    if truth is U:
        gaps = fact.gaps or (Gap(fact.name, "range"),)
    elif truth is T and window.uncorrected is not None:
        gaps = corrected(fact.inputs, window.uncorrected, context)
        truth = U if gaps else truth
    if since is not None and truth is not U and _on_edge(fact.inputs, since):
        notes = ("our reading: the last day of the window still counts",)
    return Outcome(truth, (Evidence(node, truth, fact, limit, since, anchor, (), notes),), gaps)


def _on_edge(inputs: tuple[Observation, ...], since: date) -> bool:
    for observation in inputs:
        collected = observation.collected_on
        if collected is not None and collected.first == since:
            return True
    return False


_SAMPLED_GROUPS = ("liver", "blood", "chemistry", "urine", "infection")


def corrected(inputs: tuple[Observation, ...], period: Period, context: Context) -> tuple[Gap, ...]:
    """Return why samples may have been corrected: a drug given before them, or not knowing.

    Of the observations behind a derived fact only samples count, not weight or date of birth.
    """
    unsure, candidates = context.corrective()
    if not unsure and not candidates and _all_dated(inputs):
        return ()
    fields = context.dictionary.fields
    samples = [o for o in inputs if fields[o.field].group in _SAMPLED_GROUPS] or list(inputs)
    days = [o.collected_on for o in samples if o.collected_on is not None]
    if not days:
        return (Gap(samples[0].field if samples else "drugs", "undated"),)
    for kind, name, time in candidates:
        hit = _any(None if time is None else _overlaps(time, period, sample) for sample in days)
        if hit is True and kind is not None:
            return (Gap("drugs", "corrected", name),)
        if hit is not False:
            unsure += (Gap("drugs", "missing", "date or class of a drug"),)
    return unsure


def _all_dated(inputs: tuple[Observation, ...]) -> bool:
    for observation in inputs:
        if observation.collected_on is None:
            return False
    return bool(inputs)


def _corrective(context: Context) -> Corrections:
    view = context.dictionary.views["corrective_drug"]
    state = context.chart(context.as_of).list(view.of)
    found = []
    for entry in state.entries:
        kind = entry.get(view.field)
        if kind is None or kind in view.values:
            time = entry_time(state.definition, entry, context.as_of)
            found.append((kind, str(entry.get("drug") or kind), time))
    return state.gaps, tuple(found)


def _any(answers: Any) -> bool | None:
    seen = list(answers)
    return True if True in seen else (None if None in seen else False)


def _date_within(node: nodes.DateWithin, context: Context) -> Outcome:
    anchor, missing = _anchor_of(node.anchor, context)
    if anchor is None:
        return Outcome(U, (Evidence(node, U),), missing)
    fact = context.chart(anchor).fact(node.name)
    since = node.period.before(anchor)
    if fact.when is not None:
        truth = _BOOL[_end_within(fact.when, node, anchor, context)]
    else:
        truth = {"never": F, "ongoing": T}.get(fact.settled_word or "", U)
    gaps = (fact.gaps or (Gap(node.name, "range"),)) if truth is U else ()
    return Outcome(truth, (Evidence(node, truth, fact, None, since, anchor),), gaps)


def _end_within(
    when: PartialDate, node: nodes.DateWithin, anchor: date, context: Context
) -> bool | None:
    """Whether a date lies within a period before `anchor`.

    The end of a treatment (one that can be "never") may be planned: it then still goes on.
    """
    if "never" not in _definition(node.name, context.dictionary).words:
        return _overlaps(EntryTime(when, when), node.period, day(anchor))
    since = node.period.before(anchor)
    if when.last < since:
        return False
    settled = when.last <= anchor or anchor >= context.as_of
    return True if settled and when.first >= since else None


def _sampled(node: nodes.Sampled, context: Context) -> Outcome:
    """TRUE when every sample is fresh and uncorrected, FALSE when one is not, else UNKNOWN."""
    window = node.window
    anchor, missing = _anchor_of(window.anchor, context)
    if anchor is None:
        return Outcome(U, (Evidence(node, U),), missing)
    since = None if window.period is None else context.first_day(window.period, anchor)
    outcomes = []
    chart = context.chart(anchor)
    for name in node.fields:
        fact = chart.fact(name, since)
        gaps, truth = fact.gaps, U if fact.gaps else T
        if not gaps and window.uncorrected is not None:
            gaps = corrected(fact.inputs, window.uncorrected, context)
            truth = U if gaps else T
            if any(gap.reason == "corrected" for gap in gaps):
                truth = F
        elif any(gap.reason == "stale" for gap in gaps):
            truth = F if _surely_before(fact.inputs, since) else U
        evidence = Evidence(node, truth, fact, None, since, anchor)
        outcomes.append(Outcome(truth, (evidence,), gaps))
    truth = T
    for outcome in outcomes:
        truth = AND[truth, outcome.truth]
    return _combined(truth, outcomes)


def _surely_before(inputs: tuple[Observation, ...], since: date | None) -> bool:
    dates = [o.collected_on.last for o in inputs if o.collected_on is not None]
    return since is None or max(dates, default=date.min) < since


def _provided(node: nodes.Provided, context: Context) -> Outcome:
    return _part_provided(evaluate(node.part, context), lambda: evaluate(node.condition, context))


def _part_provided(part: Outcome, evaluated: Callable[[], Outcome]) -> Outcome:
    if part.truth is not T:
        return part
    condition = evaluated()
    if condition.truth is T:
        return _combined(T, [part, condition])
    gaps = condition.gaps
    if condition.truth is F:
        gaps = tuple(Gap(_named(item), "condition") for item in condition.evidence)
    return Outcome(U, part.evidence + condition.evidence, gaps, condition.questions)


def _named(item: Evidence) -> str:
    """Return the field or list an atom looked at."""
    if item.fact is not None:
        return item.fact.name
    return item.node.list if isinstance(item.node, nodes.Exists) else ""


def _recorded_flag(node: nodes.RecordedFlag, context: Context) -> Outcome:
    fact = context.chart(_anchor_day(context)).fact(node.name)
    truth = T if fact.settled_word == "yes" else F
    return Outcome(truth, (Evidence(node, truth, fact),))


# ---------------------------------------------------------------------- facts


def _anchor_day(context: Context, name: str = "") -> date:
    return context.anchors[name or context.anchor]


def _field_fact(
    operand: nodes.Operand, window: nodes.Window, context: Context
) -> tuple[Fact, date | None, date | None]:
    """Return the fact of a field, the first day of its window and the day it is seen from."""
    assert isinstance(operand, nodes.FieldRef) and not operand.of_list
    anchor = context.anchors.get(window.anchor or context.anchor)
    if anchor is None:
        anchor, missing = _anchor_of(window.anchor, context)
        if anchor is None:
            return Fact(operand.name, gaps=missing), None, None
    since = None if window.period is None else context.first_day(window.period, anchor)
    return context.chart(anchor).fact(operand.name, since), since, anchor


# ---------------------------------------------------------------------- lists


def _exists(node: nodes.Exists, context: Context) -> Outcome:
    state = context.chart(_anchor_day(context)).list(node.list)
    if not state.entries:
        truth = F if state.complete or node.recorded_only else U
        evidence = Evidence(node, truth, None if node.recorded_only else state.fact)
        return Outcome(truth, (evidence,), state.gaps if truth is U else ())
    verdicts = _EntryEvaluator(state, context).run(node.where)
    found = [entry for entry, outcome in verdicts if outcome.truth is T]
    if node.recorded_only:
        truth = T if found else F
        return Outcome(truth, (Evidence(node, truth, entries=tuple(found)),))
    if found and not state.stale:
        return _found(node, found, verdicts, context)
    unsure = [outcome for _, outcome in verdicts if outcome.truth is U]
    if not unsure and not state.stale and state.complete:
        return Outcome(F, (Evidence(node, F, state.fact),))
    gaps = tuple(gap for outcome in unsure for gap in outcome.gaps)
    questions = tuple(name for outcome in unsure for name in outcome.questions)
    if state.stale:
        gaps = (Gap(node.list, "stale"),)
    if not state.complete:
        gaps += state.gaps
    return Outcome(U, (_list_evidence(node, U, state, verdicts),), gaps, questions)


def _found(
    node: nodes.Exists,
    found: list[Entry],
    verdicts: list[tuple[Entry, Outcome]],
    context: Context,
) -> Outcome:
    notes: dict[str, None] = {}
    for _, outcome in verdicts:
        if outcome.truth is T:
            for item in outcome.evidence:
                notes |= dict.fromkeys(item.notes)
    anchor = _anchor_day(context)
    evidence = Evidence(node, T, None, None, None, anchor, tuple(found), tuple(notes))
    return Outcome(T, (evidence,))


def _list_evidence(
    node: nodes.Node, truth: Truth, state: ListState, verdicts: list[tuple[Entry, Outcome]]
) -> Evidence:
    unsure = tuple(entry for entry, outcome in verdicts if outcome.truth is U)
    return Evidence(node, truth, state.fact, entries=unsure)


def _counted(node: nodes.Comparison, count: nodes.Count, context: Context) -> Outcome:
    state = context.chart(_anchor_day(context)).list(count.list)
    verdicts = _EntryEvaluator(state, context).run(count.where) if state.entries else []
    sure = [entry for entry, outcome in verdicts if outcome.truth is T]
    maybe = [entry for entry, outcome in verdicts if outcome.truth is U]
    gaps = [gap for _, outcome in verdicts if outcome.truth is U for gap in outcome.gaps]
    low, high = float(len(sure)), float(len(sure) + len(maybe))
    if count.distinct:
        known = {entry.get(count.distinct) for entry in sure} - {None}
        possible = {entry.get(count.distinct) for entry in (*sure, *maybe)} - {None}
        nameless = sum(entry.get(count.distinct) is None for entry in (*sure, *maybe))
        low, high = float(max(len(known), bool(sure))), float(len(possible) + nameless)
        if nameless:
            gaps.append(Gap(f"{count.list}.{count.distinct}"))
    if not state.complete:
        high = float("inf")
        gaps += state.gaps
    if state.stale:
        gaps.append(Gap(count.list, "stale"))
        low, high = 0.0, float("inf")
    asked = _questions(verdicts)
    return _of_list(node, Span(low, high), count.list, tuple(gaps), tuple(sure), asked)


def _questions(verdicts: list[tuple[Entry, Outcome]]) -> tuple[str, ...]:
    asked = (name for _, outcome in verdicts if outcome.truth is U for name in outcome.questions)
    return tuple(dict.fromkeys(asked))


def _extreme(node: nodes.Comparison, extreme: nodes.Extreme, context: Context) -> Outcome:
    state = context.chart(_anchor_day(context)).list(extreme.list)
    verdicts = _EntryEvaluator(state, context).run(extreme.where) if state.entries else []
    spans: list[Span] = []
    gaps: list[Gap] = []
    entries: list[Entry] = []
    unsure = False
    for entry, outcome in verdicts:
        value = entry.get(extreme.field)
        if outcome.truth is F:
            continue
        gaps += outcome.gaps if outcome.truth is U else ()
        unsure = unsure or outcome.truth is U
        if not isinstance(value, Span):
            gaps.append(Gap(f"{extreme.list}.{extreme.field}"))
        elif outcome.truth is T:
            spans.append(value)
            entries.append(entry)
    if state.stale:
        spans, gaps = [], [Gap(extreme.list, "stale")]
    gaps += [] if state.complete else list(state.gaps)
    known = _extreme_of(spans, extreme.largest)
    if gaps or unsure:
        reach = float("inf") if extreme.largest else float("-inf")
        known = Span(known.low, reach) if extreme.largest else Span(reach, known.high)
    asked = _questions(verdicts)
    return _of_list(node, known, extreme.list, tuple(gaps), tuple(entries), asked)


def _extreme_of(spans: list[Span], largest: bool) -> Span:
    """Return the extreme of some spans; of none it is the value that passes every upper limit."""
    if not spans:
        return Span(float("-inf"), float("-inf")) if largest else Span(float("inf"), float("inf"))
    pick = max if largest else min
    return Span(pick(s.low for s in spans), pick(s.high for s in spans))


def _of_list(
    node: nodes.Comparison,
    span: Span,
    name: str,
    gaps: tuple[Gap, ...],
    entries: tuple[Entry, ...],
    asked: tuple[str, ...],
) -> Outcome:
    assert isinstance(node.limit, nodes.Amount)
    truth = _BOOL[span.compare(node.operator, node.limit.value)]
    fact = Fact(name, span=span, unit=node.limit.unit, gaps=gaps)
    evidence = Evidence(node, truth, fact, node.limit.value, entries=entries)
    if truth is not U:
        return Outcome(truth, (evidence,))
    return Outcome(U, (evidence,), gaps or (() if asked else (Gap(name, "range"),)), asked)


_CERTAIN = Outcome(T)


class _EntryEvaluator:
    """Evaluates a condition for each entry of a list; names mean the entry's fields first."""

    def __init__(self, state: ListState, context: Context) -> None:
        self.state, self.context = state, context
        self.chart = context.chart(_anchor_day(context))

    def run(self, where: nodes.Node | None) -> list[tuple[Entry, Outcome]]:
        """Return each visible entry with the outcome of the condition."""
        if where is None:
            return [(entry, _CERTAIN) for entry in self.state.entries]
        return [(entry, self.outcome(where, entry)) for entry in self.state.entries]

    def outcome(self, node: nodes.Node, entry: Entry) -> Outcome:
        operand = getattr(node, "operand", None)
        if isinstance(operand, nodes.FieldRef) and operand.of_list:
            return self._atom(node, operand, entry)
        if isinstance(node, nodes.And | nodes.Or):
            return self._joined(node, entry)
        if isinstance(node, nodes.Not):
            inner = self.outcome(node.part, entry)
            return Outcome(NOT[inner.truth], *inner[1:])
        if isinstance(node, nodes.During):
            return self._during(node, entry)
        if isinstance(node, nodes.Provided):
            part = self.outcome(node.part, entry)
            return _part_provided(part, lambda: self.outcome(node.condition, entry))
        if isinstance(node, nodes.Readings):
            return _read(node, lambda part: self.outcome(part, entry), self.context)
        return evaluate(node, self.context)

    def _joined(self, node: nodes.And | nodes.Or, entry: Entry) -> Outcome:
        """Return the outcome of all parts; nobody asks why an entry is out: one FALSE ends it."""
        every = isinstance(node, nodes.And)
        table, truth = (AND, T) if every else (OR, F)
        outcomes = []
        for part in node.parts:
            outcome = self.outcome(part, entry)
            truth = table[truth, outcome.truth]
            if every and truth is F:
                return outcome
            outcomes.append(outcome)
        return _combined(truth, outcomes)

    def _atom(self, node: Any, operand: nodes.FieldRef, entry: Entry) -> Outcome:
        fact = self._entry_fact(operand, entry)
        if isinstance(node, nodes.Flag):
            truth = _answer(fact)
        elif isinstance(node, nodes.Includes):
            truth = U if fact.members is None else (T if fact.members & node.words else F)
        elif isinstance(node, nodes.Member):
            truth = _membership(node.words, fact)
        else:
            return self._compared(node, fact)
        return Outcome(truth, (Evidence(node, truth, fact),), fact.gaps if truth is U else ())

    def _compared(self, node: nodes.Comparison, fact: Fact) -> Outcome:
        operand = node.operand
        assert isinstance(operand, nodes.FieldRef)
        if isinstance(node.limit, nodes.DateOf):
            return _against_date(node, node.limit, fact, self.context)
        limit, gap = _limit_value(node.limit, fact)
        span = _ordered_span(node.limit, fact, self.context, operand)
        if gap is not None or span is None or limit is None:
            return Outcome(U, (Evidence(node, U, fact),), (gap,) if gap else fact.gaps)
        truth = _BOOL[span.compare(node.operator, limit)]
        gaps = (fact.gaps or (Gap(fact.name, "range"),)) if truth is U else ()
        return Outcome(truth, (Evidence(node, truth, fact, limit),), gaps)

    def _entry_fact(self, operand: nodes.FieldRef, entry: Entry) -> Fact:
        name = f"{operand.of_list}.{operand.name}"
        if operand.name == "index":  # a drug of this trial's own combination
            belongs = entry.get("index_of") == self.context.trial
            return Fact(name, words=YES if belongs else NO)
        derive = ENTRY_DERIVATIONS.get((operand.of_list, operand.name))
        if derive is not None:
            return self.chart.entry_fact(name, entry, derive)
        value = entry.get(operand.name)
        definition = self.state.definition.by_id[operand.name]
        if value is None and definition.absent:
            return Fact(name, words=frozenset({definition.absent}))
        if value is None:
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

    def _during(self, node: nodes.During, entry: Entry) -> Outcome:
        list_id = self.state.definition.id
        anchor, gaps = _anchor_of(node.anchor, self.context)
        time = entry_time(self.state.definition, entry, self.context.as_of)
        if anchor is None or time is None:
            missing = gaps or (Gap(f"{list_id}.on"),)
            return Outcome(U, (Evidence(node, U),), missing)
        if node.for_days:
            answer = _lasts(time, node.period, anchor, node.for_days)
        else:
            answer = _overlaps(time, node.period, day(anchor))
        truth, since = _BOOL[answer], node.period.before(anchor)
        notes: tuple[str, ...] = ()
        if truth is T and time.end is not None and time.end.exact and time.end.last == since:
            notes = ("our reading: the last day of the window still counts",)
        evidence = Evidence(node, truth, None, None, since, anchor, (entry,), notes)
        return Outcome(truth, (evidence,), (Gap(f"{list_id}.on"),) if truth is U else ())


def _anchor_of(name: str, context: Context) -> tuple[date | None, tuple[Gap, ...]]:
    """Return the day of an anchor; a fact's date that is missing or not exact is a gap."""
    if not name or name in context.anchors:
        return _anchor_day(context, name), ()
    fact = context.chart(_anchor_day(context)).fact(name)
    if fact.when is None or not fact.when.exact:
        return None, fact.gaps or (Gap(name, "range"),)
    return fact.when.first, ()


def _overlaps(time: EntryTime, period: Period, anchor: PartialDate) -> bool | None:
    """Whether an entry falls within `period` before `anchor`; None where a date leaves it open."""
    end_first = date.max if time.end is None else time.end.first
    end_last = date.max if time.end is None else time.end.last
    if time.start.last <= anchor.first and end_first >= period.before(anchor.last):
        return True
    too_late, too_early = time.start.first > anchor.last, end_last < period.before(anchor.first)
    return False if too_late or too_early else None


def _lasts(time: EntryTime, period: Period, anchor: date, days: int) -> bool | None:
    """Whether an entry lasts `days` days or more within the window, first and last day counted."""
    since = period.before(anchor)
    end_first = anchor if time.end is None else min(time.end.first, anchor)
    end_last = anchor if time.end is None else min(time.end.last, anchor)
    shortest = (end_first - max(time.start.last, since)).days + 1
    longest = (end_last - max(time.start.first, since)).days + 1
    if shortest >= days:
        return True
    return False if longest < days else None


_HANDLERS: dict[type, Callable[[Any, Context], Outcome]] = {
    nodes.And: _and,
    nodes.Or: _or,
    nodes.Not: _not,
    nodes.Readings: _readings,
    nodes.CriterionRef: _criterion,
    nodes.ArmIs: _arm,
    nodes.Judgement: _judgement,
    nodes.Flag: _flag,
    nodes.Member: _member,
    nodes.Includes: _includes,
    nodes.Comparison: _comparison,
    nodes.Exists: _exists,
    nodes.DateWithin: _date_within,
    nodes.Sampled: _sampled,
    nodes.Provided: _provided,
    nodes.RecordedFlag: _recorded_flag,
}

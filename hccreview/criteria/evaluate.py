"""What an expression is for a case on a day: truth, what decided it, and what is missing.

Truth is strong Kleene. An open question to the board is UNKNOWN too, but is kept apart from
missing facts: an outcome lists its `gaps` (facts) and its `questions` (board).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hccreview.clinical.case import Case, Entry, Observation
from hccreview.clinical.chart import Chart, EntryTime, Fact, Gap, ListState, entry_time
from hccreview.clinical.dates import PartialDate, Period
from hccreview.clinical.derived import ENTRY_DERIVATIONS
from hccreview.clinical.fields import Dictionary, SiteSettings
from hccreview.clinical.quantity import Span
from hccreview.criteria import nodes
from hccreview.criteria.logic import AND, NOT, OR, F, T, Truth, U

_BOOL = {True: T, False: F, None: U}


@dataclass(frozen=True, slots=True)
class Evidence:
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """The truth of an expression with the evidence that decides it."""

    truth: Truth
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    questions: tuple[str, ...] = ()
    readings: tuple[tuple[str, str, Truth], ...] = ()


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

    def chart(self, day: date) -> Chart:
        """Return the chart of a day; it is made once."""
        chart = self.charts.get(day)
        if chart is None:
            chart = Chart(
                self.case, self.as_of, day, self.dictionary, self.settings, self.given
            )
            self.charts[day] = chart
        return chart


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
    for outcome in deciding:
        evidence += outcome.evidence
        gaps += outcome.gaps
        questions += outcome.questions
        readings += outcome.readings
    return Outcome(truth, evidence, gaps, questions, readings)


def _not(node: nodes.Not, context: Context) -> Outcome:
    inner = _HANDLERS[type(node.part)](node.part, context)
    return Outcome(
        NOT[inner.truth], inner.evidence, inner.gaps, inner.questions, inner.readings
    )


def _readings(node: nodes.Readings, context: Context) -> Outcome:
    chosen = context.chart(context.as_of).fact(node.chooser).settled_word
    outcomes = [(label, evaluate(option, context)) for label, option in node.options]
    for label, outcome in outcomes:
        if label == chosen:
            return outcome
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
    answer = fact.settled_word
    if answer is None:
        return Outcome(U, (Evidence(node, U, fact),), (), (node.name,))
    truth = T if answer == "yes" else F
    return Outcome(truth, (Evidence(node, truth, fact),))


def _flag(node: nodes.Flag, context: Context) -> Outcome:
    fact, since, anchor = _field_fact(node.operand, node.window, context)
    word = fact.settled_word
    truth = U if word is None else (T if word == "yes" else F)
    return _settled(node, truth, fact, node.window, since, anchor, context)


def _member(node: nodes.Member, context: Context) -> Outcome:
    fact, since, anchor = _field_fact(node.operand, node.window, context)
    words = fact.words
    if words is None and fact.span is not None:
        words = frozenset({str(int(fact.span.low))}) if fact.span.exact else _whole(fact.span)
    if words is None:
        truth = U
    elif words <= node.words:
        truth = T
    else:
        truth = U if words & node.words else F
    return _settled(node, truth, fact, node.window, since, anchor, context)


def _whole(span: Span) -> frozenset[str] | None:
    if span.high - span.low > 50:
        return None
    low, high = int(span.low) + span.low_open, int(span.high) - span.high_open
    return frozenset(str(number) for number in range(low, high + 1))


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
    observation = fact.observation
    if isinstance(limit, nodes.Multiple):
        normal = getattr(observation, limit.limit) if observation is not None else None
        if normal is None:
            return None, (Gap(fact.name, "no_limit", limit.limit) if not fact.gaps else None)
        return limit.factor * normal, None
    if isinstance(limit, nodes.Step):
        return float(limit.index), None
    amounts = limit.amounts if isinstance(limit, nodes.ByUnit) else (limit,)
    for amount in amounts:
        assert isinstance(amount, nodes.Amount)
        if fact.unit == amount.unit or not fact.unit or fact.span is None:
            return amount.value, None
    return None, Gap(fact.name, "other_unit", fact.unit)


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
    order = list(definition.values)
    steps = [order.index(word) for word in fact.words]
    return Span(float(min(steps)), float(max(steps)))


def _definition(name: str, dictionary: Dictionary) -> Any:
    from hccreview.clinical.derived import DERIVED_FIELDS

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
    return any(o.collected_on is not None and o.collected_on.first == since for o in inputs)


def corrected(
    samples: tuple[Observation, ...], period: Period, context: Context
) -> tuple[Gap, ...]:
    """Return why samples may have been corrected: a drug given before them, or not knowing."""
    days = sorted({o.collected_on.last for o in samples if o.collected_on is not None})
    if not days:
        return (Gap(samples[0].field if samples else "drugs", "undated"),)
    view = context.dictionary.views["corrective_drug"]
    state = context.chart(context.as_of).list(view.of)
    unsure = list(state.gaps)
    for entry in state.entries:
        kind = entry.get(view.field)
        if kind is not None and kind not in view.values:
            continue
        time = entry_time(state.definition, entry, context.as_of)
        hit = _any(None if time is None else _overlaps(time, period, sample) for sample in days)
        if hit is True and kind is not None:
            return (Gap("drugs", "corrected", str(entry.get("drug") or kind)),)
        if hit is not False:
            unsure.append(Gap("drugs", "missing", "date or class of a drug"))
    return tuple(unsure)


def _any(answers: Any) -> bool | None:
    seen = list(answers)
    return True if True in seen else (None if None in seen else False)


def _date_within(node: nodes.DateWithin, context: Context) -> Outcome:
    anchor = _anchor_day(context, node.anchor)
    fact = context.chart(anchor).fact(node.name)
    since = node.period.before(anchor)
    if fact.when is not None:
        truth = _BOOL[_overlaps(EntryTime(fact.when, fact.when), node.period, anchor)]
    else:
        truth = {"never": F, "ongoing": T}.get(fact.settled_word or "", U)
    gaps = (fact.gaps or (Gap(node.name, "range"),)) if truth is U else ()
    return Outcome(truth, (Evidence(node, truth, fact, None, since, anchor),), gaps)


def _sampled(node: nodes.Sampled, context: Context) -> Outcome:
    """TRUE when every sample is fresh and uncorrected, FALSE when one is not, else UNKNOWN."""
    window, anchor = node.window, _anchor_day(context, node.window.anchor)
    since = window.period.before(anchor) if window.period is not None else None
    outcomes = []
    for name in node.fields:
        fact = context.chart(anchor).fact(name, since)
        gaps, truth = fact.gaps, U if fact.gaps else T
        if any(gap.reason == "stale" for gap in gaps):
            truth = F
        elif not gaps and window.uncorrected is not None:
            gaps = corrected(fact.inputs, window.uncorrected, context)
            truth = F if any(g.reason == "corrected" for g in gaps) else (U if gaps else T)
        evidence = Evidence(node, truth, fact, None, since, anchor)
        outcomes.append(Outcome(truth, (evidence,), gaps))
    truth = T
    for outcome in outcomes:
        truth = AND[truth, outcome.truth]
    return _combined(truth, outcomes)


def _provided(node: nodes.Provided, context: Context) -> Outcome:
    part = evaluate(node.part, context)
    if part.truth is not T:
        return part
    condition = evaluate(node.condition, context)
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
    assert isinstance(operand, nodes.FieldRef)
    if operand.of_list:
        raise AssertionError("entry fields are looked at by the entry evaluator")
    anchor = _anchor_day(context, window.anchor if window.anchor in context.anchors else "")
    since = window.period.before(anchor) if window.period is not None else None
    return context.chart(anchor).fact(operand.name, since), since, anchor


# ---------------------------------------------------------------------- lists


def _exists(node: nodes.Exists, context: Context) -> Outcome:
    state = context.chart(_anchor_day(context)).list(node.list)
    verdicts = _EntryEvaluator(state, context).run(node.where)
    found = [entry for entry, outcome in verdicts if outcome.truth is T]
    unsure = [outcome for _, outcome in verdicts if outcome.truth is U]
    if node.recorded_only:
        truth = T if found else F
        return Outcome(truth, (Evidence(node, truth, entries=tuple(found)),))
    gaps = tuple(gap for outcome in unsure for gap in outcome.gaps)
    questions = tuple(name for outcome in unsure for name in outcome.questions)
    if state.stale and verdicts:
        gaps, found = (Gap(node.list, "stale"),), []
    elif found:
        return _found(node, found, verdicts, context)
    if not unsure and not gaps and state.complete:
        return Outcome(F, (_list_evidence(node, F, state, verdicts),))
    if not state.complete:
        gaps += state.gaps
    return Outcome(U, (_list_evidence(node, U, state, verdicts),), gaps, questions)


def _found(
    node: nodes.Exists,
    found: list[Entry],
    verdicts: list[tuple[Entry, Outcome]],
    context: Context,
) -> Outcome:
    notes: list[str] = []
    for _, outcome in verdicts:
        if outcome.truth is T:
            notes += [note for item in outcome.evidence for note in item.notes]
    anchor = _anchor_day(context)
    evidence = Evidence(
        node, T, anchor=anchor, entries=tuple(found), notes=tuple(dict.fromkeys(notes))
    )
    return Outcome(T, (evidence,))


def _list_evidence(
    node: nodes.Node, truth: Truth, state: ListState, verdicts: list[tuple[Entry, Outcome]]
) -> Evidence:
    unsure = tuple(entry for entry, outcome in verdicts if outcome.truth is U)
    fact = Fact(state.definition.id, gaps=state.gaps)
    return Evidence(node, truth, fact, entries=unsure)


def _counted(node: nodes.Comparison, count: nodes.Count, context: Context) -> Outcome:
    state = context.chart(_anchor_day(context)).list(count.list)
    verdicts = _EntryEvaluator(state, context).run(count.where)
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
    return _of_list(node, Span(low, high), count.list, tuple(gaps), tuple(sure))


def _extreme(node: nodes.Comparison, extreme: nodes.Extreme, context: Context) -> Outcome:
    state = context.chart(_anchor_day(context)).list(extreme.list)
    verdicts = _EntryEvaluator(state, context).run(extreme.where)
    reach = float("inf") if extreme.largest else float("-inf")
    spans, gaps, entries = [], [], []
    for entry, outcome in verdicts:
        value = entry.get(extreme.field)
        if outcome.truth is F:
            continue
        gaps += outcome.gaps
        if isinstance(value, Span) and outcome.truth is T:
            spans.append(value)
            entries.append(entry)
        else:
            gaps += [] if isinstance(value, Span) else [Gap(f"{extreme.list}.{extreme.field}")]
    if state.stale:
        spans, gaps = [], [Gap(extreme.list, "stale")]
    gaps += [] if state.complete else list(state.gaps)
    known = _extreme_of(spans, extreme.largest)
    if gaps:
        known = Span(known.low, reach) if extreme.largest else Span(reach, known.high)
    return _of_list(node, known, extreme.list, tuple(gaps), tuple(entries))


def _extreme_of(spans: list[Span], largest: bool) -> Span:
    """Return the extreme of some spans; of none it is the value that passes every upper limit."""
    if not spans:
        return Span(float("-inf"), float("-inf")) if largest else Span(float("inf"), float("inf"))
    pick = max if largest else min
    return Span(pick(s.low for s in spans), pick(s.high for s in spans))


def _of_list(
    node: nodes.Comparison, span: Span, name: str, gaps: tuple[Gap, ...], entries: tuple[Entry, ...]
) -> Outcome:
    assert isinstance(node.limit, nodes.Amount)
    truth = _BOOL[span.compare(node.operator, node.limit.value)]
    fact = Fact(name, span=span, unit=node.limit.unit, gaps=gaps)
    evidence = Evidence(node, truth, fact, node.limit.value, entries=entries)
    return Outcome(truth, (evidence,), gaps if truth is U else ())


class _EntryEvaluator:
    """Evaluates a condition for each entry of a list; names mean the entry's fields first."""

    def __init__(self, state: ListState, context: Context) -> None:
        self.state, self.context = state, context

    def run(self, where: nodes.Node | None) -> list[tuple[Entry, Outcome]]:
        """Return each visible entry with the outcome of the condition."""
        if where is None:
            return [(entry, Outcome(T)) for entry in self.state.entries]
        return [(entry, self.outcome(where, entry)) for entry in self.state.entries]

    def outcome(self, node: nodes.Node, entry: Entry) -> Outcome:
        if isinstance(node, nodes.And | nodes.Or):
            outcomes = [self.outcome(part, entry) for part in node.parts]
            table, truth = (AND, T) if isinstance(node, nodes.And) else (OR, F)
            for item in outcomes:
                truth = table[truth, item.truth]
            return _combined(truth, outcomes)
        if isinstance(node, nodes.Not):
            inner = self.outcome(node.part, entry)
            return Outcome(NOT[inner.truth], inner.evidence, inner.gaps, inner.questions)
        if isinstance(node, nodes.During):
            return self._during(node, entry)
        operand = getattr(node, "operand", None)
        if isinstance(operand, nodes.FieldRef) and operand.of_list:
            return self._atom(node, operand, entry)
        return evaluate(node, self.context)

    def _atom(self, node: Any, operand: nodes.FieldRef, entry: Entry) -> Outcome:
        fact = self._entry_fact(operand, entry)
        if isinstance(node, nodes.Flag):
            word = fact.settled_word
            truth = U if word is None else (T if word == "yes" else F)
        elif isinstance(node, nodes.Includes):
            truth = U if fact.members is None else (T if fact.members & node.words else F)
        elif isinstance(node, nodes.Member):
            truth = self._membership(node, fact)
        else:
            return self._compared(node, fact)
        return Outcome(truth, (Evidence(node, truth, fact),), fact.gaps if truth is U else ())

    def _membership(self, node: nodes.Member, fact: Fact) -> Truth:
        words = fact.words
        if words is None and fact.span is not None:
            words = _whole(fact.span)
        if words is None:
            return U
        return T if words <= node.words else (U if words & node.words else F)

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
            return Fact(name, words=frozenset({"yes" if belongs else "no"}))
        derive = ENTRY_DERIVATIONS.get((operand.of_list, operand.name))
        if derive is not None:
            return derive(name, entry)
        value = entry.get(operand.name)
        definition = self.state.definition.by_id[operand.name]
        if value is None and definition.absent:
            return Fact(name, words=frozenset({definition.absent}))
        if value is None:
            return Fact(name, gaps=(Gap(name),))
        if isinstance(value, bool):
            return Fact(name, words=frozenset({"yes" if value else "no"}))
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
            answer = _overlaps(time, node.period, anchor)
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


def _overlaps(time: EntryTime, period: Period, anchor: date) -> bool | None:
    """Whether an entry falls within `period` before `anchor`; None where its dates leave it open."""
    since = period.before(anchor)
    end_first = date.max if time.end is None else time.end.first
    end_last = date.max if time.end is None else time.end.last
    if time.start.last <= anchor and end_first >= since:
        return True
    return False if time.start.first > anchor or end_last < since else None


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

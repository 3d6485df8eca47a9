"""What would turn a failing criterion: time, a repeat test, treatment, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import entry_time
from hccreview.clinical.dates import Period, spoken
from hccreview.clinical.quantity import plain
from hccreview.criteria import nodes
from hccreview.criteria.evaluate import Context, Evidence, Outcome, evaluate
from hccreview.criteria.logic import Truth
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, Verdict
from hccreview.review.evidence import definition_of, entry_text, label_of

_RANK = {"time": 0, "repeat_test": 1, "treatment": 2, "fixed": 3}
_REPEAT = ("stale", "corrected", "suspect_unit", "mixed_dates", "undated", "no_limit", "awaited")


@dataclass(frozen=True, slots=True)
class Step:
    """One fact that would have to change: how, from which day, by how many percent."""

    field: str
    how: str
    from_day: date | None = None
    percent: float | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Recoverable:
    """How a finding can change: by time (from a day), a repeat test, treatment, or fixed."""

    how: str
    from_day: date | None
    sentence: str


def context_of(comparison: Comparison, anchor: str, trial: str = "") -> Context:
    """Return a context in which parts of an expression can be evaluated again."""
    anchors = comparison.anchors
    days = {name: anchors.day(name) for name in ("as_of", "inclusion", "first_dose")}
    return Context(
        comparison.case,
        anchors.as_of,
        days,
        comparison.dictionary,
        comparison.settings,
        anchor=anchor,
        trial=trial,
    )


def steps_of(finding: Finding, comparison: Comparison) -> tuple[Step, ...]:
    """Return the cheapest steps that would make a failing criterion pass; nothing for others."""
    if finding.verdict is not Verdict.FAIL or finding.criterion.linked_to:
        return ()
    context = context_of(comparison, finding.criterion.anchor, finding.trial_id)
    wanted = finding.criterion.kind == "inclusion"
    expression = finding.criterion.expression
    steps = _Repair(context, comparison).steps(expression, wanted)  # type: ignore[arg-type]
    return tuple(dict.fromkeys(steps))


def recoverable(finding: Finding, comparison: Comparison) -> Recoverable | None:
    """Return how a finding could change, or None where nothing stands in the way of it."""
    if finding.verdict is Verdict.UNKNOWN:
        return _of_unknown(finding)
    steps = steps_of(finding, comparison)
    if not steps:
        return None
    how = max((step.how for step in steps), key=_RANK.__getitem__)
    days = [step.from_day for step in steps if step.from_day is not None]
    sentences = [step.sentence for step in steps if step.sentence]
    return Recoverable(how, max(days) if days and how == "time" else None, "; ".join(sentences))


def _of_unknown(finding: Finding) -> Recoverable | None:
    reasons = {gap.reason for gap in finding.gaps}
    if reasons & {"stale", "corrected", "mixed_dates"}:
        return Recoverable("repeat_test", None, "repeat the test")
    if reasons & set(_REPEAT):
        return Recoverable("repeat_test", None, "complete or repeat the result")
    if "condition" in reasons:
        open_lists = any(
            gap.reason == "condition" and gap.field == "treatments" for gap in finding.gaps
        )
        if open_lists:
            return Recoverable("time", None, "open until it has been given")
        return Recoverable("treatment", None, "treat and measure again")
    return None


def cost(steps: tuple[Step, ...]) -> tuple[int, int, int, float]:
    """Return the cost of steps: fixed facts, how hard the hardest is, how many, how far."""
    fixed = sum(step.how == "fixed" for step in steps)
    hardest = max((_RANK[step.how] for step in steps), default=0)
    return fixed, hardest, len(steps), max((step.percent or 0.0 for step in steps), default=0.0)


class _Repair:
    """Walks down an expression to the atoms that must change to reach the wanted truth."""

    def __init__(self, context: Context, comparison: Comparison) -> None:
        self.context, self.comparison = context, comparison

    def steps(self, node: nodes.Node, wanted: bool) -> tuple[Step, ...]:
        outcome = evaluate(node, self.context)
        if outcome.truth is not (Truth.FALSE if wanted else Truth.TRUE):
            return ()
        if isinstance(node, nodes.Not):
            return self.steps(node.part, not wanted)
        if isinstance(node, nodes.And | nodes.Or):
            every = isinstance(node, nodes.And) is wanted
            return self._parts(node.parts, wanted, every)
        if isinstance(node, nodes.Provided):
            return self.steps(node.part, wanted)
        if isinstance(node, nodes.Readings):
            return self._parts(tuple(option for _, option in node.options), wanted, False)
        return tuple(step for item in outcome.evidence for step in self._atom(item, outcome))

    def _parts(self, parts: tuple[nodes.Node, ...], wanted: bool, every: bool) -> tuple[Step, ...]:
        found = [steps for part in parts if (steps := self.steps(part, wanted))]
        if not found:
            return ()
        if every:
            return tuple(step for steps in found for step in steps)
        return min(found, key=cost)

    def _atom(self, item: Evidence, outcome: Outcome) -> tuple[Step, ...]:
        node = item.node
        if isinstance(node, nodes.Exists):
            return self._list_steps(item, node)
        if isinstance(node, nodes.DateWithin):
            return (self._date_step(item, node),)
        if item.fact is None:
            return (Step("", "fixed"),)
        name = item.fact.name
        dictionary = self.comparison.dictionary
        definition = definition_of(name, dictionary)
        if definition is None:
            how = dictionary.lists[name].changes if name in dictionary.lists else "fixed"
            return (Step(name, how, None, None, _how_words(how, label_of(name, dictionary))),)
        percent = None
        number = item.fact.number
        if number is not None and item.limit:
            percent = 100 * abs(number - item.limit) / abs(item.limit)
        words = _how_words(definition.changes, label_of(name, dictionary), percent)
        return (Step(name, definition.changes, None, percent, words),)

    def _date_step(self, item: Evidence, node: nodes.DateWithin) -> Step:
        when = item.fact.when if item.fact is not None else None
        if when is None:
            return Step(node.name, "treatment", None, None, "goes on")
        free = node.period.first_free_day(when.last)
        label = label_of(node.name, self.comparison.dictionary)
        words = f"from {spoken(free)}, when the {node.period} after it are over ({label.lower()})"
        return Step(node.name, "time", free, None, words)

    def _list_steps(self, item: Evidence, node: nodes.Exists) -> tuple[Step, ...]:
        definition = self.comparison.dictionary.lists[node.list]
        period = _period_in(node.where)
        if period is None or not item.entries:
            words = _how_words(definition.changes, definition.label)
            return (Step(node.list, definition.changes, None, None, words),)
        return tuple(self._entry_step(node.list, entry, period) for entry in item.entries)

    def _entry_step(self, name: str, entry: Entry, period: Period) -> Step:
        definition = self.comparison.dictionary.lists[name]
        time = entry_time(definition, entry, self.comparison.anchors.as_of)
        title = entry_text(entry, definition)
        if time is None or time.end is None or time.end.last == date.max:
            return Step(name, "treatment", None, None, f"once {title} has ended")
        free = period.first_free_day(time.end.last)
        words = f"from {spoken(free)}, when the {_spoken_period(period)} after {title} are over"
        return Step(name, "time", free, None, words)


def _spoken_period(period: Period) -> str:
    """Return a period in days where it is one of weeks, so that the date can be counted."""
    return f"{period.number * 7} days" if period.unit == "week" else str(period)


def _period_in(node: nodes.Node | None) -> Period | None:
    if node is None:
        return None
    if isinstance(node, nodes.During):
        return node.period
    for child in nodes.children(node):
        found = _period_in(child)
        if found is not None:
            return found
    return None


def _how_words(how: str, label: str, percent: float | None = None) -> str:
    far = f" ({plain(percent, 0)} % away)" if percent else ""
    words = {
        "time": f"{label} changes with time",
        "repeat_test": f"a repeat test of {label} could change it{far}",
        "treatment": f"treatment could change {label}{far}",
        "fixed": f"{label} cannot change",
    }
    return words[how]

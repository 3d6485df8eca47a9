"""What would turn a failing criterion: time, a repeat test, treatment, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import Fact, entry_time
from hccreview.clinical.dates import add_months, age_in_years, spoken
from hccreview.clinical.fields import FieldDefinition, ListDefinition
from hccreview.clinical.quantity import plain
from hccreview.criteria import nodes
from hccreview.criteria.describe import ANCHOR_WORDS
from hccreview.criteria.evaluate import evaluate
from hccreview.criteria.logic import Truth
from hccreview.criteria.outcome import Evidence
from hccreview.criteria.phrases import lower_first, short_label, unit_label, words_joined
from hccreview.review.again import ANCHORS, assessment_of, context_of, expression_of, wanted_of
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, Verdict
from hccreview.review.repeat import recoverable_unknown
from hccreview.review.ways import (
    how_changes,
    must_rise,
    percent_of,
    period_words,
    titled,
    when_over,
    windows_in,
)
from hccreview.review.wording import (
    definition_of,
    describer,
    label_of,
)

_RANK = {"time": 0, "repeat_test": 1, "treatment": 2, "fixed": 3}
# Lists of what is there and passes; an entry of the others stays in the history.
_PASSING = ("toxicities", "drugs")
_DECISIONS = ("consent", "reproduction", "treatment")


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


def steps_of(finding: Finding, comparison: Comparison) -> tuple[Step, ...]:
    """Return the cheapest steps that would make a failing criterion pass; nothing for others."""
    if finding.verdict is not Verdict.FAIL or finding.criterion.linked_to:
        return ()
    expression, wanted = expression_of(finding), wanted_of(finding)
    steps = _Repair(finding, comparison).steps(expression, wanted)
    days = [step.from_day for step in steps if step.from_day is not None]
    if days and all(step.how == "time" for step in steps):
        # What time ends may make another part fail: an older malignancy asks for pathology.
        later: dict[str, date] = {finding.criterion.anchor: max(days)}
        steps += _Repair(finding, comparison, later).steps(expression, wanted)
    return tuple(dict.fromkeys(steps))


def recoverable(finding: Finding, comparison: Comparison) -> Recoverable | None:
    """Return how a finding could change, or None where nothing stands in the way of it."""
    if finding.criterion.linked_to:
        return None
    if finding.verdict is Verdict.UNKNOWN:
        found = recoverable_unknown(finding, comparison)
        return None if found is None else Recoverable(*found)
    steps = steps_of(finding, comparison)
    return joined(steps) if steps else None


def joined(steps: tuple[Step, ...]) -> Recoverable:
    """Return several steps that must all be taken as one: the hardest of them names how."""
    how = max((step.how for step in steps), key=_RANK.__getitem__)
    days = [step.from_day for step in steps if step.from_day is not None]
    sentences = dict.fromkeys(step.sentence for step in steps if step.sentence)
    return Recoverable(how, max(days) if days and how == "time" else None, "; ".join(sentences))


def any_is_enough(finding: Finding, comparison: Comparison) -> bool:
    """True where several parts fail but a change of one of them would make the criterion pass."""
    if finding.verdict is not Verdict.FAIL or finding.criterion.linked_to:
        return False
    repair = _Repair(finding, comparison)
    return repair.any_is_enough(expression_of(finding), wanted_of(finding))


def cost(steps: tuple[Step, ...]) -> tuple[int, int, int, float, int]:
    """Return the cost of steps: fixed facts, how hard the hardest is, how many, how far, when."""
    fixed = sum(step.how == "fixed" for step in steps)
    hardest = max((_RANK[step.how] for step in steps), default=0)
    far = max((step.percent or 0.0 for step in steps), default=0.0)
    latest = max((step.from_day.toordinal() for step in steps if step.from_day), default=0)
    return fixed, hardest, len(steps), far, latest


class _Repair:
    """Walks down an expression to the atoms that must change to reach the wanted truth."""

    def __init__(
        self, finding: Finding, comparison: Comparison, days: Mapping[str, date] | None = None
    ) -> None:
        self.finding, self.comparison = finding, comparison
        self.context = context_of(comparison, finding, days)
        self.words = describer(comparison, finding.criterion.anchor)

    def steps(self, node: nodes.Node, wanted: bool) -> tuple[Step, ...]:
        """Return the cheapest steps by which `node` becomes what is wanted."""
        if isinstance(node, nodes.Not):
            return self.steps(node.part, not wanted)
        outcome = evaluate(node, self.context)
        if outcome.truth is not (Truth.FALSE if wanted else Truth.TRUE):
            return ()
        if isinstance(node, nodes.And | nodes.Or):
            return self._parts(node.parts, wanted, isinstance(node, nodes.And) is wanted)
        if isinstance(node, nodes.Provided):
            return self.steps(node.part, wanted)
        if isinstance(node, nodes.Readings):
            return self._parts(self._readings(node), wanted, False)
        if isinstance(node, nodes.CriterionRef):
            return self._of_criterion(node, wanted)
        return tuple(step for item in outcome.evidence for step in self._atom(item, wanted))

    def _parts(self, parts: tuple[nodes.Node, ...], wanted: bool, every: bool) -> tuple[Step, ...]:
        found = [steps for part in parts if (steps := self.steps(part, wanted))]
        if not found:
            return ()
        if every:
            return tuple(step for steps in found for step in steps)
        return min(found, key=cost)

    def any_is_enough(self, node: nodes.Node, wanted: bool) -> bool:
        """True where `node` is not what is wanted and any of several parts could make it so."""
        if isinstance(node, nodes.Not):
            return self.any_is_enough(node.part, not wanted)
        if isinstance(node, nodes.And | nodes.Or):
            against = Truth.FALSE if wanted else Truth.TRUE
            parts = [p for p in node.parts if evaluate(p, self.context).truth is against]
            if len(parts) == 1:
                return self.any_is_enough(parts[0], wanted)
            return len(parts) > 1 and isinstance(node, nodes.And) is not wanted
        return False

    def _readings(self, node: nodes.Readings) -> tuple[nodes.Node, ...]:
        chosen = self.context.chart(self.context.as_of).fact(node.chooser).settled_word
        options = dict(node.options)
        return (options[chosen],) if chosen in options else tuple(options.values())

    def _of_criterion(self, node: nodes.CriterionRef, wanted: bool) -> tuple[Step, ...]:
        other = assessment_of(self.finding, self.comparison).finding(node.id)
        return _Repair(other, self.comparison).steps(expression_of(other), wanted)

    # ------------------------------------------------------------------- atoms

    def _atom(self, item: Evidence, wanted: bool) -> tuple[Step, ...]:
        node = item.node
        if isinstance(node, nodes.Exists):
            return self._list_steps(item, node, wanted)
        if isinstance(node, nodes.DateWithin):
            return (self._date_step(item, node, wanted),)
        if item.fact is None:
            return (Step("", "fixed", sentence="nothing known could change it"),)
        name = item.fact.name
        definition = definition_of(name, self.comparison.dictionary)
        percent = percent_of(item)
        if definition is None:
            return (self._count_step(name, node, percent),)
        if name == "age":
            return (self._age_step(item, item.fact, wanted),)
        how = how_changes(item.fact, definition, self.comparison)
        if (
            isinstance(node, nodes.Member)
            and wanted
            and must_rise(item.fact, node.words, definition)
        ):
            label = label_of(name, self.comparison.dictionary)
            words = f"only a new staging could change {label}"
            return (Step(name, "repeat_test", None, None, words),)
        words = self._how_words(how, definition, node, wanted, percent, item)
        return (Step(name, how, None, percent, words),)

    def _count_step(self, name: str, node: nodes.Node, percent: float | None) -> Step:
        how = self.comparison.dictionary.lists[name].changes
        operand = getattr(node, "operand", None)
        assert isinstance(operand, nodes.Count | nodes.Extreme)
        label = lower_first(self.words.name(operand))
        words = {
            "repeat_test": f"new imaging could change the {label}",
            "fixed": f"the {label} cannot change",
        }
        return Step(name, how, None, percent, words.get(how, f"treatment could change the {label}"))

    def _how_words(
        self,
        how: str,
        definition: FieldDefinition,
        node: nodes.Node,
        wanted: bool,
        percent: float | None,
        item: Evidence,
    ) -> str:
        label = short_label(definition.label)
        if definition.board_question:
            return f"only another answer of the board could change it: “{label}”"
        if how == "repeat_test" and isinstance(node, nodes.Includes) and wanted:
            words = words_joined(self.words.word_labels(node))
            return f"a further examination could add it ({label}: {words})"
        decided = how == "treatment" and definition.type == "yes_no"
        if decided and (definition.group in _DECISIONS or definition.id.endswith("_planned")):
            return f"it can still be decided otherwise: {label}"
        words = {
            "time": f"{label} changes with time",
            "repeat_test": f"a repeat test of {label} could change it",
            "treatment": f"treatment could change {label}",
            "fixed": f"it cannot change: {label}",
        }[how]
        far = self._far(percent, item)
        return f"{words} ({far})" if far and how != "fixed" else words

    def _far(self, percent: float | None, item: Evidence) -> str:
        number, limit, fact = (item.fact.number if item.fact else None), item.limit, item.fact
        if not percent or number is None or limit is None or fact is None:
            return ""
        if isinstance(getattr(item.node, "limit", None), nodes.Step):
            return ""
        unit = unit_label(fact.unit)
        side = "short" if number < limit else "over"
        return f"{plain(abs(number - limit))}{f' {unit}' if unit else ''} {side}"

    # -------------------------------------------------------------------- time

    def _first_day(
        self, node: nodes.Node, wanted: bool, anchor: str, days: list[date]
    ) -> date | None:
        """Return the first of some days on which an atom would be what is wanted."""
        target = Truth.TRUE if wanted else Truth.FALSE
        for day in sorted(set(days)):
            context = context_of(self.comparison, self.finding, {anchor: day})
            if day > self.context.anchors[anchor] and evaluate(node, context).truth is target:
                return day
        return None

    def _anchor(self, name: str) -> str:
        """Return the anchor a window counts from; empty for a date of the case."""
        return (name or self.finding.criterion.anchor) if name in ("", *ANCHORS) else ""

    def _age_step(self, item: Evidence, fact: Fact, wanted: bool) -> Step:
        anchor = self._anchor(getattr(item.node, "window", nodes.NO_WINDOW).anchor)
        birth = self.context.chart(self.context.as_of).fact("birth_date").when
        if birth is None or item.limit is None:
            return Step("age", "fixed", sentence="it cannot change: Age")
        years = int(item.limit)
        day = add_months(birth.last, 12 * years)
        while age_in_years(birth.last, day) < years:
            day += timedelta(days=1)
        found = self._first_day(item.node, wanted, anchor, [day, add_months(day, 12)])
        if found is None:
            return Step("age", "fixed", None, percent_of(item), "it cannot change: Age")
        reached = age_in_years(birth.last, found)
        words = f"from {spoken(found)}, when the patient is {reached} years old"
        return Step("age", "time", found, percent_of(item), words)

    def _date_step(self, item: Evidence, node: nodes.DateWithin, wanted: bool) -> Step:
        label = lower_first(label_of(node.name, self.comparison.dictionary))
        when = item.fact.when if item.fact is not None else None
        anchor = self._anchor(node.anchor)
        if when is None or not anchor or wanted:
            ended = label.removeprefix("end of ").removeprefix("the last ")
            passed = "has" if node.period.number == 1 else "have"
            after = f"once {ended} has ended and {node.period} {passed} passed"
            return Step(node.name, "treatment", None, None, after)
        free = self._first_day(node, wanted, anchor, [node.period.first_free_day(when.last)])
        if free is None:
            return Step(node.name, "fixed", None, None, f"it cannot change: {label}")
        over = when_over(node.period, spoken(when))
        return Step(node.name, "time", free, None, f"from {spoken(free)}, {over} ({label})")

    # ------------------------------------------------------------------- lists

    def _list_steps(self, item: Evidence, node: nodes.Exists, wanted: bool) -> tuple[Step, ...]:
        definition = self.comparison.dictionary.lists[node.list]
        if wanted:
            return (self._lacking(node, definition),)
        windows = [d for d in windows_in(node.where) if self._anchor(d.anchor)]
        open_ends = [e for e in item.entries if self._end(e, definition) is None]
        if windows and open_ends:
            titles = words_joined([titled(entry, definition) for entry in open_ends], "and")
            ended = "has ended" if len(open_ends) == 1 else "have ended"
            words = f"once {titles} {ended}, {period_words(windows[0].period)} after that"
            return (Step(node.list, "treatment", None, None, words),)
        free = self._free(item, node, definition, windows) if windows else None
        return (free or self._lasting(item.entries, definition),)

    def _free(
        self,
        item: Evidence,
        node: nodes.Exists,
        definition: ListDefinition,
        windows: list[nodes.During],
    ) -> Step | None:
        """Return the day from which none of the entries falls into the window any more."""
        days: dict[date, tuple[nodes.During, Entry]] = {}
        for window in windows:
            for entry in item.entries:
                end = self._end(entry, definition)
                assert end is not None
                free = window.period.first_free_day(end)
                for earlier in range(max(window.for_days, 1)):
                    days.setdefault(free - timedelta(days=earlier), (window, entry))
        anchor = self._anchor(windows[0].anchor)
        found = self._first_day(node, False, anchor, list(days))
        if found is None:
            return None
        window, entry = days[found]
        title, period = titled(entry, definition), period_words(window.period)
        words = f"from {spoken(found)}, {when_over(window.period, title)}"
        if window.for_days:
            words = (
                f"from {spoken(found)}, when fewer than {window.for_days} days of {title} lie"
                f" within the {period} before {ANCHOR_WORDS[anchor]}"
            )
        return Step(node.list, "time", found, None, words)

    def _end(self, entry: Entry, definition: ListDefinition) -> date | None:
        """Return the last day of an entry, None where it goes on or has no date."""
        time = entry_time(definition, entry, self.comparison.anchors.as_of)
        if time is None or time.end is None or time.end.last == date.max:
            return None
        return time.end.last

    def _lacking(self, node: nodes.Exists, definition: ListDefinition) -> Step:
        how = "treatment" if definition.id == "treatments" else definition.changes
        noun = self.words.looked_for(node)
        words = {
            "repeat_test": f"new imaging could show one: {noun}",
            "treatment": f"once it has been given: {noun}",
        }
        return Step(node.list, how, None, None, words.get(how, f"once there is one: {noun}"))

    def _lasting(self, entries: tuple[Entry, ...], definition: ListDefinition) -> Step:
        """Return the step for entries that no time limit ends."""
        how = definition.changes
        titles = list(dict.fromkeys(titled(entry, definition) for entry in entries))
        shown = titles[:4] + ([f"{len(titles) - 4} more"] if len(titles) > 4 else [])
        title = words_joined(shown, "and") or definition.label
        if how == "time" and definition.id not in _PASSING:
            how = "fixed"
        words = {
            "time": f"once it has passed: {title}",
            "repeat_test": f"new imaging could change it: {title}",
            "treatment": f"treatment could change it: {title}",
            "fixed": f"it stays in the history: {title}",
        }
        return Step(definition.id, how, None, None, words[how])

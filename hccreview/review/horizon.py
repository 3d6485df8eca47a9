"""What waiting does: for each trial and day, whether everything holds, and until when.

Review, inclusion and first dose are put off together, day by day, and the same comparison is made
again; each day is named by its first dose. A value that grows too old meanwhile is taken as
repeated with the same result, and the day is then said to hold only "if repeated": waiting never
turns a fail into anything better just because the value behind it has aged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from hccreview.clinical.case import Anchors
from hccreview.clinical.dates import spoken
from hccreview.clinical.fields import SiteSettings
from hccreview.criteria.phrases import words_joined
from hccreview.review.again import ageless
from hccreview.review.change import joined, steps_of
from hccreview.review.compare import Comparison, compare
from hccreview.review.eligibility import OPEN, Finding, TrialAssessment, Verdict
from hccreview.review.matrix import bundled_concepts

DAYS = 182  # half a year: most washouts end in it, and no plan of a board reaches farther
_AGED = frozenset({"stale", "mixed_dates"})
_NAMED = 3


class State(Enum):
    """What is to be said of a trial on a day."""

    HOLDS = "holds"
    REPEAT = "repeat"
    OPEN = "open"
    FAILS = "fails"
    NOT_ASSESSABLE = "not_assessable"


class Stretch(NamedTuple):
    """Days of the first dose for which the same criteria stand in the way (or must be repeated)."""

    first: date
    last: date
    state: State
    criteria: tuple[str, ...] = ()


class Horizon(NamedTuple):
    """One trial: its stretches in order, the days from which values are too old, and what follows.

    `brief` says in a few words what `sentence` says in full.
    """

    trial_id: str
    stretches: tuple[Stretch, ...]
    expiries: tuple[tuple[date, tuple[str, ...]], ...]
    sentence: str
    brief: str


def horizons(
    comparison: Comparison, days: int = DAYS, stopped: Callable[[], bool] = lambda: False
) -> tuple[Horizon, ...]:
    """Return the horizon of each compared trial, from the planned first dose over `days` days.

    `stopped` is asked between the days; once it is true, the answer is empty.
    """
    lines = [_Line(assessment) for assessment in comparison.assessments]
    aged = ageless(comparison.settings)
    for offset in range(days + 1):
        if stopped():
            return ()
        found = _on(offset, comparison, comparison.settings) if offset else comparison
        again = found
        if any(_is_aged(f) for a in found.assessments for f in a.findings):
            again = _on(offset, comparison, aged)
        pairs = zip(lines, found.assessments, again.assessments, strict=True)
        for line, recorded, repeated in pairs:
            line.add(found.anchors.first_dose, recorded, repeated)
    return tuple(line.horizon(comparison) for line in lines)


def _on(offset: int, comparison: Comparison, settings: SiteSettings) -> Comparison:
    days, anchors = timedelta(days=offset), comparison.anchors
    return compare(
        comparison.case,
        tuple(each.trial for each in comparison.assessments),
        Anchors(anchors.as_of + days, anchors.inclusion + days, anchors.first_dose + days),
        arms={each.trial.id: each.arm for each in comparison.assessments},
        dictionary=comparison.dictionary,
        settings=settings,
        reopened=comparison.reopened,
    )


def _is_aged(finding: Finding) -> bool:
    """True where only the age of values keeps a finding open."""
    reasons = {gap.reason for gap in finding.gaps}
    return finding.verdict is Verdict.UNKNOWN and bool(reasons) and reasons <= _AGED


class _Line:
    """Collects the days of one trial."""

    def __init__(self, assessment: TrialAssessment) -> None:
        self.assessment = assessment
        self._last: dict[str, Verdict] = {}  # of each criterion, before its values were too old
        self._aged: set[str] = set()
        self._days: list[tuple[date, State, tuple[str, ...]]] = []
        self._expiries: list[tuple[date, tuple[str, ...]]] = []

    def add(self, day: date, recorded: TrialAssessment, repeated: TrialAssessment) -> None:
        """Add a day: the findings as recorded, and as if nothing grew old."""
        fails, opened, aged = [], [], []
        for finding, other in zip(recorded.findings, repeated.findings, strict=True):
            if not finding.counted:
                continue
            name, old = finding.criterion.id, _is_aged(finding)
            verdict = self._verdict(other if old else finding)
            if verdict is Verdict.FAIL:
                fails.append(name)
            elif finding.decides_now and verdict in OPEN and not (old and _is_aged(other)):
                opened.append(name)
            if old and finding.decides_now:
                aged.append(name)
        self._note(day, fails, opened, aged)

    def _verdict(self, finding: Finding) -> Verdict:
        """Return the verdict, or the last one before its value was too old."""
        name = finding.criterion.id
        if _is_aged(finding):
            return self._last.get(name, finding.verdict)
        self._last[name] = finding.verdict
        return finding.verdict

    def _note(self, day: date, fails: list[str], opened: list[str], aged: list[str]) -> None:
        state, names = State.HOLDS, []
        if self.assessment.trial.criteria_listed == "none":
            state = State.NOT_ASSESSABLE
        elif fails:
            state, names = State.FAILS, fails
        elif opened:
            state, names = State.OPEN, opened
        elif aged:
            state, names = State.REPEAT, aged
        self._days.append((day, state, tuple(names)))
        new = tuple(name for name in aged if name not in self._aged)
        if new:
            self._expiries.append((day, new))
        self._aged = set(aged)

    def horizon(self, comparison: Comparison) -> Horizon:
        """Return what was collected."""
        stretches = tuple(_stretches(self._days))
        words = _Words(self.assessment, comparison)
        expiries = () if stretches[0].state is State.NOT_ASSESSABLE else tuple(self._expiries)
        sentence, brief = words.sentence(stretches), words.brief(stretches)
        return Horizon(self.assessment.trial.id, stretches, expiries, sentence, brief)


def _stretches(days: Iterable[tuple[date, State, tuple[str, ...]]]) -> Iterator[Stretch]:
    for (state, names), group in groupby(days, key=lambda each: each[1:]):
        found = [day for day, _, _ in group]
        yield Stretch(found[0], found[-1], state, names)


class _Words:
    """Says in one sentence what the stretches show."""

    def __init__(self, assessment: TrialAssessment, comparison: Comparison) -> None:
        self.assessment, self.comparison = assessment, comparison

    def sentence(self, stretches: tuple[Stretch, ...]) -> str:
        """Return when everything holds, or why that cannot be said."""
        spans = tuple(_spans(stretches))
        place = _best(spans)
        if stretches[0].state is State.NOT_ASSESSABLE:
            return "Cannot be said: the source lists no criteria."
        if place is None:
            return f"{self._blocked(stretches, self._names)}."
        span = spans[place]
        text = f"With a first dose {_when(spans, place)} {self._subject()}"
        if span.state is State.REPEAT:
            text += f", if what is too old is repeated: {self._names(span.criteria)}"
        if place + 1 < len(spans):
            after = spans[place + 1]
            told = "only if what is too old by then is repeated"
            text += f"; then {_next(after, self._names(after.criteria), told)}"
        return f"{text}."

    def brief(self, stretches: tuple[Stretch, ...]) -> str:
        """Return the sentence in a few words."""
        spans = tuple(_spans(stretches))
        place = _best(spans)
        if stretches[0].state is State.NOT_ASSESSABLE:
            return "cannot be said: no criteria in the source"
        if place is None:
            found = self._blocked(stretches, self._ids)
            return f"{found[:1].lower()}{found[1:]}"
        listed = self.assessment.trial.criteria_listed
        text = f"{'holds' if listed == 'all' else 'key criteria hold'} {_when(spans, place)}"
        text += ", if repeated" if spans[place].state is State.REPEAT else ""
        if place + 1 < len(spans):
            after = spans[place + 1]
            text += f"; then {_next(after, self._ids(after.criteria), 'if repeated')}"
        return text

    def _subject(self) -> str:
        listed = self.assessment.trial.criteria_listed
        return "everything holds" if listed == "all" else "nothing stated is violated"

    def _blocked(
        self, stretches: tuple[Stretch, ...], named: Callable[[Iterable[str]], str]
    ) -> str:
        always = [n for n in stretches[0].criteria if all(n in s.criteria for s in stretches)]
        states = {stretch.state for stretch in stretches}
        if not always or len(states) > 1:
            return f"With no first dose until {spoken(stretches[-1].last)} does everything hold"
        if states == {State.OPEN}:
            return f"Cannot be said: {named(always)} {'are' if len(always) > 1 else 'is'} open"
        days = [day for name in always if (day := self._until(name)) is not None]
        until = f" before {spoken(max(days))}" if len(days) == len(always) else ""
        return f"Cannot be said: {named(always)} {'fail' if len(always) > 1 else 'fails'}{until}"

    def _until(self, name: str) -> date | None:
        """Return from when a criterion no longer fails, where time alone ends it after all."""
        steps = steps_of(self.assessment.finding(name), self.comparison)
        way = joined(steps) if steps else None
        return way.from_day if way is not None and way.how == "time" else None

    def _ids(self, names: Iterable[str]) -> str:
        """Return criteria by their ids; of a single one also what it is about."""
        found = list(names)
        return self._names(found) if len(found) == 1 else _few(found)

    def _names(self, names: Iterable[str]) -> str:
        return _few([self._name(name) for name in names])

    def _name(self, name: str) -> str:
        criterion = self.assessment.finding(name).criterion
        concept = bundled_concepts().by_id.get(criterion.concept)
        return f"{concept.label if concept is not None else criterion.label} ({name})"


def _few(names: list[str]) -> str:
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return words_joined([*names[:_NAMED], *more], "and")


def _best(spans: tuple[Stretch, ...]) -> int | None:
    """Return the place of the first days on which all holds, else of those if repeated."""
    for wanted in (State.HOLDS, State.REPEAT):
        for place, span in enumerate(spans):
            if span.state is wanted:
                return place
    return None


def _when(spans: tuple[Stretch, ...], place: int) -> str:
    span, begin, end = spans[place], spans[0].first, spans[-1].last
    if span.last == end:
        at_once = span.first == begin
        return f"until {spoken(end)} at least" if at_once else f"from {spoken(span.first)} on"
    if span.first == begin:
        return f"until {spoken(span.last)}"
    return f"from {spoken(span.first)} to {spoken(span.last)}"


def _next(span: Stretch, names: str, repeated: str) -> str:
    several = len(span.criteria) > 1
    return {
        State.REPEAT: repeated,
        State.OPEN: f"{names} {'are' if several else 'is'} open",
        State.FAILS: f"{names} {'fail' if several else 'fails'}",
    }.get(span.state, "everything holds")


def _spans(stretches: tuple[Stretch, ...]) -> Iterator[Stretch]:
    """Yield neighbours of the same state as one, with the criteria of its first days."""
    for _, group in groupby(stretches, key=lambda each: each.state):
        found = list(group)
        yield found[0]._replace(last=found[-1].last)


def passages(found: Horizon, labels: Mapping[State, str]) -> Iterator[str]:
    """Yield each stretch in words: ``21 Nov 2026 to 28 Nov 2026: fails (E25)``."""
    for each in found.stretches:
        names = f" ({', '.join(each.criteria[:6])}{', …' if len(each.criteria) > 6 else ''})"
        days = f"{spoken(each.first)} to {spoken(each.last)}"
        days = spoken(each.first) if each.first == each.last else days
        yield f"{days}: {labels[each.state]}{names if each.criteria else ''}"

"""What criteria read of a case: the names in them, and the records below derived facts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import TypeVar, cast

from hccreview.clinical.case import Case, Entry
from hccreview.clinical.chart import Chart, Fact, ListState
from hccreview.clinical.fields import Dictionary, SiteSettings
from hccreview.criteria import nodes
from hccreview.review.again import ANCHORS, ageless
from hccreview.trials.model import Criterion, Trial

_T = TypeVar("_T")


def names_of(criterion: Criterion, trial: Trial) -> tuple[str, ...]:
    """Return the fields, lists and derived facts that a criterion names, each once.

    A criterion that it refers to counts with what that one names.
    """
    names: dict[str, None] = {}
    for expression in (criterion.expression, criterion.applies):
        if expression is not None:
            names |= dict.fromkeys(_names(cast(nodes.Node, expression), trial))
    return tuple(names)


def _names(node: nodes.Node, trial: Trial) -> Iterator[str]:
    if isinstance(node, nodes.CriterionRef):
        named = next(each for each in trial.criteria if each.id == node.id)
        yield from names_of(named, trial)
    operand = getattr(node, "operand", None)
    if isinstance(operand, nodes.FieldRef):
        yield operand.of_list or operand.name
    window = getattr(node, "window", nodes.NO_WINDOW)
    if window.anchor not in ("", *ANCHORS):
        yield window.anchor
    if window.uncorrected is not None:
        yield "drugs"  # what may have corrected a sample
    for part in (node, operand, getattr(node, "limit", None)):
        yield from (getattr(part, name) for name in ("list", "name", "chooser") if _has(part, name))
    yield from getattr(node, "fields", ())
    for inner in nodes.children(node):
        yield from _names(inner, trial)


def _has(part: object, name: str) -> bool:
    return bool(getattr(part, name, "")) and not isinstance(part, nodes.FieldRef)


class Footprint(Chart):
    """A chart that knows which recorded fields and lists each of its answers is made from.

    Nothing is too old for it: else a fact would be read from other records once time has passed.
    """

    def __init__(
        self, case: Case, as_of: date, day: date, dictionary: Dictionary, settings: SiteSettings
    ) -> None:
        super().__init__(case, as_of, day, dictionary, ageless(settings))
        self._read: dict[str, None] = {}  # by what is being worked out, the innermost
        self._made: dict[Hashable, tuple[str, ...]] = {}

    def below(self, names: Iterable[str]) -> frozenset[str]:
        """Return the recorded fields and lists below some names."""
        self._read = {}
        for name in names:
            (self.list if name in self.dictionary.lists else self.fact)(name)
        return frozenset(self._read)

    def fact(self, name: str, since: date | None = None) -> Fact:
        """Return a fact, and note what it was made from."""
        if name in self.dictionary.fields:
            self._note((name,))
            return super().fact(name, since)
        ask = super().fact
        return self._noted((name, since), lambda: ask(name, since))

    def list(self, name: str) -> ListState:
        """Return a list, and note it."""
        self._note((name,))
        return super().list(name)

    def entry_fact(
        self, name: str, entry: Entry, derive: Callable[[str, Entry, Chart], Fact]
    ) -> Fact:
        """Return a derived fact of an entry, and note what it was made from."""
        ask = super().entry_fact
        return self._noted((name, id(entry)), lambda: ask(name, entry, derive))

    def _noted(self, key: Hashable, asked: Callable[[], _T]) -> _T:
        """Answer, and note what the answer was made from, also where it was made before."""
        outer, self._read = self._read, {}
        answer = asked()
        made = self._made.setdefault(key, tuple(self._read))
        self._read = outer
        self._note(made)
        return answer

    def _note(self, names: Iterable[str]) -> None:
        self._read.update(dict.fromkeys(names))

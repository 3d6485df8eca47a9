"""A worked example of a criterion as the product takes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hccreview.clinical.case import Case
from hccreview.clinical.chart import Fact
from tests.builders import TODAY, OpenList, a_case


@dataclass(slots=True)
class Example:
    """A worked example as the product takes it: a case, three days, facts that are given."""

    inputs: dict[str, Any]
    criterion: str
    facts: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Fact] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    sampled: date = TODAY

    @property
    def case(self) -> Case:
        """The case, every undated fact dated on the day of its sample."""
        return a_case(on=self.sampled, **self.facts, **self.lists)

    def get(self, *names: str) -> Any:
        """Return the first of some inputs that is given and not null."""
        return next((self.inputs[n] for n in names if self.inputs.get(n) is not None), None)

    def has(self, *names: str) -> bool:
        """Return whether one of some inputs is named, be it null."""
        return any(name in self.inputs for name in names)

    def day(self, written: Any) -> str | None:
        """Return a date as written, or so many days before the anchor."""
        if isinstance(written, int | float) and not isinstance(written, bool):
            return (self.days["anchor"] - timedelta(days=int(written))).isoformat()
        return None if written in (None, "") else str(written)

    def add(self, name: str, *entries: dict[str, Any], complete: bool = True) -> None:
        """Add entries to a list; it is complete unless said otherwise once."""
        held = self.lists.get(name, [])
        every = [*(held.entries if isinstance(held, OpenList) else held), *entries]
        open_ = isinstance(held, OpenList) or not complete
        self.lists[name] = OpenList(tuple(every)) if open_ else every

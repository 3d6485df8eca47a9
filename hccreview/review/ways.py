"""Small questions on the way to a change: how a fact changes, how far, how long, what it is."""

from __future__ import annotations

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import Fact
from hccreview.clinical.dates import Period
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.fields import FieldDefinition, ListDefinition
from hccreview.criteria import nodes
from hccreview.criteria.outcome import Evidence
from hccreview.review.compare import Comparison
from hccreview.review.wording import entry_days, entry_title


def percent_of(item: Evidence) -> float | None:
    """Return how far a number lies from its limit in percent of the limit, if it is one."""
    fact = item.fact
    if fact is None or fact.number is None or not item.limit or fact.words is not None:
        return None
    if isinstance(getattr(item.node, "limit", None), nodes.Step):
        return None
    return 100 * abs(fact.number - item.limit) / abs(item.limit)


def how_changes(fact: Fact, definition: FieldDefinition, comparison: Comparison) -> str:
    """Return how a fact changes; a score that rests on what treatment changes needs treatment."""
    if fact.name not in DERIVED_FIELDS or definition.changes != "repeat_test":
        return definition.changes
    table = comparison.dictionary.fields
    inputs = {table[each.field].changes for each in fact.inputs if each.field in table}
    return "treatment" if "treatment" in inputs else "repeat_test"


def must_rise(fact: Fact, words: frozenset[str], definition: FieldDefinition) -> bool:
    """True for a stage that lies below every stage that is asked for: no treatment raises it."""
    order = list(definition.values)
    if not definition.ordered or fact.name not in DERIVED_FIELDS or fact.words is None:
        return False
    known = [order.index(word) for word in fact.words if word in order]
    asked = [order.index(word) for word in words if word in order]
    return bool(known and asked) and max(known) < min(asked)


def titled(entry: Entry, definition: ListDefinition) -> str:
    """Return an entry with its days: ``TACE with epirubicin of 5 Nov 2026``."""
    title, days = entry_title(entry, definition), entry_days(entry)
    if not days:
        return title
    plain = days[0].isdigit() and " to " not in days and "," not in title
    return f"{title} of {days}" if plain else f"{title} ({days})"


def period_words(period: Period) -> str:
    """Return a period in days where it is one of weeks, so that the date can be counted."""
    return f"{period.number * 7} days" if period.unit == "week" else str(period)


def when_over(period: Period, event: str) -> str:
    """Return ``when the 28 days after TACE of 5 Nov 2026 are over``."""
    if period.number == 1 and period.unit != "week":
        return f"when the {period.unit} after {event} is over"
    return f"when the {period_words(period)} after {event} are over"


def windows_in(node: nodes.Node | None) -> list[nodes.During]:
    """Return the times before an anchor that a condition on entries names."""
    if node is None:
        return []
    if isinstance(node, nodes.During):
        return [node]
    return [found for child in nodes.children(node) for found in windows_in(child)]

"""Time: whether something that lasted falls within the days before an anchor."""

from __future__ import annotations

from datetime import date

from hccreview.clinical.chart import EntryTime, Gap
from hccreview.clinical.dates import PartialDate, Period, day
from hccreview.criteria import nodes
from hccreview.criteria.context import Check, Compile, Context
from hccreview.criteria.limits import definition_of
from hccreview.criteria.logic import F, T, U
from hccreview.criteria.outcome import TRUTH_OF, Evidence, Outcome, of_atom


def compile_date_within(node: nodes.DateWithin, compiled: Compile) -> Check:
    """Return the check of a recorded date (or ``never``, ``ongoing``) within a period."""

    def check(context: Context) -> Outcome:
        anchor, missing = context.anchor_day(node.anchor)
        if anchor is None:
            return Outcome(U, (Evidence(node, U),), missing)
        fact = context.chart(anchor).fact(node.name)
        since = context.first_day(node.period, anchor)
        if fact.when is not None:
            truth = TRUTH_OF[_end_within(fact.when, node, anchor, context)]
        else:
            truth = {"never": F, "ongoing": T}.get(fact.settled_word or "", U)
        gaps = (fact.gaps or (Gap(node.name, "range"),)) if truth is U else ()
        return of_atom(node, truth, fact, None, since, anchor, gaps)

    return check


def _end_within(
    when: PartialDate, node: nodes.DateWithin, anchor: date, context: Context
) -> bool | None:
    """Whether a date lies within a period before `anchor`.

    The end of a treatment (one that can be "never") may be planned: it then still goes on.
    """
    if "never" not in definition_of(node.name, context.dictionary).words:
        return overlaps(EntryTime(when, when), node.period, day(anchor))
    since = node.period.before(anchor)
    if when.last < since:
        return False
    settled = when.last <= anchor or anchor >= context.as_of
    return True if settled and when.first >= since else None


def overlaps(time: EntryTime, period: Period, anchor: PartialDate) -> bool | None:
    """Whether an entry falls within `period` before `anchor`; None where a date leaves it open."""
    end_first = date.max if time.end is None else time.end.first
    end_last = date.max if time.end is None else time.end.last
    if time.start.last <= anchor.first and end_first >= period.before(anchor.last):
        return True
    too_late, too_early = time.start.first > anchor.last, end_last < period.before(anchor.first)
    return False if too_late or too_early else None


def lasts(time: EntryTime, period: Period, anchor: date, days: int) -> bool | None:
    """Whether an entry lasts `days` days or more within the window, first and last day counted."""
    since = period.before(anchor)
    end_first = anchor if time.end is None else min(time.end.first, anchor)
    end_last = anchor if time.end is None else min(time.end.last, anchor)
    shortest = (end_first - max(time.start.last, since)).days + 1
    longest = (end_last - max(time.start.first, since)).days + 1
    if shortest >= days:
        return True
    return False if longest < days else None

"""Samples: whether they are fresh, and whether a drug given before them may have corrected them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hccreview.clinical.case import Observation
from hccreview.clinical.chart import Fact, Gap
from hccreview.clinical.dates import Period
from hccreview.criteria import nodes
from hccreview.criteria.context import Check, Compile, Context
from hccreview.criteria.logic import F, T, Truth, U
from hccreview.criteria.outcome import Evidence, Outcome, combined, of_atom
from hccreview.criteria.windows import overlaps

_SAMPLED_GROUPS = ("liver", "blood", "chemistry", "urine", "infection")


def compile_sampled(node: nodes.Sampled, compiled: Compile) -> Check:
    """Return the check of samples: FALSE where one is stale or corrected."""
    window = node.window

    def check(context: Context) -> Outcome:
        anchor, missing = context.anchor_day(window.anchor)
        if anchor is None:
            return Outcome(U, (Evidence(node, U),), missing)
        since = None if window.period is None else context.first_day(window.period, anchor)
        outcomes, truth, chart = [], T, context.chart(anchor)
        for name in node.fields:
            fact = chart.fact(name, since)
            own, gaps = _sample(fact, since, window.uncorrected, context)
            outcomes.append(of_atom(node, own, fact, None, since, anchor, gaps))
            if own is not T and truth is not F:
                truth = own
        return combined(truth, outcomes)

    return check


def _sample(
    fact: Fact, since: date | None, uncorrected: Period | None, context: Context
) -> tuple[Truth, tuple[Gap, ...]]:
    """Return whether one sample is fresh and uncorrected, and why not or why it is not known."""
    gaps = fact.gaps
    if gaps:
        stale = any(gap.reason == "stale" for gap in gaps)
        return (F if stale and _surely_before(fact.inputs, since) else U), gaps
    if uncorrected is None:
        return T, gaps
    gaps = corrected(fact.inputs, uncorrected, context)
    if any(gap.reason == "corrected" for gap in gaps):
        return F, gaps
    return (U if gaps else T), gaps


def _surely_before(inputs: tuple[Observation, ...], since: date | None) -> bool:
    dates = [o.collected_on.last for o in inputs if o.collected_on is not None]
    return since is None or max(dates, default=date.min) < since


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
        hit = _any(None if time is None else overlaps(time, period, sample) for sample in days)
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


def _any(answers: Iterable[bool | None]) -> bool | None:
    seen = list(answers)
    return True if True in seen else (None if None in seen else False)

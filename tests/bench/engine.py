"""The engine: a comparison against the same criteria by hand, and 1,000 trials against five."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from statistics import median

from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.chart import Fact
from hccreview.clinical.derived import DERIVATIONS
from hccreview.criteria.parse import parse
from hccreview.exchange.case_file import read_case
from hccreview.review.compare import Comparison, compare
from hccreview.review.explain import sentence
from hccreview.trials.library import read_library
from hccreview.trials.model import Criterion, Trial
from resources import resource_path
from tests.bench.by_hand import review_by_hand
from tests.bench.rows import BenchRow
from tests.bench.values import values_of

ROUNDS = 25
REPEATS = 20
LIMIT_BY_HAND = 9.0
LIMIT_THOUSAND = 1.05  # "no slower", with room for the noise of a shared machine
_AMOUNTS = ((">= 75 '10*9/L'", ">= {} '10*9/L'", 60), (">= 90 'g/L'", ">= {} 'g/L'", 80))

Work = Callable[[], object]


def rows() -> list[BenchRow]:
    """Return the rows of the engine, measured now."""
    case, trials = sample_case(), read_library()
    return [against_hand(case, trials), sentences(case, trials), thousand(case, trials)]


def sample_case() -> Case:
    """Return the sample case with a complete work-up."""
    return read_case(resource_path("cases", "sample-01.yaml"))


def compared(
    case: Case, trials: tuple[Trial, ...], given: Mapping[str, Fact] | None = None
) -> Comparison:
    """Return the comparison of a case on its own day."""
    assert case.as_of is not None, "a sample case says its day"
    return compare(case, trials, anchors_of(case, case.as_of), given=given)


def derived_facts(comparison: Comparison) -> dict[str, Fact]:
    """Return every score and stage of a case, to be given instead of computed."""
    chart = comparison.chart()
    return {name: chart.fact(name) for name in DERIVATIONS}


def against_hand(case: Case, trials: tuple[Trial, ...]) -> BenchRow:
    """Measure a comparison without sentences against the criteria by hand."""
    first = compared(case, trials)
    given, values = derived_facts(first), values_of(first)
    ours, floor = medians(
        lambda: compared(case, trials, given), lambda: review_by_hand(values), REPEATS
    )
    name = "One case × five trials, findings without sentences, against closures by hand"
    return BenchRow(name, ours, floor, LIMIT_BY_HAND)


def sentences(case: Case, trials: tuple[Trial, ...]) -> BenchRow:
    """Measure the sentences of all findings beside the comparison they are made from."""
    comparison = compared(case, trials)
    findings = [f for each in comparison.assessments for f in each.findings]
    ours, floor = medians(
        lambda: [sentence(finding, comparison) for finding in findings],
        lambda: compared(case, trials),
        3,
    )
    name = f"Sentences of these {len(findings)} findings, against the comparison (reported only)"
    return BenchRow(name, ours, floor, float("inf"))


def thousand(case: Case, trials: tuple[Trial, ...]) -> BenchRow:
    """Measure one of 1,000 varied trials against one of five."""
    many = varied(trials, 1000)
    each = len(trials)
    ours, floor = medians(
        lambda: compared(case, many), lambda: [compared(case, trials) for _ in range(40)], 1
    )
    name = "One case × 1,000 trials (the five, varied) against five, per trial"
    return BenchRow(name, ours / len(many), floor / (40 * each), LIMIT_THOUSAND)


# ------------------------------------------------------------------------- variation


def varied(trials: tuple[Trial, ...], number: int) -> tuple[Trial, ...]:
    """Return copies with ids, limits and parsed expressions of their own."""
    return tuple(_variant(trials[index % len(trials)], index) for index in range(number))


def _variant(trial: Trial, index: int) -> Trial:
    criteria = tuple(_changed(criterion, index) for criterion in trial.criteria)
    return replace(trial, id=f"{trial.id}-{index}", digest=f"{index:064d}", criteria=criteria)


def _changed(criterion: Criterion, index: int) -> Criterion:
    text = criterion.expression_text
    for found, pattern, lowest in _AMOUNTS:
        text = text.replace(found, pattern.format(lowest + index % 20))
    # A comment changes the text without changing its meaning: no cache can answer for it.
    expression = parse(f"{text}\n# {criterion.id} {index}")
    applies = criterion.applies_text
    own = None if applies is None else parse(f"{applies}\n# {criterion.id} {index}")
    return replace(criterion, expression_text=text, expression=expression, applies=own)


# ---------------------------------------------------------------------------- clocks


def medians(ours: Work, floor: Work, repeats: int) -> tuple[float, float]:
    """Return the median milliseconds of both; they take turns, so both see the same machine."""
    ours(), floor()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, kept in zip((ours, floor), times, strict=True):
            kept.append(_milliseconds(work, repeats))
    return median(times[0]), median(times[1])


def _milliseconds(work: Work, repeats: int) -> float:
    with _without_collector():
        start = time.perf_counter()
        for _ in range(repeats):
            work()
        return (time.perf_counter() - start) * 1e3 / repeats


@contextmanager
def _without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

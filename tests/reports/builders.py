"""Comparisons to write workbooks of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hccreview.clinical.case import Case, Override, anchors_of
from hccreview.exchange.case_file import read_case
from hccreview.review.compare import Comparison, compare
from hccreview.trials.library import read_library
from resources import resource_path

AS_OF = date(2026, 11, 21)
HOSTILE = (
    '=HYPERLINK("http://example.org","click")',
    "+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|' /C calc'!A0",
    "#N/A",
)


def sample(number: int) -> Case:
    """Return a bundled sample case."""
    return read_case(resource_path("cases", f"sample-{number:02}.yaml"))


def comparison_of(case: Case) -> Comparison:
    """Return a case against the bundled trials on its own day, or on a day of 2026."""
    return compare(case, read_library(), anchors_of(case, case.as_of or AS_OF))


def hostile_comparison() -> Comparison:
    """Return a comparison in which every free text begins as a formula would."""
    case = sample(2)
    observations = tuple(
        replace(
            observation,
            laboratory=HOSTILE[index % len(HOSTILE)],
            note=HOSTILE[(index + 1) % len(HOSTILE)],
            author=HOSTILE[(index + 2) % len(HOSTILE)],
            reason="\x00\x0b\x1b=1+1\ud800",
        )
        for index, observation in enumerate(case.observations)
    )
    overrides = tuple(
        Override("NCT06187961", "I12b", text, AS_OF, "data_wrong", f"{text}\x07\ufffe")
        for text in HOSTILE
    )
    hostile = replace(
        case,
        code="=A&B",
        label=HOSTILE[0],
        shows="@SUM(A1)\x08",
        observations=observations,
        overrides=overrides,
    )
    comparison = comparison_of(hostile)
    first, *others = comparison.assessments
    trial = replace(first.trial, id="=[x]:*?/\\", short_name="+1", title="-1")
    return replace(comparison, assessments=(replace(first, trial=trial), *others))

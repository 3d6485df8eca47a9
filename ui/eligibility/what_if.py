"""What if: values that would just pass, the case that is tried, and what it changes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import day
from hccreview.clinical.editing import with_observation
from hccreview.clinical.fields import NUMERIC, FieldDefinition, bundled_dictionary
from hccreview.clinical.quantity import exactly, plain
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Eligibility, Finding, Verdict
from hccreview.review.evidence import EvidenceRow, evidence_rows
from hccreview.review.wording import with_unit
from ui.eligibility.cells import cell_of
from ui.eligibility.explained_finding import required_sign
from ui.eligibility.matrix_model import Place
from ui.wording import eligibility_mark

_SIGNS = ("≥", ">", "≤", "<")
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Trying:
    """A number of the case that can be tried: the value that just passes, and its range."""

    field: str
    label: str
    unit: str
    value: float | None
    passing: float
    low: float
    high: float
    step: float

    def text(self, value: float) -> str:
        """Return a value with its unit."""
        return with_unit(plain(value), self.unit)

    @property
    def stride(self) -> float:
        """How far one step of a slider goes: so far that a few hundred reach from end to end."""
        return self.step * max(1, math.ceil((self.high - self.low) / self.step / _STEPS))

    @property
    def positions(self) -> tuple[int, int]:
        """The first and last position of a slider; at 0 stands the value that just passes."""
        below = math.floor((self.passing - self.low) / self.stride + 1e-9)
        return -max(0, below), max(0, math.floor((self.high - self.passing) / self.stride + 1e-9))

    def at(self, position: int) -> float:
        """Return the value at a position of the slider."""
        return round(self.passing + position * self.stride, 9)

    def position(self, value: float) -> int:
        """Return the position nearest to a value."""
        return round((value - self.passing) / self.stride)


def trying(finding: Finding, comparison: Comparison) -> Trying | None:
    """Return what can be tried to turn a finding on a recorded number; None where nothing can."""
    if finding.verdict is Verdict.NOT_APPLICABLE or finding.criterion.linked_to:
        return None
    rows = sorted(evidence_rows(finding, comparison), key=lambda row: row.value is None)
    for row in rows:
        definition = comparison.dictionary.fields.get(row.field)
        if definition is None or definition.type not in NUMERIC or row.limit is None:
            continue
        if row.operator in _SIGNS and math.isfinite(row.limit):
            return _trying(row, definition, required_sign(row, finding.criterion.kind))
    return None


def _trying(row: EvidenceRow, definition: FieldDefinition, sign: str) -> Trying:
    limit = row.limit or 0.0
    step = _step(limit, definition)
    passing = limit
    if sign == ">":
        passing = limit + step
    elif sign == "<":
        passing = limit - step
    largest = 2 * max(abs(limit), abs(row.value or 0.0), step)
    low, high = definition.plausible or (0.0, largest)
    high = min(high, largest)
    low = max(low, 0.0 if limit >= 0 else -largest)
    return Trying(row.field, row.label, row.unit, row.value, passing, low, max(high, passing), step)


def _step(limit: float, definition: FieldDefinition) -> float:
    """Return one unit of the last digit of two: 1 for 75, 0.1 for 1.5, 100 for 2000."""
    if definition.type == "integer":
        return 1.0
    size = math.floor(math.log10(abs(limit))) if limit else 0
    return float(10.0 ** (size - 1))


def case_with(case: Case, as_of: date, tried: Trying, value: float) -> Case:
    """Return the case in which the newest value of a field is another one."""
    definition = bundled_dictionary().fields[tried.field]
    newest = Chart(case, as_of).fact(tried.field).observation
    if newest is None:
        on = day(as_of)
        made = Observation(tried.field, exactly(value), tried.unit, plain(value), on)
        return with_observation(case, made)
    changed = replace(
        newest,
        value=exactly(value),
        unit=newest.unit_of(definition),
        value_text=plain(value),
        suspect="",
    )
    return with_observation(case, changed, newest)


# ------------------------------------------------------------------ what it changes


def changed_cells(
    recorded: Comparison,
    tried: Comparison,
    rows: Iterator[tuple[int, int, tuple[tuple[Finding, ...], ...]]],
) -> Mapping[Place, str]:
    """Return the cells with another verdict than on record, and what was recorded there.

    `rows` yields group, place and the cells of each row of the tried comparison.
    """
    before = {a.trial.id: {f.criterion.id: f for f in a.findings} for a in recorded.assessments}
    found: dict[Place, str] = {}
    for group, row, cells in rows:
        for column, findings in enumerate(cells):
            known = before.get(findings[0].trial_id, {}) if findings else {}
            old = tuple(known[f.criterion.id] for f in findings if f.criterion.id in known)
            if [f.verdict for f in old] != [f.verdict for f in findings]:
                cell = cell_of(old, recorded)
                found[group, row, column] = f"{cell.mark.symbol} {cell.text}" if cell else "·"
    return found


def changed_headlines(recorded: Comparison, tried: Comparison) -> tuple[str, ...]:
    """Return which headlines differ: ``HAIC + lenva + cado: Ineligible → Eligible``."""
    before = {each.trial.id: each.eligibility for each in recorded.assessments}
    return tuple(
        f"{each.trial.short_name}: {_word(before[each.trial.id])} → {_word(each.eligibility)}"
        for each in tried.assessments
        if before.get(each.trial.id, each.eligibility) is not each.eligibility
    )


def _word(eligibility: Eligibility) -> str:
    return eligibility_mark(eligibility.value, can_be_entered=True).word

"""What a cell and the head of a column show, made from findings and assessments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.wording import (
    LATER,
    RECRUITMENTS,
    VERDICTS,
    WORST_FIRST,
    Mark,
    counts_text,
    eligibility_mark,
    plural,
    verdict_mark,
)

if TYPE_CHECKING:
    from hccreview.review.compare import Comparison
    from hccreview.review.eligibility import Finding, TrialAssessment

_LISTED = {"some": "key criteria only", "none": "no criteria in source"}


@dataclass(frozen=True, slots=True)
class Overrides:
    """How many overrides stand beside something, and how many of them are open again."""

    number: int = 0
    reopened: int = 0

    @property
    def words(self) -> str:
        """``1 override, open again``, ``2 overrides, 1 open again``; empty where there is none."""
        told = [plural(self.number, "override", "overrides")] if self.number else []
        some = f"{self.reopened} " if self.number > 1 else ""
        told += [f"{some}open again"] if self.reopened else []
        return ", ".join(told)


NO_OVERRIDES = Overrides()


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and the findings behind it, the worst first."""

    mark: Mark
    text: str
    findings: tuple[Finding, ...]
    overrides: Overrides = NO_OVERRIDES

    @property
    def looks(self) -> tuple[Mark, str, Overrides]:
        """What is painted; a cell whose looks stay the same need not be painted again."""
        return self.mark, self.text, self.overrides

    @property
    def words(self) -> str:
        """The cell in words, as a screen reader says it."""
        beside = self.overrides.words
        return f"{self.mark.word}: {self.text}{'; ' if beside else ''}{beside}"


@dataclass(frozen=True, slots=True)
class TrialHead:
    """What the head of a column shows; `tally` holds symbol and number of each verdict."""

    trial_id: str
    name: str
    number: str
    recruitment: str
    mark: Mark
    counts: str
    listed: str
    tally: tuple[tuple[str, int], ...] = ()
    unconcerned: int = 0
    later: int = 0
    overrides: str = ""


def worst_of(findings: tuple[Finding, ...]) -> str:
    """Return the verdict that speaks for a cell, by its value."""
    return min((f.verdict.value for f in findings), key=WORST_FIRST.index)


def cell_of(findings: tuple[Finding, ...], comparison: Comparison) -> Cell | None:
    """Return the cell of the findings of one concept in one trial; the worst one speaks."""
    from hccreview.review.explain import short_text

    if not findings:
        return None
    ordered = ranked(findings)
    worst = ordered[0]
    text = short_text(worst, comparison)
    same = [f for f in ordered if f.verdict is worst.verdict]
    if len(same) > 1 and worst.verdict.value != "pass":
        text = f"{text} ({len(same)})"
    overrides = overrides_on(findings, comparison)
    return Cell(verdict_mark(worst.verdict.value), text, ordered, overrides)


def ranked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings with the worst verdict first."""
    return tuple(sorted(findings, key=lambda f: WORST_FIRST.index(f.verdict.value)))


def overrides_on(findings: tuple[Finding, ...], comparison: Comparison) -> Overrides:
    """Return how many overrides stand beside findings."""
    if not comparison.case.overrides:
        return NO_OVERRIDES
    ids = {(f.trial_id, f.criterion.id) for f in findings}
    number = sum((o.trial, o.criterion) in ids for o in comparison.case.overrides)
    return Overrides(number, len(ids & comparison.overrides_reopened.keys()))


def head_of(assessment: TrialAssessment, comparison: Comparison) -> TrialHead:
    """Return the head of a trial's column."""
    from hccreview.review.recruitment import can_be_entered

    trial, recruitment = assessment.trial, comparison.recruitment(assessment)
    counts = {verdict.value: number for verdict, number in assessment.counts.items()}
    later = assessment.open_later
    for finding in later:
        counts[finding.verdict.value] -= 1
    counts[LATER] = len(later)
    reopened = sum(key[0] == trial.id for key in comparison.overrides_reopened)
    return TrialHead(
        trial_id=trial.id,
        name=trial.short_name,
        number=trial.id if trial.registry.number else "no registry number",
        recruitment=RECRUITMENTS[recruitment.value],
        mark=eligibility_mark(assessment.eligibility.value, can_be_entered(recruitment)),
        counts=counts_text(counts),
        listed=_LISTED.get(trial.criteria_listed, ""),
        tally=tuple(
            (VERDICTS[verdict][0], counts[verdict])
            for verdict in WORST_FIRST
            if counts[verdict] and verdict != "not_applicable"
        ),
        unconcerned=counts["not_applicable"],
        later=len(later),
        overrides=Overrides(assessment.overrides, reopened).words,
    )

"""Checks for this patient beside a regimen: allergies, kidneys, limits of the trial, interactions.

A check never says that a drug may be given. What is not recorded is unknown, never fine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import spoken
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.fields import FieldDefinition
from hccreview.criteria.phrases import words_joined
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding, Verdict
from hccreview.review.evidence import evidence_rows
from hccreview.review.explain import sentence
from hccreview.review.schedule.model import Schedule
from hccreview.review.wording import fact_text, label_of
from hccreview.trials.figures import NOT_STATED

State = Literal["warning", "unknown", "none_found", "not_stated"]
_STATES: dict[Verdict, State] = {
    Verdict.PASS: "none_found",
    Verdict.FAIL: "warning",
    Verdict.UNKNOWN: "unknown",
    Verdict.NEEDS_JUDGEMENT: "unknown",
    Verdict.NOT_APPLICABLE: "none_found",
}
# The substance of the allergy list under which a drug of a regimen is recorded.
_SUBSTANCES = {"leucovorin": "folinate"}
_ANTIBODIES = frozenset({"camrelizumab", "cadonilimab"})
_LABORATORY = frozenset({"blood", "chemistry", "infection", "liver", "urine"})


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `state` warning (look at this), unknown, none_found, or not_stated.

    `kind` is allergy, clearance, laboratory or interaction; `criterion` names the finding it
    repeats.
    """

    kind: Literal["allergy", "clearance", "laboratory", "interaction"]
    state: State
    text: str
    criterion: str = ""


def checks(comparison: Comparison, schedule: Schedule) -> tuple[Check, ...]:
    """Return the checks of a case for the regimen of one of the compared trials."""
    chart = comparison.chart()
    findings = comparison.assessment(schedule.trial).findings
    return (
        *_allergies(chart, schedule),
        _clearance(chart),
        *_limits(findings, comparison),
        *_interactions(findings, comparison),
    )


# ---------------------------------------------------------------------------- allergies


def _allergies(chart: Chart, schedule: Schedule) -> Iterator[Check]:
    state, drugs = chart.list("allergies"), _drugs(schedule)
    definition = state.definition.by_id["substance"]
    found = False
    for entry in state.entries:
        substance = entry.get("substance")
        if not isinstance(substance, str):
            continue
        concerned = [drug for drug in drugs if _concerns(substance, drug)]
        if concerned:
            found = True
            grave = "severe reaction" if entry.get("severe") is True else "allergy"
            text = f"Recorded {grave} to {definition.word(substance)}{_dated(entry)}"
            yield Check("allergy", "warning", f"{text}: it concerns {_joined(concerned)}.")
    known = [drug for drug in drugs if _SUBSTANCES.get(drug, drug) in definition.values]
    if not state.complete:
        text = "Whether all allergies are recorded is not known; ask before the first dose."
        yield Check("allergy", "unknown", text)
    elif known and not found:
        yield Check("allergy", "none_found", f"No allergy to {_joined(known)} is recorded.")
    for drug in drugs:
        if drug not in known:
            text = f"Which drugs “{drug}” means is {NOT_STATED}: no allergy can be checked."
            yield Check("allergy", "not_stated", text)


def _drugs(schedule: Schedule) -> tuple[str, ...]:
    lines = (line for line in schedule.lines if line.stage == "cycle")
    return tuple(dict.fromkeys(line.administration.drug for line in lines))


def _concerns(substance: str, drug: str) -> bool:
    """True for the drug itself, and for an antibody where another antibody did harm."""
    if substance == _SUBSTANCES.get(drug, drug):
        return True
    return drug in _ANTIBODIES and substance in ("other_antibody", *_ANTIBODIES)


def _dated(entry: Entry) -> str:
    when = entry.get("on")
    return f" ({when})" if when is not None else ""


def _joined(names: list[str] | tuple[str, ...]) -> str:
    return words_joined(list(names), "and")


# ---------------------------------------------------------------- kidneys, limits, drugs


def _clearance(chart: Chart) -> Check:
    fact = chart.fact("creatinine_clearance")
    if fact.span is None:
        lacking = _joined([label_of(gap.field, chart.dictionary) for gap in fact.gaps])
        text = f"Creatinine clearance not known; missing or too old: {lacking}."
        return Check("clearance", "unknown", text)
    value = fact_text(fact, DERIVED_FIELDS["creatinine_clearance"])
    dates = [o.collected_on for o in fact.inputs if o.field == "creatinine" and o.collected_on]
    when = f" (creatinine of {spoken(dates[0])})" if dates else ""
    text = (
        f"Creatinine clearance {value} by Cockcroft and Gault on actual weight{when};"
        f" an adjustment of doses is {NOT_STATED}."
    )
    return Check("clearance", "not_stated", text)


def _limits(findings: tuple[Finding, ...], comparison: Comparison) -> Iterator[Check]:
    """Repeat the findings of the trial's own laboratory limits."""
    found = [finding for finding in findings if _is_laboratory(finding, comparison)]
    for finding in found:
        criterion = finding.criterion.id
        text = f"{criterion}: {sentence(finding, comparison)}"
        yield Check("laboratory", _STATES[finding.verdict], text, criterion)
    if not found:
        yield Check("laboratory", "not_stated", f"Laboratory limits are {NOT_STATED}.")


def _is_laboratory(finding: Finding, comparison: Comparison) -> bool:
    if not finding.counted:
        return False
    fields = comparison.dictionary.fields
    return any(
        row.kind == "value" and row.limit is not None and _sampled(row.field, fields)
        for row in evidence_rows(finding, comparison)
    )


def _sampled(field: str, fields: Mapping[str, FieldDefinition]) -> bool:
    """True for a value of the laboratory, or one that is derived from such values alone."""
    definition = fields.get(field)
    if definition is None:
        return field in ("creatinine_clearance", "pt_prolongation")
    return definition.age == "laboratory" and definition.group in _LABORATORY


def _interactions(findings: tuple[Finding, ...], comparison: Comparison) -> Iterator[Check]:
    """Repeat the findings on other drugs: a source's only word on what may not go together."""
    found = [
        finding
        for finding in findings
        if finding.counted
        and any(row.field.split(".")[0] == "drugs" for row in evidence_rows(finding, comparison))
    ]
    for finding in found:
        text = f"{finding.criterion.id}: {sentence(finding, comparison)}"
        yield Check("interaction", _STATES[finding.verdict], text, finding.criterion.id)
    if not found:
        yield Check("interaction", "not_stated", f"Interactions are {NOT_STATED}.")

"""A comparison as JSON: plain mappings, verdicts and eligibilities as snake_case words."""

from __future__ import annotations

import math
from typing import Any

from hccreview import __version__
from hccreview.review.change import recoverable
from hccreview.review.compare import Comparison
from hccreview.review.digest import data_version, input_digest, made_from
from hccreview.review.eligibility import Finding, TrialAssessment
from hccreview.review.evidence import EvidenceRow, evidence_rows
from hccreview.review.explain import (
    STATEMENT,
    eligibility_sentence,
    missing_fields,
    sentence,
)
from hccreview.review.insight import TrialChange, ask_list, nearest_changes
from hccreview.review.profile import profile
from hccreview.review.recruitment import recruitment_sentence
from hccreview.trials.model import Place

Json = dict[str, Any]


def report(comparison: Comparison) -> Json:
    """Return everything a comparison says."""
    anchors = comparison.anchors
    changes = {change.trial_id: change for change in nearest_changes(comparison)}
    return {
        "as_of": str(anchors.as_of),
        "inclusion": str(anchors.inclusion),
        "first_dose": str(anchors.first_dose),
        "inclusion_assumed": anchors.inclusion_assumed,
        "first_dose_assumed": anchors.first_dose_assumed,
        "case": comparison.case.code,
        "label": comparison.case.label,
        "synthetic": comparison.case.synthetic,
        "trials": [
            _trial(assessment, comparison, changes.get(assessment.trial.id))
            for assessment in comparison.assessments
        ],
        "ask": _ask(comparison),
        "open_again": [
            {"field": name, "label": comparison.dictionary.label(name), "sentence": why}
            for name, why in comparison.reopened.items()
        ],
        "profile": _profile(comparison),
        "program_version": __version__,
        "data_version": data_version(a.trial for a in comparison.assessments),
        "made_from": made_from(a.trial for a in comparison.assessments),
        "digest": input_digest(comparison),
        "statement": STATEMENT,
    }


def _trial(assessment: TrialAssessment, comparison: Comparison, change: TrialChange | None) -> Json:
    trial = assessment.trial
    return {
        "id": trial.id,
        "short_name": trial.short_name,
        "arm": assessment.arm,
        "eligibility": assessment.eligibility.value,
        "recruitment": comparison.recruitment(assessment).value,
        "recruitment_sentence": recruitment_sentence(trial, comparison.anchors.as_of),
        "headline": eligibility_sentence(assessment, comparison),
        "counts": {verdict.value: number for verdict, number in assessment.counts.items()},
        "criteria_listed": trial.criteria_listed,
        "checked": trial.checked,
        "nearest_change": None if change is None else _change(change),
        "overrides": _overrides(assessment, comparison),
        "findings": [_finding(finding, comparison) for finding in assessment.findings],
    }


def _change(change: TrialChange) -> Json:
    return {
        "fixed": change.fixed,
        "sentence": change.sentence,
        "changes": [
            {
                "criterion": each.criterion_id,
                "recoverable": each.how,
                "recoverable_from": _text(each.from_day),
                "distance_percent": _number(each.distance_percent),
                "sentence": each.sentence,
            }
            for each in change.changes
        ],
    }


def _overrides(assessment: TrialAssessment, comparison: Comparison) -> list[Json]:
    return [
        {
            "criterion": each.criterion,
            "author": each.author,
            "on": str(each.on),
            "at": None if each.at is None else each.at.strftime("%H:%M"),
            "kind": each.kind,
            "reason": each.reason,
            "open_again": comparison.overrides_reopened.get((each.trial, each.criterion)),
        }
        for each in comparison.case.overrides
        if each.trial == assessment.trial.id
    ]


def _finding(finding: Finding, comparison: Comparison) -> Json:
    criterion, way = finding.criterion, recoverable(finding, comparison)
    return {
        "criterion": criterion.id,
        "kind": criterion.kind,
        "label": criterion.label,
        "concept": criterion.concept,
        "verdict": finding.verdict.value,
        "due": criterion.due,
        "anchor": criterion.anchor,
        "sentence": sentence(finding, comparison),
        "missing": list(missing_fields(finding)),
        "evidence": [_evidence(row) for row in evidence_rows(finding, comparison)],
        "recoverable": None if way is None else way.how,
        "recoverable_from": None if way is None else _text(way.from_day),
        "linked_to": list(criterion.linked_to),
        "place": _place(criterion.place),
        "flags": list(criterion.flags),
        "notes": list(criterion.notes),
    }


def _evidence(row: EvidenceRow) -> Json:
    return {
        "field": row.field,
        "label": row.label,
        "value": row.value_text if _number(row.value) is None else row.value,
        "value_text": row.value_text,
        "unit": row.unit,
        "on": _text(row.on),
        "operator": row.operator,
        "limit": row.limit_text or None if _number(row.limit) is None else row.limit,
        "limit_text": row.limit_text,
        "distance": _number(row.distance),
        "percent": _number(row.percent),
        "laboratory": row.laboratory,
        "note": row.note,
    }


def _place(place: Place) -> Json:
    return {"section": place.section, "first_line": place.first, "last_line": place.last}


def _ask(comparison: Comparison) -> list[Json]:
    return [
        {
            "field": question.field,
            "label": question.label,
            "text": question.text,
            "board": question.board,
            "open_again": question.reopened or None,
            "settles": [{"trial": trial, "criterion": name} for trial, name in question.settles],
        }
        for question in ask_list(comparison)
    ]


def _profile(comparison: Comparison) -> list[Json]:
    return [
        {
            "id": line.id,
            "label": line.label,
            "value_text": line.value_text,
            "unit": line.unit,
            "inputs": [{"label": label, "value_text": value} for label, value in line.inputs],
            "missing": list(line.missing),
            "source": line.source,
            "note": line.note,
        }
        for line in profile(comparison)
    ]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: float | None) -> float | None:
    """Return a number that JSON can hold; an open bound is not one."""
    return value if value is not None and math.isfinite(value) else None

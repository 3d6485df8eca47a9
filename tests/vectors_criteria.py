"""Worked examples of logic, verdicts and criteria: the calculators by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hccreview.clinical.case import Anchors
from hccreview.criteria.logic import NOT, Truth, all_of, any_of, truth_of
from hccreview.errors import ReviewError
from hccreview.review.compare import compare
from hccreview.review.eligibility import Verdict, headline, verdict_of
from tests.builders import a_case, compare_one, trials
from tests.vectors_case import example
from tests.vectors_example import Example

_TRIALS = {
    "000": "NCT05099848",
    "001": "ChiCTR2100041874",
    "002": "NCT06881433",
    "003": "TACE-CAM-APA",
    "004": "NCT06187961",
}
_ANSWERS = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}
_Inputs = dict[str, Any]


def _criterion(given: _Inputs) -> object:
    """Return the truth of a criterion's expression, before an exclusion is turned round."""
    trial_id, criterion_id = _named(str(given["criterion"]))
    found = example(given)
    finding = _compared(found, trial_id).finding(criterion_id)
    return _ANSWERS[finding.outcome.truth]


def _named(written: str) -> tuple[str, str]:
    """``004-I12b`` or ``NCT06187961-I12b`` → trial and criterion."""
    head, _, tail = written.rpartition("-")
    trial_id = _TRIALS.get(head, head)
    if trial_id not in trials():
        raise ReviewError(f"There is no trial “{head}”.")
    return trial_id, tail


def _compared(found: Example, trial_id: str) -> Any:
    anchors = Anchors(found.days["as_of"], found.days["inclusion"], found.days["first_dose"])
    arm = found.get("arm")
    known = [each.id for each in trials()[trial_id].arms]
    arms = {trial_id: arm} if arm in known else {}
    compared = compare(found.case, [trials()[trial_id]], anchors, arms=arms, given=found.given)
    return compared.assessments[0]


def _kleene(given: _Inputs) -> object:
    truths = [truth_of(each) for each in given["args"]]
    operator = str(given["op"]).lower()
    if operator == "not":
        return _ANSWERS[NOT[truths[0]]]
    if operator not in ("and", "or"):
        raise ReviewError(f"There is no operator “{operator}”.")
    return _ANSWERS[all_of(truths) if operator == "and" else any_of(truths)]


def _verdict(given: _Inputs) -> object:
    verdicts: list[tuple[Verdict, bool]] = []
    for kind in ("inclusion", "exclusion"):
        for answer in given.get(kind) or []:
            truth = truth_of(answer)
            verdicts.append((verdict_of(kind, truth, truth is Truth.UNKNOWN, False), True))
    return headline(verdicts, given.get("criteria_listed", "all")).value


def _ecog_rules(given: _Inputs) -> object:
    case = a_case(ecog=given.get("ecog", given.get("ps")))

    def passes(trial_id: str, criterion_id: str) -> bool | None:
        verdict = compare_one(case, trial_id, criterion_id).verdict
        return {Verdict.PASS: True, Verdict.FAIL: False}.get(verdict)

    return {
        "meets_001": passes("ChiCTR2100041874", "I5"),
        "passes_002": passes("NCT06881433", "E3b"),
        "meets_004": passes("NCT06187961", "I3"),
    }


CALCULATORS: dict[str, Callable[[_Inputs], object]] = {
    "criterion": _criterion,
    "kleene": _kleene,
    "verdict": _verdict,
    "ecog_rules": _ecog_rules,
}

"""What has changed since the meeting, and because of what."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hccreview.clinical.case import Case, Override
from hccreview.clinical.editing import with_override, with_plan
from hccreview.clinical.fields import bundled_settings
from hccreview.clinical.plan import Plan
from hccreview.clinical.planning import bundled_planning
from hccreview.errors import ReviewError
from hccreview.meeting.causes import Difference
from hccreview.meeting.documents import documents_of
from hccreview.meeting.since import Since, TrialMove, VerdictMove, changed_since
from hccreview.meeting.snapshot import Snapshot
from hccreview.review.compare import Comparison, compare
from hccreview.review.eligibility import Eligibility, Verdict
from hccreview.review.recruitment import Recruitment
from hccreview.trials.library import trial_from_text
from hccreview.trials.local import LocalProtocol
from hccreview.trials.model import Trial
from resources import resource_path
from tests.builders import TODAY, a_case, anchors_of, comparison, trials
from tests.meeting.builders import (
    LONG,
    SHORT,
    a_sample,
    a_snapshot,
    compared,
    documents,
    with_value,
)

LATER = TODAY + timedelta(days=30)


def since(today: Comparison, snapshot: Snapshot | None = None, **more: Any) -> Since:
    return changed_since(snapshot or a_snapshot(compared(1, LONG)), today, documents(), **more)


def only(found: Since) -> tuple[TrialMove, VerdictMove]:
    (trial,) = found.trials
    (move,) = trial.moves
    return trial, move


def today(case: Case | None = None, **more: Any) -> Comparison:
    return comparison(case or a_sample(), LONG, **more)


def changed(old: str, new: str) -> Trial:
    """Return another version of the trial document."""
    text = resource_path("trials", f"{LONG}.yaml").read_text(encoding="utf-8")
    assert old in text
    return trial_from_text(text.replace(old, new), f"{LONG}.yaml")


def test_nothing_has_changed_where_nothing_has() -> None:
    found = changed_since(a_snapshot(), compared(), documents())
    assert found.nothing
    assert found == Since("SAMPLE-01", (), ())


def test_a_new_value_moves_a_verdict_and_is_told_with_both_values_and_dates() -> None:
    trial, move = only(since(today(with_value(a_sample(), "platelets", 60, "2026-11-20"))))
    assert (move.then, move.now) == (Verdict.PASS, Verdict.FAIL)
    assert [cause.kind for cause in move.causes] == [Difference.CASE]
    assert move.sentence == (
        "I12b (Platelets at least 75 ×10⁹/L): pass at the meeting, fail now: platelets"
        " 138 ×10⁹/L of 18 Nov 2026 at the meeting, 60 ×10⁹/L of 20 Nov 2026 now."
    )
    assert (trial.then, trial.now) == (Eligibility.ELIGIBLE, Eligibility.INELIGIBLE)
    assert trial.headline_moved
    assert trial.sentence == (
        "NCT06187961: eligible per registry text at the meeting, ineligible now, because of"
        " recorded values."
    )


def test_a_new_value_that_moves_nothing_is_no_change_of_a_verdict() -> None:
    assert since(today(with_value(a_sample(), "platelets", 120, "2026-11-20"))).nothing


def test_a_value_that_was_missing_at_the_meeting_is_told_so() -> None:
    case = a_sample()
    bare = replace(case, observations=tuple(o for o in case.observations if o.field != "platelets"))
    moves = since(today(), a_snapshot(comparison(bare, LONG))).moves
    move = next(each for each in moves if each.criterion == "I12b")
    assert (move.then, move.now) == (Verdict.UNKNOWN, Verdict.PASS)
    assert "platelets not recorded at the meeting, 138 ×10⁹/L of 18 Nov 2026 now" in move.sentence


def test_days_that_pass_make_values_too_old() -> None:
    found = since(today(as_of=LATER))
    moves = {move.criterion: move for move in found.moves}
    assert [cause.kind for cause in moves["I3"].causes] == [Difference.DAYS]
    assert moves["I3"].causes[0].sentence == (
        "ECOG performance status of 20 Nov 2026 is too old on 21 Dec 2026"
    )
    assert moves["I11"].causes[0].sentence == (
        "the list “Other drugs and blood products” was last confirmed as complete on 21 Nov 2026"
    )
    assert {cause.kind for move in found.moves for cause in move.causes} == {Difference.DAYS}


def test_a_first_dose_that_is_put_off_is_told_as_a_moved_day() -> None:
    tace = {"kind": "tace", "drug": "TACE", "on": "2026-10-30", "in_trial": False}
    case = replace(a_case(treatments=[tace]), code="SAMPLE-01")
    then = comparison(case, LONG, first_dose=date(2026, 11, 23))
    now = comparison(case, LONG, first_dose=date(2026, 11, 28))
    _, move = only(since(now, a_snapshot(then)))
    assert (move.criterion, move.then, move.now) == ("E25", Verdict.FAIL, Verdict.PASS)
    assert [cause.kind for cause in move.causes] == [Difference.DAYS]
    assert "the first dose moved from 23 Nov 2026 to 28 Nov 2026" in move.sentence


def test_a_new_version_of_the_trial_is_the_cause_where_it_alone_moves_the_verdict() -> None:
    trial = changed("platelets >= 75 ", "platelets >= 150 ")
    now = replace(today(), assessments=today_with(trial).assessments)
    move = next(each for each in since(now).moves if each.criterion == "I12b")
    assert (move.then, move.now) == (Verdict.PASS, Verdict.FAIL)
    assert [cause.kind for cause in move.causes] == [Difference.TRIAL]
    old = trials()[LONG].digest
    assert f"({old[:8]}, now {trial.digest[:8]}), and this criterion is asked in" in move.sentence


def today_with(trial: Trial, case: Case | None = None, **more: Any) -> Comparison:
    return compare(case or a_sample(), [trial], anchors_of(a_sample(), TODAY), **more)


def test_two_differences_that_only_together_move_a_verdict_are_both_told() -> None:
    trial = changed("platelets >= 75 ", "platelets >= 100 ")
    case = with_value(a_sample(), "platelets", 90, "2026-11-20")
    moves = since(today_with(trial, case)).moves
    move = next(each for each in moves if each.criterion == "I12b")
    assert [cause.kind for cause in move.causes] == [Difference.CASE, Difference.TRIAL]


def test_a_difference_that_did_not_matter_is_not_told_as_a_cause() -> None:
    case = with_value(a_sample(), "platelets", 60, "2026-11-20")
    later = TODAY + timedelta(days=1)
    moves = since(today(case, as_of=later)).moves
    move = next(each for each in moves if each.criterion == "I12b")
    assert [cause.kind for cause in move.causes] == [Difference.CASE]


def test_a_changed_setting_of_the_site_is_told_with_both_limits() -> None:
    known = bundled_settings()
    short = replace(known, ages={**known.ages, "laboratory": 1})
    moves = since(today(settings=short)).moves
    assert moves
    assert {cause.kind for move in moves for cause in move.causes} == {Difference.SETTINGS}
    assert moves[0].causes[0].sentence == (
        "our setting: laboratory values and findings count as old after 1 day, at the meeting after"
        " 28 days"
    )


def test_a_verdict_that_this_program_works_out_anew_is_told_as_the_programs() -> None:
    snapshot = a_snapshot(compared(1, LONG))
    (trial,) = snapshot.trials
    other = tuple(
        replace(each, verdict=Verdict.UNKNOWN) if each.criterion == "I12b" else each
        for each in trial.findings
    )
    older = replace(snapshot, program="0.0.9", trials=(replace(trial, findings=other),))
    found = since(today(), older)
    _, move = only(found)
    assert [cause.kind for cause in move.causes] == [Difference.PROGRAM]
    assert "works it out anew (sealed with version 0.0.9)" in move.sentence
    assert found.other[0].endswith("0.0.9 sealed the decision.")


def test_criteria_that_came_and_went_with_a_version_are_told() -> None:
    trial = changed("id: I12b", "id: I12z")
    moves = {each.criterion: each for each in since(today_with(trial)).moves}
    assert (moves["I12b"].then, moves["I12b"].now) == (Verdict.PASS, None)
    assert (moves["I12z"].then, moves["I12z"].now) == (None, Verdict.PASS)
    assert "pass at the meeting, no longer asked now" in moves["I12b"].sentence
    assert "not asked at the meeting, pass now" in moves["I12z"].sentence


def test_recruitment_that_ends_and_trials_that_come_and_go_are_told() -> None:
    case = replace(a_case(), code="SAMPLE-01")
    then = a_snapshot(comparison(case, LONG, as_of=date(2026, 6, 30)))
    moved = since(comparison(case, LONG, as_of=date(2026, 7, 1)), then).trials[0]
    assert moved.recruiting_now is Recruitment.PRINTED_END_PASSED
    assert "recruitment: recruiting as printed, until 30 Jun 2026 at the meeting" in moved.sentence
    assert not moved.headline_moved
    found = since(comparison(a_sample(), SHORT))
    assert [each.sentence for each in found.trials][0] == (
        "NCT06187961 is no longer among the compared trials."
    )
    assert found.trials[1].sentence.startswith("NCT05099848 is compared only since the meeting: no")


def test_another_arm_is_a_cause() -> None:
    case = a_sample()
    name = next(n for n, trial in trials().items() if len(trial.arms) > 1)
    other = next(arm.id for arm in trials()[name].arms if not arm.default)
    snapshot = a_snapshot(comparison(case, name))
    found = since(comparison(case, name, arms={name: other}), snapshot)
    kinds = {cause.kind for move in found.moves for cause in move.causes}
    assert kinds <= {Difference.ARM}


def test_plans_protocols_settings_and_overrides_that_changed_are_told() -> None:
    snapshot = a_snapshot(compared(1, LONG))
    override = Override(LONG, "I12b", "Dr Lin", TODAY, "data wrong", "clumped")
    case = with_override(with_plan(a_sample(), Plan(LONG, date(2026, 11, 26))), override)
    local = LocalProtocol(LONG, "Dr Lin", TODAY, "our pharmacy", (), 21)
    planning = replace(bundled_planning(), formula="du_bois")
    found = since(today(case), snapshot, planning=planning, protocols=[local])
    assert found.other == (
        "The plan for NCT06187961 is new.",
        "The local protocol of NCT06187961 is new.",
        "The settings of schedules have been changed: formula.",
        "The override of NCT06187961 I12b by Dr Lin is new.",
    )
    back = since(today(), a_snapshot(today(case), protocols=[local]), protocols=[])
    assert back.other == (
        "The plan for NCT06187961 has been removed.",
        "The local protocol of NCT06187961 has been removed.",
        "The override of NCT06187961 I12b by Dr Lin has been removed.",
    )
    same = today(case)
    plan = with_plan(case, Plan(LONG, date(2026, 12, 1)))
    moved = with_override(plan, replace(override, reason="haemolysed"))
    assert since(today(moved), a_snapshot(same)).other == (
        "The plan for NCT06187961 has been changed.",
        "The override of NCT06187961 I12b has been changed by Dr Lin.",
    )


def test_another_case_and_a_missing_document_are_refused() -> None:
    with pytest.raises(ReviewError, match="The sealed decision is on SAMPLE-01, the comparison on"):
        since(compared(2, LONG))
    trial = changed("platelets >= 75 ", "platelets >= 150 ")
    with pytest.raises(ReviewError, match="is missing; restore it from a backup"):
        changed_since(a_snapshot(compared(1, LONG)), today_with(trial), {})


def test_documents_are_kept_for_every_compared_trial() -> None:
    assert set(documents()) == {trial.digest for trial in trials().values()}
    assert documents_of(compared(1, LONG), {LONG: resource_text(LONG)}).keys() < documents().keys()


def resource_text(name: str) -> str:
    return resource_path("trials", f"{name}.yaml").read_text(encoding="utf-8")

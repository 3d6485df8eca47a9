"""Answers of the board and overrides that are open again: not counted, still recorded, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hccreview.clinical.case import Case, Override, anchors_of
from hccreview.clinical.dates import day
from hccreview.clinical.editing import with_observation, with_override, without_observation
from hccreview.clinical.entry import read_observation
from hccreview.clinical.fields import bundled_dictionary
from hccreview.criteria.phrases import lower_first
from hccreview.meeting.causes import Difference
from hccreview.meeting.ground import AnswerGrounds, ground_of_finding, ground_text
from hccreview.meeting.seal import opened, sealed
from hccreview.meeting.since import changed_since
from hccreview.meeting.snapshot import compared_again
from hccreview.meeting.standing import compared
from hccreview.reports.deidentified import without_identity
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Eligibility, Verdict
from hccreview.review.explain import eligibility_sentence, override_sentence, sentence
from hccreview.review.horizon import horizons
from hccreview.review.insight import ask_list, eligible_when
from tests.builders import TODAY, a_case, a_criterion, a_trial, trials
from tests.meeting.builders import (
    CHINESE,
    LONG,
    NOON,
    a_sample,
    a_snapshot,
    documents,
    grounded,
    with_value,
)

LIBRARY = tuple(trials().values())
BLEEDING = "high_bleeding_risk"


def on(case: Case, as_of: date = TODAY, *names: str) -> Comparison:
    chosen = [trials()[name] for name in names] or LIBRARY
    return compared(case, chosen, anchors_of(case, as_of))


def verdicts(found: Comparison) -> dict[tuple[str, str], Verdict]:
    return {(f.trial_id, f.criterion.id): f.verdict for a in found.assessments for f in a.findings}


def overridden(case: Case, criterion: str = "I12b") -> Case:
    """Return the case with an override of a finding that knows what it rests on."""
    found = on(case)
    ground = ground_text(ground_of_finding(found.assessment(LONG).finding(criterion), found))
    override = Override(LONG, criterion, "Dr Lin", TODAY, "data wrong", "clumped", ground=ground)
    return with_override(case, override)


BOARD = grounded(a_sample())
CHANGED = with_value(BOARD, "platelets", 90, "2026-11-20")
WHY = "Open again: platelets: 90 ×10⁹/L now, 138 ×10⁹/L when it was given."


# ------------------------------------------------------------------------- answers


def test_answers_stand_while_nothing_below_them_changes_and_change_no_finding() -> None:
    found = on(BOARD)
    assert found.reopened == {}
    assert verdicts(found) == verdicts(on(a_sample()))
    assert found.counted is BOARD


def test_an_answer_opens_itself_again_and_its_criteria_need_judgement() -> None:
    found = on(CHANGED)
    assert set(found.reopened) == {BLEEDING, "severe_bleeding_tendency"}
    assert found.reopened[BLEEDING] == WHY
    asking = {key for key, verdict in verdicts(found).items() if verdict is Verdict.NEEDS_JUDGEMENT}
    assert asking == {
        (f.trial_id, f.criterion.id)
        for a in on(without(CHANGED, *found.reopened)).assessments
        for f in a.findings
        if f.verdict is Verdict.NEEDS_JUDGEMENT
    }
    assert asking
    assert found.case.of(BLEEDING) == BOARD.of(BLEEDING)  # it stays recorded


def without(case: Case, *names: str) -> Case:
    return replace(case, observations=tuple(o for o in case.observations if o.field not in names))


def test_a_headline_never_stays_settled_on_an_answer_that_is_open_again() -> None:
    trial = a_trial(a_criterion("E1", BLEEDING))
    trial = replace(trial, criteria_listed="all")
    case = a_case(platelets=120, high_bleeding_risk=False)
    (answer,) = case.of(BLEEDING)
    ground = ground_text(AnswerGrounds(case, (trial,), TODAY).of(BLEEDING))
    case = with_observation(case, replace(answer, ground=ground), answer)
    before = compared(case, [trial], anchors_of(case, TODAY)).assessments[0]
    assert before.eligibility is Eligibility.ELIGIBLE
    lower = with_value(case, "platelets", 20, "2026-11-21")
    after = compared(lower, [trial], anchors_of(lower, TODAY)).assessments[0]
    assert after.eligibility is Eligibility.UNDETERMINED


def test_the_question_is_asked_again_and_says_why() -> None:
    found = on(CHANGED)
    question = next(each for each in ask_list(found) if each.field == BLEEDING)
    assert question.board
    assert question.reopened == WHY
    finding = next(
        f for a in found.assessments for f in a.findings if f.outcome.questions == (BLEEDING,)
    )
    assert sentence(finding, found).endswith(f" Answered before, {lower_first(WHY)}")


def test_an_answer_without_what_it_rests_on_stands() -> None:
    assert on(with_value(a_sample(), "platelets", 90, "2026-11-20")).reopened == {}


def test_an_older_answer_does_not_come_back_where_the_newest_is_open_again() -> None:
    (newest,) = CHANGED.of(BLEEDING)
    older = replace(newest, ground="", collected_on=a_sample().of("platelets")[0].collected_on)
    case = with_observation(CHANGED, older)
    found = on(case)
    assert BLEEDING in found.reopened
    assert found.chart().fact(BLEEDING).observation is None


def test_an_answer_given_again_on_the_new_facts_stands() -> None:
    assert on(grounded(CHANGED)).reopened == {}


def test_a_new_answer_beside_an_open_one_counts() -> None:
    (old,) = CHANGED.of(BLEEDING)
    ground = ground_text(AnswerGrounds(CHANGED, LIBRARY, TODAY).of(BLEEDING))
    new = replace(old, value=True, collected_on=day(TODAY), ground=ground)
    found = on(with_observation(CHANGED, new))
    assert BLEEDING not in found.reopened
    assert found.chart().fact(BLEEDING).settled_word == "yes"


@pytest.mark.parametrize("text", ["no ground", "{}", '{"asked":[],"facts":[],"more":1}', "[]"])
def test_an_answer_whose_ground_cannot_be_read_is_open_again(text: str) -> None:
    (answer,) = BOARD.of(BLEEDING)
    found = on(with_observation(BOARD, replace(answer, ground=text), answer))
    assert found.reopened == {
        BLEEDING: "Open again: the facts that it rests on were recorded in a form that is not"
        " known."
    }


def test_a_ground_beside_a_value_that_is_no_answer_means_nothing() -> None:
    (platelets,) = BOARD.of("platelets")
    changed = with_observation(BOARD, replace(platelets, ground="no ground"), platelets)
    assert on(changed).reopened == {}


def test_some_of_the_trials_open_and_close_no_answer() -> None:
    for name in trials():
        assert on(BOARD, TODAY, name).reopened == {}
        assert on(CHANGED, TODAY, name).reopened[BLEEDING] == WHY


@pytest.mark.parametrize("number", range(1, 15))
def test_days_that_pass_open_no_answer_again(number: int) -> None:
    case = a_sample(number)
    as_of = case.as_of or TODAY
    known = grounded(case, as_of)
    for days in (1, 30, 400):
        assert on(known, as_of + timedelta(days)).reopened == {}


# What an answer can rest on, and two values that differ.
VALUES = {"platelets": (60, 90), "inr": (1.5, 1.9), "ecog": ("1", "2"), "albumin": (30, 41)}
edits = st.lists(
    st.tuples(st.sampled_from(sorted(VALUES)), st.integers(0, 1)), min_size=1, max_size=4
)


@given(edits)
def test_withdrawing_a_fact_and_entering_it_again_closes_what_it_opened(
    made: list[tuple[str, int]],
) -> None:
    case = BOARD
    for field, which in made:
        case = with_value(case, field, VALUES[field][which], "2026-11-20")
    for observation in [o for o in case.observations if o not in BOARD.observations]:
        case = without_observation(case, observation)
    assert on(case).reopened == {}
    # The same value typed in again is another object, with another way of writing it.
    for field in VALUES:
        (old,) = case.of(field)
        definition = bundled_dictionary().field(field)
        gone = without_observation(case, old)
        typed = read_observation(
            definition, old.value_text, old.unit, collected_on=old.collected_on
        )
        case = with_observation(gone, replace(typed, uln=old.uln, lln=old.lln, note="typed again"))
    assert on(case).reopened == {}


# --------------------------------------------------------- compared again, in parts


def test_every_part_that_is_compared_again_leaves_out_what_is_open() -> None:
    found = on(CHANGED)
    bare = on(without(CHANGED, *found.reopened))
    assert [each.stretches for each in horizons(found, 20)] == [
        each.stretches for each in horizons(bare, 20)
    ]
    assert eligible_when(found, LIBRARY) == eligible_when(bare, LIBRARY)
    assert [each.settles for each in ask_list(found)] == [each.settles for each in ask_list(bare)]
    assert verdicts(without_identity(found)) == verdicts(found)


def test_what_is_open_again_is_left_out_of_a_comparison_without_identity() -> None:
    found = on(with_value(overridden(CHANGED), "platelets", 91, "2026-11-21"))
    bare = without_identity(found)
    assert bare.reopened.keys() == found.reopened.keys()
    told = {*bare.reopened.values(), *bare.overrides_reopened.values()}
    assert told == {"Open again: something below it has changed."}
    assert {each.ground for each in bare.case.observations} == {""}
    assert {(each.ground, each.at) for each in bare.case.overrides} == {("", None)}


# ----------------------------------------------------------------------- overrides


def test_an_override_is_open_again_when_a_fact_below_it_changes_and_says_so() -> None:
    case = overridden(with_value(BOARD, "platelets", 60, "2026-11-20"))
    found = on(case)
    assert found.overrides_reopened == {}
    later = on(with_value(case, "platelets", 62, "2026-11-21"))
    why = later.overrides_reopened[(LONG, "I12b")]
    assert why == (
        "Open again: platelets: 62 ×10⁹/L of 21 Nov 2026 now, 60 ×10⁹/L of 20 Nov 2026 when it was"
        " given."
    )
    assessment = later.assessment(LONG)
    assert why in override_sentence(assessment.finding("I12b"), later)
    assert assessment.finding("I12b").verdict is Verdict.FAIL  # it never changed the verdict
    assert "; 1 override (1 open again)" in eligibility_sentence(assessment, later)


def test_an_override_without_what_it_rests_on_is_open_again() -> None:
    case = with_override(BOARD, Override(LONG, "I12b", "Dr Lin", TODAY, "data wrong", "clumped"))
    assert on(case).overrides_reopened == {
        (LONG, "I12b"): "Open again: it was recorded without the facts that it rests on."
    }
    unreadable = replace(case.overrides[0], ground="?")
    (why,) = on(with_override(case, unreadable)).overrides_reopened.values()
    assert why.endswith("were recorded in a form that is not known.")


def test_an_override_of_a_criterion_that_is_gone_is_open_again() -> None:
    case = overridden(BOARD)
    gone = replace(case.overrides[0], criterion="X1")
    told = on(replace(case, overrides=(gone,))).overrides_reopened
    assert told == {(LONG, "X1"): "Open again: the criterion it is about is no longer compared."}
    assert on(replace(case, overrides=(gone,)), TODAY, CHINESE).overrides_reopened == {}


def test_an_override_of_a_judged_finding_is_open_again_with_the_answer() -> None:
    found = on(BOARD)
    finding = next(
        f
        for f in found.assessment(LONG).findings
        if BLEEDING in f.criterion.expression_text and f.verdict is Verdict.PASS
    )
    case = overridden(BOARD, finding.criterion.id)
    later = on(with_value(case, "platelets", 90, "2026-11-20"))
    why = later.overrides_reopened[(LONG, finding.criterion.id)]
    assert "the finding is “needs judgement” now, and was “pass” when it was given" in why


# --------------------------------------------------------------------------- seals


def test_a_seal_keeps_what_was_open_and_gives_the_findings_of_then_back() -> None:
    case = overridden(CHANGED)
    later = with_value(case, "platelets", 91, "2026-11-21")
    found = on(later)
    made = sealed(a_snapshot(found), "Dr Lin", NOON)
    read = opened(made.content, made.digest).snapshot
    again = compared_again(read, documents())
    assert verdicts(again) == verdicts(found)
    assert again.reopened == found.reopened
    assert again.overrides_reopened == found.overrides_reopened
    assert again.overrides_reopened


def test_an_answer_that_is_open_again_since_the_meeting_is_a_cause_of_its_own() -> None:
    found = changed_since(a_snapshot(on(BOARD)), on(CHANGED), documents())
    moves = [move for move in found.moves if move.now is Verdict.NEEDS_JUDGEMENT]
    assert moves
    for move in moves:
        assert [cause.kind for cause in move.causes] == [Difference.ANSWER]
    assert any(
        "is not counted now (open again: platelets: 90 ×10⁹/L now, 138 ×10⁹/L when it was given)"
        in move.sentence
        for move in moves
    )
    back = changed_since(a_snapshot(on(CHANGED)), on(BOARD), documents())
    sentences = [m.sentence for m in back.moves if m.then is Verdict.NEEDS_JUDGEMENT]
    assert sentences
    assert all("counts again" in each for each in sentences)


def test_an_override_that_is_open_again_since_the_meeting_is_told() -> None:
    case = overridden(BOARD)
    later = on(with_value(case, "platelets", 137, "2026-11-21"))
    told = changed_since(a_snapshot(on(case)), later, documents()).other
    assert any(
        each.startswith(f"The override of {LONG} I12b stood at the meeting. Open again: platelets:")
        for each in told
    )

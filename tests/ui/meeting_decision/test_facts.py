"""What a decision is made from, and the words beside it: values without a window."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from hccreview.meeting.causes import Difference
from hccreview.meeting.decision import Decision, Kind, Recommendation
from hccreview.meeting.meeting import AgendaItem, Meeting, Readiness, Sitting
from hccreview.meeting.since import Cause, Since, TrialMove, VerdictMove
from hccreview.review.eligibility import Eligibility, Verdict
from hccreview.trials.library import read_library
from ui.commands.cases import sample_cases
from ui.meeting.decision.facts import arms_of, facts_of, sentences_of
from ui.meeting.decision.proposals import basis_for, days_for, reasons_for, some
from ui.meeting.decision.sealing import tasks_that_follow
from ui.meeting.decision.since_text import since_lines, since_short
from ui.meeting.decision.walk import neighbour, undecided

TODAY = date(2026, 11, 21)
ARMS, ONE_ARM = "NCT06881433", "NCT06187961"


@cache
def trials():
    """The bundled trials."""
    return read_library()


def facts(code, day=TODAY, decision=None):
    """The facts of a sample case."""
    (case,) = (each for each in sample_cases() if each.code == code)
    return facts_of(case, trials(), Sitting(day), day, arms_of(decision, trials()))


def decided(*recommendations):
    """A decision with some recommendations."""
    return Decision("SAMPLE-02", TODAY, recommendations, "basis", "A. Lin", "Chen Wei", TODAY)


def test_a_trial_is_compared_for_the_arm_that_is_recommended():
    decision = decided(Recommendation(Kind.PRECEDENT, ARMS, "no_haic"))
    assert facts("SAMPLE-02").comparison.assessment(ARMS).arm == "haic"
    assert facts("SAMPLE-02", decision=decision).comparison.assessment(ARMS).arm == "no_haic"


def test_the_arm_of_a_trial_goes_before_that_of_a_precedent():
    decision = decided(
        Recommendation(Kind.PRECEDENT, ARMS, "no_haic"), Recommendation(Kind.TRIAL, ARMS, "haic")
    )
    assert arms_of(decision, trials()) == {ARMS: "haic"}


def test_an_arm_that_the_trial_does_not_have_is_left_aside():
    decision = decided(Recommendation(Kind.PRECEDENT, ARMS, "placebo"))
    assert arms_of(decision, trials()) == {}


def test_tests_are_what_can_be_obtained_not_what_the_board_answers():
    found = facts("SAMPLE-03")
    assert any(each.board for each in found.questions)
    assert found.tests and not any(each.board for each in found.tests)


def test_the_reason_of_a_precedent_is_proposed_from_recruitment_headline_and_fails():
    proposed = reasons_for(Recommendation(Kind.PRECEDENT, ONE_ARM, "haic"), facts("SAMPLE-02"))
    assert proposed[0].startswith("cannot be entered: printed as recruiting")
    assert proposed[1].startswith("ineligible: 57 pass")
    assert proposed[2] == "fails: I12b (Platelets at least 75 ×10⁹/L)"


def test_a_trial_that_recruits_is_not_said_to_be_closed():
    recommended = Recommendation(Kind.TRIAL, ONE_ARM, "haic")
    proposed = reasons_for(recommended, facts("SAMPLE-02", date(2026, 6, 1)))
    assert not any("cannot be entered" in each for each in proposed)


def test_for_no_recommendation_it_is_proposed_what_is_closed_and_what_is_not_known():
    proposed = reasons_for(Recommendation(Kind.NONE), facts("SAMPLE-09"))
    assert proposed[0] == "none of the compared trials can be entered on 21 Nov 2026"
    assert proposed[1].startswith("not known: ") and proposed[1].endswith(" more")


@pytest.mark.parametrize("kind", [Kind.STANDARD, Kind.DIAGNOSTICS, Kind.SUPPORTIVE])
def test_nothing_is_proposed_where_no_reason_is_needed(kind):
    assert reasons_for(Recommendation(kind), facts("SAMPLE-02")) == ()


def test_the_basis_is_proposed_from_stage_state_and_the_recommended_trials():
    decision = decided(Recommendation(Kind.PRECEDENT, ONE_ARM, "haic", reason="why"))
    proposed = basis_for(decision, facts("SAMPLE-02"))
    assert proposed[0] == "BCLC stage C: macrovascular invasion"
    assert any(each.startswith("Child-Pugh") for each in proposed)
    assert proposed[-1].startswith(f"{ONE_ARM}: ineligible")


def test_what_is_not_known_is_not_proposed_as_a_basis():
    assert not any("ECOG" in each for each in basis_for(decided(), facts("SAMPLE-09"))[1:])


def test_days_are_counted_from_the_day_of_the_meeting():
    assert [day for _, day in days_for(TODAY)] == [
        date(2026, 11, 28), date(2026, 12, 5), date(2026, 12, 19)
    ]  # fmt: skip


def test_of_many_names_it_is_said_how_many_more_there_are():
    assert some(["a", "b"]) == "a and b"
    assert some(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_recommendations_are_numbered_where_there_are_several():
    one = decided(Recommendation(Kind.SUPPORTIVE))
    two = replace(one, recommendations=(*one.recommendations, Recommendation(Kind.NONE)))
    assert sentences_of(one, {}) == ("Supportive care.",)
    assert sentences_of(two, {})[1].startswith("2. ")


def test_a_test_that_an_open_task_asks_for_is_no_task_again():
    decision = decided(Recommendation(Kind.DIAGNOSTICS, asked=("albumin", "inr")))
    first = tasks_that_follow(decision, date(2026, 11, 25))
    assert [(each.field, each.due) for each in first] == [
        ("albumin", date(2026, 11, 25)), ("inr", date(2026, 11, 25))
    ]  # fmt: skip
    assert [each.field for each in tasks_that_follow(decision, None, first[:1])] == ["inr"]


# --- since


def a_move(criterion, then=Verdict.UNKNOWN, cause="the review moved"):
    """A criterion that passes now."""
    causes = (Cause(Difference.DAYS, cause),)
    return VerdictMove("T", criterion, "label", then, Verdict.PASS, causes, f"{criterion} moved.")


def a_since(*moves):
    """A trial whose criteria moved."""
    headline = Eligibility.UNDETERMINED
    trial = TrialMove("T", headline, headline, None, None, moves, "T: still undetermined.")
    return Since("SAMPLE-02", (trial,), ())


def test_criteria_that_moved_for_one_reason_are_told_in_one_line():
    lines = since_lines(a_since(a_move("I1"), a_move("I2"), a_move("I3")))
    assert lines == [
        "3 verdicts have moved:",
        "T: still undetermined.",
        "   · 3 criteria (I1, I2, I3): unknown at the meeting, pass now: the review moved.",
    ]


def test_criteria_that_moved_for_other_reasons_are_told_one_by_one():
    moves = (a_move("I1"), a_move("I2", cause="a new value"), a_move("I3", Verdict.FAIL))
    lines = since_lines(a_since(*moves))
    assert lines[2:] == ["   · I1 moved.", "   · I2 moved.", "   · I3 moved."]


def test_that_nothing_has_changed_is_said():
    nothing = Since("SAMPLE-02", (), ())
    assert since_lines(nothing) == ["Nothing that was sealed has changed: every verdict stands."]
    assert since_short(nothing) == "nothing has changed since"
    assert since_short(replace(nothing, other=("The program.",))) == "no verdict has moved since"
    assert since_short(a_since(a_move("I1"))) == "1 verdict has moved since"


# --- from case to case


AGENDA = Meeting(
    Sitting(TODAY),
    (
        AgendaItem("A"),
        AgendaItem("B", Readiness.DISCUSSED),
        AgendaItem("C", Readiness.DEFERRED, "no imaging"),
        AgendaItem("D", Readiness.READY),
    ),
)


def test_what_is_discussed_or_deferred_is_not_decided_on_next():
    assert undecided(AGENDA, "A") == "D"
    assert undecided(AGENDA, "D") == "A"
    assert undecided(Meeting(Sitting(TODAY), AGENDA.items[1:3]), "B") == ""


def test_the_agenda_has_two_ends():
    assert (neighbour(AGENDA, "A", 1), neighbour(AGENDA, "A", -1)) == ("B", "")
    assert neighbour(AGENDA, "D", 1) == ""

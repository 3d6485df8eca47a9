"""The agenda: order, readiness, and sentences for what cannot be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hccreview.errors import ReviewError
from hccreview.meeting.agenda import (
    moved,
    moved_to,
    set_readiness,
    with_case,
    with_notes,
    with_questions,
    without_case,
)
from hccreview.meeting.meeting import AgendaItem, Meeting, Member, Readiness, Sitting
from tests.builders import TODAY
from tests.meeting.builders import SITTING


def agenda(*codes: str) -> Meeting:
    return Meeting(SITTING, tuple(AgendaItem(code) for code in codes))


def test_a_case_is_added_at_the_end_or_at_a_place() -> None:
    meeting = with_case(with_case(agenda("A", "B"), "C"), "D", 1)
    assert meeting.codes == ("A", "D", "B", "C")


def test_a_case_is_on_the_agenda_once() -> None:
    with pytest.raises(ReviewError, match="^B is on the agenda already.$"):
        with_case(agenda("A", "B"), "B")


def test_a_case_moves_up_and_down_and_stops_at_the_ends() -> None:
    meeting = agenda("A", "B", "C")
    assert moved(meeting, "B", -1).codes == ("B", "A", "C")
    assert moved(meeting, "B", 1).codes == ("A", "C", "B")
    assert moved(meeting, "A", -1).codes == meeting.codes
    assert moved_to(meeting, "A", 99).codes == ("B", "C", "A")


@given(
    st.lists(st.text("ABCXYZ", min_size=1, max_size=3), unique=True, min_size=1, max_size=8),
    st.data(),
)
def test_moving_loses_no_case_and_moving_back_restores_the_order(
    codes: list[str], data: st.DataObject
) -> None:
    meeting = agenda(*codes)
    case = data.draw(st.sampled_from(codes))
    gone = moved_to(meeting, case, data.draw(st.integers(-3, 12)))
    assert sorted(gone.codes) == sorted(codes)
    assert [c for c in gone.codes if c != case] == [c for c in codes if c != case]
    assert moved_to(gone, case, codes.index(case)) == meeting


def test_a_discussed_case_stays_on_the_agenda() -> None:
    meeting = set_readiness(agenda("A", "B"), "A", Readiness.DISCUSSED)
    assert without_case(meeting, "B").codes == ("A",)
    with pytest.raises(ReviewError, match="A has been discussed and stays"):
        without_case(meeting, "A")


def test_deferring_needs_a_reason_which_goes_when_the_case_is_taken_up_again() -> None:
    with pytest.raises(ReviewError, match="^The reason why A is deferred is missing; write it.$"):
        set_readiness(agenda("A"), "A", Readiness.DEFERRED, "  ")
    meeting = set_readiness(agenda("A"), "A", Readiness.DEFERRED, "MRI is awaited")
    assert (meeting.item("A").reason, meeting.count(Readiness.DEFERRED)) == ("MRI is awaited", 1)
    assert set_readiness(meeting, "A", Readiness.READY).item("A").reason == ""
    with pytest.raises(ReviewError, match="A is not deferred; remove the reason"):
        set_readiness(meeting, "A", Readiness.READY, "MRI is awaited")


def test_questions_and_notes_belong_to_their_case() -> None:
    meeting = with_notes(with_questions(agenda("A", "B"), "B", ("TACE first?",)), "B", "Show MRI")
    assert (meeting.item("B").questions, meeting.item("B").notes) == (("TACE first?",), "Show MRI")
    assert meeting.item("A") == AgendaItem("A")
    with pytest.raises(ReviewError, match="C is not on the agenda; add it first."):
        with_notes(meeting, "C", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "^A question on A is missing; write it.$"),
        ("x" * 4001, "^A question on A has 4001 characters; shorten it to 4000 at most.$"),
        ("a\x00b", "^A question on A holds a character that cannot be printed; type it again.$"),
        ("\ud800", "^A question on A holds a character that cannot be printed; type it again.$"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_in_one_sentence(text: str, told: str) -> None:
    with pytest.raises(ReviewError, match=told):
        with_questions(agenda("A"), "A", (text,))


def test_there_are_bounds_on_members_cases_and_questions() -> None:
    with pytest.raises(ReviewError, match="There are 61 cases on the agenda; 60 are kept at most"):
        agenda(*(f"C-{number}" for number in range(61)))
    with pytest.raises(ReviewError, match="There are 61 members"):
        Sitting(TODAY, "", tuple(Member(f"M{number}") for number in range(61)))
    with pytest.raises(ReviewError, match="There are 21 questions to the board"):
        with_questions(agenda("A"), "A", ("Why?",) * 21)


def test_a_member_is_named_once_and_only_some_vote() -> None:
    assert SITTING.voters == 2
    with pytest.raises(ReviewError, match="The member “Dr Lin” is there twice"):
        Sitting(TODAY, "", (Member("Dr Lin"), Member("Dr Lin ")))
    with pytest.raises(ReviewError, match="The name of a member is missing"):
        Member(" ")
    with pytest.raises(ReviewError, match="after 1900"):
        Sitting(date(1066, 10, 14))

"""What is still to be obtained before the day, and ticking it off."""

from datetime import date, timedelta

import pytest

from hccreview.errors import ReviewError
from hccreview.meeting.meeting import Sitting
from hccreview.meeting.preparing import Preparation, Tick, preparations
from hccreview.review.insight import ask_list
from tests.builders import TODAY, a_case, comparison
from tests.meeting.builders import LONG, SITTING, compared


def prepared(found: object, *ticks: Tick) -> Preparation:
    (preparation,) = preparations(SITTING, [found], ticks)  # type: ignore[list-item]
    return preparation


def test_the_ask_list_is_parted_into_what_to_obtain_and_what_to_ask_the_board() -> None:
    found = compared(3)
    preparation, questions = prepared(found), ask_list(found)
    assert questions  # or this test shows nothing
    assert [want.field for want in preparation.wants] == [q.field for q in questions if not q.board]
    assert preparation.asked == tuple(q.text for q in questions if q.board)


def test_a_value_too_old_by_the_meeting_is_asked_for_in_time() -> None:
    later = Sitting(TODAY + timedelta(days=30))
    (now,) = preparations(SITTING, [compared(1)])
    (then,) = preparations(later, [compared(1, as_of=later.on)])
    assert now.ready
    wishes = [want.wish for want in then.wants]
    assert "Total bilirubin: repeat, the last is of 18 Nov 2026" in wishes
    with pytest.raises(ReviewError, match="compared as of 21 Nov 2026; compare it as of the meet"):
        preparations(later, [compared(1)])


def test_a_tick_says_who_has_it_and_the_case_is_ready_when_all_are_ticked() -> None:
    found = comparison(a_case(), LONG)
    wants = prepared(found).wants
    assert wants
    ticks = [Tick("CASE-1", want.field, "A. Lin", date(2026, 11, 18)) for want in wants]
    first = prepared(found, ticks[0])
    assert (first.wants[0].tick, len(first.outstanding)) == (ticks[0], len(wants) - 1)
    assert first.wants[0].sentence.endswith("(obtained: A. Lin, 18 Nov 2026)")
    assert not first.ready
    assert prepared(found, *ticks).ready


def test_ticks_of_another_case_or_of_what_is_no_longer_wanted_change_nothing() -> None:
    found = comparison(a_case(), LONG)
    field = prepared(found).wants[0].field
    others = (Tick("CASE-2", field, "A", TODAY), Tick("CASE-1", "never_asked", "A", TODAY))
    assert prepared(found, *others) == prepared(found)
    with pytest.raises(ReviewError, match="who ticked it off is missing"):
        Tick("CASE-1", field, "", TODAY)

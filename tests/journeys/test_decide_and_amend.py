"""A board presents, decides and seals; a value changes; what moved is seen, and it is amended."""

from __future__ import annotations

from pathlib import Path

import pytest

from hccreview.meeting.canonical import digest_of
from hccreview.meeting.meeting import Readiness
from hccreview.meeting.seal import Sealed
from tests.journeys.board import (
    agenda,
    decision_told,
    digest_of_store,
    fills_in,
    is_on,
    leaves_the_wall,
    makes_a_meeting,
    meeting_in_file,
    opens_the_decision,
    presents,
    puts_on_the_agenda,
    recommends,
    sealed_mark,
    versions_in_file,
    walks_to_the_end,
)
from tests.journeys.reading import headlines, saved, words_of
from tests.journeys.user import User
from tests.ui.opening import sample_store

CODE, TRIAL = "SAMPLE-02", "NCT06187961"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


@pytest.fixture
def user(program, path, monkeypatch) -> User:
    """Somebody who looks at the second case of an agenda of three."""
    user = program.start(path, monkeypatch)
    makes_a_meeting(user, "A. Lin", "C. Ho")
    puts_on_the_agenda(user, 3)
    user.presses("Down")
    is_on(user, CODE)
    return user


def test_from_the_agenda_over_the_wall_and_the_seal_to_the_amendment(
    user, path, program, monkeypatch
):
    the_case_is_prepared(user)
    the_cases_are_presented_and_nothing_changes(user, path)
    first = the_decision_is_sealed(user)
    the_platelets_are_corrected(user)
    it_is_seen_what_has_changed(user)
    second = it_is_amended_on_the_record_of_today(user)
    program.close(user)
    before, after = versions_in_file(path, CODE)
    assert (before.mark, after.mark) == (first, second)
    assert after.seal.before == before.digest == digest_of(before.content)
    assert after.seal.reason == "The platelets were 80"
    assert headline_sealed(before) == "Ineligible"
    assert headline_sealed(after) == "Eligible per registry text"
    again = program.start(path, monkeypatch)
    opens_the_decision(again)
    is_on(again, CODE)
    again.sees(lambda: "every verdict stands" in decision_told(again), True)
    assert first not in decision_told(again) and second in decision_told(again)
    again.tabs_to("Version 1")
    again.presses("Space")
    assert first in decision_told(again)
    assert "replaced by a later version" in decision_told(again)


def test_what_is_missing_is_asked_for_and_a_meeting_to_come_seals_nothing(user, path):
    opens_the_decision(user)
    recommends(user, TRIAL)
    assert user.keyboard_on() == "Reason"
    user.presses("Ctrl+Return")
    user.waits()
    assert user.keyboard_on() == "Reason"  # a precedent needs one
    user.types("Nearest to what the patient needs")
    user.presses("Ctrl+Return")
    assert user.keyboard_on() == "Basis"
    assert versions_in_file(path, CODE) == ()
    assert meeting_in_file(path).item(CODE).readiness is Readiness.TO_PREPARE


def test_tab_goes_down_the_decision_as_it_is_read(user):
    opens_the_decision(user)
    duty = ["Responsible", "By when", "Written by", "Votes for", "Votes against", "Abstentions"]
    form = ["Basis", *duty, "Dissent", "Seal… (Ctrl+Return)"]
    reached = tabbed(user, form[-1])
    offers = [each for each in reached if each.startswith("Recommend: ")]
    assert reached == [*offers, *form]
    assert len(offers) == 10 and offers[-1] == "Recommend: No recommendation"
    user.tabs_to(offers[0])
    recommends(user, TRIAL)
    assert user.keyboard_on() == "Reason"
    user.control("Discard the draft")  # as soon as it is saved
    assert tabbed(user, form[-1]) == [*form[:-1], "Discard the draft", form[-1]]
    user.tabs_to("Parts of the case at the meeting", "Shift+Tab")
    assert tabbed(user, "Reason") == [*offers, "Reason"]


# --- steps


def tabbed(user: User, end: str) -> list[str]:
    """What Tab reaches, one after the other, until the keyboard is on something."""
    reached: list[str] = []
    while not reached or reached[-1] != end:
        user.presses("Tab")
        reached.append(user.keyboard_on())
        assert len(reached) < 40, reached
    return reached


def headline_sealed(version: Sealed) -> str:
    """What was sealed of the trial."""
    return next(each.headline_word for each in version.snapshot.trials if each.id == TRIAL)


def the_case_is_prepared(user: User) -> None:
    """A question for the board, and the case is ready."""
    user.presses("R")
    user.waits()
    user.presses("Alt+1")
    user.tabs_to("Questions to the board, one a line")
    user.types("HAIC with the platelets of now?")
    user.presses("Tab")
    user.sees(lambda: saved(user), "Saved")
    user.presses("Ctrl+5")
    assert agenda(user)[1] == "2: SAMPLE-02, Ready, nothing to obtain · 1 question"


def the_cases_are_presented_and_nothing_changes(user: User, path: Path) -> None:
    """From the chosen case to the end, and back by keys."""
    user.waits()
    before = digest_of_store(path)
    stage = presents(user)
    seen = walks_to_the_end(user, stage)
    assert list(seen) == [CODE, "SAMPLE-03"]
    for titles in seen.values():
        assert titles[0].endswith("-year-old man") and titles[-1] == "Decision"
    user.presses("Ctrl+PgUp", "Home")
    assert "HAIC with the platelets of now?" in " ".join(every_text(stage))
    leaves_the_wall(user)
    assert digest_of_store(path) == before
    is_on(user, CODE)


def every_text(stage) -> list[str]:
    """What stands on the slides of the case on the wall."""
    assert stage.deck is not None
    return [text for slide in stage.deck.slides for text in slide.texts]


def the_decision_is_sealed(user: User) -> str:
    """A trial that cannot be entered, as a precedent with its reason; return the mark."""
    opens_the_decision(user)
    recommends(user, TRIAL)
    fills_in(user, "Nearest to what the patient needs", "Imaging of 12 Nov", "A. L", "+14", "C. H")
    user.presses("Ctrl+Return")
    user.waits()
    assert user.keyboard_on() == "Sealed by"
    user.presses("Return")
    user.waits()
    told = decision_told(user)
    assert "precedent): NCT06187961 (HAIC + lenva + cado)" in told
    assert "Reason: Nearest to what the patient needs." in told
    assert "Responsible: A. Lin, by 5 Dec 2026" in told
    mark = sealed_mark(user)
    assert "sealed by C. Ho on" in told and mark in told
    assert agenda(user)[1] == "2: SAMPLE-02, Discussed, nothing to obtain · 1 question"
    return mark


def the_platelets_are_corrected(user: User) -> None:
    """68 becomes 80: the limit of the trial is 75."""
    assert headlines(user)[TRIAL] == "Ineligible"
    user.presses("Ctrl+1")
    user.tabs_to("Go to a field")
    user.types("platelets")
    user.presses("Return")
    user.types("80")
    user.presses("Return")
    user.waits()
    user.sees(lambda: saved(user), "Saved")
    assert headlines(user)[TRIAL] == "Eligible"


def it_is_seen_what_has_changed(user: User) -> None:
    """The verdict that moved, and because of which value."""
    user.presses("Ctrl+5")
    user.sees(lambda: "1 verdict has moved" in decision_told(user), True)
    told = decision_told(user).split("Since then")[1]
    assert f"{TRIAL}: ineligible at the meeting, eligible per registry text now" in told
    assert "fail at the meeting, pass now" in told
    assert "platelets 68 ×10⁹/L of 18 Nov 2026 at the meeting, 80 ×10⁹/L" in told


def it_is_amended_on_the_record_of_today(user: User) -> str:
    """A new version on new facts, with its reason; return its mark."""
    user.tabs_to("Amend…")
    user.presses("Return")
    user.waits()
    assert user.keyboard_on() == "Reason"
    user.tabs_to("on the record of today", "Shift+Tab")
    user.presses("Space")
    user.waits()
    user.tabs_to("Seal… (Ctrl+Return)")
    user.presses("Return")
    user.waits()
    assert user.keyboard_on() == "Reason of the amendment"
    user.presses("Ctrl+Return")
    assert "Write why it is amended." in words_of(user.window)
    fills_in(user, "The platelets were 80")
    user.tabs_to("Sealed by")
    user.presses("Return")
    user.waits()
    assert "Amended: The platelets were 80." in decision_told(user)
    return sealed_mark(user)

"""Writing, sealing and amending decisions in the real window, by keyboard."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from hccreview.clinical.case import Override
from hccreview.clinical.dates import spoken
from hccreview.meeting.decision import Kind, Recommendation
from hccreview.meeting.meeting import Readiness
from tests.ui.edits import change_elsewhere, with_platelets
from tests.ui.meeting_decision.deciding import (
    ALT,
    CONTROL,
    Key,
    a_meeting,
    at_the_board,
    decide_by_keys,
    draft,
    focused,
    kept,
    press,
    seal_by_keys,
    told,
    words,
    written,
)
from tests.ui.opening import TODAY, choose, opened, sample_store, settle

CODE, TRIAL = "SAMPLE-02", "NCT06187961"


@pytest.fixture
def path(tmp_path):
    return sample_store(tmp_path)


@pytest.fixture
def window(qtbot, path):
    with opened(qtbot, path, CODE) as window:
        yield window


@pytest.fixture
def panel(qtbot, window):
    return at_the_board(qtbot, window, a_meeting())


def sealed(window, code=CODE):
    """The newest sealed decision of a case."""
    found = window.workspace.saving.store.board.seals(code)
    return found[0] if found else None


def recommend(panel, words_of_button):
    """Press the button of a recommendation by key."""
    button = next(each for each in panel.offers.buttons if words_of_button in each.text())
    button.setFocus()
    press(Key.Key_Return)


# --- writing


def test_a_precedent_is_decided_and_sealed_and_the_next_case_reached_by_keyboard_only(
    qtbot, window, panel
):
    decide_by_keys(panel)
    seal_by_keys(qtbot, window)
    made = sealed(window).newest
    (recommended,) = made.snapshot.decision.recommendations
    assert (recommended.kind, recommended.trial) == (Kind.PRECEDENT, TRIAL)
    assert recommended.reason == "local treatment was what the case lacks"
    assert made.snapshot.decision.due == TODAY + timedelta(days=14)
    assert made.seal.by == made.snapshot.decision.author == "A. Lin"
    assert draft(window, CODE) is None
    assert panel.room.item.readiness is Readiness.DISCUSSED
    assert made.mark in told(panel) and made.digest in told(panel)
    assert focused() is panel.sealed.next
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: panel.desk.writes and panel.desk.code == "SAMPLE-03")
    assert focused() is panel.offers.first_trial


def test_today_no_trial_can_be_entered_so_that_each_begins_a_precedent(panel):
    panel.start()
    for _ in panel.desk.facts.comparison.assessments:
        assert "precedent only" in focused().accessibleName()
        press(Key.Key_Down)


def test_a_trial_that_recruits_on_the_day_is_recommended_as_a_trial(qtbot, window):
    panel = at_the_board(qtbot, window, a_meeting(date(2026, 6, 1)))
    recommend(panel, TRIAL)
    (card,) = panel.form.cards
    assert card.value.kind is Kind.TRIAL
    assert "precedent only" not in told(card)
    assert card.as_precedent is not None
    card.as_precedent.setChecked(True)
    assert written(panel).recommendations[0].kind is Kind.PRECEDENT


def test_facts_are_proposed_and_never_written_by_themselves(panel):
    recommend(panel, TRIAL)
    reason = panel.form.cards[0].reason
    assert not reason.text.words
    assert any("cannot be entered" in each for each in reason.proposals.words)
    press(Key.Key_Down, Key.Key_Return)
    assert reason.text.words.startswith("cannot be entered: printed as recruiting")
    assert reason.text.hasFocus()
    words(" and more")
    assert reason.text.words.endswith("has passed and more")
    assert not any("cannot be entered" in each for each in reason.proposals.words)


def test_the_standard_of_care_stands_beside_the_trials_and_is_recommended_by_a_key(panel):
    assert "BCLC stage C" in told(panel.offers)
    assert "Orientation only" in told(panel.offers)
    recommend(panel, "Systemic treatment with atezolizumab")
    (recommended,) = written(panel).recommendations
    assert recommended.kind is Kind.STANDARD
    assert recommended.text.startswith("Systemic treatment with atezolizumab")


def test_what_is_missing_is_said_while_it_is_written(panel):
    assert "needs a recommendation" in panel.foot.problem.text()
    recommend(panel, TRIAL)
    assert f"{TRIAL} as a precedent needs its reason" in " ".join(panel.form.problems())
    decide_by_keys_rest(panel)
    assert panel.form.problems() == ()
    assert panel.foot.problem.isHidden()


def decide_by_keys_rest(panel):
    """Fill in what stands below the recommendation that was begun."""
    for text in ("a reason", "a basis", "Chen", "+7", "A. L"):
        words(text)
        press(Key.Key_Return)


def test_asking_for_the_seal_goes_to_what_is_missing(panel):
    recommend(panel, TRIAL)
    words("a reason")
    press(Key.Key_Return, modifier=CONTROL)
    assert focused() is panel.form.basis.text
    assert "basis of the decision is missing" in panel.foot.problem.text()
    assert not panel.closing.is_open


def test_recommendations_are_ranked_and_removed_by_key(panel):
    recommend(panel, TRIAL)
    recommend(panel, "Supportive care")
    press(Key.Key_Up, modifier=ALT)
    kinds = [each.kind for each in written(panel).recommendations]
    assert kinds == [Kind.SUPPORTIVE, Kind.PRECEDENT]
    assert "1. Supportive care" in told(panel.form)
    press(Key.Key_Delete, modifier=ALT)
    assert [each.kind for each in written(panel).recommendations] == [Kind.PRECEDENT]


def test_a_trial_is_recommended_once(panel):
    recommend(panel, TRIAL)
    recommend(panel, TRIAL)
    assert len(panel.form.cards) == 1
    assert focused() is panel.form.cards[0].reason.text


def test_a_text_that_is_too_long_stops_neither_new_facts_nor_another_choice(qtbot, window, panel):
    workspace = window.workspace
    recommend(panel, TRIAL)
    panel.form.cards[0].reason.text.take("x" * 5000)
    panel.form.basis.text.take("y" * 5000)
    assert "shorten it to" in panel.foot.problem.text()
    workspace.edit(with_platelets(workspace.kept.case, 140), "platelets")
    settle(qtbot, window)
    assert "58 pass" in " ".join(panel.form.cards[0].reason.proposals.words)
    recommend(panel, "Other treatment")
    recommend(panel, "Supportive care")
    kinds = [card.made.kind for card in panel.form.cards]
    assert kinds == [Kind.PRECEDENT, Kind.STANDARD, Kind.SUPPORTIVE]
    assert len(panel.form.cards[0].reason.text.words) == 5000


def test_days_are_typed_as_people_type_them_and_what_is_none_is_said(panel):
    due = panel.form.duty.due
    fortnight, later = TODAY + timedelta(days=14), date(2026, 11, 28)
    typed = {"+14": fortnight, "+2w": fortnight, "28 Nov 2026": later, "2026-11-28": later}
    for text, day in typed.items():
        due.setText(text)
        assert due.day == day
    due.setText("soon")
    assert due.day is None
    assert "“soon” is not a date" in panel.foot.problem.text()
    due.setText("Nov 2026")
    assert "no single day" in panel.foot.problem.text()


def test_votes_that_cannot_be_are_said(panel):
    recommend(panel, TRIAL)
    decide_by_keys_rest(panel)
    panel.form.duty.votes[0].setText("9")
    assert "9 votes were counted, but 3 members have one" in panel.foot.problem.text()


def test_a_name_of_the_board_is_completed_and_written_as_it_is_written(panel):
    line = panel.form.duty.responsible
    line.setFocus()
    words("chen")
    press(Key.Key_Return)
    assert line.words == "Chen Wei"


def test_return_leads_through_the_whole_form(panel):
    recommend(panel, "No recommendation")
    seen = [focused()]
    while focused() is not panel.form.duty.dissent:
        press(Key.Key_Return)
        assert focused() not in seen
        seen.append(focused())
    duty = panel.form.duty
    assert [*panel.form.cards[0].stops, panel.form.basis.text, *duty.stops] == seen


# --- drafts


def test_a_draft_is_kept_as_it_is_typed_and_found_again(qtbot, window, panel):
    recommend(panel, TRIAL)
    words("because")
    settle(qtbot, window)
    assert kept(window, CODE).recommendations[0].reason == "because"
    choose(qtbot, window, "SAMPLE-03")
    choose(qtbot, window, CODE)
    assert panel.form.cards[0].value.reason == "because"
    assert panel.foot.state.text() == "Draft saved"


def test_what_was_typed_last_is_kept_when_the_window_is_closed_at_once(qtbot, path):
    with opened(qtbot, path, CODE) as window:
        panel = at_the_board(qtbot, window, a_meeting())
        recommend(panel, TRIAL)
        words("the last words")
        window.workspace.close()
    with opened(qtbot, path, CODE) as window:
        window.meeting_page.room.load()
        settle(qtbot, window)
        assert kept(window, CODE).recommendations[0].reason == "the last words"


def test_an_empty_form_makes_no_draft_though_the_author_is_proposed(qtbot, window, panel):
    decide_by_keys(panel)
    seal_by_keys(qtbot, window)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: panel.desk.writes and panel.desk.code == "SAMPLE-03")
    settle(qtbot, window)
    assert panel.form.duty.author.words == "A. Lin"
    assert draft(window, "SAMPLE-03") is None


def test_a_discarded_draft_is_gone(qtbot, window, panel):
    recommend(panel, TRIAL)
    settle(qtbot, window)
    panel.foot.discard.click()
    settle(qtbot, window)
    assert draft(window, CODE) is None
    assert panel.form.cards == []


def test_a_draft_of_two_windows_is_not_overwritten_in_silence(qtbot, window, panel):
    recommend(panel, TRIAL)
    settle(qtbot, window)
    store, meeting = window.workspace.saving.store, panel.room.meeting.id
    elsewhere = replace(kept(window, CODE), basis="written elsewhere")
    version = store.board.draft(meeting, CODE).version
    store.board.save_draft(meeting, elsewhere, seen_version=version)
    words("more")
    settle(qtbot, window)
    assert kept(window, CODE).basis == "written elsewhere"
    assert "not saved" in panel.foot.state.text()


# --- sealing


def test_a_decision_is_not_sealed_before_the_day_of_its_meeting(qtbot, window):
    panel = at_the_board(qtbot, window, a_meeting(TODAY + timedelta(days=5)))
    decide_by_keys(panel)
    press(Key.Key_Return, modifier=CONTROL)
    assert "The meeting is on 26 Nov 2026" in panel.foot.problem.text()
    assert not panel.closing.is_open
    settle(qtbot, window)
    assert draft(window, CODE) is not None


def test_a_sealed_record_that_was_changed_is_not_shown_as_one(qtbot, window, path):
    panel = at_the_board(qtbot, window, a_meeting())
    decide_by_keys(panel)
    seal_by_keys(qtbot, window)
    settle(qtbot, window)
    with sqlite3.connect(path) as raw:
        for (name,) in raw.execute("select name from sqlite_master where type = 'trigger'"):
            raw.execute(f"drop trigger {name}")
        raw.execute("update seals set content = cast(content || x'00' as blob)")
    raw.close()
    choose(qtbot, window, "SAMPLE-03")
    choose(qtbot, window, CODE)
    assert "changed after it was sealed" in panel.notice.text()
    assert panel.sealed.isHidden() and not panel.desk.writes


def test_while_what_if_is_on_nothing_is_recorded_and_the_panel_says_so(qtbot, window, panel):
    decide_by_keys(panel)
    settle(qtbot, window)
    before, workspace = panel.form.decision, window.workspace
    workspace.begin_what_if()
    workspace.edit(with_platelets(workspace.case, 140), "try")
    settle(qtbot, window)
    assert "nothing is recorded" in panel.notice.text()
    assert not panel.form.isEnabled() and not panel.foot.seal.isEnabled()
    assert panel.desk.facts.comparison.case == workspace.kept.case
    panel.closing.begin()
    assert not panel.closing.is_open
    workspace.end_what_if()
    settle(qtbot, window)
    assert panel.notice.isHidden() and panel.form.isEnabled()
    assert panel.form.decision == before


def test_a_case_that_was_changed_elsewhere_is_not_sealed(qtbot, window, panel, path):
    decide_by_keys(panel)
    settle(qtbot, window)
    change_elsewhere(path, CODE, 140)
    seal_by_keys(qtbot, window)
    assert sealed(window) is None
    assert f"{CODE} is not saved as it is on screen" in panel.closing.ask.problem.text()
    assert panel.form.isEnabled()


def test_a_draft_that_was_changed_elsewhere_is_not_sealed(qtbot, window, panel):
    decide_by_keys(panel)
    settle(qtbot, window)
    store, meeting = window.workspace.saving.store, panel.room.meeting.id
    found = store.board.draft(meeting, CODE)
    store.board.save_draft(
        meeting, replace(found.decision, basis="other"), seen_version=found.version
    )
    seal_by_keys(qtbot, window)
    assert sealed(window) is None
    assert "The stored draft on SAMPLE-02 is not what is on screen" in told(panel.closing.ask)


def test_a_value_that_was_entered_last_is_in_the_seal(qtbot, window, panel):
    decide_by_keys(panel)
    workspace = window.workspace
    workspace.edit(with_platelets(workspace.kept.case, 140), "platelets")
    seal_by_keys(qtbot, window)
    assert sealed(window).newest.snapshot.case == workspace.kept.case


def test_before_the_seal_it_is_said_what_is_frozen_and_escape_leaves_it(qtbot, window, panel):
    decide_by_keys(panel)
    press(Key.Key_Return, modifier=CONTROL)
    assert "as of 21 Nov 2026; 5 trials" in told(panel.closing.ask)
    press(Key.Key_Escape)
    assert not panel.closing.is_open and not panel.foot.isHidden()
    settle(qtbot, window)
    assert sealed(window) is None


def test_an_override_that_is_open_again_is_said_before_the_seal(qtbot, window, panel):
    workspace = window.workspace
    override = Override(TRIAL, "I12b", "A. Lin", TODAY, "data wrong", "clotted sample")
    changed = replace(workspace.kept.case, overrides=(override,))
    workspace.edit(changed, "override")
    decide_by_keys(panel)
    press(Key.Key_Return, modifier=CONTROL)
    said = told(panel.closing.ask)
    assert "Open again" in said and f"{TRIAL} I12b: it was recorded without the facts" in said


def test_requested_tests_become_tasks_with_a_day_and_none_twice(qtbot, window, panel):
    choose(qtbot, window, "SAMPLE-03")
    recommend(panel, "Further diagnostics")
    press(Key.Key_Space, Key.Key_Down, Key.Key_Space, Key.Key_Return)
    panel.form.basis.text.setFocus()
    for text in ("a basis", "Chen", "+14", "A. L"):
        words(text)
        press(Key.Key_Return)
    press(Key.Key_Return, modifier=CONTROL)
    assert "2 tasks follow for Chen Wei" in told(panel.closing.ask)
    panel.closing.ask.tests_due.setText("+5")
    panel.closing.ask.by.setFocus()
    press(Key.Key_Return)
    settle(qtbot, window)
    board = window.workspace.saving.store.board
    tasks = [each.task for each in board.tasks("SAMPLE-03")]
    assert {each.due for each in tasks} == {TODAY + timedelta(5)}
    assert {each.responsible for each in tasks} == {"Chen Wei"}
    asked = sealed(window, "SAMPLE-03").newest.snapshot.decision.recommendations[0].asked
    assert {each.field for each in tasks} == set(asked)
    panel.sealed.amend.click()
    settle(qtbot, window)
    panel.form.basis.text.take("amended")
    amend(qtbot, window, panel, "a word was missing")
    assert len(sealed(window, "SAMPLE-03").versions) == 2
    assert len(board.tasks("SAMPLE-03")) == 2


# --- amending and looking back


def amend(qtbot, window, panel, reason):
    """Seal an amendment for a reason."""
    panel.closing.begin()
    words(reason)
    while focused() is not panel.closing.ask.by:
        press(Key.Key_Return)
    press(Key.Key_Return)
    settle(qtbot, window)


@pytest.fixture
def decided(qtbot, window, panel):
    """The panel with a sealed decision on the near miss."""
    decide_by_keys(panel)
    seal_by_keys(qtbot, window)
    return panel


def test_an_amendment_is_a_new_version_that_names_its_reason(qtbot, window, decided):
    first = sealed(window).newest
    decided.sealed.amend.click()
    settle(qtbot, window)
    assert "will be version 2" in decided.foot.state.text()
    assert decided.form.decision == first.snapshot.decision
    decided.form.basis.text.take("and the radiologist's second look")
    decided.closing.begin()
    press(Key.Key_Return)  # no reason yet
    press(Key.Key_Return)
    assert "Write why it is amended" in told(decided.closing.ask)
    words("the basis was incomplete")
    press(Key.Key_Return, Key.Key_Return)
    settle(qtbot, window)
    versions = sealed(window).versions
    assert versions[0] == first
    assert versions[1].seal.reason == "the basis was incomplete"
    assert versions[1].snapshot.case == first.snapshot.case
    assert "Version 2, sealed by A. Lin" in told(decided)
    decided.sealed.chips.button(0).click()
    assert "replaced by a later version" in told(decided)


def test_an_amendment_without_a_change_is_refused_in_words(qtbot, window, decided):
    decided.sealed.amend.click()
    settle(qtbot, window)
    amend(qtbot, window, decided, "nothing")
    assert "Nothing has changed since it was sealed" in told(decided.closing.ask)
    assert len(sealed(window).versions) == 1


def test_an_amendment_rests_on_the_sealed_facts_or_on_the_record_of_today(qtbot, window, decided):
    workspace = window.workspace
    workspace.edit(with_platelets(workspace.kept.case, 140), "platelets")
    settle(qtbot, window)
    decided.sealed.amend.click()
    settle(qtbot, window)
    then = sealed(window).newest.snapshot.case
    assert decided.desk.facts.comparison.case == then
    # the verdicts offered are those of then: it stands over them
    day = spoken(decided.desk.facts.day)
    assert f"Trials, as sealed (as of {day})" in told(decided.offers)
    assert f"Standard of care (orientation), as sealed (as of {day})" in told(decided.offers)
    assert "On the facts that were sealed." in decided.foot.state.text()
    decided.facts_choice.today.click()
    assert decided.desk.facts.comparison.case == workspace.kept.case
    assert "as sealed" not in told(decided.offers)
    assert "On the facts that were sealed" not in decided.foot.state.text()
    amend(qtbot, window, decided, "a new count")
    assert sealed(window).newest.snapshot.case == workspace.kept.case


def test_a_discarded_amendment_leaves_the_sealed_version(qtbot, window, decided):
    decided.sealed.amend.click()
    settle(qtbot, window)
    decided.foot.discard.click()
    settle(qtbot, window)
    assert not decided.desk.writes and decided.form.isHidden()
    assert len(sealed(window).versions) == 1


def test_it_is_said_which_verdicts_moved_since_the_meeting_and_because_of_what(
    qtbot, window, decided
):
    settle(qtbot, window)
    assert "Nothing that was sealed has changed" in decided.sealed.since.text()
    workspace = window.workspace
    workspace.edit(with_platelets(workspace.kept.case, 140), "platelets")
    qtbot.waitUntil(lambda: "1 verdict has moved" in decided.sealed.since.text(), timeout=10_000)
    said = decided.sealed.since.text()
    assert "I12b" in said and "68 ×10⁹/L" in said and "140 ×10⁹/L" in said


def test_the_decision_of_an_earlier_meeting_is_shown_at_the_next(qtbot, window):
    panel = at_the_board(qtbot, window, a_meeting(TODAY - timedelta(days=2)))
    decide_by_keys(panel)
    seal_by_keys(qtbot, window)
    room = panel.room
    room.make(a_meeting())
    qtbot.waitUntil(lambda: panel.desk.writes, timeout=10_000)
    settle(qtbot, window)
    assert "Sealed before: meeting of 19 Nov 2026" in panel.before_note.text()
    assert panel.desk.writes and panel.sealed.isHidden() and not panel.earlier.isHidden()
    assert panel.earlier.amend.isHidden()


# --- room and keys


@pytest.mark.parametrize("size", [(1280, 800), (1170, 800), (900, 533)])
def test_nothing_scrolls_sideways(qtbot, window, panel, size):
    recommend(panel, TRIAL)
    window.resize(*size)
    QApplication.processEvents()
    assert panel.sheet.width() == panel.area.viewport().width()
    for part in (panel.offers, panel.form, *panel.form.cards):
        assert part.geometry().right() <= part.parentWidget().width()


def test_control_and_page_down_go_to_the_next_case_of_the_agenda(qtbot, window, panel):
    panel.start()
    press(Key.Key_PageDown, modifier=CONTROL)
    qtbot.waitUntil(lambda: panel.desk.code == "SAMPLE-03" and panel.desk.writes)
    assert focused() is panel.offers.first_trial
    press(Key.Key_PageUp, modifier=CONTROL)
    qtbot.waitUntil(lambda: panel.desk.code == CODE and panel.desk.writes)


def test_no_recommendation_needs_a_reason_and_nobody_responsible(panel):
    recommend(panel, "No recommendation")
    assert written(panel).recommendations == (Recommendation(Kind.NONE),)
    words("the patient asked for time")
    press(Key.Key_Return)
    words("talk of today")
    panel.form.duty.author.setText("A. Lin")
    assert panel.form.problems() == ()

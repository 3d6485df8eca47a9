"""What the program knows of the meetings: shown at once, written behind, never overwritten."""

from datetime import date

import pytest

from db.store import open_store
from hccreview.clinical.dates import day
from hccreview.clinical.editing import with_observation
from hccreview.clinical.entry import read_observation
from hccreview.meeting.agenda import with_notes, without_case
from hccreview.meeting.preparing import Tick
from tests.ui.meeting.meetings import CODES, DAY, held, meeting_of, stored
from tests.ui.opening import TODAY, choose, opened, sample_store, settle
from ui.commands.clock import now


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on a store with the near miss chosen."""
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        yield window


@pytest.fixture
def room(window, qtbot):
    """The room with a meeting of three cases."""
    held(qtbot, window, *CODES)
    return window.meeting_page.room


def test_a_meeting_that_is_made_is_the_one_looked_at(window, room):
    assert room.meeting.meeting == meeting_of(*CODES)
    assert stored(window) == meeting_of(*CODES)
    assert [line.cases for line in room.lines if line.id == room.meeting.id] == [3]


def test_the_item_is_that_of_the_current_case(window, room, qtbot):
    choose(qtbot, window, "SAMPLE-03")
    assert room.item.case == "SAMPLE-03"
    choose(qtbot, window, "SAMPLE-09")
    assert room.item is None


def test_what_each_case_lacks_is_worked_out_for_the_day_of_the_meeting(window, room, qtbot):
    lacks = room.preparations["SAMPLE-03"]
    assert [want.wish for want in lacks.wants][:1] == [
        "Total bilirubin: repeat, the last is of 12 Oct 2026"
    ]
    store = window.workspace.saving.store
    near = meeting_of(*CODES, on=date(2026, 12, 31))
    room.change(near)
    settle(qtbot, window)
    assert store.board.meeting(room.meeting.id).meeting.sitting.on == date(2026, 12, 31)
    assert len(room.preparations["SAMPLE-02"].wants) > 0  # by then its values are too old


def test_a_value_that_is_entered_is_no_longer_asked_for(window, room, qtbot):
    choose(qtbot, window, "SAMPLE-04")
    before = {want.field for want in room.preparations["SAMPLE-04"].wants}
    assert "albumin" in before
    workspace = window.workspace
    albumin = workspace.comparison.dictionary.fields["albumin"]
    value = read_observation(albumin, 38.0, collected_on=day(TODAY))
    workspace.edit(with_observation(workspace.case, value), "albumin")
    settle(qtbot, window)
    assert {want.field for want in room.preparations["SAMPLE-04"].wants} == before - {"albumin"}


def test_a_change_is_told_with_an_offer_that_undoes_it(window, room, qtbot):
    room.change(without_case(room.meeting.meeting, "SAMPLE-03"), "SAMPLE-03 was taken off.")
    settle(qtbot, window)
    assert stored(window).codes == ("SAMPLE-02", "SAMPLE-04")
    assert "SAMPLE-03 was taken off." in window.message_bar.text.text()
    window.message_bar.act.click()
    settle(qtbot, window)
    assert stored(window).codes == CODES


def test_what_changed_since_is_not_undone_over(window, room, qtbot):
    room.change(without_case(room.meeting.meeting, "SAMPLE-03"), "SAMPLE-03 was taken off.")
    room.change(with_notes(room.meeting.meeting, "SAMPLE-02", "ask the surgeon"))
    settle(qtbot, window)
    window.message_bar.act.click()
    settle(qtbot, window)
    assert "cannot be undone" in window.message_bar.text.text()
    assert stored(window).codes == ("SAMPLE-02", "SAMPLE-04")


def test_changes_one_after_the_other_are_all_written(window, room, qtbot):
    for number in range(10):
        room.change(with_notes(room.meeting.meeting, "SAMPLE-02", f"note {number}"))
    settle(qtbot, window)
    assert stored(window).item("SAMPLE-02").notes == "note 9"
    assert not window.message_bar.isVisible()


def test_typing_is_written_once_and_the_status_says_saving_until_then(window, room, qtbot):
    version = room.meeting.version
    for text in ("a", "as", "ask"):
        room.change(with_notes(room.meeting.meeting, "SAMPLE-02", text), typing=True)
    assert window.status.saved.text() == "Saving …"
    room.flush()
    settle(qtbot, window)
    assert window.status.saved.text() == "Saved"
    assert stored(window).item("SAMPLE-02").notes == "ask"
    assert room.meeting.version == version + 1


def test_what_is_typed_is_written_when_the_window_closes(qtbot, tmp_path):
    path = sample_store(tmp_path)
    with opened(qtbot, path, "SAMPLE-02") as window:
        held(qtbot, window, *CODES)
        room = window.meeting_page.room
        assert room.meeting is not None
        room.change(with_notes(room.meeting.meeting, "SAMPLE-02", "typed last"), typing=True)
        meeting = room.meeting.id
    with open_store(path, today=now) as store:
        assert store.board.meeting(meeting).meeting.item("SAMPLE-02").notes == "typed last"


def test_what_another_program_changed_is_not_overwritten(window, room, qtbot, tmp_path):
    theirs = with_notes(room.meeting.meeting, "SAMPLE-03", "theirs")
    with open_store(window.workspace.saving.store.path, today=now) as other:
        other.board.save_meeting(room.meeting.id, theirs, seen_version=room.meeting.version)
    room.change(with_notes(room.meeting.meeting, "SAMPLE-02", "ours"))
    settle(qtbot, window)
    assert "meanwhile" in window.message_bar.text.text()
    assert room.meeting.meeting == theirs
    room.change(with_notes(room.meeting.meeting, "SAMPLE-02", "ours"))
    settle(qtbot, window)
    assert stored(window).item("SAMPLE-02").notes == "ours"
    assert stored(window).item("SAMPLE-03").notes == "theirs"


def test_a_case_that_is_renamed_is_found_under_its_new_code(window, room, qtbot):
    window.case_actions.rename("SAMPLE-03", "RENAMED-03")
    settle(qtbot, window)
    assert room.meeting.meeting.codes == ("SAMPLE-02", "RENAMED-03", "SAMPLE-04")
    room.change(with_notes(room.meeting.meeting, "RENAMED-03", "after"))
    settle(qtbot, window)
    assert stored(window).item("RENAMED-03").notes == "after"


def test_what_happens_while_another_page_is_shown_is_known_when_the_page_comes_back(
    window, room, qtbot
):
    window.show_page("Eligibility")
    window.case_actions.rename("SAMPLE-03", "RENAMED-03")
    settle(qtbot, window)
    assert not room.loaded  # nothing is read for a page that nobody sees
    window.show_page("Meeting")
    settle(qtbot, window)
    assert room.meeting.meeting.codes == ("SAMPLE-02", "RENAMED-03", "SAMPLE-04")
    assert "RENAMED-03" in room.preparations


def test_a_case_that_is_deleted_leaves_the_agenda(window, room, qtbot):
    window.case_actions.delete("SAMPLE-04")
    settle(qtbot, window)
    window.message_bar.act.click()  # its place on the agenda cannot be brought back
    settle(qtbot, window)
    assert room.meeting.meeting.codes == ("SAMPLE-02", "SAMPLE-03")


def test_a_tick_says_who_has_it_and_can_be_taken_back(window, room, qtbot):
    field = room.preparations["SAMPLE-03"].wants[0].field
    room.tick(Tick("SAMPLE-03", field, "C. Ho", TODAY))
    settle(qtbot, window)
    assert "(obtained: C. Ho, 21 Nov 2026)" in room.preparations["SAMPLE-03"].wants[0].sentence
    assert room.author == "C. Ho"
    room.untick("SAMPLE-03", field)
    settle(qtbot, window)
    assert room.preparations["SAMPLE-03"].wants[0].tick is None


def test_the_next_meeting_to_come_is_shown_first(window, qtbot):
    store = window.workspace.saving.store
    for on in (date(2027, 1, 7), date(2026, 11, 23), date(2026, 11, 12)):
        store.board.add_meeting(meeting_of(on=on))
    room = window.meeting_page.room
    settle(qtbot, window)
    assert room.meeting.meeting.sitting.on == date(2026, 11, 23)


def test_a_deleted_meeting_gives_way_to_another(window, room, qtbot):
    first = room.meeting.id
    room.make(meeting_of(on=date(2026, 12, 3)))
    settle(qtbot, window)
    assert room.meeting.meeting.sitting.on == date(2026, 12, 3)
    room.delete()
    settle(qtbot, window)
    assert room.meeting.id == first
    assert "The meeting of 3 Dec 2026 was deleted." in window.message_bar.text.text()


def test_cases_that_are_on_the_agenda_stay_where_they_are(window, room, qtbot):
    room.add_cases(("SAMPLE-04", "SAMPLE-07", "SAMPLE-08"))
    settle(qtbot, window)
    assert stored(window).codes == (*CODES, "SAMPLE-07", "SAMPLE-08")
    room.add_cases(("SAMPLE-04",))
    assert "on the agenda of 26 Nov 2026 already" in window.message_bar.text.text()


def test_presenting_waits_until_the_meetings_are_read(window, qtbot):
    window.workspace.saving.store.board.add_meeting(meeting_of(*CODES))
    seen = []
    room = window.meeting_page.room
    room.when_loaded(lambda: seen.append(room.meeting.meeting.sitting.on))
    assert seen == []
    settle(qtbot, window)
    assert seen == [DAY]
    room.when_loaded(lambda: seen.append("at once"))
    assert seen[-1] == "at once"

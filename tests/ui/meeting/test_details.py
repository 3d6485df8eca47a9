"""Date, place and members of a meeting: the form, the choice between meetings, deletion."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from hccreview.meeting.meeting import Member
from tests.ui.meeting.meetings import CODES, DAY, MEMBERS, held, meeting_of, presses, stored
from tests.ui.opening import opened, sample_store, settle
from ui.meeting.content import Content
from ui.meeting.details_form import DetailsForm

Key = Qt.Key
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def form_of(content: Content) -> DetailsForm:
    """The form that is open."""
    assert content.form is not None
    return content.form


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on a store with the near miss chosen."""
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        yield window


def test_without_a_meeting_the_page_says_how_to_make_one(window, qtbot):
    window.show_page("Meeting")
    settle(qtbot, window)
    content = window.meeting_page.content
    assert "Ctrl+Shift+N makes one" in content.nothing.text()
    assert content.nothing.isVisible()
    assert not content.agenda.isVisible()
    assert window.focusWidget() is content.top.new


def test_the_first_meeting_is_made_by_keys(window, qtbot):
    qtbot.keyClick(window, Key.Key_N, CONTROL_SHIFT)
    settle(qtbot, window)
    form = window.meeting_page.content.form
    assert window.focusWidget() is form.on
    form.on.setDate(QDate(2026, 11, 26))
    presses(qtbot, window, Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    assert window.focusWidget() is form.place
    qtbot.keyClicks(form.place, "Seminar room 2")
    for name, role in (("A. Lin", "hepatology"), ("C. Ho", "coordinator")):
        presses(qtbot, window, Key.Key_Tab)
        while not window.focusWidget().accessibleName().startswith("Name of member"):
            presses(qtbot, window, Key.Key_Tab)
        qtbot.keyClicks(window.focusWidget(), name)
        presses(qtbot, window, Key.Key_Tab)
        qtbot.keyClicks(window.focusWidget(), role)
        presses(qtbot, window, Key.Key_Tab)
    presses(qtbot, window, Key.Key_Space)  # the coordinator has no vote
    form.members.lines[0].name.setFocus()
    presses(qtbot, window, Key.Key_Return)
    assert stored(window) == meeting_of()
    assert window.meeting_page.content.agenda.list.hasFocus()


def test_the_next_meeting_takes_place_and_members_of_the_one_before(window, qtbot):
    content = held(qtbot, window, *CODES)
    content.ask_new()
    assert form_of(content).on.date() == QDate(2026, 12, 3)
    form_of(content)._save()
    settle(qtbot, window)
    assert stored(window) == meeting_of(on=date(2026, 12, 3))
    assert content.top.chooser.count() == 2


def test_the_chooser_goes_from_meeting_to_meeting(window, qtbot):
    content = held(qtbot, window, *CODES)
    window.meeting_page.room.make(meeting_of(on=date(2026, 12, 3)))
    settle(qtbot, window)
    words = [content.top.chooser.itemText(place) for place in range(2)]
    assert words == ["3 Dec 2026 · Seminar room 2", "26 Nov 2026 · Seminar room 2"]
    content.top.chooser.setFocus()
    presses(qtbot, window, Key.Key_Down)
    assert window.meeting_page.room.meeting.meeting.sitting.on == DAY


def test_the_details_are_changed_and_the_agenda_stays(window, qtbot):
    content = held(qtbot, window, *CODES)
    content.ask_details()
    form_of(content).members.lines[1].remove.click()
    form_of(content).place.setText("Library")
    form_of(content)._save()
    settle(qtbot, window)
    meeting = stored(window)
    assert (meeting.sitting.place, meeting.sitting.members) == ("Library", MEMBERS[:1])
    assert meeting.codes == CODES


def test_escape_leaves_the_details_as_they_were(window, qtbot):
    content = held(qtbot, window, *CODES)
    content.ask_details()
    form_of(content).place.setFocus()
    qtbot.keyClicks(form_of(content).place, "elsewhere")
    presses(qtbot, window, Key.Key_Escape)
    assert content.form is None
    assert content.agenda.list.hasFocus()
    assert stored(window) == meeting_of(*CODES)


def test_what_is_wrong_is_said_in_the_form(window, qtbot):
    content = held(qtbot, window, *CODES)
    content.ask_details()
    last = form_of(content).members.lines[-1]
    last.role.setText("radiologist")
    form_of(content)._save()
    assert form_of(content).problem.text() == "The name of a member is missing; write it."
    last.name.setText("A. Lin")
    form_of(content)._save()
    assert "“A. Lin” is there twice" in form_of(content).problem.text()
    last.name.setText("B. Wu")
    form_of(content)._save()
    settle(qtbot, window)
    assert stored(window).sitting.members[-1] == Member("B. Wu", "radiologist")


def test_two_meetings_of_a_day_have_different_places(window, qtbot):
    content = held(qtbot, window, *CODES)
    content.ask_new()
    form = form_of(content)
    form.on.setDate(QDate(DAY.year, DAY.month, DAY.day))
    form._save()
    assert form.problem.text() == (
        "There is a meeting on 26 Nov 2026 at “Seminar room 2” already; name another place."
    )
    form.place.setText("Seminar room 3")
    form._save()
    settle(qtbot, window)
    assert stored(window).sitting.place == "Seminar room 3"
    content.ask_details()
    form_of(content).place.setText("Seminar room 2")
    form_of(content)._save()
    assert "already; name another place" in form_of(content).problem.text()
    form_of(content).place.setText("Seminar room 3")
    form_of(content).members.lines[0].name.setText("D. Wang")
    form_of(content)._save()
    settle(qtbot, window)
    assert stored(window).sitting.members[0].name == "D. Wang"


def test_the_keys_of_the_parts_never_change_the_day_of_the_review(window, qtbot):
    content = held(qtbot, window, *CODES)
    day = window.header.day
    before = day.date()
    day.setFocus()
    native = window.windowHandle()
    QTest.keyClick(native, Key.Key_3, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, window)
    assert content.tabs.currentIndex() == 2
    assert day.date() == before


def test_a_meeting_is_deleted_only_after_saying_what_goes_with_it(window, qtbot):
    content = held(qtbot, window, *CODES)
    content.ask_details()
    assert not form_of(content).delete_now.isVisible()
    form_of(content).delete.click()
    assert "cannot be brought back" in form_of(content).sure.text()
    assert window.focusWidget() is form_of(content).delete_now
    presses(qtbot, window, Key.Key_Space)
    assert window.meeting_page.room.meeting is None
    assert window.workspace.saving.store.board.meetings().lines == ()
    assert content.nothing.isVisible()


def test_nothing_is_cut_or_scrolls_sideways_at_1280_by_800(window, qtbot):
    window.resize(1280, 800)
    content = held(qtbot, window, *CODES)
    settle(qtbot, window)
    assert window.width() == 1280
    for part in (content.top.new, content.top.details, content.top.present, content.top.export):
        assert part.width() >= part.sizeHint().width()
    for chip in (*content.agenda.chips.values(), content.agenda.add, content.agenda.remove):
        assert chip.width() >= chip.sizeHint().width()
        around = chip.parentWidget()
        assert around is not None
        assert chip.geometry().right() <= around.width()
    assert content.width() >= content.minimumSizeHint().width()

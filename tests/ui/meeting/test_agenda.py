"""The agenda: cases in their order, how far they are, all of it by keys."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication

from tests.ui.meeting.meetings import CODES, held, presses, states, stored
from tests.ui.opening import choose, opened, sample_store, settle

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on a store with the near miss chosen."""
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        yield window


@pytest.fixture
def agenda(window, qtbot):
    """The agenda of three cases, the keyboard on it."""
    content = held(qtbot, window, *CODES)
    content.agenda.list.setFocus()
    return content.agenda


def spoken(agenda):
    """What a screen reader says of each case."""
    model = agenda.list.places
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row).data(role) for row in range(model.rowCount())]


def test_each_case_says_its_number_how_far_it_is_and_what_it_lacks(agenda):
    assert spoken(agenda) == [
        "1: SAMPLE-02, To prepare, nothing to obtain",
        "2: SAMPLE-03, To prepare, 11 to obtain",
        "3: SAMPLE-04, To prepare, 2 to obtain",
    ]


def test_choosing_a_case_makes_it_the_current_one_everywhere(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_Down)
    assert window.workspace.kept.code == "SAMPLE-03"
    assert window.header.code.text() == "SAMPLE-03"
    choose(qtbot, window, "SAMPLE-04")  # from elsewhere
    assert agenda.list.code == "SAMPLE-04"


def test_a_case_that_is_not_on_the_agenda_is_offered_to_it(window, agenda, qtbot):
    choose(qtbot, window, "SAMPLE-09")
    content = window.meeting_page.content
    assert agenda.list.code == ""
    assert content.absent.isVisible()
    assert content.absent.text() == "SAMPLE-09 is not on the agenda of this meeting."
    content.put_on.click()
    settle(qtbot, window)
    assert stored(window).codes[-1] == "SAMPLE-09"
    assert content.tabs.isVisible()


def test_alt_and_arrows_move_the_case_and_stop_at_the_ends(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_Down)
    presses(qtbot, window, Key.Key_Up, held_key=ALT)
    assert stored(window).codes == ("SAMPLE-03", "SAMPLE-02", "SAMPLE-04")
    presses(qtbot, window, Key.Key_Up, held_key=ALT)
    assert stored(window).codes == ("SAMPLE-03", "SAMPLE-02", "SAMPLE-04")
    presses(qtbot, window, Key.Key_Down, Key.Key_Down, Key.Key_Down, held_key=ALT)
    assert stored(window).codes == ("SAMPLE-02", "SAMPLE-04", "SAMPLE-03")
    assert agenda.list.code == window.workspace.kept.code == "SAMPLE-03"
    assert agenda.list.hasFocus()


@pytest.mark.parametrize(
    ("row", "between", "after"),
    [
        (0, 3, ("SAMPLE-03", "SAMPLE-04", "SAMPLE-02")),
        (2, 0, ("SAMPLE-04", "SAMPLE-02", "SAMPLE-03")),
        (0, 2, ("SAMPLE-03", "SAMPLE-02", "SAMPLE-04")),
    ],
)
def test_dragging_moves_a_case_between_others(window, agenda, qtbot, row, between, after):
    moved = agenda.list.places.moveRow(QModelIndex(), row, QModelIndex(), between)
    settle(qtbot, window)
    assert moved
    assert stored(window).codes == after


def test_letters_say_how_far_a_case_is(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_R)
    assert states(window)["SAMPLE-02"] == "ready"
    assert agenda.chips[next(each for each in agenda.chips if each.value == "ready")].isChecked()
    presses(qtbot, window, Key.Key_D)
    assert states(window)["SAMPLE-02"] == "discussed"
    presses(qtbot, window, Key.Key_P)
    assert states(window)["SAMPLE-02"] == "to_prepare"
    assert window.meeting_page.content.top.counts.text() == "3 to prepare"


def test_deferring_asks_for_the_reason_and_escape_takes_it_back(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_F)
    assert window.focusWidget() is agenda.defer.reason
    presses(qtbot, window, Key.Key_Return)
    assert agenda.defer.problem.text() == "Write why it is deferred."
    presses(qtbot, window, Key.Key_Escape)
    assert not agenda.defer.isVisible()
    assert agenda.list.hasFocus()
    assert states(window)["SAMPLE-02"] == "to_prepare"
    presses(qtbot, window, Key.Key_F)
    qtbot.keyClicks(agenda.defer.reason, "MRI is missing")
    presses(qtbot, window, Key.Key_Return)
    assert stored(window).item("SAMPLE-02").reason == "MRI is missing"
    assert spoken(agenda)[0] == "1: SAMPLE-02, Deferred, MRI is missing"
    presses(qtbot, window, Key.Key_R)
    assert stored(window).item("SAMPLE-02").reason == ""


def test_the_chips_do_what_the_letters_do(window, agenda, qtbot):
    ready, *_ = [chip for chip in agenda.chips.values() if chip.accessibleName() == "Ready"]
    ready.click()
    settle(qtbot, window)
    assert states(window)["SAMPLE-02"] == "ready"
    deferred, *_ = [c for c in agenda.chips.values() if c.accessibleName() == "Deferred"]
    deferred.click()
    assert agenda.defer.isVisible()
    presses(qtbot, window, Key.Key_Escape)
    assert ready.isChecked()  # it is not deferred before there is a reason
    assert not deferred.isChecked()


def test_several_cases_are_chosen_at_once(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_Insert)
    picker = agenda.picker
    assert window.focusWidget() is picker.search
    assert "SAMPLE-02" not in [picker.list.item(row).text()[:9] for row in range(5)]
    qtbot.keyClicks(picker.search, "bclc-c")
    qtbot.waitUntil(lambda: not picker._typing.isActive())
    settle(qtbot, window)
    presses(qtbot, window, Key.Key_Return)
    presses(qtbot, window, Key.Key_Space, Key.Key_Space)
    assert picker.add.text() == "Add 2 cases"
    presses(qtbot, window, Key.Key_Return)
    assert not picker.isVisible()
    assert stored(window).codes[:3] == CODES
    assert len(stored(window).codes) == 5
    assert agenda.list.code == window.workspace.kept.code == stored(window).codes[3]


def test_ticks_of_one_search_stay_through_the_next(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_Insert)
    picker = agenda.picker
    for code in ("SAMPLE-07", "SAMPLE-11"):
        picker.search.setFocus()
        picker.search.clear()
        qtbot.keyClicks(picker.search, code)
        qtbot.waitUntil(lambda: not picker._typing.isActive())
        settle(qtbot, window)
        presses(qtbot, window, Key.Key_Return, Key.Key_Space)
    presses(qtbot, window, Key.Key_Return)
    assert stored(window).codes == (*CODES, "SAMPLE-07", "SAMPLE-11")


def test_escape_leaves_the_choice_of_cases(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_Insert)
    presses(qtbot, window, Key.Key_Escape)
    assert not agenda.picker.isVisible()
    assert agenda.list.hasFocus()
    assert stored(window).codes == CODES


def test_del_takes_a_case_off_and_undo_brings_it_back(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_Down, Key.Key_Delete)
    assert stored(window).codes == ("SAMPLE-02", "SAMPLE-04")
    assert agenda.list.code == window.workspace.kept.code == "SAMPLE-04"
    assert "SAMPLE-03" in window.message_bar.text.text()
    window.message_bar.act.click()
    settle(qtbot, window)
    assert stored(window).codes == CODES
    assert "SAMPLE-03" in [line.code for line in window.case_pane.model.lines]  # never deleted


def test_a_discussed_case_stays_on_the_agenda(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_D, Key.Key_Delete)
    assert stored(window).codes == CODES
    assert "has been discussed and stays" in window.message_bar.text.text()


def test_ctrl_g_puts_the_current_case_on_the_agenda_from_any_page(window, agenda, qtbot):
    choose(qtbot, window, "SAMPLE-07")
    window.show_page("Eligibility")
    qtbot.keyClick(window, Key.Key_G, CONTROL)
    settle(qtbot, window)
    assert stored(window).codes == (*CODES, "SAMPLE-07")
    assert "On the agenda of 26 Nov 2026: SAMPLE-07." in window.message_bar.text.text()


def test_without_a_meeting_ctrl_g_says_how_to_make_one(window, qtbot):
    qtbot.keyClick(window, Key.Key_G, CONTROL)
    settle(qtbot, window)
    assert "There is no meeting yet" in window.message_bar.text.text()


def test_the_menu_of_a_case_has_words_for_every_key(window, agenda, qtbot):
    agenda._menu(agenda.list.rect().center())
    menu = QApplication.activePopupWidget()
    assert menu is not None
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[:4] == ["To prepare", "Ready", "Discussed", "Deferred"]
    assert words[4:] == ["Move up", "Move down", "Take off the agenda", "Add cases…"]
    menu.close()


def test_return_goes_on_to_the_parts_of_the_case(window, agenda, qtbot):
    presses(qtbot, window, Key.Key_Return)
    tabs = window.meeting_page.content.tabs
    assert tabs.tabBar().hasFocus()
    presses(qtbot, window, Key.Key_4, held_key=ALT)
    assert tabs.currentIndex() == 3

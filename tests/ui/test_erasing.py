"""A patient is erased in the window: the code is typed, and nothing brings it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from db.store import open_store
from tests.ui.opening import choose, codes, opened, sample_store, settle
from ui.cases.erase_form import EraseForm
from ui.cases.history_view import HistoryView
from ui.commands.clock import now
from ui.main_window import MainWindow
from ui.sample_meeting import add_sample_meeting
from ui.settings import Settings

CODE = "SAMPLE-02"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample meeting, at which the case is discussed."""
    path = sample_store(tmp_path)
    with open_store(path, today=now) as store:
        add_sample_meeting(store)
    return path


@pytest.fixture
def window(qtbot, path: Path):
    with opened(qtbot, path, CODE) as window:
        yield window


def asked(qtbot, window: MainWindow, code: str = CODE) -> EraseForm:
    window.erasing.ask(code)
    settle(qtbot, window)
    return window.findChildren(EraseForm)[-1]


def erase(qtbot, window: MainWindow, code: str = CODE) -> None:
    form = asked(qtbot, window, code)
    qtbot.keyClicks(form.typed, code)
    qtbot.mouseClick(form.erase, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def words(form: EraseForm) -> str:
    return "\n".join(each.text() for each in form.findChildren(QLabel))


def test_the_form_says_what_goes_what_stays_and_that_there_is_no_way_back(qtbot, window, path):
    path.with_name(f"{path.name}.before-upgrade-from-0005-20261101-120000.sqlite").touch()
    told = words(asked(qtbot, window))
    assert "1 place on an agenda" in told
    assert "meetings with their day, place and members" in told
    assert "at most" not in told  # a proved backup, or one dated ahead, stays longer
    assert "removes those from more than 28 days ago, but never the newest that was proved" in told
    assert "before-upgrade-from-0005-20261101-120000.sqlite" in told
    assert "cannot be undone" in told


def test_only_the_code_of_the_case_lets_it_be_erased(qtbot, window):
    form = asked(qtbot, window)
    assert not form.erase.isEnabled()
    qtbot.keyClicks(form.typed, "SAMPLE-0")
    qtbot.keyClick(form.typed, Qt.Key.Key_Return)
    assert not form.erase.isEnabled()
    settle(qtbot, window)
    assert window.workspace.saving.store.case(CODE) is not None
    qtbot.keyClicks(form.typed, "2")
    assert form.erase.isEnabled()
    qtbot.keyClick(form.typed, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert form.isVisible() and form.erase.hasFocus()  # neither given up unsaid nor erased
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.workspace.saving.store.case(CODE) is not None


def test_an_erased_case_is_gone_from_list_meeting_page_and_settings(qtbot, window, path):
    assert Settings(window.settings.path).last_case(path) == CODE
    room = window.meeting_page.room
    window.show_page("Meeting")
    settle(qtbot, window)
    assert CODE in room.meeting.meeting.codes
    erase(qtbot, window)
    assert CODE not in codes(window)
    assert window.workspace.kept.code == "SAMPLE-03"  # the next one of the list
    assert CODE not in {label.text() for label in window.findChildren(QLabel)}
    assert f"{CODE} was erased" in window.message_bar.text.text()
    window.show_page("Meeting")
    settle(qtbot, window)
    assert CODE not in room.meeting.meeting.codes
    assert CODE not in window.settings.path.read_text()
    assert window.workspace.saving.store.audit_lines(1)[0].action == "erase"


def test_there_is_nothing_to_undo_of_an_erased_case_also_not_under_its_old_code(qtbot, window):
    choose(qtbot, window, "SAMPLE-03")
    case = window.workspace.case
    window.workspace.edit(replace(case, label="typed before"), "label")
    settle(qtbot, window)
    window.case_actions.rename("SAMPLE-03", "P-3")
    settle(qtbot, window)
    choose(qtbot, window, "SAMPLE-04")
    window.workspace.edit(replace(window.workspace.case, label="of another"), "label")
    settle(qtbot, window)
    erase(qtbot, window, "P-3")
    window.workspace.undo()
    settle(qtbot, window)
    assert window.workspace.case.label != "of another"  # what was done to others can be undone
    window.workspace.undo()
    window.workspace.redo()
    window.workspace.redo()
    settle(qtbot, window)
    assert {"P-3", "SAMPLE-03"} & set(codes(window)) == set()


def test_a_case_that_was_changed_elsewhere_is_not_erased(qtbot, window, path):
    form = asked(qtbot, window)
    with open_store(path, today=now) as other:
        seen = other.stored(CODE)
        assert seen is not None
        other.save_case(replace(seen.case, label="theirs"), seen_version=seen.version)
    qtbot.keyClicks(form.typed, CODE)
    qtbot.mouseClick(form.erase, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert "changed meanwhile" in window.message_bar.text.text()
    assert window.workspace.saving.store.case(CODE).label == "theirs"


def test_an_archived_case_is_erased_from_the_menu_of_the_list(qtbot, window):
    window.case_actions.put_away(CODE)
    settle(qtbot, window)
    window.case_pane.archive.setChecked(True)
    settle(qtbot, window)
    menu = window.menu.case_menu(CODE)
    (action,) = [each for each in menu.actions() if "Erase" in each.text()]
    action.trigger()
    settle(qtbot, window)
    form = window.findChildren(EraseForm)[-1]
    qtbot.keyClicks(form.typed, CODE)
    qtbot.mouseClick(form.erase, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert codes(window) == []


def test_the_history_of_a_case_is_read_copied_and_printed(qtbot, window):
    window.settings.choose(user="Dr Lin")
    window.workspace.edit(replace(window.workspace.case, label="Kingfisher"), "label")
    window.erasing.show_history(CODE)
    settle(qtbot, window)
    view = window.findChildren(HistoryView)[-1]
    told = view.text.toPlainText()
    assert "Dr Lin (login " in told and "→ Kingfisher" in told
    assert told.index("Kingfisher") < told.index("read the sample case in")
    assert "Kingfisher" in view.page() and "&lt; 100" in view.page()
    qtbot.mouseClick(view.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == told
    QGuiApplication.clipboard().setText("before")
    view.text.setFocus()
    qtbot.keyClick(view.text, Qt.Key.Key_Return)
    assert view.isVisible() and QGuiApplication.clipboard().text() == "before"


def test_the_history_stays_inside_a_window_on_a_small_screen(qtbot, window):
    window.resize(960, 540)
    window.erasing.show_history(CODE)
    settle(qtbot, window)
    view = window.findChildren(HistoryView)[-1]
    assert view.height() <= 540 and view.width() <= 960
    QApplication.processEvents()


def test_a_patient_is_erased_where_the_disk_has_no_room_to_clean_the_file(qtbot, window, path):
    resource = pytest.importorskip("resource")
    form = asked(qtbot, window)
    qtbot.keyClicks(form.typed, CODE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # The journal takes the erasing, but not the whole file.
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size * 3 // 4, before[1]))
    try:
        qtbot.mouseClick(form.erase, Qt.MouseButton.LeftButton)
        settle(qtbot, window)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    told = window.message_bar.text.text()
    assert told.startswith(f"{CODE} was erased") and "too little room on the disk" in told
    assert CODE not in codes(window)
    assert window.workspace.kept is None or window.workspace.kept.code != CODE
    qtbot.mouseClick(window.message_bar.act, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert "holds nothing of what was erased any more" in window.message_bar.text.text()

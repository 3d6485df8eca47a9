"""Who uses the program: asked once without hindering anybody, noted with every change."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.opening import FULL, cell, opened, sample_store, settle
from ui.main_window import MainWindow
from ui.settings import LONGEST_NAME, Settings
from ui.widgets.who_form import WhoForm


@pytest.fixture
def window(qtbot, tmp_path: Path):
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        window.settings.user_asked = False
        yield window


def change(qtbot, window: MainWindow, label: str) -> None:
    from dataclasses import replace

    case = window.workspace.case
    assert case is not None
    window.workspace.edit(replace(case, label=label), "label")
    settle(qtbot, window)


def newest(window: MainWindow):
    store = window.workspace.saving.store
    assert store is not None
    return store.audit_lines(1)[0]


def form(window: MainWindow) -> WhoForm:
    return window.findChildren(WhoForm)[-1]


def choose(qtbot, window: MainWindow, name: str) -> None:
    window.who.ask()
    form(window).name.setText(name)
    qtbot.keyClick(form(window).name, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_it_is_asked_once_after_the_first_own_change_and_hinders_nothing(qtbot, window):
    assert window.message_bar.isHidden()
    change(qtbot, window, "first")
    assert "login of the system" in window.message_bar.text.text()
    assert window.message_bar.act.text() == "Say who is using it…"
    assert QApplication.activeModalWidget() is None
    assert newest(window).action == "change"
    window.message_bar.hide()
    change(qtbot, window, "second")
    assert window.message_bar.isHidden()
    assert Settings(window.settings.path).user_asked


def test_it_waits_while_another_message_is_read(qtbot, window):
    window.workspace.messages.done("something else")
    change(qtbot, window, "first")
    assert window.message_bar.text.text() == "something else"
    window.message_bar.hide()
    change(qtbot, window, "second")
    assert window.message_bar.act.text() == "Say who is using it…"


def test_the_name_is_noted_with_each_change_from_then_on_and_remembered(qtbot, window):
    change(qtbot, window, "first")
    assert newest(window).author == ""
    qtbot.mouseClick(window.message_bar.act, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(form(window).name, "  Dr  Lin ")
    qtbot.keyClick(form(window).name, Qt.Key.Key_Return)
    assert window.message_bar.text.text() == "Changes are noted as those of Dr Lin from now on."
    change(qtbot, window, "second")
    line = newest(window)
    assert (line.author, bool(line.login)) == ("Dr Lin", True)
    assert Settings(window.settings.path).user == "Dr Lin"


def test_after_another_start_the_store_knows_the_name(qtbot, tmp_path):
    path = sample_store(tmp_path)
    Settings(tmp_path / "settings.json").choose(user="Dr Wu")
    with opened(qtbot, path, "SAMPLE-02") as window:
        window.settings.user_asked = False
        change(qtbot, window, "first")
        assert newest(window).author == "Dr Wu"
        assert window.message_bar.isHidden()  # who has a name is not asked


def test_the_name_is_proposed_in_forms_and_can_be_another_there(qtbot, window):
    choose(qtbot, window, "Dr Lin")
    forms = window.page.explanation.forms
    window.show_page("Eligibility")
    window.page.matrix.setCurrentIndex(cell(window, FULL, "I12b"))
    forms.edit_override()
    assert forms.override is not None
    assert forms.override.author.text() == "Dr Lin"
    assert forms.override.author.isEnabled() and not forms.override.author.isReadOnly()
    room = window.meeting_page.room
    assert room.author == "Dr Lin"
    room.author = "Prof. Chen"
    assert room.author == "Prof. Chen"


@pytest.mark.parametrize("damaged", ['{"user": 7}', '{"user": ["x"]}', '{"lock_after": [1]}', "{"])
def test_damaged_settings_have_no_name(tmp_path, damaged: str):
    path = tmp_path / "settings.json"
    path.write_text(damaged)
    settings = Settings(path)
    assert (settings.user, settings.user_asked, settings.lock_after) == ("", False, 15)


def test_a_name_is_one_line_of_bounded_length(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    settings.choose(user="Dr\nLin\u202e\x00 " + "x" * 500)
    assert settings.user.startswith("Dr Lin x") and len(settings.user) == LONGEST_NAME

"""What leaves the Meeting page: asked for in the window, written in the background."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog

from hccreview.meeting.agenda import with_questions
from tests.ui.meeting.meetings import CODES, held
from tests.ui.opening import choose, opened, sample_store, settle
from tests.ui.printing.reading import pages
from ui.meeting.export_form import HANDOUT, WORKBOOK, MeetingExportForm
from ui.meeting.exporting import export_handout, export_meeting


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    """The window on a store with the near miss chosen."""
    for name in ("XDG_CONFIG_HOME", "HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        yield window


@pytest.fixture
def answers(monkeypatch):
    """What the user answers when asked for a file, in turn; and what was proposed."""
    given: list[object] = []
    proposed: list[str] = []

    def asked(parent, title, name, kind):
        proposed.append(name)
        return (str(given.pop(0)) if given else "", kind)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    return given, proposed


def form_of(window) -> MeetingExportForm:
    return window.findChildren(MeetingExportForm)[-1]


def test_the_hand_out_of_a_case_on_the_agenda_has_its_meeting(window, qtbot, tmp_path, answers):
    held(qtbot, window, *CODES)
    room = window.meeting_page.room
    room.change(with_questions(room.meeting.meeting, "SAMPLE-02", ("Conversion?",)), "")
    choose(qtbot, window, "SAMPLE-02")
    answers[0].append(tmp_path / "case")
    export_handout(window)
    settle(qtbot, window)
    first, _ = pages(tmp_path / "case.pdf")
    assert "Tumour board of 26 Nov 2026, Seminar room 2" in first
    assert "Conversion?" in first
    assert answers[1] == ["SAMPLE-02 hand-out.pdf"]
    assert "hand-out was written" in window.message_bar.text.text()


def test_without_a_meeting_the_day_is_that_of_the_review(window, qtbot, tmp_path, answers):
    answers[0].append(tmp_path / "case.pdf")
    export_handout(window)
    settle(qtbot, window)
    first, _ = pages(tmp_path / "case.pdf")
    assert "As of 21 Nov 2026" in first and "Tumour board" not in first


def test_what_is_only_tried_is_not_written(window, answers):
    window.workspace.begin_what_if()
    export_handout(window)
    assert "what if" in window.message_bar.text.text()
    assert answers[1] == []


def test_hand_out_and_workbook_are_written_one_after_the_other(window, qtbot, tmp_path, answers):
    held(qtbot, window, *CODES)
    answers[0].extend([tmp_path / "board", tmp_path / "board"])
    export_meeting(window)
    form_of(window).write.click()
    settle(qtbot, window)
    assert answers[1] == ["Tumour board 2026-11-26.pdf", "Tumour board 2026-11-26.xlsx"]
    assert pages(tmp_path / "board.pdf")[1].startswith("SAMPLE-02")
    assert load_workbook(tmp_path / "board.xlsx").sheetnames[1:4] == list(CODES)


def test_one_of_the_two_can_be_chosen_with_the_keyboard(window, qtbot, tmp_path, answers):
    held(qtbot, window, *CODES)
    answers[0].append(tmp_path / "board.xlsx")
    export_meeting(window)
    form = form_of(window)
    form.boxes[HANDOUT].setChecked(False)
    assert form.chosen == (WORKBOOK,)
    form.write.click()
    settle(qtbot, window)
    assert (tmp_path / "board.xlsx").exists() and not (tmp_path / "board.pdf").exists()


def test_nothing_chosen_is_told_and_nothing_is_asked(window, qtbot, answers):
    held(qtbot, window, *CODES)
    export_meeting(window)
    form = form_of(window)
    for box in form.boxes.values():
        box.setChecked(False)
    assert form.problem.isVisible()
    form.write.click()
    assert form.isVisible() and answers[1] == []
    form.reject()


def test_without_a_meeting_there_is_nothing_to_export(window, qtbot):
    window.show_page("Meeting")
    settle(qtbot, window)
    room = window.meeting_page.room
    while room.meeting is not None:
        room.delete()
        settle(qtbot, window)
    export_meeting(window)
    assert "no meeting yet" in window.message_bar.text.text()


def test_a_file_that_cannot_be_written_is_told(window, qtbot, tmp_path, answers):
    held(qtbot, window, *CODES)
    answers[0].append(tmp_path / "nowhere" / "case.pdf")
    export_handout(window)
    settle(qtbot, window)
    assert "cannot be written" in window.message_bar.text.text()

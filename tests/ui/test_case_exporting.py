"""The forms of the export: what leaves is shown before it is written, and read by the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from hccreview.exchange.case_file import read_case
from tests.ui.opening import TODAY, opened, sample_store, settle
from ui.widgets.export_form import ExportForm

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot, tmp_path):
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-06") as window:
        yield window


@pytest.fixture
def form(window, qtbot) -> ExportForm:
    """The form of the case file, as the key opens it."""
    qtbot.keyClick(window, Qt.Key.Key_E, CTRL | SHIFT)
    settle(qtbot, window)
    (form,) = window.findChildren(ExportForm)
    return form


def lines(form: ExportForm) -> dict[str, tuple[str, str]]:
    """The lines of the preview: as it is recorded, and as it leaves."""
    model = form.leaving.model()
    cells = [
        [str(model.index(row, column).data()) for column in range(3)]
        for row in range(model.rowCount())
    ]
    return {what: (recorded, leaves) for what, recorded, leaves in cells}


def test_nothing_is_de_identified_and_no_preview_shown_before_it_is_asked_for(form):
    assert not form.deidentified.isChecked()
    assert not form.leaving.isVisible()
    assert not form.free_text.isVisible()


def test_the_preview_shows_every_value_and_what_takes_its_place(form):
    form.deidentified.click()
    shown = lines(form)
    assert shown["Code"][0] == "SAMPLE-06"
    assert shown["Code"][1].startswith("DEID-")
    assert shown["Date of birth"] == ("30 Nov 1966", "age 59 years")
    assert shown["Day 0"] == ("the first recorded treatment, 5 Nov 2026", "day 0")
    assert shown["Day of the review"] == ("21 Nov 2026", "day 16")
    assert shown["Sodium"][1] == "139 mmol/L; day 13; LLN 137 mmol/L; ULN 147 mmol/L"
    assert "lives near" in shown["Able to comply with visits and procedures"][0]
    assert shown["Able to comply with visits and procedures"][1] == "yes; day 15; author: left out"


def test_free_text_is_chosen_each_time_and_shown_word_by_word(form):
    form.deidentified.click()
    assert not form.free_text.isChecked()
    assert not form.remarks.isVisible()
    form.free_text.click()
    assert "reason: lives near" in lines(form)["Able to comply with visits and procedures"][1]
    assert "cannot find a name" in form.remarks.text()
    assert form.remarks.isVisible()


def test_the_preview_is_reached_and_left_by_tab_and_fits_into_the_window(form, window, qtbot):
    form.deidentified.click()
    QApplication.processEvents()
    assert form.width() <= window.width()
    assert form.height() <= window.height()
    assert not form.leaving.horizontalScrollBar().isVisible()
    seen = []
    form.deidentified.setFocus()
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert form.leaving in seen
    assert form.write in seen
    form.leaving.setFocus()
    qtbot.keyClick(form.leaving, Qt.Key.Key_End, CTRL)
    assert form.leaving.currentIndex().row() == form.leaving.model().rowCount() - 1


def test_the_file_is_what_was_shown(form, window, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "out.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    form.deidentified.click()
    code = lines(form)["Code"][1]
    form.write.click()
    settle(qtbot, window)
    case = read_case(path)
    assert case.code == code
    assert case.of("birth_date") == ()
    assert code in window.message_bar.text.text()
    assert "SAMPLE-06" not in window.message_bar.text.text()
    window.case_actions.import_files([path])
    settle(qtbot, window)
    assert window.workspace.case.code == code
    assert window.workspace.as_of != TODAY  # the day of the review that the file tells


def test_a_workbook_shows_the_same_lines_and_names_no_code(window, qtbot):
    window.ask_for_workbook()
    (form,) = window.findChildren(ExportForm)
    form.deidentified.click()
    shown = lines(form)
    assert shown["Code"] == ("SAMPLE-06", "de-identified")
    assert shown["Date of birth"][1] == "age 59 years"
    qtbot.keyClick(form, Qt.Key.Key_Escape)


def test_a_file_that_the_dialogue_did_not_ask_about_is_not_replaced(
    form, window, qtbot, tmp_path, monkeypatch
):
    there = tmp_path / "out.yaml"
    there.write_bytes(b"before")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    form.write.click()
    settle(qtbot, window)
    assert there.read_bytes() == b"before"
    told = window.message_bar.text.text()
    assert f"{there} is there already, and nothing was written; type its name with .yaml" in told


def test_a_chosen_database_is_not_replaced(form, window, qtbot, monkeypatch):
    path = window.workspace.saving.store.path
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    form.write.click()
    settle(qtbot, window)
    assert path.read_bytes().startswith(b"SQLite format 3")
    assert "is a database of patients, or a backup" in window.message_bar.text.text()

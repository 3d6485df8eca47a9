"""The lists of the Case page: entries read as lines, one opens as a form."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.case_pages import TODAY, begin, entries, page_opened, sample


@pytest.fixture(scope="module")
def opened(qapp):
    with page_opened(qapp) as window:
        yield window


@pytest.fixture
def window(opened, qtbot):
    return begin(opened, qtbot)


def test_an_entry_is_added_field_by_field_and_undone(window, qtbot):
    section = entries(window, "events")
    assert section.state.text() == "✓ none, as of 21 Nov 2026"
    qtbot.mouseClick(section.add, Qt.MouseButton.LeftButton)
    kind, on = section.form.boxes["kind"].input, section.form.boxes["on"].input
    assert kind.hasFocus()
    assert section.form.title.text() == "New entry"
    qtbot.keyClicks(kind, "blee")
    on.setFocus()
    qtbot.keyClicks(on, "2026-10-02")
    qtbot.keyClick(on, Qt.Key.Key_Return)
    (entry,) = window.workspace.case.list("events").entries
    assert (entry.get("kind"), str(entry.get("on"))) == ("bleeding", "2026-10-02")
    assert section.form.title.text() == "Entry 1"
    assert section.model.index(0).data() == "bleeding · 2 Oct 2026"
    assert section.state.text() == "? not said to be complete", "an event was found after all"
    window.workspace.undo()
    window.workspace.undo()
    assert section.model.rowCount() == 0
    assert section.state.text() == "✓ none, as of 21 Nov 2026"


def test_a_size_is_corrected_in_the_form_of_a_nodule_and_live(window, qtbot):
    section = entries(window, "lesions")
    section.view.setFocus()
    qtbot.keyClick(section.view, Qt.Key.Key_Return)
    line = section.form.boxes["longest"].input
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "7.4 cm")
    QApplication.processEvents()
    assert window.workspace.case.list("lesions").entries[0].get("longest").low == 74
    assert window.page.content.scores.lines["largest_nodule"].value.text() == "74 mm"
    assert line.text() == "7.4 cm"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "74"
    assert "longest diameter\u00a074 mm" in section.model.index(0).data()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert section.form.isHidden() and section.view.hasFocus()
    window.workspace.undo()
    assert window.workspace.case.list("lesions").entries[0].get("longest").low == 62


def test_the_list_chooses_which_entry_the_form_shows(window, qtbot):
    section = entries(window, "lesions")
    section.open(0)
    section.view.setFocus()
    qtbot.keyClick(section.view, Qt.Key.Key_Down)
    assert section.form.title.text() == "Entry 2"
    assert section.form.boxes["lesion"].input.text() == "S6"


def test_an_entry_reads_without_scrolling_sideways(window):
    section = entries(window, "lesions")
    assert section.view.horizontalScrollBar().maximum() == 0
    assert section.view.height() >= sum(section.view.sizeHintForRow(row) for row in range(4))
    assert section.model.index(0).data().startswith("S8 · 12 Nov 2026 · method\u00a0CT · ")


def test_an_entry_without_a_date_says_so(window):
    section = entries(window, "allergies")
    section.open(0)
    section.form.boxes["substance"].input.put("contrast")
    section.form.boxes["substance"].input.given.emit("contrast")
    assert section.model.index(0).data() == "contrast medium · ? no date"


def test_a_refused_part_of_an_entry_stays_with_one_sentence_at_the_field(window, qtbot):
    section, before = entries(window, "lesions"), window.workspace.case
    section.open(0, "on")
    on = section.form.boxes["on"]
    on.input.selectAll()
    qtbot.keyClicks(on.input, "last week")
    qtbot.keyClick(on.input, Qt.Key.Key_Return)
    assert window.workspace.case == before
    assert on.input.text() == "last week"
    assert on.sentence.isVisible() and "is not a date" in on.sentence.text()
    assert "× Imaging date: “last week” not taken" in section.model.index(0).data()
    section.form.show_row(1)
    assert on.input.text() == "12 Nov 2026" and on.sentence.isHidden()
    section.form.show_row(0)
    assert on.input.text() == "last week"
    on.input.setFocus()
    qtbot.keyClick(on.input, Qt.Key.Key_Escape)
    assert on.input.text() == "12 Nov 2026"
    assert "last week" not in section.model.index(0).data()


def test_none_of_these_is_said_on_the_day_of_the_review_and_taken_back(window, qtbot):
    window.workspace.show(sample("SAMPLE-09"))
    section = entries(window, "allergies")
    assert section.state.text() == "? not said to be complete"
    assert section.complete.text() == "None of these on 21 Nov 2026"
    qtbot.mouseClick(section.complete, Qt.MouseButton.LeftButton)
    assert window.workspace.case.list("allergies").complete_on == TODAY
    assert section.state.text() == "✓ none, as of 21 Nov 2026"
    qtbot.mouseClick(section.complete, Qt.MouseButton.LeftButton)
    assert window.workspace.case.list("allergies").complete_on is None


def test_the_last_entry_removed_does_not_mean_none(window):
    section = entries(window, "drugs")
    section.view.setCurrentIndex(section.model.index(0))
    section.view.remove()
    assert window.workspace.case.list("drugs").entries == ()
    assert section.state.text() == "? not said to be complete"
    assert section.view.isHidden()

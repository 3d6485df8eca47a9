"""The Outcomes page in the real window: charts, points, notes, numbers, files."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip, QWidget

from hccreview.clinical.editing import with_observation
from hccreview.clinical.quantity import exactly
from hccreview.trials.library import read_library
from tests.journeys.pointing import spoken
from tests.ui.opening import choose, opened, sample_store, settle
from tests.ui.outcomes import chart, drawn, picture, place_of, shown, told
from ui.outcomes.cell_delegate import height_of, words_of
from ui.outcomes.table_model import TableModel

IA, CONVERSION, NO_RESULTS = "ChiCTR2100041874", "NCT05099848", "NCT06881433"
ROOT = Path(__file__).resolve().parents[2]
KINDS = (
    "response", "best_response", "time_to_event", "adverse_events", "flow", "design", "population",
    "comparators",
)  # fmt: skip


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on a store, the near miss chosen."""
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        yield window


# --- choosing


def test_the_page_stands_after_eligibility_and_is_empty_until_it_is_shown(window):
    names = [window.pages.tabText(place) for place in range(window.pages.count())]
    assert names.index("Outcomes") > names.index("Eligibility")
    assert not window.outcomes_page.findChildren(TableModel)
    assert window.outcomes_page.findChildren(type(window.header)) == []
    assert not [each for each in window.outcomes_page.children() if each.isWidgetType()]


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart_is_drawn_with_its_numbers_and_its_standing_note(window, qtbot, kind):
    content = shown(qtbot, window, kind)
    found = chart(content)
    points = [spot.key for spot in picture(content).spots if not spot.flag]
    assert points == [mark.key for mark in found.marks]
    flagged = {spot.key for spot in picture(content).spots if spot.flag}
    drawn_flags = {
        note.flag.id for mark in found.marks if mark.key in flagged for note in mark.flags
    }
    assert drawn_flags == {note.flag.id for mark in found.marks for note in mark.flags}
    assert content.table.numbers.headings == found.table.headings
    assert content.table.numbers.rows == tuple(row.cells for row in found.table.rows)
    assert content.sheet.caution.isVisible() == bool(found.caution)
    assert content.sheet.caution.text() == found.caution
    assert content.chart.accessibleName() == f"Chart: {found.title}"


def test_the_standing_note_does_not_scroll_away(window, qtbot):
    content = shown(qtbot, window, "adverse_events")
    last = chart(content).marks[-1].key
    place_of(content, last)
    note = content.sheet.caution
    assert "not a comparison of treatments" in note.text()
    assert note.visibleRegion().boundingRect().size() == note.size()


def test_a_trial_without_results_is_named_plainly(window, qtbot):
    content = shown(qtbot, window, "response")
    said = content.sheet.silent.text()
    assert "no results published in this source" in said
    trial = next(each for each in window.workspace.trials if each.id == NO_RESULTS)
    assert trial.short_name in said
    chip = content.trials.chips[NO_RESULTS]
    assert chip.accessibleDescription() == "no results published in this source"
    for name, each in content.trials.chips.items():
        if name != NO_RESULTS:
            each.setChecked(False)
    drawn(qtbot, window)
    assert chart(content).empty
    assert content.table.numbers.rows == ()
    assert content.sheet.silent.isVisible()


def test_trials_are_chosen_and_the_last_one_stays(window, qtbot):
    content = shown(qtbot, window, "response")
    qtbot.mouseClick(content.trials.chips[CONVERSION], Qt.MouseButton.LeftButton)
    drawn(qtbot, window)
    assert {mark.trial for mark in chart(content).marks} == {IA}
    for name, chip in content.trials.chips.items():
        if name != IA:
            chip.setChecked(False)
    content.trials.chips[IA].click()
    assert content.trials.chosen == {IA}


def test_the_choice_is_kept_while_other_pages_and_cases_are_looked_at(window, qtbot):
    content = shown(qtbot, window, "flow")
    content.trials.chips[CONVERSION].click()
    window.show_page("Eligibility")
    choose(qtbot, window, "SAMPLE-04")
    content = shown(qtbot, window)
    assert chart(content).id == "flow"
    assert content.trials.chosen == {each.id for each in window.workspace.trials} - {CONVERSION}


def test_every_control_of_the_page_has_a_name(window, qtbot):
    content = shown(qtbot, window, "adverse_events")
    content.chart.point_chosen.emit(chart(content).marks[1].key)
    QApplication.processEvents()
    controls = [
        each
        for each in content.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() and not each.objectName().startswith("qt_")
    ]
    assert len(controls) > 15
    assert [type(each).__name__ for each in controls if not spoken(each)] == []


# --- points


def test_hovering_tells_count_interval_and_place_as_the_trial_document_has_them(window, qtbot):
    content = shown(qtbot, window, "response")
    trial = next(each for each in window.workspace.trials if each.id == IA)
    outcome = next(each for each in trial.outcomes if each.id == "orr_mrecist")
    place = place_of(content, f"{IA}:orr_mrecist")
    qtbot.mouseMove(content.chart, QPoint(2, 2))
    qtbot.mouseMove(content.chart, place)
    said = QToolTip.text()
    assert f"{outcome.count}/{outcome.denominator}" in said
    assert f"{outcome.interval.low}–{outcome.interval.high}" in said
    assert outcome.place.text in said
    QToolTip.hideText()


def test_the_arrow_keys_go_through_the_points_and_are_read_out(window, qtbot):
    content = shown(qtbot, window, "response")
    marks, view = chart(content).marks, content.chart
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current == marks[0].key
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.current == marks[0].key
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current == marks[-1].key
    face = QAccessible.queryAccessibleInterface(view)
    spoken = face.text(QAccessible.Text.Description)
    assert marks[-1].label in spoken and marks[-1].lines[0] in spoken
    assert marks[-1].lines[0] in told(content)


def test_return_opens_the_audit_note_of_a_flag(window, qtbot):
    content = shown(qtbot, window, "response")
    flag = next(each for each in window.workspace.trials if each.id == IA).flag("A1")
    content.table.point_chosen.emit(f"{IA}:orr_mrecist")
    assert flag.finding not in told(content)
    content.chart.setFocus()
    qtbot.keyClick(content.chart, Qt.Key.Key_Return)
    assert flag.finding in told(content) and flag.treatment in told(content)
    assert flag.place.text in told(content)
    assert content.details.notes[0].button.hasFocus()
    assert content.details.notes[0].button.accessibleName() == "Audit note A1 high"


def test_a_click_on_a_point_marks_its_row_and_one_on_its_flag_opens_the_note(window, qtbot):
    content, left = shown(qtbot, window, "response"), Qt.MouseButton.LeftButton
    key = f"{IA}:orr_mrecist"
    qtbot.mouseClick(content.chart, left, pos=place_of(content, key))
    assert content.chart.current == key
    assert content.table.numbers.keys[content.table.currentIndex().row()] == key
    assert not content.details.notes[0].button.isChecked()
    qtbot.mouseClick(content.chart, left, pos=content.chart.place_of_flag(key).center())
    assert content.details.notes[0].button.isChecked()


def test_a_row_marks_its_point(window, qtbot):
    content = shown(qtbot, window, "time_to_event")
    table = content.table
    index = table.numbers.index(3, 1)
    table.scrollTo(index)
    place = table.visualRect(index).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert content.chart.current == table.numbers.keys[3]
    assert content.details.title.text() == chart(content).mark(table.numbers.keys[3]).label


def test_a_row_that_is_not_drawn_is_told_in_full(window, qtbot):
    content = shown(qtbot, window, "comparators")
    assert content.table.numbers.keys[0] == "line 1"
    content.table.setCurrentIndex(content.table.numbers.index(0, 0))
    assert "RESCUE" in told(content)
    assert content.chart.place_of(content.chart.current).isEmpty()


def test_each_chart_keeps_its_own_point(window, qtbot):
    content = shown(qtbot, window, "response")
    content.chart.point_chosen.emit(f"{IA}:orr_mrecist")
    shown(qtbot, window, "flow")
    assert content.chart.current == ""
    shown(qtbot, window, "response")
    assert content.chart.current == f"{IA}:orr_mrecist"


# --- numbers


@pytest.mark.parametrize("size", [(900, 480), (1024, 640), (1280, 800), (1920, 1080)])
def test_numbers_need_no_sideways_scrolling_and_no_word_is_cut(window, qtbot, size):
    window.resize(*size)
    for kind in KINDS:
        content = shown(qtbot, window, kind)
        table = content.table
        content.way_out.numbers.setChecked(True)
        QApplication.processEvents()
        assert table.horizontalHeader().length() <= table.viewport().width()
        for row, cells in enumerate(table.numbers.rows):
            for column, text in enumerate(cells):
                words = words_of(text, table.narrow)
                height = height_of(words, table.fontMetrics(), table.columnWidth(column))
                assert height <= table.rowHeight(row)
        assert content.sheet.viewed.horizontalScrollBar().maximum() == 0
        assert content.details.horizontalScrollBar().maximum() == 0


def test_a_low_window_leaves_its_room_to_the_chart_until_the_numbers_are_asked_for(window, qtbot):
    window.resize(900, 480)
    content = shown(qtbot, window, "response")
    assert not content.table.isVisible()
    qtbot.mouseClick(content.way_out.numbers, Qt.MouseButton.LeftButton)
    assert content.table.isVisible()
    content.way_out.numbers.click()
    window.resize(1280, 800)
    qtbot.waitUntil(content.table.isVisible)


def test_a_narrow_page_shows_details_only_of_a_chosen_point(window, qtbot):
    content = shown(qtbot, window, "response")
    assert content.details.isVisible()
    content.resize(650, 600)  # as beside the list, in the smallest window
    assert not content.details.isVisible()
    content.chart.point_chosen.emit(chart(content).marks[0].key)
    assert content.details.isVisible()


def test_numbers_are_copied_for_a_spreadsheet(window, qtbot):
    content = shown(qtbot, window, "response")
    qtbot.mouseClick(content.way_out.copy_numbers, Qt.MouseButton.LeftButton)
    lines = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    table = chart(content).table
    assert tuple(lines[0]) == table.headings
    assert [tuple(line) for line in lines[1:]] == [row.cells for row in table.rows]
    content.table.selectRow(1)
    qtbot.keyClick(content.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    some = QApplication.clipboard().text().split("\n")
    assert len(some) == 2 and some[1].split("\t") == list(table.rows[1].cells)


def test_a_cell_is_read_out_with_its_heading(window, qtbot):
    content = shown(qtbot, window, "response")
    said = content.table.numbers.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert re.fullmatch(r"n/N \(%\): \d+/\d+ .*", said)


# --- adverse events


def test_unreliable_rows_are_out_and_come_with_a_switch_that_counts_them(window, qtbot):
    content = shown(qtbot, window, "adverse_events")
    trial = next(each for each in read_library() if each.id == IA)
    assert trial.adverse_events is not None
    doubtful = [row.term for row in trial.adverse_events.rows if not row.reliable]
    assert content.options.isVisible()
    assert f"({len(doubtful)})" in content.options.unreliable.text()
    before = len(content.table.numbers.rows)
    content.options.unreliable.click()
    drawn(qtbot, window)
    assert len(content.table.numbers.rows) == before + len(doubtful)
    assert f"({len(doubtful)})" in content.options.unreliable.text()


def test_adverse_events_are_sorted_as_asked(window, qtbot):
    content = shown(qtbot, window, "adverse_events")
    content.options.grouped.setChecked(False)
    content.options.order.setCurrentIndex(content.options.order.findData("name"))
    drawn(qtbot, window)
    first, *terms = [row[2] for row in content.table.numbers.rows if row[0] == IA]
    assert first == "Any treatment-related event"
    assert terms == sorted(terms, key=str.casefold)


# --- the patient


def test_the_population_speaks_of_this_patient_and_follows_the_case(window, qtbot):
    content = shown(qtbot, window, "population")
    assert content.sheet.summary.isVisible() and "this patient" in content.sheet.summary.text()
    before = chart(content)
    choose(qtbot, window, "SAMPLE-08")
    drawn(qtbot, window)
    assert chart(content) is not before
    assert content.sheet.summary.text() == chart(content).summary


def test_another_performance_status_moves_the_mark_of_the_patient(window, qtbot):
    content = shown(qtbot, window, "population")
    column = chart(content).table.headings.index("This patient")

    def marked() -> list[str]:
        rows = chart(content).table.rows
        return [row.key for row in rows if row.cells[column] and ":ecog:" in row.key]

    case = window.workspace.case
    (old,) = case.of("ecog")
    assert old.value_text == "0" and [key[-2:] for key in marked()] == [":0"]
    new = replace(old, value=exactly(1.0), value_text="1")
    window.workspace.edit(with_observation(case, new, old), "ECOG")
    drawn(qtbot, window)
    assert [key[-2:] for key in marked()] == [":1"]
    settle(qtbot, window)


def test_nothing_of_another_patient_stays_while_the_chart_is_made_anew(window, qtbot):
    content = shown(qtbot, window, "population")
    window.workspace.case_changed.connect(
        lambda: seen.append((content.sheet.summary.isVisible(), content.table.numbers.rows))
    )
    seen: list[tuple[bool, tuple[tuple[str, ...], ...]]] = []
    choose(qtbot, window, "SAMPLE-08")
    assert seen[0] == (False, ())
    drawn(qtbot, window)


# --- looks


def test_the_picture_follows_the_colours_of_the_window(window, qtbot):
    content = shown(qtbot, window, "response")

    def corner() -> tuple[int, int, int]:
        pixels = picture(content).pixels
        return pixels[0], pixels[1], pixels[2]

    try:
        for dark in (True, False):
            window.theme.apply(dark)
            drawn(qtbot, window)
            panel = window.theme.colour("panel")
            assert corner() == (panel.red(), panel.green(), panel.blue())
    finally:
        window.theme.apply(False)


def test_colours_that_change_behind_another_page_are_there_on_return(window, qtbot):
    shown(qtbot, window, "flow")
    window.show_page("Eligibility")
    try:
        window.theme.apply(True)
        content = shown(qtbot, window)
        panel = window.theme.colour("panel")
        qtbot.waitUntil(lambda: picture(content).pixels[0] == panel.red(), timeout=10_000)
    finally:
        window.theme.apply(False)


def test_another_width_while_a_chart_is_made_does_not_lose_it(window, qtbot):
    content = shown(qtbot, window, "response")
    content.charts.choose("flow")
    assert chart(content).id == "response"  # the worker has not answered yet
    window.resize(1400, 800)
    QApplication.processEvents()
    drawn(qtbot, window)
    assert chart(content).id == "flow"


def test_the_picture_is_as_wide_as_its_place(window, qtbot):
    content = shown(qtbot, window, "response")
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: picture(content).columns == content.sheet.room, timeout=10_000)
    assert picture(content).ratio == content.devicePixelRatioF()


# --- files


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_chart_is_saved_in_three_forms(window, qtbot, tmp_path, monkeypatch, form):
    content = shown(qtbot, window, "response")
    path = tmp_path / f"chart.{form}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(content.way_out.save, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    content_of = path.read_bytes()
    if form == "png":
        assert QImage.fromData(content_of).width() > 2000
    else:
        assert content_of.startswith(b"<?xml" if form == "svg" else b"%PDF")
    assert str(path) in window.message_bar.text.text()
    assert [each.name for each in tmp_path.glob("*.part")] == []


def test_a_name_without_an_ending_gets_the_one_that_was_chosen(
    window, qtbot, tmp_path, monkeypatch
):
    content = shown(qtbot, window, "flow")
    answer = (str(tmp_path / "flow"), "Page (*.pdf)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    content.way_out.save.click()
    settle(qtbot, window)
    assert (tmp_path / "flow.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["missing/chart.png", "chart.docx"])
def test_a_refused_place_is_one_sentence(window, qtbot, tmp_path, monkeypatch, name):
    content = shown(qtbot, window, "response")
    path = str(tmp_path / name)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
    content.way_out.save.click()
    settle(qtbot, window)
    said = window.message_bar.text.text()
    assert window.message_bar.isVisible() and "chart" in said and said.endswith(".")


def test_the_chart_is_copied_as_a_picture(window, qtbot):
    content = shown(qtbot, window, "response")
    qtbot.mouseClick(content.way_out.copy_picture, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert QApplication.clipboard().image().size().width() > QSize(900, 0).width()


def test_a_patient_as_what_if_tries_him_stays_on_screen(window, qtbot, monkeypatch):
    content = shown(qtbot, window, "population")
    asked: list[str] = []

    def ask(*_: object) -> tuple[str, str]:
        asked.append("where?")
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    window.workspace.begin_what_if()
    QApplication.clipboard().setText("before")
    for button in (
        content.way_out.save,
        content.way_out.copy_picture,
        content.way_out.copy_numbers,
    ):
        window.message_bar.hide()
        button.click()
        assert "only tried" in window.message_bar.text.text() and window.message_bar.isVisible()
    window.message_bar.hide()
    QTest.keySequence(content.table, QKeySequence.StandardKey.Copy)
    assert "only tried" in window.message_bar.text.text() and window.message_bar.isVisible()
    settle(qtbot, window)
    assert not asked and QApplication.clipboard().text() == "before"
    shown(qtbot, window, "response")
    content.way_out.save.click()
    assert asked
    window.workspace.end_what_if()


# --- the start


def test_the_page_loads_neither_figures_nor_statistics_before_it_is_shown():
    program = (
        "import sys, ui.outcomes.page;"
        "print([m for m in ('matplotlib', 'scipy', 'numpy', 'hccreview.review.charts')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr

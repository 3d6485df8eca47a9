"""The real window, offscreen: cases, matrix, explanation, days, export, messages."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAccessible, QFont, QRawFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDateEdit,
    QFileDialog,
    QWidget,
)

from resources import resource_path
from tests.ui.opening import FULL, cell, choose, codes, explained, opened, sample_store, settle
from ui import theme
from ui.eligibility.matrix_model import CELL
from ui.wording import ELIGIBILITIES, MEANINGS, VERDICTS, counts_text, eligibility_mark

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on a store, with everything loaded and the near miss chosen."""
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        yield window


# --- the list


def test_the_window_opens_with_every_sample_and_a_mark_for_each_trial_in_view(window):
    assert len(codes(window)) >= 10
    assert window.case_pane.number.text() == str(len(codes(window)))
    strips = window.case_pane.strips
    in_view = [strips.of(line) for line in window.case_pane.model.lines[:9]]
    assert [len(strip.marks) for strip in in_view] == [5] * 9


def test_no_mark_of_a_trial_that_cannot_be_entered_is_green(window):
    known = [window.case_pane.strips.of(line) for line in window.case_pane.model.lines]
    tones = {mark.tone for strip in known if strip for _, mark in strip.marks}
    assert "pass" not in tones
    assert {"fail", "unknown", "neutral"} <= tones


def test_a_trial_that_can_be_entered_is_green_where_eligible():
    assert eligibility_mark("eligible", can_be_entered=True).tone == "pass"
    assert eligibility_mark("eligible", can_be_entered=False).tone == "neutral"
    assert eligibility_mark("ineligible", can_be_entered=False).tone == "fail"


def test_choosing_a_case_in_the_list_shows_it(window, qtbot):
    model = window.case_pane.list.model()
    window.case_pane.list.setCurrentIndex(model.index(model.row_of("SAMPLE-09")))
    settle(qtbot, window)
    assert window.workspace.case.code == "SAMPLE-09"
    assert window.header.code.text() == "SAMPLE-09"
    assert "age and sex not recorded" in window.header.person.text()


# --- the matrix and its explanation


def test_a_cell_shows_sign_value_and_limit(window):
    index = cell(window, FULL, "I12b")
    assert index.data() == "× 68, ≥ 75"
    assert index.data(CELL).mark.tone == "fail"
    assert index.siblingAtColumn(0).data() == "Platelets"


def test_choosing_a_cell_explains_it(window, qtbot):
    matrix = window.page.matrix
    index = cell(window, FULL, "I12b")
    matrix.choose(index)
    with qtbot.waitSignal(matrix.clicked):
        place = matrix.visualRect(index).center()
        qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)
    text = explained(window)
    assert "Platelets 68 ×10⁹/L on 18 Nov 2026; at least 75" in text
    assert "Fail, recoverable by a repeat test" in text
    assert "inclusion criteria, lines 61-62" in text
    assert window.page.explanation.scale.isVisible()


def test_a_cell_that_the_source_leaves_out_says_so(window):
    index = cell(window, FULL, "I12b")
    silent = index.siblingAtColumn(1)
    assert silent.data() == "·"
    window.page.matrix.choose(silent)
    assert "Not stated in source." in explained(window)


def test_several_findings_of_a_cell_stand_in_tabs(window):
    panel, comparison = window.page.explanation, window.workspace.comparison
    findings = tuple(comparison.assessment(FULL).finding(name) for name in ("I12b", "I12a"))
    panel.show_findings(findings, comparison)
    assert [panel.tabs.tabText(place) for place in range(2)] == ["× I12b", "✓ I12a"]
    panel.tabs.setCurrentIndex(1)
    assert panel.shown_criterion == "I12a"
    assert "Neutrophils" in explained(window)


def test_the_arrow_keys_move_between_trials_and_concepts(window, qtbot):
    matrix, start_cell = window.page.matrix, cell(window, FULL, "I12b")
    matrix.choose(start_cell)
    matrix.setFocus()
    qtbot.keyClick(matrix, Qt.Key.Key_Left)
    assert matrix.currentIndex().column() == start_cell.column() - 1
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    qtbot.keyClick(matrix, Qt.Key.Key_Up)
    assert matrix.currentIndex().siblingAtColumn(0).data() == "Neutrophils"
    assert "Neutrophils" in explained(window)


def test_up_and_down_keep_the_trial_across_groups_and_left_folds_them(window, qtbot):
    matrix, index = window.page.matrix, cell(window, FULL, "I12b")
    group = index.parent()
    matrix.choose(index.sibling(0, index.column()))
    matrix.setFocus()
    qtbot.keyClick(matrix, Qt.Key.Key_Up)
    assert matrix.currentIndex() == group
    qtbot.keyClick(matrix, Qt.Key.Key_Left)
    assert not matrix.isExpanded(group)
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    qtbot.keyClick(matrix, Qt.Key.Key_Down)
    assert matrix.currentIndex() == index.sibling(0, index.column())


def test_nothing_flashes_up_as_a_window_of_its_own(window, qtbot):
    for code in ("SAMPLE-09", "SAMPLE-02"):
        choose(qtbot, window, code)
        QApplication.processEvents()
    others = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert others == [window]
    assert QApplication.activeWindow() is window


def test_a_click_on_a_group_folds_it(window, qtbot):
    matrix = window.page.matrix
    group = matrix.model().index(0, 0)
    matrix.scrollToTop()
    where = matrix.visualRect(group).center()
    qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert not matrix.isExpanded(group)
    qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert matrix.isExpanded(group)


def test_the_head_of_a_trial_explains_its_headline(window, qtbot):
    header = window.page.matrix.header()
    x = header.sectionViewportPosition(2) + 20
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 40))
    text = explained(window)
    assert "Ineligible, a precedent only" in text
    assert "Stopped early" in text
    assert "Not yet checked by a clinician." in text


def test_the_heads_say_eligibility_counts_and_recruitment(window):
    heads = {head.trial_id: head for head in window.page.model.heads}
    assert heads[FULL].mark.word == "Ineligible"
    assert heads[FULL].counts.startswith("1\u00a0fail")
    assert heads[FULL].recruitment == "printed end passed"
    assert heads["NCT05099848"].listed == "key criteria only"
    assert heads["TACE-CAM-APA"].number == "no registry number"


def test_what_is_open_later_is_counted_apart():
    assert (
        counts_text({"unknown": 0, "pass": 9, "open later": 2})
        == "9\u00a0pass\u00a0· 2\u00a0open\u00a0later"
    )  # noqa: E501


def test_five_trials_fit_at_1280_by_800_without_scrolling_sideways(window, qtbot):
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.width() == 1280)
    matrix = window.page.matrix
    qtbot.waitUntil(lambda: matrix.header().length() <= matrix.viewport().width())
    assert matrix.horizontalScrollBar().maximum() == 0
    assert all(matrix.columnWidth(column) >= 110 for column in range(1, 6))


# --- what to ask, and the days


def test_a_question_leads_to_the_cell_it_settles(window, qtbot):
    choose(qtbot, window, "SAMPLE-09")
    card = window.page.ask.findChildren(QAbstractButton)[0]
    card.click()
    current = window.page.matrix.currentIndex()
    assert window.page.explanation.shown_criterion in {
        finding.criterion.id for finding in window.page.model.findings_at(current)
    }
    assert "Missing" in explained(window)


def test_another_day_changes_the_findings_and_keeps_the_chosen_cell(window, qtbot):
    matrix, index = window.page.matrix, cell(window, FULL, "I12a")
    matrix.choose(index)
    assert index.data().startswith("✓")
    choose(qtbot, window, "SAMPLE-03")
    assert cell(window, FULL, "I12a").data() == "? too old"
    matrix.choose(cell(window, FULL, "I12a"))
    window.header.day.setDate(QDate(2026, 10, 13))
    assert window.workspace.comparison.anchors.as_of == date(2026, 10, 13)
    assert matrix.currentIndex() == cell(window, FULL, "I12a")
    assert window.page.explanation.shown_criterion == "I12a"


def test_a_day_before_any_value_makes_the_laboratory_unknown(window):
    window.header.day.setDate(QDate(2026, 1, 1))
    assert cell(window, FULL, "I12b").data(CELL).mark.tone == "unknown"


def test_the_assumed_days_are_named_so(window, qtbot):
    choose(qtbot, window, "SAMPLE-09")
    assert "Inclusion 21 Nov 2026 (assumed)" in window.page.model.days


# --- files


def test_export_writes_the_workbook_and_says_where(window, tmp_path, monkeypatch, qtbot):
    path = tmp_path / "review.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert "Matrix" in openpyxl.load_workbook(path).sheetnames
    assert str(path) in window.message_bar.text.text()
    assert window.message_bar.isVisible()


def test_a_target_that_cannot_be_written_is_told_in_the_bar(window, qtbot, tmp_path):
    window.workspace.export(tmp_path / "missing" / "review.xlsx")
    settle(qtbot, window)
    assert "review.xlsx" in window.message_bar.text.text()
    assert window.message_bar.property("tone") == "problem"


def test_a_bad_file_shows_a_sentence_and_changes_nothing(window, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "bad.yaml"
    path.write_text(
        "format: hccreview-case/1\ncode: X\nobservations:\n  plateletts: 68\n", encoding="utf-8"
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    window.ask_for_case_files()
    settle(qtbot, window)
    assert "bad.yaml, line 4" in window.message_bar.text.text()
    assert window.message_bar.isVisible()
    assert window.workspace.case.code == "SAMPLE-02"


def test_escape_closes_the_message(window, qtbot):
    window.workspace.messages.problem("Something to read.")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.message_bar.isVisible()


# --- looks, keys, names


def test_f1_shows_what_each_symbol_means(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.legend.isVisible()
    window.legend.close()


def test_light_and_dark_are_exchanged_at_once(window):
    before = window.palette().window().color()
    window.theme.toggle()
    assert window.theme.dark
    assert window.palette().window().color() != before
    assert window.palette().window().color().name() == "#14181d"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(name):
    colours = theme.tokens(name)
    pairs = [(tone, f"{tone}_tint") for tone in ("pass", "fail", "unknown", "judgement", "neutral")]
    pairs += [(ink, ground) for ink in ("text", "muted") for ground in ("page", "panel", "field")]
    pairs += [("on_accent", "accent"), ("neutral", "page"), ("text", "accent_tint")]
    for ink, ground in pairs:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def contrast(one: str, two: str) -> float:
    """Contrast of two colours (WCAG 2.1)."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    lin = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]


def test_the_font_holds_every_sign_of_the_screen(qapp):
    font = QRawFont(str(resource_path(*theme.FONT_FILE)), 12)
    signs = {sign for sign, *_ in (*VERDICTS.values(), *ELIGIBILITIES.values(), *MEANINGS)}
    assert [sign for sign in signs if not font.supportsCharacter(ord(sign))] == []


def test_every_control_has_an_accessible_name(window):
    kinds = (QAbstractButton, QAbstractItemView, QDateEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in window.findChildren(kind)
        if widget.isVisibleTo(window) and not spoken_name(widget) and not internal(widget)
    ]
    assert nameless == []


def spoken_name(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name) if face else widget.accessibleName()


def internal(widget: QWidget) -> bool:
    """Parts that Qt builds inside a control of ours."""
    parent = widget.parent()
    names = (widget.objectName(), parent.objectName() if parent else "")
    return any(name.startswith("qt_") for name in names)


def test_a_cell_speaks_its_concept_trial_and_verdict(window):
    said = cell(window, FULL, "I12b").data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"Platelets, HAIC + lenva + cado ({FULL}): Fail: 68, ≥ 75"


def test_no_text_is_smaller_than_11_pixels():
    sheet = resource_path("styles", "hccreview.qss").read_text(encoding="utf-8")
    import re

    assert min(int(size) for size in re.findall(r"font-size: (\d+)px", sheet)) >= 11
    assert QFont().pixelSize() == -1 or QFont().pixelSize() >= 11

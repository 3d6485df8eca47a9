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
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from resources import resource_path
from tests.ui.opening import FULL, cell, choose, codes, explained, opened, sample_store, settle
from ui import start, theme
from ui.commands.compare import compare_cases
from ui.eligibility.matrix_model import CELL
from ui.messages import Offer
from ui.widgets.export_form import ExportForm
from ui.widgets.keys import KEYS
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
    assert window.page.explanation.verdict.accessibleName() == (
        "Fail, recoverable by a repeat test"
    )
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
    words = window.page.explanation.verdict.accessibleName()
    assert words == "Ineligible, a precedent only"
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


def export_form(window) -> ExportForm:
    """The form that asks which trials."""
    (form,) = window.findChildren(ExportForm)
    return form


def test_export_writes_the_workbook_and_says_where(window, tmp_path, monkeypatch, qtbot):
    path = tmp_path / "review.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    told: list[tuple[int, int]] = []
    window.workspace.background.progressed.connect(lambda _, done, all: told.append((done, all)))
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(export_form(window), Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "Matrix" in openpyxl.load_workbook(path).sheetnames
    assert str(path) in window.message_bar.text.text()
    assert window.message_bar.isVisible()
    assert window.message_bar.act.text() == "Open file"
    assert told[0][0] == 0
    assert told[-1] == (told[-1][1] - 1, told[-1][1])  # the last part is the file itself


def test_the_window_writes_the_cells_that_the_command_writes(
    window, tmp_path, monkeypatch, qtbot, capsys
):
    ours, theirs = tmp_path / "window.xlsx", tmp_path / "command.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(ours), ""))
    for deidentified in (False, True):
        window.ask_for_workbook()
        form = export_form(window)
        for name, box in form.trials.items():
            box.setChecked(name in (FULL, "NCT05099848"))
        form.deidentified.setChecked(deidentified)
        form.write.click()
        settle(qtbot, window)
        case = str(resource_path("cases", "sample-02.yaml"))
        day = date(2026, 11, 21)
        trials = [FULL, "NCT05099848"]
        compare_cases(
            [case], trials, None, day, None, None, False, theirs, deidentified=deidentified
        )
        assert cells(ours) == cells(theirs)
        assert len(cells(ours)) > 500
    assert "SAMPLE-02" not in str(cells(ours))


def cells(path: Path) -> dict[tuple[str, str], object]:
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }


def test_the_export_form_wants_a_trial_and_closes_by_keyboard(window, qtbot):
    window.ask_for_workbook()
    form = export_form(window)
    for box in form.trials.values():
        box.click()
    form.write.click()
    assert form.isVisible()
    assert form.problem.isVisible()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_what_is_only_tried_is_not_exported(window):
    window.page.what_if.turn(True)
    assert not window.header.export.isEnabled()
    window.ask_for_workbook()
    assert window.findChildren(ExportForm) == []
    assert "recorded case only" in window.message_bar.text.text()


def test_an_export_that_is_stopped_leaves_no_file(window, tmp_path, qtbot):
    path = tmp_path / "review.xlsx"
    window.workspace.background.progressed.connect(lambda *_: window.status.cancel.click())
    window.workspace.export(path)
    settle(qtbot, window)
    assert list(tmp_path.glob("*.xlsx*")) == []


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


def test_escape_closes_the_message_first_and_then_leaves_what_if(window, qtbot):
    window.page.what_if.turn(True)
    window.workspace.messages.problem("Something to read.")
    qtbot.keyClick(window.page.matrix, Qt.Key.Key_Escape)
    assert not window.message_bar.isVisible()
    assert window.workspace.in_what_if
    qtbot.keyClick(window.page.matrix, Qt.Key.Key_Escape)
    assert not window.workspace.in_what_if


def test_what_if_is_said_over_every_page_and_its_day_is_the_one_of_the_header(window):
    recorded = window.workspace.case
    window.page.what_if.turn(True)
    for name in ("Case", "Eligibility"):
        window.show_page(name)
        assert window.what_if_bar.isVisible()
        assert window.header.trying.isVisible()
        assert window.header.trying.text() == "What if"
    window.what_if_bar.slider.setValue(12)
    assert window.header.day.date() == QDate(2026, 12, 3)
    assert window.header.as_of.text() == "Tried, as of"
    window.what_if_bar.leave.click()
    assert window.header.day.date() == QDate(2026, 11, 21)
    assert window.header.as_of.text() == "As of"
    assert not window.what_if_bar.isVisible()
    assert not window.header.trying.isVisible()
    assert window.workspace.case is recorded


def test_the_day_of_the_review_stands_in_one_place(window):
    days = [each for each in window.findChildren(QDateEdit) if each.isVisibleTo(window)]
    names = [each.accessibleName() for each in days]
    assert names.count("Day of the review") == 1


# --- looks, keys, names


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1])
def test_f1_shows_what_each_symbol_means_and_closes_again(window, qtbot, key):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    qtbot.waitUntil(window.legend.isActiveWindow)
    qtbot.keyClick(window.legend, key)
    assert not window.legend.isVisible()


def test_f1_names_every_key_of_the_window(window):
    told = {key.strip() for _, keys in KEYS for names, _ in keys for key in names.split(",")}
    bound = {
        sequence.toString()
        for action in window.actions()
        for sequence in action.shortcuts()
        if not sequence.isEmpty()
    }
    assert len(bound) > 15
    assert {name for name in bound if name not in told} == set()


def test_the_menu_is_one_column_on_the_lowest_screen(window):
    assert window.menu.sizeHint().height() <= 1080 // 2  # 1920 by 1080 at 200 %


def test_every_key_of_the_window_is_there_once(window):
    keys = [s.toString() for action in window.actions() for s in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_ctrl_t_tries_ctrl_k_filters_and_ctrl_j_asks(window, qtbot):
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_T, control)
    assert window.workspace.in_what_if
    qtbot.keyClick(window, Qt.Key.Key_T, control)
    assert not window.workspace.in_what_if
    window.show_page("Case")
    qtbot.keyClick(window, Qt.Key.Key_K, control)
    assert window.page.filters.chips["all"].hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_J, control)
    assert window.page.ask.tabs.hasFocus()
    qtbot.keyClick(window.page.ask.tabs, Qt.Key.Key_Right)
    assert window.page.ask.changes.isVisible()


def test_a_narrow_window_puts_the_list_aside_and_keeps_it_within_reach(window, qtbot):
    window.case_pane.list.setFocus()
    window.resize(960, 540)
    qtbot.waitUntil(lambda: window.case_pane.isHidden())
    assert window.header.cases.hasFocus()
    matrix = window.page.matrix
    qtbot.waitUntil(lambda: matrix.header().length() <= matrix.viewport().width())
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.case_pane.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.case_pane.isHidden()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.case_pane.isVisible())
    assert window.page.ask.stack.isVisible()


def test_a_store_that_cannot_be_opened_is_a_sentence_in_the_window(qtbot, tmp_path):
    path = tmp_path / "cases.sqlite"
    path.write_bytes(b"this is no database" * 500)
    with opened(qtbot, path) as window:
        assert "is not a database of HCC Review" in window.empty.text.text()
        assert window.empty.isVisible()
        assert not window.case_pane.isVisible()
        assert not window.message_bar.isVisible()  # it is said once
        assert window.empty.menu.menu() is window.menu
        qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, window)
        assert window.workspace.case is None  # what would be typed could not be kept
        assert "No store is open" in window.message_bar.text.text()


def test_a_folder_in_the_place_of_a_store_is_a_sentence_in_the_window(window, tmp_path):
    startup = start.Startup(tmp_path)
    startup.workspace = window.workspace
    start.load(startup)
    assert "is a folder; name a file in it" in window.empty.text.text()
    assert window.empty.isVisible()
    assert not window.case_pane.isVisible()


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


def test_every_control_has_an_accessible_name(window, qtbot):
    """The whole window, page by page, also while something is tried, hidden or written."""
    window.page.what_if.turn(True)
    window.workspace.messages.problem("Something to read.", Offer("Try again", lambda: None))
    window.show_legend()
    found = [*nameless(window), *nameless(window.legend)]
    window.page.what_if.turn(False)
    for place in range(window.pages.count()):
        window.pages.setCurrentIndex(place)
        settle(qtbot, window)
        found += nameless(window)
    window.page.ask.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: len(window.page.ask.when.strips) == 5)
    window.ask_for_workbook()
    found += [*nameless(window.page.ask), *nameless(export_form(window))]
    export_form(window).close()
    window.workspace.show(None)
    assert [*found, *nameless(window)] == []


def nameless(root: QWidget) -> list[str]:
    """Controls that can be seen and would be silent for a screen reader, by class and parent."""
    kinds = (
        QAbstractButton,
        QAbstractItemView,
        QAbstractSpinBox,
        QAbstractSlider,
        QLineEdit,
        QComboBox,
        QTabBar,
    )
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for kind in kinds
        for widget in root.findChildren(kind)
        if widget.isVisibleTo(root)
        and not spoken_name(widget)
        and not internal(widget)
        and not isinstance(widget, QScrollBar | QHeaderView)
    ]


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

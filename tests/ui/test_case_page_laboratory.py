"""The laboratory table of the Case page: typing, limits, dates, pasting, doubts."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from hccreview.clinical.case import Case
from hccreview.clinical.dates import parse_date
from tests.ui.case_pages import (
    at,
    begin,
    editor,
    focused_line,
    go,
    page_opened,
    table,
    type_into,
    values,
    verdict,
)
from ui.case_page.laboratory import Column
from ui.history import Kept


@pytest.fixture(scope="module")
def opened(qapp):
    with page_opened(qapp) as window:
        yield window


@pytest.fixture
def window(opened, qtbot):
    return begin(opened, qtbot)


def test_platelets_typed_change_the_comparison_while_the_finger_is_on_the_key(window, qtbot):
    assert verdict(window, "I12b") == "fail"
    view = go(window, "platelets")
    qtbot.keyClicks(view, "8")
    line = editor(window)
    assert line.text() == "8"
    qtbot.keyClicks(line, "0")
    QApplication.processEvents()
    assert values(window, "platelets") == ["80"]
    assert verdict(window, "I12b") == "pass"
    assert line.isVisible(), "the editor stays open while the matrix changes"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert view.currentIndex() == at(window, "haemoglobin")


def test_one_visit_of_a_cell_is_one_step_to_undo(window, qtbot):
    before = window.workspace.case
    type_into(qtbot, window, "platelets", "80")
    type_into(qtbot, window, "creatinine", "91")
    window.workspace.undo()
    assert values(window, "creatinine") == ["78"]
    assert values(window, "platelets") == ["80"]
    window.workspace.undo()
    assert window.workspace.case == before
    assert at(window, "platelets").data() == "↓ 68"
    window.workspace.redo()
    assert at(window, "platelets").data() == "↓ 80"


def test_a_corrected_value_keeps_its_date_and_limits(window, qtbot):
    type_into(qtbot, window, "platelets", "80")
    (changed,) = window.workspace.case.of("platelets")
    assert (changed.uln, changed.lln) == (350, 125)
    assert str(changed.collected_on) == "2026-11-18"


def test_escape_takes_back_what_was_typed(window, qtbot):
    before = window.workspace.case
    view = go(window, "platelets")
    qtbot.keyClicks(view, "9")
    QApplication.processEvents()
    assert values(window, "platelets") == ["9"]
    qtbot.keyClick(editor(window), Qt.Key.Key_Escape)
    assert window.workspace.case == before


def test_a_new_date_takes_a_new_value_beside_the_old_one(window, qtbot):
    content = window.page.content
    go(window, "platelets")
    qtbot.mouseClick(content.add, Qt.MouseButton.LeftButton)
    line = focused_line()
    assert (line.accessibleName(), line.text()) == ("Date of new samples", "21 Nov 2026")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    new = Column(parse_date("2026-11-21"))
    assert table(window).currentIndex() == at(window, "platelets", new)
    type_into(qtbot, window, "platelets", "82", new)
    assert values(window, "platelets") == ["68", "82"]
    assert verdict(window, "I12b") == "pass"
    assert content.model.headerData(3, Qt.Orientation.Horizontal) == "21 Nov 2026\ntoday"


def test_the_date_of_a_column_is_corrected_with_its_values(window, qtbot):
    before = window.workspace.case
    qtbot.keyClick(go(window, "platelets"), Qt.Key.Key_F4)
    line = focused_line()
    assert line.text() == "18 Nov 2026"
    qtbot.keyClicks(line, "17 Nov 2026, 7:30")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    moved = Column(parse_date("2026-11-17"), "07:30")
    assert table(window).hasFocus()
    assert table(window).currentIndex() == at(window, "platelets", moved)
    (platelets,) = window.workspace.case.of("platelets")
    assert (str(platelets.collected_on), platelets.collected_at) == ("2026-11-17", "07:30")
    assert platelets.lln == 125
    window.workspace.undo()
    assert window.workspace.case == before


def test_a_double_click_on_a_date_corrects_it_too(window, qtbot):
    heads = table(window).horizontalHeader()
    heads.sectionDoubleClicked.emit(3)
    line = focused_line()
    assert line.text() == "18 Nov 2026"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert table(window).hasFocus()


def test_a_bad_date_stays_with_its_sentence_and_values_are_never_put_upon_others(window, qtbot):
    before = window.workspace.case
    view = table(window)
    qtbot.keyClick(go(window, "platelets"), Qt.Key.Key_F4)
    line = focused_line()
    for typed, told in (("31.2.2026", "calendar"), ("last week", "is not a date")):
        line.selectAll()
        qtbot.keyClicks(line, typed)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert line.text() == typed and line.hasFocus()
        assert view.note.isVisible() and told in view.note.text()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    view.paste_text("\t2026-11-16\nPlatelets\t71")
    after = window.workspace.case
    qtbot.keyClick(go(window, "platelets"), Qt.Key.Key_F4)
    line = focused_line()
    qtbot.keyClicks(line, "16 Nov 2026")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "has a value of Platelets already" in view.note.text()
    assert window.workspace.case == after != before
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not view.note.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_limits_and_note_of_an_older_value_are_written_beside_it(window, qtbot):
    view = table(window)
    view.paste_text("\t2026-09-02\nPlatelets\t71")
    old = Column(parse_date("2026-09-02"))
    view = go(window, "platelets", old)
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sheet = view.sheet
    assert sheet.accessibleName() == "Platelets 71 ×10⁹/L, 2 Sep 2026"
    for part, text in (("lln", "100"), ("uln", "300"), ("note", "clotted sample")):
        sheet.lines[part].setFocus()
        qtbot.keyClicks(sheet.lines[part], text)
        qtbot.keyClick(sheet.lines[part], Qt.Key.Key_Return)
    found = {str(o.collected_on): o for o in window.workspace.case.of("platelets")}
    older = found["2026-09-02"]
    assert (older.lln, older.uln, older.note) == (100, 300, "clotted sample")
    assert found["2026-11-18"].lln == 125
    sheet.lines["lln"].setFocus()
    sheet.lines["lln"].selectAll()
    qtbot.keyClicks(sheet.lines["lln"], "400")
    qtbot.keyClick(sheet.lines["lln"], Qt.Key.Key_Return)
    assert sheet.problem.text() == "Platelets: the LLN lies above the ULN; correct one of them."
    assert sheet.lines["lln"].text() == "400"
    qtbot.keyClick(sheet.lines["lln"], Qt.Key.Key_Escape)
    assert at(window, "platelets", old).data() == "↓ 71"
    window.workspace.undo()
    assert {o.note for o in window.workspace.case.of("platelets")} == {""}


def test_the_dates_stay_in_view_while_the_rows_scroll(window):
    content = window.page.content
    bar = content.area.verticalScrollBar()
    go(window, "creatinine")
    QApplication.processEvents()
    top = table(window).mapTo(content.area.widget(), table(window).rect().topLeft()).y()
    bar.setValue(top - 40)
    assert not content.held.isVisible()
    bar.setValue(top + 200)
    assert content.held.isVisible()
    bar.setValue(top + table(window).height() + 50)
    assert not content.held.isVisible()


def test_the_dates_are_in_view_when_a_wider_page_moves_the_table_up(window, qtbot):
    content = window.page.content
    go(window, "creatinine")
    QApplication.processEvents()
    top = table(window).mapTo(content.area.widget(), table(window).rect().topLeft()).y()
    content.area.verticalScrollBar().setValue(top - 20)
    assert not content.held.isVisible()
    window.resize(window.width() + 640, window.height())
    qtbot.waitUntil(lambda: table(window).mapTo(content.area, QPoint(0, 0)).y() < 0)
    qtbot.waitUntil(content.held.isVisible)


def test_the_newest_date_stands_first(window):
    heads = [
        window.page.content.model.headerData(number, Qt.Orientation.Horizontal)
        for number in range(3, 6)
    ]
    assert [head.split("\n")[0] for head in heads] == ["18 Nov 2026", "16 Nov 2026", "13 Nov 2026"]


def test_a_unit_typed_with_the_value_is_converted(window, qtbot):
    type_into(qtbot, window, "platelets", "8.1 10*4/uL")
    (changed,) = window.workspace.case.of("platelets")
    assert changed.value.low == pytest.approx(81)
    assert changed.unit == "10*4/uL"
    assert at(window, "platelets", "unit").data() == "×10⁴/µL"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_unit_of_a_cell_is_chosen_from_those_of_the_field(window, qtbot):
    before = window.workspace.case
    view = go(window, "albumin", "unit")
    qtbot.keyClick(view, Qt.Key.Key_F2)
    choice = editor(window)
    assert [choice.itemText(n) for n in range(choice.count())] == ["g/L", "g/dL"]
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    QApplication.processEvents()
    assert window.workspace.case.of("albumin")[0].suspect, "380 g/L is no albumin, 38 g/L is one"
    window.workspace.undo()
    assert window.workspace.case == before


def test_a_suspect_unit_is_marked_with_a_sign_and_a_sentence_and_settles_nothing(window, qtbot):
    type_into(qtbot, window, "platelets", "68000")
    index = at(window, "platelets")
    assert index.data().startswith("?")
    assert index.data().endswith("unit")
    assert "check the unit" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert verdict(window, "I12b") == "unknown"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_arrows_go_through_the_units_and_only_return_takes_one(window, qtbot):
    before = window.workspace.case
    qtbot.keyClick(go(window, "platelets", "unit"), Qt.Key.Key_F2)
    choice = editor(window)
    for _ in range(2):
        qtbot.keyClick(choice.view(), Qt.Key.Key_Down)
    assert window.workspace.case is before
    qtbot.keyClick(choice.view(), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.workspace.case.of("platelets")[0].unit == "10*3/uL"
    window.workspace.undo()
    assert window.workspace.case == before


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_choosing_the_unit_of_a_suspect_value_settles_it(window, qtbot):
    type_into(qtbot, window, "platelets", "80000")
    qtbot.keyClick(go(window, "platelets", "unit"), Qt.Key.Key_F2)
    choice = editor(window)
    number = choice.findData("/uL")
    choice.setCurrentIndex(number)
    choice.activated.emit(number)
    QApplication.processEvents()
    (changed,) = window.workspace.case.of("platelets")
    assert changed.value.low == pytest.approx(80)
    assert not changed.suspect
    assert verdict(window, "I12b") == "pass"


def test_a_refused_value_stays_on_screen_marked_and_changes_nothing(window, qtbot):
    before = window.workspace.case
    type_into(qtbot, window, "platelets", "n.d.")
    assert window.workspace.case == before
    assert at(window, "platelets").data() == "× n.d."
    assert "“n.d.” is not a number" in table(window).note.text()
    assert table(window).note.isVisible()
    assert table(window).currentIndex() == at(window, "platelets")
    assert "refused" in at(window, "platelets").data(Qt.ItemDataRole.AccessibleTextRole)
    type_into(qtbot, window, "platelets", "80")
    assert at(window, "platelets").data() == "↓ 80"


def test_values_beyond_the_limits_say_so_in_signs_and_words(window):
    assert at(window, "ast").data() == "↑ 58"
    assert at(window, "ast").data(Qt.ItemDataRole.ToolTipRole) == "above the ULN of 40 U/L"
    assert at(window, "albumin").data() == "↓ 38"
    said = at(window, "albumin").data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Albumin, 18 Nov 2026: ↓ 38; below the LLN of 40 g/L"
    assert at(window, "alt").data() == "46"


def test_a_limit_is_edited_in_the_unit_of_the_value(window, qtbot):
    type_into(qtbot, window, "alt", "40", "uln")
    assert window.workspace.case.of("alt")[0].uln == 40
    assert at(window, "alt").data() == "↑ 46"
    type_into(qtbot, window, "alt", "none", "uln")
    assert "ULN of ALT" in table(window).note.text()
    assert window.workspace.case.of("alt")[0].uln == 40


def test_an_old_value_is_marked_on_a_later_day_of_review(window):
    window.workspace.set_as_of(date(2027, 1, 21))
    assert at(window, "platelets").data() == "↓ 68 old"
    assert "older than 28 days" in at(window, "platelets").data(Qt.ItemDataRole.ToolTipRole)


def test_delete_clears_the_chosen_cells_in_one_step(window, qtbot):
    before = window.workspace.case
    view = go(window, "ast")
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert values(window, "ast") == values(window, "alp") == []
    window.workspace.undo()
    assert window.workspace.case == before


def test_a_block_from_a_spreadsheet_is_one_step(window, qtbot):
    before = window.workspace.case
    block = "\t20.11.2026\t14 Nov 2026\nPlatelets\t81\t79\nALT\t51\t\nTotal bilirubin\t18.2\t17.1"
    QGuiApplication.clipboard().setText(block)
    qtbot.keyClick(go(window, "platelets"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert values(window, "platelets") == ["68", "81", "79"]
    assert at(window, "bilirubin", Column(parse_date("2026-11-14"))).data() == "17.1"
    assert verdict(window, "I12b") == "pass"
    assert window.problems == []
    window.workspace.undo()
    assert window.workspace.case == before


def test_pasted_units_and_limits_are_taken(window):
    table(window).paste_text("\tUnit\t2026-11-20\tULN\nAlbumin\tg/dL\t3.6\t5.5")
    newest = window.workspace.case.of("albumin")[-1]
    assert newest.value.low == pytest.approx(36)
    assert newest.uln == pytest.approx(55)


def test_a_pasted_block_without_headings_goes_on_from_the_cell(window):
    go(window, "neutrophils")
    table(window).paste_text("4.1\n1.9")
    assert values(window, "neutrophils") == ["4.1"]
    assert values(window, "lymphocytes") == ["1.9"]


def test_what_is_refused_of_a_pasted_block_is_marked_and_told_in_one_sentence(window):
    table(window).paste_text("\t2026-11-20\nPlatelets\t81\nALT\tn.d.\nSerum rhubarb\t3")
    assert values(window, "platelets")[-1] == "81"
    assert len(window.problems) == 1
    assert "1 refused" in window.problems[0]
    assert "Serum rhubarb" in window.problems[0]
    assert at(window, "alt", Column(parse_date("2026-11-20"))).data() == "× n.d."


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("Dear colleague,\nthe patient is well.", "is not a number"),
        ("\t2026-11-20\nRhubarb\t80\nSenna\t12.8", "no laboratory value that is known here"),
        ("\t11/20/2026\nPlatelets\t80", "can be read in two ways"),
        ("Platelets\t80\t81\t82\t83\t84", "wider than the table"),
        ("\t2026-13-01\nPlatelets\t80", "2026-13-01"),
    ],
)
def test_a_wrong_block_is_one_sentence_and_changes_nothing(window, block, told):
    before = window.workspace.case
    go(window, "platelets")
    table(window).paste_text(block)
    assert window.workspace.case is before
    assert len(window.problems) == 1 and told in window.problems[0]
    assert window.page.content.model.refused == {}


def test_short_names_are_read_and_unknown_rows_never_put_in_the_place_of_others(window):
    before = values(window, "haemoglobin")
    go(window, "haemoglobin")
    table(window).paste_text("\t2026-11-20\nPLT\t81\nXYZ\t5.1\nAlb (g/dL)\t3.6")
    assert values(window, "platelets") == ["68", "81"]
    assert values(window, "haemoglobin") == before
    assert window.workspace.case.of("albumin")[-1].unit == "g/dL"
    assert window.problems == ["2 values pasted; left out: XYZ."]


def test_a_block_with_the_days_at_the_left_is_turned_round(window):
    table(window).paste_text("Date\tPlatelets\tALT\n20 Nov 2026\t81\t33\n14.11.2026\t79\t")
    assert values(window, "platelets") == ["68", "81", "79"]
    assert values(window, "alt") == ["46", "33"]


def test_pasted_limits_belong_to_the_pasted_day_and_not_to_the_newest(window):
    table(window).paste_text("\tULN\t2026-09-20\nALT\t35\t33")
    found = {str(o.collected_on): o.uln for o in window.workspace.case.of("alt")}
    assert found == {"2026-11-18": 50, "2026-09-20": 35}


def test_a_limit_is_pasted_into_its_cell(window):
    go(window, "platelets", "lln")
    table(window).paste_text("100")
    assert window.workspace.case.of("platelets")[0].lln == 100
    assert values(window, "platelets") == ["68"]


def test_escape_puts_the_recorded_value_in_the_place_of_a_refused_text(window, qtbot):
    type_into(qtbot, window, "platelets", "n.d.")
    qtbot.keyClick(table(window), Qt.Key.Key_Escape)
    assert at(window, "platelets").data() == "↓ 68"
    assert not table(window).note.isVisible()


def test_a_wrong_unit_is_refused_with_one_sentence_at_the_cell(window, qtbot):
    before = window.workspace.case
    type_into(qtbot, window, "albumin", "38 mmol/L")
    assert window.workspace.case == before
    assert at(window, "albumin").data() == "× 38 mmol/L"
    assert "use one of g/L, g/dL" in table(window).note.text()


def test_an_empty_table_says_how_to_begin(window, qtbot):
    hint = window.page.content.hint
    assert hint.text().startswith("↑ above ULN")
    window.workspace.show(Kept(Case("EMPTY")))
    assert hint.text().startswith("No date yet: add one (Ins)")
    view = table(window)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Insert)
    qtbot.keyClick(focused_line(), Qt.Key.Key_Return)
    assert hint.text().startswith("↑ above ULN")
    assert view.model().columnCount() == 4

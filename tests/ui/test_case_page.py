"""The Case page on a real workspace: forms, laboratory table, lists, scores, undo, keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QTableView,
    QWidget,
)

from hccreview.clinical.dates import parse_date
from hccreview.exchange.case_file import read_case
from resources import resource_path
from ui import theme
from ui.case_page import CasePage
from ui.case_page.laboratory import Column
from ui.history import History, Kept
from ui.messages import Messages
from ui.workspace import Workspace

TODAY = date(2026, 11, 21)
FULL = "NCT06187961"
NEWEST = Column(parse_date("2026-11-18"))


class Window(QMainWindow):
    """A window that holds the page and notes what the message bar would say."""

    def __init__(self, workspace: Workspace, colours: theme.Theme) -> None:
        super().__init__()
        self.workspace = workspace
        self.page = CasePage(workspace, colours)
        self.setCentralWidget(self.page)
        self.resize(1050, 660)
        self.problems: list[str] = []
        workspace.messages.problem_told.connect(self.problems.append)


@pytest.fixture(scope="module")
def opened(qapp):
    """The page in its window, with the trials read; made once, for it is meant to be used long."""
    theme.use_bundled_font(qapp)
    qapp.setStyle("Fusion")
    workspace = Workspace(Messages(), lambda: TODAY)
    window = Window(workspace, theme.Theme(qapp))
    workspace.load_trials()
    workspace.show(sample("SAMPLE-02"))
    window.show()
    window.page.content.complete()
    yield window
    workspace.close()
    window.close()
    window.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def window(opened, qtbot):
    """The page with the near miss shown as it is recorded, and nothing to undo."""
    opened.workspace.history = History()
    opened.workspace.show(sample("SAMPLE-02"))
    opened.problems.clear()
    with qtbot.waitActive(opened):
        opened.activateWindow()
    opened.page.content.tools.search.setFocus()
    QApplication.processEvents()
    return opened


def sample(code: str) -> Kept:
    return Kept(read_case(resource_path("cases", f"{code.lower()}.yaml")))


def table(window):
    return window.page.content.laboratory


def at(window: Window, field: str, column: Column | str = NEWEST) -> QModelIndex:
    model = window.page.content.model
    row = [each.id for each in model.fields].index(field)
    if isinstance(column, str):
        return model.index(row, ("unit", "lln", "uln").index(column))
    return model.index(row, model.column_number(column))


def go(window, field: str, column: Column | str = NEWEST):
    view = table(window)
    view.setFocus()
    view.setCurrentIndex(at(window, field, column))
    return view


def editor(window):
    QApplication.processEvents()
    found = [
        each
        for each in table(window).viewport().findChildren(QWidget)
        if isinstance(each, QLineEdit | QComboBox) and each.isVisible()
    ]
    return found[-1]


def type_into(qtbot, window: Window, field: str, text: str, column: Column | str = NEWEST) -> None:
    view = go(window, field, column)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    line = editor(window)
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()


def values(window, field):
    return [each.value_text for each in window.workspace.case.of(field)]


def verdict(window, criterion):
    return window.workspace.comparison.assessment(FULL).finding(criterion).verdict.value


def box(window: Window, field: str):
    return window.page.content.boxes[field]


def entries(window: Window, name: str):
    return window.page.content.lists[name]


# --- the laboratory table


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
    assert content.tools.new_day.text() == "21 Nov 2026"
    go(window, "platelets")
    qtbot.mouseClick(content.add, Qt.MouseButton.LeftButton)
    new = Column(parse_date("2026-11-21"))
    assert content.laboratory.currentIndex() == at(window, "platelets", new)
    type_into(qtbot, window, "platelets", "82", new)
    assert values(window, "platelets") == ["68", "82"]
    assert verdict(window, "I12b") == "pass"
    assert content.model.headerData(3, Qt.Orientation.Horizontal) == "21 Nov 2026\ntoday"


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
    assert len(window.problems) == 1
    assert "“n.d.” is not a number" in window.problems[0]
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
    assert "ULN of ALT" in window.problems[0]
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


# --- the forms


def test_an_answer_given_by_key_changes_the_case_and_can_be_undone(window, qtbot):
    yes = box(window, "cirrhosis").input.buttons["yes"]
    yes.setFocus()
    qtbot.keyClick(yes, Qt.Key.Key_N)
    assert window.workspace.case.of("cirrhosis")[0].value is False
    window.workspace.undo()
    assert yes.isChecked()


def test_a_new_dated_answer_gets_the_day_of_new_values(window, qtbot):
    content = window.page.content
    content.tools.new_day.setText("12.11.2026")
    content.tools.new_day.editingFinished.emit()
    assert content.tools.new_day.text() == "12 Nov 2026"
    no = box(window, "pregnant").input.buttons["no"]
    qtbot.mouseClick(no, Qt.MouseButton.LeftButton)
    (given,) = window.workspace.case.of("pregnant")
    assert (given.value, str(given.collected_on)) == (False, "2026-11-12")
    assert box(window, "pregnant").date.text() == "12 Nov 2026"


def test_insert_records_a_new_value_beside_the_earlier_one(window, qtbot):
    ecog = box(window, "ecog")
    ecog.input.setFocus()
    qtbot.keyClick(ecog.input, Qt.Key.Key_Insert)
    assert ecog.input.text() == ""
    qtbot.keyClicks(ecog.input, "1")
    qtbot.keyClick(ecog.input, Qt.Key.Key_Return)
    QApplication.processEvents()
    found = [(o.value_text, str(o.collected_on)) for o in window.workspace.case.of("ecog")]
    assert found == [("0", "2026-11-20"), ("1", "2026-11-21")]


def test_a_number_of_the_form_is_live_and_one_step(window, qtbot):
    before = window.workspace.case
    line = box(window, "systolic_pressure").input
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "152")
    QApplication.processEvents()
    assert values(window, "systolic_pressure") == ["152"]
    assert line.text() == "152"
    window.page.content.tools.search.setFocus()
    window.workspace.undo()
    assert window.workspace.case == before
    assert line.text() == "128"


def test_bad_input_of_the_form_stays_and_changes_nothing(window, qtbot):
    before = window.workspace.case
    ecog = box(window, "ecog")
    ecog.input.setFocus()
    ecog.input.selectAll()
    qtbot.keyClicks(ecog.input, "7")
    qtbot.keyClick(ecog.input, Qt.Key.Key_Return)
    assert window.workspace.case == before
    assert ecog.input.text() == "7"
    assert ecog.input.property("refused")
    assert ecog.state.text() == "× not taken"
    assert len(window.problems) == 1
    qtbot.keyClick(ecog.input, Qt.Key.Key_Escape)
    assert ecog.input.text() == "0"
    assert ecog.state.text() == ""


def test_a_date_is_corrected_and_a_bad_one_refused(window):
    varices = box(window, "varices")
    varices.date.setText("2026-11-32")
    varices.date.setModified(True)
    varices.date.editingFinished.emit()
    assert "calendar" in window.problems[0]
    assert str(window.workspace.case.of("varices")[0].collected_on) == "2026-11-10"
    varices.date.setText("Oct 2026")
    varices.date.setModified(True)
    varices.date.editingFinished.emit()
    assert str(window.workspace.case.of("varices")[0].collected_on) == "2026-10"
    assert not varices.is_refused


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_words_of_a_set_are_ticked_and_none_stands_alone(window):
    thrombus = box(window, "portal_thrombus")
    thrombus.input.open()
    ticks = {each.property("word"): each for each in thrombus.input.sheet.findChildren(QCheckBox)}
    ticks["trunk"].click()
    assert window.workspace.case.of("portal_thrombus")[0].value == {"second_order", "trunk"}
    ticks["none"].click()
    assert window.workspace.case.of("portal_thrombus")[0].value == {"none"}
    thrombus.input.sheet.close()


def test_a_question_to_the_board_is_answered_with_author_and_reason(window, qtbot):
    question = box(window, "varices_reading")
    assert question.input.currentData() == ""
    question.input.setCurrentIndex(question.input.findData("within_year"))
    question.input.activated.emit(question.input.currentIndex())
    assert question.state.text() == "? author missing"
    for part, text in (("author", "Dr Lin"), ("reason", "as at the last board")):
        question.parts[part].setFocus()
        qtbot.keyClicks(question.parts[part], text)
        qtbot.keyClick(question.parts[part], Qt.Key.Key_Return)
    (given,) = window.workspace.case.of("varices_reading")
    assert (given.author, given.reason) == ("Dr Lin", "as at the last board")
    assert str(given.collected_on) == "2026-11-21"
    assert question.state.text() == ""


def test_an_old_finding_is_marked_beside_its_label(window):
    window.workspace.set_as_of(date(2027, 3, 1))
    ascites = box(window, "ascites")
    assert ascites.state.text() == "? too old"
    assert "older than 28 days" in ascites.state.toolTip()


# --- the lists


def test_an_entry_is_added_field_by_field_and_undone(window, qtbot):
    section = entries(window, "events")
    assert section.state.text() == "✓ none, as of 21 Nov 2026"
    qtbot.mouseClick(section.add, Qt.MouseButton.LeftButton)
    assert section.view.isVisible()
    assert section.view.hasFocus()
    section.model.write(section.model.index(0, 0), "bleeding")
    section.model.write(section.model.index(0, 1), "2026-10-02")
    (entry,) = window.workspace.case.list("events").entries
    assert (entry.get("kind"), str(entry.get("on"))) == ("bleeding", "2026-10-02")
    assert section.model.rowCount() == 2
    window.workspace.undo()
    window.workspace.undo()
    assert section.model.rowCount() == 1
    assert section.state.text() == "✓ none, as of 21 Nov 2026"


def test_a_size_is_typed_into_the_table_of_nodules(window, qtbot):
    section = entries(window, "lesions")
    view = section.view
    view.setFocus()
    names = list(section.definition.by_id)
    view.setCurrentIndex(section.model.index(0, names.index("longest")))
    qtbot.keyClicks(view, "7")
    line = next(e for e in view.viewport().findChildren(QLineEdit) if e.isVisible())
    qtbot.keyClicks(line, ".4 cm")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.workspace.case.list("lesions").entries[0].get("longest").low == 74
    assert window.page.content.scores.lines["largest_nodule"].value.text() == "74 mm"


def test_a_refused_part_of_an_entry_stays_on_screen(window):
    section, before = entries(window, "lesions"), window.workspace.case
    index = section.model.index(0, 1)
    section.model.write(index, "last week")
    assert window.workspace.case == before
    assert index.data() == "× last week"
    assert "is not a date" in window.problems[0]


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
    section.view.setCurrentIndex(section.model.index(0, 0))
    section.view.remove()
    assert window.workspace.case.list("drugs").entries == ()
    assert section.state.text() == "? not said to be complete"


# --- scores, going to a field, another case, keyboard


def test_scores_are_live_and_open_to_show_inputs_gaps_and_source(window, qtbot):
    line = window.page.content.scores.lines["child_pugh_score"]
    assert line.value.text() == "A 5"
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    assert line.detail.isVisible()
    assert "Albumin: 38 g/L, 18 Nov 2026" in line.detail.text()
    assert "Source: Pugh 1973" in line.detail.text()
    type_into(qtbot, window, "albumin", "30")
    assert line.value.text() == "A 6"
    type_into(qtbot, window, "albumin", "")
    assert "Missing: Albumin" in line.detail.text()


def test_headlines_of_the_trials_follow_what_is_typed(window, qtbot):
    line = window.page.content.scores.trials[-1]
    assert "ineligible" in line.text()
    type_into(qtbot, window, "platelets", "80")
    assert "ineligible" not in line.text()


@pytest.mark.parametrize("name", ["cirrhosis", "portal_thrombus", "ecog", "unresectable", "sex"])
def test_a_requested_field_gets_the_keyboard_and_is_in_view(window, name):
    window.workspace.request_field(name)
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert box(window, name).isAncestorOf(focused)
    assert focused is not None
    assert not focused.visibleRegion().isEmpty()


def test_a_requested_laboratory_value_is_the_current_cell(window):
    window.workspace.request_field("platelets")
    assert table(window).hasFocus()
    assert table(window).currentIndex() == at(window, "platelets")


@pytest.mark.parametrize("name", ["events", "lesions.on", "bleeding"])
def test_a_requested_list_gets_the_keyboard(window, name):
    window.workspace.request_field(name)
    section = entries(window, {"bleeding": "events"}.get(name, name.split(".")[0]))
    assert section.view.hasFocus()
    assert section.view.currentIndex().column() == (1 if "." in name else 0)


def test_every_field_and_list_of_the_dictionary_can_be_reached(window):
    content = window.page.content
    measured = {field.id for field in content.model.fields}
    assert measured.isdisjoint(content.boxes)
    assert measured | set(content.boxes) == set(content.dictionary.fields)
    assert set(content.lists) == set(content.dictionary.lists)


def test_another_case_forgets_what_was_typed_for_this_one(window, qtbot):
    type_into(qtbot, window, "platelets", "n.d.")
    window.workspace.show(sample("SAMPLE-09"))
    assert box(window, "sex").input.currentData() == ""
    assert window.page.content.model.refused == {}
    assert window.page.content.model.columnCount() == 3
    window.workspace.show(sample("SAMPLE-02"))
    assert box(window, "sex").input.currentData() == "male"
    assert at(window, "platelets").data() == "↓ 68"


def test_a_change_from_elsewhere_is_shown_and_only_that(window):
    content = window.page.content
    painted: list[tuple[int, int]] = []
    content.model.dataChanged.connect(lambda a, _: painted.append((a.row(), a.column())))
    from ui.case_page.laboratory_entry import with_value

    field = content.dictionary.fields["platelets"]
    changed = with_value(window.workspace.case, field, NEWEST, "80", field.unit)
    window.workspace.edit(changed, "Platelets 80")
    index = at(window, "platelets")
    assert painted == [(index.row(), index.column())]


def test_values_tried_out_are_live_and_leave_the_case_alone(window, qtbot):
    recorded = window.workspace.case
    window.workspace.begin_what_if()
    type_into(qtbot, window, "platelets", "80")
    assert verdict(window, "I12b") == "pass"
    window.workspace.end_what_if()
    assert window.workspace.case is recorded
    assert at(window, "platelets").data() == "↓ 68"


def test_every_control_has_a_name(window):
    nameless = [
        each
        for kind in (QLineEdit, QComboBox, QPushButton, QTableView)
        for each in window.page.findChildren(kind)
        if not each.accessibleName() and not each.objectName().startswith("qt_")
    ]
    assert [each for each in nameless if not isinstance(each.parent(), QComboBox)] == []


def test_tab_goes_through_the_page_in_the_order_of_a_chart(window, qtbot):
    content = window.page.content
    content.tools.search.setFocus()
    wanted = ["sex", "diagnosis_date", "ecog", "nodule_count", "varices", "consent_signed"]
    passed: list[str] = []
    for _ in range(400):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        passed += [name for name in content.boxes if box(window, name).isAncestorOf(focused)]
        if focused is content.laboratory:
            passed.append("laboratory")
        if "consent_signed" in passed:
            break
    order = [passed.index(name) for name in wanted]
    assert order == sorted(order)
    assert passed.index("nodule_count") < passed.index("laboratory") < passed.index("varices")


def test_the_page_loads_no_medicine_before_it_is_shown():
    import subprocess
    import sys

    code = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from ui.case_page import CasePage
print([m for m in ("hccreview.clinical.fields", "hccreview.review", "yaml") if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
